"""A report's findings as the desk stands to them: new, known, dismissed, resolved."""

from pathlib import Path

from checker.errors import InputError
from checker.model import Finding, Report, Value
from checker.report.json import from_json
from checker.review.decisions import FILE_NAME
from checker.review.identity import Earlier, added_now_found, earlier, paired
from checker.review.log import Read, read
from checker.review.state import State, fold


class Standing(Value):
    """Every finding of the report is in one of the first three; `resolved` ones are of the report before."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    dismissed: tuple[Finding, ...]
    resolved: tuple[Finding, ...]
    grown: tuple[Finding, ...]  # of the known: dismissed once, but a side joined that nobody judged
    added: int  # contradictions that reviewers added
    added_found: int  # of these: the check finds them now
    first: bool  # nothing to compare with: no report before, no decision
    problems: tuple[str, ...] = ()

    def counting(self, report: Report) -> Report:
        """The report without what was dismissed: what is shown first, and what the exit code is about."""
        gone = {finding.id for finding in self.dismissed}
        kept = tuple(finding for finding in report.findings if finding.id not in gone)
        return report.model_copy(update={"findings": kept})


def stand(report: Report, *, decided: Read, before: Report | None = None) -> Standing:
    """Where each finding stands. `before` is the report of the last check, if there was one.

    A report on other articles is no report before: no file occurs in both.
    """
    state = fold(decided.decisions)
    if before is not None and not _on_same_articles(report, before):
        before = None
    known_by_words = paired(before, report) if before else ()
    said = earlier(report, state)
    seen = {after.id for _, after in known_by_words} | said.keys()
    dismissed = {key for key, each in said.items() if is_dismissed(each)}
    still = {finding.id for finding, _ in known_by_words}
    gone = _dismissed_in(before, state)
    found = added_now_found(report, state)
    return Standing(
        new=tuple(f for f in report.findings if f.id not in seen),
        known=tuple(f for f in report.findings if f.id in seen - dismissed),
        dismissed=tuple(f for f in report.findings if f.id in dismissed),
        resolved=tuple(f for f in (before.findings if before else ()) if f.id not in still | gone),
        grown=tuple(f for f in report.findings if f.id in said and _dismissed_in_part(said[f.id])),
        added=len(state.added),
        added_found=len(found),
        first=before is None and not state.judged and not state.added,
        problems=decided.problems,
    )


def is_dismissed(said: Earlier) -> bool:
    """Whether a dismissal holds for the finding as it is now."""
    return said.covers and said.judged.verdict is not None and said.judged.verdict.what == "dismiss"


def _dismissed_in_part(said: Earlier) -> bool:
    return not said.covers and said.judged.verdict is not None and said.judged.verdict.what == "dismiss"


def _dismissed_in(before: Report | None, state: State) -> set[str]:
    return {key for key, each in earlier(before, state).items() if is_dismissed(each)} if before else set()


def _on_same_articles(first: Report, second: Report) -> bool:
    return not {article.path for article in first.articles}.isdisjoint(
        article.path for article in second.articles
    )


def read_report(directory: Path) -> Report:
    """The report in a folder that `checker check` wrote, or in the report.json named.

    Raises: InputError when there is none, or when it cannot be read.
    """
    path = directory / "report.json" if directory.is_dir() else directory
    try:
        return from_json(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError(
            f"no report in {str(directory)!r}: 'checker check FOLDER --out {directory}' writes one"
        ) from error
    except OSError as error:
        raise InputError(f"cannot read {str(path)!r}: {error.strerror}") from error
    except InputError as error:
        raise InputError(f"{str(path)!r} is {error}") from error


class Last(Value):
    """The report that a check into a folder replaces, or why there is none to compare with."""

    report: Report | None = None
    problem: str | None = None


def last_report(directory: Path) -> Last:
    """The report in the folder; one that cannot be read does not keep a check from replacing it."""
    if not (directory / "report.json").exists():
        return Last()
    try:
        return Last(report=read_report(directory))
    except InputError as error:
        return Last(problem=f"what is new and what is resolved is not known: {error}")


def read_decisions(directory: Path) -> Read:
    """The decisions beside a report. Raises: InputError when the file is there and cannot be opened."""
    folder = directory.parent if directory.is_file() else directory
    return read(folder / FILE_NAME)


def in_words(standing: Standing) -> str:
    """The counts as one sentence, and what a reader of them must know, each on a line of its own."""
    lines = [
        f"Since the last check: {len(standing.new)} new, {len(standing.known)} known, "
        f"{len(standing.dismissed)} dismissed, {len(standing.resolved)} resolved."
    ]
    if standing.dismissed:
        lines.append("What was dismissed is not counted; report.json has it, 'checker review' shows why.")
    for finding in standing.grown:
        lines.append(f"Dismissed before, but now with a side that nobody judged: {finding.question}")
    if standing.added:
        found = f", {standing.added_found} of them found now" if standing.added_found else ""
        lines.append(f"Added by reviewers: {standing.added}{found}.")
    return "".join(f"{line}\n" for line in lines)
