"""The sum behind a dispute over numbers: how far apart, and how many times as much."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

from checker.model import Claim, Finding, FindingSide, Quantity, Value


class Sum(Value):
    """Two quantities of one unit, by the place of their sides, and what lies between them."""

    first: int
    second: int
    said: tuple[str, str]  # as the articles write it, by side
    difference: str  # "100", "0.9 million GBP", "2 percentage points"
    ratio: str | None  # "2.7"; None where a ratio says nothing


def sums(finding: Finding, claims: Mapping[str, Claim]) -> tuple[Sum, ...]:
    """For a numeric finding, one sum per pair of sides whose figures have one unit and differ."""
    if finding.kind != "numeric":
        return ()
    return tuple(
        _sum(places, pair)
        for places in combinations(range(len(finding.sides)), 2)
        if (pair := _different(*(_quantities(finding.sides[place], claims) for place in places)))
    )


def _different(ours: list[Quantity], theirs: list[Quantity]) -> tuple[Quantity, Quantity] | None:
    """The first pair in one unit whose values differ; a pair that counts the same thing comes first."""
    from checker.normalise.quantity import compare_quantities

    pairs = [
        (a, b)
        for a in ours
        for b in theirs
        if a.unit == b.unit and a.unit != "ordinal" and _value(a) != _value(b)
    ]
    pairs.sort(key=lambda pair: compare_quantities(*pair) != "different")
    return pairs[0] if pairs else None


def _quantities(side: FindingSide, claims: Mapping[str, Claim]) -> list[Quantity]:
    """What the side's claims count, else what its position says, else its words: the narrowest."""
    from checker.normalise.quantity import find_quantities

    values = [claims[claim].value for claim in side.claims if claim in claims]
    for text in (*values, side.position, *(evidence.quote for evidence in side.evidence)):
        found = [quantity for quantity in find_quantities(text or "") if _value(quantity) is not None]
        if found:
            return found
    return []


def _value(quantity: Quantity) -> Decimal | None:
    """The one number it can be reckoned with; a range has none."""
    if quantity.low is not None and quantity.high is not None and quantity.low != quantity.high:
        return None
    return quantity.low if quantity.low is not None else quantity.high


def _sum(places: tuple[int, ...], pair: tuple[Quantity, Quantity]) -> Sum:
    smaller, larger = sorted(pair, key=lambda quantity: _value(quantity) or Decimal(0))
    low, high = _value(smaller) or Decimal(0), _value(larger) or Decimal(0)
    percent = smaller.unit in {"%", "pp"}
    unit = "percentage points" if percent else smaller.unit
    return Sum(
        first=places[0],
        second=places[1],
        said=(pair[0].text, pair[1].text),
        difference=f"{_plain(high - low)} {unit}".rstrip(),
        ratio=None if percent or low <= 0 else _ratio(high / low),
    )


def _plain(number: Decimal) -> str:
    """The number as it is written, without an exponent or trailing zeros, in groups of three."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ratio(ratio: Decimal) -> str:
    """Two figures where they matter: "1.08", "2.7", "40"."""
    if ratio < Decimal("1.1"):
        return f"{ratio:.2f}" if ratio >= Decimal("1.01") else "just over 1"
    return f"{ratio:.1f}".removesuffix(".0") if ratio < 10 else f"{ratio:,.0f}"
