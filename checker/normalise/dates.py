"""Times a text states, as periods of calendar days with the precision they are stated in.

`timewords` reads the expressions; here they are resolved: a full date by itself, all else
against the day the article was published, or against a day the article states as its own.
What has neither stays open and is listed in the text's words; two open weekdays or days of
a month can still be put side by side with `weekday_names` and `month_days`.

News conventions (docs/normalisation.md): a bare weekday is the nearest past one, the day of
publication included, and the coming one after "will", "plans to", "scheduled" and the like;
a date without a year is the one nearest to publication.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.model import Period
from checker.normalise.clocks import clock_of, clock_window
from checker.normalise.resolve import Anchor, Base, Stretch, day_number, month_number, resolve
from checker.normalise.timewords import WEEKDAYS, TimeWords, scan

Relation = Literal["same", "overlap", "disjoint"]


class Times(NamedTuple):
    """What a text says about time: resolved periods in order, and the time words that stay open."""

    periods: tuple[Period, ...]
    open_times: tuple[str, ...]


def find_periods(text: str, *, published: date | None = None, stated: date | None = None) -> Times:
    """The periods that `text` states, in order; what cannot be resolved is listed as open.

    A clock time belongs to the day named next to it; without one it is open.
    """
    base = (
        Base(_plain_day(published), "published") if published else Base(stated, "stated") if stated else None
    )
    found = scan(text)
    clocks = [words for words in found if words.kind == "clock"]
    periods: list[Period] = []
    open_times: list[str] = []
    for words in found:
        if words.kind == "clock":
            continue
        resolved = resolve(words, text, base, periods)
        if resolved is None:
            open_times.append(text[words.start : words.end])
        else:
            stretch, anchor = resolved
            clock = _take_clock(clocks, words, text) if stretch.precision == "day" else None
            periods.append(_period(text, words, stretch, anchor, clock))
    open_times.extend(text[clock.start : clock.end] for clock in clocks)
    return Times(tuple(periods), tuple(open_times))


def _plain_day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _take_clock(clocks: list[TimeWords], words: TimeWords, text: str) -> TimeWords | None:
    """The clock time that stands with a day ("at 10:30 a.m. on Monday"), taken out of `clocks`."""
    for clock in clocks:
        between = text[clock.end : words.start] if clock.end <= words.start else text[words.end : clock.start]
        if len(between) <= 12 and re.fullmatch(
            r"[\s,()–-]*(?:on|at|of|around|about|by)?(?: the)?[\s,(]*", between
        ):
            clocks.remove(clock)
            return clock
    return None


def _period(text: str, words: TimeWords, stretch: Stretch, anchor: Anchor, clock: TimeWords | None) -> Period:
    start, end = words.start, words.end
    hour = minute = timezone = None
    precision = stretch.precision
    if clock is not None:
        start, end = min(start, clock.start), max(end, clock.end)
        hour, minute, timezone = clock_of(clock.parts)
        precision = "hour" if minute is None else "minute"
    return Period(
        first=stretch.first, last=stretch.last, precision=precision, hour=hour, minute=minute,
        timezone=timezone,
        anchor=anchor, text=text[start:end], start=start, end=end,
    )  # fmt: skip


@lru_cache(maxsize=4_096)  # rules ask for each pair of facts
def month_days(text: str) -> tuple[tuple[int, int], ...]:
    """The (month, day) pairs that `text` names, whatever the year, in order.

    Of a range of days, its first.
    """
    return tuple(
        (month_number(words.parts["month"]), day_number(words.parts["day"]))
        for words in scan(text)
        if words.kind == "day"
    )


@lru_cache(maxsize=4_096)
def month_names(text: str) -> tuple[int, ...]:
    """The months that `text` names without a day (January 1 ... December 12), in order."""
    return tuple(month_number(words.parts["month"]) for words in scan(text) if words.kind == "month")


@lru_cache(maxsize=4_096)
def weekday_names(text: str) -> tuple[int, ...]:
    """The weekdays that `text` names (Monday 0 ... Sunday 6) and does not pin to a date, in order.

    "Last", "next" and bounds ("since Friday") are left out: they may mean another week or no single day.
    """
    return tuple(
        WEEKDAYS[words.parts["weekday"].lower()]
        for words in scan(text)
        if words.kind == "weekday"
        and not words.parts.keys() & {"week", "bound"}
        and words.parts.get("which", "this") in ("this", "last", "past")
    )


_STATED_LINES = 12  # an article gives its own day above its text, or in a dateline
_STATED_LENGTH = 120
_LABEL = re.compile(
    r"\W*(?:(?:first |last )?(?:published|updated|posted|modified|date|dated|issued|filed)\b(?: (?:on"
    r"|at|in))?|by\b.{0,60}[,|–-])[\s:|–-]*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'’()/-]{2,40}(?:, [A-Z][a-z]{2,20}\.?)?,? $")
_BESIDE = re.compile(
    r"[\s\d:|,·•–—-]*(?:[AaPp]\.?[Mm]\.?|[A-Z]{2,4}|at|\(|\)|updated[^.]{0,60})?[\s\d:"
    r"|,·•–—.()APMapmGTUCES-]*$"
)


def stated_date(text: str) -> date | None:
    """The day that the article gives as its own above its text or in a dateline, with its year.

    None when it gives none.
    """
    lines = [line.strip() for line in text[:6000].splitlines()]
    for line in [line for line in lines if line][:_STATED_LINES]:
        opening = line[:_STATED_LENGTH]
        for words in scan(opening):
            if words.kind not in ("day", "numeric"):
                continue
            resolved = resolve(words, opening, None, [])
            if resolved is not None and _own_day(opening, words, whole=len(line) <= _STATED_LENGTH):
                return resolved[0].first
    return None


def _own_day(line: str, words: TimeWords, *, whole: bool) -> bool:
    """Whether a line gives the date as the article's own: alone, after a label, or in a dateline."""
    before, after = line[: words.start], line[words.end :]
    beside = whole and _BESIDE.match(after) is not None
    alone = not re.search(r"\w", before)
    return (
        (alone and beside)
        or _LABEL.match(before) is not None
        or (_DATELINE.match(before) is not None and re.match(r"\s*(?:[-–—:]|\()", after) is not None)
    )


_BOUNDS = {
    "since": "from",
    "after": "from",
    "before": "to",
    "until": "to",
    "till": "to",
    "by": "to",
    "up": "to",
}


def compare_periods(a: Period, b: Period) -> Relation:
    """How two periods lie to each other; "disjoint" only when no moment can lie in both.

    A bound ("since 2014", "by Friday") reaches as far as it says, except against the same bound:
    "by Friday" and "by Sunday" are compared as the days they name. Two clock times are compared with
    their time zones; one of them alone, or without a zone where the other has one, only by its day.
    """
    if (a.first, a.last, a.hour, a.minute, a.timezone, _bound(a)) == (
        b.first,
        b.last,
        b.hour,
        b.minute,
        b.timezone,
        _bound(b),
    ):
        return "same"
    windows = clock_window(a), clock_window(b)
    if (
        windows[0]
        and windows[1]
        and (a.timezone is None) == (b.timezone is None)
        and not _bound(a)
        and not _bound(b)
    ):
        (a_from, a_to), (b_from, b_to) = windows[0], windows[1]
        if (a_from, a_to) == (b_from, b_to):
            return "same"
        return "overlap" if a_from <= b_to and b_from <= a_to else "disjoint"
    (a_first, a_last), (b_first, b_last) = _reach(a, b), _reach(b, a)
    if a_last < b_first or b_last < a_first:
        return "disjoint"
    return (
        "same" if (a_first, a_last) == (b_first, b_last) and not windows[0] and not windows[1] else "overlap"
    )


def _bound(period: Period) -> str | None:
    return _BOUNDS.get(period.text.partition(" ")[0].lower())


def _reach(period: Period, other: Period) -> tuple[date, date]:
    """The days that a period can mean: open on one side after a bound that the other does not share."""
    bound = _bound(period)
    if bound is None or bound == _bound(other):
        return period.first, period.last
    return (period.first, date.max) if bound == "from" else (date.min, period.last)
