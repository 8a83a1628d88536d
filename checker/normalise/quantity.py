"""Numbers a text states, as ranges in one unit of one counted thing."""

import re
from decimal import Decimal
from typing import Literal

from checker.model import Bound, Quantity
from checker.normalise.words import plain

Relation = Literal["same", "compatible", "different", "incomparable"]
_BOUNDS: dict[str, Bound] = {
    "about": "about", "around": "about", "some": "about", "nearly": "about", "almost": "about",
    "close to": "about",
    "at least": "at_least", "up to": "at_most", "more than": "more_than", "over": "more_than",
    "fewer than": "less_than", "less than": "less_than",
}  # fmt: skip
_SCALE = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "trillion": 10**12,
}
_NUMBER = re.compile(
    rf"(?:\b(?P<bound>{'|'.join(_BOUNDS)})\s+)?(?P<money>[$£€])?(?<![\w.,])(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,6}}|\d{{1,15}})(?P<frac>\.\d{{1,6}})?"
    rf"(?:[\s-]?(?P<scale>{'|'.join(_SCALE)})\b)?(?P<percent>\s?%| per ?cent\b)?(?:[\s-](?P<of>[a-z]+))?",
    re.IGNORECASE,
)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers that `text` states, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        value = Decimal(match["digits"].replace(",", "") + (match["frac"] or ""))
        if not match["frac"] and 1900 <= value <= 2100 and not match["money"] and not match["bound"]:
            continue
        value *= _SCALE[plain(match["scale"])] if match["scale"] else 1
        unit = "%" if match["percent"] else {"$": "USD", "£": "GBP", "€": "EUR"}.get(match["money"] or "", "")
        bound = _BOUNDS[plain(match["bound"])] if match["bound"] else "exact"
        found.append(
            Quantity(
                low=None if bound in ("at_most", "less_than") else value,
                high=None if bound in ("at_least", "more_than") else value,
                bound=bound, unit=unit, of=plain(match["of"] or "").removesuffix("s"),
                text=match.group(), start=match.start(), end=match.end(),
            )
        )  # fmt: skip
    return tuple(found)


def compare_quantities(a: Quantity, b: Quantity) -> Relation:
    """Whether two quantities can both be true of one thing."""
    if a.unit != b.unit or (a.of and b.of and a.of != b.of):
        return "incomparable"
    if (a.low, a.high, a.bound) == (b.low, b.high, b.bound):
        return "same"
    low = max((q.low for q in (a, b) if q.low is not None), default=None)
    high = min((q.high for q in (a, b) if q.high is not None), default=None)
    return "different" if low is not None and high is not None and low > high else "compatible"
