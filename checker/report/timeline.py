"""The days and hours that the sides of a dispute name, resolved, on one small scale."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from checker.model import Article, Claim, Finding, FindingSide, Period, Value
from checker.report.days import short_day

WIDTH = 400  # of the drawing, in its own units
_LEAST = 6  # so that an hour within a year is still seen


class Bar(Value):
    """What one side says: a stretch of the scale, and the day in words."""

    place: int
    x: int
    width: int
    words: str
    said: str  # the article's time words
    resolved: str  # against what


class Timeline(Value):
    """The sides' periods on one scale from `first` to `last`."""

    bars: tuple[Bar, ...]
    first: str
    last: str


def timeline(
    finding: Finding, articles: Mapping[str, Article], claims: Mapping[str, Claim]
) -> Timeline | None:
    """For a temporal finding whose sides name times that could be resolved, where they lie; else None."""
    if finding.kind != "temporal":
        return None
    periods = [
        (place, period)
        for place, side in enumerate(finding.sides)
        if (period := _period(side, articles, claims)) is not None
    ]
    if len(periods) < 2:
        return None
    spans = [_span(period) for _, period in periods]
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    return Timeline(
        bars=tuple(
            _bar(place, period, span, (start, end))
            for (place, period), span in zip(periods, spans, strict=True)
        ),
        first=short_day(start.date()),
        last=short_day((end - timedelta(seconds=1)).date()),
    )


def _period(side: FindingSide, articles: Mapping[str, Article], claims: Mapping[str, Claim]) -> Period | None:
    """The first time that the side's claims state and that can be resolved."""
    from checker.normalise.dates import find_periods

    for claim in (claims[claim] for claim in side.claims if claim in claims):
        article = articles.get(claim.article)
        if article is None:
            continue
        for text in (claim.when, claim.quote):
            found = find_periods(text or "", published=article.published, stated=_stated(article.text[:2000]))
            if found.periods:
                return found.periods[0]
    return None


@lru_cache(maxsize=256)
def _stated(opening: str) -> date | None:
    from checker.normalise.dates import stated_date

    return stated_date(opening)


def _span(period: Period) -> tuple[datetime, datetime]:
    from checker.normalise.clocks import clock_window

    if (window := clock_window(period)) is not None:
        first, last = window
        return first, max(last, first + timedelta(minutes=10))
    start = datetime(period.first.year, period.first.month, period.first.day, tzinfo=UTC)
    last = datetime(period.last.year, period.last.month, period.last.day, tzinfo=UTC)
    return start, last + timedelta(days=1)


def _bar(
    place: int, period: Period, span: tuple[datetime, datetime], scale: tuple[datetime, datetime]
) -> Bar:
    whole = (scale[1] - scale[0]).total_seconds()
    x = round(WIDTH * (span[0] - scale[0]).total_seconds() / whole)
    width = max(round(WIDTH * (span[1] - span[0]).total_seconds() / whole), _LEAST)
    return Bar(
        place=place,
        x=min(x, WIDTH - width),
        width=width,
        words=_named(period),
        said=period.text,
        resolved={
            "explicit": "",
            "published": "reckoned from the day of publication",
            "stated": "reckoned from the day the article names",
        }[period.anchor],
    )


def _named(period: Period) -> str:
    if period.hour is not None:
        zone = f" {period.timezone}" if period.timezone else ""
        return f"{short_day(period.first)}, {period.hour:02}:{period.minute or 0:02}{zone}"
    if period.first == period.last:
        return short_day(period.first)
    return f"{short_day(period.first)} to {short_day(period.last)}"
