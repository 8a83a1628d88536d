"""What a reviewer can decide. Each decision is one line of reviews.jsonl and can be read alone.

A decision repeats the words it is about: it is understood in a diff, holds when ids change,
and is worth something after the report is gone.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter

from checker.model import Finding, FindingKind, Report, Scope, Value

FILE_NAME = "reviews.jsonl"
LONGEST_NAME, LONGEST_TEXT, LONGEST_QUOTE = 100, 4_000, 20_000  # characters: what people write by hand

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
VerdictName = Literal["accept", "dismiss", "follow_up", "reopen"]
ClaimField = Literal["speaker", "number"]
Place = tuple[str, int, int]  # article, start, end


class Words(Value):
    """A quote, and where it stands; no offsets, so that it holds when text before it changes."""

    path: str
    outlet: str | None = None
    speaker: str | None = None
    quote: str


class Stand(Value):
    """One side of a dispute: what it says, and in which words."""

    position: str
    words: tuple[Words, ...]


class Dispute(Value):
    """A finding as it stood when it was decided."""

    finding: str  # Finding.id
    kind: FindingKind
    scope: Scope
    question: str
    decided_by: str
    sides: tuple[Stand, ...]


class _Decision(Value):
    """What all decisions have; `decision` comes first in each line."""

    decision: str  # its own id
    at: AwareDatetime
    who: Name


class Verdict(_Decision):
    """Accepted, dismissed, marked for follow-up, or open again; a later one replaces it."""

    what: VerdictName
    why: Remark = ""
    about: Dispute


class Note(_Decision):
    """A remark on a dispute; it changes nothing."""

    what: Literal["note"] = "note"
    why: Reason
    about: Dispute


class Correction(_Decision):
    """A claim was read wrongly: another speaker, or another number. `now` None: there is none."""

    what: Literal["correct"] = "correct"
    why: Remark = ""
    claim: Words
    field: ClaimField
    was: str | None = None
    now: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME)] | None = None


class Addition(_Decision):
    """A contradiction that the check missed; `about.finding` is the id that a finding of these words has."""

    what: Literal["add"] = "add"
    why: Remark = ""
    about: Dispute


class Withdrawal(_Decision):
    """An earlier note, correction or addition no longer holds."""

    what: Literal["withdraw"] = "withdraw"
    why: Remark = ""
    of: str  # the id of that decision


Decision = Annotated[
    Verdict | Note | Correction | Addition | Withdrawal,
    Field(discriminator="what"),
]
DECISION: TypeAdapter[Verdict | Note | Correction | Addition | Withdrawal] = TypeAdapter(Decision)


def dispute_of(finding: Finding, report: Report) -> Dispute:
    """The finding as a decision records it."""
    return disputes_of((finding,), report)[finding.id]


def disputes_of(findings: Iterable[Finding], report: Report) -> dict[str, Dispute]:
    """Finding id → the finding as a decision records it; the report's claims are walked once for all."""
    outlets = {article.id: article.outlet for article in report.articles}
    speakers = {(claim.article, claim.start, claim.end): claim.voice.speaker for claim in report.claims}
    return {finding.id: _dispute(finding, outlets, speakers) for finding in findings}


def _dispute(
    finding: Finding, outlets: Mapping[str, str | None], speakers: Mapping[Place, str | None]
) -> Dispute:
    return Dispute(
        finding=finding.id,
        kind=finding.kind,
        scope=finding.scope,
        question=finding.question,
        decided_by=finding.decided_by,
        sides=tuple(
            Stand(
                position=side.position,
                words=tuple(
                    Words(
                        path=item.path,
                        outlet=outlets.get(item.article),
                        speaker=speakers.get((item.article, item.start, item.end)),
                        quote=item.quote,
                    )
                    for item in side.evidence
                ),
            )
            for side in finding.sides
        ),
    )
