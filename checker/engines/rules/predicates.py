"""Which verb stands at a place: its particle or noun, its auxiliaries, and whether it is finite there."""

from functools import cache
from typing import NamedTuple

from checker.engines.rules.pieces import (
    ADVERBS,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    LEADS,
    MODALS,
    NEGATIONS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    Piece,
    right_edge,
)
from checker.engines.rules.verbs import Form, Verb, lexicon
from checker.model import Modality
from checker.normalise.words import stem

_LIGHT: dict[str, Form] = {
    "gave": "past", "give": "base", "gives": "third", "given": "participle",
    "made": "past_or_participle", "make": "base", "makes": "third",
    "submitted": "past_or_participle", "tabled": "past_or_participle", "launched": "past_or_participle",
    "issued": "past_or_participle", "filed": "past_or_participle", "took": "past", "taken": "participle",
    "paid": "past_or_participle", "put": "past_or_participle",
}  # fmt: skip
_OTHER = frozenset(("other",))
_ALSO_NOUNS = frozenset(
    "call visit offer request demand order design draft table begin end stop halt launch close increase "
    "drop gain surge jump fall decline contract ban block bar strike hit talk attack vote crash hold break "
    "release leave win plan sign back ring host coach grant name cut fire score work return charge "
    "arrest".split()
)
MAX_GAP = 7  # pieces from a verb to its particle
MAX_LIGHT = 6  # pieces from a light verb to its noun


class Reading(NamedTuple):
    """A verb in the sentence: its words, and where what follows it begins."""

    verb: Verb
    predicate: str
    after: int
    gap: int | None = None  # where its particle stands, if the object stands before that
    size: int = 1  # words of the particle


class Chain(NamedTuple):
    """The words before a verb that belong to it: auxiliaries, adverbs, negation."""

    first: int  # index of its first piece
    be: bool
    have: bool
    do: bool
    infinitive: bool
    negated: bool
    modality: Modality | None


@cache
def verb_words() -> frozenset[str]:
    """Words at which a known verb may begin."""
    return frozenset((*lexicon().forms, *lexicon().particles, *_LIGHT))


def read_verb(found: list[Piece], index: int) -> Reading | None:
    """The verb at `index`, with its particle ("turned down") or its noun ("gave its approval to")."""
    piece = found[index]
    for rest, verb in lexicon().particles.get(piece.low, ()):
        size = len(rest)
        if tuple(other.low for other in found[index + 1 : index + 1 + size]) == rest:
            return Reading(verb, " ".join((piece.text, *rest)), index + 1 + size)
        at = _apart(found, index, rest)
        if at is not None:
            return Reading(verb, " ".join((piece.text, *rest)), index + 1, at, size)
    light = _light(found, index)
    if light is not None:
        return light
    plain = lexicon().forms.get(piece.low)
    if plain is None and piece.low.endswith("ed"):
        plain = _participle(found, index)
    return Reading(plain, piece.text, index + 1) if plain else None


def _apart(found: list[Piece], index: int, rest: tuple[str, ...]) -> int | None:
    """Where the rest of a verb stands behind a short object: "turned the offer down"."""
    for at in range(index + 2, min(index + MAX_GAP, len(found))):
        if found[at].text in PUNCTUATION or found[at - 1].low in PREPOSITIONS:
            return None
        end = at + len(rest)
        closed = (
            end >= len(found) or found[end].text in PUNCTUATION or found[end].low in PREPOSITIONS | {"of"}
        )
        if closed and tuple(piece.low for piece in found[at:end]) == rest:
            return at
    return None


def _light(found: list[Piece], index: int) -> Reading | None:
    """ "gave its approval to", "made a bid for", "put forward a proposal on": the noun is the verb."""
    form = _LIGHT.get(found[index].low)
    if form is None:
        return None
    for at in range(index + 1, min(index + MAX_LIGHT, len(found))):
        word = found[at].low
        if found[at].text in PUNCTUATION or (word in PREPOSITIONS and word not in ("up",)):
            return None
        lemma = lexicon().nouns.get(word)
        if lemma and at + 1 < len(found) and found[at + 1].low in ("to", "for", "of", "on"):
            verb = _verb_of_lemma(lemma)
            return Reading(verb._replace(form=form), lexicon().pasts[lemma], at + 2)
    return None


@cache
def _verb_of_lemma(lemma: str) -> Verb:
    """The reading of a verb's past, one word or two."""
    head, *rest = lexicon().pasts[lemma].split()
    for ends, verb in lexicon().particles.get(head, ()):
        if list(ends) == rest:
            return verb
    return lexicon().forms[head]


def _participle(found: list[Piece], index: int) -> Verb | None:
    """An unknown verb in the perfect or the passive: "has devised". Its class is `other`."""
    low = found[index].low
    if not low.endswith("ed") or len(low) < 5 or index == 0:
        return None
    before = index - 1
    while before > 0 and (found[before].low in ADVERBS | NEGATIONS or found[before].low.endswith("ly")):
        before -= 1
    if found[before].low not in HAVE | BE:
        return None
    return Verb(stem(low), _OTHER, "past_or_participle")


def read_chain(found: list[Piece], index: int) -> Chain:
    """The auxiliaries, adverbs and negations that stand before the verb at `index`."""
    be = have = do = infinitive = negated = False
    modality: Modality | None = None
    first = index
    while first > 0:
        low = found[first - 1].low
        if low in BE:
            be = True
        elif low in HAVE:
            have = True
        elif low in DO:
            do = True
        elif low in MODALS:
            modality = MODALS[low]
        elif low == "to":
            infinitive = True
        elif low in NEGATIONS:
            pass
        elif not (low in ADVERBS or (low.endswith("ly") and len(low) > 4)):
            break
        negated = negated or low in NEGATIONS or low.endswith("n't") or low == "cannot"
        first -= 1
    return Chain(first, be, have, do, infinitive, negated, modality)


def is_finite(found: list[Piece], index: int, verb: Verb, chain: Chain) -> bool:
    """Whether the form is a finite verb here and not a noun, an adjective or a reduced passive."""
    helped = chain.be or chain.have or chain.do or chain.modality is not None
    if index + 1 < len(found) and found[index + 1].text == "-":
        return False
    if verb.form == "participle":
        return chain.be or chain.have
    if chain.be and verb.form in ("base", "third", "past"):
        return False
    if helped:
        return True
    before = found[chain.first - 1] if chain.first > 0 else None
    if before is None or before.low in DETERMINERS - PRONOUNS or before.low in PREPOSITIONS:
        return False
    if verb.form == "past_or_participle":
        end = right_edge(found, index)
        by_somebody = any(piece.low == "by" for piece in found[index + 1 : end])
        return not by_somebody and (before.text not in PUNCTUATION or before.text == ",")
    if verb.form == "past":
        return True
    start = chain.first - 1
    while start > 0 and found[start - 1].text not in PUNCTUATION and found[start].low not in DETERMINERS:
        start -= 1
    if verb.form == "third" and _goes_on(found, index, verb):
        return True
    return found[start].low not in DETERMINERS and (before.low in PRONOUNS or before.is_name)


def _goes_on(found: list[Piece], index: int, verb: Verb) -> bool:
    """Whether a form in -s is a verb by what follows: "reopens on Saturday", "bans the film"."""
    if index + 2 >= len(found):
        return False
    following = found[index + 1]
    if following.low in OPENERS:
        return True
    return verb.lemma not in _ALSO_NOUNS and following.low == "on" and found[index + 2].low in LEADS
