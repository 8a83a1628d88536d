"""A sentence in its chunk: who speaks at a place of it, which words to quote, which times are whose."""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from checker.engines.rules.quotations import Quotation, SpeakerHow, Speech
from checker.model import Voice
from checker.normalise.dates import Times, find_periods
from checker.normalise.words import REPEATED

MAX_QUOTE_CHARS = 420  # a sentence longer than this is quoted by the clause only
MAX_LEAD_CHARS = 60  # such as "Late on Monday night, " before a clause
CLAUSE_BREAK = re.compile(r"[;:—–]|,(?=\s)|\s-\s")
FIRST_PERSON = frozenset(("i", "me", "myself"))
MAX_BEFORE_SELF = 4  # words: "said on Monday she would go"
NEAR_NAMES = 250  # characters in which another person's name makes "she" doubtful
_PERSON = re.compile(r"\b[A-Z][a-z’'-]+ [A-Z][\w’'-]+")
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|^(?:On|In|At|The|Mr|Mrs|Ms|Dr) ")
_OUTLET = Voice()


class Sentence(NamedTuple):
    """The words of a sentence, and where they begin in the chunk's text."""

    text: str
    start: int


class Voices:
    """Who speaks at a place of the text: inside a quotation or in what somebody is reported to say."""

    def __init__(self, speech: Speech, text: str) -> None:
        stretches = [(q.start, q.end, _quoted(q), q.denied, True) for q in speech.quotations]
        stretches += [
            (r.start, r.end, voice_of(r.speaker, r.speaker_how), r.denied, False) for r in speech.reports
        ]
        self._stretches = sorted(stretches, key=lambda item: item[:2])
        self._starts = [item[0] for item in self._stretches]
        self._text = text

    def at(self, place: int) -> tuple[Voice, bool]:
        """The innermost voice at `place` and whether it denies what is said there."""
        found = self._innermost(place)
        return (_OUTLET, False) if found is None else found[2:4]

    def _innermost(self, place: int) -> tuple[int, int, Voice, bool, bool] | None:
        for stretch in reversed(self._stretches[: bisect_right(self._starts, place)]):
            if stretch[0] <= place < stretch[1]:
                return stretch
            if place - stretch[0] > 5_000:
                break
        return None

    def is_reported(self, place: int) -> bool:
        """Whether the words at `place` are somebody's, told without marks: "she said she would go"."""
        found = self._innermost(place)
        return found is not None and not found[4]

    def meant(self, pronoun: str, place: int) -> str | None:
        """Who "I" is in a quotation, and "she" at the start of what she is reported to say.

        Not where another person is named shortly before: then "she" may be that one.
        """
        found = self._innermost(place)
        if found is None or not found[2].speaker or found[2].inferred:
            return None
        start, _, voice, _, quoted = found
        if pronoun in FIRST_PERSON:
            return voice.speaker if quoted else None
        if quoted or len(self._text[start:place].split()) > MAX_BEFORE_SELF:
            return None
        known = set((voice.speaker or "").split())
        before = self._text[max(0, start - NEAR_NAMES) : place]
        others = (name for name in _PERSON.findall(before) if not set(name.split()) & known)
        return None if any(not _DAY.search(name) for name in others) else voice.speaker


def _quoted(quotation: Quotation) -> Voice:
    """Whoever is quoted: words in quotation marks are never the outlet's own, even where nobody is named."""
    voice = voice_of(quotation.speaker, quotation.speaker_how)
    return voice if voice.speaker else Voice(inferred=True)


def voice_of(words: str | None, how: SpeakerHow) -> Voice:
    """Who speaks: the outlet where nobody else does; behind an unresolved pronoun somebody not known."""
    return Voice(speaker=words, inferred=how == "pronoun")


def quote_around(sentence: Sentence, start: int, end: int) -> Sentence:
    """The sentence, or for a long one the clauses around `start:end`, in chunk offsets."""
    if len(sentence.text) <= MAX_QUOTE_CHARS:
        return sentence
    breaks = [match.end() for match in CLAUSE_BREAK.finditer(sentence.text)]
    first = max((at for at in breaks if at <= start), default=0)
    last = min((at - 1 for at in breaks if at > end), default=len(sentence.text))
    quoted = sentence.text[first : first + max(last - first, end - first)]
    lead = len(quoted) - len(quoted.lstrip())
    return Sentence(quoted.strip(), sentence.start + first + lead)


def when_between(text: str, first: int, end: int) -> str | None:
    """The time words between two places, or of a short phrase set off by a comma before them."""
    lead = text.rfind(",", 0, max(0, first - 2))
    start = lead + 1 if first - lead <= MAX_LEAD_CHARS else first
    times = times_of(text)
    own = [period.text for period in times.periods if start <= period.start < end]
    own += [words for words in times.open_times if start <= text.find(words) < end]
    return own[0] if own else None


@lru_cache(maxsize=REPEATED)
def times_of(text: str) -> Times:
    """The times that `text` names."""
    return find_periods(text)
