"""What one side says happened and the other says did not, whatever the verb.

The words of the denial, its doer and what it was done to, must all stand with the affirmed verb, in their
places: "nobody had warned the passengers" against "the airline had warned the passengers". What is denied is
then at least as wide as what is affirmed.
"""

import re
from functools import lru_cache

from checker.engines.rules.alike import phrase_stems, rival_names
from checker.engines.rules.deeds import one_story
from checker.engines.rules.denials import Affirmed, affirms, lemmas_of
from checker.engines.rules.evidence import at_one_time, conflict
from checker.engines.rules.instances import other_instance
from checker.engines.rules.standing import TIME_STEMS
from checker.engines.rules.subjects import SELF
from checker.model import Conflict, Fact
from checker.normalise.words import stem

MIN_MATTER = 2  # content words besides the verb that both say
_PREDICATE = re.compile(r"did not: (?P<verb>[\w'’-]{1,40}) \((?P<words>[^()]{1,60})\)(?P<passive>, passive)?")
_COUNTED = re.compile(
    r"\b(?:all|every|each|some|many|most|several|few|half|another|other|first|second|third|last|next|one|two|"
    r"three|four|five|six|seven|eight|nine|ten|dozens|enough|any|new|old|former|earlier|previous|later)\b",
    re.IGNORECASE,
)


def to_predicate(verb: str, words: str, *, passive: bool) -> str:
    """A denial as a claim's predicate: "did not: reach (reached)"."""
    return f"did not: {verb} ({words}){', passive' if passive else ''}"


@lru_cache(maxsize=4_096)
def _parsed(predicate: str | None) -> tuple[str, str, bool] | None:
    match = _PREDICATE.fullmatch(predicate or "")
    return (match["verb"], match["words"], bool(match["passive"])) if match else None


def is_denial(fact: Fact) -> bool:
    """Whether the fact is one of this engine's denied verbs."""
    return fact.claim.negated and _parsed(fact.claim.predicate) is not None


def find_denial_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of a denied verb and a sentence that affirms it, or None. Symmetric."""
    if is_denial(a) == is_denial(b) or a.claim.article == b.claim.article:
        return None
    no, other = (a, b) if is_denial(a) else (b, a)
    parsed = _parsed(no.claim.predicate)
    if parsed is None or no.claim.modality == "denied" or other.claim.modality == "denied":
        return None
    if parsed[0] not in lemmas_of(other.claim.text) or not at_one_time(no, other) or rival_names(no, other):
        return None
    found = next(
        (one for one in affirms(other.claim.text, parsed[0]) if _same_deed(no, other, one, parsed[2])), None
    )
    if found is None or other_instance(no, other):
        return None
    deed = f"{found.subject} … {parsed[1]}"
    return conflict(
        no,
        other,
        rule="denials",
        positions=(f"not {parsed[1]}", parsed[1]),
        question=f"Did it happen or not: {deed} {found.rest}".strip() + "?",
        explanation="One side says that it happened, the other that it did not.",
    )


def _same_deed(no: Fact, other: Fact, found: Affirmed, passive: bool) -> bool:
    """Whether everything that is denied is affirmed, each part in its place."""
    if found.planned != (no.claim.modality == "planned"):
        return False
    if found.reported and other.speaker is None and not other.claim.voice.inferred:
        return False  # somebody's words, and the fact does not say whose
    denied = _stems(no.claim.subject), _stems(no.claim.object)
    doer: str | None = found.subject
    if found.subject.lower() in SELF:  # read as whoever speaks, where the claim was
        doer = other.speaker if found.subject == "I" or other.subject == other.speaker else None
    affirmed = _stems(doer), _stems(found.rest)
    if passive != found.passive:
        affirmed = affirmed[::-1]
    if not (denied[0] <= affirmed[0] and denied[1] <= affirmed[1]):
        return False
    if _COUNTED.search(no.claim.object or "") or _counted_apart(no, found):
        return False
    matter = (denied[0] | denied[1]) & (affirmed[0] | affirmed[1])
    if len(matter) >= MIN_MATTER or (matter and set(no.names) & set(other.names)):
        return True
    return bool(matter) and one_story(no, other)


def _counted_apart(no: Fact, found: Affirmed) -> bool:
    """ "Not all houses burned", "two of the houses did not burn": what is denied is a part."""
    counted = _COUNTED.search(no.claim.subject or ""), _COUNTED.search(found.subject)
    apart = _words(counted[0]) != _words(counted[1])
    return apart and bool(counted[0] or (counted[1] and no.claim.subject))


def _words(match: re.Match[str] | None) -> str:
    return match.group().lower() if match else ""


@lru_cache(maxsize=8_192)
def _stems(phrase: str | None) -> frozenset[str]:
    return phrase_stems(phrase or "") - TIME_STEMS - _EMPTY


_EMPTY = frozenset(map(stem, "ever single whatsoever once yet far minister mr mrs ms dr".split()))
