"""No regular expression of the package takes more than about linear time on text made to be hard for it."""

import re
import time

import pytest
from patterns import all_patterns, hard_texts, nested_repeats

PATTERNS = all_patterns()
LEAST_S = 0.004  # below, a measurement says nothing
STEEPEST = 6.0  # of the time on twice the text: linear is 2, quadratic 4
SIZES = (25, 50, 100, 200, 400)  # code points: 400 is the longest label; what explodes does so well before


def test_every_pattern_of_the_package_is_looked_at() -> None:
    names = {name.rpartition(".")[0] for name, _ in PATTERNS}
    assert len(PATTERNS) > 400
    assert {"checker.ingest.labels", "checker.ingest.suspicious", "checker.endpoint.salvage"} <= names


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_no_repeat_without_end_holds_another_that_can_take_the_same(
    name: str, pattern: re.Pattern[str]
) -> None:
    assert nested_repeats(pattern) == [], name


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """The best of three where it takes long: the machine has other things to do as well."""
    best = 1e9
    for _ in range(3):
        began = time.perf_counter()
        pattern.match(text)
        best = min(best, time.perf_counter() - began)
        if best < LEAST_S:
            break
    return best


def steepest(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The largest factor by which twice a text takes longer, and its beginning; 0 where nothing takes long."""
    worst = (0.0, "")
    for text in hard_texts(pattern, SIZES[-1]):
        before = None
        for size in SIZES:
            took = max(seconds(pattern, text[:size] + end) for end in ("", "\x01", "a"))
            if before is not None and took >= LEAST_S:
                worst = max(worst, (took / before, text[:60]))
            if took > 0.1:
                break
            before = max(took, 1e-6)
    return worst


@pytest.mark.slow
def test_twice_the_text_takes_no_pattern_much_longer_than_twice_the_time() -> None:
    found = sorted(((*steepest(pattern), name) for name, pattern in PATTERNS), reverse=True)
    print("\nsteepest growth on twice the text, of patterns that take 4 ms or more on 400 characters:")
    for factor, text, name in found[:10]:
        print(f"  x{factor:5.1f}  {name}  {text!r}")
    assert [(name, text) for factor, text, name in found if factor > STEEPEST] == []
