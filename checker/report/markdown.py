"""report.md: the findings as Markdown, fit to paste into a ticket."""

import re
from collections.abc import Iterator

from checker.model import Finding, FindingSide, Report
from checker.report import arrange, days, overview
from checker.report.visible import one_line

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>|~$^])")
_ITEM = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")


def to_markdown(report: Report) -> str:
    """The report as Markdown (CommonMark with tables), ending in a newline."""
    blocks = [*_head(report), *_findings(report), *_undecided(report), *_not_compared(report), *_run(report)]
    return "\n\n".join(blocks) + "\n"


def safe(text: str) -> str:
    """The text on one line, so that Markdown shows it as it is: no markup, no HTML, no link, no mention."""
    line = _PUNCTUATION.sub(r"\\\1", one_line(text).replace("&", "&amp;"))
    line = line.replace("#", "&#35;").replace("@", "&#64;")  # trackers call people and link tickets by these
    line = line.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")  # and link bare addresses
    return _ITEM.sub(lambda item: f"{item[1]}\\{item[2]}" if item[1] else f"\\{item[3]}", line)


def _head(report: Report) -> Iterator[str]:
    yield "# Consistency report"
    yield f"**{overview.summary(report)}**"
    if reading := overview.reading(report):
        yield reading


def _findings(report: Report) -> Iterator[str]:
    who = arrange.who(report)
    number = 0
    for section in arrange.sections(report):
        yield f"## {section.words.title}"
        yield section.words.note
        for finding in section.findings:
            number += 1
            yield f"### {number}. {safe(finding.question)}"
            yield from _finding(finding, who)


def _finding(finding: Finding, who: arrange.Who) -> Iterator[str]:
    yield f"{finding.severity} · {finding.kind} · {safe(finding.topic)}"
    yield safe(finding.explanation)
    yield "\n".join(line for side in finding.sides for line in _side(side, who))
    yield f"Decided by {safe(finding.decided_by)}, stability {finding.stability:.2f}, id {safe(finding.id)}."


def _side(side: FindingSide, who: arrange.Who) -> Iterator[str]:
    yield f"- **{safe(arrange.heading(side))}**: {safe(who(side))}"
    for evidence in side.evidence:
        place = f"{safe(evidence.path)}, characters {evidence.start} to {evidence.end}"
        yield f"    - “{safe(evidence.quote)}” ({place})"


def _undecided(report: Report) -> Iterator[str]:
    if not report.undecided:
        return
    who = arrange.who(report)
    yield "## Undecided"
    yield "Proposed, but the second look did not agree with itself. Not findings."
    for entry in report.undecided:
        yield f"### {safe(entry.finding.question)}"
        yield f"{safe(entry.reason)} (stability {entry.finding.stability:.2f})"
        yield "\n".join(line for side in entry.finding.sides for line in _side(side, who))


def _not_compared(report: Report) -> Iterator[str]:
    yield "## What was not compared, and why"
    lines = [
        f"- Lost at {failure.stage}: {safe(failure.unit)}: {safe(failure.message)} ({safe(failure.error)})"
        for failure in report.failures
    ]
    lines += [
        f"- Quarantined, from {safe(entry.article)}: “{safe(entry.quote)}”: {safe(entry.reason)}"
        for entry in report.quarantined
    ]
    lines += [
        f"- Excluded from {safe(article.path)}, characters {span.start} to {span.end}: {safe(span.reason)}"
        for article in report.articles
        for span in article.excluded
    ]
    lines += [
        f"- Dropped at the second look: {safe(entry.question)} {safe(entry.reason)}"
        for entry in report.dropped
    ]
    told = (*overview.lineage(report), *overview.suspicious(report), *overview.missing_facts(report))
    lines += [f"- {safe(sentence)}" for sentence in told]
    yield "\n".join(lines) or "Nothing was lost, quarantined or excluded."
    if report.coverage:
        yield "\n".join(_coverage(report))


def _coverage(report: Report) -> Iterator[str]:
    articles = arrange.articles_by_id(report)
    yield "| Article | Date | " + " | ".join(overview.COVERAGE_WORDS.values()) + " |"
    yield "| --- | --- |" + " ---: |" * len(overview.COVERAGE_WORDS)
    for entry in report.coverage:
        article = articles[entry.article]
        name = f"{safe(arrange.source_name(article))} ({safe(article.path)})"
        shares = (
            overview.share(getattr(entry, key).characters, entry.characters)
            for key in overview.COVERAGE_WORDS
        )
        yield f"| {name} | {days.day(article)} | {' | '.join(shares)} |"


def _run(report: Report) -> Iterator[str]:
    run = report.run
    yield "## The run"
    lines = [f"- Engine: {safe(run.engine)}"]
    if run.model:
        lines.append(f"- Model: {safe(run.model)} at {safe(run.endpoint or '')}")
    lines += [f"- Prompt {safe(name)}: {safe(digest)}" for name, digest in sorted(run.prompts.items())]
    lines += [f"- {sentence}" for sentence in (days.moment(run), overview.usage(report)) if sentence]
    lines.append(f"- checker {safe(run.checker_version)}")
    lines += [f"- {safe(limit)}" for limit in run.limits]
    yield "\n".join(lines)
