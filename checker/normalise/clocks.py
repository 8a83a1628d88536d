"""Clock times: their hour, minute and time zone, and the moments they can mean."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from checker.model import Period

# The place whose clock an abbreviation or a city names. News uses "EST" all year for New York's time, so the
# place decides about summer time, not the letter.
_ZONES = {
    "gmt": "UTC", "utc": "UTC", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York",
    "eastern": "America/New_York", "ct": "America/Chicago", "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "central": "America/Chicago", "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "cet": "Europe/Berlin", "cest": "Europe/Berlin", "eet": "Europe/Kyiv",
    "eest": "Europe/Kyiv", "bst": "Europe/London", "msk": "Europe/Moscow", "jst": "Asia/Tokyo",
    "ist": "Asia/Kolkata", "aest": "Australia/Sydney", "moscow": "Europe/Moscow", "kyiv": "Europe/Kyiv",
    "kiev": "Europe/Kyiv", "london": "Europe/London", "paris": "Europe/Paris", "berlin": "Europe/Berlin",
    "rome": "Europe/Rome", "tokyo": "Asia/Tokyo", "beijing": "Asia/Shanghai", "jerusalem": "Asia/Jerusalem",
    "istanbul": "Europe/Istanbul",
}  # fmt: skip
_NAMED = {"noon": 12, "midnight": 0}


def clock_of(parts: dict[str, str]) -> tuple[int, int | None, str | None]:
    """Hour 0..23, minute (None where only the hour is stated), and the IANA time zone (None for local
    time).
    """
    zone = _ZONES.get(parts.get("zone", "").partition(" ")[0].lower())
    if named := parts.get("named"):
        return _NAMED[named.lower()], None, zone
    if military := parts.get("military"):
        return int(military[:2]) % 24, int(military[2:]), zone
    if hour24 := parts.get("hour24"):
        return int(hour24) % 24, int(parts["minute24"]), zone
    hour = int(parts["hour"])
    if hour <= 12:
        hour = hour % 12 + (12 if parts["half"].lower().startswith("p") else 0)
    return hour % 24, int(parts["minute"]) if "minute" in parts else None, zone


def clock_window(period: Period) -> tuple[datetime, datetime] | None:
    """The first and last moment that a stated clock time can mean; None without one.

    Times are rounded as they are told: an hour by itself means half an hour either way, a time on the
    five-minute mark five minutes, any other time itself.
    """
    if period.hour is None:
        return None
    zone = ZoneInfo(period.timezone) if period.timezone else UTC
    day = period.first
    moment = datetime(day.year, day.month, day.day, period.hour, period.minute or 0, tzinfo=zone).astimezone(
        UTC
    )
    slack = 30 if period.minute is None else 5 if period.minute % 5 == 0 else 0
    return moment - timedelta(minutes=slack), moment + timedelta(minutes=slack)
