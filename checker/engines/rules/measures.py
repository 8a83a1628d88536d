"""What a figure is of ("killed", "cost", "turnout"), by the words that stand next to it."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from checker.model import Fact, Quantity
from checker.normalise.units import dimension
from checker.normalise.words import Token, stem, tokens

Sort = Literal["count", "money", "time", "size", "share", "other"]

# A count of these grows with the story: a later figure replaces an earlier one.
EVOLVING = frozenset("dead injured missing held displaced infected damaged rescued".split())
EVOLVING_REACH = 8  # words from the figure to the word that says "killed" or "injured"
TOGETHER = 3  # words between two that say it together ("demanded a sentence")
REACH = 12  # and to any other word that says what it is of
_PLACES = frozenset(("home", "house"))  # counted themselves, they do not say that somebody fled them
_CLAUSE_ENDS = frozenset("while whereas but although though because".split())
CURRENCY_NOUNS = frozenset(
    "dinar crown florin guilder thaler dirham forint leu lev mark taler lira shilling koruna".split()
)


@cache
def _measures() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Sort of figure → stem of a word → the measures it speaks of; read once."""
    data = tomllib.loads(files(__package__).joinpath("measures.toml").read_text(encoding="utf-8"))
    table: dict[str, dict[str, frozenset[str]]] = {}
    for sort, measures in data.items():
        words: dict[str, set[str]] = {}
        for name, listed in measures.items():
            for word in listed.split():
                words.setdefault(stem(word), set()).add(name)
        table[sort] = {word: frozenset(names) for word, names in words.items()}
    return table


def sort_of(quantity: Quantity) -> Sort:
    """What kind of figure it is, by its unit."""
    unit = quantity.unit.partition("/")[0]
    if quantity.unit == "":
        return "money" if quantity.of in CURRENCY_NOUNS else "count"
    if (unit.isupper() and len(unit) == 3) or unit in ("cent", "rupee", "franc", "peso", "krona", "pound"):
        return "money"
    if unit == "%":
        return "share"
    kind = dimension(unit)
    if kind == "time":
        return "time"
    return "size" if kind in ("length", "mass", "area", "volume") else "other"


@lru_cache(maxsize=4_096)
def says(word: str) -> frozenset[str]:
    """The measures of any sort that a stem speaks of."""
    return frozenset[str]().union(*(table.get(word, frozenset()) for table in _measures().values()))


def evolving(fact: Fact, quantity: Quantity) -> frozenset[str]:
    """Which growing measure (dead, injured, ...) the figure is of: what the nearest such word says."""
    return _evolving(fact.claim.quote, quantity.start, quantity.end, quantity.of)


@lru_cache(maxsize=4_096)  # asked for each pair of facts
def _evolving(quote: str, start: int, end: int, of: str) -> frozenset[str]:
    words = tokens(quote)
    inside = [i for i, token in enumerate(words) if token.end > start and token.start < end]
    if not inside:
        return frozenset()
    known = _measures()["count"]
    place = stem(of) if of in _PLACES else None
    for distance in range(EVOLVING_REACH + 1):
        at_hand = (at for at in (inside[0] - distance, inside[-1] + distance) if 0 <= at < len(words))
        near = {stem(words[at].text) for at in at_hand} - {place}
        found = frozenset[str]().union(*(known.get(word, frozenset()) for word in near))
        if found & EVOLVING:
            return found & EVOLVING
    return frozenset()


def measures(fact: Fact, quantity: Quantity) -> frozenset[str]:
    """The measures that the nearest telling word before the figure and the nearest behind it name."""
    return _nearest(fact.claim.quote, quantity.start, quantity.end, sort_of(quantity), quantity.of)


@lru_cache(maxsize=4_096)
def _nearest(quote: str, start: int, end: int, sort: Sort, of: str) -> frozenset[str]:
    known = _measures().get(sort, {})
    place = stem(of) if of in _PLACES else None
    words = [token for token in tokens(quote) if place is None or stem(token.text) != place]
    before = [token for token in words if token.end <= start][-REACH:]
    after = [token for token in words if token.start >= end][:REACH]
    said = _first(quote, before[::-1], known) | _first(quote, after, known)
    return said - {"voted_for"} if "voted_against" in said else said


def _first(quote: str, words: list[Token], known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the first telling word says, and others close to it, unless another clause begins before it."""
    said: frozenset[str] = frozenset()
    last: Token | None = None
    left = len(words)
    for token in words:
        if last is not None:
            gap = quote[min(last.end, token.end) : max(last.start, token.start)]
            if token.text.lower() in _CLAUSE_ENDS or any(mark in gap for mark in ";:—"):
                return said
        found = known.get(stem(token.text))
        if found and not said:
            left = TOGETHER
        said |= found or frozenset()
        last, left = token, left - 1
        if left < 0:
            return said
    return said
