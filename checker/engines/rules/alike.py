"""How much two facts are about the same matter, by the names and content words they share."""

from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from checker.model import Fact
from checker.normalise.words import content_stems, plain, stem, tokens

NAME_WEIGHT = 1.5  # a shared name says more than a shared word


class Likeness(NamedTuple):
    """What two facts share, and how much: `cover` of the smaller side, `both` of the larger side."""

    stems: frozenset[str]
    names: frozenset[str]
    cover: float
    both: float


def likeness(a: Fact, b: Fact) -> Likeness:
    """Shared content stems and names of two facts' quotes, and how much of each side they are."""
    stems = a.stems & b.stems
    names = frozenset(a.names) & frozenset(b.names)
    shared = len(stems) + NAME_WEIGHT * len(names)
    weight_a = len(a.stems) + NAME_WEIGHT * len(a.names)
    weight_b = len(b.stems) + NAME_WEIGHT * len(b.names)
    smaller, larger = sorted((weight_a, weight_b))
    return Likeness(stems, names, shared / smaller if smaller else 0.0, shared / larger if larger else 0.0)


def rival_names(a: Fact, b: Fact) -> bool:
    """Whether each side names somebody or some place that the other does not: probably two things."""
    return bool(set(a.names) - set(b.names)) and bool(set(b.names) - set(a.names))


class Change(NamedTuple):
    """A stretch of words that stands differently in two sentences; either side may be empty."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(plain(token.text) for token in tokens(text))


def changes(first: str, second: str) -> tuple[float, tuple[Change, ...]]:
    """How alike two sentences are word by word (0 to 1), and the stretches in which they differ."""
    a, b = _words(first), _words(second)
    matcher = SequenceMatcher(None, [stem(word) for word in a], [stem(word) for word in b], autojunk=False)
    found = tuple(
        Change(a[i1:i2], b[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    )
    return matcher.ratio(), found


@lru_cache(maxsize=8_192)
def phrase_stems(phrase: str) -> frozenset[str]:
    """Content stems of a phrase; cached, since one phrase is compared many times."""
    return content_stems(phrase)
