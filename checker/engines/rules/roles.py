"""Who did, called or proposed it, the wrong way round.

Three forms: the roles swapped (A called B, B called A); one deed with one author given to two
(A proposed the talks, B proposed the talks); and, for the other rules, whether two claims tell of one deed.
"""

from functools import lru_cache

from checker.engines.rules.alike import phrase_stems
from checker.engines.rules.evidence import at_one_time, comparable, conflict
from checker.engines.rules.verbs import Verb, lexicon
from checker.model import Conflict, Fact

DIRECTED = frozenset(("contact", "contest"))
AUTHORED = frozenset(("author",))
SAME_OBJECT = 0.6  # shared content stems over those of the shorter object


def find_role_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two claims on who did it to whom, or None. Symmetric."""
    if not comparable(a, b) or a.claim.negated or b.claim.negated:
        return None
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma or not at_one_time(a, b):
        return None
    if verb_a.classes & DIRECTED:
        return _swapped(a, b)
    if verb_a.classes & AUTHORED:
        return _two_authors(a, b)
    return None


def verb_of(fact: Fact) -> Verb | None:
    """The lexicon's reading of the claim's predicate: a known state, or its last known word."""
    return _verb(fact.claim.predicate or "")


@lru_cache(maxsize=4_096)  # three rules ask for each pair of facts
def _verb(predicate: str) -> Verb | None:
    words = tuple(predicate.lower().split())
    for size in range(1, len(words)):
        group = lexicon().states.get(words[size:])
        if group is not None:
            return Verb(group, frozenset((group,)), "participle")
    for at, word in enumerate(words):
        for rest, verb in lexicon().particles.get(word, ()):
            if words[at + 1 : at + 1 + len(rest)] == rest:
                return verb
    for word in reversed(words):
        verb = lexicon().forms.get(word)
        if verb is not None:
            return verb
    return None


def same_deed(a: Fact, b: Fact) -> bool:
    """Whether two claims tell of one deed: one verb, one doer or none stated, one matter."""
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma:
        return False
    if not (a.subject and b.subject and same_party(a.subject, b.subject)):
        return False
    return same_object(a, b)


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


def _swapped(a: Fact, b: Fact) -> Conflict | None:
    if not (a.subject and a.object and a.subject == b.object and a.object == b.subject):
        return None
    if a.subject == a.object or not (a.subject[0].isupper() and a.object[0].isupper()):
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


def _two_authors(a: Fact, b: Fact) -> Conflict | None:
    if not (a.subject and b.subject) or not _rivals(a.subject, b.subject):
        return None
    if a.subject not in a.names or b.subject not in b.names:
        return None
    stems = phrase_stems(a.claim.object or "") & phrase_stems(b.claim.object or "")
    if not stems or not same_object(a, b) or (len(stems) < 2 and not set(a.names) & set(b.names)):
        return None
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
