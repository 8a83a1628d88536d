"""Nobody and none against a number: "no arrests" and "15 arrests", "nobody was hurt" and "four were"."""

import re
from functools import lru_cache
from typing import NamedTuple

from checker.engines.rules.evidence import comparable
from checker.engines.rules.matter import contrasted, one_matter, other_words
from checker.engines.rules.measures import evolving, measures, says
from checker.engines.rules.readings import disowned, stated
from checker.engines.rules.things import counted, counts_people
from checker.model import Fact, Quantity
from checker.normalise.counted import Counted, attributive_noun, counted_noun
from checker.normalise.words import letter_words, stem, tokens

LEAST_SHARED = 2
COVER = 0.35
REACH = 5  # words behind "nobody" within which it is said what befell nobody
_NOBODY = re.compile(
    r"\b(?:[Nn]obody|[Nn]o[ -]one|[Nn]one(?: of (?:the|its|their|his|her)(?: [\w-]{1,20}){1,3}?)?)"
    r"(?= (?:was|were|has|had|is|have|been|died|got)\b)"
)
_NO = re.compile(
    r"\b[Nn]o(?= [a-z])(?! (?:\w{1,20} )?(?:than|longer|doubt|matter|need|reason|way|sign|signs|comment"
    r"|plan|plans|evidence|idea|wonder|link|word|one|other|others|further|more|less|fewer|immediate"
    r"|intention|question|chance|access|alternative|choice|problem|problems|surprise)\b)"
)
_SERIOUS = frozenset("seriously serious badly severely critically else otherwise initially first".split())
_ANYONE = frozenset(map(stem, "nobody none man men woman women people person child children".split()))
_AUXILIARIES = frozenset(
    map(stem, "was were has had have is are been be at in on from about of with for to over".split())
)
_HEDGED = frozenset("if unless may might could would should".split())


class Nobody(NamedTuple):
    """What there is none of: the stem of a noun, empty for people of any kind; and the measures it is of."""

    noun: str
    of: frozenset[str]


def none_claims(sentence: str) -> tuple[tuple[int, int], ...]:
    """Where a sentence says that there was nobody or none."""
    words = letter_words(sentence)
    if words.isdisjoint(("no", "nobody", "none")) or words & _HEDGED:
        return ()
    found = [match.span() for match in _NOBODY.finditer(sentence)]
    for match in _NO.finditer(sentence):
        noun = _noun(sentence, match.end())
        if noun is not None and noun.noun:
            found.append((match.start(), noun.end))
    return tuple(found)


def _noun(text: str, at: int) -> Counted | None:
    """The noun behind "no": a plural, or else one or two words in the singular before the verb."""
    noun = counted_noun(text, at) or attributive_noun(text, at)
    if noun is None or not noun.noun.endswith("ed"):
        return noun
    words = tokens(text[at : noun.end])
    return Counted(words[0].text.lower(), at + words[0].end) if len(words) > 1 else None


def nobody(fact: Fact) -> Nobody | None:
    """What the claim says that there was none of; None where it gives a number or hedges."""
    value = fact.claim.value or ""
    if value[:2].lower() != "no" or value[:3].lower() == "not":
        return None
    return _reading(fact.claim.quote, value)


@lru_cache(maxsize=4_096)
def _reading(quote: str, value: str) -> Nobody | None:
    at = quote.find(value)
    if at < 0 or letter_words(quote) & _SERIOUS:
        return None
    behind = [stem(token.text) for token in tokens(quote[at + len(value) :])[:REACH]]
    said = frozenset[str]().union(*map(says, behind))
    if _NOBODY.match(quote, at):
        return Nobody("", said) if said else None
    words = [stem(token.text) for token in tokens(value)]
    noun = _noun(quote, at + 2)
    return Nobody(stem(noun.noun), says(words[-1]) | said) if noun else None


def none_against_some(a: Fact, b: Fact) -> tuple[str, str] | None:
    """The words of both sides where one says that there was none, the other how many. Symmetric."""
    first, second = nobody(a), nobody(b)
    if (first is None) == (second is None) or not comparable(a, b):
        return None
    none, none_fact, some = (first, a, b) if first is not None else (second, b, a)
    quantity = stated(some)
    if none is None or quantity is None or disowned(some, quantity) or not _counts(none, some, quantity):
        return None
    if contrasted(a, b) or not one_matter(a, b, least=LEAST_SHARED, cover=COVER):
        return None
    if _one_verb(none_fact, some):
        return None  # the same verb with and without "no": deeds done and not done are compared elsewhere
    if other_words(a, b, frozenset((none.noun, counted(quantity))) | _ANYONE):
        return None
    texts = (none_fact.claim.value or "", quantity.text)
    return texts if none_fact is a else (texts[1], texts[0])


def _one_verb(none: Fact, some: Fact) -> bool:
    """Whether what follows "no miner" at once ("died") is said of the number as well."""
    value = none.claim.value or ""
    behind = tokens(none.claim.quote[none.claim.quote.find(value) + len(value) :])[:1]
    said = {stem(token.text) for token in tokens(some.claim.quote)}
    return bool(value.lower().startswith("no ") and behind and stem(behind[0].text) in said - _AUXILIARIES)


def _counts(none: Nobody, some: Fact, quantity: Quantity) -> bool:
    """Whether the number counts what there is said to be none of."""
    if quantity.low is None or quantity.low < 1 or quantity.unit in ("ordinal", "%"):
        return False
    if none.noun and none.noun == counted(quantity):
        return "-" not in quantity.text  # a 30-day ceasefire is no number of ceasefires
    if quantity.unit or not counts_people(quantity):
        return False
    shared = (evolving(some, quantity) or measures(some, quantity)) & none.of
    return bool(shared) and (not none.noun or bool(says(none.noun) & shared))
