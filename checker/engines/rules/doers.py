"""Whose deed a verb tells: the words before an active verb, the words behind "by" in the passive.

A subject is given only where the words leave little doubt: one behind two commas, a pronoun or a
measure is left out or left open.
"""

from itertools import pairwise

from checker.engines.rules.pieces import (
    ADVERBS,
    BE,
    BREAKS,
    DAYS,
    DETERMINERS,
    HAVE,
    LEADS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    Clause,
    Piece,
    Read,
    breaks_before,
    first_phrase,
)
from checker.engines.rules.verbs import lexicon

_MEASURES = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred half monday tuesday wednesday thursday friday saturday sunday noon midnight "
    "dawn then now".split()
)
_POINTS = frozenset("end middle beginning start time third half quarter".split())
MAX_PHRASE = 5  # words of a noun phrase behind a phrase of time, or before "who"


def find_doer(read: Read, end: int, earlier: list[Clause]) -> str | None:
    """The doer's words before the verb chain that starts at `end`."""
    found = read.pieces
    start = end
    while start > 0 and not breaks_before(found, start - 1):
        start -= 1
    if start == end:
        return _inherited(read, start, earlier)
    if found[start].low in PREPOSITIONS or found[start].low in ADVERBS | LEADS:
        return _trailing_name(read, start, end) or _trailing_phrase(read, start, end)
    head: list[Piece] = []
    for piece in found[start:end]:
        if piece.low in PREPOSITIONS:
            break
        if (
            piece.low == "the"
            and head
            and not (head[-1].is_name or head[-1].low in OPENERS | {"all", "both"})
        ):
            start += len(head)  # "five hours the council": a time before the subject
            head = []
        head.append(piece)
    if not head or (len(head) == 1 and head[0].low in PRONOUNS):
        return None
    if any(_past(piece) and before.low not in DETERMINERS for before, piece in pairwise(head)):
        return _trailing_name(read, start, end)
    return read.words(start, start + len(head))


def _past(piece: Piece) -> bool:
    """Whether the piece is the past of a known verb: then the phrase before it is another verb's subject."""
    verb = lexicon().forms.get(piece.low)
    return verb is not None and verb.form.startswith("past") and not piece.is_name


def _inherited(read: Read, start: int, earlier: list[Clause]) -> str | None:
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
    if any(piece.low.endswith("ed") or piece.low in BE | HAVE for piece in between):
        return aside  # another verb stands between, perhaps with a subject of its own
    return earlier[-1].subject


def _noun_before(read: Read, index: int) -> str | None:
    """The name just before a relative pronoun."""
    found = read.pieces
    end = index
    while end > 0 and found[end - 1].text == ",":
        end -= 1
    start = end
    while start > 0 and found[start - 1].is_name and found[start - 1].text not in PUNCTUATION:
        start -= 1
    if start < end:
        return read.words(start, end)
    while start > 0 and end - start < MAX_PHRASE and found[start - 1].text not in PUNCTUATION:
        start -= 1
        if found[start].low in PREPOSITIONS:
            return None
        if found[start].low in OPENERS:
            return read.words(start, end) if end - start > 1 else None
    return None


def _sentence_subject(read: Read, before: int) -> tuple[int, str | None]:
    """The last stretch between commas before `before` that is nothing but a name, and where it ends.

    "After the vote, X, visibly moved, called Y."
    """
    found = read.pieces
    start = 0
    at, name = 0, None
    for index in range(before + 1):
        if found[index].text == "," or index == before:
            while start < index and found[start].low in BREAKS | ADVERBS | DETERMINERS:
                start += 1
            stretch = found[start:index]
            if stretch and all(piece.is_name and piece.text not in PUNCTUATION for piece in stretch):
                at, name = stretch[-1].end, read.words(start, index)
            start = index + 1
    return at, name


def _trailing_name(read: Read, first: int, end: int) -> str | None:
    """The run of capitalised words that ends the stretch, unless it is the object of a preposition."""
    start = end
    while start > first and read.pieces[start - 1].is_name:
        start -= 1
    dated = start
    while dated < end and read.pieces[dated].low in PREPOSITIONS | LEADS:  # capital at the start: "On"
        dated += 1
    while dated < end and read.pieces[dated].low in DAYS:
        dated += 1
    if dated > start and read.pieces[dated - 1].low not in DAYS:
        return None  # "In Lund"
    if dated > start:  # "on Tuesday Dana Holt"
        return read.words(dated, end) if dated < end else None
    if start == end or (start > first and read.pieces[start - 1].low in PREPOSITIONS):
        return None
    return read.words(start, end)


def _trailing_phrase(read: Read, first: int, end: int) -> str | None:
    """The noun phrase behind a phrase of time or place: "Late on Monday the committee"."""
    found = read.pieces
    start = end - 1
    while start > first and found[start].low not in OPENERS:
        if found[start].low in PREPOSITIONS or end - start > MAX_PHRASE:
            return None
        start -= 1
    behind = found[start - 1].low if start > first else "of"
    if (
        found[start].low not in OPENERS
        or behind in PREPOSITIONS
        or behind in BREAKS
        or behind in DETERMINERS
        or start == end - 1
    ):
        return None
    return read.words(start, end)


def find_agent(read: Read, start: int, end: int) -> str | None:
    """Who did it, in a passive: the phrase after "by"."""
    found = read.pieces
    for index in range(start, end):
        if found[index].low == "by" and index + 1 < end and not _measures(found, index + 1):
            return first_phrase(read, index + 1, end)
    return None


def _measures(found: list[Piece], index: int) -> bool:
    """Whether "by" and this word give a measure, a day or a means: "by thirty days", "by the end"."""
    piece = found[index]
    if piece.low in ("the", "a") and index + 1 < len(found):
        return found[index + 1].low in _POINTS
    return piece.low[0].isdigit() or piece.low in _MEASURES or piece.low.endswith("ing")
