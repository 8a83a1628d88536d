"""Negated verbs of any kind: "never reached its orbit", "nobody had warned the passengers".

`find_denials` gives them as they stand. Whether another sentence affirms the same is asked of that
sentence alone (`affirms`): affirmed verbs are many, and only few of them are ever denied.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from checker.engines.rules.pieces import (
    ADVERBS,
    BE,
    BREAKS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    Piece,
    opening_pieces,
    right_edge,
)
from checker.engines.rules.predicates import read_chain
from checker.engines.rules.quote_lexicon import speech_words, wording
from checker.engines.rules.subjects import SELF, subject_before
from checker.engines.rules.verbs import irregular_lemmas
from checker.normalise.words import letter_words, stem

_CUES = frozenset(
    "not never nobody none no neither didn doesn don hasn haven hadn wasn weren isn aren won".split()
)
_ABSENT = frozenset("nobody none neither".split())
_NO_VERB = frozenset("only just yet even be been so such all every".split())
_SUPPOSED = frozenset("if unless whether provided until should".split())


class Denial(NamedTuple):
    """A verb that did not happen: who did not do it, to whom, and what else the clause says.

    `subject` is the words before the verb chain, "" for nobody at all; `passive` where it was done to them.
    """

    verb: str  # its lemma
    words: str
    subject: str
    rest: str
    passive: bool
    planned: bool
    at: int  # where the verb stands
    start: int
    end: int


class Affirmed(NamedTuple):
    """The same verb, affirmed."""

    subject: str
    rest: str
    passive: bool
    planned: bool
    reported: bool  # whether the sentence gives it as somebody's words
    at: int  # where the verb stands


@lru_cache(maxsize=32_768)
def lemma_of(word: str) -> str:
    """What all forms of a verb share: "won" → "win", "reaches" → "reach"."""
    return irregular_lemmas().get(word) or stem(wording().lemmas.get(word, word))


def find_denials(sentence: str) -> tuple[Denial, ...]:
    """The denied verbs of one sentence, in order. Modals but "will" give none, and neither do conditions."""
    if letter_words(sentence).isdisjoint(_CUES) or sentence.rstrip().endswith("?"):
        return ()
    found = opening_pieces(sentence)
    read: list[Denial] = []
    for index in range(1, len(found)):
        denial = _denial(sentence, found, index)
        if denial is not None:
            read.append(denial)
    return tuple(read)


def _denial(text: str, found: list[Piece], index: int) -> Denial | None:
    word = found[index]
    if word.is_name or not word.low[0].isalpha() or word.low in _not_verbs():
        return None
    before = found[index - 1].low
    helped = before in _HELPERS or before in ADVERBS or before.endswith(("ly", "n't")) or before == "one"
    if not helped and not _absent_subject(found, index):
        return None
    chain = read_chain(found, index)
    reported = any(piece.low in speech_words().verbs for piece in found[: chain.first])
    if chain.infinitive or chain.modality not in (None, "planned", "conditional"):
        return None
    if chain.modality == "conditional" and not reported:
        return None
    subject = subject_before(text, found, chain.first)
    absent = bool(subject) and subject.lower().split()[0] in _ABSENT | {"no"}
    if chain.negated == absent or not _finite(
        found, index, chain.be, chain.have, chain.do, chain.modality is not None
    ):
        return None
    if any(piece.low in _SUPPOSED for piece in found[: chain.first]):
        return None
    if absent:
        subject = " ".join(subject.split()[1:])
        subject = "" if subject.lower() in ("one", "body") else subject
    elif not subject or (subject.lower() in PRONOUNS and subject.lower() not in SELF):
        return None
    end = right_edge(found, index)
    return Denial(
        lemma_of(word.low),
        word.text,
        subject,
        text[found[index + 1].start : found[end - 1].end] if index + 1 < end else "",
        chain.be and not word.low.endswith("ing"),
        chain.modality is not None,
        word.start,
        found[max(0, chain.first - 1)].start,
        found[end - 1].end,
    )


@lru_cache(maxsize=8_192)
def lemmas_of(sentence: str) -> frozenset[str]:
    """What `lemma_of` says of each word of `sentence`: most sentences end here."""
    return frozenset(lemma_of(word) for word in letter_words(sentence))


def affirms(sentence: str, verb: str) -> tuple[Affirmed, ...]:
    """Where `sentence` affirms the verb of that lemma."""
    return tuple(affirmed for lemma, affirmed in _affirmed(sentence) if lemma == verb)


def first_affirmed(sentence: str) -> int | None:
    """Where the first verb stands that `sentence` affirms; None where it affirms none."""
    affirmed = _affirmed(sentence)
    return affirmed[0][1].at if affirmed and not sentence.rstrip().endswith("?") else None


@lru_cache(maxsize=2_048)
def _affirmed(sentence: str) -> tuple[tuple[str, Affirmed], ...]:
    found = opening_pieces(sentence)
    read: list[tuple[str, Affirmed]] = []
    for index in range(1, len(found)):
        word = found[index]
        if word.is_name or not word.low[0].isalpha() or word.low in _not_verbs():
            continue
        chain = read_chain(found, index)
        if chain.infinitive or chain.negated or chain.modality not in (None, "planned", "conditional"):
            continue
        if not _finite(found, index, chain.be, chain.have, chain.do, chain.modality is not None):
            continue
        if any(piece.low in _SUPPOSED for piece in found[: chain.first]):
            continue
        subject = subject_before(sentence, found, chain.first)
        if not subject or subject.lower().split()[0] in _ABSENT | {"no", "not"}:
            continue
        end = right_edge(found, index)
        rest = sentence[found[index + 1].start : found[end - 1].end] if index + 1 < end else ""
        reported = any(piece.low in speech_words().verbs for piece in found[: chain.first])
        passive = chain.be and not word.low.endswith("ing")
        planned = chain.modality is not None
        if chain.modality == "conditional" and not reported:
            continue  # "would": a plan in what somebody is reported to say
        affirmed = Affirmed(subject, rest, passive, planned, reported, word.start)
        read.append((lemma_of(word.low), affirmed))
    return tuple(read)


_HELPERS = BE | HAVE | DO | MODALS.keys() | {"not", "never"}


@cache
def _not_verbs() -> frozenset[str]:
    return (
        BE
        | HAVE
        | DO
        | MODALS.keys()
        | ADVERBS
        | PREPOSITIONS
        | BREAKS
        | DETERMINERS
        | PRONOUNS
        | _NO_VERB
        | _ABSENT
    )


def _finite(found: list[Piece], index: int, be: bool, have: bool, do: bool, modal: bool) -> bool:
    """Whether the word may be a finite verb with these auxiliaries before it."""
    low = found[index].low
    past = low.endswith("ed") or low in irregular_lemmas()
    if be:
        return past or low.endswith("ing")
    if have:
        return past
    if do or modal:
        return not low.endswith(("ed", "ing", "ly"))
    before = found[index - 1]
    if before.low in ("i", "we", "they"):
        return not low.endswith(("ing", "ly"))
    if before.text in PUNCTUATION or before.low in PREPOSITIONS or before.low in DETERMINERS - PRONOUNS:
        return False
    return past and not low.endswith("ing")


def _absent_subject(found: list[Piece], index: int) -> bool:
    """Whether "nobody" or "no …" stands a few words before: "no ship touched it"."""
    near = found[max(0, index - 5) : index]
    return any(piece.low in _ABSENT or piece.low == "no" for piece in near)
