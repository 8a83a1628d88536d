"""Sentence → poles: which side of a known pair of opposites something is said to be on.

"The fire has been put out" and "is still burning", "resigned" and "remains in office". The pairs stand in
`poles.toml`; no clause is read for more than that. What is planned, possible, asked or a condition gives
nothing, and neither does a sentence that tells of both sides: it tells of a change.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from checker.engines.rules.pieces import (
    BE,
    BREAKS,
    DETERMINERS,
    HAVE,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    Piece,
    breaks_before,
    opening_pieces,
    right_edge,
)
from checker.engines.rules.predicates import Chain, read_chain
from checker.engines.rules.subjects import ABSENT, SELF, subject_before
from checker.engines.rules.verbs import Form, inflect
from checker.normalise.words import REPEATED, content_stems, letter_words

_PREDICATE = re.compile(
    r"(?P<pair>[a-z]{1,20}): (?P<side>yes|no), (?P<when>now|then|done) \((?P<words>.{1,100})\)"
)
When = Literal["now", "then", "done"]
Place = Literal["state", "left", "verb", "object"]
MAX_WORDS = 5  # of a phrase
_COPULAS = frozenset(
    "remains remained remain stays stayed stay stands stood lies lay keeps kept became becomes seems".split()
)
_COMMON = PREPOSITIONS | DETERMINERS
_STAYS = frozenset("remains stays stands lies keeps remain stay".split())
_PRESENT = frozenset("is are has have isn't aren't hasn't haven't".split())
_PAST = frozenset("was were had did wasn't weren't hadn't didn't".split())
_LEAVES = frozenset("left leaves leave leaving found keeps kept".split())
_OUTLIVES = frozenset("survived survives escaped escapes".split())
MAX_LEFT = 8  # words between such a verb and the state
_SUPPOSED = frozenset("if unless whether provided until once when should before".split())


class Pole(NamedTuple):
    """One side of one pair: of which thing, what is said besides, and of which time.

    `thing` is "I", "he" or "she" where that may be whoever speaks. `when`: "now", "then" for what was
    so, "done" for what happened. `side` is that of the pair as the words have it; `negated` turns it round.
    """

    pair: str
    side: Literal["yes", "no"]
    negated: bool
    words: str
    thing: str
    about: str
    when: When
    at: int  # where the words stand
    start: int
    end: int


class Told(NamedTuple):
    """A pole as a claim's predicate gives it."""

    pair: str
    side: Literal["yes", "no"]
    when: When
    words: str


class _Entry(NamedTuple):
    phrase: tuple[str, ...]
    cue: int  # which of its words it is looked up by
    pair: str
    side: Literal["yes", "no"]
    place: Place
    form: Form | None


class Pairs(NamedTuple):
    """The longest word of a phrase → the phrases; pairs of which both may be untrue, or that change."""

    entries: dict[str, tuple[_Entry, ...]]
    contrary: frozenset[str]
    transient: frozenset[str]
    names: frozenset[str]


@cache
def pairs() -> Pairs:
    """The pairs of `poles.toml`, inflected; read once."""
    data = tomllib.loads(files(__package__).joinpath("poles.toml").read_text(encoding="utf-8"))
    irregular = data.pop("irregular")
    entries: dict[str, set[_Entry]] = {}
    for pair, sides in data.items():
        for side in ("yes", "no"):
            for place in ("state", "left", "verb", "object"):
                for phrase in sides.get(f"{side}_{place}", ()):
                    head, *rest = phrase.split()
                    forms: list[tuple[str, Form | None]] = [(head, None)]
                    if place in ("verb", "object"):
                        forms = [(word, form) for word, form in inflect(head, irregular.get(head))]
                    for word, form in forms:
                        words = (word, *rest)
                        cue = max(
                            range(len(words)), key=lambda at: (words[at] not in _COMMON, len(words[at]))
                        )
                        entries.setdefault(words[cue], set()).add(_Entry(words, cue, pair, side, place, form))
    return Pairs(
        entries={
            word: tuple(
                sorted(
                    found, key=lambda one: (-len(one.phrase), one.pair, one.side, one.place, one.form or "")
                )
            )
            for word, found in entries.items()
        },
        contrary=frozenset(pair for pair, sides in data.items() if sides.get("contrary")),
        transient=frozenset(pair for pair, sides in data.items() if sides.get("transient")),
        names=frozenset(data),
    )


@lru_cache(maxsize=REPEATED)
def find_poles(sentence: str) -> tuple[Pole, ...]:
    """The poles that one sentence states, in order."""
    entries = pairs().entries
    if letter_words(sentence).isdisjoint(_first_words()) or sentence.rstrip().endswith("?"):
        return ()
    found = opening_pieces(sentence)
    read: list[Pole] = []
    for index, piece in enumerate(found):
        size = 0
        for entry in entries.get(piece.low, ()):
            at = index - entry.cue
            if len(entry.phrase) < size or not _stands(found, at, entry.phrase):
                continue
            pole = _pole(sentence, found, at, entry)
            if pole is not None:
                size = len(entry.phrase)  # of phrases that share a word the longest
                read.append(pole)
    return tuple(dict.fromkeys(pole for pole in read if not _changed(pole, read)))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(word.split("-")[0] for word in pairs().entries)


def _stands(found: list[Piece], at: int, phrase: tuple[str, ...]) -> bool:
    if len(phrase) == 1:
        return True
    return at >= 0 and tuple(piece.low for piece in found[at : at + len(phrase)]) == phrase


def _changed(pole: Pole, read: list[Pole]) -> bool:
    """Whether the sentence puts the thing on both sides: "closed in the morning and reopened at noon"."""
    return any(
        other.pair == pole.pair
        and (other.side == pole.side) == (other.negated != pole.negated)
        and bool(content_stems(other.thing) & content_stems(pole.thing) or not content_stems(other.thing))
        for other in read
        if other is not pole
    )


def _pole(text: str, found: list[Piece], index: int, entry: _Entry) -> Pole | None:
    end = index + len(entry.phrase)
    if entry.place == "left":
        return _left_so(text, found, index, end, entry)
    chain, verb_at = _governing(found, index, entry)
    if chain is None or chain.infinitive or chain.modality is not None:
        return None
    if any(piece.low in _SUPPOSED for piece in found[: chain.first]):
        return None
    passive = entry.place == "object" and chain.be
    left = subject_before(text, found, chain.first)
    behind = _right(text, found, end)
    thing, about = (
        (behind[0], behind[1]) if entry.place == "object" and not passive else (left, " ".join(behind))
    )
    if entry.place == "object" and not passive and not left:
        return None
    words = thing.lower().split()
    if not words or words[0] in PREPOSITIONS:
        return None
    if len(words) == 1 and words[0] in PRONOUNS and words[0] not in SELF:
        return None
    absent = words[0] in ABSENT or (left.lower().split() or [""])[0] in ABSENT
    return Pole(
        entry.pair,
        entry.side,
        chain.negated != absent,
        text[found[index].start : found[end - 1].end],
        thing,
        about,
        _when(found, chain.first, verb_at, end, entry),
        found[index].start,
        _clause_start(found, chain.first),
        found[right_edge(found, end - 1) - 1].end,
    )


def _when(found: list[Piece], first: int, verb: int, end: int, entry: _Entry) -> When:
    """Of which time the phrase is told, by its auxiliaries and its form."""
    words = {piece.low for piece in found[first:end]}
    if words & _PAST:
        return "then" if entry.place == "state" else "done"
    if words & _PRESENT or entry.form in ("third", "base") or found[verb].low in _STAYS:
        return "now"
    return "then" if entry.place == "state" else "done"


def _left_so(text: str, found: list[Piece], index: int, end: int, entry: _Entry) -> Pole | None:
    """ "The bomb left the church undamaged", "the church survived the war undamaged"."""
    verb = next(
        (at for at in range(index - 1, max(0, index - MAX_LEFT), -1) if found[at].low in _LEAVES | _OUTLIVES),
        0,
    )
    if not verb or any(piece.text in PUNCTUATION for piece in found[verb:index]):
        return None
    chain = read_chain(found, verb)
    if chain.infinitive or chain.negated or chain.modality is not None or chain.be:
        return None
    left = found[verb].low in _LEAVES
    thing = (
        text[found[verb + 1].start : found[index - 1].end]
        if left
        else subject_before(text, found, chain.first)
    )
    if not thing or (left and verb + 1 == index) or thing.lower() in PRONOUNS:
        return None
    words = text[found[index].start : found[end - 1].end]
    start = _clause_start(found, chain.first)
    return Pole(
        entry.pair, entry.side, False, words, thing, "", "then", found[index].start, start, found[end - 1].end
    )


def _governing(found: list[Piece], index: int, entry: _Entry) -> tuple[Chain | None, int]:
    """The auxiliaries before the phrase, and where its verb stands; None where it is no predicate."""
    chain = read_chain(found, index)
    if entry.place == "state":
        if chain.be:
            return chain, index
        before = chain.first - 1
        if before >= 0 and found[before].low in _COPULAS:
            return read_chain(found, before), before
        return None, index
    helped = chain.be or chain.have or chain.do
    if entry.form == "gerund":
        return (chain, index) if chain.be and entry.place == "verb" else (None, index)
    if entry.form == "participle" and not (chain.be or chain.have):
        return None, index
    if entry.place == "verb" and chain.be:
        return None, index
    if helped:
        return chain, index
    if not chain.first:
        return None, index
    ahead = found[chain.first - 1]
    if ahead.text in PUNCTUATION or ahead.low in PREPOSITIONS:
        return None, index
    if entry.form == "base":
        return (chain, index) if ahead.low.endswith("s") and not ahead.is_name else (None, index)
    return chain, index


def _clause_start(found: list[Piece], first: int) -> int:
    at = first
    while at > 0 and not breaks_before(found, at - 1):
        at -= 1
    return found[min(at, len(found) - 1)].start


def _right(text: str, found: list[Piece], start: int) -> tuple[str, str]:
    """The first noun phrase behind the phrase with what narrows it, and the rest of the clause."""
    end = right_edge(found, start - 1)
    stop = start
    while stop < end and not (found[stop].low in BREAKS or found[stop].low in BE | HAVE):
        if (
            found[stop].low in PREPOSITIONS
            and stop > start
            and found[stop].low in ("by", "with", "after", "before", "since", "until")
        ):
            break
        stop += 1
    phrase = text[found[start].start : found[stop - 1].end] if start < stop else ""
    rest = text[found[stop].start : found[end - 1].end] if stop < end else ""
    return phrase, rest


def to_predicate(pole: Pole) -> str:
    """The pole as a claim's predicate: "fire: no, now (put out)"."""
    return f"{pole.pair}: {pole.side}, {pole.when} ({pole.words})"


@lru_cache(maxsize=4_096)
def read_predicate(predicate: str | None) -> Told | None:
    """What `to_predicate` wrote; None for any other predicate."""
    match = _PREDICATE.fullmatch(predicate or "")
    if match is None or match["pair"] not in pairs().names:
        return None
    side: Literal["yes", "no"] = "yes" if match["side"] == "yes" else "no"
    when: When = "now" if match["when"] == "now" else "then" if match["when"] == "then" else "done"
    return Told(match["pair"], side, when, match["words"])
