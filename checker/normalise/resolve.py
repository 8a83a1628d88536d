"""The calendar days that an expression of time means, with the precision it is stated in."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from checker.model import Period, Precision
from checker.normalise.timewords import MONTHS, WEEKDAYS, TimeWords

Anchor = Literal["explicit", "published", "stated"]


class Stretch(NamedTuple):
    """Calendar days from `first` to `last`, both included."""

    first: date
    last: date
    precision: Precision


class Base(NamedTuple):
    """The day that a relative expression is resolved against, and where it came from."""

    day: date
    anchor: Anchor


def resolve(
    words: TimeWords, text: str, base: Base | None, earlier: list[Period]
) -> tuple[Stretch, Anchor] | None:
    """The days that an expression means and what it was resolved against; None where it stays open."""
    try:
        explicit = _EXPLICIT[words.kind](words.parts) if words.kind in _EXPLICIT else None
        if explicit is not None:
            return explicit, "explicit"
        if words.kind == "distance" and words.parts["way"] not in ("ago", "from now"):
            return _from_earlier(words.parts, earlier)
        if base is None or words.kind not in _RELATIVE:
            return None
        stretch = _RELATIVE[words.kind](words, text, base.day)
        return None if stretch is None else (stretch, base.anchor)
    except (ValueError, OverflowError):  # "February 31", "3000 years ago": no such day
        return None


# --- explicit: the words name the year


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")[:3]]


def day_number(day: str) -> int:
    return int(day.rstrip("stndrh"))


def _days(parts: dict[str, str], year: int) -> Stretch:
    month, first = month_number(parts["month"]), day_number(parts["day"])
    last = day_number(parts["until"]) if "until" in parts else first
    return Stretch(date(year, month, first), date(year, month, max(first, last)), "day")


def _explicit_day(parts: dict[str, str]) -> Stretch | None:
    return _days(parts, int(parts["year"])) if "year" in parts else None


def _numeric(parts: dict[str, str]) -> Stretch | None:
    if iso := parts.get("iso") or parts.get("iso_t"):
        day = date.fromisoformat(iso)
    elif dotted := parts.get("dotted"):
        first, second, year = (int(part) for part in dotted.split("."))
        day = date(year, second, first)
    else:
        first, second, year = (int(part) for part in parts["slashed"].split("/"))
        if first <= 12 and second <= 12 and first != second:
            return None  # 4/5/2025 is April or May, depending on the side of the Atlantic
        day = date(year, second, first) if second <= 12 else date(year, first, second)
    return Stretch(day, day, "day")


def month_of(year: int, month: int) -> Stretch:
    """The whole month; months outside 1..12 count on into the next or last years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Stretch(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def _part_of(stretch: Stretch, part: str | None) -> Stretch:
    """The early, middle or late stretch: thirds of what is named, generously cut so that neighbours meet."""
    if not part:
        return stretch
    third = (stretch.last - stretch.first) / 3
    slack = third / 4
    if "early" in part or "start" in part or "beginning" in part:
        return Stretch(stretch.first, stretch.first + third + slack, stretch.precision)
    if "mid" in part:
        return Stretch(stretch.first + third - slack, stretch.last - third + slack, stretch.precision)
    if "late" in part or "end" in part:
        return Stretch(stretch.last - third - slack, stretch.last, stretch.precision)
    return stretch


def _explicit_month(parts: dict[str, str]) -> Stretch | None:
    if "year" not in parts:
        return None
    return _part_of(month_of(int(parts["year"]), month_number(parts["month"])), parts.get("part"))


def year_of(year: int) -> Stretch:
    """The whole calendar year."""
    return Stretch(date(year, 1, 1), date(year, 12, 31), "year")


def _explicit_year(parts: dict[str, str]) -> Stretch:
    return _part_of(year_of(int(parts["year"])), parts.get("part"))


def _years(parts: dict[str, str]) -> Stretch:
    first, until = int(parts["year"]), parts["until"]
    last = int(until) if len(until) == 4 else first // 100 * 100 + int(until)
    return Stretch(date(first, 1, 1), date(last, 12, 31), "year")


def _decade(parts: dict[str, str]) -> Stretch:
    stated = parts["decade"].lstrip("'’")
    first = int(stated) if len(stated) == 4 else 1900 + int(stated)
    return _part_of(Stretch(date(first, 1, 1), date(first + 9, 12, 31), "decade"), parts.get("part"))


def season_of(year: int, season: str) -> Stretch:
    """The season as meteorologists cut it, north of the equator.

    "The winter of 2024" may begin or end in 2024, so it reaches from one December to the February
    after the next.
    """
    if season == "winter":
        return Stretch(date(year - 1, 12, 1), month_of(year + 1, 2).last, "season")
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[season]
    return Stretch(date(year, first, 1), month_of(year, first + 2).last, "season")


def _explicit_season(parts: dict[str, str]) -> Stretch | None:
    return (
        _part_of(season_of(int(parts["year"]), parts["season"]), parts.get("part"))
        if "year" in parts
        else None
    )


_EXPLICIT: dict[str, Callable[[dict[str, str]], Stretch | None]] = {
    "day": _explicit_day,
    "numeric": _numeric,
    "month": _explicit_month,
    "year": _explicit_year,
    "years": _years,
    "decade": _decade,
    "season": _explicit_season,
}

# --- relative: resolved against a day

_FUTURE = re.compile(
    r"\b(?:will|shall|due|plans to|planned (?:for|to)|scheduled|expected|set (?:for|to)|going to"
    r"|upcoming|slated|intends?|hopes to|would)\b"
    r"|['’]ll\b"
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|announced|added|wrote|warned|reported|confirmed|declared|argued|claimed"
    r"|insisted|posted"
    r"|stated|repeated|met|held|was|were|had|did)\b"
)
_CLAUSE_END = re.compile(r"[.;!?\n](?:\s|$)")


def _future(words: TimeWords, text: str) -> bool:
    """Whether the clause around the words speaks of what is to come: a mark of it nearer than a report of
    the past.
    """
    before = _CLAUSE_END.split(text[max(0, words.start - 90) : words.start])[-1]
    marks = [(match.start(), True) for match in _FUTURE.finditer(before)]
    marks += [(match.start(), False) for match in _REPORTED.finditer(before)]
    if marks:
        return max(marks)[1]
    after = _CLAUSE_END.split(text[words.end : words.end + 60])[0]
    ahead, past = _FUTURE.search(after), _REPORTED.search(after)
    opens = not re.search(r"\w", before.replace("On", "").replace("on", ""))
    return ahead is not None and opens and (past is None or ahead.start() < past.start())


def nearest_year(month: int, day: int, base: date) -> int:
    """The year that puts this day of the year nearest to `base`; the earlier one when both are as near."""
    years = [year for year in (base.year - 1, base.year, base.year + 1) if day <= monthrange(year, month)[1]]
    return min(years, key=lambda year: (abs((date(year, month, day) - base).days), year))


def _day_without_year(words: TimeWords, _text: str, base: date) -> Stretch:
    month, day = month_number(words.parts["month"]), day_number(words.parts["day"])
    if stated := words.parts.get("of_year"):
        return _days(words.parts, base.year + {"last": -1, "next": 1}.get(stated, 0))
    return _days(words.parts, nearest_year(month, day, base))


def _month_without_year(words: TimeWords, text: str, base: date) -> Stretch:
    number, which = month_number(words.parts["month"]), words.parts.get("which", "")
    if which in ("last", "past"):
        year = base.year if number < base.month else base.year - 1
    elif which in ("next", "coming", "following") or (not which and _future(words, text)):
        year = base.year if number >= base.month else base.year + 1
    else:
        year = nearest_year(number, 15, base)
    return _part_of(month_of(year, number), words.parts.get("part"))


def _weekday(words: TimeWords, text: str, base: date) -> Stretch:
    parts = words.parts
    back = (base.weekday() - WEEKDAYS[parts["weekday"].lower()]) % 7
    which = parts.get("which") or parts.get("week")
    if which in ("next", "coming"):
        shift = 7 - back
        if "week" in parts:
            shift = 7 - base.weekday() + WEEKDAYS[parts["weekday"].lower()]
    elif which in ("last", "past"):
        shift = -(back or 7)
    elif parts.get("bound") == "by" or _future(words, text):
        shift = -back % 7
    else:
        shift = -back
    day = base + timedelta(days=shift)
    return Stretch(day, day, "day")


_DEICTIC = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def _deictic(words: TimeWords, _text: str, base: date) -> Stretch | None:
    if words.parts["now"].lower() == "today" and "of" in words.parts:
        return None  # "today's Baltic states" means nowadays as often as it means the day
    day = base + timedelta(days=_DEICTIC.get(words.parts["now"].lower(), 0))
    return Stretch(day, day, "day")


def _calendar(words: TimeWords, _text: str, base: date) -> Stretch:
    """Last, this and next week (from Monday), month, year and decade, or their beginnings and ends."""
    which = words.parts.get("which", "this")
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    match words.parts["unit"]:
        case "week":
            monday = base - timedelta(days=base.weekday()) + timedelta(weeks=step)
            stretch = Stretch(monday, monday + timedelta(days=6), "week")
        case "month":
            stretch = month_of(base.year, base.month + step)
        case "year":
            stretch = year_of(base.year + step)
        case _:
            first = base.year // 10 * 10 + 10 * step
            stretch = Stretch(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    part = words.parts.get("part") or words.parts.get("edge")
    if part in ("earlier", "later") and step == 0:
        return (
            Stretch(stretch.first, base, stretch.precision)
            if part == "earlier"
            else Stretch(base, stretch.last, stretch.precision)
        )
    return _part_of(stretch, part)


def _season_without_year(words: TimeWords, _text: str, base: date) -> Stretch:
    season, which = words.parts["season"], words.parts.get("which", "")
    if season == "winter":
        seasons = [
            Stretch(date(year, 12, 1), month_of(year + 1, 2).last, "season")
            for year in range(base.year - 2, base.year + 2)
        ]
    else:
        seasons = [season_of(year, season) for year in (base.year - 1, base.year, base.year + 1)]
    if which in ("last", "past"):
        return [stretch for stretch in seasons if stretch.last < base][-1]
    if which in ("next", "coming", "following"):
        return next(stretch for stretch in seasons if stretch.first > base)
    return min(seasons, key=lambda stretch: abs(stretch.first + (stretch.last - stretch.first) / 2 - base))


_SMALL = {
    "a": 1, "an": 1, "the": 1, "that": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
_VAGUE = {"few": (2, 6), "several": (3, 9), "couple": (2, 3)}


def _count(parts: dict[str, str]) -> tuple[int, int]:
    stated = parts.get("count", "")
    if stated.isdigit():
        return int(stated), int(stated)
    for word, extent in _VAGUE.items():
        if word in stated:
            return extent
    return _SMALL[stated], _SMALL[stated]


def _distance(words: TimeWords, _text: str, base: date) -> Stretch | None:
    """So many days (weeks, months, years) before or after `base`, as wide as half the unit on either side."""
    parts = words.parts
    if "count" not in parts or parts["count"] in ("the", "that"):
        return None  # "decades ago"
    fewest, most = _count(parts)
    sign = -1 if parts["way"] in ("ago", "earlier", "before") else 1
    unit = parts["unit"]
    if unit in ("second", "minute", "hour"):
        return Stretch(base, base, "day") if most * {"hour": 1}.get(unit, 0) < 12 else None
    days = {"day": 1.0, "night": 1.0, "week": 7.0, "month": 30.44, "year": 365.25, "decade": 3652.5}[unit]
    near, far = (base + timedelta(days=round(sign * count * days)) for count in (fewest, most))
    half = timedelta(days=int(days / 2))
    precision: Precision = "day" if unit in ("day", "night") and fewest == most else _PRECISION[unit]
    if parts.get("hedge") in (
        "about",
        "around",
        "nearly",
        "almost",
        "some",
        "less than",
        "more than",
        "over",
    ):
        half *= 2
    return Stretch(min(near, far) - half, max(near, far) + half, precision)


_PRECISION: dict[str, Precision] = {
    "day": "week", "night": "week", "week": "week", "month": "month", "year": "year", "decade": "decade",
}  # fmt: skip


def _from_earlier(parts: dict[str, str], earlier: list[Period]) -> tuple[Stretch, Anchor] | None:
    """ "Two days earlier" counts from the day named last in the same text; with none it stays open."""
    if parts["way"] not in ("earlier", "later") or not earlier or earlier[-1].first != earlier[-1].last:
        return None
    stretch = _distance(TimeWords("distance", 0, 0, parts), "", earlier[-1].first)
    return None if stretch is None else (stretch, earlier[-1].anchor)


_RELATIVE: dict[str, Callable[[TimeWords, str, date], Stretch | None]] = {
    "day": _day_without_year,
    "month": _month_without_year,
    "weekday": _weekday,
    "deictic": _deictic,
    "calendar": _calendar,
    "season": _season_without_year,
    "distance": _distance,
}
