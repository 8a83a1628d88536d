"""Who did, called or proposed it, the wrong way round.

Three forms: the roles swapped (A called B, B called A); one deed with one author given to two
(A proposed the talks, B proposed the talks; A fired the first shell, B fired it); and a doer whom the other
side puts in the place of another ("it was the army that broke it").
"""

import re
from functools import lru_cache

from checker.engines.rules.alike import likeness, phrase_stems, rival_names
from checker.engines.rules.deeds import (
    DEFINITE,
    MIN_THING,
    head_stems,
    one_story,
    same_object,
    told,
    verb_of,
)
from checker.engines.rules.evidence import at_one_time, comparable, conflict
from checker.engines.rules.swaps import find_swap
from checker.model import Conflict, Fact
from checker.normalise.words import stem

DIRECTED = frozenset(("contact", "contest", "blow"))
AUTHORED = frozenset(("author",))
MIN_UNIQUE = 3  # content words in both sentences that tell of one first, last or only thing
MOST_UNIQUE = 0.6  # of the shorter of them
_IT_WAS = re.compile(
    r"\b(?:it|they) (?:was|were|has been|have been|had been) (?!.{0,60}\b(?:who|that)\b)", re.IGNORECASE
)
_CLEFT = re.compile(r"\b[Ii]t (?:was|is) (?P<who>[^,;:.!?]{3,80}?),? (?:who|that)\b")
# Nouns under which anybody may be told again.
_ANYBODY = frozenset(
    map(
        stem,
        "man woman person people someone somebody official member resident group team side "
        "party others".split(),
    )
)
_UNIQUE = re.compile(r"\b(?:first|last|only|winning|decisive|opening|[a-z]{3,20}est)\b", re.IGNORECASE)


def find_role_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two claims on who did it to whom, or None. Symmetric."""
    if not comparable(a, b) or a.claim.negated or b.claim.negated:
        return None
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma or not at_one_time(a, b):
        return None
    classes = verb_a.classes | verb_b.classes  # synonyms may be of different classes
    if classes & DIRECTED:
        return find_swap(a, b)
    if classes & AUTHORED:
        return _two_authors(a, b) or _instead(a, b)
    return _two_doers(a, b) or _instead(a, b)


def _two_doers(a: Fact, b: Fact) -> Conflict | None:
    """One first, last or only thing that two did: "the army fired the first shell", "the rebels fired it"."""
    if not (a.subject and b.subject and a.claim.object and b.claim.object):
        return None
    mark = _unique(a.claim.object)
    if mark is None or mark != _unique(b.claim.object):
        return None
    if head_stems(a.claim.object) != head_stems(b.claim.object) or not _other_party(a, b):
        return None
    alike = likeness(a, b)
    if len(alike.stems) + len(alike.names) < MIN_UNIQUE or alike.cover < MOST_UNIQUE:
        return None
    return _authors(a, b)


@lru_cache(maxsize=8_192)
def _unique(phrase: str) -> str | None:
    """The word that says there is only one such thing, in lower case."""
    found = _UNIQUE.search(phrase)
    return found[0].lower() if found else None


def _instead(a: Fact, b: Fact) -> Conflict | None:
    """ "The rebels broke the truce" against "it was the army that broke the truce": it and nobody else."""
    if not (a.subject and b.subject and a.claim.object and b.claim.object):
        return None
    if not any(_is_cleft(fact) for fact in (a, b)) or not _two_parties(a, b):
        return None
    things = head_stems(a.claim.object), head_stems(b.claim.object)
    if not things[0] or things[0] != things[1] or not _known_thing(a, b):
        return None
    shared = phrase_stems(a.claim.object) & phrase_stems(b.claim.object)
    if (len(shared) < MIN_THING and not one_story(a, b)) or rival_names(a, b):
        return None
    return _authors(a, b)


def _is_cleft(fact: Fact) -> bool:
    """Whether the sentence says "it was …, who" of the doer."""
    who = _cleft(fact.claim.text)
    return who is not None and bool(phrase_stems(fact.subject or "") & phrase_stems(who))


@lru_cache(maxsize=4_096)
def _cleft(text: str) -> str | None:
    """Who it was, in a sentence that says "it was …, who"."""
    found = _CLEFT.search(text)
    return found["who"] if found else None


def _two_parties(a: Fact, b: Fact) -> bool:
    """Whether two doers are two: names without a word in common, or two nouns that each say something."""
    stems = phrase_stems(a.claim.subject or ""), phrase_stems(b.claim.subject or "")
    if not stems[0] or not stems[1] or stems[0] & stems[1] or (stems[0] | stems[1]) & _ANYBODY:
        return False
    named = [fact.subject in fact.names for fact in (a, b)]
    return named[0] == named[1]  # "the captain" may be the one who is named


def _known_thing(a: Fact, b: Fact) -> bool:
    """Whether both speak of the one thing that is known: "the truce", no "a truce"."""
    return all(DEFINITE.match(fact.claim.object or "") or (fact.object in fact.names) for fact in (a, b))


def _other_party(a: Fact, b: Fact) -> bool:
    """Whether two doers are two: rival names, or two definite noun phrases without a word in common."""
    if _rivals(a.subject or "", b.subject or ""):
        return True
    if (a.subject or "")[0].isupper() or (b.subject or "")[0].isupper():
        return False  # "the captain" may be the one who is named
    definite = DEFINITE.match(a.claim.subject or "") and DEFINITE.match(b.claim.subject or "")
    return bool(definite) and not phrase_stems(a.subject or "") & phrase_stems(b.subject or "")


def _two_authors(a: Fact, b: Fact) -> Conflict | None:
    if not (a.subject and b.subject) or not _rivals(a.subject, b.subject):
        return None
    known = {*a.names, *b.names}  # at the start of a sentence a name is not always known for one
    if a.subject not in known or b.subject not in known:
        return None
    if _it_is(a, b) or _it_is(b, a):
        return _authors(a, b) if one_story(a, b) else None
    stems = phrase_stems(a.claim.object or "") & phrase_stems(b.claim.object or "")
    if not stems or not same_object(a, b):
        return None
    if len(stems) < 2 and not set(a.names) & set(b.names) and not one_story(a, b):
        return None
    return _authors(a, b)


def _it_is(told: Fact, named: Fact) -> bool:
    """Whether "it was discovered by …" is said of what the other side names: the comet, just before."""
    head = head_stems(named.claim.object or "")
    return (
        told.claim.object is None
        and bool(head)
        and _IT_WAS.search(told.claim.text) is not None
        and head <= phrase_stems(told.context)
        and DEFINITE.match(named.claim.object or "") is not None
    )


def _authors(a: Fact, b: Fact) -> Conflict:
    return conflict(
        a,
        b,
        rule="roles",
        positions=(told(a), told(b)),
        question=f"Who {_past(a)} {a.claim.object or b.claim.object}?",
        explanation=f"One says {a.subject} {_past(a)} it, the other {b.subject}.",
        severity="medium",
    )


def _rivals(a: str, b: str) -> bool:
    """Two different names of the same sort: two people, or two single-word places or bodies."""
    words_a, words_b = set(a.lower().split()), set(b.lower().split())
    if words_a & words_b or not (a[0].isupper() and b[0].isupper()):
        return False
    return (len(words_a) > 1) == (len(words_b) > 1)


def _past(fact: Fact) -> str:
    return fact.claim.predicate or ""
