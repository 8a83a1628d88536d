"""Agreed against refused, in force against not, done against not done.

One side affirms, the other denies, of the same doer and the same matter, both plainly
(no "if", no "may", no plan).
What is denied must be as wide as what is affirmed: "did not agree to an unconditional truce"
leaves room for "agreed to a truce of three days".
"""

from functools import lru_cache

from checker.engines.rules.alike import changes, only_grammar, phrase_stems, rival_names
from checker.engines.rules.evidence import at_one_time, comparable, conflict
from checker.engines.rules.roles import same_party, verb_of
from checker.engines.rules.verbs import opposed
from checker.model import Conflict, Fact
from checker.normalise.words import plain, stem, tokens

NEARLY_SAME = 0.8  # word by word, with a negation on one side only
_NOT = frozenset(("not", "never", "no", "none", "nobody", "nothing", "without", "neither", "cannot"))
TIME_STEMS = frozenset(
    map(
        stem,
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning "
        "evening afternoon night week month year day january february march april june july august september "
        "october november december".split(),
    )
)
_STRESS = frozenset(map(stem, "single real genuine serious meaningful slightest whatsoever".split()))
_BE = frozenset(("is", "are", "was", "were", "has", "have", "had", "remains", "stays"))
_NO_OBJECT = frozenset(("no", "not", "none", "nothing", "neither"))


def find_standing_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of an affirmed and a denied claim, or None. Symmetric."""
    if (
        not comparable(a, b)
        or a.claim.kind in ("statement", "quantity")
        or b.claim.kind in ("statement", "quantity")
    ):
        return None
    if not at_one_time(a, b):
        return None
    if not (_opposite_deeds(a, b) or _one_negated(a, b)):
        return None
    return conflict(
        a,
        b,
        rule="standing",
        positions=(_told(a), _told(b)),
        question=_question(a, b),
        explanation="One side says that it is so, the other that it is not.",
        severity="high" if {"agree", "refuse", "begin", "end"} & _classes(a) else "medium",
    )


def denies(fact: Fact) -> bool:
    """Whether the claim says that its verb did not happen: "not", "never", or "no …" as its object."""
    words = plain(fact.claim.object or "").split()
    return fact.claim.negated != bool(words and words[0] in _NO_OBJECT)


def _classes(fact: Fact) -> frozenset[str]:
    verb = verb_of(fact)
    return verb.classes if verb else frozenset()


def _opposite_deeds(a: Fact, b: Fact) -> bool:
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or not (a.subject and b.subject and same_party(a.subject, b.subject)):
        return False
    same = verb_a.lemma == verb_b.lemma or (bool(verb_a.classes & verb_b.classes - {"other"}))
    contrary = opposed(verb_a.classes, verb_b.classes)
    if same and denies(a) != denies(b):
        yes, no = (b, a) if denies(a) else (a, b)
    elif contrary and not denies(a) and not denies(b):
        yes, no = (a, b) if "refuse" in verb_b.classes else (b, a)
    else:
        return False
    return _as_wide(no, yes, narrow_refusal=contrary)


def _as_wide(no: Fact, yes: Fact, *, narrow_refusal: bool) -> bool:
    """Whether what is denied covers what is affirmed."""
    denied = phrase_stems(no.claim.object or "") - TIME_STEMS - _STRESS
    affirmed = phrase_stems(yes.claim.object or "") - TIME_STEMS
    if not denied and not affirmed:
        return not narrow_refusal or no.claim.object is None
    if not denied or not affirmed:
        return False
    return denied <= affirmed


def _one_negated(a: Fact, b: Fact) -> bool:
    """Nearly the same sentence, and exactly one of the two has a negation in what differs."""
    if not (_has_negation(a.claim.quote) or _has_negation(b.claim.quote)):
        return False
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is None or len(differing) > 2 or rival_names(a, b):
        return False
    first = sum(_negations(change.first) for change in differing)
    second = sum(_negations(change.second) for change in differing)
    extra = max(len(change.first) + len(change.second) for change in differing) if differing else 0
    return (first + second) == 1 and extra <= 4 and only_grammar(differing)


@lru_cache(maxsize=4_096)  # most sentences have none, and need not be laid beside others
def _has_negation(quote: str) -> bool:
    return _negations(tuple(plain(token.text) for token in tokens(quote))) > 0


def _negations(words: tuple[str, ...]) -> int:
    return sum(word in _NOT or word.endswith("n't") for word in words)


def _told(fact: Fact) -> str:
    deed = " ".join(word for word in (fact.claim.predicate, fact.claim.object) if word)
    told = f"{_doer(fact)}: {_negated(deed) if fact.claim.negated else deed}" if fact.subject else ""
    return told if len(tokens(told)) > 1 else fact.claim.quote


def _negated(deed: str) -> str:
    """ "is in force" → "is not in force"; "agreed to it" → "not agreed to it"."""
    first, _, rest = deed.partition(" ")
    return f"{first} not {rest}" if first.lower() in _BE else f"not {deed}"


def _doer(fact: Fact) -> str | None:
    """The doer's name, or the article's words where it is nobody named."""
    return fact.subject if fact.subject in fact.names else fact.claim.subject


def _question(a: Fact, b: Fact) -> str:
    affirmed = b if denies(a) else a
    if not (affirmed.subject and affirmed.claim.predicate):
        return "Is it so, or is it not?"
    deed = f"{_doer(affirmed)} {affirmed.claim.predicate} {affirmed.claim.object or ''}".strip()
    return f"Is it so that {deed[0].lower() + deed[1:] if deed.startswith('The ') else deed}?"
