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
_OUTLET = Voice()


class Sentence(NamedTuple):
    """The words of a sentence, and where they begin in the chunk's text."""

    text: str
    start: int


class Voices:
    """Who speaks at a place of the text: inside a quotation or in what somebody is reported to say."""

    def __init__(self, speech: Speech) -> None:
        stretches = [(q.start, q.end, _quoted(q), q.denied) for q in speech.quotations]
        stretches += [(r.start, r.end, voice_of(r.speaker, r.speaker_how), r.denied) for r in speech.reports]
        self._stretches = sorted(stretches, key=lambda item: item[:2])
        self._starts = [item[0] for item in self._stretches]

    def at(self, place: int) -> tuple[Voice, bool]:
        """The innermost voice at `place` and whether it denies what is said there."""
        for start, end, voice, denied in reversed(self._stretches[: bisect_right(self._starts, place)]):
            if start <= place < end:
                return voice, denied
            if place - start > 5_000:
                break
        return _OUTLET, False


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
