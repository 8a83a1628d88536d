"""What is somebody's words in a text: quotations, reports of speech, and who speaks."""

import re
from dataclasses import dataclass

from checker.engines.rules.quote_lexicon import people_words
from checker.engines.rules.quote_subjects import SpeakerHow


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the article's words, where they stand, and how sure that is.

    For a pronoun `words` is the last speaker named before it, a candidate only.
    """

    words: str | None = None
    how: SpeakerHow = "none"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `text[start:end] == words`, without the outermost marks.

    `before` and `after` are the rest of the sentences it stands in. `partial`: a piece of
    a sentence. `scare`: one or two words in marks without an utterance. `carried`: the
    speaker is taken from the sentence before. `utterance`: the same number on the parts
    of one split quotation ("A," Vega said. "B."). `subject`: the article's words just
    outside that serve as its subject (Vega “knew the details”), else None.
    """

    words: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    speaker: str | None
    speaker_how: SpeakerHow
    verb: str | None
    partial: bool
    scare: bool = False
    carried: bool = False
    utterance: int = 0
    subject: str | None = None
    before: str = ""
    after: str = ""
    speaker_start: int | None = None
    speaker_end: int | None = None
    denied: bool = False
    lead: str = ""  # the sentence before, where the quotation opens its own


@dataclass(frozen=True, slots=True)
class Report:
    """Speech reported without marks: who, with which verb, and `text[start:end]` as what is said.

    `denied`: the speaker says it is untrue. `withheld`: the verb is negated ("did not say that").
    """

    speaker: str | None
    speaker_how: SpeakerHow
    verb: str
    verb_start: int
    verb_end: int
    start: int
    end: int
    denied: bool
    withheld: bool
    sentence_start: int
    sentence_end: int
    speaker_start: int | None = None
    speaker_end: int | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything in a text that is somebody's words."""

    quotations: tuple[Quotation, ...]
    reports: tuple[Report, ...]


def person_name(speaker: str) -> str:
    """The name in a speaker's noun phrase, without titles: "Norland's premier Ann Roe" gives "Ann Roe".

    The whole phrase where nothing but titles is capital ("the Prime Minister").
    """
    people = people_words()
    words = speaker.split()
    first = len(words)
    while first:
        word = words[first - 1]
        low = word.lower().rstrip(".,")
        if low in people.titles or low in people.modifiers:
            break
        if low == "of" and first > 1 and first < len(words) and words[first - 2][0].isupper():
            return speaker  # "the Harbour Authority of Varde" is one name
        if not word[0].isupper() and low not in people.particles:
            break
        if word.endswith(("'s", "’s")) and first < len(words):
            break
        first -= 1
    name = " ".join(words[first:])
    return re.sub(r"['’]s$", "", name) or speaker
