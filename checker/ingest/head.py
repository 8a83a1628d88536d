"""The head of a plain text: its headline, and what stands around it (labels, outlet, byline)."""

import re
from collections.abc import Sequence

from checker.ingest import labels
from checker.ingest.boxes import LONGEST_LABEL, Reasons, looks_like_headline
from checker.ingest.lines import Paragraph, word_set
from checker.ingest.stamps import PLACE, is_byline, is_person, is_role, is_stamp, without_date

BYLINE_WITHIN = 6  # paragraphs below the standfirst
HOME_LINK = re.compile(r"(?P<name>\S.{1,60}?)\s?[-–|]\s(?:back to )?home ?(?:page)?\Z", re.IGNORECASE)
NO_OUTLET = word_set(
    "tv news press radio television daily weekly evening morning today wire video live world"
)
ALONE_BY = re.compile(r"(?:by|von|por|par|di|da)\W{0,2}\Z", re.IGNORECASE)
AND = re.compile(r"(?:and|und|y|et|e|,|&)\Z", re.IGNORECASE)
MOST_SIGNED = 8  # lines of a byline of which each name stands on a line of its own


def find_headline(
    paragraphs: Sequence[Paragraph], reasons: Reasons, body: int, title: str | None
) -> int | None:
    """Index of the paragraph that is the headline: what `title` says, else the first line that can be one."""
    if title is not None:
        wanted = bare_words(title)
        near = enumerate(paragraphs[: body + 3])
        return next((i for i, paragraph in near if bare_words(paragraph.one_line) == wanted), None)
    usual = [
        index
        for index, paragraph in enumerate(paragraphs[:body])
        if reasons[index] is None and _can_be_headline(paragraph)
    ]
    for position, index in enumerate(usual):
        # An outlet's bare name above the headline; alone, "Rates fall again today" is a headline.
        line, below = paragraphs[index].one_line, [paragraphs[i].one_line for i in usual[position + 1 :]]
        if not below or not (is_outlet_name(line) or _is_kicker(line, below)):
            return index
    return None


def _can_be_headline(paragraph: Paragraph) -> bool:
    line = paragraph.one_line
    if paragraph.words < 3 or not looks_like_headline(paragraph):
        return False
    return not (
        _is_section(paragraph)
        or is_outlet_line(line)
        or is_byline(line)
        or _is_breadcrumb(line)
        or dated_outlet(line)
        or _home_outlet(line)
    )


def _is_kicker(line: str, below: Sequence[str]) -> bool:
    """Up to four words in capitals above a headline and a standfirst that are not: 'FLOOD OF TEARS'."""
    return line.isupper() and len(line.split()) <= 4 and len(below) >= 2 and not below[0].isupper()


def bare_words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def is_outlet_line(line: str) -> bool:
    """Whether a line is an outlet's name set off with a colon: 'Norland Post :'."""
    name = line.rstrip(" :|–—-")
    return line != name and is_outlet_name(name)


def is_outlet_name(name: str) -> bool:
    words = name.split()
    if name.casefold() in NO_OUTLET:
        return False
    small = (
        "the",
        "of",
        "and",
        "de",
        "du",
        "la",
        "le",
        "el",
        "della",
        "am",
        "di",
        "do",
        "da",
        "et",
        "y",
        "und",
    )
    return (
        1 <= len(words) <= 6
        and all(word[0].isupper() or word in small for word in words)
        and labels.OUTLET_WORDS.search(name) is not None
    )


def dated_outlet(line: str) -> str | None:
    """'The Norland Post, 15 March 2025' → 'The Norland Post'."""
    name = without_date(line)
    return name if name and is_outlet_name(name) else None


def _home_outlet(line: str) -> str | None:
    """'The Norland Post - back to home' → 'The Norland Post'."""
    match = HOME_LINK.match(line)
    return match["name"] if match else None


def outlet_of(line: str) -> str | None:
    """The outlet that an outlet line names."""
    return _home_outlet(line) or dated_outlet(line) or line.rstrip(" :|–—-") or None


def mark_head(paragraphs: Sequence[Paragraph], reasons: Reasons, body: int, headline: int | None) -> None:
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
        elif (
            is_outlet_line(line)
            or dated_outlet(line)
            or _home_outlet(line)
            or (headline is not None and is_outlet_name(line))
        ):
            reasons[index] = "outlet line"
        elif index < (headline or 0) and paragraphs[index].words <= (4 if line.isupper() else 2):
            reasons[index] = "section label"
        elif is_byline(line) or _is_signed(lines, index) or _is_in_broken_byline(lines, index):
            reasons[index] = "byline"
        elif labels.COMMENTS.match(line):
            reasons[index] = "share or comment widget"


def _is_section(paragraph: Paragraph) -> bool:
    line = paragraph.one_line[:LONGEST_LABEL]
    return bool(labels.SECTION.match(line) or _is_breadcrumb(line) or labels.SITE_END.match(line))


def _is_signed(lines: Sequence[str], index: int) -> bool:
    """A name with a role or a stamp beside it, or the role or the place with the name above it."""
    line, after = lines[index], lines[index + 1]
    if is_person(line):
        return (
            is_role(after)
            or is_stamp(after)
            or (index + 2 < len(lines) and _is_place(after) and is_stamp(lines[index + 2]))
        )
    name, _, place = line.partition(" in ")
    if _is_place(place) and is_person(name):
        return is_stamp(after)
    if index == 0:
        return False
    return is_person(lines[index - 1]) and (is_role(line) or (_is_place(line) and is_stamp(after)))


def _is_in_broken_byline(lines: Sequence[str], index: int) -> bool:
    """Whether a line is "By", or a name below it with nothing but names and "and" between."""
    if ALONE_BY.match(lines[index]):
        return True
    first = max(0, index - MOST_SIGNED)
    above = next((at for at in range(index - 1, first - 1, -1) if ALONE_BY.match(lines[at])), None)
    return above is not None and all(
        is_person(line) or AND.match(line) for line in lines[above + 1 : index + 1]
    )


def _is_place(line: str) -> bool:
    return PLACE.fullmatch(line) is not None


def _is_breadcrumb(line: str) -> bool:
    steps = re.split(r"\s[>›»/|]\s", line) if len(line) <= LONGEST_LABEL else []
    return (len(steps) >= 3 and all(len(step.split()) <= 4 for step in steps)) or (
        len(steps) == 2 and all(len(step.split()) <= 2 for step in steps)
    )
