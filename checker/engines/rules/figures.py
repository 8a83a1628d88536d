"""Different figures for the same measure of the same thing.

Two numbers conflict only when the same thing is counted (same noun or unit), the sentences are about
the same matter, words of one measure say what the figures are of, nothing marks one as a part or an
addition, neither side gives the other's figure too, and no rounding makes them agree.
A later article that puts a growing count differently, or says that its figure is new, is an update.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal

from checker.engines.rules.alike import Change, changes, likeness, only_grammar, rival_names
from checker.engines.rules.evidence import comparable, conflict, one_plan
from checker.engines.rules.matter import (
    apart_in_time,
    carried,
    contrasted,
    matter,
    one_matter,
    opposed,
    other_words,
    rivals,
    substituted,
    told,
)
from checker.engines.rules.measures import EVOLVING, evolving, measures, sort_of
from checker.engines.rules.nobody import none_against_some
from checker.engines.rules.qualifiers import SUBSET, qualified
from checker.engines.rules.readings import is_whole, stated
from checker.engines.rules.shares import shares_apart
from checker.engines.rules.things import ANYBODY, alone, counted, counts_people, differ, gives, same_thing
from checker.model import Conflict, Fact, Quantity, Scope, Severity
from checker.normalise.numerals import find_numerals, may_state_a_number
from checker.normalise.words import content_stems, plain, stem, tokens


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


# Thresholds chosen on the tuning half of fixtures/cases, with unrelated articles kept silent.
NEARLY_SAME = 0.72  # word by word: the sentences differ in little but the figure
SAME_MATTER = 0.6  # of the smaller side's names and content words
SAME_SENTENCE = 0.65  # of the larger side's: two wordings of one sentence
SHARED_MATTER = 3  # words of the matter in both sentences, where one measure is named
MATTER_COVER = 0.35  # of the smaller side's words
NEARLY_ALL = 0.6  # of a short sentence's words
UNNAMED_COVER = 0.5  # the same, where no word names the measure on both sides
SHARED_AROUND = 5  # and in the sentences around them, where one noun is counted
MIN_SHARED = 2  # names and content words besides the thing counted

_NEW_FIGURE = frozenset("now risen rose climbed revised updated corrected latest raised lowered".split())
_OLD_FIGURE = re.compile(
    r"\bthan (?:was )?(?:first|originally|previously|initially|earlier)\b"
    r"|\b(?:new|fresh) (?:measurements?|figures?|calculations?|counts?|estimates?)\b|\brecount|\brecalculat",
    re.IGNORECASE,
)
_TIMES = _stems(
    "year month week day hour quarter morning evening night today yesterday time first second third fourth"
)


_CHANGES = frozenset(("rise", "fall"))
_DIGIT = re.compile(r"\d")
_PARTED_ORDINAL = re.compile(r"(\d) (st|nd|rd|th)\b")  # tokens part "15th"


def find_figure_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two quantity claims, or None. Symmetric."""
    return _two_measures(a, b) or _told_otherwise(a, b) or find_number_conflict(a, b)


def _two_measures(a: Fact, b: Fact) -> Conflict | None:
    if not (a.claim.value and b.claim.value and a.claim.quote != b.claim.quote):
        return None
    p, q = stated(a), stated(b)
    if p is None or q is None or not (comparable(a, b) or one_plan(a, b)):
        return None
    if not same_thing(a, p, b, q) or not differ(a, p, b, q):
        return None
    if gives(a, q) or gives(b, p) or not _same_matter(a, p, b, q):
        return None
    noun = p.of or q.of
    return conflict(
        a,
        b,
        rule="figures",
        positions=(p.text, q.text),
        question=_question(p, q),
        explanation=_explanation(p, q, noun),
        severity=_severity(a, p),
        scope=_update(a, p, b, q),
    )


def _told_otherwise(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two figures of which one is told in another way: none, a share, another currency."""
    if not (a.claim.value and b.claim.value):
        return None
    none = none_against_some(a, b)
    texts = none or shares_apart(a, b) or _two_currencies(a, b)
    if texts is None:
        return None
    one, other = sorted(texts)
    growing = none and any(evolving(fact, quantity) for fact in (a, b) if (quantity := stated(fact)))
    return conflict(
        a,
        b,
        rule="figures",
        positions=texts,
        question=f"Which is right: {one} or {other}?",
        explanation=f"Both tell how many or how much it was; {one} and {other} cannot both be right.",
        scope="update" if growing and later(a, b) else _newer_scope(a, b),
    )


def _two_currencies(a: Fact, b: Fact) -> tuple[str, str] | None:
    """The words of one sum in two currencies, or None: "3 million dinars", "3 million euros"."""
    p, q = stated(a), stated(b)
    if p is None or q is None or sort_of(p) != "money" or sort_of(q) != "money" or not comparable(a, b):
        return None
    if (p.unit, p.of) == (q.unit, q.of) or p.low is None or (p.low, p.high) != (q.low, q.high):
        return None
    if not measures(a, p) & measures(b, q) or not one_matter(a, b, least=MIN_SHARED, cover=NEARLY_ALL):
        return None
    return f"{p.text} {p.of}".strip(), f"{q.text} {q.of}".strip()


def find_number_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two sentences that differ in one number and nothing else, or None. Symmetric.

    Here ordinals and equal bounds count too: with every other word the same, "the 3rd floor" and "the
    4th floor", "over 2,000" and "over 13,000" are two accounts of one thing.
    """
    if not comparable(a, b) or rival_names(a, b) or a.claim.quote == b.claim.quote:
        return None
    if not (may_state_a_number(a.claim.quote) and may_state_a_number(b.claim.quote)):
        return None
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is None or len(differing) != 1:
        return None
    one, other = (_PARTED_ORDINAL.sub(r"\1\2", " ".join(words)) for words in differing[0])
    first, second = _number(one), _number(other)
    if first is None or second is None or first == second or not (_owns(a, one) and _owns(b, other)):
        return None
    return conflict(
        a,
        b,
        rule="figures",
        positions=(one, other),
        question=f"Which figure is right: {min(one, other)} or {max(one, other)}?",
        explanation=f"The sentences are the same but for one number: {one} and {other}.",
        scope=_newer_scope(a, b),
    )


def _owns(fact: Fact, number: str) -> bool:
    """Whether the number is the claim's own, or nobody's: no figure claim's, no part of a date."""
    if fact.claim.value is not None:
        return number in plain(fact.claim.value)
    taken = [quantity.text for quantity in fact.quantities] + [period.text for period in fact.periods]
    return not any(number in plain(text) for text in taken)


def _number(words: str) -> Decimal | None:
    """The value of words that are one number and nothing else; rounded values count as they stand."""
    found = find_numerals(words)
    if len(found) != 1 or found[0].end - found[0].start < len(words):
        return None
    return found[0].value


def _newer_scope(a: Fact, b: Fact) -> Scope | None:
    newer = later(a, b)
    if newer is None:
        return None
    quote = (a if newer == "first" else b).claim.quote
    words = {plain(token.text) for token in tokens(quote)}
    return "update" if words & _NEW_FIGURE or _OLD_FIGURE.search(quote) else None


def _same_matter(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    if rivals(a, b) or apart_in_time(a, b) or qualified(a, p) != qualified(b, q):
        return False
    if opposed(a, b, shares=p.unit == "%"):
        return False
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is not None and _only_figures(differing, p, q):
        return True
    if p.unit == "ordinal" or contrasted(a, b) or substituted(a, b, p, q) or qualified(a, p) & SUBSET:
        return False  # the 17th package and the 18th are two; parts ("two of them") may be of other wholes
    growing = evolving(a, p), evolving(b, q)
    named = measures(a, p), measures(b, q)
    if (all(growing) and not growing[0] & growing[1]) or (all(named) and not named[0] & named[1]):
        return False
    known = bool(growing[0] & growing[1])
    if named[0] & _CHANGES and a.periods and b.periods and not _one_span(a, b):
        return False  # by so much within so long
    if not (alone(a, p) and alone(b, q)) and not (known and p.of and counted(p) == counted(q)):
        return False  # several figures of one unit: which belongs to what, a parser would have to say
    governed = known or bool(named[0] & named[1]) or _same_governing(a, p, b, q)
    if counts_people(p) and not governed:
        return False  # everything is done by people
    return _much_the_same(a, p, b, q, known=known, governed=governed) or _one_measure(a, p, b, q)


def _one_span(a: Fact, b: Fact) -> bool:
    """Whether a rise or fall is measured over the same time."""
    return {(x.first, x.last) for x in a.periods} == {(y.first, y.last) for y in b.periods}


def _much_the_same(a: Fact, p: Quantity, b: Fact, q: Quantity, *, known: bool, governed: bool) -> bool:
    """Whether so many names and words are shared that the sentences tell of one thing."""
    alike = likeness(a, b)
    shared = len(alike.stems - {counted(p), counted(q)}) + len(alike.names)
    if shared > MIN_SHARED and alike.both >= SAME_SENTENCE and alone(a, p) and alone(b, q):
        return True
    if known and shared >= MIN_SHARED and set(a.names) == set(b.names):
        return True
    return governed and (shared > MIN_SHARED and alike.cover >= SAME_MATTER and alike.both >= SAME_MATTER / 2)


def _one_measure(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    """Whether the sentences share their matter, and what stands by the figures says nothing else of them."""
    if is_whole(a, p) or is_whole(b, q):
        return False
    named = measures(a, p), measures(b, q)
    noun = frozenset((counted(p), counted(q)))
    own = (carried(a) & carried(b)) - noun
    least = min(len(told(fact.claim.quote) - noun) for fact in (a, b))
    cover = len(own) / max(1, least)
    if named[0] & named[1]:
        if len(own) >= SHARED_MATTER and cover >= MATTER_COVER:
            return True
        if len(own) > 1 and cover >= NEARLY_ALL and not other_words(a, b, noun):
            return True
        around = (matter(a.context) & matter(b.context)) - noun
        return "" not in noun and len(noun) == 1 and len(around) >= SHARED_AROUND
    if all(named) or (p.unit == "" and (noun == {""} or noun & ANYBODY)):
        return False
    return bool(set(a.names) & set(b.names)) and len(own) >= SHARED_MATTER and cover >= UNNAMED_COVER


def _only_figures(differing: Iterable[Change], p: Quantity, q: Quantity) -> bool:
    """Whether nothing but the figures (and grammar) differs."""
    figures = {plain(token.text) for quantity in (p, q) for token in tokens(quantity.text)}
    rest = [
        Change(
            tuple(word for word in change.first if word not in figures),
            tuple(word for word in change.second if word not in figures),
        )
        for change in differing
    ]
    if p.unit == "ordinal" and any(
        _DIGIT.search(" ".join((*change.first, *change.second))) for change in rest
    ):
        return False  # the first train with 300, the second with 450
    return only_grammar(rest)


def _same_governing(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    """Whether one word says what both figures are of: before both, behind both, or next to both."""
    before_a, after_a = _governing(a, p)
    before_b, after_b = _governing(b, q)
    crossed = set(before_a[-1:]) & set(after_b[:1]) | set(after_a[:1]) & set(before_b[-1:])
    return bool(set(before_a) & set(before_b) or set(after_a) & set(after_b) or crossed)


def _governing(fact: Fact, quantity: Quantity) -> tuple[list[str], list[str]]:
    """The two content words before the figure and the two behind it, stemmed; no names, no times."""
    before: list[str] = []
    after: list[str] = []
    thing = {counted(quantity), "peopl"}
    for token in tokens(fact.claim.quote):
        word = stem(token.text)
        if not token.text[0].islower() or word in thing or word in _TIMES or not content_stems(token.text):
            continue
        if token.end <= quantity.start:
            before.append(word)
        elif token.start >= quantity.end:
            after.append(word)
    return before[-2:], after[:2]


def _update(a: Fact, p: Quantity, b: Fact, q: Quantity) -> Scope | None:
    """`update` when one article is later and the count grows with the story, or the later says it is new."""
    if later(a, b) is not None and (evolving(a, p) | evolving(b, q)) & EVOLVING:
        return "update"
    return _newer_scope(a, b)


def later(a: Fact, b: Fact) -> Literal["first", "second"] | None:
    """Which of two facts was published later: article, or entry of a live blog. None when that is not known.

    Clock times count where both have a zone, or stand in one article; else the days alone.
    """
    if a.published is None or b.published is None:
        return None
    first, second = _moment(a.published), _moment(b.published)
    clocks = _has_zone(a.published), _has_zone(b.published)
    if not all(clocks) and (any(clocks) or a.claim.article != b.claim.article):
        first, second = _day(a.published), _day(b.published)
    if first == second:
        return None
    return "first" if first > second else "second"


def _has_zone(published: date | datetime) -> bool:
    return isinstance(published, datetime) and published.tzinfo is not None


def _moment(published: date | datetime) -> datetime:
    if not isinstance(published, datetime):
        return datetime.combine(published, time.min)
    return (published.astimezone(UTC) if published.tzinfo else published).replace(
        tzinfo=None, second=0, microsecond=0
    )


def _day(published: date | datetime) -> datetime:
    return datetime(published.year, published.month, published.day)


def _severity(fact: Fact, quantity: Quantity) -> Severity:
    return "high" if evolving(fact, quantity) & {"dead", "injured", "missing"} else "medium"


def _question(p: Quantity, q: Quantity) -> str:
    one, other = sorted((p.text, q.text))
    return f"Which figure is right: {one} or {other}?"


def _explanation(p: Quantity, q: Quantity, noun: str) -> str:
    one, other = sorted((p.text, q.text))
    of = f" of {noun}" if noun else ""
    return f"Both give the number{of}; {one} and {other} cannot both be right, even when rounded."
