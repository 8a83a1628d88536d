"""Where the page begins again: boxes between the paragraphs, and everything below the article's end.

A box heading alone proves little: "Related articles" can stand in the middle of a report. That the
article is over shows in what follows it: nothing but short lines, or cards with time stamps, or
headline and teaser in turns, or two kinds of boxes in a row, or a new headline with its byline.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from checker.ingest import labels
from checker.ingest.lines import Paragraph
from checker.ingest.stamps import is_byline, is_stamp, without_date

LONGEST_LABEL = 400  # code points: no heading of a box is longer
BOX_LINES = 10  # lines that a box between paragraphs has at most
MOST_CARDS = 300  # paragraphs below an article that are looked at: pages have fewer, attacks more
SHORTEST_ARTICLE = 600  # code points of running text before another article can begin

KINDS = (
    ("related articles", labels.RELATED),
    ("share or comment widget", labels.COMMENTS),
    ("tag list", labels.TAGS),
    ("site footer", labels.SITE_END),
)
Reasons = list[str | None]


def mark_boxes(paragraphs: Sequence[Paragraph], reasons: Reasons, body: int) -> None:
    """Marks headed boxes below the article's beginning; and from a proven end of the page on, everything."""
    index, prose_before = body + 1, _prose_before(paragraphs, reasons)
    while index < len(paragraphs):
        if prose_before[index] >= SHORTEST_ARTICLE and _begins_another_article(paragraphs, reasons, index):
            for i in range(index, len(paragraphs)):
                reasons[i] = "other article"
            return
        kind = box_kind(paragraphs[index])
        if kind is None:
            index += 1
            continue
        run_end = _next_prose(paragraphs, index + 1)
        if run_end == len(paragraphs) or _is_page_end(paragraphs, body, index, run_end):
            _mark_rest(paragraphs, reasons, index, run_end)
            return
        _mark_box(paragraphs, reasons, index, run_end)
        index = run_end


def box_kind(paragraph: Paragraph) -> str | None:
    """Which kind of box the paragraph is the heading of, or None."""
    line = paragraph.one_line
    if len(line) > LONGEST_LABEL or (paragraph.words > 14 and not labels.SITE_END.match(line)):
        return None
    kind = next((kind for kind, pattern in KINDS if pattern.match(line)), None)
    is_sentence = paragraph.ends_with_full_stop and paragraph.words >= 4
    return None if is_sentence and kind in ("related articles", "tag list") else kind


def looks_like_headline(paragraph: Paragraph) -> bool:
    return 2 <= paragraph.words <= 28 and not paragraph.ends_with_full_stop


def _mark_box(paragraphs: Sequence[Paragraph], reasons: Reasons, heading: int, prose: int) -> None:
    kind = box_kind(paragraphs[heading])
    reasons[heading] = kind
    if kind == "related articles":
        for i in range(heading + 1, min(prose, heading + 1 + BOX_LINES)):
            # A question above the next paragraph is the subheading of an explainer, not the box's last line.
            is_subheading = i == prose - 1 and paragraphs[i].text.endswith("?")
            if not paragraphs[i].ends_with_full_stop and not is_subheading:
                reasons[i] = reasons[i] or kind


def _prose_before(paragraphs: Sequence[Paragraph], reasons: Reasons) -> list[int]:
    """Per paragraph, how many characters of running text stand above it."""
    own = (
        len(paragraph.text) if reason is None and paragraph.is_prose else 0
        for paragraph, reason in zip(paragraphs, reasons, strict=True)
    )
    return list(accumulate(own, initial=0))


def _next_prose(paragraphs: Sequence[Paragraph], start: int) -> int:
    return next((i for i in range(start, len(paragraphs)) if paragraphs[i].is_prose), len(paragraphs))


def _begins_another_article(paragraphs: Sequence[Paragraph], reasons: Reasons, index: int) -> bool:
    """A headline with a byline, or an outlet and a date, below it, then prose; a rule may stand above."""
    at = index
    ruled = labels.END_MARK.match(paragraphs[at].one_line[:LONGEST_LABEL]) is not None
    at += ruled
    if at + 1 >= len(paragraphs) or not looks_like_headline(paragraphs[at]) or paragraphs[at].words < 3:
        return False
    if reasons[at] is not None and not ruled:
        return False
    signed = next((i for i in (at + 1, at + 2) if i < len(paragraphs) and _is_signature(paragraphs[i])), None)
    if signed is None:
        return False
    return any(paragraph.is_prose for paragraph in paragraphs[signed + 1 : signed + 4])


def _is_signature(paragraph: Paragraph) -> bool:
    line = paragraph.one_line[:LONGEST_LABEL]
    return is_byline(line) or bool(without_date(line)) or (is_stamp(line) and without_date(line) is not None)


def _is_page_end(paragraphs: Sequence[Paragraph], body: int, heading: int, prose: int) -> bool:
    """Whether the text from `prose` on, below the box heading at `heading`, is no longer the article."""
    run = [paragraph.one_line for paragraph in paragraphs[heading:prose]]
    kinds = {kind for paragraph in paragraphs[heading:prose] if (kind := box_kind(paragraph))}
    stamped = any(is_stamp(line) or is_byline(line) or _ends_with_stamp(line) for line in run[1:])
    if len(kinds) >= 2 or (stamped and kinds & {"related articles", "share or comment widget"}):
        return True
    if kinds == {"share or comment widget"}:
        rest = [paragraph.one_line for paragraph in paragraphs[prose : _next_box(paragraphs, prose)]]
        return (
            any(labels.RELATIVE_STAMP.match(line) for line in rest)
            or sum(bool(labels.COMMENTS.match(line)) for line in rest if len(line) <= LONGEST_LABEL) >= 2
        )
    return kinds == {"related articles"} and _is_teaser_list(paragraphs, body, prose)


def _next_box(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the site's own lines or another box begin below a comment heading: 400 paragraphs at most."""
    end = min(len(paragraphs), start + 400)
    other = (i for i in range(start, end) if box_kind(paragraphs[i]) not in (None, "share or comment widget"))
    return next(other, end)


def _ends_with_stamp(line: str) -> bool:
    """'The Norland Post · 3h ago'"""
    return (
        len(line) <= 120 and labels.RELATIVE_STAMP.match(re.split(r"[·|•—–,]", line)[-1].strip()) is not None
    )


def _is_teaser_list(paragraphs: Sequence[Paragraph], body: int, prose: int) -> bool:
    """Whether headline and teaser take turns to the end, below an article that is longer than they are."""
    rest = paragraphs[prose - 1 : prose + MOST_CARDS]
    if prose + MOST_CARDS < len(paragraphs):
        return False
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


def _mark_rest(paragraphs: Sequence[Paragraph], reasons: Reasons, index: int, prose: int) -> None:
    """Everything from `index` on: boxes by their headings, running text and its cards as other articles."""
    kind = "related articles"
    for i in range(index, len(paragraphs)):
        kind = box_kind(paragraphs[i]) or kind
        is_heading = labels.RELATED.match(paragraphs[i].one_line[:LONGEST_LABEL])
        has_articles = prose < len(paragraphs) and kind == "related articles" and not is_heading
        if kind == "related articles" and not has_articles and paragraphs[i].ends_with_full_stop:
            continue  # a short last sentence of the article: lists of headlines have no full stops
        reasons[i] = "other article" if has_articles else kind
