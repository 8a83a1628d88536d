"""How much two facts are about the same matter, by the names and content words they share."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from checker.model import Fact
from checker.normalise.words import content_stems, plain, stem, tokens

FEW_SHARED = 0.5  # content stems in both over all: below it, no two sentences are nearly the same
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
    if not a.names or not b.names or a.names == b.names:
        return False
    return _has_others(a.names, b.names) and _has_others(b.names, a.names)


@lru_cache(maxsize=16_384)  # a folder's claims name the same few parties
def _has_others(names: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether some of `names` is not `known`, nor with a trade before it ("Pensioner Ida Frell")."""
    return any(
        name not in known
        and not any(name.endswith(f" {other}") or other.endswith(f" {name}") for other in known)
        for name in names
    )


class Change(NamedTuple):
    """A stretch of words that stands differently in two sentences; either side may be empty."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(plain(token.text) for token in tokens(text))


def changes(a: Fact, b: Fact, *, at_least: float) -> tuple[Change, ...] | None:
    """The stretches in which two facts' quotes differ, when they are nearly the same word for word.

    None when less than `at_least` of the words stand in both in one order (difflib's ratio).
    """
    if 2 * len(a.stems & b.stems) < FEW_SHARED * (len(a.stems) + len(b.stems)):
        return None
    one, other = sorted((a.claim.quote, b.claim.quote))
    ratio, differing = _changes(one, other) if _ratio_at_most(one, other) >= at_least else (0.0, ())
    if ratio < at_least:
        return None
    if one == a.claim.quote:
        return differing
    return tuple(Change(change.second, change.first) for change in differing)


def only_grammar(differing: Iterable[Change]) -> bool:
    """Whether what differs is grammar alone: no content word stands on either side."""
    return not any(content_stems(" ".join((*change.first, *change.second))) for change in differing)


@lru_cache(maxsize=4_096)
def _ratio_at_most(first: str, second: str) -> float:
    """What difflib's ratio can be at most, by the words in common: several rules ask of one pair."""
    a, b = _stem_counts(first), _stem_counts(second)
    shared = sum(min(a[word], b[word]) for word in a.keys() & b.keys())
    total = a.total() + b.total()
    return 2 * shared / total if total else 0.0


@lru_cache(maxsize=4_096)
def _stemmed(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _words(text))


@lru_cache(maxsize=4_096)
def _stem_counts(text: str) -> Counter[str]:
    return Counter(_stemmed(text))


@lru_cache(maxsize=4_096)
def _changes(first: str, second: str) -> tuple[float, tuple[Change, ...]]:
    a, b = _words(first), _words(second)
    matcher = SequenceMatcher(None, _stemmed(first), _stemmed(second), autojunk=False)
    found = tuple(
        Change(a[i1:i2], b[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    )
    return matcher.ratio(), found


@lru_cache(maxsize=8_192)
def phrase_stems(phrase: str) -> frozenset[str]:
    """Content stems of a phrase; cached, since one phrase is compared many times."""
    return content_stems(phrase)
