"""Two quotations compared: is it one utterance, and do its words, subject or speaker differ?

`compare_quotations` answers with the words that differ, never with a likeness score.
Candidates come from `utterance_keys`: quotations that share no key share no utterance
that could be recognised.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from checker.engines.rules.quotations import Quotation, person_name
from checker.engines.rules.quote_align import Alignment, align
from checker.engines.rules.quote_changes import Canonical, Change, dropped_condition, material_changes
from checker.engines.rules.quote_difference import (
    QuoteDifference,
    WordOp,
    joined_words,
    stated_difference,
    word_ops,
)
from checker.engines.rules.quote_lexicon import people_words, wording
from checker.engines.rules.quote_parties import other_subject
from checker.engines.rules.quote_twins import bare_of_condition, one_word_apart, twin_keys
from checker.engines.rules.quote_words import Said, said_words, utterance_key_words
from checker.normalise.words import stem

__all__ = ["QuoteDifference", "WordOp", "compare_quotations", "same_utterance", "utterance_keys"]

Relation = Literal["same", "different", "unknown"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
MIN_GIVEN = 4  # words of which a report says that somebody else spoke them
MAX_AROUND = 600  # characters
MIN_VERBATIM = 6  # words of which an unknown speaker's are taken for one utterance
_REACH = 6  # words before a quotation in which a negative word may govern it
_CONDITIONAL = frozenset({"condition", "conditions", "when", "once", "until", "conditional", "as", "only"})
_SECONDHAND = frozenset(
    {"repeat", "quote", "recall", "agree", "reiterate", "respond", "dispute", "reject", "mock"}
)


def utterance_keys(quotation: Quotation) -> frozenset[str]:
    """Keys that two quotations of one utterance share at least one of: pairs of neighbouring content words.

    Synonyms share a key, numbers and grammar have none, so that a changed word does not hide
    the utterance. Short quotations have keys of their own. Empty for scare quotes.
    """
    if quotation.scare:
        return frozenset()
    keys = utterance_key_words(quotation.words)
    common = wording().common
    pairs = [(keys[i], keys[j]) for i in range(len(keys)) for j in (i + 1, i + 2) if j < len(keys)]
    return twin_keys(quotation.words) | frozenset(
        "+".join(sorted(pair)) for pair in pairs if not (pair[0] in common and pair[1] in common)
    )


def compare_quotations(
    a: Quotation,
    b: Quotation,
    *,
    speaker_a: str | None = None,
    speaker_b: str | None = None,
    canonical: Canonical = str,
) -> QuoteDifference | None:
    """How `a` and `b` differ where they are one utterance; None where they are not, or do not differ.

    `speaker_a` and `speaker_b` are the canonical speakers; without them the names in the
    quotations are compared. `canonical` gives the one name of a name inside the words.
    Meant for quotations of two articles: one speaker's quotations in one article are
    utterances of their own.
    """
    if _order(a) > _order(b):
        found = _compare(b, a, (speaker_b, speaker_a), canonical)
        return None if found is None else found.mirrored()
    return _compare(a, b, (speaker_a, speaker_b), canonical)


def same_utterance(a: Quotation, b: Quotation) -> bool:
    """Whether two quotations give the same words of one utterance, one possibly trimmed or translated."""
    first, second = sorted((a, b), key=_order)
    alignment = _aligned(first.words, second.words)
    relation = _relation(first, second, (_name(first), _name(second)))
    return alignment is not None and _same(alignment, relation) and not _other_occasion(a, b)


def _order(quotation: Quotation) -> tuple[str, ...]:
    return quotation.words, quotation.before, quotation.after, quotation.speaker or ""


@lru_cache(maxsize=1024)
def _aligned(a: str, b: str) -> Alignment | None:
    if len(_key_words(a) & _key_words(b)) < 2:
        return None  # before the quadratic step: most candidates share a phrase, not an utterance
    return align(said_words(a), said_words(b))


@lru_cache(maxsize=4096)
def _key_words(words: str) -> frozenset[str]:
    return frozenset(utterance_key_words(words))


def _compare(
    a: Quotation, b: Quotation, speakers: tuple[str | None, str | None], canonical: Canonical
) -> QuoteDifference | None:
    if a.scare or b.scare or a.denied or b.denied or _other_occasion(a, b):
        return None
    names = speakers[0] or _name(a), speakers[1] or _name(b)
    relation = _relation(a, b, names)
    twins = _twins(a, b) if relation == "same" else None
    if twins is not None:
        return twins
    alignment = _aligned(a.words, b.words)
    if alignment is None:
        return None
    if relation != "same":
        given = _given_to_another(a, b, alignment, names)
        if given is not None or relation == "different":
            return given or _other_speaker(a, b, alignment, names)
    if relation == "unknown" and _verbatim(alignment):
        relation = "same"
    if not _same(alignment, relation):
        return None
    return _other_words(a, b, alignment, relation, canonical) or other_subject(a, b, alignment, names)


def _twins(a: Quotation, b: Quotation) -> QuoteDifference | None:
    """How two short quotations of one speaker differ that are otherwise the same."""
    change = one_word_apart(a.words, b.words) or bare_of_condition(a.words, b.words)
    if change is None or (change.reason == "condition" and not _unconditional(a, b, change)):
        return None
    words_a = joined_words(a.words, said_words(a.words)[change.a_start : change.a_end])
    words_b = joined_words(b.words, said_words(b.words)[change.b_start : change.b_end])
    return stated_difference("words", change.reason, words_a, words_b, ())


def _name(quotation: Quotation) -> str | None:
    return None if quotation.speaker is None else person_name(quotation.speaker)


def _relation(a: Quotation, b: Quotation, names: tuple[str | None, str | None]) -> Relation:
    """Whether the speakers are one; a surname alone fits the full name, a role settles nothing."""
    if names[0] is None or names[1] is None:
        return "unknown"
    x, y = names[0].casefold().split(), names[1].casefold().split()
    if x == y or x[-len(y) :] == y or y[-len(x) :] == x:
        return "same"
    sure = a.speaker_how == b.speaker_how == "named"
    return "different" if sure else "unknown"


def _same(alignment: Alignment, relation: Relation) -> bool:
    """Whether the stretch is one utterance. An unknown speaker asks for more of the same words."""
    if relation != "same":
        if _only_negated(alignment):
            return True
        return alignment.carriers >= 4 and alignment.density >= 0.75 and alignment.coverage >= 0.7
    if alignment.carriers >= (4 if alignment.density < 0.75 else 3) and alignment.density >= 0.6:
        return alignment.coverage >= 0.6 or alignment.carriers >= 6
    return alignment.carriers >= 2 and _tight(alignment)


def _verbatim(alignment: Alignment) -> bool:
    """Whether the whole of the shorter quotation stands in the other word for word, and is long enough."""
    if len(alignment.steps) != 1 or alignment.steps[0].kind != "same" or alignment.carriers < 2:
        return False
    step = alignment.steps[0]
    words = step.a_end - step.a_start
    return words >= MIN_VERBATIM and words == min(len(alignment.a), len(alignment.b))


def _only_negated(alignment: Alignment) -> bool:
    """Whether both give the whole of one sentence and all that differs is a negation."""
    changed = [step for step in alignment.steps if step.kind == "changed"]
    if len(changed) != 1 or alignment.carriers < 2 or not _tight(alignment):
        return False
    step = changed[0]
    words = {
        word.key
        for word in (*alignment.a[step.a_start : step.a_end], *alignment.b[step.b_start : step.b_end])
    }
    return bool(words & wording().negators) and words <= wording().negators | wording().function


def _tight(alignment: Alignment) -> bool:
    """Whether the whole of the shorter quotation, but for one word and one difference, is in the stretch."""
    same = sum(step.a_end - step.a_start for step in alignment.steps if step.kind != "changed")
    changed = [step for step in alignment.steps if step.kind == "changed"]
    first, last = alignment.steps[0], alignment.steps[-1]
    outside_a = len(alignment.a) - (last.a_end - first.a_start)
    outside_b = len(alignment.b) - (last.b_end - first.b_start)
    return same >= 4 and len(changed) <= 1 and min(outside_a, outside_b) <= 1


def _other_occasion(a: Quotation, b: Quotation) -> bool:
    """Whether the sentences around them put the two on different weekdays."""
    days_a, days_b = _weekdays(a), _weekdays(b)
    return bool(days_a and days_b) and not days_a & days_b


def _weekdays(quotation: Quotation) -> frozenset[str]:
    words = _WORD.findall(quotation.before + " " + quotation.after)
    return frozenset(word.lower() for word in words) & wording().weekdays


def _other_words(
    a: Quotation, b: Quotation, alignment: Alignment, relation: Relation, canonical: Canonical
) -> QuoteDifference | None:
    changes = material_changes(alignment, canonical)
    if not changes:
        condition = dropped_condition(alignment)
        changes = (condition,) if condition is not None and _unconditional(a, b, condition) else ()
    if not changes:
        return _negated_outside(a, b, alignment) if _near_enough(alignment, (), relation) else None
    if not _near_enough(alignment, changes, relation):
        return None
    first = changes[0]
    words_a = joined_words(a.words, alignment.a[first.a_start : first.a_end])
    words_b = joined_words(b.words, alignment.b[first.b_start : first.b_end])
    return stated_difference("words", first.reason, words_a, words_b, word_ops(a, b, alignment, changes))


def _near_enough(alignment: Alignment, changes: Sequence[Change], relation: Relation) -> bool:
    """Whether so much is the same around the changes that they are changes, not another utterance."""
    matched = alignment.matched
    for side, spans in (
        (alignment.a, [(change.a_start, change.a_end) for change in changes]),
        (alignment.b, [(change.b_start, change.b_end) for change in changes]),
    ):
        first, last = alignment.steps[0], alignment.steps[-1]
        start, end = (first.a_start, last.a_end) if side is alignment.a else (first.b_start, last.b_end)
        inside = {i for low, high in spans for i in range(low, high)}
        rest = sum(side[i].weight for i in range(start, end) if side[i].carries and i not in inside)
        if matched < (0.9 if relation == "unknown" else 0.75) * rest:
            return False
    parallel = [change for change in changes if change.reason in ("name", "number", "antonym")]
    if any(change.reason in ("name", "number") for change in parallel):
        return alignment.carriers >= 3 * len(parallel)
    return alignment.carriers >= (3 * len(parallel) if len(parallel) > 1 else 2)


def _unconditional(a: Quotation, b: Quotation, condition: Change) -> bool:
    """Whether the side without the condition states none anywhere, and does not break off."""
    bare = a if condition.a_start == condition.a_end else b
    text = f"{bare.before} {bare.words} {bare.after}".lower()
    conditional = wording().conditions | wording().limits | _CONDITIONAL
    if any(word in conditional for word in _WORD.findall(text)):
        return False
    return not bare.words.rstrip(" ,").endswith(("…", "...", "—", "–")) and not bare.partial


def _negated_outside(a: Quotation, b: Quotation, alignment: Alignment) -> QuoteDifference | None:
    """A "not" that stands right before the stretch on one side only, inside or outside the marks."""
    first = alignment.steps[0]
    not_a = _not_before(a, alignment.a, first.a_start)
    not_b = _not_before(b, alignment.b, first.b_start)
    if not_a is None or not_b is None or bool(not_a) == bool(not_b) or alignment.carriers < 3:
        return None
    return stated_difference("words", "negation", not_a, not_b, word_ops(a, b, alignment, ()))


def _not_before(quotation: Quotation, words: Sequence[Said], at: int) -> str | None:
    """The "not" that governs the word at `at`, "" without one; None where that cannot be read."""
    lexicon = wording()
    if at > 0:
        before = [word for word in words[max(0, at - 3) : at] if word.sentence == words[at].sentence]
        if any(word.key not in lexicon.function | lexicon.negators for word in before):
            return None
        return next((word.text for word in before if word.kind == "negator"), "")
    outside = [word.lower().replace("’", "'") for word in _WORD.findall(quotation.before[-80:])]
    if not quotation.partial or not outside or quotation.before.rstrip()[-1:] in ",:;—–":
        return None  # "“We will not,” Vega said, “sign": what governs the words is further off
    if any(stem(word) in lexicon.negative for word in outside[-_REACH:]):
        return None  # "refused to “sign”" says no without a "not"
    return next((word for word in outside[-3:] if _negates(word)), "")


def _negates(low: str) -> bool:
    return low in wording().negators or low.endswith("n't")


def _other_speaker(
    a: Quotation, b: Quotation, alignment: Alignment, names: tuple[str | None, str | None]
) -> QuoteDifference | None:
    """The same words given to two people, neither of whom repeats the other's."""
    same = sum(step.a_end - step.a_start for step in alignment.steps if step.kind == "same")
    if alignment.carriers < 4 or same < 8 or min(alignment.coverage, alignment.density) < 0.85:
        return None
    if names[0] is None or names[1] is None or not (_person(names[0]) and _person(names[1])):
        return None
    if a.verb in _SECONDHAND or b.verb in _SECONDHAND or _mentions(a, names[1]) or _mentions(b, names[0]):
        return None
    return stated_difference("speaker", "speaker", names[0], names[1], word_ops(a, b, alignment, ()))


def _given_to_another(
    a: Quotation, b: Quotation, alignment: Alignment, names: tuple[str | None, str | None]
) -> QuoteDifference | None:
    """The same words, of which one side says that the other side's speaker did not say them."""
    same = sum(step.a_end - step.a_start for step in alignment.steps if step.kind == "same")
    if same < MIN_GIVEN or min(alignment.coverage, alignment.density) < 0.9:
        return None
    ops = word_ops(a, b, alignment, ())
    if names[0] and (other := _instead_of(b, names[0])):
        return stated_difference("speaker", "speaker", names[0], names[1] or other, ops)
    if names[1] and (other := _instead_of(a, names[1])):
        return stated_difference("speaker", "speaker", names[0] or other, names[1], ops)
    return None


def _instead_of(quotation: Quotation, name: str) -> str | None:
    """Who is said to have spoken "and not" the one of that name: "prosecutor Halm, and not Oost"."""
    surname = re.escape(name.split()[-1])
    around = f"{quotation.before} {quotation.after}"
    found = re.search(
        rf"(?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,2}}),? (?:and |but )?"
        rf"not (?:[\w’'-]+ ){{0,4}}{surname}\b",
        around[:MAX_AROUND],
    )
    return found["who"] if found else None


def _person(name: str) -> bool:
    """Whether a name is a person's: given name and surname, and no word that bodies bear."""
    words = name.lower().split()
    return len(words) >= 2 and not set(words) & people_words().bodies


def _mentions(quotation: Quotation, name: str) -> bool:
    surname = name.split()[-1].casefold()
    around = f"{quotation.before} {quotation.after}".casefold()
    return surname in around
