"""Who did, called or proposed it, the wrong way round.

Three forms: the roles swapped (A called B, B called A); one deed with one author given to two
(A proposed the talks, B proposed the talks; A fired the first shell, B fired it); and, for the other rules,
whether two claims tell of one deed.
"""

import re
from functools import lru_cache

from checker.engines.rules.alike import likeness, phrase_stems
from checker.engines.rules.evidence import at_one_time, comparable, conflict
from checker.engines.rules.verbs import Verb, lexicon
from checker.model import Conflict, Fact

DIRECTED = frozenset(("contact", "contest", "blow"))
AUTHORED = frozenset(("author",))
SAME_OBJECT = 0.6  # shared content stems over those of the shorter object
SAME_STORY = 2  # content stems of the sentences around, besides those of the deed itself
MIN_UNIQUE = 3  # content words in both sentences that tell of one first, last or only thing
MOST_UNIQUE = 0.6  # of the shorter of them
_BE = frozenset("is are was were be been being isn't wasn't weren't aren't".split())
_DEFINITE = re.compile(r"(?:the|his|her|its|their|our)\s", re.IGNORECASE)
_UNIQUE = re.compile(r"\b(?:first|last|only|winning|decisive|opening|[a-z]{3,20}est)\b", re.IGNORECASE)
_HEAD_ENDS = re.compile(
    r"\s(?:in|on|at|by|for|from|to|with|into|onto|over|under|after|before|during|since|until|against|between|among|"
    r"about|only|if|unless|through|near|within|despite|following|amid|towards?|behind|beyond|alongside|via|as|than|without|and|"
    r"that|which|who|when|because|while)\s.*",
    re.IGNORECASE | re.DOTALL,
)


def find_role_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two claims on who did it to whom, or None. Symmetric."""
    if not comparable(a, b) or a.claim.negated or b.claim.negated:
        return None
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma or not at_one_time(a, b):
        return None
    classes = verb_a.classes | verb_b.classes  # synonyms may be of different classes
    if classes & DIRECTED:
        return _swapped(a, b)
    if classes & AUTHORED:
        return _two_authors(a, b)
    return _two_doers(a, b)


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
    return phrase_stems(_HEAD_ENDS.sub("", f" {phrase} ".lstrip()))


def one_story(a: Fact, b: Fact, *, at_least: int = SAME_STORY) -> bool:
    """Whether the sentences around two deeds share names or content words besides those of the deeds."""
    shared = phrase_stems(a.context) & phrase_stems(b.context)
    told = (_deed_stems(a), _deed_stems(b))
    return len(shared - (told[0] | told[1])) >= at_least


def _deed_stems(fact: Fact) -> frozenset[str]:
    return phrase_stems(" ".join((fact.subject or "", fact.claim.predicate or "", fact.claim.object or "")))


def _swapped(a: Fact, b: Fact) -> Conflict | None:
    if not (a.subject and a.object and b.subject and b.object) or a.subject == a.object:
        return None
    if not (_is_object(a.subject, b.object) and _is_object(b.subject, a.object)):
        return None
    named = (
        a.subject[0].isupper() and a.object[0].isupper() and a.subject == b.object and a.object == b.subject
    )
    if not named and not (all(_definite(fact) for fact in (a, b)) and one_story(a, b)):
        return None
    when = f" ({a.periods[0].text})" if a.periods else ""
    return conflict(
        a,
        b,
        rule="roles",
        positions=(_told(a), _told(b)),
        question=f"Who {_past(a)} whom{when}: {' or '.join(sorted((a.subject, b.subject)))}?",
        explanation=f"One says {_told(a)}, the other {_told(b)}: the roles are the wrong way round.",
        severity="medium",
    )


def _is_object(party: str, phrase: str) -> bool:
    """Whether `phrase`, without what is said of the place, is `party`."""
    return same_party(party, phrase) or (
        bool(phrase_stems(party)) and phrase_stems(party) == head_stems(phrase)
    )


def _definite(fact: Fact) -> bool:
    """Whether doer and done-to are each a name or "the …"."""
    return all(
        bool(phrase) and (phrase in fact.names or _DEFINITE.match(phrase) is not None)
        for phrase in (fact.claim.subject or "", fact.claim.object or "")
    )


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


def _other_party(a: Fact, b: Fact) -> bool:
    """Whether two doers are two: rival names, or two definite noun phrases without a word in common."""
    if _rivals(a.subject or "", b.subject or ""):
        return True
    if (a.subject or "")[0].isupper() or (b.subject or "")[0].isupper():
        return False  # "the captain" may be the one who is named
    definite = _DEFINITE.match(a.claim.subject or "") and _DEFINITE.match(b.claim.subject or "")
    return bool(definite) and not phrase_stems(a.subject or "") & phrase_stems(b.subject or "")


def _two_authors(a: Fact, b: Fact) -> Conflict | None:
    if not (a.subject and b.subject) or not _rivals(a.subject, b.subject):
        return None
    known = {*a.names, *b.names}  # at the start of a sentence a name is not always known for one
    if a.subject not in known or b.subject not in known:
        return None
    stems = phrase_stems(a.claim.object or "") & phrase_stems(b.claim.object or "")
    if not stems or not same_object(a, b):
        return None
    if len(stems) < 2 and not set(a.names) & set(b.names) and not one_story(a, b):
        return None
    return _authors(a, b)


def _authors(a: Fact, b: Fact) -> Conflict:
    return conflict(
        a,
        b,
        rule="roles",
        positions=(_told(a), _told(b)),
        question=f"Who {_past(a)} {a.claim.object}?",
        explanation=f"One says {a.subject} {_past(a)} it, the other {b.subject}.",
        severity="medium",
    )


def _rivals(a: str, b: str) -> bool:
    """Two different names of the same sort: two people, or two single-word places or bodies."""
    words_a, words_b = set(a.lower().split()), set(b.lower().split())
    if words_a & words_b or not (a[0].isupper() and b[0].isupper()):
        return False
    return (len(words_a) > 1) == (len(words_b) > 1)


def _told(fact: Fact) -> str:
    return " ".join(word for word in (fact.subject, fact.claim.predicate, fact.object) if word)


def _past(fact: Fact) -> str:
    return fact.claim.predicate or ""
