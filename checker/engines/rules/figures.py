"""Different figures for the same measure of the same thing.

Two numbers conflict only when the same thing is counted (same noun or unit), the sentences are about
the same matter, nothing marks one as a part or an addition, and no rounding makes them agree.
An evolving count (a toll, the displaced) that a later article puts differently is an update.
"""

from datetime import date, datetime
from typing import Literal

from checker.engines.rules.alike import Likeness, changes, likeness, rival_names
from checker.engines.rules.evidence import comparable, conflict
from checker.model import Conflict, Fact, Quantity, Scope, Severity
from checker.normalise.dates import compare_periods
from checker.normalise.quantity import compare_quantities
from checker.normalise.words import plain, stem, tokens

# Swept on the tuning half of fixtures/cases together with the other thresholds of this engine.
NEARLY_SAME = 0.72  # word by word: the sentences differ in little but the figure
SAME_MATTER = 0.6  # of the smaller side's names and content words
MAX_CHANGES = 4  # stretches of words, the figure among them
MIN_SHARED = 2  # names and content words besides the thing counted

MEASURES: dict[str, frozenset[str]] = {
    "dead": frozenset(
        map(stem, "killed dead died dies death deaths fatalities toll perished drowned lives".split())
    ),
    "injured": frozenset(
        map(stem, "injured wounded hurt injuries casualties hospitalised hospitalized".split())
    ),
    "missing": frozenset(map(stem, "missing unaccounted".split())),
    "held": frozenset(map(stem, "arrested detained arrests custody jailed".split())),
    "displaced": frozenset(
        map(stem, "evacuated displaced homeless evacuees evacuations sheltered shelters".split())
    ),
    "infected": frozenset(map(stem, "infected cases infections tested sickened ill".split())),
    "damaged": frozenset(map(stem, "damaged destroyed flattened burned burnt gutted".split())),
    "rescued": frozenset(map(stem, "rescued saved freed pulled".split())),
}
EVOLVING = frozenset(MEASURES)
_PART = frozenset(
    "another more additional further extra other others remaining each every per apiece including among "
    "includes included additionally average up down since alone earlier previous previously last next".split()
)
_PEOPLE = frozenset(
    map(
        stem,
        "person people man woman men women resident victim passenger civilian worker body individual".split(),
    )
)


def find_figure_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two quantity claims, or None. Symmetric."""
    if not (a.claim.value and b.claim.value and comparable(a, b)):
        return None
    p, q = stated(a), stated(b)
    if p is None or q is None or not _same_thing(p, q) or compare_quantities(p, q) != "different":
        return None
    alike = likeness(a, b)
    if not _same_matter(a, p, b, q, alike):
        return None
    noun = p.of or q.of
    question = f"How many: {noun}?" if noun else "Which figure is right?"
    values = sorted({p.text, q.text})
    if noun or values:
        question = _question(p, q)
    return conflict(
        a,
        b,
        rule="figures",
        positions=(p.text, q.text),
        question=question,
        explanation=_explanation(p, q, noun),
        severity=_severity(a, p),
        scope=_update(a, p, b, q),
    )


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
    """Which well-known measures (dead, injured, ...) the words around the figure speak of."""
    near = {stem(word) for word in _near(fact.claim.quote, quantity, reach=8)}
    return frozenset(name for name, words in MEASURES.items() if near & words)


def _near(text: str, quantity: Quantity, *, reach: int) -> list[str]:
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


def _same_matter(a: Fact, p: Quantity, b: Fact, q: Quantity, alike: Likeness) -> bool:
    if rival_names(a, b) or _apart_in_time(a, b):
        return False
    if _part(a, p) != _part(b, q):
        return False
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is not None:
        return len(differing) <= MAX_CHANGES
    if p.unit == "ordinal":
        return False
    measures = measure(a, p), measure(b, q)
    if measures[0] != measures[1] and any(measures):
        return False
    counted = {stem(word) for word in (p.of, q.of) if word}
    shared = len(alike.stems - counted) + len(alike.names)
    if measures[0] and shared >= MIN_SHARED and set(a.names) == set(b.names):
        return True
    return shared > MIN_SHARED and alike.cover >= SAME_MATTER and alike.both >= SAME_MATTER / 2


def _part(fact: Fact, quantity: Quantity) -> frozenset[str]:
    """Words near the figure that make it a part, an addition or a rate."""
    return frozenset(_near(fact.claim.quote, quantity, reach=3)) & _PART


def _apart_in_time(a: Fact, b: Fact) -> bool:
    if not (a.periods and b.periods):
        return False
    return all(compare_periods(x, y) == "disjoint" for x in a.periods for y in b.periods)


def _update(a: Fact, p: Quantity, b: Fact, q: Quantity) -> Scope | None:
    """`update` when the count grows with the story and one article is later than the other."""
    if (measure(a, p) | measure(b, q)) & EVOLVING and later(a, b) is not None:
        return "update"
    return None


def later(a: Fact, b: Fact) -> Literal["first", "second"] | None:
    """Which of two facts stands in the later article; None when that is not known or they are of one day."""
    first, second = _moment(a.published), _moment(b.published)
    if first is None or second is None or first == second:
        return None
    if len(first) != len(second):
        first, second = first[:3], second[:3]
    if first == second:
        return None
    return "first" if first > second else "second"


def _moment(published: date | datetime | None) -> tuple[int, ...] | None:
    if published is None:
        return None
    if isinstance(published, datetime):
        return (published.year, published.month, published.day, published.hour, published.minute)
    return (published.year, published.month, published.day)


def _severity(a: Fact, p: Quantity) -> Severity:
    if measure(a, p) & {"dead", "injured", "missing"}:
        return "high"
    return "medium"


def _question(p: Quantity, q: Quantity) -> str:
    one, other = sorted((p.text, q.text))
    return f"Which figure is right: {one} or {other}?"


def _explanation(p: Quantity, q: Quantity, noun: str) -> str:
    one, other = sorted((p.text, q.text))
    of = f" of {noun}" if noun else ""
    return f"Both give the number{of}; {one} and {other} cannot both be right, even when rounded."
