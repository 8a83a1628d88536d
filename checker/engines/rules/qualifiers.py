"""What marks a figure as a part, an addition, a rate or one of a new kind."""

import re

from checker.model import Fact, Quantity
from checker.normalise.words import plain, tokens

QUALIFIER_REACH = 3  # words from the figure to one that makes it an addition or a rate
_ADDITION = frozenset(
    "another more additional further extra other others remaining each every per apiece additionally average "
    "alone earlier previous previously last next".split()
)
SUBSET = frozenset(
    ("among", "including", "includes", "included", "them", "those", "whom", "aged", "under", "of")
)
_LAST_YEAR = re.compile(
    r"\b(?:last|next) (?:year|month|week|season|summer|winter|spring|autumn)\b", re.IGNORECASE
)
_PARTITIVE = re.compile(r"(?: [a-z]{3,20}s)? of (?:the|these|those|its|his|her|their|\d)\b")
_UNDER_AGE = re.compile(r"\bunder (?:the age|\d)", re.IGNORECASE)
_NEW = re.compile(r" (?:brand[- ])?new\b")
_ALL = re.compile(r"\b(?:all|all of the|all its|all the) $", re.IGNORECASE)


def qualified(fact: Fact, quantity: Quantity) -> frozenset[str]:
    """Words near the figure that make it a part, an addition or a rate."""
    own = frozenset(plain(quantity.text).split())
    near = frozenset(_near(fact.claim.quote, quantity, reach=QUALIFIER_REACH)) & _ADDITION - own
    if _LAST_YEAR.search(fact.claim.quote):
        near -= {"last", "next"}
    before = fact.claim.quote[: quantity.start].lower().rsplit(",", 2)[-2:]
    subset = frozenset(word for part in before for word in part.split()[:2]) & SUBSET
    after = frozenset(plain(fact.claim.quote[quantity.end : quantity.end + 16]).split()[:3])
    if not _UNDER_AGE.search(fact.claim.quote):
        subset -= {"under"}
    return near | subset | _part(fact.claim.quote, quantity) | (after & {"them", "those", "whom"})


def _part(quote: str, quantity: Quantity) -> frozenset[str]:
    """ "part" where the figure is told of a whole that is named with it: "two of the", "all eight"."""
    if quantity.unit:
        return frozenset()
    if _NEW.match(quote, quantity.end):
        return frozenset(["new"])
    told_of = _PARTITIVE.match(quote, quantity.end) or _ALL.search(
        quote[max(0, quantity.start - 12) : quantity.start]
    )
    return frozenset(["part"]) if told_of else frozenset()


def _near(text: str, quantity: Quantity, *, reach: int) -> list[str]:
    """The words within `reach` words of the figure, its own among them."""
    words = tokens(text)
    inside = [i for i, token in enumerate(words) if token.end > quantity.start and token.start < quantity.end]
    if not inside:
        return []
    chosen = words[max(0, inside[0] - reach) : inside[-1] + 1 + reach]
    return [plain(token.text) for token in chosen]
