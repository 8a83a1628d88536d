"""The words and marks of a sentence, what a clause made of them is, and where phrases and clauses end.

The closed classes of English (auxiliaries, prepositions, determiners, ...) stand here because every
boundary is told by them.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from checker.engines.rules.verbs import Verb
from checker.model import Modality

_PIECE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
MAX_OBJECT_WORDS = 16
MAX_PIECES = 200  # of a sentence: to read on costs the square
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had having hasn't haven't hadn't".split())
DO = frozenset("do does did don't doesn't didn't".split())
MODALS: dict[str, Modality] = {
    "will": "planned", "won't": "planned", "shall": "planned",
    "would": "conditional", "wouldn't": "conditional",
    "should": "possible", "shouldn't": "possible", "may": "possible", "might": "possible",
    "could": "possible", "couldn't": "possible", "can": "possible", "can't": "possible",
    "cannot": "possible", "must": "possible",
}  # fmt: skip
NEGATIONS = frozenset("not never no neither nor without".split())
ADVERBS = frozenset(
    "also then now later finally already still even only just again soon once first earlier today yesterday "
    "tonight since so yet ever both all jointly twice longer indeed himself herself itself themselves "
    "merely".split()
)
PREPOSITIONS = frozenset(
    "in on at by for from to with into onto over under after before during since until against between among "
    "about around through across near off out up down within outside inside despite following amid including "
    "towards toward behind beyond along alongside upon via per as than like without".split()
)
BREAKS = frozenset(
    "that which who whom whose because when while although though if unless whether but or and where why how "
    "what as after before since until so nor".split()
)
DETERMINERS = frozenset(
    "a an the this that these those his her its their our my your no any some every each another such "
    "which what whose first second third last next latest previous new recent".split()
)
OPENERS = frozenset("the his her its their our my a an".split())
PRONOUNS = frozenset("he she it they we i you who which that this these those him her them one".split())
LEADS = frozenset(
    "late early shortly last next this monday tuesday wednesday thursday friday saturday sunday".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_REPORTING = frozenset("said says say told tells added adds insisted claimed claims denied denies".split())
PUNCTUATION = frozenset(',;:()[]“”"«»–—-?!….')


class Piece(NamedTuple):
    """A word or a mark of punctuation, with its place in the text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper()


class Read(NamedTuple):
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
    pronoun: str = ""  # "i", "he" or "she" where that stands for the doer, or in the passive for the done-to
    would: bool = False  # whether all that makes it conditional is a "would"


@lru_cache(maxsize=16)  # several readers take up one sentence in turn
def pieces(text: str) -> list[Piece]:
    """The words and marks of `text`, in order; shared by all readers, and changed by none."""
    found: list[Piece] = []
    for match in _PIECE.finditer(text):
        word = match.group()
        found.append(Piece._make((word, word.lower().replace("’", "'"), *match.span())))
    return found


def opening_pieces(text: str) -> list[Piece]:
    """The pieces of `text`, of one longer than any sentence only the first `MAX_PIECES`."""
    found = pieces(text)
    return found if len(found) <= MAX_PIECES else found[:MAX_PIECES]


def breaks_before(found: list[Piece], index: int) -> bool:
    """Whether the piece at `index` ends what may stand left of a subject."""
    piece = found[index]
    if piece.text in PUNCTUATION:
        return True
    if piece.low == "and" and index > 0 and index + 1 < len(found):
        return not (found[index - 1].is_name and found[index + 1].is_name)
    return piece.low in BREAKS or (piece.low in _REPORTING and index + 1 < len(found))


def left_edge(found: list[Piece], first: int) -> int:
    """Offset at which the clause of the verb chain at `first` begins."""
    start = first
    while start > 0 and not breaks_before(found, start - 1):
        start -= 1
    return found[min(start, len(found) - 1)].start


def right_edge(found: list[Piece], index: int) -> int:
    """Index after the last piece of the clause: the next strong break, or MAX_OBJECT_WORDS."""
    end = index + 1
    while end < len(found) and end - index <= MAX_OBJECT_WORDS:
        piece = found[end]
        if piece.text in PUNCTUATION and piece.text != "-" and not _within_number(found, end):
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


def first_phrase(read: Read, start: int, end: int) -> str | None:
    """The first noun phrase: up to a preposition other than "of", a conjunction or another verb."""
    found = read.pieces
    while start < end and found[start].low in ADVERBS:
        start += 1
    stop = start
    while stop < end:
        low = found[stop].low
        if (low in PREPOSITIONS or low in BREAKS) and low != "of":
            break
        if stop > start and low in BE | HAVE | DO | MODALS.keys():
            break
        stop += 1
    if stop == start or (stop == start + 1 and found[start].low in PRONOUNS):
        return None
    return read.words(start, stop)
