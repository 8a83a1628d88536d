"""A model's quote, given back in the text's own characters where only the typography differs.

Models straighten quotation marks, collapse white space and lower a first capital while they
copy. Where that is all, the words are the article's, and what counts is the article's own
stretch of text. Anything more (a word left out, a word changed) is not repaired here.
"""

from functools import cached_property

_DOUBLE_AND_SINGLE = "\"'`´‘’‚‛“”„‟«»‹›′″＂＇"
_DASHES = "-‐‑‒–—―−"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_FOLD: dict[str, str] = {
    **dict.fromkeys(_DOUBLE_AND_SINGLE, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_INVISIBLE, ""),
    "…": "...",
}
_EDGE = "'.,;:!?- "
_SHORTEST = 2  # folded characters; one letter would be found anywhere


class Source:
    """A text in which quotes are looked up, folded once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._at = _fold(text)

    def find(self, quote: str) -> str | None:
        """The text's own words for `quote`: itself if it stands there, else its typographic twin."""
        if quote.strip() and quote in self.text:
            return quote
        folded = _fold(quote)[0].strip()
        return self._twin(folded) or self._twin(folded.strip(_EDGE))

    def _twin(self, wanted: str) -> str | None:
        if len(wanted) < _SHORTEST:
            return None
        start = self._folded.find(wanted)
        while start >= 0 and not self._whole_words(start, start + len(wanted)):
            start = self._folded.find(wanted, start + 1)
        if start < 0:
            return None
        return self.text[self._at[start] : self._at[start + len(wanted) - 1] + 1]

    def holds_words(self, words: str) -> bool:
        """Whether every word and figure of `words` stands somewhere in the text."""
        return set(_split(_fold(words)[0])) <= self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_split(self._folded))

    def _whole_words(self, start: int, end: int) -> bool:
        before = self._folded[start - 1 : start]
        after = self._folded[end : end + 1]
        inside = self._folded[start:end]
        return not (before.isalnum() and inside[0].isalnum()) and not (
            after.isalnum() and inside[-1].isalnum()
        )


def _fold(text: str) -> tuple[str, list[int]]:
    """`text` without case, kinds of quotation mark, dash and space; and where each character came from."""
    folded: list[str] = []
    at: list[int] = []
    for index, character in enumerate(text):
        for piece in " " if character.isspace() else _FOLD.get(character, character.lower()):
            if piece == " " and folded and folded[-1] == " ":
                continue
            folded.append(piece)
            at.append(index)
    return "".join(folded), at


def _split(folded: str) -> list[str]:
    spaced = "".join(character if character.isalnum() or character in ".,%" else " " for character in folded)
    return [word for word in (piece.strip(".,") for piece in spaced.split()) if word]
