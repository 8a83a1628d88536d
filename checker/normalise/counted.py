"""The thing that a number counts: a noun in the singular, lower case."""

import re
from functools import lru_cache
from typing import NamedTuple

from checker.normalise.words import word_set

_FUNCTION_WORDS = """
about above across after against ago all along although among an and any are around as at be because been
before behind being below beneath beside between beyond both but by can could despite did do does down
during each either every for from had has have he her here hers him his how i if in inside into is it its
just last may me might must my near neither nor not of off on once only onto or our out over past per she
should since so some such than that the their them then there these they this those through throughout
till to toward towards under until up upon us was we were what when where whether which while who whom
whose why will with within without would yet you your a no monthly daily weekly yearly annually hourly
said says say told
"""
_STOP = frozenset(_FUNCTION_WORDS.split())
_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child",
    "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "oxen": "ox", "lives": "life", "wives": "wife", "knives": "knife",
    "leaves": "leaf", "halves": "half", "wolves": "wolf", "thieves": "thief", "shelves": "shelf",
    "loaves": "loaf", "selves": "self", "calves": "calf", "crises": "crisis", "theses": "thesis",
    "analyses": "analysis", "bases": "base", "axes": "axe", "buses": "bus", "viruses": "virus",
    "campuses": "campus",
    "bonuses": "bonus", "movies": "movie", "cookies": "cookie", "ties": "tie", "lies": "lie", "dies": "die",
    "criteria": "criterion",
    "phenomena": "phenomenon", "media": "medium", "shoes": "shoe", "gases": "gas", "lenses": "lens",
    "heroes": "hero",
    "potatoes": "potato", "tomatoes": "tomato", "echoes": "echo", "vetoes": "veto", "torpedoes": "torpedo",
    "embargoes": "embargo",
    "volcanoes": "volcano", "mosquitoes": "mosquito", "cargoes": "cargo",
    # The same in both numbers.
    "aircraft": "aircraft", "spacecraft": "spacecraft", "personnel": "personnel", "police": "police",
    "staff": "staff", "sheep": "sheep", "cattle": "cattle", "fish": "fish", "series": "series",
    "species": "species",
    "infantry": "infantry", "crew": "crew", "livestock": "livestock", "offspring": "offspring",
    "fishermen": "fisherman",
}  # fmt: skip
_NOT_PLURAL = word_set(
    """
    news always perhaps sometimes was has does its this yes us less across plus thus various previous
    serious famous religious dangerous numerous us-led afterwards towards besides consensus status
    campus virus crisis basis press congress process success access business address progress stress
    loss boss glass mass class gas bus overseas sales-only politics economics physics mathematics
    athletics
    """
)
_FATE = {
    "killed": "death", "dead": "death", "deaths": "death", "fatalities": "death", "wounded": "injury",
    "injured": "injury",
    "hurt": "injury", "injuries": "injury", "missing": "missing", "arrested": "arrest",
    "detained": "detainee", "displaced": "displaced",
    "homeless": "homeless", "hospitalised": "hospitalised", "hospitalized": "hospitalised",
}  # fmt: skip
"""What is counted where the number stands alone before what befell people: "12 killed"."""
_SYNONYMS = {
    "troop": "soldier", "serviceman": "soldier", "servicewoman": "soldier", "servicemember": "soldier",
    "death": "death",
    "fatality": "death", "airplane": "plane", "aeroplane": "plane", "per cent": "%", "youngster": "child",
    "kid": "child",
    "lawmaker": "legislator", "refuge": "refugee",
}  # fmt: skip
_WORD = re.compile(r"[ -](?P<word>[A-Za-z][\w’'.-]{0,40})")
_OF = re.compile(
    r"(?: more)?(?: or (?:so|more|less|fewer))? of (?:the |its |their |his |her |all |these |those "
    r"|our |an? )?(?=\w)",
    re.IGNORECASE,
)
_MAX_WORDS = 5


class Counted(NamedTuple):
    """The counted noun, and where it ends in the text."""

    noun: str
    end: int


def counted_noun(text: str, at: int, *, one: bool = False) -> Counted | None:
    """The noun counted by a number that ends at `at`, or None: "12 Ukrainian refugees" → "refugee".

    The first plural among the next words is taken, for a number above one stands with a plural; with `one`,
    the first word that is not known as an adjective. "dozens of drones", "two of the soldiers": behind "of".
    """
    of = _OF.match(text, at)
    start = of.end() - 1 if of else at
    fallback: Counted | None = None
    for count in range(_MAX_WORDS):
        match = _WORD.match(text, start)
        if match is None:
            break
        word = match["word"].rstrip(".-'’")
        low = word.lower()
        if low in _STOP or (count and low in _FATE and fallback is None):
            break
        if count == 0 and low in _FATE and not _plural_follows(text, match.end()):
            return Counted(_FATE[low], match.end())
        if one and word.islower() and low not in _ADJECTIVES:
            return Counted(low, start + 1 + len(word))
        noun = singular(low) if not word.endswith(("'s", "’s")) else None
        if noun is not None:
            counted = Counted("" if noun == "other" else noun, start + 1 + len(word))
            if word.islower() or noun == low:
                return counted
            fallback = (
                fallback or counted
            )  # "Los Angeles" looks plural: a lower-case plural behind it is better
        start = match.start() + 1 + len(word)
    return fallback


def attributive_noun(text: str, at: int) -> Counted | None:
    """The noun that a measure describes, right behind it: "30-day ceasefire" → "ceasefire", "5 tonnes of
    wheat" → "wheat".
    """
    of = _OF.match(text, at)
    start, last = (of.end() - 1 if of else at), None
    for _ in range(3):
        match = _WORD.match(text, start)
        if match is None or match["word"].lower().rstrip(".") in _STOP:
            break
        word = match["word"].rstrip(".-'’")
        low = word.lower()
        if low.endswith(("'s", "’s", "ly")) or low == "long":
            start += 1 + len(word)
            continue
        if not word[0].isupper() or (singular(low) and len(word) > 3):
            last = Counted(singular(low) or low, start + 1 + len(word))
            if singular(low) or of:
                return last
        start += 1 + len(word)
        if not match.group().startswith("-") and text[start : start + 1] in ".,;:)":
            break
    return last


_ADJECTIVES = word_set(
    """
    more other new additional further single big small large major minor old young high low long short
    full half local senior former second third final last next russian ukrainian american british french
    german chinese
    """
)


def _plural_follows(text: str, at: int) -> bool:
    match = _WORD.match(text, at)
    return match is not None and singular(match["word"].lower().rstrip(".")) is not None


@lru_cache(maxsize=16_384)
def singular(word: str) -> str | None:
    """The singular of a plural noun in lower case; None for a word that does not look like a plural."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("men"):
        return word[:-2] + "an" if word not in ("specimen", "regimen", "abdomen", "semen", "omen") else None
    if len(word) > 5 and word.endswith("women"):
        return word[:-2] + "an"
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in _NOT_PLURAL:
        return None
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def same_thing(a: str, b: str) -> bool:
    """Whether two counted nouns name one thing; an unknown noun ("") may be any."""
    return not a or not b or a == b or _SYNONYMS.get(a, a) == _SYNONYMS.get(b, b)
