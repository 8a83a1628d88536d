"""Sentence → RawClaims of what is so and why: causes, opposite states, denied verbs."""

from collections.abc import Iterator

from checker.engines.rules.causes import Cause, find_causes
from checker.engines.rules.denial_rule import to_predicate as denial_predicate
from checker.engines.rules.denials import find_denials, first_affirmed
from checker.engines.rules.poles import find_poles, to_predicate
from checker.engines.rules.subjects import SELF
from checker.engines.rules.voices import Sentence, Voices, quote_around, when_between
from checker.model import Modality, RawClaim, Voice

MAX_AFFIRMED = 10  # words: of longer sentences the other readers see more, and each claim costs time


def cause_claims(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    """What is said to have caused what; whoever blames it is the one who says so."""
    for cause in find_causes(sentence.text):
        quote = quote_around(sentence, cause.start, cause.end)
        voice, denied = voices.at(sentence.start + cause.start)
        if cause.speaker and not voice.speaker and not voice.inferred:
            voice = Voice(speaker=cause.speaker)
        yield RawClaim(
            kind="causal",
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality=_cause_modality(cause, denied),
            negated=cause.stance in ("not because of", "there was no"),
            subject=cause.effect or None,
            predicate=cause.stance,
            object=cause.cause,
            at=quote.start,
        )


def pole_claims(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    """On which side of a pair of opposites something is said to be."""
    for pole in find_poles(sentence.text):
        quote = quote_around(sentence, pole.start, pole.end)
        place = sentence.start + pole.at
        voice, denied = voices.at(place)
        thing = _meant(pole.thing, place, voices)
        if thing is None:
            continue
        yield RawClaim(
            kind="status",
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality="denied" if denied else "asserted",
            negated=pole.negated,
            when=when_between(sentence.text, pole.start, pole.end),
            subject=thing,
            predicate=to_predicate(pole),
            object=pole.about.strip() or None,
            at=quote.start,
        )


def _meant(words: str, place: int, voices: Voices) -> str | None:
    """The words, or whom "I" or "she" among them means; None where that is open."""
    low = words.lower()
    return voices.meant(low, place) if low in SELF else words


def denial_claims(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    """What is said not to have happened, whatever the verb."""
    for denial in find_denials(sentence.text):
        quote = quote_around(sentence, denial.start, denial.end)
        place = sentence.start + denial.at
        voice, denied = voices.at(place)
        subject = _meant(denial.subject, place, voices)
        if subject is None:
            continue
        modality: Modality = "planned" if denial.planned else "asserted"
        yield RawClaim(
            kind="event",
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality="denied" if denied else modality,
            negated=True,
            when=when_between(sentence.text, denial.start, denial.end),
            subject=subject or None,
            predicate=denial_predicate(denial.verb, denial.words, passive=denial.passive),
            object=denial.rest or None,
            at=quote.start,
        )


def affirmed_claims(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    """A sentence that gives nothing else but says that something was done: another may deny it."""
    if sentence.text.count(" ") >= MAX_AFFIRMED:
        return
    verb = first_affirmed(sentence.text)
    if verb is None:
        return
    voice, denied = voices.at(sentence.start + verb)
    yield RawClaim(
        kind="event",
        text=sentence.text,
        quote=quote_around(sentence, 0, len(sentence.text)).text,
        voice=voice,
        modality="denied" if denied else "asserted",
        at=sentence.start,
    )


def _cause_modality(cause: Cause, denied: bool) -> Modality:
    if cause.guessed:
        return "possible"
    return "denied" if denied else "asserted"
