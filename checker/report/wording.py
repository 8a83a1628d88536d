"""Two versions of one utterance, word by word: what both have, and what only one has."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from checker.model import Finding, Value

LONGEST = 300  # words: a longer quotation is read, not diffed, and the matcher is quadratic

COMPARED = 6  # quotes of a side that are tried
ALIKE = 0.3  # of the words of both: below it, two quotes share little but "the" and "to"

_WORD = re.compile(r"\s*\S+|\s+$")
_TRIM = re.compile(r"^\W+|\W+$")


class Run(Value):
    """A stretch of one version; `own` where the other version does not have it."""

    text: str
    own: bool


class Difference(Value):
    """Two versions of the words, by the place of their sides."""

    first: int
    second: int
    versions: tuple[tuple[Run, ...], tuple[Run, ...]]


def differences(finding: Finding) -> tuple[Difference, ...]:
    """For a quotation, the first side's words against each other side's; nothing for other kinds.

    Of the quotes of two sides, those that have most in common; none where that is too little to be set
    word against word. Case and punctuation at a word's ends do not differ; the words of each version
    joined are its quote.
    """
    if finding.kind != "quotation":
        return ()
    quotes = [
        [item.quote for item in side.evidence if len(_words(item.quote)) <= LONGEST] for side in finding.sides
    ]
    found: list[Difference] = []
    for place, others in enumerate(quotes[1:], 1):
        pairs = [(first, other) for first in quotes[0][:COMPARED] for other in others[:COMPARED]]
        nearest = max(pairs, key=lambda pair: _likeness(*pair), default=None)
        if nearest and _likeness(*nearest) >= ALIKE:
            found.append(Difference(first=0, second=place, versions=compare_words(*nearest)))
    return tuple(found)


def _likeness(first: str, second: str) -> float:
    """Twice the words that both have in the same order, as a share of all words of both."""
    ours, theirs = ([_key(word) for word in _words(text)] for text in (first, second))
    return SequenceMatcher(a=ours, b=theirs, autojunk=False).ratio()


def compare_words(first: str, second: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs, in order; a run is `own` where the other text has no such words in that place."""
    ours, theirs = _words(first), _words(second)
    matcher = SequenceMatcher(
        a=[_key(word) for word in ours], b=[_key(word) for word in theirs], autojunk=False
    )
    sides: tuple[list[Run], list[Run]] = ([], [])
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        for runs, words in ((sides[0], ours[a:a_end]), (sides[1], theirs[b:b_end])):
            runs.extend(_runs("".join(words), own=tag != "equal"))
    return tuple(sides[0]), tuple(sides[1])


def _runs(text: str, *, own: bool) -> Iterator[Run]:
    """The text as a run; the blank before a version's own words belongs to both."""
    words = text.lstrip() if own else text
    if blank := text[: len(text) - len(words)]:
        yield Run(text=blank, own=False)
    if words:
        yield Run(text=words, own=own)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _key(word: str) -> str:
    word = word.strip().casefold().replace("’", "'")
    return _TRIM.sub("", word) or word
