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
from checker.ingest.appeals import is_appeal, newsletter_boxes
from checker.ingest.boxes import LONGEST_LABEL, Reasons, looks_like_headline, mark_boxes
from checker.ingest.head import bare_words, find_headline, mark_head
from checker.ingest.lines import Paragraph
from checker.ingest.stamps import (
    CONTACT,
    SAID,
    SIGNED_FROM,
    is_author_note,
    is_made_of_labels,
    is_stamp,
)
from checker.model import Excluded

LONGEST_CREDIT, LONGEST_CAPTION = 8, 60  # words
SHORT = 26  # words: above, a paragraph that ends as a sentence is matched against few patterns only
FEWEST_PULLED, MOST_PULLED = 5, 40  # words of a pull quote; below, "He declined." can stand in two places
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
    for first, last in newsletter_boxes(paragraphs):
        reasons[first : last + 1] = ["promotion line"] * (last + 1 - first)
    _mark_captions(paragraphs, reasons, body)
    headline = find_headline(paragraphs, reasons, body, title)
    mark_head(paragraphs, reasons, body, headline)
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
    if reason := _of_site(paragraph, line):
        return reason
    if paragraph.words > SHORT and paragraph.ends_sentence:
        return None
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


def _of_site(paragraph: Paragraph, line: str) -> str | None:
    """Whole sentences that are the site's: consent, appeals to the reader, who reported from where."""
    if labels.COOKIES.match(line) and not SAID.search(line):
        return "cookie notice"
    if is_appeal(paragraph):
        return "promotion line"
    if is_made_of_labels(line):
        return "byline"
    return "reporting credit" if SIGNED_FROM.match(line) else None


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


def _mark_captions(paragraphs: Sequence[Paragraph], reasons: Reasons, body: int) -> None:
    """Lines without a full stop right above a credit, or above a caption that says the same and more."""
    for index in range(body + 1, len(paragraphs)):
        above, reason = paragraphs[index - 1], reasons[index]
        if reason not in ("photo credit", "caption") or reasons[index - 1] is not None or index - 1 <= body:
            continue
        if above.words > SHORT or above.ends_sentence:
            continue
        words, below = (
            set(bare_words(above.one_line).split()),
            set(bare_words(paragraphs[index].one_line).split()),
        )
        if reason == "photo credit" or len(words & below) > len(words) / 2:
            reasons[index - 1] = "caption"


def _mark_repeats(paragraphs: Sequence[Paragraph], reasons: Reasons, headline: int | None) -> None:
    """What stands there twice: the headline, a caption above its credited copy, a paragraph pasted again."""
    seen: set[str] = set()
    title = bare_words(paragraphs[headline].one_line) if headline is not None else None
    for index, paragraph in enumerate(paragraphs):
        key = bare_words(paragraph.one_line) if len(paragraph.text) <= LONGEST_LABEL else paragraph.text
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
    kept = {index: f" {bare_words(p.text)} " for index, p in enumerate(paragraphs) if reasons[index] is None}
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
