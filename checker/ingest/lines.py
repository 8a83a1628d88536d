"""Paragraphs of a plain text, with their offsets: what furniture, chunks and sentences all count in.

Scraped text ends a paragraph with every line break; mail and agency copy wraps its lines at a
fixed width. Which of the two a text is shows in its line lengths, so it is measured, not guessed
from one line.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,4}\Z")
FULL_STOP = re.compile(r"[.。][\"'”’»)\]]{0,4}\Z")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

# Columns between which people and programs wrap plain text.
NARROWEST_WRAP, WIDEST_WRAP = 50, 100
WRAPPED_SHARE = 0.6  # of adjacent lines that could not have taken one more word


@dataclass(frozen=True)
class Paragraph:
    """A stretch between two real paragraph breaks, trimmed: `article_text[start:end] == text`."""

    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> int:
        """Number of words; for Chinese and Japanese two characters count as one."""
        cjk = len(CJK.findall(self.text)) if not self.text.isascii() else 0
        return len(self.text.split()) + cjk // 2

    @cached_property
    def ends_sentence(self) -> bool:
        return SENTENCE_END.search(self.text[-6:]) is not None

    @cached_property
    def ends_with_full_stop(self) -> bool:
        return FULL_STOP.search(self.text[-6:]) is not None

    @cached_property
    def is_prose(self) -> bool:
        """Running text rather than a headline, label or button."""
        return self.words >= 30 or (self.words >= 8 and self.ends_sentence)

    @cached_property
    def one_line(self) -> str:
        """The text with every run of white space as one space: what patterns are matched on."""
        return " ".join(self.text.split())


def word_set(words: str) -> frozenset[str]:
    """The words of a string as a set: for tables of words in the code."""
    return frozenset(words.split())


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of `text` in order, without blank ones. Wrapped lines are put together."""
    lines = [_trimmed(match) for match in LINE.finditer(text)]
    lines = [line for line in lines if line[0] < line[1]]
    if not lines:
        return ()
    width = _wrap_width(text, lines)
    merged = [lines[0]]
    for line in lines[1:]:
        start, end = merged[-1]
        if width and _runs_on(text, (start, end), line, width):
            merged[-1] = (start, line[1])
        else:
            merged.append(line)
    return tuple(Paragraph(start, end, text[start:end]) for start, end in merged)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span()
    raw = match.group()
    return start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The column at which the text is wrapped, 0 where each line is a paragraph of its own."""
    width = max(end - start for start, end in lines)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP or len(lines) < 4:
        return 0
    adjacent = [(a, b) for a, b in pairwise(lines) if _is_single_break(text, a[1], b[0])]
    full = sum(_is_full(text, a, b, width) for a, b in adjacent)
    return width if adjacent and full >= max(3, WRAPPED_SHARE * len(adjacent)) else 0


def _runs_on(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    last_line = (max(above[0], _line_start(text, above[1])), above[1])
    return _is_single_break(text, above[1], below[0]) and _is_full(text, last_line, below, width)


def _line_start(text: str, end: int) -> int:
    return (
        max(
            text.rfind("\n", max(0, end - WIDEST_WRAP - 2), end),
            text.rfind("\r", max(0, end - WIDEST_WRAP - 2), end),
        )
        + 1
    )


def _is_single_break(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return (
        len(gap) < WIDEST_WRAP
        and gap.replace("\r\n", "\n").count("\n") + gap.replace("\r\n", "").count("\r") == 1
    )


def _is_full(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """Whether the line above had no room for the first word of the line below."""
    first_word = text[below[0] : below[0] + WIDEST_WRAP].split(None, 1)[0]
    return above[1] - above[0] + 1 + len(first_word) > width
