"""Outcomes → figures: precision, recall, F1, balanced accuracy, with intervals; two runs item by item."""

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from checker.evaluate import Outcome
from checker.model import Value

RESAMPLES = 1_000
SEED = 20  # the intervals come out the same every time


class Counts(NamedTuple):
    """How the items of one set came out; the shares follow from these. A share of nothing is None."""

    found: int = 0  # contradictions found that are there
    missed: int = 0
    alarms: int = 0  # contradictions found that are not there
    passed: int = 0  # none there, none found
    abstained: int = 0  # on a contradiction
    abstained_other: int = 0  # where there is none
    scoped: int = 0  # contradictions found whose label has a scope
    scope_right: int = 0
    kinded: int = 0  # contradictions found whose label has a kind
    kind_right: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Both sets together."""
        return Counts(*map(sum, zip(self, other, strict=True)))

    @property
    def precision(self) -> float | None:
        """Of what was called a contradiction, the share that is one."""
        return _share(self.found, self.found + self.alarms)

    @property
    def recall(self) -> float | None:
        """Of the contradictions there are, the share found; an abstention is not found."""
        return _share(self.found, self.found + self.missed + self.abstained)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall, in the form that needs neither."""
        wrong = self.alarms + self.missed + self.abstained
        return _share(2 * self.found, 2 * self.found + wrong)

    @property
    def specificity(self) -> float | None:
        """Of the items without a contradiction, the share not called one; an abstention is not right."""
        return _share(self.passed, self.passed + self.alarms + self.abstained_other)

    @property
    def balanced_accuracy(self) -> float | None:
        """The mean of the shares right among contradictions and among the rest."""
        yes, no = self.recall, self.specificity
        return None if yes is None or no is None else (yes + no) / 2

    @property
    def scope_share(self) -> float | None:
        """Of the contradictions found whose label has a scope, the share given that scope."""
        return _share(self.scope_right, self.scoped)

    @property
    def kind_share(self) -> float | None:
        """Of the contradictions found whose label has a kind, the share given that kind."""
        return _share(self.kind_right, self.kinded)


class Interval(Value):
    """A figure with its 95 % bootstrap interval (percentile method, whole stories drawn).

    `value` None: nothing to measure. `low` and `high` None: fewer than two stories to draw from.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


class Scores(Value):
    """How one set of outcomes came out. `abstained` items count neither as found nor as false alarms."""

    name: str
    items: int
    expected: int
    found: int
    missed: int
    false_alarms: int
    abstained: int
    precision: Interval
    recall: Interval
    f1: Interval
    balanced_accuracy: Interval
    scope_right: Interval
    kind_right: Interval
    articles: int
    false_alarms_per_article: float | None
    findings_per_dispute: float | None  # of the disputes found: 1 is one finding each


class Updates(Value):
    """What became of the items whose later side replaces the earlier one."""

    items: int
    shown: int  # as updates
    passed: int  # in silence
    false_alarms: int
    abstained: int


class Change(Value):
    """Two runs on the same items: what only one of them had right, and how likely so much is by chance."""

    both: int  # items of both runs
    lost: tuple[str, ...]  # right in the first run only
    gained: tuple[str, ...]  # right in the second run only
    p_value: float


def count(outcomes: Iterable[Outcome]) -> Counts:
    """The outcomes, counted."""
    total = Counts()
    for outcome in outcomes:
        total = total.plus(_count_one(outcome))
    return total


def _count_one(outcome: Outcome) -> Counts:
    called = outcome.verdict == "contradiction"
    if outcome.verdict == "abstained":
        return Counts(abstained=1) if outcome.expected else Counts(abstained_other=1)
    if not outcome.expected:
        return Counts(alarms=1) if called else Counts(passed=1)
    if not called:
        return Counts(missed=1)
    return Counts(
        found=1,
        scoped=int(outcome.scope is not None),
        scope_right=int(outcome.scope is not None and outcome.scope == outcome.found_scope),
        kinded=int(outcome.kind is not None),
        kind_right=int(outcome.kind is not None and outcome.kind == outcome.found_kind),
    )


def score(name: str, outcomes: Sequence[Outcome]) -> Scores:
    """The figures for one set of outcomes, in any order."""
    stories: dict[str, Counts] = {}
    for outcome in outcomes:
        key = f"{outcome.source}/{outcome.story}"
        stories[key] = stories.get(key, Counts()).plus(_count_one(outcome))
    total = count(outcomes)
    drawn = _draws(tuple(stories[key] for key in sorted(stories)))
    articles = sum(outcome.articles for outcome in outcomes)
    found = [o.findings for o in outcomes if o.expected and o.verdict == "contradiction"]
    return Scores(
        name=name,
        items=len(outcomes),
        expected=total.found + total.missed + total.abstained,
        found=total.found,
        missed=total.missed,
        false_alarms=total.alarms,
        abstained=total.abstained + total.abstained_other,
        precision=_interval(total, drawn, lambda counts: counts.precision),
        recall=_interval(total, drawn, lambda counts: counts.recall),
        f1=_interval(total, drawn, lambda counts: counts.f1),
        balanced_accuracy=_interval(total, drawn, lambda counts: counts.balanced_accuracy),
        scope_right=_interval(total, drawn, lambda counts: counts.scope_share),
        kind_right=_interval(total, drawn, lambda counts: counts.kind_share),
        articles=articles,
        false_alarms_per_article=_share(total.alarms, articles),
        findings_per_dispute=_share(sum(found), len(found)),
    )


def by(outcomes: Sequence[Outcome], key: Callable[[Outcome], str | None]) -> tuple[Scores, ...]:
    """The figures for each value of `key`, sorted by it; items for which it is None are left out."""
    parts: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if (value := key(outcome)) is not None:
            parts.setdefault(value, []).append(outcome)
    return tuple(score(name, parts[name]) for name in sorted(parts))


def scope_of(outcome: Outcome) -> str | None:
    """The scope to count an item under: its label's, else that of the false alarm, else none."""
    if outcome.expected or outcome.verdict == "contradiction":
        return outcome.scope if outcome.expected else outcome.found_scope
    return None


def confusion(
    outcomes: Iterable[Outcome],
    label: Callable[[Outcome], str | None],
    found: Callable[[Outcome], str | None],
) -> dict[str, dict[str, int]]:
    """Label → what was found instead or rightly → how often, over the contradictions there are.

    Beside the values of `found`: "missed", "update" and "abstained".
    """
    table: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        if outcome.expected:
            row = table.setdefault(label(outcome) or "-", {})
            column = {"contradiction": found(outcome) or "-", "none": "missed"}.get(
                outcome.verdict, outcome.verdict
            )
            row[column] = row.get(column, 0) + 1
    return {key: dict(sorted(table[key].items())) for key in sorted(table)}


def updates(outcomes: Iterable[Outcome]) -> Updates:
    """What became of the items labelled as updates; an update that is a contradiction besides is none."""
    verdicts = [each.verdict for each in outcomes if each.scope == "update" and not each.expected]
    return Updates(
        items=len(verdicts),
        shown=verdicts.count("update"),
        passed=verdicts.count("none"),
        false_alarms=verdicts.count("contradiction"),
        abstained=verdicts.count("abstained"),
    )


def compare_runs(first: Sequence[Outcome], second: Sequence[Outcome]) -> Change:
    """McNemar's exact test, two-sided, on the items both runs have.

    A false alarm in a folder is an item of the run that raised it. The other run, if it
    judged that folder, did not raise it: it had that item right.
    Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947;
    exact binomial form.
    """
    ours, theirs = _verdicts(first, second), _verdicts(second, first)
    both = [key for key in ours if key in theirs]
    lost = tuple(key for key in both if ours[key] and not theirs[key])
    gained = tuple(key for key in both if theirs[key] and not ours[key])
    return Change(both=len(both), lost=lost, gained=gained, p_value=mcnemar(len(lost), len(gained)))


def _verdicts(run: Sequence[Outcome], other: Sequence[Outcome]) -> Mapping[str, bool]:
    """Item → whether the run had it right, with the false alarms that only the other run raised."""
    verdicts = {f"{outcome.source}:{outcome.id}": outcome.right for outcome in run}
    judged = {outcome.source for outcome in run}
    for outcome in other:
        if outcome.sort == "finding" and outcome.source in judged:
            verdicts.setdefault(f"{outcome.source}:{outcome.id}", True)
    return verdicts


def mcnemar(only_first: int, only_second: int) -> float:
    """How likely a split at least as uneven is when either side of it is as likely as the other."""
    total = only_first + only_second
    tail = sum(math.comb(total, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, tail / 2 ** (total - 1)) if total else 1.0


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _draws(stories: Sequence[Counts]) -> tuple[Counts, ...]:
    """As many sets as RESAMPLES, each of as many stories as there are, drawn with replacement."""
    if len(stories) < 2:
        return ()
    draw = random.Random(SEED)
    return tuple(
        Counts(*map(sum, zip(*draw.choices(stories, k=len(stories)), strict=True))) for _ in range(RESAMPLES)
    )


def _interval(total: Counts, drawn: Sequence[Counts], measure: Callable[[Counts], float | None]) -> Interval:
    value = measure(total)
    figures = sorted(figure for counts in drawn if (figure := measure(counts)) is not None)
    if value is None or not figures:
        return Interval(value=value)
    return Interval(
        value=value,
        low=figures[int(0.025 * len(figures))],
        high=figures[min(len(figures) - 1, int(0.975 * len(figures)))],
    )
