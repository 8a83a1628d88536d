"""Different places in one race ("third", "silver"), and different numbers in one series ("ninth term")."""

import re
from functools import lru_cache
from typing import NamedTuple

from checker.engines.rules.evidence import comparable, conflict
from checker.engines.rules.matter import matter, one_matter, shared_words
from checker.model import Conflict, Fact
from checker.normalise.counted import attributive_noun
from checker.normalise.dates import compare_periods, weekday_names
from checker.normalise.numerals import find_numerals
from checker.normalise.words import letter_words, stem

LEAST_SHARED = 3  # words of the matter that two sentences on one place in one race share
SHARED_AROUND = 5  # with the sentences around them: then one word less is enough
COVER = 0.35
_MEDALS = {"gold": 1, "silver": 2, "bronze": 3}
MEDAL = re.compile(
    r"\b(?:won|wins|winning|took|takes|taking|claimed|claims|earned|earns|secured|secures|got|gets)"
    r" (?:the |a |an )?(?P<won>gold|silver|bronze)\b(?! mine| coin)"
    r"|(?:^|[.!?:] )(?P<told>Gold|Silver|Bronze)(?: medal)? (?:for|in) [A-Z]"
)
"""A medal that somebody won; one that was missed does not match."""
_BEFORE_PLACE = re.compile(
    r"\b(?:finish(?:ed|es|ing)?|c[ao]me(?:s| in|s in)?|plac(?:ed|es)|ranked|ranks|ended(?: up)?|was|were|is"
    r"|are|lies|lay|stands|sits)(?: in| joint| only| just)? (?:the )?$"
)
_AFTER_PLACE = re.compile(r"(?: (?:in|on|at|behind|with|after|when|overall|place|position)\b|[.,;!]|$)")
_PLACE = re.compile(r" (?:place|position|spot)\b")
_PREDICATE = re.compile(r"\b(?P<noun>[a-z]{3,20})(?: [\w'’-]{1,20}){0,12}? (?:was|is) the $")
_SUPERLATIVE = re.compile(
    r"[ -](?:most|least|(?!t|gu|for|con|prot|harv|arr|requ|inter|qu|n|w|cr|b|ch|inv)\w{2,20}est)\b"
)
_FIELDS = frozenset(
    "among women men women's men's junior juniors senior seniors youth age class category division overall "
    "team relay national doubles mixed pairs".split()
)
_OTHERWISE = frozenset(
    "before previous previously earlier ago last next half break qualifying heat semi after then again once "
    "another following later".split()
)
_UNITS = frozenset("day week month year decade century season days weeks months years decades".split())
_NO_SERIES = frozenset("time place quarter half hand party floor world person day part leg round".split())


class Rank(NamedTuple):
    """A place or a number in a series: what it numbers ("place" for one in a race), and which it is."""

    of: str
    number: int
    words: str


def find_rank_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two claims on one place or one number in a series, or None. Symmetric."""
    if not (a.claim.value and b.claim.value and comparable(a, b)):
        return None
    first, second = rank(a), rank(b)
    if first is None or second is None or first.of != second.of or first.number == second.number:
        return None
    if letter_words(a.claim.quote) & _OTHERWISE or letter_words(b.claim.quote) & _OTHERWISE:
        return None
    if letter_words(a.claim.quote) & _FIELDS != letter_words(b.claim.quote) & _FIELDS:
        return None
    if not (_one_race(a, b) if first.of == "place" else _one_of_series(a, b, first.of)):
        return None
    return conflict(
        a,
        b,
        rule="figures",
        positions=(first.words, second.words),
        question=f"Which one was it: {' or '.join(sorted((first.words, second.words)))}?",
        explanation=f"One and the same is numbered differently: {first.words} and {second.words}.",
    )


def medal_claims(sentence: str) -> tuple[tuple[int, int], ...]:
    """Where the words for medals stand that a sentence says were won."""
    if letter_words(sentence).isdisjoint(_MEDALS):
        return ()
    return tuple(match.span(match.lastgroup or 0) for match in MEDAL.finditer(sentence))


def rank(fact: Fact) -> Rank | None:
    """The place or number that the claim's value names, where the sentence gives no other."""
    value = (fact.claim.value or "").lower()
    found = _ranks(fact.claim.quote)
    own = [each for each in found if each.words.split()[0].lower() in value]
    return own[0] if own and len({(each.of, each.number) for each in found}) == 1 else None


@lru_cache(maxsize=4_096)
def _ranks(quote: str) -> tuple[Rank, ...]:
    found = [_medal(match) for match in MEDAL.finditer(quote)]
    for numeral in find_numerals(quote):
        if numeral.form == "ordinal":
            of = _numbered(quote, numeral.start, numeral.end)
            if of:
                found.append(Rank(of, int(numeral.value), quote[numeral.start : numeral.end]))
    return tuple(found)


def _medal(match: re.Match[str]) -> Rank:
    word = match["won"] or match["told"]
    return Rank("place", _MEDALS[word.lower()], word)


def _numbered(quote: str, start: int, end: int) -> str | None:
    """What the ordinal between `start` and `end` numbers: "place", or the stem of a noun."""
    before = quote[max(0, start - 90) : start]
    if _PLACE.match(quote, end):
        return "place"
    if _BEFORE_PLACE.search(before) and _AFTER_PLACE.match(quote, end):
        told = _PREDICATE.search(before)
        return stem(told["noun"]) if told else "place"
    if _SUPERLATIVE.match(quote, end):
        return None  # the third largest: of what is said, but not of which measure
    noun = attributive_noun(quote, end) if quote[end : end + 1] == " " else None
    if noun is not None and noun.noun not in _NO_SERIES and not noun.noun.endswith(("ed", "ing", "ly")):
        return stem(noun.noun)
    predicate = _PREDICATE.search(before)
    return stem(predicate["noun"]) if predicate else None


def _one_race(a: Fact, b: Fact) -> bool:
    """Whether both sentences name the same one who ran, and share more than the name."""
    if not set(a.names) & set(b.names):
        return False
    around = len(matter(a.context) & matter(b.context)) >= SHARED_AROUND
    return one_matter(a, b, least=LEAST_SHARED - around, cover=COVER)


def _one_of_series(a: Fact, b: Fact, noun: str) -> bool:
    """Whether both sentences tell of one member of a series: the same day, or much the same words."""
    if _spans(a) != _spans(b) or noun not in shared_words(a, b):
        return False
    named = bool(set(a.names) & set(b.names))
    return named and _one_day(a, b) and one_matter(a, b, least=LEAST_SHARED, cover=COVER)


def _spans(fact: Fact) -> frozenset[str]:
    """The stretches within which a series is counted ("within a week")."""
    return frozenset(stem(word) for word in letter_words(fact.claim.quote) & _UNITS)


def _one_day(a: Fact, b: Fact) -> bool:
    if any(compare_periods(x, y) == "same" for x in a.periods for y in b.periods):
        return True
    return bool(set(weekday_names(a.claim.quote)) & set(weekday_names(b.claim.quote)))
