"""Where a sentence tells a figure without a numeral, or two in one: medals, results, nobody and none."""

from collections.abc import Iterator

from checker.engines.rules.contests import result_claims
from checker.engines.rules.nobody import none_claims
from checker.engines.rules.ranks import medal_claims


def told_figures(sentence: str) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that tell such figures."""
    yield from medal_claims(sentence)
    yield from result_claims(sentence)
    yield from none_claims(sentence)
