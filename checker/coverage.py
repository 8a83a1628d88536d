"""Article + its claims → where every character and sentence went; the classes sum to the whole text.

A character belongs to its sentence, and the white space after a sentence to that sentence,
so that nothing falls between. A sentence has one class: `excluded` when it begins in an
excluded span; `lost` when it stands in text that an engine could not read; `compared` when a
claim on it met another claim in a group; `claimed` when it has a claim without counterpart;
else `no_claim`. An excluded span is counted to its exact edge.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import get_args

from checker.model import Article, Claim, Coverage, CoverageClass, CoverageShare, Span

CLASSES: tuple[CoverageClass, ...] = get_args(CoverageClass)


def cover(
    article: Article,
    *,
    sentences: Sequence[Span],
    claims: Sequence[Claim],
    compared: Collection[str],
    lost: Sequence[Span],
) -> Coverage:
    """`claims` are this article's own; `compared` holds the ids of claims that met a counterpart."""
    length = len(article.text)
    marks = bytearray(length)  # per character: index into CLASSES, painted weakest first
    owners = _owners(sentences, length)
    for sentence, claimed in _claimed(owners, claims).items():
        met = any(claim.id in compared for claim in claimed)
        _paint(marks, sentence, "compared" if met else "claimed")
    for sentence in owners:
        if marks[sentence.start : sentence.start + 1] == b"\0":
            _paint(marks, sentence, "no_claim")
    for span in lost:
        _paint(marks, span, "lost")
    for span in article.excluded:
        _paint(marks, span, "excluded")
    counts = {name: marks.count(index + 1) for index, name in enumerate(CLASSES)}
    sentence_counts = dict.fromkeys(CLASSES, 0)
    for sentence in sentences:
        sentence_counts[CLASSES[marks[sentence.start] - 1]] += 1
    return Coverage(
        article=article.id,
        characters=length,
        sentences=len(sentences),
        **{name: CoverageShare(characters=counts[name], sentences=sentence_counts[name]) for name in CLASSES},
    )


def _owners(sentences: Sequence[Span], length: int) -> list[Span]:
    """The sentences stretched so that they tile the whole text."""
    if not sentences:
        return [Span(start=0, end=length)] if length else []
    edges = [0, *(sentence.start for sentence in sentences[1:]), length]
    return [Span(start=start, end=end) for start, end in pairwise(edges)]


def _claimed(owners: Sequence[Span], claims: Sequence[Claim]) -> dict[Span, list[Claim]]:
    """Per tile, the claims that overlap it. Both are walked once, in order."""
    found: dict[Span, list[Claim]] = {}
    ordered = sorted(claims, key=lambda claim: claim.start)
    first = 0
    for claim in ordered:
        while first < len(owners) and owners[first].end <= claim.start:
            first += 1
        index = first
        while index < len(owners) and owners[index].start < claim.end:
            found.setdefault(owners[index], []).append(claim)
            index += 1
    return found


def _paint(marks: bytearray, span: Span, name: CoverageClass) -> None:
    code = CLASSES.index(name) + 1
    marks[span.start : span.end] = bytes([code]) * (span.end - span.start)
