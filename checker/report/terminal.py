"""What `checker check` prints: the disputes, who stands where, the words, on one screen."""

from collections.abc import Iterable, Iterator

from checker.model import Finding, FindingSide, Report
from checker.report import arrange, days, overview
from checker.report.visible import columns, one_line, shorten, wrap

FEW = 8  # findings: up to here all are shown with their sides, about fifty lines, one tall terminal window
SHOWN = 6  # findings with their sides where there are more
NAMED = 24  # findings at most: the later ones with their question alone
SHOWN_LOSSES = 6
ROOMY = 4  # findings: up to here a quote may take two lines and all still fit a screen
_SAME = 30  # characters: a quote that begins like that in the position is the position

_MARKS = {"high": "!!!", "medium": "!! ", "low": "!  "}
_STYLES = {"bold": "1", "dim": "2", "high": "1;31", "medium": "33", "low": "2", "head": "1;4"}


def to_text(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The summary for a terminal of `width` columns (at least 40), ending in a newline.

    Colour only marks what words say as well. Control and bidirectional characters of the
    articles are shown as names, so that nothing of theirs acts on the terminal.
    """
    quote_lines = 2 if len(report.findings) <= ROOMY else 1
    paint = _Paint(width=max(width, 40), color=color, quote_lines=quote_lines)
    lines = [*_findings(report, paint), *_open(report, paint), *_losses(report, paint), *_run(report, paint)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Paint:
    """Lines of one width, with or without colour."""

    def __init__(self, *, width: int, color: bool, quote_lines: int) -> None:
        self.width = width
        self.color = color
        self.quote_lines = quote_lines

    def style(self, text: str, name: str) -> str:
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.color and text else text

    def lines(self, text: str, *, indent: str = "", first: str | None = None, most: int = 0) -> list[str]:
        """The text wrapped behind `first`, then `indent`; with `most`, cut to that many lines."""
        first = indent if first is None else first
        room = self.width - max(columns(indent), columns(first))
        if most:
            text = _fitted(text, room, most)
        return [(indent if n else first) + line for n, line in enumerate(wrap(text, room))]


def _fitted(text: str, room: int, most: int) -> str:
    """The text, shortened until it wraps to at most `most` lines."""
    size = room * most
    while len(wrap(fitted := shorten(text, size), room)) > most:
        size -= max(room // 8, 1)
    return fitted


def _findings(report: Report, paint: _Paint) -> Iterator[str]:
    for line in paint.lines(overview.summary(report)):
        yield paint.style(line, "bold")
    if reading := overview.reading(report):
        yield ""
        yield from paint.lines(reading)
    who = arrange.who(report)
    number = 0
    shown = FEW if len(report.findings) <= FEW else SHOWN
    for section in arrange.sections(report):
        if number >= NAMED:
            break
        yield ""
        yield paint.style(section.words.title.upper(), "bold")
        for finding in section.findings[: NAMED - number]:
            number += 1
            if number <= shown:
                yield from _finding(number, finding, who, paint)
            else:
                yield _named(number, finding, paint)
    if len(report.findings) > shown:
        left = f"{len(report.findings) - number} more, and " if number < len(report.findings) else ""
        yield ""
        yield f"{left}the words on every side: report.html"


def _named(number: int, finding: Finding, paint: _Paint) -> str:
    """The finding on one line: its question alone."""
    head = _head(number, finding)
    return paint.style(head, finding.severity) + shorten(one_line(finding.question), paint.width - len(head))


def _head(number: int, finding: Finding) -> str:
    return f"{number:>2} {_MARKS[finding.severity]} "


def _finding(number: int, finding: Finding, who: arrange.Who, paint: _Paint) -> Iterator[str]:
    head = _head(number, finding)
    lines = paint.lines(one_line(finding.question), indent=" " * len(head), most=2)
    yield paint.style(head, finding.severity) + paint.style(lines[0].lstrip(), "bold")
    for line in lines[1:]:
        yield paint.style(line, "bold")
    for side in finding.sides:
        yield from _side(side, who, paint, indent=" " * len(head))


def _side(side: FindingSide, who: arrange.Who, paint: _Paint, *, indent: str) -> Iterator[str]:
    """Who holds the side, its position and its words: on one line where all fit, else on two."""
    room = paint.width - columns(indent) - 2
    holder, position = shorten(who(side), room * 2 // 3), one_line(side.position)
    quote = one_line(side.evidence[0].quote) if side.evidence else ""
    if quote and quote[:_SAME] in position:  # the position is the words: they need not stand there twice
        yield from paint.lines(f"{holder}: {position}", indent=f"{indent}  ", first=f"{indent}- ", most=2)
        return
    line = shorten(f"{holder}: {position}", room)
    if not quote:
        yield f"{indent}- {line}"
    elif columns(line) + columns(quote) + 4 <= room:
        words = f"“{quote}”"
        yield f"{indent}- {line}  {paint.style(words, 'dim')}"
    else:
        yield f"{indent}- {line}"
        words = f"“{_fitted(quote, room - 2, paint.quote_lines)}”"
        yield from (f"{indent}  {paint.style(line, 'dim')}" for line in wrap(words, room))


def _open(report: Report, paint: _Paint) -> Iterator[str]:
    if not report.undecided:
        return
    yield ""
    yield paint.style("UNDECIDED", "bold")
    for entry in report.undecided[:SHOWN_LOSSES]:
        yield from paint.lines(
            f"{one_line(entry.finding.question)} {one_line(entry.reason)}",
            indent="    ",
            first="  - ",
            most=2,
        )
    yield from _more(len(report.undecided))


def _losses(report: Report, paint: _Paint) -> Iterator[str]:
    lines = list(_not_compared(report))
    if not lines:
        return
    yield ""
    yield paint.style("NOT COMPARED", "bold")
    for line in lines:
        yield from paint.lines(line, indent="    ", first="  - ", most=3)


def _not_compared(report: Report) -> Iterator[str]:
    for failure in report.failures[:SHOWN_LOSSES]:
        yield f"lost at {failure.stage}: {failure.unit}: {failure.message} ({failure.error})"
    yield from _more(len(report.failures), "failures")
    for entry in report.quarantined[:SHOWN_LOSSES]:
        yield f"quarantined: “{one_line(entry.quote)}”: {entry.reason}"
    yield from _more(len(report.quarantined), "quarantined claims")
    yield from _excluded(report)
    yield from overview.lineage(report)[:SHOWN_LOSSES]
    yield from _more(len(overview.lineage(report)), "copies and versions")
    yield from overview.suspicious(report)[:SHOWN_LOSSES]
    yield from _more(len(overview.suspicious(report)), "articles that speak to a program")
    yield from overview.missing_facts(report)
    if report.coverage:
        parts = overview.whole(report.coverage)
        total = sum(parts.values())
        yield "coverage: " + ", ".join(
            f"{overview.share(part, total)} {overview.COVERAGE_WORDS[name]}"
            for name, part in parts.items()
            if part
        )


def _excluded(report: Report) -> Iterable[str]:
    stretches = [(article, span) for article in report.articles for span in article.excluded]
    if stretches:
        characters = sum(span.end - span.start for _, span in stretches)
        names = dict.fromkeys(one_line(span.reason) for _, span in stretches)
        yield f"excluded: {characters:,} characters in {len(stretches)} places ({', '.join(names)})"


def _more(number: int, noun: str = "undecided") -> Iterator[str]:
    if number > SHOWN_LOSSES:
        yield f"    {number - SHOWN_LOSSES} more {noun} in report.html"


def _run(report: Report, paint: _Paint) -> Iterator[str]:
    run = report.run
    model = f", model {run.model} at {run.endpoint}" if run.model else ""
    yield ""
    yield from paint.lines(f"Engine {run.engine}{model}. {days.moment(run)}. {overview.usage(report)}")
    for limit in run.limits:
        yield from paint.lines(limit, indent="  ")
