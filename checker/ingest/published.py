"""Dates that a text states in full, for the day of publication. Nothing is guessed.

A date needs a day, a month and a year. "20/05/2025" is read, "04/05/2025" is not: nothing says
which of the two is the month. A clock time counts only with a time zone; else the day alone.
"""

import re
from datetime import date, datetime, timedelta, timezone

EARLIEST, LATEST = 1900, 2100

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene janvier janv januar jänner gennaio gen janeiro января січня stycznia "
            "januari",
            "february feb febrero février févr februar febbraio fevereiro fev февраля лютого lutego februari",
            "march mar marzo mars märz mär março марта березня marca maart",
            "april apr abril abr avril avr aprile апреля квітня kwietnia",
            "may mayo mai maggio mag maio мая травня maja mei",
            "june jun junio juin juni giugno giu junho июня червня czerwca",
            "july jul julio juillet juil juli luglio lug julho июля липня lipca",
            "august aug agosto ago août аvgust августа серпня sierpnia augustus",
            "september sep sept septiembre septembre settembre set setembro сентября вересня września",
            "october oct octubre octobre oktober okt ottobre ott outubro out октября жовтня października",
            "november nov noviembre novembre novembro ноября листопада listopada",
            "december dec diciembre dic décembre déc dezember dez dicembre dezembro декабря грудня grudnia",
        ),
        start=1,
    )
    for name in names.split()
}
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip

MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|UTC|"
    r"GMT|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
DAY_FIRST = re.compile(
    rf"(?<![\d.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°|\.)?\s(?:de\s|of\s)?{MONTH},?\s(?:de\s|"
    rf"del\s)?(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"\b{MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)", re.IGNORECASE
)
NUMERIC = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})(?![\d/-]|\.\d)"
)
CLOCK = re.compile(
    r"\W{1,4}(?:(?:at|um|à|alle|a las|às|в|о|-|–|—|\|"
    r")\s)?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?::\d{2})?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"\s?\(?(?P<zone>[A-Z]{3,4}\b|[+-]\d{2}:?\d{2}\b)?",
    re.IGNORECASE,
)


def find_date(text: str) -> date | datetime | None:
    """The first date stated in full in the first 2,000 characters, with its time where a zone is given."""
    found = find_date_span(text)
    return found[0] if found else None


def find_date_span(text: str) -> tuple[date | datetime, int, int] | None:
    """The first full date and where its day stands in `text`."""
    text = text[:2000].translate({0xA0: " ", 0x202F: " "})
    found: list[tuple[int, int, date | datetime]] = []
    for pattern in (ISO, DAY_FIRST, MONTH_FIRST, NUMERIC):
        for match in pattern.finditer(text):
            if (value := _read(match, text)) is not None:
                found.append((match.start(), match.end(), value))
                break
    if not found:
        return None
    start, end, value = min(found, key=lambda item: item[0])
    return value, start, end


def _read(match: re.Match[str], text: str) -> date | datetime | None:
    day = _numeric_day(match) if match.re is NUMERIC else _named_day(match)
    if day is None:
        return None
    if match.re is ISO:
        return _with_iso_time(day, match)
    return _with_clock(day, CLOCK.match(text, match.end()))


def _named_day(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    return _day(int(match["year"]), int(month) if month.isdigit() else MONTHS[month], int(match["day"]))


def _numeric_day(match: re.Match[str]) -> date | None:
    """Day and month by their values; a dotted date has its day first; a tie of the two is no tie."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["sep"] == "." or first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_iso_time(day: date, match: re.Match[str]) -> date | datetime:
    if match["hour"] is None or match["zone"] is None:
        return day
    return _at(
        day,
        int(match["hour"]),
        int(match["minute"]),
        _offset(match["zone"]),
        second=int(match["second"] or 0),
    )


def _with_clock(day: date, clock: re.Match[str] | None) -> date | datetime:
    if clock is None or clock["zone"] is None or (clock["minute"] is None and clock["half"] is None):
        return day
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return day
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    return _at(day, hour, int(clock["minute"] or 0), _offset(clock["zone"]))


def _offset(zone: str) -> int | None:
    """Minutes east of UTC; None for a zone that several countries use or that is none."""
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return minutes if zone[0] == "+" else -minutes
    return ZONES.get(zone.lower())


def zone_of(name: str) -> timezone | None:
    """The zone that 'GMT', 'CEST' or '+02:00' names; None for a name that several countries use."""
    offset = _offset(name)
    return timezone(timedelta(minutes=offset)) if offset is not None and -1440 < offset < 1440 else None


def _at(day: date, hour: int, minute: int, offset: int | None, *, second: int = 0) -> date | datetime:
    if offset is None or not -1440 < offset < 1440:
        return day
    try:
        return datetime(
            day.year, day.month, day.day, hour, minute, second, tzinfo=timezone(timedelta(minutes=offset))
        )
    except ValueError:
        return day


def find_mail_date(text: str) -> datetime | None:
    """The date of a mail header or a feed: 'Tue, 4 Mar 2025 06:30:00 +0000'. None without a zone."""
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None and EARLIEST <= found.year <= LATEST else None
