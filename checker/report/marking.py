"""One article's text cut where its marking changes, so that all of it can be read with its claims marked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from checker.model import Article, Claim, Evidence, Finding

Place = tuple[str, int, int]  # article, start, end


class Piece(NamedTuple):
    """A stretch of one article between two places where its marking changes."""

    text: str
    claimed: bool = False
    disputed: bool = False
    reason: str | None = None  # of an excluded stretch, at its first piece; "" at its others
    tries: str | None = None  # of a suspicious passage: what it tries, at its first piece; "" at its others
    anchors: tuple[str, ...] = ()  # of the quotes that start here
    findings: tuple[int, ...] = ()  # numbers of the findings whose quotes end here


class Quotes:
    """The words of all findings, by article, each with its anchor in the page."""

    def __init__(self, findings: Sequence[Finding], numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._of: dict[str, list[tuple[str, Evidence]]] = {}
        self._anchors: dict[Place, str] = {}
        for finding in findings:
            for side in finding.sides:
                for evidence in side.evidence:
                    self._of.setdefault(evidence.article, []).append((finding.id, evidence))
                    self._anchors.setdefault(_place(evidence), f"e{len(self._anchors) + 1}")

    def anchor(self, evidence: Evidence) -> str:
        return self._anchors[_place(evidence)]

    def spans(self, article: str) -> list[tuple[int, int]]:
        return [(evidence.start, evidence.end) for _, evidence in self._of.get(article, [])]

    def starting(self, article: str) -> Mapping[int, tuple[str, ...]]:
        """Where quotes start → their anchors."""
        found: dict[int, tuple[str, ...]] = {}
        for _, evidence in self._of.get(article, []):
            anchor = self.anchor(evidence)
            if anchor not in found.get(evidence.start, ()):
                found[evidence.start] = (*found.get(evidence.start, ()), anchor)
        return found

    def ending(self, article: str) -> Mapping[int, tuple[int, ...]]:
        """Where quotes end → the numbers of their findings."""
        found: dict[int, tuple[int, ...]] = {}
        for finding, evidence in self._of.get(article, []):
            number = self._numbers.get(finding)  # undecided disputes have none
            if number is not None and number not in found.get(evidence.end, ()):
                found[evidence.end] = (*found.get(evidence.end, ()), number)
        return found


def paragraphs(article: Article, claims: Sequence[Claim], quotes: Quotes) -> Iterator[tuple[Piece, ...]]:
    """The article's text, all of it but its line breaks, as paragraphs of pieces; none is empty."""
    paragraph: list[Piece] = []
    for piece in _pieces(article, claims, quotes):
        lines = piece.text.split("\n")
        for n, line in enumerate(lines):
            if n and paragraph:
                yield tuple(paragraph)
                paragraph = []
            part = piece._replace(
                text=line,
                anchors=() if n else piece.anchors,
                reason="" if n and piece.reason else piece.reason,
                tries="" if n and piece.tries else piece.tries,
                findings=piece.findings if n == len(lines) - 1 else (),
            )
            if line or part.anchors or part.findings:
                paragraph.append(part)
    if paragraph:
        yield tuple(paragraph)


def _pieces(article: Article, claims: Sequence[Claim], quotes: Quotes) -> Iterator[Piece]:
    claimed = [(claim.start, claim.end) for claim in claims]
    disputed = quotes.spans(article.id)
    excluded = [(span.start, span.end) for span in article.excluded]
    suspicious = [(span.start, span.end) for span in article.suspicious]
    marked = (claimed, disputed, excluded, suspicious)
    edges = {0, len(article.text), *(edge for spans in marked for span in spans for edge in span)}
    is_claimed, is_disputed, is_excluded, is_suspicious = (_open_at(spans, edges) for spans in marked)
    tries = {span.start: span.reason for span in article.suspicious}
    reasons = {span.start: span.reason for span in article.excluded}
    anchors, findings = quotes.starting(article.id), quotes.ending(article.id)
    for start, end in pairwise(sorted(edges)):
        yield Piece(
            text=article.text[start:end],
            claimed=start in is_claimed,
            disputed=start in is_disputed,
            reason=reasons.get(start, "") if start in is_excluded else None,
            tries=tries.get(start, "") if start in is_suspicious else None,
            anchors=anchors.get(start, ()),
            findings=findings.get(end, ()),
        )


def _place(evidence: Evidence) -> Place:
    return evidence.article, evidence.start, evidence.end


def _open_at(spans: Sequence[tuple[int, int]], edges: set[int]) -> set[int]:
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
