"""Agreed against refused, in force against not, done against not done.

One side affirms, the other denies, of the same doer and the same matter, both plainly
(no "if", no "may", no plan).
What is denied must be as wide as what is affirmed: "did not agree to an unconditional truce"
leaves room for "agreed to a truce of three days".
"""

import re
from functools import lru_cache

from checker.engines.rules.alike import changes, only_grammar, phrase_stems, rival_names
from checker.engines.rules.deeds import head_stems, one_story, same_party, verb_of, without_doer
from checker.engines.rules.evidence import at_one_time, comparable, conflict, own_periods, own_weekdays
from checker.engines.rules.instances import other_instance
from checker.engines.rules.verbs import opposed
from checker.model import Conflict, Fact
from checker.normalise.words import letter_words, plain, stem, tokens

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
_DEED_NOUNS = {
    stem(noun): stem(verb)
    for noun, verb in (
        ("sale", "sell"), ("closure", "close"), ("purchase", "buy"), ("removal", "remove"),
        ("departure", "leave"), ("withdrawal", "withdraw"), ("construction", "build"),
        ("extension", "extend"), ("merger", "merge"),
        ("resignation", "resign"), ("dismissal", "dismiss"), ("renewal", "renew"), ("payment", "pay"),
        ("expansion", "expand"), ("ratification", "ratify"),
        ("demolition", "demolish"), ("reduction", "reduce"),
    )
}  # fmt: skip
_DEPENDS = re.compile(r"\b(?:only (?:if|when|once|after)|unless)\b", re.IGNORECASE)
_MAY_DEPEND = re.compile(
    r"\b(?:if|unless|when|once|provided|would|(?-i:may)|might|could|should|whether)\b", re.IGNORECASE
)
_IN_ANY_CASE = re.compile(
    r"\b(?:whether or not|no matter|regardless|even if|in any case|come what may|whatever "
    r"happens|unconditionally)\b",
    re.IGNORECASE,
)
_WAS = frozenset(("was", "were", "had"))
_HABIT = re.compile(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)days)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,.;:!?—–“”\"]|\b(?:and|but|because|while|after|before|when|since)\b")
_ORDINALS = frozenset("first second third fourth fifth last next new earlier later previous final".split())
_ANYTHING = frozenset(("nothing", "anything"))
_IN_TURN = frozenset(("begin", "end", "impose", "lift", "hold", "free", "join", "leave", "raise_", "lower_"))
MIN_MATTER = 2  # content words of a thing that tell it from others
_NO_OBJECT = frozenset(("no", "not", "none", "nothing", "neither"))


def find_standing_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of an affirmed and a denied claim, or None. Symmetric."""
    if _only_if(a, b) and _sorts_fit(a, b) and at_one_time(a, b):
        return conflict(
            a,
            b,
            rule="standing",
            positions=(_told(a), _told(b)),
            question=f"Does it depend on a condition that {a.claim.object} {a.claim.predicate}?",
            explanation="One side says that it will be so, the other only under a condition.",
        )
    if (
        not comparable(a, b)
        or a.claim.kind in ("statement", "quantity")
        or b.claim.kind in ("statement", "quantity")
    ):
        return None
    if not at_one_time(a, b):
        return None
    if not (_opposite_deeds(a, b) or _there_is(a, b) or _nobody(a, b) or _one_negated(a, b)):
        return None
    if other_instance(a, b):
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


def _sorts_fit(a: Fact, b: Fact) -> bool:
    """Whether two facts are deeds in different words."""
    return not any(fact.claim.kind in ("statement", "quantity") for fact in (a, b)) and (
        a.claim.quote != b.claim.quote
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
    if verb_a is None or verb_b is None:
        return False
    same = verb_a.lemma == verb_b.lemma or (bool(verb_a.classes & verb_b.classes - {"other"}))
    contrary = opposed(verb_a.classes, verb_b.classes)
    denied = denies(a), denies(b)
    one_denied = same and denied[0] != denied[1]
    if not one_denied and (not contrary or any(denied)):
        return False
    if not (_same_doer(a, b) or _same_thing(a, b)):
        return False
    if _besides_apart(a, b) or _then_and_now(a, b) or _rivals(a, b):
        return False
    if one_denied:
        yes, no = (b, a) if denied[0] else (a, b)
    else:
        if not {"agree", "refuse"} & (verb_a.classes | verb_b.classes):  # neither is a denial of the other
            return _as_wide(a, b, narrow_refusal=False) or _as_wide(b, a, narrow_refusal=False)
        yes, no = (a, b) if "refuse" in verb_b.classes else (b, a)
    return _as_wide(no, yes, narrow_refusal=contrary)


def _rivals(a: Fact, b: Fact) -> bool:
    """Whether each clause goes on with a name that the other has not: sold in Korr, not sold in Lund."""
    names = [frozenset(name for name in fact.names if name in _behind(fact)) for fact in (a, b)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _behind(fact: Fact) -> str:
    """The words behind the verb, up to the next mark or clause."""
    at = fact.claim.text.find(fact.claim.predicate or "")
    if at < 0:
        return ""
    return _CLAUSE_END.split(fact.claim.text[at + len(fact.claim.predicate or "") :])[0]


def _then_and_now(a: Fact, b: Fact) -> bool:
    """Whether one side says what a thing is and the other what it was: it may have changed."""
    firsts = [(fact.claim.predicate or "").lower().split(" ")[0] for fact in (a, b)]
    states = all(verb is not None and verb.lemma in verb.classes for verb in (verb_of(a), verb_of(b)))
    return states and {firsts[0] in _WAS, firsts[1] in _WAS} == {True, False}


def _besides_apart(a: Fact, b: Fact) -> bool:
    """Whether two clauses in the passive or on a habit go on with other words: "with fraud", "on Mondays"."""
    besides = _besides(a), _besides(b)
    return bool(besides[0] and besides[1]) and not besides[0] & besides[1]


def _besides(fact: Fact) -> frozenset[str]:
    """The matter behind the verb of a deed whose object stands before it; plural weekdays of any."""
    habits = frozenset(plain(day) for day in _HABIT.findall(fact.claim.text))
    if not without_doer(fact):
        return habits
    return habits | (phrase_stems(_behind(fact)) - TIME_STEMS)


def _same_doer(a: Fact, b: Fact) -> bool:
    """Whether two doers are one: "their committee" and "the nurses' committee" on one matter."""
    if not (a.subject and b.subject):
        return False
    if same_party(a.subject, b.subject):
        return True
    stems = phrase_stems(a.subject), phrase_stems(b.subject)
    small, large = sorted(stems, key=len)
    if not small or not small <= large or rival_names(a, b):
        return False
    heads = {stem(plain(phrase.split()[-1])) for phrase in (a.subject, b.subject)}
    return len(heads) == 1 and len(_matter(a) & _matter(b)) >= MIN_MATTER


def _matter(fact: Fact) -> frozenset[str]:
    return head_stems(fact.claim.object or "") - TIME_STEMS


def _same_thing(a: Fact, b: Fact) -> bool:
    """Whether one thing is meant where a side does not say who did it: "the ban was lifted"."""
    if rival_names(a, b) or not any(without_doer(fact) for fact in (a, b)):
        return False
    if not all(fact.subject or without_doer(fact) for fact in (a, b)):
        return False  # a pronoun did it
    thing = _matter(a)
    if not thing or thing != _matter(b):
        return False
    in_turn = _classes(a) & _IN_TURN or a.claim.article == b.claim.article  # one may have come later
    if in_turn and not all(own_periods(fact) or own_weekdays(fact) for fact in (a, b)):
        return False
    return len(thing) >= MIN_MATTER or bool(set(a.names) & set(b.names)) or one_story(a, b, at_least=3)


def _there_is(a: Fact, b: Fact) -> bool:
    """ "There is no agreement" against "we have an agreement on wages"."""
    if a.claim.negated == b.claim.negated or not ("exist" in _classes(a) and "exist" in _classes(b)):
        return False
    yes, no = (b, a) if a.claim.negated else (a, b)
    noun, of = _result(yes)
    denied, denied_of = _result(no)
    speakers = {yes.speaker, no.speaker}
    if noun != denied or (set(a.names) - set(b.names) - speakers and set(b.names) - set(a.names) - speakers):
        return False
    if of and denied_of:
        return denied_of <= of
    if denied_of:
        return denied_of <= phrase_stems(yes.context) and one_story(a, b)
    two = yes.speaker and no.speaker and yes.speaker != no.speaker
    return one_story(a, b) or (bool(two) and bool(of))


def _result(fact: Fact) -> tuple[str, frozenset[str]]:
    """ "agreement on wages" → the noun and the stems of what it is about."""
    noun, _, rest = (fact.claim.subject or "").lower().partition(" ")
    return noun, phrase_stems(rest)


def _verbal(stems: frozenset[str]) -> frozenset[str]:
    """The stems, those of a deed's noun turned to its verb's: "sale of the park", "sell the park"."""
    return frozenset(_DEED_NOUNS.get(one, one) for one in stems)


def _nobody(a: Fact, b: Fact) -> bool:
    """ "No child has died of it this year" against "two children have died of it this year"."""
    if a.claim.negated == b.claim.negated:
        return False
    yes, no = (b, a) if a.claim.negated else (a, b)
    words = plain(no.claim.subject or "").split()
    if not words or words[0] not in ("no", "none", "nobody") or rival_names(a, b):
        return False
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma:
        return False
    if not (own_periods(a) and own_periods(b)) or not phrase_stems(yes.subject or yes.claim.object or ""):
        return False
    nobody = phrase_stems(" ".join(words[1:]))
    somebody = phrase_stems(yes.subject or yes.claim.object or "")
    about = phrase_stems(a.claim.object or "") - TIME_STEMS, phrase_stems(b.claim.object or "") - TIME_STEMS
    return nobody <= somebody and about[0] == about[1]


def _only_if(a: Fact, b: Fact) -> bool:
    """ "Will be closed only if no doctor is found" against "will be closed": one side makes it depend."""
    if not all(fact.claim.modality in ("planned", "conditional") for fact in (a, b)):
        return False
    depends = _DEPENDS.search(a.claim.text), _DEPENDS.search(b.claim.text)
    if bool(depends[0]) == bool(depends[1]) or a.claim.negated or b.claim.negated or rival_names(a, b):
        return False
    free = b if depends[0] else a
    plainly = free.claim.modality == "planned" and not _MAY_DEPEND.search(free.claim.text)
    if not plainly and not _IN_ANY_CASE.search(free.claim.text):
        return False
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma or not _matter(a):
        return False
    known = bool(set(a.names) & set(b.names)) or one_story(a, b)
    return _matter(a) == _matter(b) and known


def _as_wide(no: Fact, yes: Fact, *, narrow_refusal: bool) -> bool:
    """Whether what is denied covers what is affirmed."""
    denied = _verbal(phrase_stems(no.claim.object or "") - TIME_STEMS - _STRESS)
    affirmed = _verbal(phrase_stems(yes.claim.object or "") - TIME_STEMS)
    words = plain(no.claim.object or "").split()
    if _ORDINALS & set(words) != _ORDINALS & set(plain(yes.claim.object or "").split()):
        return False  # the first offer and the second
    if words and words[0] in _ANYTHING and affirmed:
        return True  # "signed nothing", "has not accepted anything"
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
    if _NOT.isdisjoint(letter_words(quote)) and "n't" not in plain(quote):
        return False
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
