"""Whether two claims tell of one deed: one verb, one doer, one matter, one story."""

import re
from functools import lru_cache

from checker.engines.rules.alike import phrase_stems
from checker.engines.rules.verbs import Verb, lexicon
from checker.model import Fact

SAME_OBJECT = 0.6  # shared content stems over those of the shorter object
SAME_STORY = 2  # content stems of the sentences around, besides those of the deed itself
_BE = frozenset("is are was were be been being isn't wasn't weren't aren't".split())
HEAD_ENDS = re.compile(
    r"\s(?:in|on|at|by|for|from|to|with|into|onto|over|under|after|before|during|since|until|against|between|among|"
    r"about|only|if|unless|through|near|within|despite|following|amid|towards?|behind|beyond|alongside|via|as|than|without|and|"
    r"that|which|who|when|because|while)\s.*",
    re.IGNORECASE | re.DOTALL,
)
MIN_THING = 2  # content words of a thing that tell it from others
DEFINITE = re.compile(r"(?:the|his|her|its|their|our)\s", re.IGNORECASE)


def verb_of(fact: Fact) -> Verb | None:
    """The lexicon's reading of the claim's predicate: a known state, or its last known word."""
    return _verb(fact.claim.predicate or "")


@lru_cache(maxsize=4_096)  # three rules ask for each pair of facts
def _verb(predicate: str) -> Verb | None:
    words = tuple(predicate.lower().split())
    for at, word in enumerate(words):
        for rest, verb in lexicon().particles.get(word, ()):
            if words[at + 1 : at + 1 + len(rest)] == rest:
                return verb
    for size in range(1, len(words)):
        group = lexicon().states.get(words[size:])
        if group is not None:
            return Verb(group, frozenset((group,)), "participle")
    return next((lexicon().forms[word] for word in reversed(words) if word in lexicon().forms), None)


def same_deed(a: Fact, b: Fact) -> bool:
    """Whether two claims tell of one deed: one verb, one doer or none stated, one matter."""
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma:
        return False
    if not (a.subject and b.subject and same_party(a.subject, b.subject)):
        return False
    return same_object(a, b)


def without_doer(fact: Fact) -> bool:
    """Whether the deed is told in the passive and nobody is said to have done it: "the ban was lifted"."""
    first = (fact.claim.predicate or "").split(" ")[0]
    if fact.subject or not fact.claim.object or not first:
        return False
    return any(before in _BE for before in _words_before(fact.claim.text, first))


@lru_cache(maxsize=4_096)
def _words_before(text: str, word: str) -> tuple[str, ...]:
    """The three words before the first occurrence of `word`."""
    words = text.lower().split()
    stripped = [one.strip('.,;:!?()"“”') for one in words]
    at = stripped.index(word.lower()) if word.lower() in stripped else 0
    return tuple(stripped[max(0, at - 3) : at])


def same_party(a: str, b: str) -> bool:
    """Whether two subjects are one: the same canonical name, or the same content words."""
    stems_a, stems_b = phrase_stems(a), phrase_stems(b)
    return bool(stems_a) and (a == b or stems_a == stems_b)


def same_object(a: Fact, b: Fact) -> bool:
    """Whether two claims' objects share most of the shorter one's content words."""
    stems_a, stems_b = phrase_stems(a.claim.object or ""), phrase_stems(b.claim.object or "")
    if not stems_a and not stems_b:
        return True
    shared = stems_a & stems_b
    return bool(shared) and len(shared) >= SAME_OBJECT * min(len(stems_a), len(stems_b))


@lru_cache(maxsize=8_192)
def head_stems(phrase: str) -> frozenset[str]:
    """Content stems of a phrase's head: what stands before its first preposition, "of" apart."""
    return phrase_stems(HEAD_ENDS.sub("", f" {phrase} ".lstrip()))


def one_story(a: Fact, b: Fact, *, at_least: int = SAME_STORY) -> bool:
    """Whether the sentences around two deeds share names or content words besides those of the deeds."""
    shared = phrase_stems(a.context) & phrase_stems(b.context)
    told = (_deed_stems(a), _deed_stems(b))
    return len(shared - (told[0] | told[1])) >= at_least


def _deed_stems(fact: Fact) -> frozenset[str]:
    return phrase_stems(" ".join((fact.subject or "", fact.claim.predicate or "", fact.claim.object or "")))


def told(fact: Fact) -> str:
    """The deed in the words of the claim: who, what, to whom."""
    return " ".join(word for word in (fact.subject, fact.claim.predicate, fact.object) if word)
