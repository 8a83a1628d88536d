"""When the words of one clause put something: a stretch of hours, absolute where a date is known."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.model import Period
from checker.normalise.dates import month_days, month_names, weekday_names

DAY = 24
WEEK = 7 * DAY
MONTH = 32  # days, so that no month runs into the next
# From which to which hour of the day the words can mean, generously; past 24 is the next day's morning.
_PARTS: tuple[tuple[str, tuple[float, float]], ...] = (
    (r"early hours|before dawn|small hours", (0, 7)),
    (r"dawn|daybreak|sunrise|first light", (3, 8)),
    (r"early (?:in the |on \w+ )?morning|early morning", (3, 9)),
    (r"breakfast", (6, 11)),
    (r"around noon|midday|lunch ?time|at noon|shortly before noon|shortly after noon", (11, 13.5)),
    (r"after lunch|early afternoon", (12, 16)),
    (r"before lunch|late morning", (9, 13)),
    (r"afternoon", (12, 18.5)),
    (r"morning", (3, 12.5)),
    (r"sunset|dusk", (15, 22)),
    (r"late evening|late at night|late on \w+ (?:night|evening)", (20, 27)),
    (r"evening", (16.5, 24.5)),
    (r"shortly before midnight|just before midnight", (22, 24.2)),
    (r"midnight", (22.5, 26)),
    (r"overnight|tonight|night", (18, 31)),
)
_PART = re.compile(
    "|".join(f"(?P<p{index}>{words})" for index, (words, _) in enumerate(_PARTS)), re.IGNORECASE
)
_HOUR_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?: ?(?P<half>[ap])\.?m\b\.?)?|"
    r"\b(?P<hour12>1[0-2]|[1-9]) ?(?P<half12>[ap])\.?m\b\.?"
    r"|\b(?:at|by|around|about) (?P<past>half past |quarter past |quarter to )?"
    rf"(?P<word>{'|'.join(_HOUR_WORDS)})(?: o'clock)?(?! \w{3, 20}s\b)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b(?:GMT|UTC|[CEMP][SD]?T|CEST|BST|local time|\w+ time)\b")
_SLACK = 0.6  # hours: times are told to the half hour
ZONES = 14  # hours between the clocks of two places
_PAST = {"half past": 0.5, "quarter past": 0.25, "quarter to": -0.25}


class Moment(NamedTuple):
    """Hours from the beginning of time, of a week, a year or a day, and what words say so."""

    first: float
    last: float
    space: Literal["time", "week", "year", "day"]
    words: str
    zone: str | None = None


def moment(words: str, periods: tuple[Period, ...]) -> Moment | None:
    """The stretch of hours in which a clause puts something; None where it says several or none."""
    found = _stretch(words.replace("since ", "on "), periods)
    zone = _ZONE.search(words)
    return found._replace(zone=zone.group()) if found and zone else found


def _stretch(words: str, periods: tuple[Period, ...]) -> Moment | None:
    hours = hours_of_day(words)
    span = hours or (0.0, float(DAY))
    if len(periods) == 1:
        period = periods[0]
        first = period.first.toordinal() * DAY
        if period.first == period.last:
            return Moment(first + span[0], first + span[1], "time", _told(words, period.text))
        return Moment(first, (period.last.toordinal() + 1) * DAY, "time", period.text)
    if periods:
        return None
    dates, days = set(month_days(words)), frozenset(weekday_names(words))
    if len(dates) == 1:
        month, day = dates.pop()
        return Moment(*_within((month * MONTH + day) * DAY, span), "year", words)
    if dates or len(days) > 1:
        return None
    if days:
        return Moment(*_within(next(iter(days)) * DAY, span), "week", words)
    months = month_names(words)
    if len(set(months)) == 1:
        return Moment(months[0] * MONTH * DAY, (months[0] + 1) * MONTH * DAY, "year", words)
    return Moment(*hours, "day", words) if hours and not months else None


def _within(first: float, span: tuple[float, float]) -> tuple[float, float]:
    return first + span[0], first + span[1]


def _told(words: str, period: str) -> str:
    return words.strip(" ,.") if len(words) <= 60 else period


@lru_cache(maxsize=4_096)
def hours_of_day(words: str) -> tuple[float, float] | None:
    """The hours of the day that the words can mean; None where they say nothing of it."""
    part = _PART.search(words)
    span = _PARTS[int((part.lastgroup or "p0")[1:])][1] if part else None
    clock = _CLOCK.search(words)
    if clock is None:
        return span
    hour = _hour(clock)
    if hour is None:
        return span
    half = (clock["half"] or clock["half12"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif clock["hour"] is None:  # "at six": which half of the day, the part says
        fits = [one for one in (hour % 12, hour % 12 + 12) if span and span[0] - 1 <= one <= span[1] + 1]
        if len(fits) != 1:
            return span
        hour = fits[0]
    return hour - _SLACK, hour + _SLACK


def _hour(clock: re.Match[str]) -> float | None:
    if clock["hour"]:
        return int(clock["hour"]) + int(clock["minute"]) / 60
    if clock["hour12"]:
        return float(clock["hour12"])
    if clock["word"]:
        past = (clock["past"] or "").strip().lower()
        return _HOUR_WORDS.index(clock["word"].lower()) + 1 + _PAST.get(past, 0.0)
    return None


def disjoint(a: Moment, b: Moment) -> bool:
    """Whether two moments cannot be one; a week's days are compared round the week."""
    if a.space != b.space:
        return False
    apart = 0 if a.zone == b.zone and a.zone != "local time" else ZONES
    round_trip = {"week": WEEK, "day": DAY}.get(a.space, 0)
    return all(
        a.last + turn + apart <= b.first or b.last + apart <= a.first + turn
        for turn in (-round_trip, 0, round_trip)
    )
