"""One more proposer: all articles of a small story in one question, where they fit the context.

What it proposes is grounded like every claim and looked at a second time like every conflict.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from checker.model import Article, Failure, FindingKind, RawClaim, Scope, Severity, Usage, Value


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
