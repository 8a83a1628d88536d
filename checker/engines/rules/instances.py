"""Which of several like happenings a sentence tells: again, further, earlier, in March, at 22:15, last year.

A verb and its opposite, or a denial, contradict each other only of one happening. What marks another one in
one sentence, and not in the other, keeps the two apart.
"""

import re
from functools import lru_cache

from checker.model import Fact, Value
from checker.normalise.dates import month_names, weekday_names

_AGAIN = re.compile(
    r"\b(?:again|further|another|additional|a(?:nother)? (?:second|third) time|once more|anew|elsewhere|"
    r"otherwise)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:earlier|previously|formerly|initially|originally|at first|until then|until now|up to then|"
    r"in the past|(?:last|next|the previous|the following) "
    r"(?:week|month|year|season|spring|summer|autumn|winter|century))\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:seriously|badly|severely|critically|gravely|fatally|slightly|lightly|immediately|fully|completely|entirely|"
    r"wholly|officially|formally|publicly|directly|personally|necessarily|always)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(?:at|by|from|until|before|after|around|about) (\d{1,2}(?:[:.]\d\d)?)(?![\d%,])\b")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_NEVER = re.compile(r"\b(?:never|no (?:one|body) (?:has )?ever|at no time)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?)\b"
)


class Marks(Value):
    """What a sentence says of which happening it means."""

    words: frozenset[str]
    months: frozenset[int]
    weekdays: frozenset[int]
    clocks: frozenset[str]
    years: frozenset[str]
    never: bool


@lru_cache(maxsize=4_096)  # asked for each pair of facts
def _marks(text: str) -> Marks:
    return Marks(
        words=frozenset(
            match.group().lower()
            for pattern in (_AGAIN, _BEFORE, _DEGREE)
            for match in pattern.finditer(text)
        ),
        months=frozenset(month_names(text)),
        weekdays=frozenset(weekday_names(text)),
        clocks=frozenset(match[1] for match in _CLOCK.finditer(text)),
        years=frozenset(_YEAR.findall(text)),
        never=_NEVER.search(text) is not None,
    )


def other_instance(a: Fact, b: Fact) -> bool:
    """Whether something in the words of two facts tells that they may mean two happenings. Symmetric."""
    first, second = _marks(a.claim.quote), _marks(b.claim.quote)
    if first.words != second.words:
        return True
    for mine, theirs in ((first, second), (second, first)):
        if mine.months and not mine.months & theirs.months and (theirs.months or theirs.weekdays):
            return True
        if mine.years and not mine.years & theirs.years and not theirs.never:
            return True
    if first.clocks and second.clocks and not first.clocks & second.clocks:
        return True
    counts = _counts(a), _counts(b)
    return bool(counts[0] and counts[1]) and counts[0] != counts[1]


def _counts(fact: Fact) -> frozenset[str]:
    """The numbers of those who do it: three of the 12, nine of the 12."""
    before, verb, _ = fact.claim.quote.partition(fact.claim.predicate or "\0")
    return frozenset(_COUNT.findall(before.lower())) if verb else frozenset()
