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
from checker.ingest.lines import Paragraph
from checker.ingest.published import find_date_span
from checker.model import Excluded

LONGEST_LABEL = 400  # code points: no button, stamp or credit is longer, and patterns read no more
LONGEST_CAPTION = 60  # words
LONGEST_HEADLINE = 28  # words
SHORT = 26  # words: above, a paragraph that ends as a sentence is matched against few patterns only

FULL_STOP = re.compile(r"\.[\"'”’»)\]]{0,3}\Z")
SAID = re.compile(r"[\"“”«»]|\b(?:said|says|told|added|dijo|sagte|a déclaré|сказал|заявил)", re.IGNORECASE)
AUTHOR_NOTE = re.compile(
    r"(?:[•*_—–-]\s?)?(?:[A-ZÀ-ÞА-ЯЁЄІЇ][\w'’.-]{0,30} ){1,4}(?:is|was|are|es|est|ist|è|é|reports?|"
    r"writes|covers|—|–|-|,) (?P<rest>.{3,300})\Z"
)
CONTACT = re.compile(
    r"(?:(?:e-?mail|contact|twitter|x|follow|tel|phone)\W{0,3}(?:.{0,40}\bat )?)?(?:@\w{2,30}|"
    r"[\w.+-]{1,60}@[\w.-]{3,60})[\s.|,]{0,4}\Z",
    re.IGNORECASE,
)
STAMP_WORDS = re.compile(
    r"\b(?:at|on|um|à|h|uhr|a las|às|local time|time|et|gmt|utc|bst|cest?|eest|msk|edt|est|pdt|pst|ist|"
    r"a\.?m|p\.?m|am|pm|min(?:ute)?s? read|de|del|в|о|of|the|st|nd|rd|th)\b",
    re.IGNORECASE,
)
DAY_NAMES = re.compile(rf"\b{labels.DAYS}\b", re.IGNORECASE)
SHORT_DATE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]{0,6}\.?(?: \d{1,2}(?:st|nd|rd|th)?\b)?(?:,? \d{4}\b)?",
    re.IGNORECASE,
)


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
            if (
                reason is not None
                and reason == previous
                and not text[spans[-1].end : paragraph.start].strip()
            ):
                spans[-1] = Excluded(start=spans[-1].start, end=paragraph.end, reason=reason)
            elif reason is not None:
                spans.append(Excluded(start=paragraph.start, end=paragraph.end, reason=reason))
            previous = reason
        return tuple(spans)


def find_furniture(paragraphs: Sequence[Paragraph], *, title: str | None = None) -> Furniture:
    """What of `paragraphs` is furniture. `title` is the headline when it is known from elsewhere."""
    body = _first_prose(paragraphs)
    reasons: list[str | None] = [
        _own_reason(paragraph, in_body=i > body) for i, paragraph in enumerate(paragraphs)
    ]
    headline = _find_headline(paragraphs, reasons, body, title)
    _mark_head(paragraphs, reasons, body, headline)
    _mark_repeats(paragraphs, reasons, headline)
    _mark_boxes(paragraphs, reasons, body)
    _mark_author_notes(paragraphs, reasons, body)
    return Furniture(reasons=tuple(reasons), headline=headline)


def looks_like_headline(paragraph: Paragraph) -> bool:
    return 2 <= paragraph.words <= LONGEST_HEADLINE and not FULL_STOP.search(paragraph.text[-5:])


def is_stamp(line: str) -> bool:
    """Whether a line says when it was published or updated, and nothing else."""
    if len(line) > 160:
        return False
    if labels.RELATIVE_STAMP.match(line) or labels.STAMP_LABEL.match(line):
        return True
    rest = labels.STAMP_START.sub(" ", line)
    dated = find_date_span(rest)
    if dated is not None:
        rest = rest[: dated[1]] + " " + rest[dated[2] :]
    elif not re.search(r"\d", rest):
        return False
    rest = STAMP_WORDS.sub(" ", DAY_NAMES.sub(" ", SHORT_DATE.sub(" ", rest)))
    timed = dated is not None or rest != line
    return timed and not any(character.isalpha() for character in rest) and len(re.findall(r"\d+", rest)) <= 4


def _first_prose(paragraphs: Sequence[Paragraph]) -> int:
    """Index of the first paragraph of running text; of the longest where there is none."""
    for index, paragraph in enumerate(paragraphs):
        if (
            paragraph.is_prose
            and not looks_like_headline(paragraph)
            and not _own_reason(paragraph, in_body=False)
        ):
            return index
    return max(range(len(paragraphs)), key=lambda index: paragraphs[index].words, default=0)


ANYWHERE = (
    ("advertisement", labels.ADVERTISEMENT),
    ("share or comment widget", labels.SHARE),
    ("cookie notice", labels.COOKIES),
    ("promotion line", labels.PROMOTION),
    ("tag list", labels.TAGS),
    ("photo credit", labels.CREDIT_ONLY),
    ("reporting credit", labels.REPORTING_CREDIT),
)


def _own_reason(paragraph: Paragraph, *, in_body: bool) -> str | None:
    """Why the paragraph is furniture wherever it stands, or None."""
    line = paragraph.one_line
    if len(line) > LONGEST_LABEL:
        return None
    if paragraph.words <= LONGEST_CAPTION and _is_caption(line):
        return "caption"
    if paragraph.words > SHORT and paragraph.ends_sentence:
        return "cookie notice" if labels.COOKIES.match(line) else None
    for reason, pattern in ANYWHERE:
        if pattern.match(line):
            return reason
    if in_body and (not paragraph.ends_sentence or paragraph.words < 8) and labels.TEASER.match(line):
        return "promotion line"
    return "time stamp" if is_stamp(line) else None


def _is_caption(line: str) -> bool:
    if labels.CAPTION_START.match(line):
        return True
    match = labels.CAPTION_CREDIT.search(line[-200:])
    if match is None:
        return False
    credit = match.group()
    # "The court rules on Friday. (Agency)" is how agencies end a report: a bare name must be glued on.
    return (
        "/" in credit
        or ":" in credit
        or "©" in credit
        or not re.search(r"\s|^\(", credit[:2])
        or "mage" in credit
        or "hoto" in credit
    )


def _find_headline(
    paragraphs: Sequence[Paragraph], reasons: Sequence[str | None], body: int, title: str | None
) -> int | None:
    """Index of the paragraph that is the headline: what `title` says, else the first line that can be one."""
    if title is not None:
        wanted = _bare(title)
        return next(
            (i for i, paragraph in enumerate(paragraphs[: body + 3]) if _bare(paragraph.one_line) == wanted),
            None,
        )
    for index, paragraph in enumerate(paragraphs[:body]):
        line = paragraph.one_line
        usual = (
            reasons[index] is None
            and not labels.SECTION.match(line)
            and not is_outlet_line(line)
            and not _is_byline(line)
        )
        if usual and looks_like_headline(paragraph) and paragraph.words >= 3:
            return index
    return None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def is_outlet_line(line: str) -> bool:
    """Whether a line is an outlet's name set off with a colon: 'Norland Post :'."""
    name = line.rstrip(" :|–—-")
    words = name.split()
    return (
        line != name
        and 1 <= len(words) <= 6
        and all(
            word[0].isupper() or word in ("the", "of", "and", "de", "du", "la", "le", "el", "della")
            for word in words
        )
        and labels.OUTLET_WORDS.search(name) is not None
    )


def _is_byline(line: str) -> bool:
    match = labels.BYLINE.match(line) if len(line) <= 140 else None
    if match is None:
        return False
    names = re.split(r"\s?(?:,|\band\b|\by\b|\bet\b|\bund\b|\be\b|\bи\b|\bin\b|&|\|)\s?", match["names"])[:1]
    words = names[0].split() if names else []
    return 1 < len(words) <= 5 and all(word[0].isupper() for word in words)


def _mark_head(
    paragraphs: Sequence[Paragraph], reasons: list[str | None], body: int, headline: int | None
) -> None:
    """Above the first paragraph: section labels, outlet lines, bylines."""
    for index in range(min(body, len(paragraphs))):
        line = paragraphs[index].one_line
        if index == headline or reasons[index] is not None:
            reasons[index] = None if index == headline else reasons[index]
        elif labels.SECTION.match(line) or _is_breadcrumb(line) or labels.SITE_END.match(line):
            reasons[index] = "section label"
        elif is_outlet_line(line):
            reasons[index] = "outlet line"
        elif _is_byline(line) or _is_name_with_role(line):
            reasons[index] = "byline"


def _is_breadcrumb(line: str) -> bool:
    steps = re.split(r"\s[>›»/|]\s", line)
    return len(steps) >= 3 and all(len(step.split()) <= 4 for step in steps)


def _is_name_with_role(line: str) -> bool:
    """'Jana Dorn, Political Editor' or 'Jana Dorn in Norhaven', no sentence."""
    match = re.match(r"(?:[A-ZÀ-Þ][\w'’.-]{0,30} ?){2,4}(?:, | in |\s?\|\s?| - )(?P<rest>.{2,60})\Z", line)
    return (
        match is not None
        and not line.endswith(".")
        and len(line.split()) <= 12
        and bool(labels.PRESS_ROLE.search(match["rest"]))
    )


def _mark_repeats(paragraphs: Sequence[Paragraph], reasons: list[str | None], headline: int | None) -> None:
    """What stands there twice: the headline, a caption above its credited copy, a paragraph pasted again."""
    seen: dict[str, int] = {}
    title = _bare(paragraphs[headline].one_line) if headline is not None else None
    for index, paragraph in enumerate(paragraphs):
        key = _bare(paragraph.one_line) if len(paragraph.text) <= LONGEST_LABEL else paragraph.text
        if index > 0 and _is_credited_copy(paragraphs[index - 1], paragraph) and index - 1 != headline:
            reasons[index - 1] = reasons[index] = "caption"
        elif reasons[index] is None and key and key in seen:
            if key == title:
                reasons[index] = "headline repeated"
            elif paragraph.words >= 6:
                reasons[index] = "paragraph repeated"
        seen.setdefault(key, index)


def _is_credited_copy(above: Paragraph, below: Paragraph) -> bool:
    """Whether `below` is `above` with a credit put on: how a page's picture text comes out, twice."""
    line, copy = above.one_line, below.one_line
    if not 3 <= above.words <= LONGEST_CAPTION or not copy.startswith(line.rstrip(" .")):
        return False
    credit = copy[len(line.rstrip(" .")) :].strip(" .()[]|©/-–—")
    return 0 < len(credit) <= 60 and len(credit.split()) <= 6 and credit[0].isupper()


def _mark_boxes(paragraphs: Sequence[Paragraph], reasons: list[str | None], body: int) -> None:
    """Headed boxes below the article's beginning; and from a proven end of the page on, everything."""
    index = body + 1
    while index < len(paragraphs):
        kind = _box_kind(paragraphs[index])
        if kind is None:
            index += 1
            continue
        run_end = _next_prose(paragraphs, index + 1)
        if run_end == len(paragraphs) or _is_page_end(paragraphs, body, index, run_end):
            _mark_rest(paragraphs, reasons, index, run_end)
            return
        reasons[index] = kind
        if kind == "related articles":
            for i in range(index + 1, min(run_end, index + 11)):
                if not paragraphs[i].ends_sentence:
                    reasons[i] = reasons[i] or kind
        index = run_end


def _box_kind(paragraph: Paragraph) -> str | None:
    line = paragraph.one_line
    if paragraph.words > 14 and not labels.SITE_END.match(line[:LONGEST_LABEL]):
        return None
    for reason, pattern in (
        ("related articles", labels.RELATED),
        ("share or comment widget", labels.COMMENTS),
        ("tag list", labels.TAGS),
        ("site footer", labels.SITE_END),
    ):
        if len(line) <= LONGEST_LABEL and pattern.match(line):
            return reason
    return None


def _next_prose(paragraphs: Sequence[Paragraph], start: int) -> int:
    return next((i for i in range(start, len(paragraphs)) if paragraphs[i].is_prose), len(paragraphs))


def _is_page_end(paragraphs: Sequence[Paragraph], body: int, heading: int, prose: int) -> bool:
    """Whether the text from `prose` on, below the box heading at `heading`, is no longer the article."""
    run = [paragraph.one_line for paragraph in paragraphs[heading:prose]]
    kinds = {kind for paragraph in paragraphs[heading:prose] if (kind := _box_kind(paragraph))}
    stamped = any(is_stamp(line) or _is_byline(line) for line in run[1:])
    if len(kinds) >= 2 or (stamped and kinds & {"related articles", "share or comment widget"}):
        return True
    if kinds == {"share or comment widget"}:
        rest = [paragraph.one_line for paragraph in paragraphs[prose : prose + 400]]
        return (
            any(labels.RELATIVE_STAMP.match(line) for line in rest)
            or sum(bool(labels.COMMENTS.match(line)) for line in rest) >= 2
        )
    return kinds == {"related articles"} and _is_teaser_list(paragraphs, body, prose)


def _is_teaser_list(paragraphs: Sequence[Paragraph], body: int, prose: int) -> bool:
    """Whether headline and teaser take turns to the end, below an article that is longer than they are."""
    rest = paragraphs[prose - 1 :]
    teasers = [i for i, paragraph in enumerate(rest) if paragraph.is_prose]
    own = paragraphs[body : prose - 1]
    return (
        len(teasers) >= 2
        and all(
            not rest[i - 1].is_prose and looks_like_headline(rest[i - 1]) and "?" not in rest[i - 1].text
            for i in teasers
        )
        and sum(paragraph.is_prose for paragraph in own) >= 3
        and sum(len(paragraph.text) for paragraph in rest) < sum(len(paragraph.text) for paragraph in own)
    )


def _mark_rest(paragraphs: Sequence[Paragraph], reasons: list[str | None], index: int, prose: int) -> None:
    """Everything from `index` on: boxes by their headings, running text and its cards as other articles."""
    kind = "related articles"
    for i in range(index, len(paragraphs)):
        kind = _box_kind(paragraphs[i]) or kind
        has_article = (
            prose < len(paragraphs)
            and kind == "related articles"
            and not labels.RELATED.match(paragraphs[i].one_line[:LONGEST_LABEL])
        )
        reasons[i] = "other article" if has_article else kind


def _mark_author_notes(paragraphs: Sequence[Paragraph], reasons: list[str | None], body: int) -> None:
    """Below the last paragraph: who wrote it. A sentence about a professor is none, about an editor is."""
    looked_at = 0
    for index in range(len(paragraphs) - 1, body, -1):
        if reasons[index] not in (None, "promotion line"):
            continue
        if reasons[index] is None and (
            is_author_note(paragraphs[index]) or CONTACT.match(paragraphs[index].one_line[:LONGEST_LABEL])
        ):
            reasons[index] = "author note"
        elif reasons[index] is None and labels.END_MARK.match(paragraphs[index].one_line[:LONGEST_LABEL]):
            reasons[index] = "end mark"
        looked_at += 1
        if looked_at >= 4:
            return


def is_author_note(paragraph: Paragraph) -> bool:
    if paragraph.words > 60 or SAID.search(paragraph.text):
        return False
    match = AUTHOR_NOTE.match(paragraph.one_line)
    return match is not None and labels.PRESS_ROLE.search(" ".join(match["rest"].split()[:9])) is not None
