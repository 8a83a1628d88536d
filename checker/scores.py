"""Outcomes → figures: precision, recall, F1, balanced accuracy, with intervals; two runs item by item."""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from checker.evaluate import Outcome
from checker.model import Value

RESAMPLES = 1_000
SEED = 20  # the intervals come out the same every time


class Interval(Value):
    """A figure with its 95 % bootstrap interval (percentile method). None: nothing to measure."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Scores(Value):
    """How one set of outcomes came out. `abstained` items count neither as right nor as wrong."""

    name: str
    items: int
    expected: int
    found: int  # contradictions found that are there
    missed: int
    false_alarms: int
    abstained: int
    precision: Interval
    recall: Interval
    f1: Interval
    balanced_accuracy: Interval
    scope_right: Interval  # of the contradictions found that have a scope on their label
    false_alarms_per_article: float


class Change(NamedTuple):
    """Two runs on the same items: how many only one of them had right, and how likely that is by chance."""

    only_first_right: int
    only_second_right: int
    p_value: float


def score(name: str, outcomes: Sequence[Outcome]) -> Scores:
    """The figures for one set of outcomes, in any order."""
    answered = [outcome for outcome in outcomes if outcome.verdict != "abstained"]
    called = [outcome.verdict == "contradiction" for outcome in answered]
    found = sum(call and outcome.expected for call, outcome in zip(called, answered, strict=True))
    alarms = sum(call and not outcome.expected for call, outcome in zip(called, answered, strict=True))
    articles = sum(outcome.articles for outcome in outcomes)
    return Scores(
        name=name,
        items=len(outcomes),
        expected=sum(outcome.expected for outcome in outcomes),
        found=found,
        missed=sum(outcome.expected for outcome in answered) - found,
        false_alarms=alarms,
        abstained=len(outcomes) - len(answered),
        precision=_interval(outcomes, precision),
        recall=_interval(outcomes, recall),
        f1=_interval(outcomes, f1),
        balanced_accuracy=_interval(outcomes, balanced_accuracy),
        scope_right=_interval(outcomes, scope_right),
        false_alarms_per_article=alarms / articles if articles else 0.0,
    )


def by(outcomes: Sequence[Outcome], key: Callable[[Outcome], str | None]) -> tuple[Scores, ...]:
    """The figures for each value of `key`, sorted by it; items without one are "-"."""
    parts: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        parts.setdefault(key(outcome) or "-", []).append(outcome)
    return tuple(score(name, parts[name]) for name in sorted(parts))


def precision(outcomes: Sequence[Outcome]) -> float | None:
    """Of what was called a contradiction, the share that is one."""
    called = [outcome for outcome in outcomes if outcome.verdict == "contradiction"]
    return _share(outcome.expected for outcome in called)


def recall(outcomes: Sequence[Outcome]) -> float | None:
    """Of the contradictions there are, the share found; an abstention is not found."""
    return _share(outcome.verdict == "contradiction" for outcome in outcomes if outcome.expected)


def f1(outcomes: Sequence[Outcome]) -> float | None:
    """The harmonic mean of precision and recall."""
    p, r = precision(outcomes), recall(outcomes)
    if p is None or r is None:
        return None
    return 2 * p * r / (p + r) if p + r else 0.0


def balanced_accuracy(outcomes: Sequence[Outcome]) -> float | None:
    """The mean of the shares right among contradictions and among the rest."""
    yes = _share(outcome.right for outcome in outcomes if outcome.expected)
    no = _share(outcome.right for outcome in outcomes if not outcome.expected)
    return None if yes is None or no is None else (yes + no) / 2


def scope_right(outcomes: Sequence[Outcome]) -> float | None:
    """Of the contradictions found whose label has a scope, the share given that scope."""
    true = [o for o in outcomes if o.expected and o.verdict == "contradiction" and o.scope]
    return _share(outcome.scope == outcome.found_scope for outcome in true)


def compare_runs(first: Sequence[Outcome], second: Sequence[Outcome]) -> Change:
    """McNemar's exact test on the items both runs have.

    Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947;
    exact binomial form, two-sided.
    """
    other = {outcome.id: outcome.right for outcome in second}
    pairs = [(outcome.right, other[outcome.id]) for outcome in first if outcome.id in other]
    only_first = sum(a and not b for a, b in pairs)
    only_second = sum(b and not a for a, b in pairs)
    total = only_first + only_second
    tail = sum(math.comb(total, k) for k in range(min(only_first, only_second) + 1))
    return Change(only_first, only_second, min(1.0, 2 * tail / 2**total) if total else 1.0)


def _share(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def _interval(outcomes: Sequence[Outcome], measure: Callable[[Sequence[Outcome]], float | None]) -> Interval:
    value = measure(outcomes)
    if value is None:
        return Interval(value=None)
    draw = random.Random(SEED)
    samples = (draw.choices(outcomes, k=len(outcomes)) for _ in range(RESAMPLES))
    drawn = sorted(figure for sample in samples if (figure := measure(sample)) is not None)
    return Interval(
        value=value,
        low=drawn[int(0.025 * len(drawn))],
        high=drawn[min(len(drawn) - 1, int(0.975 * len(drawn)))],
    )
