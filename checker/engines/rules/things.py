"""What figures count, and whether two figures can both be true of one thing."""

import re
from functools import lru_cache

from checker.engines.rules.measures import evolving, measures, says
from checker.engines.rules.readings import disowned, figures, is_total, is_whole
from checker.model import Fact, Quantity
from checker.normalise.quantity import compare_quantities
from checker.normalise.words import stem, tokens


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


ANYBODY = _stems(
    "person people victim body individual death injury casualty case missing arrest detainee life"
)
"""Nouns that count people whoever they are; the others below count some of them."""
_PEOPLE = ANYBODY | _stems(
    """
    man woman resident passenger civilian worker child adult soldier student pupil patient tourist migrant
    miner sailor fireman firefighter policeman officer hiker player teacher nurse doctor guest villager
    visitor protester demonstrator prisoner hostage refugee fan spectator employee boy girl pensioner driver
    """
)
_LISTED = re.compile(
    r" (?:[\w-]{1,20} ){0,2}?[\w-]{1,20},? and (?:an?|one|two|three|four|five|six|\d{1,4}) [a-z]"
)


def counted(quantity: Quantity) -> str:
    """The stem of the noun that the figure counts; empty where there is none."""
    return stem(quantity.of) if quantity.of else ""


def counts_people(quantity: Quantity) -> bool:
    """Whether the figure counts people of whatever kind."""
    return quantity.unit == "" and counted(quantity) in _PEOPLE


def same_thing(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    """Whether both figures count one thing, as far as their nouns and units say."""
    if p.unit != q.unit and not (p.unit and q.unit):
        return False
    one, other = counted(p), counted(q)
    if one == other or (one in _PEOPLE and other in _PEOPLE):
        return True
    if p.unit:
        return not (one and other) and "age" not in (one, other)
    return (not one and _elsewhere(a, other)) or (not other and _elsewhere(b, one))


def _elsewhere(fact: Fact, noun: str) -> bool:
    """Whether the sentence has the noun, though not behind a figure: "oysters went down, 22,000 of them"."""
    return noun in _all_stems(fact.claim.quote) and not any(
        counted(quantity) == noun for quantity in figures(fact)
    )


@lru_cache(maxsize=4_096)
def _all_stems(quote: str) -> frozenset[str]:
    return frozenset(stem(token.text) for token in tokens(quote))


def differ(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    """Whether both figures cannot be true of one thing.

    All people are people; women among them are some of them, so that fewer women than people agree with them.
    """
    one, other = counted(p), counted(q)
    if one not in _PEOPLE or other not in _PEOPLE or one == other:
        same = {"of": p.of or q.of} if one == other or not (one and other) else {}
        return compare_quantities(p.model_copy(update=same), q.model_copy(update=same)) == "different"
    shared = measures(a, p) & measures(b, q)
    if not (shared or evolving(a, p) & evolving(b, q)):
        return False
    p, q = p.model_copy(update={"of": ""}), q.model_copy(update={"of": ""})
    if compare_quantities(p, q) != "different":
        return False
    anybody = [noun in ANYBODY or bool(says(noun) & shared) for noun in (one, other)]
    if all(anybody):
        return True
    if anybody[0]:
        return _greater(q, p)
    return anybody[1] and _greater(p, q)


def _greater(part: Quantity, whole: Quantity) -> bool:
    return part.low is not None and whole.high is not None and part.low > whole.high


def gives(fact: Fact, figure: Quantity) -> bool:
    """Whether the sentence also gives the other side's figure: then the two speak of different things."""
    return any(
        compare_quantities(quantity, figure) == "same"
        and not (is_whole(fact, quantity) or disowned(fact, quantity))
        for quantity in figures(fact)
    )


def alone(fact: Fact, quantity: Quantity) -> bool:
    """Whether no other figure of the unit is given, but the whole of which this one is a part."""
    if is_total(fact, quantity):
        return True
    if quantity.unit == "" and _LISTED.match(fact.claim.quote, quantity.end):
        return False  # "two women and a man"
    return all(
        other.unit != quantity.unit or other == quantity or is_whole(fact, other) or disowned(fact, other)
        for other in figures(fact)
    )
