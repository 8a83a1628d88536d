"""Times a text states, as periods of calendar days with the precision they are stated in."""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from checker.model import Period

_MONTH_NAMES = "january february march april may june july august september october november december"
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAY_NAMES.split())}
_MONTH = "|".join(name.title() for name in MONTHS)
_EXPLICIT = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:,\s*(\d{{4}}))?\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(name.title() for name in WEEKDAYS)})\b")


class Times(NamedTuple):
    """What a text says about time: resolved periods, and time words that stay open."""

    periods: tuple[Period, ...]
    open_times: tuple[str, ...]


def find_periods(text: str, *, published: date | None = None, stated: date | None = None) -> Times:
    """The periods that `text` states, in order; what cannot be resolved is listed as open."""
    periods: list[Period] = []
    open_times: list[str] = []
    anchor = published or stated
    for match in _EXPLICIT.finditer(text):
        year = int(match[3]) if match[3] else anchor.year if anchor else None
        if year is None:
            open_times.append(match.group())
            continue
        try:
            day = date(year, MONTHS[match[1].lower()], int(match[2]))
        except ValueError:
            continue
        periods.append(_day(day, match, "explicit"))
    for match in _WEEKDAY.finditer(text):
        if anchor is None:
            open_times.append(match.group())
            continue
        back = (anchor.weekday() - WEEKDAYS[match[1].lower()]) % 7
        periods.append(_day(anchor - timedelta(days=back), match, "published" if published else "stated"))
    return Times(tuple(sorted(periods, key=lambda period: period.start)), tuple(open_times))


def _day(day: date, match: re.Match[str], anchor: Literal["explicit", "published", "stated"]) -> Period:
    return Period(
        first=day,
        last=day,
        precision="day",
        anchor=anchor,
        text=match.group(),
        start=match.start(),
        end=match.end(),
    )


def stated_date(text: str) -> date | None:
    """The day that the article gives as its own, from its opening lines; None when it gives none."""
    for match in _EXPLICIT.finditer(text[:600]):
        if match[3]:
            return date(int(match[3]), MONTHS[match[1].lower()], int(match[2]))
    return None


def month_days(text: str) -> tuple[tuple[int, int], ...]:
    """The (month, day) pairs that `text` names, whatever the year, in order."""
    return tuple((MONTHS[match[1].lower()], int(match[2])) for match in _EXPLICIT.finditer(text))


def weekday_names(text: str) -> tuple[int, ...]:
    """The weekdays that `text` names (Monday 0 ... Sunday 6), in order."""
    return tuple(WEEKDAYS[match[1].lower()] for match in _WEEKDAY.finditer(text))


def compare_periods(a: Period, b: Period) -> Literal["same", "overlap", "disjoint"]:
    """How two periods lie to each other."""
    if (a.first, a.last) == (b.first, b.last):
        return "same"
    return "disjoint" if a.last < b.first or b.last < a.first else "overlap"
