"""The entries of a live blog, each with its own time: in a text by its heads, in a page as it states them.

A text is taken for a live blog only where that is certain: three heads ("14:32", "2.32pm", "14:32
GMT") with running text below, their times in one order, and newest first or the word "live" above.
A report that tells a day hour by hour runs forward and says nothing of live.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from checker.ingest.lines import Paragraph
from checker.ingest.published import find_date_span, zone_of
from checker.model import Entry, Excluded

FEWEST_HEADS = 3
FEWEST_TOLD = 4  # words of a sentence: "Two are hurt, police say."
LONGEST_HEAD = 60  # code points
MOST_ENTRIES = 2_000
LIVE = re.compile(
    r"\b(?:live ?blog|live|as it happened|minute by minute|liveticker|newsticker|en directo|minuto a minuto|"
    r"en direct|minute par minute|diretta|ao vivo|онлайн|наживо|хроника)\b",
    re.IGNORECASE,
)
LIVE_WITHIN = 400  # code points of the text in which the word counts
CLOCK = re.compile(
    r"(?<!\d)(?P<hour>2[0-3]|[01]?\d)(?!\d)(?:\s?[:.h]\s?(?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s?(?:uhr|hrs|h)\b)?(?:\s?\(?(?P<zone>[A-Z]{1,4}T|GMT|UTC|MSK)\b\)?)?",
    re.IGNORECASE,
)
BESIDE_CLOCK = re.compile(r"[\s,.|·•–—@*#>-]*(?:(?:at|um|à|a las|alle|às|в|о)[\s]+)?")
# "14:32 GMT - Two people hurt": the head on the line of its text.
ON_ITS_LINE = re.compile(
    rf"(?:\*\*|\[)?(?P<clock>{CLOCK.pattern})(?:\*\*|\])?\s?[|:–—-]\s+(?=\S)", re.IGNORECASE
)

ZONELESS = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?\Z")


@dataclass(frozen=True)
class Timed:
    """One entry as a page or a JSON object states it: its time, and its paragraphs."""

    head: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Blog:
    """The entries of a text in order, and the heads that stand on the line of an entry's text."""

    entries: tuple[Entry, ...] = ()
    heads: tuple[Excluded, ...] = ()


@dataclass(frozen=True)
class _Head:
    start: int  # of the paragraph that it is or begins
    text_start: int  # where the entry's own words begin
    text: str
    day: date | None
    clock: time
    zone: tzinfo | None
    on_line: bool


def blog_in_text(
    text: str,
    paragraphs: Sequence[Paragraph],
    reasons: Sequence[str | None],
    published: date | datetime | None,
) -> Blog:
    """The live blog that `text` is, or no entry. `published` gives the oldest entry its day.

    An entry reaches to the next head, the last one to the end of what is no other article.
    """
    heads = list(_heads(paragraphs, reasons))[:MOST_ENTRIES]
    if len(heads) < FEWEST_HEADS or not _all_filled(heads, paragraphs, reasons):
        return Blog()
    order = _order(heads)
    if order == 0 or (order > 0 and not LIVE.search(text[:LIVE_WITHIN])):
        return Blog()
    days = _days(heads, published, newest_first=order < 0)
    end = _end(paragraphs, reasons, heads[-1].start, len(text))
    ends = [*(head.start for head in heads[1:]), end]
    return Blog(
        entries=tuple(
            Entry(start=head.start, end=stop, head=head.text, published=_moment(day, head, published))
            for head, stop, day in zip(heads, ends, days, strict=True)
        ),
        heads=tuple(
            Excluded(start=head.start, end=head.text_start, reason="time stamp")
            for head in heads
            if head.on_line
        ),
    )


def _heads(paragraphs: Sequence[Paragraph], reasons: Sequence[str | None]) -> Iterator[_Head]:
    for paragraph, reason in zip(paragraphs, reasons, strict=True):
        if reason in ("time stamp", "share or comment widget") and len(paragraph.text) <= LONGEST_HEAD:
            if (head := _head(paragraph.one_line, paragraph)) is not None:
                yield head
        elif reason is None and (match := ON_ITS_LINE.match(paragraph.text[:LONGEST_HEAD])):
            clock = _clock(match)
            if clock is not None:
                yield _Head(
                    start=paragraph.start, text_start=paragraph.start + match.end(),
                    text=match["clock"].strip(), day=None, clock=clock, zone=_zone(match), on_line=True,
                )  # fmt: skip


def _head(line: str, paragraph: Paragraph) -> _Head | None:
    """A line that is a clock time, alone or with its day; "Updated 14:32" is none."""
    rest, day = line, None
    if (dated := find_date_span(line)) is not None:
        value, start, end = dated
        day = value.date() if isinstance(value, datetime) else value
        rest = line[:start] + " " + line[end:]
    match = CLOCK.match(rest, BESIDE_CLOCK.match(rest).end())  # type: ignore[union-attr]  # matches nothing at least
    if match is None or (clock := _clock(match)) is None or re.search(r"\w", rest[match.end() :]):
        return None
    return _Head(
        start=paragraph.start, text_start=paragraph.end, text=line, day=day, clock=clock, zone=_zone(match),
        on_line=False,
    )  # fmt: skip


def _clock(match: re.Match[str]) -> time | None:
    """The time of day; None for a bare number."""
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    elif match["minute"] is None:
        return None
    return time(hour, int(match["minute"] or 0))


def _zone(match: re.Match[str]) -> tzinfo | None:
    return zone_of(match["zone"]) if match["zone"] else None


def _all_filled(
    heads: Sequence[_Head], paragraphs: Sequence[Paragraph], reasons: Sequence[str | None]
) -> bool:
    """Whether nearly every head has running text before the next one: a timetable has none."""
    starts = [head.start for head in heads]
    filled, at = 0, 0
    for paragraph, reason in zip(paragraphs, reasons, strict=True):
        while at < len(starts) and starts[at] <= paragraph.start:
            at += 1
            counted = False
        if at and not counted and reason is None and _is_told(paragraph):
            filled, counted = filled + 1, True
    return filled >= 0.8 * len(heads)


def _is_told(paragraph: Paragraph) -> bool:
    return paragraph.is_prose or (paragraph.ends_sentence and paragraph.words >= FEWEST_TOLD)


def _order(heads: Sequence[_Head]) -> int:
    """1 where the times rise, -1 where they fall, 0 where they do neither; one midnight is allowed for."""
    moments = [(head.day or date.min, head.clock) for head in heads]
    rises = sum(a < b for a, b in pairwise(moments))
    falls = sum(a > b for a, b in pairwise(moments))
    if rises <= 1 and falls > rises:
        return -1
    return 1 if falls <= 1 and rises > falls else 0


def _days(
    heads: Sequence[_Head], published: date | datetime | None, *, newest_first: bool
) -> list[date | None]:
    """The day of each head: its own, else that of the entry before it in time, one later past midnight."""
    day = published.date() if isinstance(published, datetime) else published
    days: list[date | None] = []
    before: time | None = None
    for head in reversed(heads) if newest_first else heads:
        if head.day is not None:
            day = head.day
        elif day is not None and before is not None and head.clock < before:
            day += timedelta(days=1)
        days.append(day)
        before = head.clock
    return days[::-1] if newest_first else days


def _moment(day: date | None, head: _Head, published: date | datetime | None) -> datetime | None:
    if day is None:
        return None
    zone = head.zone or (published.tzinfo if isinstance(published, datetime) else None)
    return datetime.combine(day, head.clock, zone)


def _end(paragraphs: Sequence[Paragraph], reasons: Sequence[str | None], start: int, length: int) -> int:
    """Where the page begins again below the last head."""
    below = (
        paragraph.start
        for paragraph, reason in zip(paragraphs, reasons, strict=True)
        if paragraph.start > start
        and reason in ("related articles", "other article", "site footer", "tag list")
    )
    return next(below, length)


def blog_as_stated(text: str, timed: Sequence[Timed], published: date | datetime | None) -> Blog:
    """The entries of `text`, each where its paragraphs stand; a line that no entry states is in none."""
    if not timed:
        return Blog()
    owner = _owners(timed)
    spans: list[tuple[int, int, int]] = []  # entry, start, end
    for line in re.finditer(r"[^\n]+", text):
        of = owner.get(bare(line.group()))
        if of is None:
            continue
        if spans and spans[-1][0] == of:
            spans[-1] = (of, spans[-1][1], line.end())
        else:
            spans.append((of, line.start(), line.end()))
    moments = {number: stated_moment(timed[number].head, published) for number, *_ in spans}
    return Blog(
        tuple(
            Entry(start=start, end=end, head=timed[number].head, published=moments[number])
            for number, start, end in spans
        )
    )


def stated_chars(text: str, timed: Sequence[Timed]) -> int:
    """How many characters of `text` stand in lines that the entries state."""
    owner = _owners(timed)
    return sum(len(line) for line in text.splitlines() if bare(line) in owner) if owner else 0


def _owners(timed: Sequence[Timed]) -> dict[str, int]:
    """Per paragraph, which entry states it; the first of several."""
    owner: dict[str, int] = {}
    for number, entry in enumerate(timed[:MOST_ENTRIES]):
        for words in entry.texts:
            owner.setdefault(bare(words), number)
    return owner


def bare(text: str) -> str:
    """The letters and digits of a paragraph: what an extraction leaves as it is."""
    return re.sub(r"[\W_]+", "", text).casefold()


def stated_moment(head: str, published: date | datetime | None) -> date | datetime | None:
    """The time that a page states for an entry: an ISO time, or a clock on the blog's own day."""
    zone = published.tzinfo if isinstance(published, datetime) else None
    dated = find_date_span(head)
    if dated is not None and isinstance(dated[0], datetime):
        return dated[0]
    if ZONELESS.match(head):
        with suppress(ValueError):
            return datetime.fromisoformat(head).replace(tzinfo=zone)
    rest = head[dated[2] :] if dated is not None else head
    match = CLOCK.search(rest[:LONGEST_HEAD])
    day = dated[0] if dated is not None else published
    if isinstance(day, datetime):
        day = day.date()
    if match is None or (clock := _clock(match)) is None or day is None:
        return dated[0] if dated is not None else None
    return datetime.combine(day, clock, _zone(match) or zone)
