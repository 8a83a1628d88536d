"""The figures of a sentence with what it leaves out: a noun told once for several, a unit told only once."""

import re
from functools import lru_cache

from checker.engines.rules.measures import sort_of
from checker.model import Fact, Quantity
from checker.normalise.counted import singular
from checker.normalise.quantity import find_quantities

_PART_OF = re.compile(r" (?:out )?of (?:[\w'’-]{1,20} ){0,3}")
_OF_WHOLE = re.compile(r"(?:^|[.;:!?] )[Oo]f (?:the |its |their |all )?$")
_NUMBER_OF = re.compile(
    r"\bnumber of (?:[\w-]{1,20} ){0,2}(?P<noun>[a-z]{2,20}s)\b[^.;:,]{0,60}"
    r" (?:at|is|was|to|stood at|reached) $"
)
_TOTAL_AFTER = re.compile(r"[\w ]{0,24}\b(?:in all|in total|altogether|all told)\b")
_TOTAL_BEFORE = re.compile(r"\b(?:a total of|in all,?|in total,?|altogether,?) $", re.IGNORECASE)
_DISOWNED = re.compile(r"(?:\bnot|\binstead of|\brather than) $")
_WINDOW = 110


def figures(fact: Fact) -> tuple[Quantity, ...]:
    """The quantities of a fact's quote, nouns and units filled in where another figure has them."""
    return _figures(fact.claim.quote)


def stated(fact: Fact) -> Quantity | None:
    """The quantity that a claim is about: the one its `value` names."""
    value = fact.claim.value or ""
    same = [quantity for quantity in figures(fact) if quantity.text == value]
    if any(disowned(fact, quantity) for quantity in same[:1]):
        return None
    near = [quantity for quantity in figures(fact) if quantity.text in value or value in quantity.text]
    return next(iter(same or near), None)


@lru_cache(maxsize=4_096)  # asked for each pair of facts
def _figures(quote: str) -> tuple[Quantity, ...]:
    found = find_quantities(quote)
    return tuple(_whole_reading(quote, quantity, found) for quantity in found)


def disowned(fact: Fact, quantity: Quantity) -> bool:
    """Whether the sentence gives the figure only to deny it: "2 million, not 20 million"."""
    return _DISOWNED.search(fact.claim.quote[: quantity.start]) is not None


def _whole_reading(quote: str, quantity: Quantity, found: tuple[Quantity, ...]) -> Quantity:
    if quantity.of or quantity.unit:
        return quantity
    money = [other for other in found if other.start < quantity.start and sort_of(other) == "money"]
    before = [other for other in found if other.start < quantity.start][-1:]
    if money and quantity.low and quantity.low >= 1000 and not any(other.of for other in before):
        return quantity.model_copy(update={"unit": money[-1].unit})
    of = _noun(quote, quantity, found)
    return quantity.model_copy(update={"of": of}) if of else quantity


def _noun(quote: str, quantity: Quantity, found: tuple[Quantity, ...]) -> str:
    """What a bare number counts: the noun of its whole, or of "the number of ...", or of what it sums up."""
    for other in found:
        if other.of and not other.unit and part_of(quote, quantity, other):
            return other.of
    told = _NUMBER_OF.search(quote[max(0, quantity.start - _WINDOW) : quantity.start])
    if told:
        return singular(told["noun"]) or told["noun"]
    if _OF_WHOLE.search(quote[: quantity.start]) or not _is_total(quote, quantity):
        opening = [other for other in found if other.start < quantity.start and _opens(quote, other)]
        return opening[-1].of if opening else ""
    counted = [other for other in found if other.start < quantity.start and other.of and not other.unit]
    return counted[-1].of if counted and sort_of(counted[-1]) == "count" else ""


def part_of(quote: str, part: Quantity, whole: Quantity) -> bool:
    """Whether the first figure is told as a part of the second: "48 of its 620 pupils"."""
    return part.end <= whole.start and _PART_OF.fullmatch(quote, part.end, whole.start) is not None


def _opens(quote: str, quantity: Quantity) -> bool:
    return _OF_WHOLE.search(quote[max(0, quantity.start - 12) : quantity.start]) is not None


def is_whole(fact: Fact, quantity: Quantity) -> bool:
    """Whether another figure is a part of this one: "48 of 620 pupils", "of the 200 bats, 13"."""
    quote = fact.claim.quote
    if quantity.unit:
        return False
    return _opens(quote, quantity) or any(
        part_of(quote, other, quantity) for other in figures(fact) if other != quantity
    )


def is_total(fact: Fact, quantity: Quantity) -> bool:
    """Whether the figure is called the sum of others: "60 in all"."""
    return _is_total(fact.claim.quote, quantity)


def _is_total(quote: str, quantity: Quantity) -> bool:
    before = quote[max(0, quantity.start - 16) : quantity.start]
    return _TOTAL_AFTER.match(quote, quantity.end) is not None or _TOTAL_BEFORE.search(before) is not None
