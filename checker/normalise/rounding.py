"""Whether two quantities can both be true of one thing, each taken as rounded as it is stated."""

from decimal import Decimal
from typing import Literal

from checker.model import Quantity
from checker.normalise.counted import same_thing
from checker.normalise.units import convert, dimension

Relation = Literal["same", "compatible", "different", "incomparable"]

_EXACT_BELOW = 100  # people are counted one by one up to here, and told in round numbers above
_EXACT_SHARE = Decimal("0.05")  # how far off a round number may be at most when nothing says that it is round
_ABOUT_SHARE = Decimal("0.10")  # and when "about" says so


def compare_quantities(a: Quantity, b: Quantity) -> Relation:
    """Whether two quantities can both be true of one thing; "incomparable" when they do not measure the same.

    A number means all values that are told by it. Without "about": half a unit of its last digit that is
    not a trailing zero, but never more than 5 % of it, and nothing at all for a bare count under 100. With
    "about": at least 10 %. So 1,100 km is 700 miles, 30,000 is 31,000, and 12 is not 15, 20 not 17.
    "More than 30" includes 30, because outlets turn "30" into "more than 30" and back.
    """
    if dimension(a.unit) != dimension(b.unit) or not same_thing(a.of, b.of):
        return "incomparable"
    stated = _converted(a), _converted(b)
    if stated[0] == stated[1] and a.bound == b.bound:
        return "same"
    if a.unit == "ordinal":
        return "same" if (a.low, a.high) == (b.low, b.high) else "different"
    (a_low, a_high), (b_low, b_high) = _extent(a), _extent(b)
    apart = (a_high is not None and b_low is not None and a_high < b_low) or (
        b_high is not None and a_low is not None and b_high < a_low
    )
    return "different" if apart else "compatible"


_Ends = tuple[Decimal | None, Decimal | None]


def _converted(quantity: Quantity) -> _Ends:
    low = None if quantity.low is None else convert(quantity.low, quantity.unit)[0]
    return low, None if quantity.high is None else convert(quantity.high, quantity.unit)[1]


def _extent(quantity: Quantity) -> _Ends:
    """The least and greatest value that the words can mean, in the first unit of the dimension."""
    low = high = None
    if quantity.low is not None:
        low = convert(quantity.low - _slack(quantity.low, quantity), quantity.unit)[0]
    if quantity.high is not None:
        high = convert(quantity.high + _slack(quantity.high, quantity), quantity.unit)[1]
    return low, high


def _slack(value: Decimal, quantity: Quantity) -> Decimal:
    """How far from the stated value the true one may lie, by the digits it is stated in."""
    size = abs(value)
    if quantity.bound == "about":
        return max(size * _ABOUT_SHARE, min(_half_step(size), size / 4))
    if quantity.unit == "" and size < _EXACT_BELOW and size == size.to_integral_value():
        return Decimal(0)
    if dimension(quantity.unit) in ("%", "points", "temperature", "magnitude"):
        return _half_step(size, zeros=False)
    return min(_half_step(size), size * _EXACT_SHARE)


def _half_step(size: Decimal, *, zeros: bool = True) -> Decimal:
    """Half a unit of the last digit stated.

    With `zeros`, trailing zeros of a whole number count as not stated.
    """
    _, digits, exponent = size.as_tuple()
    if not isinstance(exponent, int) or size == 0:
        return Decimal(0)
    if zeros and exponent >= 0:
        exponent += len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return Decimal(5).scaleb(exponent - 1)
