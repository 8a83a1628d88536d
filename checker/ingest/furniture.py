"""What in a plain text is page furniture, each stretch with its reason. The rest is the article.

Scraped text carries the page it stood on: section labels above the headline, captions, promotion
lines between paragraphs, and after the end whole other articles. Structure decides, words help:
what is running text is never excluded for its words alone, only for standing in a box that its
surroundings prove (a heading, time stamps, cards of headline and teaser, the end of the page).
Doubt keeps the text: an excluded sentence of the article is a contradiction nobody sees.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.ingest import labels
from checker.ingest.boxes import LONGEST_LABEL, Reasons, looks_like_headline, mark_boxes
from checker.ingest.lines import Paragraph
from checker.ingest.stamps import (
    CONTACT,
    SAID,
    is_author_note,
    is_byline,
    is_person,
    is_role,
    is_stamp,
    without_date,
)
from checker.model import Excluded

LONGEST_CREDIT, LONGEST_CAPTION = 8, 60  # words
SHORT = 26  # words: above, a paragraph that ends as a sentence is matched against few patterns only
FEWEST_PULLED, MOST_PULLED = 5, 40  # words of a pull quote; below, "He declined." can stand in two places
BYLINE_WITHIN = 6  # paragraphs below the standfirst
NOTED_PARAGRAPHS = 4  # last paragraphs that an author note is looked for in

# Counts beside pictograms: how readers reacted.
REACTIONS = re.compile(r"(?=.{0,10}[\u2600-\u27bf\U0001f300-\U0001faff])[\W\d]{1,60}\Z")

ANYWHERE = (
    ("advertisement", labels.ADVERTISEMENT),
    ("share or comment widget", labels.SHARE),
    ("cookie notice", labels.COOKIES),
    ("promotion line", labels.PROMOTION),
    ("tag list", labels.TAGS),
    ("photo credit", labels.CREDIT_ONLY),
    ("reporting credit", labels.REPORTING_CREDIT),
    ("page address or number", labels.PAGE_LINE),
)
# Kinds of furniture that end with a full stop.
SENTENCES_TOO = ("cookie notice", "promotion line", "reporting credit", "page address or number")


@dataclass(frozen=True)
class Furniture:
    """Per paragraph the reason why it is excluded, or None; and which paragraph is the headline, or None."""

    reasons: tuple[str | None, ...]
    headline: int | None

    def excluded(self, text: str, paragraphs: Sequence[Paragraph]) -> tuple[Excluded, ...]:
        """The excluded stretches of `text`; neighbours with one reason are one stretch."""
        spans: list[Excluded] = []
        previous: str | None = None
        for paragraph, reason in zip(paragraphs, self.reasons, strict=True):
            if reason is None:
                pass
            elif reason == previous and not text[spans[-1].end : paragraph.start].strip():
                spans[-1] = Excluded(start=spans[-1].start, end=paragraph.end, reason=reason)
            else:
                spans.append(Excluded(start=paragraph.start, end=paragraph.end, reason=reason))
            previous = reason
        return tuple(spans)


def find_furniture(paragraphs: Sequence[Paragraph], *, title: str | None = None) -> Furniture:
    """What of `paragraphs` is furniture. `title` is the headline when it is known from elsewhere."""
    body = _first_prose(paragraphs)
    reasons: Reasons = [_own_reason(paragraph, in_body=i > body) for i, paragraph in enumerate(paragraphs)]
    headline = _find_headline(paragraphs, reasons, body, title)
    _mark_head(paragraphs, reasons, body, headline)
    _mark_repeats(paragraphs, reasons, headline)
    mark_boxes(paragraphs, reasons, body)
    _mark_pull_quotes(paragraphs, reasons, headline)
    _mark_last(paragraphs, reasons, body)
    return Furniture(reasons=tuple(reasons), headline=headline)


def _first_prose(paragraphs: Sequence[Paragraph]) -> int:
    """Index of the first paragraph of running text; of the longest where there is none."""
    for index, paragraph in enumerate(paragraphs):
        usual = paragraph.is_prose and not looks_like_headline(paragraph)
        if usual and not _own_reason(paragraph, in_body=False):
            return index
    return max(range(len(paragraphs)), key=lambda index: paragraphs[index].words, default=0)


def _own_reason(paragraph: Paragraph, *, in_body: bool) -> str | None:
    """Why the paragraph is furniture wherever it stands, or None."""
    line = paragraph.one_line
    if len(line) > LONGEST_LABEL:
        return None
    if paragraph.words <= LONGEST_CREDIT and labels.CREDIT_ONLY.match(line):
        return "photo credit"
    if paragraph.words <= LONGEST_CAPTION and _is_caption(line):
        return "caption"
    if paragraph.words > SHORT and paragraph.ends_sentence:
        return "cookie notice" if labels.COOKIES.match(line) else None
    is_sentence = paragraph.ends_with_full_stop and paragraph.words >= 6
    for reason, pattern in ANYWHERE:
        if is_sentence and (reason not in SENTENCES_TOO or SAID.search(line)):
            continue
        if pattern.match(line):
            return reason
    if in_body and not is_sentence and labels.TEASER.match(line):
        return "promotion line"
    if is_stamp(line):
        return "time stamp"
    return "share or comment widget" if REACTIONS.match(line) else None


def _is_caption(line: str) -> bool:
    if labels.CAPTION_START.match(line):
        return True
    match = labels.CAPTION_CREDIT.search(line[-200:])
    if match is None:
        return False
    credit = match.group()
    # "The court rules on Friday. (Agency)" is how agencies end a report: a bare name must be glued on.
    glued = re.search(r"\s|^\(", credit[:2]) is None
    return glued or any(mark in credit for mark in ("/", ":", "©", "mage", "hoto"))


def _find_headline(
    paragraphs: Sequence[Paragraph], reasons: Reasons, body: int, title: str | None
) -> int | None:
    """Index of the paragraph that is the headline: what `title` says, else the first line that can be one."""
    if title is not None:
        wanted = _bare(title)
        near = enumerate(paragraphs[: body + 3])
        return next((i for i, paragraph in near if _bare(paragraph.one_line) == wanted), None)
    usual = [
        index
        for index, paragraph in enumerate(paragraphs[:body])
        if reasons[index] is None and _can_be_headline(paragraph)
    ]
    for position, index in enumerate(usual):
        # An outlet's bare name above the headline; alone, "Rates fall again today" is a headline.
        if position + 1 == len(usual) or not _is_outlet_name(paragraphs[index].one_line):
            return index
    return None


def _can_be_headline(paragraph: Paragraph) -> bool:
    line = paragraph.one_line
    if paragraph.words < 3 or not looks_like_headline(paragraph):
        return False
    return not (
        labels.SECTION.match(line)
        or is_outlet_line(line)
        or is_byline(line)
        or _is_breadcrumb(line)
        or _dated_outlet(line)
    )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def is_outlet_line(line: str) -> bool:
    """Whether a line is an outlet's name set off with a colon: 'Norland Post :'."""
    name = line.rstrip(" :|–—-")
    return line != name and _is_outlet_name(name)


def _is_outlet_name(name: str) -> bool:
    words = name.split()
    small = ("the", "of", "and", "de", "du", "la", "le", "el", "della")
    return (
        1 <= len(words) <= 6
        and all(word[0].isupper() or word in small for word in words)
        and labels.OUTLET_WORDS.search(name) is not None
    )


def _dated_outlet(line: str) -> str | None:
    """'The Norland Post, 15 March 2025' → 'The Norland Post'."""
    name = without_date(line)
    return name if name and _is_outlet_name(name) else None


def outlet_of(line: str) -> str | None:
    """The outlet that an outlet line names."""
    return _dated_outlet(line) or line.rstrip(" :|–—-") or None


def _mark_head(paragraphs: Sequence[Paragraph], reasons: Reasons, body: int, headline: int | None) -> None:
    """Above the first paragraph: section labels, outlet lines, bylines; these also below a standfirst."""
    lines = [paragraph.one_line for paragraph in paragraphs[: body + 1]]
    for index in range(body + 1, min(len(paragraphs), body + 1 + BYLINE_WITHIN)):
        if paragraphs[index].is_prose:
            break
        if reasons[index] is None and is_byline(paragraphs[index].one_line):
            reasons[index] = "byline"
    for index in range(min(body, len(paragraphs))):
        line = lines[index]
        if index == headline:
            reasons[index] = None
        elif reasons[index] is not None:
            continue
        elif _is_section(paragraphs[index]):
            reasons[index] = "section label"
        elif is_outlet_line(line) or _dated_outlet(line) or (headline is not None and _is_outlet_name(line)):
            reasons[index] = "outlet line"
        elif index < (headline or 0) and paragraphs[index].words <= (4 if line.isupper() else 2):
            reasons[index] = "section label"
        elif is_byline(line) or _is_signed(lines, index):
            reasons[index] = "byline"


def _is_section(paragraph: Paragraph) -> bool:
    line = paragraph.one_line[:LONGEST_LABEL]
    return bool(labels.SECTION.match(line) or _is_breadcrumb(line) or labels.SITE_END.match(line))


def _is_signed(lines: Sequence[str], index: int) -> bool:
    """A name with a role or a stamp beside it, or the role with the name above it."""
    line, after = lines[index], lines[index + 1]
    if is_person(line):
        return is_role(after) or is_stamp(after)
    return index > 0 and is_role(line) and is_person(lines[index - 1])


def _is_breadcrumb(line: str) -> bool:
    steps = re.split(r"\s[>›»/|]\s", line) if len(line) <= LONGEST_LABEL else []
    return (len(steps) >= 3 and all(len(step.split()) <= 4 for step in steps)) or (
        len(steps) == 2 and all(len(step.split()) <= 2 for step in steps)
    )


def _mark_repeats(paragraphs: Sequence[Paragraph], reasons: Reasons, headline: int | None) -> None:
    """What stands there twice: the headline, a caption above its credited copy, a paragraph pasted again."""
    seen: set[str] = set()
    title = _bare(paragraphs[headline].one_line) if headline is not None else None
    for index, paragraph in enumerate(paragraphs):
        key = _bare(paragraph.one_line) if len(paragraph.text) <= LONGEST_LABEL else paragraph.text
        if index > 0 and _is_credited_copy(paragraphs[index - 1], paragraph) and index - 1 != headline:
            reasons[index - 1] = reasons[index] = "caption"
        elif reasons[index] is None and key and key in seen:
            if key == title:
                reasons[index] = "headline repeated"
            elif paragraph.words >= FEWEST_PULLED:
                reasons[index] = "paragraph repeated"
        seen.add(key)


def _is_credited_copy(above: Paragraph, below: Paragraph) -> bool:
    """Whether `below` is `above` with a credit put on: how a page's picture text comes out, twice."""
    line = above.one_line.rstrip(" .")
    if not 3 <= above.words <= LONGEST_CAPTION or not below.one_line.startswith(line):
        return False
    credit = below.one_line[len(line) :].strip(" .()[]|©/-–—")
    return 0 < len(credit) <= 60 and len(credit.split()) <= 6 and credit[0].isupper()


def _mark_pull_quotes(paragraphs: Sequence[Paragraph], reasons: Reasons, headline: int | None) -> None:
    """Short paragraphs whose words stand in a longer one too: nothing is lost with them."""
    short = [
        index
        for index, paragraph in enumerate(paragraphs)
        if reasons[index] is None and index != headline and FEWEST_PULLED <= paragraph.words <= MOST_PULLED
    ][:200]
    if not short:
        return
    kept = {index: f" {_bare(p.text)} " for index, p in enumerate(paragraphs) if reasons[index] is None}
    everything = "\n".join(words for index, words in kept.items() if index != headline)
    for index in short:
        if everything.count(kept[index]) > 1:
            reasons[index] = "pull quote"


def _mark_last(paragraphs: Sequence[Paragraph], reasons: Reasons, body: int) -> None:
    """Below the last paragraph: who wrote it. A sentence about a professor is none, about an editor is."""
    looked_at = 0
    for index in range(len(paragraphs) - 1, body, -1):
        line = paragraphs[index].one_line[: LONGEST_LABEL + 1]
        if reasons[index] is None:
            looked_at += 1
            if is_author_note(paragraphs[index]) or CONTACT.match(line):
                reasons[index] = "author note"
            elif labels.END_MARK.match(line):
                reasons[index] = "end mark"
        if looked_at >= NOTED_PARAGRAPHS:
            return
