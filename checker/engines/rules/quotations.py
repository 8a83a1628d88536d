"""Quotations and reported speech of a text, each with whoever says it.

`find_quotations` gives the words in marks, `find_reports` the indirect speech
("Vega denied that …"); `read_speech` gives both for the price of one. A speaker is
named only where the sentence names one: unknown is None, and a pronoun's speaker is a
candidate that `speaker_how` marks as such.
"""

import re
from collections.abc import Sequence

from checker.engines.rules.quote_lexicon import people_words, speech_words
from checker.engines.rules.quote_marks import Marked, find_marked
from checker.engines.rules.quote_reports import Reporting, find_reporting
from checker.engines.rules.quote_speech import Quotation, Report, Speaker, Speech, person_name
from checker.engines.rules.quote_subjects import Phrase, SpeakerHow, phrase_after, phrase_before
from checker.engines.rules.quote_tokens import Unit, Word, read_units
from checker.model import Span

__all__ = [
    "Quotation",
    "Report",
    "SpeakerHow",
    "Speech",
    "find_quotations",
    "find_reports",
    "person_name",
    "read_speech",
]

_SCARE_WORDS = 2
_NEAR = 14  # tokens between a verb of speech and a partial quotation that it still governs


def find_quotations(text: str, sentences: Sequence[Span]) -> tuple[Quotation, ...]:
    """The quotations of `text` in order, outermost marks only, scare quotes marked."""
    return read_speech(text, sentences).quotations


def find_reports(text: str, sentences: Sequence[Span]) -> tuple[Report, ...]:
    """The reports of speech in `text`, in order of their verbs."""
    return read_speech(text, sentences).reports


def read_speech(text: str, sentences: Sequence[Span]) -> Speech:
    """The quotations and the reports of speech of `text`; `sentences` are its spans, in order."""
    marked = find_marked(text)
    units = read_units(text, sentences, marked)
    reader = _Reader(text, marked)
    for unit in units:
        reader.read(unit)
    return Speech(tuple(reader.quotations), tuple(reader.reports))


def _personal(words: str) -> bool:
    """Whether a speaker's words may name a person: no body, no "the …"."""
    low = words.lower().split()
    return low[0] not in people_words().determiners and not set(low) & people_words().bodies


class _Reader:
    """One pass over a text's units, remembering who spoke last."""

    def __init__(self, text: str, marked: Sequence[Marked]) -> None:
        self._text = text
        self._marked = marked
        self._last_named: Speaker | None = None
        self._previous: tuple[Speaker, str] | None = (
            None  # speaker and verb of the unit before, in its paragraph
        )
        self._quoted = False  # whether the unit before had a quotation: only then a paragraph may carry it on
        self._utterance = 0
        self.quotations: list[Quotation] = []
        self.reports: list[Report] = []

    def read(self, unit: Unit) -> None:
        """Take up the quotations and reports of the next unit."""
        if unit.opens_paragraph and not self._quoted:
            self._previous = None
        found = find_reporting(unit)
        speakers = [self._speaker(unit, report.speaker) for report in found]
        self._note_subject(unit, found)
        self._take_reports(unit, found, speakers)
        self._take_quotations(unit, found, speakers)
        if found:
            same = {speaker.words for speaker in speakers}
            self._previous = (speakers[-1], found[-1].base) if len(same) == 1 else None
        elif not self._alone(unit):
            self._previous = None
        self._quoted = any(word.kind == "quotation" for word in unit.words)

    def _alone(self, unit: Unit) -> bool:
        return len(unit.words) == 1 and unit.words[0].kind == "quotation"

    def _speaker(self, unit: Unit, phrase: Phrase) -> Speaker:
        start, end = unit.words[phrase.first].start, unit.words[phrase.last - 1].end
        words = re.sub(r"['’]s?$", "", self._text[start:end])
        if phrase.how == "pronoun":
            candidate = self._last_named
            if words.lower() in {"he", "she"} and candidate is not None and _personal(candidate.words or ""):
                return Speaker(candidate.words, "pronoun", candidate.start, candidate.end)
            return Speaker(None, "pronoun")
        speaker = Speaker(words, phrase.how, start, start + len(words))
        if phrase.how == "named":
            self._last_named = speaker
        return speaker

    def _note_subject(self, unit: Unit, found: Sequence[Reporting]) -> None:
        """A sentence about somebody else makes the next "he" ambiguous."""
        if found or not unit.words or self._last_named is None:
            return
        subject = phrase_after(unit.words, 0)
        if subject is not None and subject.how == "named":
            start, end = unit.words[subject.first].start, unit.words[subject.last - 1].end
            if self._text[start:end].split()[-1] not in (self._last_named.words or "").split():
                self._last_named = None

    def _take_reports(self, unit: Unit, found: Sequence[Reporting], speakers: Sequence[Speaker]) -> None:
        for index, (report, speaker) in enumerate(zip(found, speakers, strict=True)):
            start, end = _content_span(unit, found, index)
            verb = unit.words[report.verb]
            self.reports.append(
                Report(
                    speaker.words, speaker.how, report.base, verb.start, verb.end, start, end,
                    report.denied, report.withheld, unit.start, unit.end, speaker.start, speaker.end,
                )
            )  # fmt: skip

    def _take_quotations(self, unit: Unit, found: Sequence[Reporting], speakers: Sequence[Speaker]) -> None:
        previous: int | None = None
        for at, word in enumerate(unit.words):
            if word.kind != "quotation":
                continue
            which = _governing(unit, at, found)
            owner = _parenthesised(unit, at)
            carried = which is None and self._alone(unit) and self._previous is not None
            if carried and self._previous is not None:
                speaker, verb = self._previous
                report = None
            elif which is None:
                speaker, verb, report = Speaker() if owner is None else self._speaker(unit, owner), None, None
            else:
                speaker, verb, report = speakers[which], found[which].base, found[which]
            if not (carried or (which is not None and which == previous)):
                self._utterance += 1
            previous = which
            self.quotations.append(self._quotation(unit, at, speaker, verb, report, carried))

    def _quotation(
        self, unit: Unit, at: int, speaker: Speaker, verb: str | None, report: Reporting | None, carried: bool
    ) -> Quotation:
        mark = self._marked[unit.words[at].quotation]
        words = self._text[mark.start : mark.end]
        partial = _partial(words, unit, at)
        few = len(words.split()) <= _SCARE_WORDS
        return Quotation(
            words, mark.start, mark.end, unit.start, unit.end, speaker.words, speaker.how, verb, partial,
            scare=few and (partial or speaker.how == "none"), carried=carried, utterance=self._utterance,
            subject=_subject(self._text, unit, at) if partial else None,
            before=self._text[unit.start : mark.outer_start], after=self._text[mark.outer_end : unit.end],
            speaker_start=speaker.start, speaker_end=speaker.end, denied=report is not None and report.denied,
        )  # fmt: skip


def _content_span(unit: Unit, found: Sequence[Reporting], index: int) -> tuple[int, int]:
    """Where the reported words stand; up to the next report that is not inside this one."""
    report = found[index]
    if report.side != "after":
        first = (
            unit.words[report.speaker.first].start
            if report.speaker.first < report.verb
            else unit.words[report.verb].start
        )
        floor = max((unit.words[r.verb].end for r in found[:index] if r.side != "after"), default=unit.start)
        return floor, first
    if report.content >= len(unit.words):
        return unit.end, unit.end
    end = unit.end
    for later in found[index + 1 :]:
        subject = later.speaker.first
        if subject > report.content and unit.words[subject - 1].low in {"and", "but", "while", ";"}:
            end = unit.words[subject - 1].start
            break
    return unit.words[report.content].start, end


def _governing(unit: Unit, at: int, found: Sequence[Reporting]) -> int | None:
    """Which report the quotation at token `at` belongs to: tag, introduction, or the sentence's tail."""
    tag = _tag_after(unit, at, found)
    if tag is not None:
        return tag
    if at and unit.words[at - 1].low == "(":
        return None
    before = [index for index, report in enumerate(found) if report.verb < at and report.speaker.first < at]
    if before:
        index = before[-1]
        report = found[index]
        if report.side in {"after", "both"} and _reaches(unit, report, at):
            return index
    tail = [index for index, report in enumerate(found) if report.verb > at and report.side != "after"]
    if tail and not (before and found[before[-1]].side == "after"):
        return tail[0]
    return None


def _parenthesised(unit: Unit, at: int) -> Phrase | None:
    """The name before a quotation in parentheses: Ann Roe (“we are ready”)."""
    if at < 2 or unit.words[at - 1].low != "(":
        return None
    phrase = phrase_before(unit.words, at - 1, governed=True)
    return phrase if phrase is not None and phrase.how == "named" else None


def _tag_after(unit: Unit, at: int, found: Sequence[Reporting]) -> int | None:
    """The report whose subject or inverted verb stands right after the quotation."""
    nxt = at + 1
    if nxt < len(unit.words) and unit.words[nxt].kind == "comma":
        nxt += 1
    for index, report in enumerate(found):
        if min(report.speaker.first, report.verb) == nxt and report.side in {"before", "both"}:
            return index
    return None


def _reaches(unit: Unit, report: Reporting, at: int) -> bool:
    """Whether the words between the report and the quotation leave it the same speaker's.

    A new clause with a contrast ends the reach, unless "that" takes it up again.
    """
    contrast = {"while", "whereas", "although", "though", "but"}
    for index in range(max(report.verb, report.content - 1) + 1, at):
        word = unit.words[index]
        opens = index <= report.content or unit.words[index - 1].low == "that"
        if word.low in {";", "("} or (
            word.low in contrast and not opens and unit.words[index + 1].low != "that"
        ):
            return False
        if (
            word.kind == "word"
            and word.low in {"which", "who", "whose", "language"}
            and index - 1 > report.verb
        ):
            return False
    return True


def _partial(words: str, unit: Unit, at: int) -> bool:
    first = next((char for char in words if char.isalnum()), "")
    if first.islower():
        return True
    if at == 0 or words.rstrip().endswith((".", "!", "?", ",", "…")):
        return False
    before = unit.words[at - 1]
    return before.kind == "word" and before.low != "that" and before.low not in speech_words().verbs


def _before_aside(words: Sequence[Word], at: int) -> int:
    """Where an aside like ", he says," begins that ends at `at`; `at` itself where there is none."""
    if at < 4 or words[at - 1].low != "," or words[at - 4].low != ",":
        return at
    return at - 4 if words[at - 2].low in speech_words().verbs else at


def _subject(text: str, unit: Unit, at: int) -> str | None:
    """The noun phrase that stands directly before a partial quotation, as its subject."""
    words = unit.words
    at = _before_aside(words, at)
    if at == 0 or words[at - 1].kind != "word":
        return None
    last = words[at - 1]
    people = people_words()
    if last.possessive or last.low in speech_words().verbs or last.low in people.auxiliaries:
        return None
    if not (last.capital or last.low in people.pronouns):
        return None
    phrase = phrase_before(words, at)
    if phrase is None:
        return None
    first = phrase.first
    if (
        first >= 2
        and words[first - 1].low == "and"
        and (words[first - 2].low in people.pronouns or words[first - 2].capital)
    ):
        first -= 2
    return text[words[first].start : last.end]
