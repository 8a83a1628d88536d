"""The roles the wrong way round: A called B, and B called A."""

import re
from functools import lru_cache

from checker.engines.rules.alike import phrase_stems
from checker.engines.rules.deeds import (
    DEFINITE,
    HEAD_ENDS,
    MIN_THING,
    head_stems,
    one_story,
    same_party,
    told,
)
from checker.engines.rules.evidence import conflict
from checker.engines.rules.pieces import DAYS
from checker.model import Conflict, Fact
from checker.normalise.words import STOPWORDS, plain

_ARTICLES = frozenset(("The", "A", "An", "His", "Her", "Their"))
_PRONOUN_DOER = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b[A-Z][\w’'-]+ [A-Z][\w’'-]+")


def find_swap(a: Fact, b: Fact) -> Conflict | None:
    """The conflict where each side's doer is the other's done-to, or None. Symmetric."""
    if not (a.object and b.object) or a.subject == a.object or not (a.subject or b.subject):
        return None
    if not (_plainly_swapped(a, b) or _told_swapped(a, b) or _told_swapped(b, a)):
        return None
    when = f" ({a.periods[0].text})" if a.periods else ""
    parties = sorted({a.subject or b.object, b.subject or a.object})
    return conflict(
        a,
        b,
        rule="roles",
        positions=(told(a), told(b)),
        question=f"Who {a.claim.predicate} whom{when}: {' or '.join(parties)}?",
        explanation=f"One says {told(a)}, the other {told(b)}: the roles are the wrong way round.",
        severity="medium",
    )


def _plainly_swapped(a: Fact, b: Fact) -> bool:
    """Whether each side's doer is the other's done-to, both named or both definite in one story."""
    if not (a.subject and b.subject and a.object and b.object):
        return False
    if not (_is_object(a.subject, b.object) and _is_object(b.subject, a.object)):
        return False
    named = [_capitals(phrase) for phrase in (a.subject, b.object, b.subject, a.object)]
    if all(named) and named[0] == named[1] and named[2] == named[3]:
        return True
    return all(_definite(fact) for fact in (a, b)) and one_story(a, b)


def _told_swapped(named: Fact, other: Fact) -> bool:
    """Whether the other side turns the roles round, but names only one: "Quell rang Holt", "she rang Quell".

    She is somebody else than Quell, and Holt is named in the sentences around; or the other doer
    bears a word of Holt's: "her Sarnovian colleague Holt", "the Sarnovian president".
    """
    doer, done_to = _name_of(named, named.claim.subject), _name_of(named, named.claim.object)
    if not doer or not done_to or _name_of(other, other.claim.object) != doer:
        return False
    doing = _name_of(other, other.claim.subject) or ""
    if len(doing.split()) > 1 or _others_named(other, {doer, done_to}, named):
        return False
    if other.subject:
        words = phrase_stems(other.claim.subject or "") - phrase_stems(doer)
        return bool(words & phrase_stems(named.claim.object or ""))
    surname = done_to.split()[-1]
    return surname in other.context and _PRONOUN_DOER.search(other.claim.text) is not None


def _name_of(fact: Fact, phrase: str | None) -> str | None:
    """The one person, or else the one name, that a phrase names: "President Elin Ost of Velm"."""
    names = [name for name in fact.names if name.split()[-1] in (phrase or "")]
    people = [name for name in names if len(name.split()) > 1]
    found = people or names
    return found[0] if len(found) == 1 else None


def _others_named(fact: Fact, known: set[str], named: Fact) -> bool:
    """Whether somebody else is named who may have done it."""
    people = {name for name in fact.names if len(name.split()) > 1}
    people |= {name for name in _PERSON.findall(fact.context) if not _opens(name)}
    words = {word for name in (*known, *named.names, fact.speaker or "") for word in name.split()}
    return any(not set(name.split()) & words for name in people)


def _opens(name: str) -> bool:
    """Whether two capitals are no name: "On Tuesday", "The Elbe"."""
    return any(plain(word) in STOPWORDS or plain(word) in DAYS for word in name.split())


@lru_cache(maxsize=8_192)
def _capitals(phrase: str) -> frozenset[str]:
    """The words of a name in a party's phrase: "the ferry Sund Queen in the fog" → Sund, Queen."""
    words = _only_party(phrase).split()
    return frozenset(word for word in words if word[0].isupper() and word not in _ARTICLES)


def _only_party(phrase: str) -> str:
    """A party without what is said of the place: "Lenz in the corridor" → "Lenz"."""
    return HEAD_ENDS.sub("", f"{phrase} ").strip()


def _is_object(party: str, phrase: str) -> bool:
    """Whether `phrase`, without what is said of the place, is `party`: "the ferry Alma", "Alma"."""
    stems, others = phrase_stems(party), head_stems(phrase)
    if same_party(party, phrase) or (stems and stems == others):
        return True
    return len(stems & others) >= MIN_THING and (stems <= others or others <= stems)


def _definite(fact: Fact) -> bool:
    """Whether doer and done-to are each a name or "the …"."""
    return all(
        bool(phrase) and (phrase in fact.names or DEFINITE.match(phrase) is not None or _is_title(phrase))
        for phrase in (fact.claim.subject or "", fact.claim.object or "")
    )


def _is_title(phrase: str) -> bool:
    """Whether the phrase is two capitals or more: a ship, a club, a person."""
    words = _only_party(phrase).split()
    return len(words) > 1 and all(word[0].isupper() for word in words)
