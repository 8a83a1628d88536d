"""One more proposer: all articles of a small story in one question, where they fit the context.

What it proposes is grounded like every claim and looked at a second time like every conflict.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from checker.model import (
    Article,
    Conflict,
    Fact,
    Failure,
    FindingKind,
    RawClaim,
    Scope,
    Severity,
    Side,
    Usage,
    Value,
)


class SweptClaim(Value):
    """Words of one article, not yet grounded."""

    article: str  # Article.id
    claim: RawClaim


class SweptSide(Value):
    """One position, and the claims that give it, as indexes into `Sweep.claims`."""

    position: str
    claims: tuple[int, ...]


class SweptConflict(Value):
    """A conflict whose sides are not grounded yet."""

    id: str
    kind: FindingKind
    scope: Scope
    topic: str
    question: str
    explanation: str
    severity: Severity
    sides: tuple[SweptSide, ...]
    decided_by: str


class Sweep(Value):
    """What a sweep over whole articles proposes."""

    claims: tuple[SweptClaim, ...]
    conflicts: tuple[SweptConflict, ...]
    failures: tuple[Failure, ...] = ()
    usage: Usage = Usage()


@runtime_checkable
class Sweeper(Protocol):
    """An engine that can read a whole small story at once.

    `sweep_chars` is how much article text it reads in one question; 0: it does not sweep.
    """

    sweep_chars: int

    async def sweep(self, articles: Sequence[Article]) -> Sweep:
        """The disputes of the story. Raises: UnitError when the question is lost."""
        ...


def grounded_conflicts(sweep: Sweep, facts: Sequence[Fact | None]) -> tuple[Conflict, ...]:
    """The swept conflicts that still have words on two sides or more.

    `facts[i]` is what `sweep.claims[i]` was grounded to, None where its quote was not found. Two swept
    claims may be grounded to one fact; a fact that is on two sides of a conflict is on none.
    """
    conflicts = []
    for proposed in sweep.conflicts:
        on = [
            [fact for index in side.claims if (fact := facts[index]) is not None] for side in proposed.sides
        ]
        times = Counter(claim for side in on for claim in {fact.claim.id for fact in side})
        kept = [{fact.claim.id: fact for fact in side if times[fact.claim.id] == 1} for side in on]
        sides = tuple(
            Side(position=side.position, claims=tuple(claims))
            for side, claims in zip(proposed.sides, kept, strict=True)
            if claims
        )
        if len(sides) >= 2:
            behind = tuple(fact for claims in kept for fact in claims.values())
            labels = proposed.model_dump(exclude={"sides"})
            conflicts.append(Conflict(**labels, sides=sides, facts=behind))
    return tuple(conflicts)
