"""One conflict per dispute, whoever proposed it: before the second look, so that it is paid for once.

Groups overlap, a sweep reads what groups have read, and rules and a model see the same. Two proposals
that set the same two claims against each other are one dispute.
"""

from collections.abc import Sequence
from itertools import combinations

from checker.model import Conflict, Side

Pairs = frozenset[frozenset[str]]


def join_proposals(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts with proposals of one dispute joined, in the order of their first proposals.

    Joined are two that oppose the same two claims, unless that would put a claim on two sides. What is
    said about the dispute (question, labels, explanation) is the one's that has more claims; of equals, the
    first one's.
    """
    joined: list[Conflict] = []
    for conflict in conflicts:
        for index, other in enumerate(joined):
            whole = _union(other, conflict) if opposed(other) & opposed(conflict) else None
            if whole is not None:
                joined[index] = whole
                break
        else:
            joined.append(conflict)
    # A joined conflict may oppose claims that two earlier ones opposed apart.
    return join_proposals(joined) if len(joined) < len(conflicts) else tuple(joined)


def opposed(conflict: Conflict) -> Pairs:
    """Every two claims that the conflict puts on different sides."""
    return frozenset(
        frozenset((one, other))
        for left, right in combinations(conflict.sides, 2)
        for one in left.claims
        for other in right.claims
    )


def _union(first: Conflict, second: Conflict) -> Conflict | None:
    """Both as one, its sides aligned by the claims they share; None where they do not align."""
    wide, narrow = sorted((first, second), key=_size, reverse=True)
    sides = list(wide.sides)
    taken: set[int] = set()
    for side in narrow.sides:
        touching = [index for index, mine in enumerate(wide.sides) if set(mine.claims) & set(side.claims)]
        if len(touching) > 1 or taken & set(touching):
            return None
        if touching:
            (index,) = touching
            taken.add(index)
            more = tuple(claim for claim in side.claims if claim not in sides[index].claims)
            sides[index] = sides[index].model_copy(update={"claims": sides[index].claims + more})
        else:
            sides.append(side)
    if _overlapping(sides):
        return None
    facts = {fact.claim.id: fact for fact in (*wide.facts, *narrow.facts)}
    return wide.model_copy(update={"id": first.id, "sides": tuple(sides), "facts": tuple(facts.values())})


def _size(conflict: Conflict) -> int:
    return sum(len(side.claims) for side in conflict.sides)


def _overlapping(sides: Sequence[Side]) -> bool:
    claims = [claim for side in sides for claim in set(side.claims)]
    return len(claims) != len(set(claims))
