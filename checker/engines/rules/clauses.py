"""Sentence → clauses: who did what to whom, denied or not, certain or not. Precision before recall.

No parser: only the verbs of `verbs.toml` are looked at, and a clause is given only where
the words around the verb leave little doubt about its subject. What is doubtful (a verb that may be a noun,
a subject behind two commas, a pronoun) is left out or left open.

`pieces.py` cuts the sentence into words and marks, `predicates.py` says which verb stands where,
`doers.py` whose deed it is; here they are put together.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from checker.engines.rules.doers import find_agent, find_doer
from checker.engines.rules.nominal import CUES, find_nominal_deeds
from checker.engines.rules.pieces import (
    ADVERBS,
    BE,
    HAVE,
    NEGATIONS,
    PUNCTUATION,
    Clause,
    Piece,
    Read,
    first_phrase,
    left_edge,
    pieces,
    right_edge,
)
from checker.engines.rules.predicates import Chain, Reading, is_finite, read_chain, read_verb, verb_words
from checker.engines.rules.verbs import Verb, lexicon
from checker.model import Modality
from checker.normalise.words import REPEATED, letter_words

_AUXILIARIES = frozenset(word.partition("'")[0] for word in BE | HAVE)
_CONDITIONS = frozenset("if unless whether provided should".split())
_LINKS = BE | frozenset("remains remained stays stayed seems seemed".split())
_AFTER_STATE = frozenset(
    "on in since and but again now today yesterday after at from said says because although".split()
)
# "X failed to sign": X did not sign.
_NOT_DONE = frozenset(
    "failed fails fail refused refuses refuse declined declines neglected omitted yet unwilling".split()
)
MAX_STATE_WORDS = 4


@lru_cache(maxsize=REPEATED)
def find_clauses(sentence: str) -> tuple[Clause, ...]:
    """The clauses of one sentence, in order; offsets are the sentence's own."""
    if not _may_hold_a_verb(sentence):
        return ()
    read = Read(sentence, pieces(sentence))
    verbs = verb_words()
    clauses: list[Clause] = []
    for index, piece in enumerate(read.pieces):
        if piece.low in _LINKS:
            state = _state(read, index, clauses)
            if state is not None:
                clauses.append(state)
        known = piece.low in verbs or piece.low.endswith("ed")
        reading = read_verb(read.pieces, index) if known else None
        if reading is None:
            continue
        if reading.verb.form == "gerund":
            clause = _omission(read, index, reading, clauses)
        else:
            clause = _clause(read, index, reading, clauses)
        if clause is not None:
            clauses.append(clause)
    return (*clauses, *_nominal(sentence))


def _may_hold_a_verb(sentence: str) -> bool:
    """Whether `sentence` may hold a known verb, participle or state; most other sentences end here."""
    words = letter_words(sentence)
    if not words.isdisjoint(_first_words()):
        return True
    return not words.isdisjoint(_AUXILIARIES) and any(word.endswith("ed") for word in words)


@cache
def _first_words() -> frozenset[str]:
    """Words at which a verb, a state or a deed told with a noun may be known."""
    return verb_words() | _state_words() | CUES


@cache
def _state_words() -> frozenset[str]:
    return frozenset(phrase[-1] for phrase in lexicon().states)


def _clause(read: Read, index: int, reading: Reading, earlier: list[Clause]) -> Clause | None:
    found = read.pieces
    verb, after = reading.verb, reading.after
    chain = read_chain(found, index)
    if chain.infinitive:
        return _infinitive(read, index, reading, chain, earlier)
    if not is_finite(found, index, verb, chain):
        return None
    passive = chain.be and verb.form in ("participle", "past_or_participle")
    left = find_doer(read, chain.first, earlier)
    right_end = right_edge(found, index)
    complement, target = _done_to(read, reading, right_end)
    subject, object_ = left, target
    if passive:
        subject, object_ = find_agent(read, after, right_end), left
    pronoun, contracted = _pronoun(found, chain.first) if left is None else ("", None)
    if subject is None and object_ is None and not pronoun:
        return None
    nobody = subject is not None and subject.split()[0].lower() in NEGATIONS | {"none", "nobody"}
    condition = _condition(found, chain.first)
    modality: Modality = chain.modality or contracted or condition or "asserted"
    return Clause(
        verb=verb,
        predicate=reading.predicate,
        subject=subject,
        object=object_,
        complement=complement,
        negated=chain.negated != nobody,
        passive=passive,
        modality=modality,
        at=found[index].start,
        start=left_edge(found, chain.first),
        end=found[right_end - 1].end,
        pronoun=pronoun,
        would=condition is None and not any(piece.low in _CONDITIONS for piece in found),
    )


_CONTRACTED: dict[str, Modality | None] = {
    "i": None, "he": None, "she": None, "i've": None, "i'm": None, "i'll": "planned", "he'll": "planned",
    "she'll": "planned",
}  # fmt: skip


def _pronoun(found: list[Piece], first: int) -> tuple[str, Modality | None]:
    """The "I", "he" or "she" just before a verb chain, and what a "'ll" on it says."""
    low = found[first - 1].low if first else ""
    if low not in _CONTRACTED:
        return "", None
    return low.partition("'")[0], _CONTRACTED[low]


def _done_to(read: Read, reading: Reading, end: int) -> tuple[str, str | None]:
    """What stands behind a verb, and its first phrase; the particle is not part of it."""
    gap = reading.gap
    if gap is None:
        return read.words(reading.after, end), first_phrase(read, reading.after, end)
    behind = f"{read.words(reading.after, gap)} {read.words(gap + reading.size, end)}".strip()
    return behind, first_phrase(read, reading.after, gap)


def _infinitive(
    read: Read, index: int, reading: Reading, chain: Chain, earlier: list[Clause]
) -> Clause | None:
    """ "X failed to sign", "X has yet to sign": X did not; other infinitives say nothing of what was done."""
    found = read.pieces
    at = chain.first - 1
    yet = any(piece.low == "yet" for piece in found[chain.first : index])  # "has yet to sign"
    if reading.verb.form != "base" or not ((chain.have and yet) or (at >= 0 and found[at].low in _NOT_DONE)):
        return None
    control = read_chain(found, chain.first if yet else at)
    if control.infinitive or control.negated or control.modality is not None:
        return None
    subject = find_doer(read, control.first, earlier)
    if subject is None:
        return None
    end = right_edge(found, index)
    complement, target = _done_to(read, reading, end)
    return Clause(
        verb=reading.verb,
        predicate=reading.predicate,
        subject=subject,
        object=target,
        complement=complement,
        negated=True,
        passive=False,
        modality=_condition(found, control.first) or "asserted",
        at=found[index].start,
        start=left_edge(found, control.first),
        end=found[end - 1].end,
    )


def _omission(read: Read, index: int, reading: Reading, earlier: list[Clause]) -> Clause | None:
    """ "X did A without making B": X did not make B. The doer is that of the verb before."""
    found = read.pieces
    if index == 0 or found[index - 1].low != "without" or not earlier or earlier[-1].subject is None:
        return None
    end = right_edge(found, index)
    return Clause(
        verb=reading.verb,
        predicate=reading.predicate,
        subject=earlier[-1].subject,
        object=first_phrase(read, reading.after, end),
        complement=read.words(reading.after, end),
        negated=True,
        passive=False,
        modality=earlier[-1].modality,
        at=found[index].start,
        start=found[index - 1].start,
        end=found[end - 1].end,
    )


def _state(read: Read, index: int, earlier: list[Clause]) -> Clause | None:
    """ "The truce is not in force": what is said of the subject, where it is one of the known states."""
    found = read.pieces
    at, negated = index + 1, found[index].low.endswith("n't")
    while at < len(found) and (found[at].low in ADVERBS | NEGATIONS or found[at].low.endswith("ly")):
        negated = negated or found[at].low in NEGATIONS
        at += 1
    words = tuple(piece.low for piece in found[at : at + MAX_STATE_WORDS])
    states = lexicon().states
    size = next((n for n in range(len(words), 0, -1) if words[:n] in states), 0)
    if not size:
        return None
    following = found[at + size].low if at + size < len(found) else "."
    if following not in _AFTER_STATE and following not in PUNCTUATION:
        return None  # "is open to talks", "was suspended by": something else is said
    chain = read_chain(found, index)
    subject = find_doer(read, chain.first, earlier)
    if subject is None or chain.infinitive:
        return None
    group = states[words[:size]]
    return Clause(
        verb=Verb(group, frozenset((group,)), "participle"),
        predicate=f"{_affirmed(found, chain.first, index)} {read.words(at, at + size)}",
        subject=subject,
        object=None,
        complement="",
        negated=negated != chain.negated,
        passive=False,
        modality=chain.modality or _condition(found, chain.first) or "asserted",
        at=found[index].start,
        start=left_edge(found, chain.first),
        end=found[right_edge(found, at + size - 1) - 1].end,
    )


def _affirmed(found: list[Piece], first: int, index: int) -> str:
    """The verb's words without its negation: "has not been" → "has been"."""
    words = [re.sub(r"n['’]t$", "", piece.text) for piece in found[first : index + 1]]
    return " ".join(word for word in words if word.lower() not in NEGATIONS)


def _condition(found: list[Piece], first: int) -> Modality | None:
    for index in range(first - 1, -1, -1):
        if found[index].text in (";", ".", "?"):
            return None
        if found[index].low in _CONDITIONS:
            return "conditional"
    return None


def _nominal(sentence: str) -> Iterator[Clause]:
    """The deeds that the sentence tells with a noun."""
    for deed in find_nominal_deeds(sentence):
        verb = Verb(deed.lemma, frozenset(), "past")
        yield Clause(
            verb=lexicon().forms.get(deed.lemma, verb),
            predicate=lexicon().pasts[deed.lemma],
            subject=deed.who,
            object=deed.what,
            complement=deed.what or "",
            negated=deed.denied,
            passive=False,
            modality="asserted",
            at=deed.start,
            start=deed.start,
            end=deed.end,
        )
