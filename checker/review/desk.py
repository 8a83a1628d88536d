"""One report under review: what a reviewer asks for is checked, made a decision and written.

What is asked names findings, claims and articles by their ids in the report; the decision that is
written repeats their words.
"""

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from checker.errors import InputError
from checker.findings import finding_id
from checker.model import Article, Claim, Evidence, FindingKind, FindingSide, Report, Scope
from checker.report.visible import visible
from checker.review.decisions import (
    FILE_NAME,
    LONGEST_QUOTE,
    Addition,
    ClaimField,
    Correction,
    Decision,
    Dispute,
    Name,
    Note,
    Reason,
    Remark,
    Stand,
    Verdict,
    Withdrawal,
    Words,
    disputes_of,
)
from checker.review.log import Read, append, read
from checker.review.standing import read_report
from checker.review.state import State, fold


class DecisionError(Exception):
    """What was asked cannot be decided; the message says why, to the reviewer."""


class _Asked(BaseModel):
    """What all requests have: who decides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Name


class AskedVerdict(_Asked):
    """A verdict on a finding."""

    what: Literal["accept", "dismiss", "follow_up", "reopen"]
    finding: str
    why: Remark = ""


class AskedNote(_Asked):
    """A remark on a finding."""

    what: Literal["note"]
    finding: str
    why: Reason


class AskedCorrection(_Asked):
    """Another speaker or number for a claim; an empty one says that there is none."""

    what: Literal["correct"]
    claim: str
    field: ClaimField
    now: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
    why: Remark = ""


class Passage(BaseModel):
    """Words of one article, as a reader marked or typed them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    quote: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUOTE)]


class AskedAddition(_Asked):
    """Two passages that contradict each other, and the question they answer differently."""

    what: Literal["add"]
    question: Reason
    kind: FindingKind = "factual"
    scope: Scope = "outlets"
    passages: tuple[Passage, Passage]
    why: Remark = ""


class AskedWithdrawal(_Asked):
    """An earlier note, correction or addition no longer holds."""

    what: Literal["withdraw"]
    of: str
    why: Remark = ""


Asked = AskedVerdict | AskedNote | AskedCorrection | AskedAddition | AskedWithdrawal
ASKED: TypeAdapter[Asked] = TypeAdapter(Annotated[Asked, Field(discriminator="what")])
_T = TypeVar("_T")


class Desk:
    """A report and its log of decisions; may be used by several threads."""

    def __init__(self, directory: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Raises: InputError when there is no report in `directory`."""
        if not directory.is_dir():
            raise InputError(f"no such folder: {str(directory)!r}. 'review' wants the one that check wrote")
        self.path = directory / FILE_NAME
        self._directory = directory
        self._clock = clock
        self._lock = threading.RLock()
        self._read = Read()
        self._state = State()
        self._written: tuple[int, ...] | None = None
        self.reload()

    def reload(self) -> None:
        """The report is what the last check wrote. Raises: InputError when it cannot be read."""
        written = _mark(self._directory / "report.json")
        if written is not None and written == self._written:
            return
        with self._lock:
            self._take(read_report(self._directory))
            self._written = written

    def _take(self, report: Report) -> None:
        self.report = report
        self._articles = {article.id: article for article in self.report.articles}
        self._claims = {claim.id: claim for claim in self.report.claims}
        self._disputes = disputes_of(self.report.findings, self.report)

    def refreshed(self) -> tuple[Read, State]:
        """The decisions as the file has them now, and where they leave each dispute."""
        with self._lock:
            size = self.path.stat().st_size if self.path.exists() else 0
            if size != self._read.size:
                self._read = read(self.path)
                self._state = fold(self._read.decisions)
            return self._read, self._state

    def decide(self, asked: Asked) -> Decision:
        """The decision, written. Raises: DecisionError; OutputError when it could not be saved."""
        with self._lock:  # one report, one state, and each decision later than the one before
            decision = self._decision(asked)
            append(self.path, decision)
        return decision

    def _decision(self, asked: Asked) -> Decision:
        read, state = self.refreshed()
        mark, at, who = f"d-{secrets.token_hex(8)}", self._after(read), asked.who
        if isinstance(asked, AskedVerdict):
            if asked.what == "dismiss" and not asked.why:
                raise DecisionError("A dismissal needs a reason: the next reviewer has to understand it.")
            about = _known(self._disputes, asked.finding, "finding")
            return Verdict(decision=mark, at=at, who=who, what=asked.what, why=asked.why, about=about)
        if isinstance(asked, AskedNote):
            about = _known(self._disputes, asked.finding, "finding")
            return Note(decision=mark, at=at, who=who, why=asked.why, about=about)
        if isinstance(asked, AskedCorrection):
            return self._correction(asked, mark, at)
        if isinstance(asked, AskedAddition):
            return Addition(decision=mark, at=at, who=who, why=asked.why, about=self._dispute(asked))
        withdrawable = (*state.added, *state.corrections, *(n for j in state.judged for n in j.notes))
        if asked.of not in {each.decision for each in withdrawable}:
            raise DecisionError(
                f"There is no note, correction or addition {visible(asked.of)!r} to withdraw."
            )
        return Withdrawal(decision=mark, at=at, who=who, why=asked.why, of=asked.of)

    def _after(self, read: Read) -> datetime:
        """Now; but later than every decision the reviewer could have seen, whatever the clock says."""
        latest = max((decision.at for decision in read.decisions), default=None)
        now = self._clock()
        return now if latest is None or now > latest else latest + timedelta(microseconds=1)

    def _correction(self, asked: AskedCorrection, mark: str, at: datetime) -> Correction:
        claim = _known(self._claims, asked.claim, "claim")
        was = claim.voice.speaker if asked.field == "speaker" else claim.value
        if (asked.now or None) == was:
            raise DecisionError(f"The claim's {asked.field} is {was or 'none'} already.")
        return Correction(
            decision=mark,
            at=at,
            who=asked.who,
            why=asked.why,
            claim=self.words_of(claim),
            field=asked.field,
            was=was,
            now=asked.now or None,
        )

    def words_of(self, claim: Claim) -> Words:
        """The claim's words as a decision records them."""
        article = self._articles[claim.article]
        return Words(path=article.path, outlet=article.outlet, speaker=claim.voice.speaker, quote=claim.quote)

    def _dispute(self, asked: AskedAddition) -> Dispute:
        """The added contradiction, with the id that a finding on these words has."""
        evidence = [self._evidence(passage, place) for place, passage in enumerate(asked.passages)]
        if evidence[0] == evidence[1]:
            raise DecisionError("Both passages are the same words.")
        sides = tuple(
            FindingSide(position=each.quote, outlets=(), speakers=(), claims=(), evidence=(each,))
            for each in evidence
        )
        return Dispute(
            finding=finding_id(asked.kind, sides),
            kind=asked.kind,
            scope=asked.scope,
            question=asked.question,
            decided_by=f"reviewer {asked.who}",
            sides=tuple(Stand(position=each.quote, words=(self._words(each),)) for each in evidence),
        )

    def _evidence(self, passage: Passage, place: int) -> Evidence:
        article = _known(self._articles, passage.article, "article")
        name = ("first", "second")[place]
        found = locate(passage.quote, article)
        if not found:
            raise DecisionError(
                f"The {name} passage does not stand in the article like that: copy its words from there."
            )
        if len(found) > 1:
            raise DecisionError(
                f"The words of the {name} passage stand in the article {len(found)} times: "
                "take some more from around them."
            )
        start, end = found[0]
        return Evidence(
            article=article.id, path=article.path, start=start, end=end, quote=article.text[start:end]
        )

    def _words(self, evidence: Evidence) -> Words:
        speakers = {
            claim.voice.speaker
            for claim in self.report.claims
            if claim.article == evidence.article and claim.start < evidence.end and evidence.start < claim.end
        }
        speaker = speakers.pop() if len(speakers) == 1 else None
        outlet = self._articles[evidence.article].outlet
        return Words(path=evidence.path, outlet=outlet, speaker=speaker, quote=evidence.quote)


def _mark(path: Path) -> tuple[int, ...] | None:
    """What differs once the file is written again; None where it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def locate(quote: str, article: Article) -> list[tuple[int, int]]:
    """Where the words stand in the article: code points, half-open; a browser's white space does not count.

    The page shows control characters by name, and words copied from it have the names.
    """
    wanted = "".join(visible(quote).split())
    if not wanted:
        return []
    shown: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(article.text):
        for part in visible(char):
            if not part.isspace():
                shown.append(part)
                offsets.append(offset)
    text = "".join(shown)
    found: list[tuple[int, int]] = []
    at = text.find(wanted)
    while at >= 0:
        found.append((offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = text.find(wanted, at + len(wanted))
    return found


def _known(of: dict[str, _T], name: str, what: str) -> _T:
    if name not in of:
        raise DecisionError(
            f"There is no {what} {visible(name)!r} in this report. Was it checked again since?"
        )
    return of[name]
