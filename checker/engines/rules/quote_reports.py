"""Who reports whose speech in a sentence: verb, speaker, and the words that are theirs."""

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from checker.engines.rules.quote_lexicon import people_words, speech_words
from checker.engines.rules.quote_subjects import (
    Phrase,
    clause_subject,
    phrase_after,
    phrase_before,
    phrase_with_apposition,
)
from checker.engines.rules.quote_tokens import Unit, Word

Side = Literal["after", "before", "both"]
_NO_CONTENT = frozenset({"as", "by", "upon", "of", "at", "against"})  # "announced as his success"
_CONTRASTS = frozenset({"but", "while", "whereas", "although", "though"})
_TAGGED = frozenset({",", "?", "!", ".", "…", "—", "–"})  # how a quotation ends before its speaker
_VIEWS = frozenset({"view", "opinion", "account", "version", "eyes", "words", "telling"})
_ADJUNCT_WORDS = 7  # how far a "that" may stand from its verb: "said in a post on Monday that"


class Reporting(NamedTuple):
    """One verb (or noun) of speech in a unit, in token indices of the unit.

    `side` is where the reported words stand: after the verb, before it ("…, Vega said."),
    or on both sides. `content` is the first token of what is reported after the verb.
    """

    verb: int
    base: str
    speaker: Phrase
    side: Side
    content: int
    denied: bool = False
    withheld: bool = False  # "did not say that", "never claimed"


def find_reporting(unit: Unit) -> tuple[Reporting, ...]:
    """The reports of speech in `unit`, in order of their verbs."""
    verbs, cues = speech_words().verbs, _cues()
    found: list[Reporting] = []
    for index, word in enumerate(unit.words):
        if word.low not in cues or word.kind != "word":
            continue
        report: Reporting | None = None
        if word.low in verbs and not word.capital:
            report = _by_verb(unit.words, index, verbs[word.low], found)
        elif word.low == "according":
            report = _according(unit.words, index)
        elif word.low in speech_words().nouns and not word.capital:
            report = _by_noun(unit.words, index) or _in_view(unit.words, index)
        elif word.low in _VIEWS:
            report = _in_view(unit.words, index)
        if report is not None:
            found.append(report)
    return tuple(found)


@cache
def _cues() -> frozenset[str]:
    """The words at which a report of speech may be known."""
    return frozenset((*speech_words().verbs, *speech_words().nouns, "according"))


def _by_verb(words: Sequence[Word], verb: int, base: str, earlier: Sequence[Reporting]) -> Reporting | None:
    content, told = _content(words, verb)
    explicit = _explicit(words, verb, base, content)
    inverted = _inverted(words, verb, base)
    if inverted is not None:
        return Reporting(verb, base, inverted, _inverted_side(words, inverted.last), inverted.last)
    left, withheld, passive = _skip_adverbs(words, verb)
    if passive and not _quoted_as(words, verb):
        return None
    speaker = _speaker(words, left, verb, earlier)
    if speaker is None or not _is_verb(words, verb, base, speaker):
        return None
    side = _side(words, speaker, content)
    if base in speech_words().strict and not explicit and not told and not _tags(words, verb, speaker, side):
        return None
    if side == "after" and not explicit and verb + 1 < len(words) and words[verb + 1].low in _NO_CONTENT:
        return None
    denied = base in speech_words().denials
    return Reporting(verb, base, speaker, side, content, denied, withheld)


def _tags(words: Sequence[Word], verb: int, speaker: Phrase, side: Side) -> bool:
    """Whether speaker and verb close what was said: after a quotation, or with nothing behind the verb."""
    if side == "after":
        return False
    quoted = any(word.kind == "quotation" for word in words[: speaker.first])
    return quoted or verb + 1 >= len(words) or words[verb + 1].kind in ("comma", "stop")


def _is_verb(words: Sequence[Word], verb: int, base: str, speaker: Phrase) -> bool:
    """Whether a word that may be a noun ("the call with", "claims of") is a verb here."""
    form = words[verb].low
    if base not in speech_words().homonyms or not (form == base or form.endswith("s")):
        return True
    people = people_words()
    following = words[verb + 1].low if verb + 1 < len(words) else ""
    noun = following in people.prepositions or following in people.auxiliaries or following == "of"
    return speaker.how != "role" and not noun


def _content(words: Sequence[Word], verb: int) -> tuple[int, bool]:
    """Where what is said begins after the verb, and whether somebody is told it first."""
    people = people_words()
    at = verb + 1
    if at < len(words) and words[at].low == "out":
        at += 1
    told = at < len(words) and words[at].low in people.addressees
    if words[verb].low in {"told", "tells", "telling", "tell"} or told:
        phrase = phrase_after(words, at)
        at = phrase.last if phrase is not None and not told else at + (1 if told else 0)
    for index in range(at, min(at + _ADJUNCT_WORDS, len(words))):
        word = words[index]
        if word.low == "that" or word.low == ":":
            return index + 1, told
        if word.kind != "word" or word.low in people.auxiliaries:
            break
    return at, told


def _explicit(words: Sequence[Word], verb: int, base: str, content: int) -> bool:
    """Whether words of the speaker follow: "that", a colon, or a quotation close by."""
    if content > verb + 1 and words[content - 1].low in {"that", ":"}:
        return True
    near = 3 if base in speech_words().adjacent else 7
    for index in range(verb + 1, min(verb + near, len(words))):
        if words[index].kind == "quotation":
            return True
        if words[index].kind == "stop" and words[index].low != ":":
            return False
    return False


def _skip_adverbs(words: Sequence[Word], verb: int) -> tuple[int, bool, bool]:
    """The end of what stands before the verb's adverbs; whether it is negated; whether it is passive."""
    speech = speech_words()
    withheld = passive = False
    at = verb
    while at > 0 and words[at - 1].kind == "word":
        word = words[at - 1]
        negated = word.low in {"not", "never"} or word.low.endswith("n't")
        if not (
            negated
            or word.low in speech.adverbs
            or word.low in speech.passive
            or (word.low.endswith("ly") and not word.capital)
        ):
            break
        withheld = withheld or negated
        passive = passive or word.low in speech.passive
        at -= 1
    return at, withheld, passive and not words[verb].low.endswith("ing")


def _quoted_as(words: Sequence[Word], verb: int) -> bool:
    """Whether the passive is "was quoted", "was cited": its subject is the speaker all the same."""
    return words[verb].low == "quoted" and verb + 1 < len(words) and words[verb + 1].low == "as"


def _speaker(words: Sequence[Word], left: int, verb: int, earlier: Sequence[Reporting]) -> Phrase | None:
    if left == 0:
        return None
    before = words[left - 1]
    participle = words[verb].low.endswith("ing")
    if participle and before.kind == "word" and before.low not in {"and", "but", "as"}:
        phrase = phrase_before(words, left, governed=True)
        alone = phrase is not None and phrase.first > 0 and words[phrase.first - 1].low == "with"
        return phrase if alone else None
    if participle and before.kind in {"word", "comma"}:
        return _shared_subject(words, verb, earlier)
    if before.kind == "comma":
        return phrase_with_apposition(words, left - 1)
    if before.low == ")":
        opening = next((i for i in range(left - 2, max(left - 10, 0), -1) if words[i].low == "("), None)
        return phrase_before(words, opening) if opening else None
    if before.low in {"and", "but"}:
        return _shared_subject(words, verb, earlier)
    if before.low == "who":
        end = left - 2 if left > 1 and words[left - 2].kind == "comma" else left - 1
        return phrase_before(words, end)
    return phrase_before(words, left)


def _shared_subject(words: Sequence[Word], verb: int, earlier: Sequence[Reporting]) -> Phrase | None:
    """The subject of a verb that has none beside it: of the report before it, else of the sentence."""
    start = earlier[-1].verb if earlier else 0
    for index in range(verb - 2, start, -1):
        if words[index].low in {"(", ")", ";"}:
            return None
        if words[index].low in _CONTRASTS:
            phrase = phrase_after(words, index + 1, verb)
            return phrase if phrase is not None and phrase.how != "role" else None
    return earlier[-1].speaker if earlier else clause_subject(words, verb)


def _inverted(words: Sequence[Word], verb: int, base: str) -> Phrase | None:
    """The speaker after the verb: "…”, said Ann Roe"."""
    if base not in speech_words().inverting or verb == 0 or words[verb].low.endswith("ing"):
        return None
    quoted = words[verb - 1].kind == "quotation" or (
        words[verb - 1].kind == "comma" and verb > 1 and words[verb - 2].kind == "quotation"
    )
    if not quoted and not (words[verb - 1].kind == "comma" and base == "say"):
        return None
    phrase = phrase_after(words, verb + 1)
    if phrase is None or quoted:
        return phrase
    closed = (
        phrase.last >= len(words)
        or words[phrase.last].kind in {"comma", "stop"}
        or _adjunct(words[phrase.last])
    )
    return phrase if closed and phrase.how != "pronoun" else None


def _inverted_side(words: Sequence[Word], after: int) -> Side:
    return "both" if any(word.kind == "quotation" for word in words[after:]) else "before"


def _side(words: Sequence[Word], speaker: Phrase, content: int) -> Side:
    """Whether the reported words stand after the verb, or before "…, Vega said."."""
    tag = speaker.first - 1 - (speaker.first > 1 and words[speaker.first - 1].kind == "comma")
    if tag >= 0 and words[tag].kind == "quotation" and (tag < speaker.first - 1 or words[tag].low in _TAGGED):
        return "both" if any(word.kind == "quotation" for word in words[content:]) else "before"
    closes = content >= len(words) or words[content].kind in {"comma", "stop"} or _adjunct(words[content])
    opens = speaker.first > 0 and words[speaker.first - 1].kind in {"comma", "quotation", "stop"}
    if not (opens and closes) or (content and words[content - 1].low in {"that", ":"}):
        return "after"
    return "both" if any(word.kind == "quotation" for word in words[content:]) else "before"


def _adjunct(word: Word) -> bool:
    people = people_words()
    if word.kind != "word":
        return False
    return (
        word.low in people.prepositions
        or word.low in people.times
        or word.low in people.breaks
        or word.low.endswith("ly")
    )


def _according(words: Sequence[Word], index: int) -> Reporting | None:
    if index + 2 >= len(words) or words[index + 1].low != "to":
        return None
    phrase = phrase_after(words, index + 2)
    if phrase is None:
        return None
    side: Side = "before" if index else "after"
    return Reporting(index, "according to", phrase, side, phrase.last)


def _in_view(words: Sequence[Word], noun: int) -> Reporting | None:
    """ "In Vega's view the bank was misled: …": the sentence is hers."""
    owner = noun - 1
    if words[noun].low not in _VIEWS or owner < 1 or not (words[owner].possessive and words[owner].capital):
        return None
    phrase = phrase_before(words, owner + 1, governed=True)
    if phrase is None or phrase.how != "named" or phrase.first < 1 or words[phrase.first - 1].low != "in":
        return None
    return Reporting(noun, "according to", phrase, "after", noun + 1)


def _by_noun(words: Sequence[Word], noun: int) -> Reporting | None:
    """ "Vega's claim that …", "Vega's words: …"; a bare "the claim that" has no speaker."""
    if noun + 1 >= len(words) or not (
        words[noun + 1].low in {"that", ":"} or words[noun + 1].kind == "quotation"
    ):
        return None
    owner = noun - 1
    while owner >= 0 and noun - owner <= 3 and words[owner].kind == "word" and not words[owner].possessive:
        owner -= 1
    if owner < 0 or not words[owner].possessive or words[owner].low in {"it's", "that's", "let's"}:
        return None
    phrase = phrase_before(words, owner + 1, governed=True)
    if phrase is None or phrase.how == "pronoun":
        return None
    content = noun + 1 if words[noun + 1].kind == "quotation" else noun + 2
    return Reporting(noun, words[noun].low, phrase, "after", content)
