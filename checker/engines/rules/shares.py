"""Shares told in different ways: "48 of 620", "every second", "three out of four", "34 percent"."""

import re
from decimal import Decimal

from checker.engines.rules.evidence import comparable
from checker.engines.rules.matter import contrasted, one_matter, other_words
from checker.engines.rules.readings import figures, part_of, stated
from checker.engines.rules.things import counted
from checker.model import Fact, Quantity

LEAST_SHARED = 2
COVER = 0.35
POINTS = Decimal(6)  # percentage points: shares told in words are round
_EVERY = re.compile(r"\b[Ee]very (?P<which>second|third|fourth|fifth|sixth|tenth) (?:one|[a-z]{3,20})\b")
_NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_OF_WHOLE = re.compile(r"(?:^|[.;:!?] )(?:[Oo]f|[Oo]ut of) (?:the |its |their |all )?$")
_ALL = re.compile(r"\b[Aa]ll (?:of )?(?:the |its |their )?$")


def shares_apart(a: Fact, b: Fact) -> tuple[str, str] | None:
    """The words of two shares of one whole that cannot be one, or None. Symmetric.

    Two plain percentages are compared as figures, not here.
    """
    if not comparable(a, b):
        return None
    first, second = share(a), share(b)
    if first is None or second is None or (first[2] and second[2]):
        return None
    if abs(first[0] - second[0]) <= max(POINTS, max(first[0], second[0]) / 8):
        return None
    if contrasted(a, b) or not one_matter(a, b, least=LEAST_SHARED, cover=COVER):
        return None
    nouns = frozenset(counted(quantity) for fact in (a, b) for quantity in figures(fact))
    return None if other_words(a, b, nouns) else (first[1], second[1])


def share(fact: Fact) -> tuple[Decimal, str, bool] | None:
    """The share in percent that the claim's figure tells, its words, and whether it is a plain percentage."""
    value = fact.claim.value or ""
    every = _EVERY.search(fact.claim.quote)
    if every and every["which"] == value.lower():
        return Decimal(100) / _NTH[every["which"]], every.group(), False
    quantity = stated(fact)
    if quantity is None or quantity.low is None or quantity.low != quantity.high:
        return None
    if quantity.unit == "%":
        return quantity.low, quantity.text, True
    whole = _whole(fact, quantity)
    if whole is None or whole.low is None or whole.low < quantity.low or whole.low < 1:
        return None
    words = quantity.text if whole == quantity else f"{quantity.text} of {whole.text}"
    return 100 * quantity.low / whole.low, words, False


def _whole(fact: Fact, quantity: Quantity) -> Quantity | None:
    """What the figure is a part of: "48 of 620", "Of the 620 ..., 48", or itself in "all eight"."""
    if quantity.unit:
        return None
    quote = fact.claim.quote
    if _ALL.search(quote[max(0, quantity.start - 14) : quantity.start]):
        return quantity
    for other in figures(fact):
        if other.unit or other == quantity:
            continue
        opens = _OF_WHOLE.search(quote[max(0, other.start - 14) : other.start]) is not None
        if part_of(quote, quantity, other) or (opens and other.end < quantity.start):
            return other
    return None
