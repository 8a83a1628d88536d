"""Different figures for the same measure of the same thing.

Two numbers conflict only when the same thing is counted (same noun or unit), the sentences are about
the same matter, the same word says what the figure is of, nothing marks one as a part or an
addition, neither side gives the other's figure too, and no rounding makes them agree.
A later article that puts a growing count differently, or says that its figure is new, is an update.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal

from checker.engines.rules.alike import Change, changes, likeness, only_grammar, rival_names
from checker.engines.rules.evidence import comparable, conflict
from checker.model import Conflict, Fact, Quantity, Scope, Severity
from checker.normalise.dates import compare_periods
from checker.normalise.numerals import find_numerals, may_state_a_number
from checker.normalise.quantity import compare_quantities
from checker.normalise.words import content_stems, plain, stem, tokens


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


# Thresholds swept on the tuning half of fixtures/cases.
NEARLY_SAME = 0.72  # word by word: the sentences differ in little but the figure
SAME_MATTER = 0.6  # of the smaller side's names and content words
SAME_SENTENCE = 0.65  # of the larger side's: two wordings of one sentence
MEASURE_REACH = 8  # words from the figure to the word that says "killed" or "injured"
MIN_SHARED = 2  # names and content words besides the thing counted

MEASURES: dict[str, frozenset[str]] = {
    "dead": _stems("killed dead died dies death deaths fatalities toll perished drowned lives"),
    "injured": _stems("injured wounded hurt injuries hospitalised hospitalized"),
    "missing": _stems("missing unaccounted"),
    "held": _stems("arrested detained arrests custody jailed"),
    "displaced": _stems("evacuated displaced homeless evacuees evacuations"),
    "infected": _stems("infected cases infections sickened"),
    "damaged": _stems("damaged destroyed flattened burned burnt gutted"),
    "rescued": _stems("rescued saved"),
}
EVOLVING = frozenset(MEASURES)
_NEW_FIGURE = frozenset("now risen rose climbed revised updated corrected latest raised lowered".split())
_ADDITION = frozenset(
    "another more additional further extra other others remaining each every per apiece additionally average "
    "alone earlier previous previously last next".split()
)
_SUBSET = frozenset(
    ("among", "including", "includes", "included", "them", "those", "whom", "aged", "under", "of")
)
_TIMES = _stems(
    "year month week day hour quarter morning evening night today yesterday time first second third fourth"
)
_PEOPLE = _stems(
    "person people man woman men women resident victim passenger civilian body individual worker death injury"
)


def find_figure_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two quantity claims, or None. Symmetric."""
    return _two_measures(a, b) or find_number_conflict(a, b)


def _two_measures(a: Fact, b: Fact) -> Conflict | None:
    if not (a.claim.value and b.claim.value and comparable(a, b)):
        return None
    p, q = stated(a), stated(b)
    if p is None or q is None or not _same_thing(p, q) or not _differ(a, p, b, q):
        return None
    if _gives(a, q) or _gives(b, p) or not _same_matter(a, p, b, q):
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
    one, other = (" ".join(words) for words in differing[0])
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
    words = {plain(token.text) for token in tokens((a if newer == "first" else b).claim.quote)}
    return "update" if words & _NEW_FIGURE else None


def stated(fact: Fact) -> Quantity | None:
    """The quantity that a claim is about: the one its `value` names."""
    value = fact.claim.value or ""
    for quantity in fact.quantities:
        if quantity.text == value:
            return quantity
    for quantity in fact.quantities:
        if quantity.text in value or value in quantity.text:
            return quantity
    return None


def measure(fact: Fact, quantity: Quantity) -> frozenset[str]:
    """Which well-known measure (dead, injured, ...) the figure is of: what the nearest such word says."""
    words = tokens(fact.claim.quote)
    inside = [i for i, token in enumerate(words) if token.end > quantity.start and token.start < quantity.end]
    if not inside:
        return frozenset()
    for distance in range(MEASURE_REACH + 1):
        near = {
            stem(words[at].text)
            for at in (inside[0] - distance, inside[-1] + distance)
            if 0 <= at < len(words)
        }
        found = frozenset(name for name, stems in MEASURES.items() if near & stems)
        if found:
            return found
    return frozenset()


def _near(text: str, quantity: Quantity, *, reach: int) -> list[str]:
    """The words within `reach` words of the figure, its own among them."""
    words = tokens(text)
    inside = [i for i, token in enumerate(words) if token.end > quantity.start and token.start < quantity.end]
    if not inside:
        return []
    chosen = words[max(0, inside[0] - reach) : inside[-1] + 1 + reach]
    return [plain(token.text) for token in chosen]


def _same_thing(p: Quantity, q: Quantity) -> bool:
    if p.unit != q.unit and not (p.unit and q.unit):
        return False
    a, b = stem(p.of) if p.of else "", stem(q.of) if q.of else ""
    return a == b or (a in _PEOPLE and b in _PEOPLE) or (bool(p.unit) and not (a and b))


def _differ(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    """Whether both figures cannot be true; people are people, whatever noun counts them."""
    if stem(p.of) != stem(q.of) and p.of and q.of:
        if not measure(a, p) & measure(b, q):
            return False
        p, q = p.model_copy(update={"of": ""}), q.model_copy(update={"of": ""})
    return compare_quantities(p, q) == "different"


def _gives(fact: Fact, figure: Quantity) -> bool:
    """Whether the sentence also gives the other side's figure: then the two speak of different things."""
    return any(compare_quantities(quantity, figure) == "same" for quantity in fact.quantities)


def _same_matter(a: Fact, p: Quantity, b: Fact, q: Quantity) -> bool:
    if rival_names(a, b) or _apart_in_time(a, b) or _qualified(a, p) != _qualified(b, q):
        return False
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is not None and _only_figures(differing, p, q):
        return True
    if _qualified(a, p) & _SUBSET:
        return False  # "two of them" and "a dozen of them" are parts of wholes that may differ
    measures = measure(a, p), measure(b, q)
    if all(measures) and not measures[0] & measures[1]:
        return False
    alike = likeness(a, b)
    shared = len(alike.stems - {stem(p.of), stem(q.of)}) + len(alike.names)
    if p.unit == "ordinal":
        return False  # the 17th package and the 18th are two packages
    if shared > MIN_SHARED and alike.both >= SAME_SENTENCE and _alone(a, p) and _alone(b, q):
        return True
    known = bool(measures[0] & measures[1])
    if not (_alone(a, p) and _alone(b, q)) and not (known and p.of and stem(p.of) == stem(q.of)):
        return False  # several figures of one unit: which belongs to what, a parser would have to say
    if not (known or _same_governing(a, p, b, q)):
        return False
    if known and shared >= MIN_SHARED and set(a.names) == set(b.names):
        return True
    return shared > MIN_SHARED and alike.cover >= SAME_MATTER and alike.both >= SAME_MATTER / 2


def _alone(fact: Fact, quantity: Quantity) -> bool:
    """Whether the sentence gives no other figure of the same unit."""
    return sum(other.unit == quantity.unit for other in fact.quantities) == 1


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
    counted = stem(quantity.of) if quantity.of else ""
    for token in tokens(fact.claim.quote):
        word = stem(token.text)
        if not token.text[0].islower() or word == counted or word in _TIMES or not content_stems(token.text):
            continue
        if token.end <= quantity.start:
            before.append(word)
        elif token.start >= quantity.end:
            after.append(word)
    return before[-2:], after[:2]


def _qualified(fact: Fact, quantity: Quantity) -> frozenset[str]:
    """Words near the figure that make it a part, an addition or a rate."""
    own = frozenset(plain(quantity.text).split())
    near = frozenset(_near(fact.claim.quote, quantity, reach=3)) & _ADDITION - own
    before = fact.claim.quote[: quantity.start].lower().rsplit(",", 2)[-2:]
    subset = frozenset(word for part in before for word in part.split()[:2]) & _SUBSET
    after = frozenset(plain(fact.claim.quote[quantity.end : quantity.end + 16]).split()[:3])
    return near | subset | (after & {"them", "those", "whom"})


def _apart_in_time(a: Fact, b: Fact) -> bool:
    if not (a.periods and b.periods):
        return False
    return all(compare_periods(x, y) == "disjoint" for x in a.periods for y in b.periods)


def _update(a: Fact, p: Quantity, b: Fact, q: Quantity) -> Scope | None:
    """`update` when one article is later and the count grows with the story, or the later says it is new."""
    if later(a, b) is not None and (measure(a, p) | measure(b, q)) & EVOLVING:
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
    return "high" if measure(fact, quantity) & {"dead", "injured", "missing"} else "medium"


def _question(p: Quantity, q: Quantity) -> str:
    one, other = sorted((p.text, q.text))
    return f"Which figure is right: {one} or {other}?"


def _explanation(p: Quantity, q: Quantity, noun: str) -> str:
    one, other = sorted((p.text, q.text))
    of = f" of {noun}" if noun else ""
    return f"Both give the number{of}; {one} and {other} cannot both be right, even when rounded."
