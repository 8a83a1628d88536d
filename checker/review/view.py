"""Where a report stands, as the review page shows it: sentences, safe to look at, by finding and claim."""

from datetime import UTC, datetime

from checker.model import Report, Value
from checker.report.days import MONTHS
from checker.report.visible import one_line, visible
from checker.review.decisions import Addition, Correction, Note, Verdict, VerdictName
from checker.review.identity import added_now_found, earlier
from checker.review.log import Read
from checker.review.state import Judged, State

_DONE: dict[VerdictName, str] = {
    "accept": "Accepted",
    "dismiss": "Dismissed",
    "follow_up": "Marked for follow-up",
    "reopen": "Opened again",
}


class Line(Value):
    """A sentence on one decision, which can be withdrawn by its id."""

    decision: str
    text: str


class FindingView(Value):
    """What was decided on one finding. `verdict` "open": none, or one that does not cover it any more."""

    verdict: str
    text: str
    notes: tuple[Line, ...]


class AddedView(Value):
    """A contradiction that a reviewer added."""

    decision: str
    question: str
    text: str
    quotes: tuple[tuple[str, str], ...]  # source and words


class View(Value):
    """The whole state; findings and claims without a decision are not in it."""

    size: int
    findings: dict[str, FindingView]
    claims: dict[str, tuple[Line, ...]]
    added: tuple[AddedView, ...]
    counts: str
    problems: tuple[str, ...]


def view(report: Report, read: Read, state: State) -> View:
    """The report's decisions as sentences."""
    said = earlier(report, state)
    findings = {key: _finding(each.judged, covers=each.covers) for key, each in said.items()}
    found = added_now_found(report, state)
    return View(
        size=read.size,
        findings=findings,
        claims=_claims(report, state),
        added=tuple(_added(each, found=each.decision in found) for each in state.added),
        counts=_counts(report, findings),
        problems=tuple(visible(problem) for problem in read.problems),
    )


def by_whom(decision: Verdict | Note | Correction | Addition) -> str:
    """As in "Ann Orme, 5 March 2031, 10:02 UTC"."""
    return f"{one_line(decision.who)}, {_moment(decision.at)}"


def verdict_in_words(verdict: Verdict) -> str:
    """As in "Dismissed by Ann Orme, 5 March 2031, 10:02 UTC: other village"."""
    why = f": {visible(verdict.why)}" if verdict.why else ""
    return f"{_DONE[verdict.what]} by {by_whom(verdict)}{why}"


def _finding(judged: Judged, *, covers: bool) -> FindingView:
    verdict = judged.verdict
    lines = []
    if verdict:
        lines.append(verdict_in_words(verdict))
        if not covers:
            lines.append("A side has joined since that nobody judged: open again.")
    elif judged.verdicts:
        lines.append(verdict_in_words(judged.verdicts[-1]))
    lines += [f"Another view: {verdict_in_words(other)}" for other in judged.dissent]
    return FindingView(
        verdict=verdict.what if verdict and covers else "open",
        text="\n".join(lines),
        notes=tuple(
            Line(decision=note.decision, text=f"{visible(note.why)} ({by_whom(note)})")
            for note in judged.notes
        ),
    )


def _claims(report: Report, state: State) -> dict[str, tuple[Line, ...]]:
    """The corrections by the claims they speak of: those with the same words in the same file."""
    paths = {article.id: article.path for article in report.articles}
    at: dict[tuple[str, str], list[Correction]] = {}
    for correction in state.corrections:
        at.setdefault((correction.claim.path, correction.claim.quote), []).append(correction)
    found: dict[str, tuple[Line, ...]] = {}
    for claim in report.claims if at else ():
        corrections = at.get((paths[claim.article], claim.quote), ())
        fitting = [each for each in corrections if _speaks_of(each, claim.voice.speaker, claim.value)]
        if fitting:
            found[claim.id] = tuple(
                Line(decision=each.decision, text=correction_in_words(each)) for each in fitting
            )
    return found


def _speaks_of(correction: Correction, speaker: str | None, number: str | None) -> bool:
    """Several claims may rest on the same words: it is the one that was read like that."""
    return correction.was == (speaker if correction.field == "speaker" else number)


def correction_in_words(correction: Correction) -> str:
    """As in "The speaker is Ilse Brandt, not Odo Farrant (Ann Orme, ...)"."""
    now, was = (one_line(each) if each else "none" for each in (correction.now, correction.was))
    why = f": {visible(correction.why)}" if correction.why else ""
    return f"The {correction.field} is {now}, not {was}{why} ({by_whom(correction)})"


def _added(addition: Addition, *, found: bool) -> AddedView:
    why = f": {visible(addition.why)}" if addition.why else ""
    now = ". The check finds it now" if found else ""
    return AddedView(
        decision=addition.decision,
        question=visible(addition.about.question),
        text=f"Added by {by_whom(addition)}{why}{now}",
        quotes=tuple(
            (visible(words.outlet or words.path), visible(words.quote))
            for side in addition.about.sides
            for words in side.words
        ),
    )


def _counts(report: Report, findings: dict[str, FindingView]) -> str:
    verdicts = [findings[f.id].verdict if f.id in findings else "open" for f in report.findings]
    parts = [
        f"{verdicts.count(name)} {words}"
        for name, words in (
            ("open", "open"),
            ("accept", "accepted"),
            ("dismiss", "dismissed"),
            ("follow_up", "to follow up"),
        )
    ]
    return ", ".join(parts)


def _moment(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{utc.day} {MONTHS[utc.month - 1]} {utc.year}, {utc.hour:02}:{utc.minute:02} UTC"
