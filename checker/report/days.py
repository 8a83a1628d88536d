"""Days and moments as a reader writes them, never by the locale: the same report, the same bytes."""

from datetime import UTC, date, datetime

from checker.model import Article, Entry, Run


def day(article: Article) -> str:
    """The day of publication in ISO form, or "no date"."""
    return article.published.isoformat()[:10] if article.published else "no date"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # not from the locale: the same report, the same bytes


def written_day(article: Article) -> str:
    """The day of publication as a reader writes it, as in "5 March 2031", or "no date found"."""
    if article.published is None:
        return "no date found"
    return f"{article.published.day} {MONTHS[article.published.month - 1]} {article.published.year}"


def entry_time(entry: Entry) -> str:
    """When an entry of a live blog was written: "5 March 2031, 14:32 UTC", or as the page gives it."""
    published = entry.published
    if published is None:
        return entry.head
    day = f"{published.day} {MONTHS[published.month - 1]} {published.year}"
    if not isinstance(published, datetime):
        return day
    return f"{day}, {published.hour:02}:{published.minute:02} {published.tzname() or ''}".rstrip()


def moment(run: Run) -> str:
    """When the run was made and how long it took, as in "7 March 2031, 09:00 UTC, 2.0 s"."""
    started = run.started.astimezone(UTC)
    seconds = (run.finished - run.started).total_seconds()
    day = f"{started.day} {MONTHS[started.month - 1]} {started.year}"
    return f"{day}, {started.hour:02}:{started.minute:02} UTC, {seconds:.1f} s"


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def short_day(day: date) -> str:
    """A day as in "Tue 4 Mar 2031"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"
