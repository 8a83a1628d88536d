"""What the page shows of a report: passages, whole articles, the matrix, what stands beside a dispute."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from checker.model import Article, Claim, Evidence, Finding, FindingSide, Report, Value
from checker.report import arrange
from checker.report.arithmetic import Sum, sums
from checker.report.marking import Piece, Quotes, paragraphs
from checker.report.query import query
from checker.report.timeline import Timeline, timeline
from checker.report.wording import Difference, differences

CONTEXT = 90  # code points of surrounding text on each side of a quote: about two lines on a desk screen
MATRIX_OUTLETS, MATRIX_DISPUTES = 25, 100  # beyond that nobody reads a matrix, and the page grows


class Passage(Value):
    """A quote in its surrounding text, and where to read on."""

    before: str
    quote: str
    after: str
    anchor: str
    speaker: str | None
    article: Article


class Row(Value):
    """One dispute in the matrix: by outlet, the letters of the sides it stands on."""

    number: int
    finding: Finding
    cells: tuple[str, ...]


class Matrix(Value):
    """Which outlet stands on which side of which dispute; the busiest outlets and the worst disputes."""

    outlets: tuple[str, ...]
    rows: tuple[Row, ...]
    outlets_left_out: int
    rows_left_out: int


class Page:
    """A report as its HTML page shows it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.articles = arrange.articles_by_id(report)
        self.findings = arrange.in_order(report)
        self.numbers = {finding.id: n for n, finding in enumerate(self.findings, 1)}
        self.claims = {claim.id: claim for claim in report.claims}
        self.outlets = tuple(dict.fromkeys(arrange.source_name(article) for article in report.articles))
        self.who = arrange.who(report)
        self._voices = arrange.voices(report)
        self._places = {article.id: n for n, article in enumerate(report.articles, 1)}
        self._quotes = Quotes([*self.findings, *(entry.finding for entry in report.undecided)], self.numbers)
        self._claims_of: dict[str, list[Claim]] = {}
        for claim in report.claims:
            self._claims_of.setdefault(claim.article, []).append(claim)

    def anchor(self, article: str) -> str:
        return f"a{self._places[article]}"

    def passage(self, evidence: Evidence) -> Passage:
        """The quote between the ends of the text around it, which stops at paragraph breaks."""
        article = self.articles[evidence.article]
        before = article.text[max(0, evidence.start - CONTEXT) : evidence.start]
        after = article.text[evidence.end : evidence.end + CONTEXT]
        return Passage(
            before=_tail(before, cut=evidence.start > CONTEXT),
            quote=evidence.quote,
            after=_head(after, cut=evidence.end + CONTEXT < len(article.text)),
            anchor=self._quotes.anchor(evidence),
            speaker=arrange.speaker_of(evidence, self._voices),
            article=article,
        )

    def claims_of(self, article: Article) -> tuple[Claim, ...]:
        return tuple(self._claims_of.get(article.id, ()))

    def claim_at(self, side: FindingSide, evidence: Evidence) -> Claim | None:
        """The side's claim that says these words; None where the side names none for them."""
        here = (evidence.article, evidence.start, evidence.end)
        claims = (self.claims[key] for key in side.claims if key in self.claims)
        return next((each for each in claims if (each.article, each.start, each.end) == here), None)

    def paragraphs(self, article: Article) -> Iterator[tuple[Piece, ...]]:
        return paragraphs(article, self._claims_of.get(article.id, []), self._quotes)

    def query(self, finding: Finding) -> str:
        return query(finding, self.articles, self._voices)

    def sums(self, finding: Finding) -> tuple[Sum, ...]:
        return sums(finding, self.claims)

    def timeline(self, finding: Finding) -> Timeline | None:
        return timeline(finding, self.articles, self.claims)

    def differences(self, finding: Finding) -> tuple[Difference, ...]:
        return differences(finding)

    def matrix(self) -> Matrix:
        """The outlets by the disputes; only outlets that stand on a side of one."""
        stands = [self._stands(finding) for finding in self.findings]
        busy = Counter(outlet for sides in stands for outlet in sides)
        ranked = sorted(busy, key=lambda outlet: (-busy[outlet], self.outlets.index(outlet)))[:MATRIX_OUTLETS]
        outlets = tuple(outlet for outlet in self.outlets if outlet in ranked)
        rows = tuple(
            Row(number=n, finding=finding, cells=tuple(" ".join(sides.get(o, ())) for o in outlets))
            for n, (finding, sides) in enumerate(zip(self.findings, stands, strict=True), 1)
        )[:MATRIX_DISPUTES]
        return Matrix(
            outlets=outlets,
            rows=rows,
            outlets_left_out=len(busy) - len(outlets),
            rows_left_out=len(stands) - len(rows),
        )

    def index(self) -> dict[str, Any]:
        """What the page's script filters by, as JSON values."""
        places = {name: n for n, name in enumerate(self.outlets)}
        return {
            "findings": [
                {
                    "scope": finding.scope,
                    "kind": finding.kind,
                    "severity": finding.severity,
                    "outlets": sorted(places[name] for name in self._stands(finding)),
                }
                for finding in self.findings
            ]
        }

    def _stands(self, finding: Finding) -> dict[str, list[str]]:
        """Outlet → the letters of the sides that its articles stand on."""
        stands: dict[str, list[str]] = {}
        for place, side in enumerate(finding.sides):
            for evidence in side.evidence:
                letters = stands.setdefault(arrange.source_name(self.articles[evidence.article]), [])
                if arrange.letter(place) not in letters:
                    letters.append(arrange.letter(place))
        return stands


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
