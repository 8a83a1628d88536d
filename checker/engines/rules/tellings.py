"""Figures that no numeral gives, or two together: medals, results, nobody and none; and bare figures."""

import re
from collections.abc import Iterator, Sequence

from checker.engines.rules.contests import result_claims
from checker.engines.rules.nobody import none_claims
from checker.engines.rules.ranks import medal_claims
from checker.model import Span
from checker.normalise.numerals import may_state_a_number

MAX_BARE_FIGURE = 40  # characters of a figure that stands as a sentence: "Nine million francs!"
_SAYS_WHAT = re.compile(r"(?:That|This)(?: is|['’]s| was) (?:what|how)\b|(?:That|So) (?:much|many)\b")


def told_figures(sentence: str) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that tell such figures."""
    yield from medal_claims(sentence)
    yield from result_claims(sentence)
    yield from none_claims(sentence)


def whole_sentences(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The sentences, a bare figure with the one behind it that says what it is: "That is what it cost." """
    waiting: Span | None = None
    for span in spans:
        if waiting is not None:
            if _SAYS_WHAT.match(text, span.start):
                yield Span(start=waiting.start, end=span.end)
                waiting = None
                continue
            yield waiting
            waiting = None
        if span.end - span.start <= MAX_BARE_FIGURE and may_state_a_number(text[span.start : span.end]):
            waiting = span
        else:
            yield span
    if waiting is not None:
        yield waiting
