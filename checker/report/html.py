"""report.html: one page that needs nothing else; no request to anywhere, nothing of others' text executes.

Text of articles passes two gates, both at one point in the template engine: `visible` (control and
bidirectional characters) and autoescaping. Style and script are the project's own files and stand in
the page's Content-Security-Policy by hash, so no other script can run even if a gate failed.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import pairwise
from typing import Any

import jinja2
from markupsafe import Markup

from checker.model import Article, Claim, Evidence, Finding, Report, Value
from checker.report import arrange
from checker.report.visible import visible

CONTEXT = 110  # code points of surrounding text on each side of a quote: a line or two on a desk screen
SHOWN_EVIDENCE = 3  # per side, before "more"


class Piece(Value):
    """A stretch of one article between two places where its marking changes."""

    text: str
    claimed: bool = False
    reason: str | None = None  # of an excluded stretch, at its first piece; "" at the others
    anchors: tuple[str, ...] = ()  # of the quotes that start here
    findings: tuple[int, ...] = ()  # numbers of the findings whose quotes end here
    disputed: bool = False


class Passage(Value):
    """A quote in its surrounding text, and where to read on."""

    before: str
    quote: str
    after: str
    anchor: str
    article: Article


def to_html(report: Report) -> str:
    """The report as one HTML page, ending in a newline. The same report gives the same bytes."""
    style, script = _asset("report.css"), _asset("report.js")
    page = _Page(report)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            page=page,
            arrange=arrange,
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            index=_embedded(page.index()),
        )
        + "\n"
    )


class _Page:
    """What the template asks of a report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.articles = arrange.articles_by_id(report)
        self.findings = arrange.in_order(report)
        self.numbers = {finding.id: n for n, finding in enumerate(self.findings, 1)}
        self.outlets = tuple(dict.fromkeys(arrange.source_name(article) for article in report.articles))
        self._places = {article.id: n for n, article in enumerate(report.articles, 1)}
        self._quotes = _quotes_by_article([*self.findings, *(entry.finding for entry in report.undecided)])
        self._claims: dict[str, list[Claim]] = {}
        for claim in report.claims:
            self._claims.setdefault(claim.article, []).append(claim)

    def anchor(self, article: str) -> str:
        return f"article-{self._places[article]}"

    def passage(self, evidence: Evidence) -> Passage:
        """The quote between the ends of the text around it, which stops at paragraph breaks."""
        article = self.articles[evidence.article]
        before = article.text[max(0, evidence.start - CONTEXT) : evidence.start]
        after = article.text[evidence.end : evidence.end + CONTEXT]
        return Passage(
            before=_tail(before, cut=evidence.start > CONTEXT),
            quote=evidence.quote,
            after=_head(after, cut=evidence.end + CONTEXT < len(article.text)),
            anchor=self._anchor_of(evidence),
            article=article,
        )

    def paragraphs(self, article: Article) -> Iterator[list[Piece]]:
        """The article's text, all of it, as paragraphs of pieces."""
        paragraph: list[Piece] = []
        for piece in self._pieces(article):
            lines = piece.text.split("\n")
            for n, line in enumerate(lines):
                if n and paragraph:
                    yield paragraph
                    paragraph = []
                last = n == len(lines) - 1
                part = piece.model_copy(
                    update={
                        "text": line,
                        "anchors": piece.anchors if n == 0 else (),
                        "reason": piece.reason if n == 0 or piece.reason is None else "",
                        "findings": piece.findings if last else (),
                    }
                )
                if line or part.anchors or part.findings:
                    paragraph.append(part)
        if paragraph:
            yield paragraph

    def index(self) -> dict[str, Any]:
        """What the page's script filters by."""
        places = {name: n for n, name in enumerate(self.outlets)}
        return {
            "findings": [
                {
                    "scope": finding.scope,
                    "kind": finding.kind,
                    "severity": finding.severity,
                    "outlets": sorted({places[name] for name in self._sources(finding)}),
                }
                for finding in self.findings
            ]
        }

    def _sources(self, finding: Finding) -> set[str]:
        return {
            arrange.source_name(self.articles[evidence.article])
            for side in finding.sides
            for evidence in side.evidence
        }

    def _anchor_of(self, evidence: Evidence) -> str:
        return f"{self.anchor(evidence.article)}-{evidence.start}-{evidence.end}"

    def _pieces(self, article: Article) -> Iterator[Piece]:
        quotes = self._quotes.get(article.id, [])
        claims = [(claim.start, claim.end) for claim in self._claims.get(article.id, [])]
        disputed = [(evidence.start, evidence.end) for _, evidence in quotes]
        excluded = [(span.start, span.end) for span in article.excluded]
        edges = {0, len(article.text), *(edge for span in (*claims, *disputed, *excluded) for edge in span)}
        is_claimed, is_disputed = _covered(claims, edges), _covered(disputed, edges)
        reasons = {span.start: span.reason for span in article.excluded}
        is_excluded = _covered(excluded, edges)
        cuts = sorted(edges)
        for start, end in pairwise(cuts):
            yield Piece(
                text=article.text[start:end],
                claimed=start in is_claimed,
                disputed=start in is_disputed,
                reason=reasons.get(start, "") if start in is_excluded else None,
                anchors=tuple(dict.fromkeys(self._anchor_of(e) for _, e in quotes if e.start == start)),
                findings=tuple(
                    dict.fromkeys(self.numbers[f] for f, e in quotes if e.end == end and f in self.numbers)
                ),
            )


def _quotes_by_article(findings: Sequence[Finding]) -> dict[str, list[tuple[str, Evidence]]]:
    quotes: dict[str, list[tuple[str, Evidence]]] = {}
    for finding in findings:
        for side in finding.sides:
            for evidence in side.evidence:
                quotes.setdefault(evidence.article, []).append((finding.id, evidence))
    return quotes


def _covered(spans: Sequence[tuple[int, int]], edges: set[int]) -> set[int]:
    """The edges at which some span is open."""
    change = dict.fromkeys(edges, 0)
    for start, end in spans:
        change[start] += 1
        change[end] -= 1
    covered, depth = set(), 0
    for edge in sorted(change):
        depth += change[edge]
        if depth:
            covered.add(edge)
    return covered


def _tail(text: str, *, cut: bool) -> str:
    line = text.rpartition("\n")[2]
    if not cut or len(line) < len(text):
        return line
    return "…" + line.partition(" ")[2]


def _head(text: str, *, cut: bool) -> str:
    line = text.partition("\n")[0]
    if not cut or len(line) < len(text):
        return line
    return line.rpartition(" ")[0] + "…"


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("checker.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters["day"] = _day
    return environment


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _day(article: Article) -> str:
    """The day of publication as a reader writes it, as in "5 March 2031", or "no date found"."""
    if article.published is None:
        return "no date found"
    return f"{article.published.day} {_MONTHS[article.published.month - 1]} {article.published.year}"


def _asset(name: str) -> str:
    return (resources.files("checker.report") / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """The page's Content-Security-Policy: its own style and script by hash, and nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(values: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in: "<", ">" and "&" are written as escapes."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)
