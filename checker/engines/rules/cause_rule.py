"""One event, two causes: what one side gives as the cause the other rules out, or gives another for.

Most things have many causes, and two reports may each name one. So a conflict is only what excludes:
a cause affirmed and ruled out; two causes of different kinds for an event that has one (a
fire, a death, a collapse), unless one kind may have brought about the other.
"""

import re
from functools import lru_cache

from checker.engines.rules.alike import phrase_stems
from checker.engines.rules.cause_kinds import event_of, kinds, kinds_of, thing_of
from checker.engines.rules.causes import STANCES
from checker.engines.rules.deeds import head_stems
from checker.engines.rules.evidence import at_one_time, comparable, conflict
from checker.engines.rules.standing import TIME_STEMS
from checker.model import Conflict, Fact
from checker.normalise.words import plain, stem, tokens

EXCLUDED = frozenset(("not because of", "there was no"))
MIN_SHARED = 2  # content words of two effects, where neither says all that the other says
MIN_NONE = 2  # content words of a thing that there was none of, all of them in the other sentence
_PRONOUN = re.compile(r"^(?:it|this|they|them|that)\b", re.IGNORECASE)
_NOT = frozenset(("no", "not", "never", "none", "without"))
_SPARED = frozenset("hurt injured killed harmed damaged lost aboard involved among only".split())
_REACH = 3  # words between a negation and what it denies
# Words that stand in many causes and name none.
_VAGUE = frozenset(
    map(stem, "cause reason problem thing number series kind lack result effect part case new old".split())
)


def is_cause(fact: Fact) -> bool:
    """Whether the fact is one of this engine's causes."""
    return fact.claim.kind == "causal" and fact.claim.predicate in STANCES


def find_cause_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two stated causes of one event, or None. Symmetric."""
    if not comparable(a, b) or a.claim.modality != "asserted" or not at_one_time(a, b):
        return None
    excluded = [fact.claim.predicate in EXCLUDED for fact in (a, b)]
    if excluded[0] != excluded[1]:
        yes, no = (b, a) if excluded[0] else (a, b)
        found = _ruled_out(yes, no)
    else:
        found = not any(excluded) and _two_causes(a, b)
    if not found:
        return None
    effect = next(
        (fact.claim.subject for fact in (a, b) if fact.claim.subject and not _told_by_pronoun(fact)), "it"
    )
    return conflict(
        a,
        b,
        rule="causes",
        positions=(_told(a), _told(b)),
        question=f"What was the cause: {effect}?",
        explanation="One side gives a cause that the other rules out or replaces by another.",
        severity="high" if event_of(effect) == "die" else "medium",
    )


def _ruled_out(yes: Fact, no: Fact) -> bool:
    """Whether the cause that `no` excludes is the one that `yes` gives for the same effect."""
    if no.claim.predicate == "there was no":
        return _was_none(yes, no)
    if not _same_cause(yes, no):
        return False
    if no.claim.subject:
        return _one_effect(yes, no)
    return bool(_effect_stems(yes) & phrase_stems(no.context)) and not _rival_effects(yes, no)


def _was_none(yes: Fact, no: Fact) -> bool:
    """ "There had been no storm near Orrin" against "a storm near Orrin caused it"."""
    denied = phrase_stems(no.claim.object or "")
    if len(denied) < MIN_NONE or not denied <= phrase_stems(yes.claim.text):
        return False
    return _head(no.claim.object or "") in phrase_stems(yes.claim.object or "")


def _same_cause(a: Fact, b: Fact) -> bool:
    """Whether two causes are one by their head words: "the new pesticide", "his firm's pesticide"."""
    first, second = _cause_stems(a), _cause_stems(b)
    heads = _head(a.claim.object or ""), _head(b.claim.object or "")
    return any(head and head in stems for head, stems in zip(heads, (second, first), strict=True))


def _cause_stems(fact: Fact) -> frozenset[str]:
    return phrase_stems(fact.claim.object or "") - _VAGUE


@lru_cache(maxsize=4_096)
def _head(phrase: str) -> str | None:
    """The stem of the last content word of a phrase's head."""
    stems = head_stems(phrase) - _VAGUE
    return next((word for token in reversed(tokens(phrase)) if (word := stem(token.text)) in stems), None)


def _two_causes(a: Fact, b: Fact) -> bool:
    """Whether two causes of one event exclude each other."""
    if not _one_effect(a, b) or _cause_stems(a) & _cause_stems(b):
        return False
    if _denied(a, b) or _denied(b, a):
        return True
    if "after" in (a.claim.predicate, b.claim.predicate):
        return False
    event = event_of(a.claim.subject or "") or event_of(b.claim.subject or "")
    first, second = kinds_of(a.claim.object or ""), kinds_of(b.claim.object or "")
    if not first or not second or first & second or event is None:
        return False
    only = "only because of" in (a.claim.predicate, b.claim.predicate)
    if event in kinds().combined:
        return only
    return only or not any(frozenset((x, y)) in kinds().chains for x in first for y in second)


def _denied(yes: Fact, other: Fact) -> bool:
    """Whether the sentence that gives another cause denies this one: "was never shelled; it burst of age".

    "No ship ever touched it" denies a barge as well: the word is of the cause's one kind.
    """
    head, kind = _head(yes.claim.object or ""), kinds_of(yes.claim.object or "")
    denied = _denied_words(other.claim.text)
    return head in denied or (len(kind) == 1 and any(kinds().causes.get(word) == kind for word in denied))


@lru_cache(maxsize=4_096)
def _denied_words(text: str) -> frozenset[str]:
    """The stems of the words right behind a negation, where that does not merely say who was spared."""
    words = [plain(token.text) for token in tokens(text)]
    denied: set[str] = set()
    for at, word in enumerate(words):
        near = words[at + 1 : at + 1 + _REACH]
        if (word in _NOT or word.endswith("n't")) and not _SPARED & set(words[at : at + 2 * _REACH]):
            denied.update(stem(one) for one in near)
    return frozenset(denied)


def _one_effect(a: Fact, b: Fact) -> bool:
    """Whether two effects are one: the same event of the same thing."""
    events = event_of(a.claim.subject or ""), event_of(b.claim.subject or "")
    if events[0] != events[1] and all(events):
        return False
    if _rival_effects(a, b):
        return False
    first, second = _effect_stems(a), _effect_stems(b)
    if not first or not second:
        return False
    for told, other in ((a, b), (b, a)):
        if _told_by_pronoun(told):  # what happened must stand in the sentences around
            around = event_of(told.context)
            return bool(first & second) and around is not None and not _told_by_pronoun(other)
    shared = first & second
    if shared in (first, second) or len(shared) >= MIN_SHARED:
        return True
    return bool(shared) and (events[0] is None) != (events[1] is None)


def _effect_stems(fact: Fact) -> frozenset[str]:
    """What the effect is of; where that is "it", the words of its sentence."""
    effect = fact.claim.subject or ""
    if _told_by_pronoun(fact):
        return phrase_stems(fact.context) - TIME_STEMS
    return (thing_of(effect) or phrase_stems(effect)) - TIME_STEMS


def _told_by_pronoun(fact: Fact) -> bool:
    return not fact.claim.subject or _PRONOUN.match(fact.claim.subject) is not None


def _rival_effects(a: Fact, b: Fact) -> bool:
    """Whether each effect names somebody or some place that the other side's sentences do not."""
    first, second = _effect_names(a), _effect_names(b)
    return bool(first - _words(b.context)) and bool(second - _words(a.context))


def _effect_names(fact: Fact) -> frozenset[str]:
    effect = _words(fact.claim.subject or "")
    return frozenset(word for name in fact.names for word in _words(name) & effect)


@lru_cache(maxsize=4_096)
def _words(text: str) -> frozenset[str]:
    return frozenset(stem(token.text) for token in tokens(text))


def _told(fact: Fact) -> str:
    predicate = (fact.claim.predicate or "").replace("only because of", "because of")
    return f"{predicate} {fact.claim.object}"
