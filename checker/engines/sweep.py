"""One more proposer: all articles of a small story in one question, where they fit the context.

What it proposes is grounded like every claim and looked at a second time like every conflict.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from checker.grounding import ground
from checker.model import (
    Article,
    Chunk,
    Claim,
    Conflict,
    Fact,
    Failure,
    FindingKind,
    Quarantined,
    RawClaim,
    Scope,
    Severity,
    Side,
    Usage,
    Value,
)

COVERED = 0.8  # of the swept words, from which on an extracted claim stands for them


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

    def __add__(self, other: "Sweep") -> "Sweep":
        """Both together, the other's claims after these."""
        first = len(self.claims)
        moved = (
            conflict.model_copy(
                update={
                    "sides": tuple(
                        side.model_copy(update={"claims": tuple(first + index for index in side.claims)})
                        for side in conflict.sides
                    )
                }
            )
            for conflict in other.conflicts
        )
        return Sweep(
            claims=self.claims + other.claims,
            conflicts=(*self.conflicts, *moved),
            failures=self.failures + other.failures,
            usage=self.usage + other.usage,
        )


@runtime_checkable
class Sweeper(Protocol):
    """An engine that can read a whole small story at once.

    `sweep_chars` is how much article text it reads in one question; 0: it does not sweep.
    """

    sweep_chars: int

    async def sweep(self, articles: Sequence[Article]) -> Sweep:
        """The disputes of the story. Raises: UnitError when every question is lost."""
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


class GroundedSweep(Value):
    """Where a sweep's words stand.

    `ids[i]` is the claim that `Sweep.claims[i]` is, None where its quote was not found; `claims` are
    those of them that extraction had not found itself.
    """

    ids: tuple[str | None, ...]
    claims: tuple[Claim, ...]
    quarantined: tuple[Quarantined, ...]


def ground_sweep(
    sweep: Sweep, *, articles: Sequence[Article], chunks: Sequence[Chunk], claims: Sequence[Claim]
) -> GroundedSweep:
    """Each swept claim located in its article, as the shortest extracted claim that has its words if one has.

    New claims are numbered after the article's extracted ones.
    """
    by_id = {article.id: article for article in articles}
    known: dict[str, list[Claim]] = {article.id: [] for article in articles}
    for claim in claims:
        known[claim.article].append(claim)
    ids: list[str | None] = []
    new: list[Claim] = []
    lost: list[Quarantined] = []
    for swept in sweep.claims:
        mine = known[swept.article]
        own = [chunk for chunk in chunks if chunk.article == swept.article]
        found = _located(swept.claim, own, by_id[swept.article], first=len(mine) + 1)
        if isinstance(found, Claim):
            same = min((claim for claim in mine if _same(claim, found)), key=_length, default=None)
            if same is None:
                mine.append(found)
                new.append(found)
            ids.append((same or found).id)
        else:
            lost.extend(found)
            ids.append(None)
    return GroundedSweep(ids=tuple(ids), claims=tuple(new), quarantined=tuple(lost))


def _located(
    raw: RawClaim, chunks: Sequence[Chunk], article: Article, *, first: int
) -> Claim | list[Quarantined]:
    """The claim in the first chunk that has its quote; else why not, once."""
    refused: tuple[Quarantined, ...] = ()
    for chunk in chunks:
        located, refused = ground([raw], chunk=chunk, article=article, first=first)
        if located:
            return located[0]
    return list(refused[:1])


def _same(known: Claim, swept: Claim) -> bool:
    """Whether the known claim says what the swept one does: one voice, and nearly all of its words."""
    common = min(known.end, swept.end) - max(known.start, swept.start)
    return common >= COVERED * (swept.end - swept.start) and _speaker(known) == _speaker(swept)


def _length(claim: Claim) -> int:
    return claim.end - claim.start


def _speaker(claim: Claim) -> str:
    """The speaker's last word in lower case: "Ada Quell" and "Quell" are one voice, no speaker is another."""
    words = (claim.voice.speaker or "").casefold().split()
    return words[-1] if words else ""
