"""Which differences inside one utterance matter, and why.

Reported: another number, a "not" more or less, another name, an opposite word, "will"
against "may", a dropped "if". Not: synonyms, grammar, spelling, whatever was trimmed.
Where other words around a change differ as well, nothing is proved and nothing is said.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from checker.engines.rules.quote_align import Alignment, Step
from checker.engines.rules.quote_lexicon import wording
from checker.engines.rules.quote_words import Said, opposite
from checker.normalise.words import stem

Reason = Literal[
    "number", "negation", "name", "antonym", "share", "modal", "condition", "limit", "subject", "speaker"
]
Canonical = Callable[[str], str]

_ROUNDING = Decimal("0.02")  # "1,003" printed as "1,000"
_HEDGED = Decimal("0.10")
_EDGE_WORDS = 3
_WINDOW = 4  # words around a negation in which nothing else may differ


class Change(NamedTuple):
    """One difference that matters: `a[a_start:a_end]` against `b[b_start:b_end]` of an alignment."""

    reason: Reason
    a_start: int
    a_end: int
    b_start: int
    b_end: int


def material_changes(alignment: Alignment, canonical: Canonical) -> tuple[Change, ...]:
    """The differences of number, name, opposite, modality and negation, in the order of `alignment.a`."""
    gaps = [step for step in alignment.steps if step.kind == "changed"]
    inner = [change for gap in gaps if (change := _changed(alignment, gap, canonical)) is not None]
    edges = [
        change
        for edge in _edges(alignment)
        if (change := _edge_change(alignment, edge, canonical)) is not None
    ]
    negation = _negation(alignment, gaps)
    found = [*inner, *edges, *([negation] if negation is not None else [])]
    return tuple(sorted(found, key=lambda change: (change.a_start, change.b_start)))


def _changed(alignment: Alignment, gap: Step, canonical: Canonical) -> Change | None:
    a = alignment.a[gap.a_start : gap.a_end]
    b = alignment.b[gap.b_start : gap.b_end]
    reason = _replaced(alignment, a, b, canonical) or _modality(a, b) or _partitive(a, b)
    return None if reason is None else Change(reason, *gap[1:])


def _edge_change(alignment: Alignment, edge: Step, canonical: Canonical) -> Change | None:
    a = alignment.a[edge.a_start : edge.a_end]
    b = alignment.b[edge.b_start : edge.b_end]
    reason = _replaced(alignment, a, b, canonical)
    return None if reason is None else Change(reason, *edge[1:])


def _replaced(
    alignment: Alignment, a: Sequence[Said], b: Sequence[Said], canonical: Canonical
) -> Reason | None:
    content_a = [word for word in a if word.carries and word.text.lower() not in wording().hedges]
    content_b = [word for word in b if word.carries and word.text.lower() not in wording().hedges]
    if _other_number(a, b, content_a, content_b):
        return "number"
    if _other_name(alignment, content_a, content_b, canonical):
        return "name"
    if _opposites(a, b, content_a, content_b):
        return "antonym"
    return "share" if _other_share(a, b) else None


def _other_share(a: Sequence[Said], b: Sequence[Said]) -> bool:
    """ "All the judges" against "some of the judges"; nothing else may differ there."""
    lexicon = wording()
    shares = [{word.text.lower() for word in side} & (lexicon.wholes | lexicon.parts) for side in (a, b)]
    if not shares[0] or not shares[1]:
        return False
    others = [word for word in (*a, *b) if word.text.lower() not in shares[0] | shares[1]]
    if any(word.kind != "function" for word in others):
        return False
    return any(one <= lexicon.wholes and other <= lexicon.parts for one, other in (shares, shares[::-1]))


def _other_number(
    a: Sequence[Said], b: Sequence[Said], content_a: Sequence[Said], content_b: Sequence[Said]
) -> bool:
    if len(content_a) != 1 or len(content_b) != 1:
        return False
    x, y = content_a[0].value, content_b[0].value
    if x is None or y is None or x == y:
        return False
    hedged = any(word.text.lower() in wording().hedges for word in (*a, *b))
    year = all(value == value.to_integral_value() and 1500 <= value <= 2200 for value in (x, y))
    tolerance = Decimal(0) if year else _HEDGED if hedged else _ROUNDING
    return abs(x - y) > tolerance * max(abs(x), abs(y))


def _other_name(
    alignment: Alignment, content_a: Sequence[Said], content_b: Sequence[Said], canonical: Canonical
) -> bool:
    if not content_a or not content_b or any(word.kind != "name" for word in (*content_a, *content_b)):
        return False
    keys_a, keys_b = ({word.key for word in content} for content in (content_a, content_b))
    if keys_a & {word.key for word in alignment.b} or keys_b & {word.key for word in alignment.a}:
        return False  # the same names in another order, or a pronoun resolved
    name_a, name_b = (" ".join(word.text for word in content) for content in (content_a, content_b))
    if canonical(name_a) == canonical(name_b):
        return False
    return not any(_related(x, y) for x in keys_a for y in keys_b)


def _related(x: str, y: str) -> bool:
    """Whether two name stems may name one thing: a country and its people, a body and its seat."""
    names = wording().names
    return x[:4] == y[:4] or (x in names and names[x] == names.get(y)) or x in y or y in x


def _opposites(
    a: Sequence[Said], b: Sequence[Said], content_a: Sequence[Said], content_b: Sequence[Said]
) -> bool:
    if _negators(a) != _negators(b):
        return False
    pair = (a[0], b[0]) if len(a) == len(b) == 1 else (*content_a, *content_b)
    if len(pair) != 2 or (len(content_a), len(content_b)) not in ((1, 1), (0, 0)):
        return False
    return all(word.kind in ("content", "function") for word in pair) and opposite(
        stem(pair[0].key), stem(pair[1].key)
    )


def _partitive(a: Sequence[Said], b: Sequence[Said]) -> Reason | None:
    """ "share" where one side gives "half of" what the other gives."""
    for one, other in ((a, b), (b, a)):
        words = [word.text.lower() for word in one]
        if len(words) >= 2 and words[-1] == "of" and words[-2] in wording().parts and not other:
            return (
                "share"
                if all(word.kind == "function" or word.text.lower() in wording().parts for word in one)
                else None
            )
    return None


def _negators(words: Sequence[Said]) -> int:
    return sum(word.kind == "negator" for word in words)


def _modality(a: Sequence[Said], b: Sequence[Said]) -> Reason | None:
    """ "modal" where "will" answers "may", or "may" was put in or left out."""
    if any(word.carries for word in (*a, *b)) or _negators(a) != _negators(b):
        return None
    strength = [{word.key for word in side if word.kind == "modal"} for side in (a, b)]
    certain, possible = wording().certain, wording().possible
    for one, other in (strength, strength[::-1]):
        if one & certain and other & possible and not one & possible:
            return "modal"
        if one & {"may", "might"} and not other:
            return "modal"
    return None


def _negation(alignment: Alignment, gaps: Sequence[Step]) -> Change | None:
    """The one "not" that only one side has, where nothing around it makes up for it."""
    sides = [
        (
            step,
            _negators(alignment.a[step.a_start : step.a_end]),
            _negators(alignment.b[step.b_start : step.b_end]),
        )
        for step in gaps
    ]
    if sum(x for _, x, _ in sides) + sum(y for _, _, y in sides) != 1:
        return None
    step = next(step for step, x, y in sides if x or y)
    if _unlike(
        alignment, step.a_start - _WINDOW, step.a_end + _WINDOW, step.b_start - _WINDOW, step.b_end + _WINDOW
    ):
        return None
    if _negative_words(alignment, gaps) or _not_only(alignment, step):
        return None
    return Change("negation", *step[1:])


def _not_only(alignment: Alignment, step: Step) -> bool:
    following = (*alignment.a[step.a_start : step.a_end + 1], *alignment.b[step.b_start : step.b_end + 1])
    return any(word.key in {"only", "just", "mere", "simpli"} for word in following)


def _unlike(alignment: Alignment, a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    """Whether content differs in these stretches."""
    for step in alignment.steps:
        if step.kind != "changed":
            continue
        in_a = range(max(step.a_start, a_start), min(step.a_end, a_end))
        in_b = range(max(step.b_start, b_start), min(step.b_end, b_end))
        if any(alignment.a[i].carries for i in in_a) or any(alignment.b[j].carries for j in in_b):
            return True
    return False


def _negative_words(alignment: Alignment, gaps: Sequence[Step]) -> bool:
    negative = wording().negative
    words = [word for gap in gaps for word in alignment.a[gap.a_start : gap.a_end]]
    words += [word for gap in gaps for word in alignment.b[gap.b_start : gap.b_end]]
    return any(
        stem(word.key) in negative or word.key.startswith(("un", "dis", "im", "in"))
        for word in words
        if word.carries
    )


def _edges(alignment: Alignment) -> tuple[Step, ...]:
    """The few words on both sides right before and right after the shared stretch, in its sentences."""
    first, last = alignment.steps[0], alignment.steps[-1]
    a, b = alignment.a, alignment.b
    head_a, head_b = _sentence_start(a, first.a_start), _sentence_start(b, first.b_start)
    tail_a, tail_b = _sentence_end(a, last.a_end), _sentence_end(b, last.b_end)
    edges = [
        Step("changed", head_a, first.a_start, head_b, first.b_start),
        Step("changed", last.a_end, tail_a, last.b_end, tail_b),
    ]
    return tuple(
        edge for edge in edges if _short(edge.a_end - edge.a_start) and _short(edge.b_end - edge.b_start)
    )


def _short(words: int) -> bool:
    return 0 < words <= _EDGE_WORDS


def _sentence_start(words: Sequence[Said], at: int) -> int:
    start = at
    while start > 0 and words[start - 1].sentence == words[at].sentence:
        start -= 1
    return start


def _sentence_end(words: Sequence[Said], at: int) -> int:
    end = at
    while end < len(words) and words[end].sentence == words[at - 1].sentence:
        end += 1
    return end


def dropped_condition(alignment: Alignment) -> Change | None:
    """The "if …" that one side has right after or before the stretch and the other ends without.

    "Not … without a mandate", "not … before June" are conditions as well. The caller makes sure that
    the other quotation's surroundings state none.
    """
    first, last = alignment.steps[0], alignment.steps[-1]
    a, b = alignment.a, alignment.b
    tail_a, tail_b = _sentence_end(a, last.a_end), _sentence_end(b, last.b_end)
    if tail_b == last.b_end and (reason := _dropped(a, last.a_end, tail_a)):
        return Change(reason, last.a_end, tail_a, tail_b, tail_b)
    if tail_a == last.a_end and (reason := _dropped(b, last.b_end, tail_b)):
        return Change(reason, tail_a, tail_a, last.b_end, tail_b)
    head_a, head_b = _sentence_start(a, first.a_start), _sentence_start(b, first.b_start)
    if head_b == first.b_start and _conditional(a[head_a : first.a_start]):
        return Change("condition", head_a, first.a_start, head_b, head_b)
    if head_a == first.a_start and _conditional(b[head_b : first.b_start]):
        return Change("condition", head_a, head_a, head_b, first.b_start)
    return None


def _dropped(words: Sequence[Said], start: int, end: int) -> Reason | None:
    """What the words that close a sentence were: a condition, or the limit of its "not"."""
    if _conditional(words[start:end]):
        return "condition"
    before = words[_sentence_start(words, start - 1) : start] if start else ()
    limited = bool(words[start:end]) and words[start].text.lower() in wording().limits
    denied = sum(word.kind == "negator" for word in before) == 1
    return "limit" if limited and denied and any(word.carries for word in words[start:end]) else None


def _conditional(words: Sequence[Said]) -> bool:
    """Whether a clause opens with "if", "unless", "provided", "but only if"."""
    opening = [word.text.lower() for word in words[:3]]
    while opening and opening[0] in {"but", "only", "and", "even"}:
        opening = opening[1:]
    return bool(opening) and opening[0] in wording().conditions and any(word.carries for word in words)
