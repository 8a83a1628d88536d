"""Where one text file holds several articles: split where that is certain, else left as one.

Certain are four things: front matter again and again; the numbered documents of a press database; rules
(`***`, `=====`) with a headline, a date and running text below each and at the top; and a masthead with
its date again and again, in the same way. A section break in an article has no headline and no date below
it. What stands under another headline without such proof is excluded as another article, as ever.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from checker.ingest import labels
from checker.ingest.article import Draft
from checker.ingest.boxes import looks_like_headline
from checker.ingest.frontmatter import LONGEST_BLOCK, read_front_matter
from checker.ingest.head import dated_outlet, is_outlet_name
from checker.ingest.lines import Paragraph, split_paragraphs
from checker.ingest.metadata import DATE_KEYS, OUTLET_KEYS, TITLE_KEYS, clean, metadata_from_values
from checker.ingest.plain import read_plain
from checker.ingest.published import find_date
from checker.ingest.stamps import LONGEST_STAMP, is_byline, is_stamp, without_date
from checker.model import Excluded

MOST_ARTICLES = 20_000
HEAD_PARAGRAPHS = 7  # in which a headline, a date and the first running text stand
SHORTEST_TEXT = 150  # code points of running text below a head
FENCE = re.compile(r"^(?:---|\+\+\+)[ \t]{0,20}\r?$", re.MULTILINE)
NUMBERED = re.compile(
    r"^[ \t]{0,60}(?:document[ \t](?P<number>\d{1,5})[ \t]of[ \t](?P<total>\d{1,5})|"
    r"(?P<number2>\d{1,5})[ \t]of[ \t](?P<total2>\d{1,5})[ \t]documents)[ \t]{0,60}\r?$",
    re.MULTILINE | re.IGNORECASE,
)
LAST_LINE = re.compile(
    r"^[ \t]{0,20}(?:end of document|document [A-Z]{2,8}[A-Z0-9]{6,20}[a-z0-9]{6,20})[ \t]{0,20}\r?$",
    re.MULTILINE | re.IGNORECASE,
)
RULE = re.compile(r"^[ \t]{0,20}(?:(?:\*[ \t]?){3,60}|[=_~#-]{3,200})[ \t]{0,20}\r?$", re.MULTILINE)
# What press databases write above and below an article.
RECORD_LINE = re.compile(
    r"^[ \t]{0,40}(?P<label>byline|section|length|word count|load-date|language|"
    r"publication[ -](?:title|date|type|"
    r"info|year|subject)|source|document (?:type|url)|proquest document id|last updated|database|"
    r"subject|company|"
    r"author|dateline|graphic|copyright|issn|pages?|volume|issue|credit|headline|title|body|full text|"
    r"highlight|"
    r"classification|person|geographic|industry|ticker)[ \t]?:[ \t]{0,20}(?P<value>[^\r\n]{0,500})\r?$",
    re.MULTILINE | re.IGNORECASE,
)
TEXT_LABELS = ("full text", "body", "highlight", "headline", "title")  # what follows them is the article's
FIELDS = {"publication title": "publication", "publication date": "date", "headline": "title"}
RESERVED = re.compile(r"[\s.,]{0,4}\ball rights reserved\b.{0,80}", re.IGNORECASE)
MASTHEAD = re.compile(
    rf"^[ \t]{{0,20}}[^\n]{{0,60}}{labels.OUTLET_WORDS.pattern}[^\n]{{0,80}}$", re.MULTILINE
)
LONGEST_MASTHEAD = 200  # code points, more than the pattern can match
LOOKED_THROUGH = 200_000  # code points in which two mastheads must stand
DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}[^.!?]{0,60}\s?(?:--|–|—|-)\s")
SHORTEST_ALONE = 600  # where no rule stands between: what a card of another article never has
COPYRIGHT = re.compile(
    r"^[ \t]{0,40}(?:copyright|©)\s?(?:©\s?)?(?:\d{4})\s(?P<name>[^\r\n]{2,80})", re.I | re.M
)


@dataclass(frozen=True)
class Parts:
    """Where each article begins and ends in the text, and by what that was seen."""

    spans: tuple[tuple[int, int], ...]
    sign: str
    is_export: bool = False


def read_texts(text: str, *, markdown: bool) -> Iterator[Draft]:
    """The drafts of a text or Markdown file; `#n` counts them where there are several."""
    parts = split_articles(text)
    if parts is None:
        yield read_plain(text, markdown=markdown)
        return
    for number, (start, end) in enumerate(parts.spans, start=1):
        draft = read_plain(text[start:end].strip("\r\n") + "\n", markdown=markdown)
        if parts.is_export:
            draft = _of_record(draft)
        note = f"article {number} of {len(parts.spans)} in this file, told apart by {parts.sign}"
        yield replace(draft, part=f"#{number}").noting("text", note)


def split_articles(text: str) -> Parts | None:
    """The articles that `text` certainly holds, or None for one article, or for doubt."""
    return _by_front_matter(text) or _by_number(text) or _by_last_line(text) or _by_heads(text)


def _by_front_matter(text: str) -> Parts | None:
    fences = [match.start() for match in FENCE.finditer(text)][: 2 * MOST_ARTICLES]
    if len(fences) < 4 or text[: fences[0]].strip():
        return None
    starts: list[int] = []
    inside = 0
    for fence in fences:
        if fence < inside:
            continue
        block = read_front_matter(text[fence : fence + LONGEST_BLOCK + 100])
        if block is not None and block.start == 0 and _names_an_article(block.values):
            starts.append(fence)
            inside = fence + block.end
    return _parts(text, [0, *starts[1:]], "front matter")


def _names_an_article(values: Mapping[str, str]) -> bool:
    return len(values.keys() & {*OUTLET_KEYS, *TITLE_KEYS, *DATE_KEYS}) >= 2


def _by_number(text: str) -> Parts | None:
    found = [
        (match.start(), int(match["number"] or match["number2"]), match["total"] or match["total2"])
        for match in NUMBERED.finditer(text)
    ]
    in_order = [number for _, number, _ in found] == list(range(1, len(found) + 1))
    if not in_order or len({total for *_, total in found}) != 1:
        return None
    cover = split_paragraphs(text[: found[0][0]])
    if sum(len(paragraph.text) for paragraph in cover if paragraph.is_prose) >= SHORTEST_TEXT:
        return None
    starts = [0, *(start for start, *_ in found[1:])]  # a cover or list of contents goes with the first
    return _parts(text, starts, "the numbers of a database", is_export=True)


def _by_last_line(text: str) -> Parts | None:
    ends = [match.end() for match in LAST_LINE.finditer(text)]
    if len(ends) < 2:
        return None
    return _parts(text, [0, *ends[:-1]], "the last lines of a database", is_export=True)


def _by_heads(text: str) -> Parts | None:
    """By rules or mastheads, where what stands below each has a head of its own, the top included."""
    front = read_front_matter(text)
    top = front.end if front else 0
    rules = [match.start() for match in RULE.finditer(text, top)][:MOST_ARTICLES]
    if not rules and len(MASTHEAD.findall(_short_lines(text[:LOOKED_THROUGH]))) < 2:
        return None
    paragraphs = [paragraph for paragraph in split_paragraphs(text) if paragraph.start >= top]
    if not paragraphs or not (front or _has_head(paragraphs, 0)):
        return None
    starts = [paragraph.start for paragraph in paragraphs]
    cuts = [rule for rule in rules if _has_head(paragraphs, bisect_right(starts, rule))]
    by_rules = _parts(text, [0, *cuts], "the rules between them", paragraphs)
    return by_rules or _by_mastheads(text, paragraphs)


def _short_lines(text: str) -> str:
    """The lines that may be a masthead; most of a text is in longer ones, and slow to search."""
    return "\n".join(line for line in text.split("\n") if len(line) <= LONGEST_MASTHEAD)


def _by_mastheads(text: str, paragraphs: Sequence[Paragraph]) -> Parts | None:
    at = [i for i, paragraph in enumerate(paragraphs) if _is_masthead(paragraphs, i, paragraph.one_line)]
    if len(at) < 2 or at[0] != 0 or not all(_has_head(paragraphs, i) for i in at):
        return None
    starts = [0, *(paragraphs[i].start for i in at[1:])]
    return _parts(text, starts, "their mastheads", paragraphs, shortest=SHORTEST_ALONE)


def _is_masthead(paragraphs: Sequence[Paragraph], index: int, line: str) -> bool:
    """An outlet's name with its date on the same line or the next."""
    if len(line) > LONGEST_STAMP or paragraphs[index].ends_sentence:
        return False
    if dated_outlet(line):
        return True
    return is_outlet_name(line) and index + 1 < len(paragraphs) and _is_dated(paragraphs[index + 1].one_line)


def _is_dated(line: str) -> bool:
    """A line with a full date that is a stamp, a byline, or ends with the date."""
    if len(line) > LONGEST_STAMP or find_date(line) is None:
        return False
    return is_stamp(line) or is_byline(line) or without_date(line) is not None


def _has_head(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a headline and a date stand from paragraph `at` on, then running text."""
    headline = dated = False
    for paragraph in paragraphs[at : at + HEAD_PARAGRAPHS]:
        line = paragraph.one_line
        if _is_dated(line):
            dated = True
        elif paragraph.is_prose and not looks_like_headline(paragraph):
            return headline and (dated or DATELINE.match(line[:LONGEST_STAMP]) is not None)
        elif (
            paragraph.words >= 3
            and looks_like_headline(paragraph)
            and not is_byline(line)
            and not is_stamp(line)
        ):
            headline = True
    return False


def _parts(
    text: str,
    starts: Sequence[int],
    sign: str,
    paragraphs: Sequence[Paragraph] = (),
    *,
    shortest: int = SHORTEST_TEXT,
    is_export: bool = False,
) -> Parts | None:
    """The parts from each start to the next; None for fewer than two, or one with hardly any running text."""
    if not 2 <= len(starts) <= MOST_ARTICLES:
        return None
    spans = tuple(pairwise([*starts, len(text)]))
    if paragraphs:
        chars = [0] * len(spans)
        for paragraph in paragraphs:
            if paragraph.is_prose:
                chars[max(0, bisect_right(starts, paragraph.start) - 1)] += len(paragraph.text)
        if min(chars) < shortest:
            return None
    return Parts(spans, sign, is_export)


def _apart(spans: Iterable[tuple[int, int]], known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in order that neither overlap one before nor one that is known."""
    reached = 0
    for start, end in sorted(spans):
        if start >= reached and start < end and not any(start < b and a < end for a, b in known):
            yield start, end
            reached = end


def _of_record(draft: Draft) -> Draft:
    """The draft of a database's document: its record set apart, and outlet, title and date read from it."""
    fields: dict[str, str] = {}
    number = NUMBERED.search(draft.text)
    spans = [match.span() for match in LAST_LINE.finditer(draft.text)]
    if number is not None:
        spans.append((0, number.end()))
    for match in RECORD_LINE.finditer(draft.text):
        label = match["label"].lower().replace("-", " ")
        spans.append((match.start(), match.start("value") if label in TEXT_LABELS else match.end()))
        if value := clean(match["value"]):
            fields.setdefault(FIELDS.get(label, label), value)
    if name := COPYRIGHT.search(draft.text):
        fields.setdefault("publication", clean(RESERVED.sub("", name["name"])))
    known = [(span.start, span.end) for span in draft.excluded]
    excluded = [Excluded(start=a, end=b, reason="database record") for a, b in _apart(spans, known)]
    return replace(
        draft,
        metadata=metadata_from_values(fields, "database record"),
        excluded=tuple(sorted((*draft.excluded, *excluded), key=lambda span: span.start)),
    )
