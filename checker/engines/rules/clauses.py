"""Sentence → clauses: who did what to whom, denied or not, certain or not. Precision before recall.

No parser: only the verbs of `verbs.toml` are looked at, and a clause is given only where
the words around the verb leave little doubt about its subject. What is doubtful (a verb that may be a noun,
a subject behind two commas, a pronoun) is left out or left open.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from checker.engines.rules.nominal import CUES, find_nominal_deeds
from checker.engines.rules.verbs import Form, Verb, lexicon
from checker.model import Modality
from checker.normalise.words import letter_words, stem

_PIECE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
_HAVE = frozenset("has have had having hasn't haven't hadn't".split())
_DO = frozenset("do does did don't doesn't didn't".split())
_AUXILIARIES = frozenset(word.partition("'")[0] for word in _BE | _HAVE)
_MODALS: dict[str, Modality] = {
    "will": "planned", "won't": "planned", "shall": "planned",
    "would": "conditional", "wouldn't": "conditional",
    "should": "possible", "shouldn't": "possible", "may": "possible", "might": "possible",
    "could": "possible", "couldn't": "possible", "can": "possible", "can't": "possible",
    "cannot": "possible", "must": "possible",
}  # fmt: skip
_LEADS = frozenset(
    "late early shortly last next this monday tuesday wednesday thursday friday saturday sunday".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_OPENERS = frozenset("the his her its their our my a an".split())
MAX_PHRASE = 5
_NEGATIONS = frozenset("not never no neither nor without".split())
_ADVERBS = frozenset(
    "also then now later finally already still even only just again soon once first earlier today yesterday "
    "tonight since so yet ever both all jointly twice longer indeed himself herself itself "
    "themselves merely".split()
)
_PREPOSITIONS = frozenset(
    "in on at by for from to with into onto over under after before during since until against between among "
    "about around through across near off out up down within outside inside despite following amid including "
    "towards toward behind beyond along alongside upon via per as than like without".split()
)
_BREAKS = frozenset(
    "that which who whom whose because when while although though if unless whether but or and where why how "
    "what as after before since until so nor".split()
)
_CONDITIONS = frozenset("if unless whether provided should".split())
_DETERMINERS = frozenset(
    "a an the this that these those his her its their our my your no any some every each another such "
    "which what whose first second third last next latest previous new recent".split()
)
_PRONOUNS = frozenset("he she it they we i you who which that this these those him her them one".split())
_PUNCTUATION = frozenset(',;:()[]“”"«»–—-?!….')
_REPORTING = frozenset("said says say told tells added adds insisted claimed claims denied denies".split())
_OTHER = frozenset(("other",))
_STAYS = frozenset("remains remained stays stayed seems seemed".split())
_AFTER_STATE = frozenset(
    "on in since and but again now today yesterday after at from said says because although".split()
)
_LIGHT: dict[str, Form] = {
    "gave": "past", "give": "base", "gives": "third", "given": "participle",
    "made": "past_or_participle", "make": "base", "makes": "third",
    "submitted": "past_or_participle", "tabled": "past_or_participle", "launched": "past_or_participle",
    "issued": "past_or_participle", "filed": "past_or_participle", "took": "past", "taken": "participle",
    "paid": "past_or_participle", "put": "past_or_participle",
}  # fmt: skip
# "X failed to sign": X did not sign.
_NOT_DONE = frozenset(
    "failed fails fail refused refuses refuse declined declines neglected omitted yet unwilling".split()
)
_MEASURES = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty "
    "seventy eighty "
    "ninety hundred half monday tuesday wednesday thursday friday saturday sunday noon midnight "
    "dawn then now".split()
)
_ALSO_NOUNS = frozenset(
    "call visit offer request demand order design draft table begin end stop halt launch close "
    "increase drop gain surge "
    "jump fall decline contract ban block bar strike hit talk attack vote crash hold break release "
    "leave win plan sign "
    "back ring host coach grant name cut fire score work return charge arrest".split()
)
MAX_GAP = 7  # pieces from a verb to its particle
MAX_LIGHT = 6  # pieces from a light verb to its noun
MAX_STATE_WORDS = 4
MAX_OBJECT_WORDS = 16


class Piece(NamedTuple):
    """A word or a mark of punctuation, with its place in the text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper()


class _Read(NamedTuple):
    """A sentence and its pieces."""

    text: str
    pieces: list[Piece]

    def words(self, start: int, end: int) -> str:
        """The text from piece `start` up to piece `end`, as it stands."""
        return self.text[self.pieces[start].start : self.pieces[end - 1].end] if start < end else ""


class Clause(NamedTuple):
    """One verb with its doer and what it is done to, as offsets and words of the text.

    `subject` and `object` are None where the sentence does not give them plainly. In the passive the
    roles are turned: `subject` is always who does it.
    """

    verb: Verb
    predicate: str
    subject: str | None
    object: str | None
    complement: str  # the words after the verb, up to the end of the clause
    negated: bool
    passive: bool
    modality: Modality
    at: int  # where the verb stands
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """The words and marks of `text`, in order."""
    return [
        Piece(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end())
        for m in _PIECE.finditer(text)
    ]


def find_clauses(sentence: str) -> tuple[Clause, ...]:
    """The clauses of one sentence, in order; offsets are the sentence's own."""
    if not _may_hold_a_verb(sentence):
        return ()
    read = _Read(sentence, pieces(sentence))
    verbs = _verb_words()
    clauses: list[Clause] = []
    for index, piece in enumerate(read.pieces):
        if piece.low in _BE or piece.low in _STAYS:
            state = _state(read, index, clauses)
            if state is not None:
                clauses.append(state)
        known = piece.low in verbs or piece.low.endswith("ed")
        reading = _reading(read.pieces, index) if known else None
        if reading is None:
            continue
        if reading.verb.form == "gerund":
            clause = _omission(read, index, reading, clauses)
        else:
            clause = _clause(read, index, reading, clauses)
        if clause is not None:
            clauses.append(clause)
    return (*clauses, *_nominal(sentence))


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


class _Reading(NamedTuple):
    """A verb in the sentence: its words, and where what follows it begins."""

    verb: Verb
    predicate: str
    after: int
    gap: int | None = None  # where its particle stands, if the object stands before that
    size: int = 1  # words of the particle


def _reading(found: list[Piece], index: int) -> _Reading | None:
    """The verb at `index`, with its particle ("turned down") or its noun ("gave its approval to")."""
    piece = found[index]
    for rest, verb in lexicon().particles.get(piece.low, ()):
        size = len(rest)
        if tuple(other.low for other in found[index + 1 : index + 1 + size]) == rest:
            return _Reading(verb, " ".join((piece.text, *rest)), index + 1 + size)
        at = _apart(found, index, rest)
        if at is not None:
            return _Reading(verb, " ".join((piece.text, *rest)), index + 1, at, size)
    light = _light(found, index)
    if light is not None:
        return light
    plain = lexicon().forms.get(piece.low)
    if plain is None and piece.low.endswith("ed"):
        plain = _participle(found, index)
    return _Reading(plain, piece.text, index + 1) if plain else None


def _apart(found: list[Piece], index: int, rest: tuple[str, ...]) -> int | None:
    """Where the rest of a verb stands behind a short object: "turned the offer down"."""
    for at in range(index + 2, min(index + MAX_GAP, len(found))):
        if found[at].text in _PUNCTUATION or found[at - 1].low in _PREPOSITIONS:
            return None
        end = at + len(rest)
        closed = (
            end >= len(found) or found[end].text in _PUNCTUATION or found[end].low in _PREPOSITIONS | {"of"}
        )
        if closed and tuple(piece.low for piece in found[at:end]) == rest:
            return at
    return None


def _light(found: list[Piece], index: int) -> _Reading | None:
    """ "gave its approval to", "made a bid for", "put forward a proposal on": the noun is the verb."""
    form = _LIGHT.get(found[index].low)
    if form is None:
        return None
    for at in range(index + 1, min(index + MAX_LIGHT, len(found))):
        word = found[at].low
        if found[at].text in _PUNCTUATION or (word in _PREPOSITIONS and word not in ("up",)):
            return None
        lemma = lexicon().nouns.get(word)
        if lemma and at + 1 < len(found) and found[at + 1].low in ("to", "for", "of", "on"):
            verb = _verb_of_lemma(lemma)
            return _Reading(verb._replace(form=form), lexicon().pasts[lemma], at + 2)
    return None


@cache
def _verb_of_lemma(lemma: str) -> Verb:
    """The reading of a verb's past, one word or two."""
    head, *rest = lexicon().pasts[lemma].split()
    for ends, verb in lexicon().particles.get(head, ()):
        if list(ends) == rest:
            return verb
    return lexicon().forms[head]


def _may_hold_a_verb(sentence: str) -> bool:
    """Whether `sentence` may hold a known verb, participle or state; most other sentences end here."""
    words = letter_words(sentence)
    if not words.isdisjoint(_first_words()):
        return True
    return not words.isdisjoint(_AUXILIARIES) and any(word.endswith("ed") for word in words)


def _affirmed(found: list[Piece], first: int, index: int) -> str:
    """The verb's words without its negation: "has not been" → "has been"."""
    words = [re.sub(r"n['’]t$", "", piece.text) for piece in found[first : index + 1]]
    return " ".join(word for word in words if word.lower() not in _NEGATIONS)


@cache
def _first_words() -> frozenset[str]:
    """Words at which a verb, a state or a deed told with a noun may be known."""
    return _verb_words() | _state_words() | CUES


@cache
def _verb_words() -> frozenset[str]:
    return frozenset((*lexicon().forms, *lexicon().particles, *_LIGHT))


@cache
def _state_words() -> frozenset[str]:
    return frozenset(phrase[-1] for phrase in lexicon().states)


def _state(read: _Read, index: int, earlier: list[Clause]) -> Clause | None:
    """ "The truce is not in force": what is said of the subject, where it is one of the known states."""
    found = read.pieces
    at, negated = index + 1, found[index].low.endswith("n't")
    while at < len(found) and (found[at].low in _ADVERBS | _NEGATIONS or found[at].low.endswith("ly")):
        negated = negated or found[at].low in _NEGATIONS
        at += 1
    words = tuple(piece.low for piece in found[at : at + MAX_STATE_WORDS])
    states = lexicon().states
    size = next((n for n in range(len(words), 0, -1) if words[:n] in states), 0)
    if not size:
        return None
    following = found[at + size].low if at + size < len(found) else "."
    if following not in _AFTER_STATE and following not in _PUNCTUATION:
        return None  # "is open to talks", "was suspended by": something else is said
    chain = _chain(found, index)
    subject = _subject(read, chain.first, earlier)
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
        start=_left_edge(found, chain.first),
        end=found[_right_edge(found, at + size - 1) - 1].end,
    )


def _participle(found: list[Piece], index: int) -> Verb | None:
    """An unknown verb in the perfect or the passive: "has devised". Its class is `other`."""
    low = found[index].low
    if not low.endswith("ed") or len(low) < 5 or index == 0:
        return None
    before = index - 1
    while before > 0 and (found[before].low in _ADVERBS | _NEGATIONS or found[before].low.endswith("ly")):
        before -= 1
    if found[before].low not in _HAVE | _BE:
        return None
    return Verb(stem(low), _OTHER, "past_or_participle")


def _omission(read: _Read, index: int, reading: _Reading, earlier: list[Clause]) -> Clause | None:
    """ "X did A without making B": X did not make B. The doer is that of the verb before."""
    found = read.pieces
    if index == 0 or found[index - 1].low != "without" or not earlier or earlier[-1].subject is None:
        return None
    end = _right_edge(found, index)
    return Clause(
        verb=reading.verb,
        predicate=reading.predicate,
        subject=earlier[-1].subject,
        object=_first_phrase(read, reading.after, end),
        complement=read.words(reading.after, end),
        negated=True,
        passive=False,
        modality=earlier[-1].modality,
        at=found[index].start,
        start=found[index - 1].start,
        end=found[end - 1].end,
    )


class _Chain(NamedTuple):
    """The words before a verb that belong to it: auxiliaries, adverbs, negation."""

    first: int  # index of its first piece
    be: bool
    have: bool
    do: bool
    infinitive: bool
    negated: bool
    modality: Modality | None


def _clause(read: _Read, index: int, reading: _Reading, earlier: list[Clause]) -> Clause | None:
    found = read.pieces
    verb, after = reading.verb, reading.after
    chain = _chain(found, index)
    if chain.infinitive:
        return _infinitive(read, index, reading, chain, earlier)
    if not _is_verb(found, index, verb, chain):
        return None
    passive = chain.be and verb.form in ("participle", "past_or_participle")
    left = _subject(read, chain.first, earlier)
    right_end = _right_edge(found, index)
    complement, target = _done_to(read, reading, right_end)
    subject, object_ = left, target
    if passive:
        subject, object_ = _agent(read, after, right_end), left
    if subject is None and object_ is None:
        return None
    nobody = subject is not None and subject.split()[0].lower() in _NEGATIONS | {"none", "nobody"}
    modality: Modality = chain.modality or _condition(found, chain.first) or "asserted"
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
        start=_left_edge(found, chain.first),
        end=found[right_end - 1].end,
    )


def _done_to(read: _Read, reading: _Reading, end: int) -> tuple[str, str | None]:
    """What stands behind a verb, and its first phrase; the particle is not part of it."""
    gap = reading.gap
    if gap is None:
        return read.words(reading.after, end), _first_phrase(read, reading.after, end)
    behind = f"{read.words(reading.after, gap)} {read.words(gap + reading.size, end)}".strip()
    return behind, _first_phrase(read, reading.after, gap)


def _infinitive(
    read: _Read, index: int, reading: _Reading, chain: _Chain, earlier: list[Clause]
) -> Clause | None:
    """ "X failed to sign", "X has yet to sign": X did not; other infinitives say nothing of what was done."""
    found = read.pieces
    at = chain.first - 1
    yet = any(piece.low == "yet" for piece in found[chain.first : index])  # "has yet to sign"
    if reading.verb.form != "base" or not ((chain.have and yet) or (at >= 0 and found[at].low in _NOT_DONE)):
        return None
    control = _chain(found, chain.first if yet else at)
    if control.infinitive or control.negated or control.modality is not None:
        return None
    subject = _subject(read, control.first, earlier)
    if subject is None:
        return None
    end = _right_edge(found, index)
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
        start=_left_edge(found, control.first),
        end=found[end - 1].end,
    )


def _chain(found: list[Piece], index: int) -> _Chain:
    be = have = do = infinitive = negated = False
    modality: Modality | None = None
    first = index
    while first > 0:
        low = found[first - 1].low
        if low in _BE:
            be = True
        elif low in _HAVE:
            have = True
        elif low in _DO:
            do = True
        elif low in _MODALS:
            modality = _MODALS[low]
        elif low == "to":
            infinitive = True
        elif low in _NEGATIONS:
            pass
        elif not (low in _ADVERBS or (low.endswith("ly") and len(low) > 4)):
            break
        negated = negated or low in _NEGATIONS or low.endswith("n't") or low == "cannot"
        first -= 1
    return _Chain(first, be, have, do, infinitive, negated, modality)


def _is_verb(found: list[Piece], index: int, verb: Verb, chain: _Chain) -> bool:
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
    if before is None or before.low in _DETERMINERS - _PRONOUNS or before.low in _PREPOSITIONS:
        return False
    if verb.form == "past_or_participle":
        end = _right_edge(found, index)
        by_somebody = any(piece.low == "by" for piece in found[index + 1 : end])
        return not by_somebody and (before.text not in _PUNCTUATION or before.text == ",")
    if verb.form == "past":
        return True
    start = chain.first - 1
    while start > 0 and found[start - 1].text not in _PUNCTUATION and found[start].low not in _DETERMINERS:
        start -= 1
    if verb.form == "third" and _goes_on(found, index, verb):
        return True
    return found[start].low not in _DETERMINERS and (before.low in _PRONOUNS or before.is_name)


def _goes_on(found: list[Piece], index: int, verb: Verb) -> bool:
    """Whether a form in -s is a verb by what follows: "reopens on Saturday", "bans the film"."""
    if index + 2 >= len(found):
        return False
    following = found[index + 1]
    if following.low in _OPENERS:
        return True
    return verb.lemma not in _ALSO_NOUNS and following.low == "on" and found[index + 2].low in _LEADS


def _subject(read: _Read, end: int, earlier: list[Clause]) -> str | None:
    """The doer's words before the verb chain that starts at `end`."""
    found = read.pieces
    start = end
    while start > 0 and not _breaks_before(found, start - 1):
        start -= 1
    if start == end:
        return _inherited(read, start, earlier)
    if found[start].low in _PREPOSITIONS or found[start].low in _ADVERBS | _LEADS:
        return _trailing_name(read, start, end) or _trailing_phrase(read, start, end)
    head: list[Piece] = []
    for piece in found[start:end]:
        if piece.low in _PREPOSITIONS:
            break
        if (
            piece.low == "the"
            and head
            and not (head[-1].is_name or head[-1].low in _OPENERS | {"all", "both"})
        ):
            start += len(head)  # "five hours the council": a time before the subject
            head = []
        head.append(piece)
    if not head or (len(head) == 1 and head[0].low in _PRONOUNS):
        return None
    if any(_past(piece) and before.low not in _DETERMINERS for before, piece in pairwise(head)):
        return _trailing_name(read, start, end)
    return read.words(start, start + len(head))


def _past(piece: Piece) -> bool:
    """Whether the piece is the past of a known verb: then the phrase before it is another verb's subject."""
    verb = lexicon().forms.get(piece.low)
    return verb is not None and verb.form.startswith("past") and not piece.is_name


def _breaks_before(found: list[Piece], index: int) -> bool:
    """Whether the piece at `index` ends what may stand left of a subject."""
    piece = found[index]
    if piece.text in _PUNCTUATION:
        return True
    if piece.low == "and" and index > 0 and index + 1 < len(found):
        return not (found[index - 1].is_name and found[index + 1].is_name)
    return piece.low in _BREAKS or (piece.low in _REPORTING and index + 1 < len(found))


def _inherited(read: _Read, start: int, earlier: list[Clause]) -> str | None:
    """The subject of a verb that has none of its own.

    "X did A and called Y", "X did A, called Y and left", "X, who called Y", "X, in tears, called Y".
    """
    found = read.pieces
    index = start - 1
    if index < 0:
        return None
    if found[index].low in ("who", "which", "that"):
        return _noun_before(read, index)
    if found[index].low not in ("and", "but", ","):
        return None
    aside_at, aside = _sentence_subject(read, index)
    if not earlier or earlier[-1].end <= aside_at:
        return aside
    between = [piece for piece in found if earlier[-1].end <= piece.start < found[index].start]
    if aside and any(piece.text == "," for piece in between):
        return aside
    if any(piece.low.endswith("ed") or piece.low in _BE | _HAVE for piece in between):
        return aside  # another verb stands between, perhaps with a subject of its own
    return earlier[-1].subject


def _noun_before(read: _Read, index: int) -> str | None:
    """The name just before a relative pronoun."""
    found = read.pieces
    end = index
    while end > 0 and found[end - 1].text == ",":
        end -= 1
    start = end
    while start > 0 and found[start - 1].is_name and found[start - 1].text not in _PUNCTUATION:
        start -= 1
    if start < end:
        return read.words(start, end)
    while start > 0 and end - start < MAX_PHRASE and found[start - 1].text not in _PUNCTUATION:
        start -= 1
        if found[start].low in _PREPOSITIONS:
            return None
        if found[start].low in _OPENERS:
            return read.words(start, end) if end - start > 1 else None
    return None


def _sentence_subject(read: _Read, before: int) -> tuple[int, str | None]:
    """The last stretch between commas before `before` that is nothing but a name, and where it ends.

    "After the vote, X, visibly moved, called Y."
    """
    found = read.pieces
    start = 0
    at, name = 0, None
    for index in range(before + 1):
        if found[index].text == "," or index == before:
            while start < index and found[start].low in _BREAKS | _ADVERBS | _DETERMINERS:
                start += 1
            stretch = found[start:index]
            if stretch and all(piece.is_name and piece.text not in _PUNCTUATION for piece in stretch):
                at, name = stretch[-1].end, read.words(start, index)
            start = index + 1
    return at, name


def _trailing_name(read: _Read, first: int, end: int) -> str | None:
    """The run of capitalised words that ends the stretch, unless it is the object of a preposition."""
    start = end
    while start > first and read.pieces[start - 1].is_name:
        start -= 1
    dated = start
    while dated < end and read.pieces[dated].low in _DAYS:
        dated += 1
    if dated > start:  # "on Tuesday Dana Holt"
        return read.words(dated, end) if dated < end else None
    if start == end or (start > first and read.pieces[start - 1].low in _PREPOSITIONS):
        return None
    return read.words(start, end)


def _trailing_phrase(read: _Read, first: int, end: int) -> str | None:
    """The noun phrase behind a phrase of time or place: "Late on Monday the committee"."""
    found = read.pieces
    start = end - 1
    while start > first and found[start].low not in _OPENERS:
        if found[start].low in _PREPOSITIONS or end - start > MAX_PHRASE:
            return None
        start -= 1
    behind = found[start - 1].low if start > first else "of"
    if (
        found[start].low not in _OPENERS
        or behind in _PREPOSITIONS
        or behind in _BREAKS
        or behind in _DETERMINERS
        or start == end - 1
    ):
        return None
    return read.words(start, end)


def _right_edge(found: list[Piece], index: int) -> int:
    """Index after the last piece of the clause: the next strong break, or MAX_OBJECT_WORDS."""
    end = index + 1
    while end < len(found) and end - index <= MAX_OBJECT_WORDS:
        piece = found[end]
        if piece.text in _PUNCTUATION and piece.text != "-" and not _within_number(found, end):
            break
        if piece.low in ("but", "because", "although", "while", "which", "who"):
            break
        end += 1
    return end


def _within_number(found: list[Piece], index: int) -> bool:
    """Whether a mark stands inside a number or a clock time: "30,000", "23:30"."""
    if index + 1 >= len(found) or found[index].text not in ",:.":
        return False
    before, mark, after = found[index - 1 : index + 2]
    return (
        before.end == mark.start
        and mark.end == after.start
        and before.text.isdigit()
        and after.text.isdigit()
    )


def _left_edge(found: list[Piece], first: int) -> int:
    start = first
    while start > 0 and not _breaks_before(found, start - 1):
        start -= 1
    return found[min(start, len(found) - 1)].start


def _first_phrase(read: _Read, start: int, end: int) -> str | None:
    """The first noun phrase: up to a preposition other than "of", a conjunction or another verb."""
    found = read.pieces
    while start < end and found[start].low in _ADVERBS:
        start += 1
    stop = start
    while stop < end:
        low = found[stop].low
        if (low in _PREPOSITIONS or low in _BREAKS) and low != "of":
            break
        if stop > start and low in _BE | _HAVE | _DO | _MODALS.keys():
            break
        stop += 1
    if stop == start or (stop == start + 1 and found[start].low in _PRONOUNS):
        return None
    return read.words(start, stop)


def _agent(read: _Read, start: int, end: int) -> str | None:
    """Who did it, in a passive: the phrase after "by"."""
    found = read.pieces
    for index in range(start, end):
        if found[index].low == "by" and index + 1 < end and not _measures(found, index + 1):
            return _first_phrase(read, index + 1, end)
    return None


def _measures(found: list[Piece], index: int) -> bool:
    """Whether "by" and this word give a measure, a day or a means: "by thirty days", "by closing"."""
    piece = found[index]
    if piece.low in ("the", "a") and index + 1 < len(found):
        return found[index + 1].low in (
            "end",
            "middle",
            "beginning",
            "start",
            "time",
            "third",
            "half",
            "quarter",
        )
    return piece.low[0].isdigit() or piece.low in _MEASURES or piece.low.endswith("ing")


def _condition(found: list[Piece], first: int) -> Modality | None:
    for index in range(first - 1, -1, -1):
        if found[index].text in (";", ".", "?"):
            return None
        if found[index].low in _CONDITIONS:
            return "conditional"
    return None
