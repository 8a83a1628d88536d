"""Where quoted words stand: marks paired, apostrophes told apart.

A quotation ends with its paragraph, unless the next paragraph opens with the same
mark again, as print does for a quotation of several paragraphs. A mark that is never
closed is no quotation.
"""

import re
from typing import NamedTuple

_MARK = re.compile("[\"“”„‟«»‘’'\n]")
_ELIDED = re.compile(r"(?:\d\ds?|em|tis|twas|til|cause|n)\b", re.IGNORECASE)
_OPENING_BEFORE = frozenset("([{—–-/“‘\"'«„:")
_SENTENCE_END = frozenset(".!?:…”\"’')»]")
_PARTNER = {"“": '”"', "‟": '”"', "„": '“”"', '"': '"”', "«": "»", "‘": "’'", "'": "'’"}
# Longer than this is a lost mark, not a quotation; it also bounds the look ahead, so that
# a text of opening marks alone costs linear time.
MAX_QUOTATION = 8_000
_LOOK_AHEAD = 20  # marks
_SHORT_WORDS = 3


class Marked(NamedTuple):
    """Words between marks: `text[start:end]` without the marks, `[outer_start:outer_end]` with them."""

    outer_start: int
    start: int
    end: int
    outer_end: int


class _Mark(NamedTuple):
    at: int
    char: str
    opens: bool
    closes: bool
    family: str  # "double", "single", "guillemet", or "break" at the end of a paragraph


def find_marked(text: str) -> tuple[Marked, ...]:
    """The outermost quotations of `text`, in order, never overlapping."""
    marks = _marks(text)
    found: list[Marked] = []
    unclosed: set[str] = set()  # families with no closing mark left in this paragraph
    index = 0
    while index < len(marks):
        mark = marks[index]
        index += 1
        if mark.family == "break":
            unclosed.clear()
        elif mark.opens and mark.family not in unclosed:
            closing = _closing(text, marks, index - 1)
            if closing is None:
                unclosed.add(mark.family)
            elif marks[closing].closes and marks[closing].char in _PARTNER[mark.char]:
                found.append(_trimmed(text, mark.at, marks[closing].at))
                index = closing + 1
            else:
                index = closing
    return tuple(found)


def _trimmed(text: str, opening: int, closing: int) -> Marked:
    start, end = opening + 1, closing
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(opening, start, end, closing + 1)


def _closing(text: str, marks: list[_Mark], opening: int) -> int | None:
    """The index of the closing mark, or of a second opening mark: the first was lost. None for neither."""
    first = marks[opening]
    partners = _PARTNER[first.char]
    after_break = False
    for index in range(opening + 1, len(marks)):
        mark = marks[index]
        if mark.at - first.at > MAX_QUOTATION:
            return None
        if mark.family == "break":
            if not _continues(text, marks, index, first.char):
                return None
            after_break = True
        elif after_break:
            after_break = False  # the repeated opening mark
        elif mark.closes and mark.char in partners:
            if not _possessive(text, marks, opening, index):
                return index
        elif mark.family == first.family and mark.opens:
            return index
    return None


def _continues(text: str, marks: list[_Mark], index: int, char: str) -> bool:
    """Whether the paragraph after the break opens with `char`."""
    if index + 1 >= len(marks) or marks[index + 1].char != char:
        return False
    return not text[marks[index].at : marks[index + 1].at].strip()


def _possessive(text: str, marks: list[_Mark], opening: int, index: int) -> bool:
    """Whether the single mark at `index` is the apostrophe of a plural: a real closing mark follows."""
    mark = marks[index]
    if mark.family != "single" or text[mark.at - 1] not in "sSxz":
        return False
    following = text[mark.at + 1 : mark.at + 3]
    if len(following) < 2 or following[0] != " " or not following[1].islower():
        return False
    start = marks[opening].at + 1
    if text[start].islower() and text[start : mark.at].count(" ") < _SHORT_WORDS:
        return False
    for later in marks[index + 1 : index + 1 + _LOOK_AHEAD]:
        if later.family in ("single", "break"):
            return later.family == "single" and later.closes
    return False


def _marks(text: str) -> list[_Mark]:
    """Every mark that can open or close, and every end of a paragraph."""
    found: list[_Mark] = []
    for match in _MARK.finditer(text):
        mark = _mark(text, match.start())
        if mark is not None and not (mark.family == "break" and found and found[-1].family == "break"):
            found.append(mark)
    return found


def _mark(text: str, at: int) -> _Mark | None:
    char = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if char == "\n":
        return _Mark(at, char, False, False, "break") if _ends_paragraph(text, at) else None
    if char in "“„‟":
        return _Mark(at, char, char != "“" or not after.isspace(), char == "“", "double")
    if char == "”":
        return _Mark(at, char, False, True, "double")
    if char in "«»":
        return _Mark(at, char, char == "«", char == "»", "guillemet")
    opens = not after.isspace() and (before.isspace() or before in _OPENING_BEFORE)
    closes = not before.isspace() and not after.isalnum()
    if char == '"':
        return _Mark(at, char, opens, closes or not opens, "double")
    if opens and (char == "’" or _ELIDED.match(text, at + 1)):
        opens = False
    if char == "‘":
        return _Mark(at, char, opens, False, "single") if opens else None
    return _Mark(at, char, opens, closes, "single") if opens or closes else None


def _ends_paragraph(text: str, at: int) -> bool:
    """Whether the line break at `at` ends a paragraph and does not merely wrap a line."""
    if at + 1 >= len(text) or text[at + 1] in "\r\n":
        return True
    line_end = at
    while line_end and at - line_end < _LOOK_AHEAD and text[line_end - 1] in " \t\r":
        line_end -= 1
    return not line_end or text[line_end - 1] == "\n" or text[line_end - 1] in _SENTENCE_END
