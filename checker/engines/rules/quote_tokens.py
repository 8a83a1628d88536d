"""A text as units of speech: its sentences in words, with every quotation as one token.

A quotation of several sentences joins them into one unit, so that "“A. B,” X said." is
read as QUOTATION, X said.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.engines.rules.quote_marks import Marked
from checker.model import Span

Kind = Literal["word", "comma", "stop", "quotation"]

# A word keeps its inner apostrophe, hyphen and stop ("Vega’s", "Oslo-based", "U.S"), and that of "rebels’".
_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+){0,6}(?:(?<=s)['’](?= [^\W_]))?|['’](?=s\b)s|[,;:()\[\]—–…]")


MAX_UNIT = 400  # tokens; what is longer is no sentence, and reading it whole costs its square
_INITIALISMS = frozenset({"WHO", "IT", "US"})  # no pronouns


class Word(NamedTuple):
    """One token of a unit. A quotation's text is empty, `quotation` its index, `low` its last mark."""

    text: str
    low: str
    start: int
    end: int
    kind: Kind
    quotation: int = -1

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital letter or is an initialism."""
        return self.kind == "word" and self.text[0].isupper()

    @property
    def possessive(self) -> bool:
        """Whether it ends in an apostrophe s, or in that of a plural."""
        return self.low.endswith(("'s", "s'"))


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences that quotations hold together. `opens_paragraph`: a line break stands before it."""

    start: int
    end: int
    opens_paragraph: bool
    words: tuple[Word, ...]


def read_units(text: str, sentences: Sequence[Span], marked: Sequence[Marked]) -> tuple[Unit, ...]:
    """The units of `text`, in order."""
    words = _words(text, marked)
    starts = [word.start for word in words]
    units: list[Unit] = []
    last_end = 0
    for start, end in _joined(sentences, marked):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        opens = not units or "\n" in text[last_end:start]
        for at in range(first, max(last, first + 1), MAX_UNIT):
            piece = tuple(words[at : min(at + MAX_UNIT, last)])
            piece_start = start if at == first else piece[0].start
            piece_end = end if at + MAX_UNIT >= last else piece[-1].end
            units.append(Unit(piece_start, piece_end, opens and at == first, piece))
        last_end = end
    return tuple(units)


def _joined(sentences: Sequence[Span], marked: Sequence[Marked]) -> list[tuple[int, int]]:
    """Sentences, those joined that one quotation spans."""
    joined: list[tuple[int, int]] = []
    index = 0
    for sentence in sentences:
        while index < len(marked) and marked[index].outer_end <= sentence.start:
            index += 1
        spans_both = (
            bool(joined)
            and index < len(marked)
            and marked[index].outer_start < joined[-1][1] <= sentence.start
        )
        if spans_both:
            joined[-1] = (joined[-1][0], sentence.end)
        else:
            joined.append((sentence.start, sentence.end))
    return joined


def _words(text: str, marked: Sequence[Marked]) -> list[Word]:
    words: list[Word] = []
    at = 0
    for index, mark in enumerate(marked):
        words.extend(_plain_words(text, at, mark.outer_start))
        last = text[mark.end - 1 : mark.end] if mark.end > mark.start else ""
        words.append(Word("", last, mark.outer_start, mark.outer_end, "quotation", index))
        at = mark.outer_end
    words.extend(_plain_words(text, at, len(text)))
    return words


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    found: list[Word] = []
    for match in _TOKEN.finditer(text, start, end):
        token = match.group()
        low, kind = _reading(token)
        found.append(Word._make((token, low, *match.span(), kind, -1)))
    return found


@lru_cache(maxsize=32_768)  # a folder's words are few
def _reading(token: str) -> tuple[str, Kind]:
    """The token as it is looked up, and what it is."""
    low = token if token in _INITIALISMS else token.lower().replace("’", "'")
    if token == ",":
        return low, "comma"
    return low, "word" if token[0].isalnum() else "stop"
