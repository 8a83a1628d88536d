"""Outcomes → everything `eval` says about them: as values for scores.json, and as text in 80 columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from checker import __version__
from checker.evaluate import Outcome
from checker.model import FindingKind, Scope, Value
from checker.scores import (
    Change,
    Interval,
    Scores,
    Updates,
    by,
    compare_runs,
    confusion,
    scope_of,
    score,
    updates,
)

Confusion = dict[str, dict[str, int]]
SHOWN_CHANGES = 10  # ids of changed items on the terminal; all of them are in scores.json
INSTEAD = ("missed", "update", "abstained")
COUNTED = "items found missed alarms abst."


class Scoreboard(Value):
    """One run over labelled items. In the confusions, rows are labels and columns what was found."""

    checker_version: str
    engine: str
    model: str | None
    overall: Scores
    provable: Scores | None  # the expected disputes that numbers, dates, roles or words prove
    by_source: tuple[Scores, ...]
    by_kind: tuple[Scores, ...]
    by_scope: tuple[Scores, ...]
    kinds: Confusion
    scopes: Confusion
    updates: Updates
    near_misses: int  # false alarms that rest on what an answer key warns of
    within: int  # findings inside one side of a pair, of which its label says nothing
    change: Change | None = None  # against an earlier run


def scoreboard(
    outcomes: Sequence[Outcome],
    *,
    engine: str,
    model: str | None = None,
    before: Sequence[Outcome] | None = None,
) -> Scoreboard:
    """All figures for the outcomes of one run, and how they changed since `before`."""
    provable = [outcome for outcome in outcomes if outcome.provable and outcome.expected]
    return Scoreboard(
        checker_version=__version__,
        engine=engine,
        model=model,
        overall=score("all", outcomes),
        provable=score("provable", provable) if provable else None,
        by_source=by(outcomes, lambda outcome: outcome.source),
        by_kind=by(outcomes, lambda outcome: outcome.kind or "no kind"),
        by_scope=by(outcomes, scope_of),
        kinds=confusion(outcomes, lambda outcome: outcome.kind, lambda outcome: outcome.found_kind),
        scopes=confusion(outcomes, lambda outcome: outcome.scope, lambda outcome: outcome.found_scope),
        updates=updates(outcomes),
        near_misses=sum(outcome.near_miss for outcome in outcomes),
        within=sum(outcome.within for outcome in outcomes),
        change=None if before is None else compare_runs(before, outcomes),
    )


def to_text(board: Scoreboard) -> str:
    """What the terminal shows."""
    blocks = [_summary(board)]
    if len(board.by_source) > 1:
        blocks.append(_sources(board.by_source))
    blocks.append(_table("by kind", board.by_kind))
    if board.by_scope:
        blocks.append(_table("by scope", board.by_scope))
    if len(board.kinds.keys() - {"-"}):
        blocks.append(_confusion("kind", board.kinds, get_args(FindingKind)))
    if len(board.scopes.keys() - {"-"}):
        blocks.append(_confusion("scope", board.scopes, get_args(Scope)[:3]))
    if board.change is not None:
        blocks.append(_change(board.change))
    return "\n".join("".join(f"{line.rstrip()}\n" for line in block) for block in blocks)


def _summary(board: Scoreboard) -> Iterator[str]:
    whole = board.overall
    model = f", model {board.model}" if board.model else ""
    yield f"Engine {board.engine}{model}. {whole.items:,} items in {whole.articles:,} articles,"
    yield f"{whole.expected:,} contradictions to find. Brackets: 95 % intervals, bootstrapped by story."
    yield ""
    called = whole.found + whole.false_alarms
    yield _line("precision", whole.precision, f"{whole.found:,} of {called:,} called a contradiction are one")
    yield _line("recall", whole.recall, f"{whole.found:,} of {whole.expected:,} were found")
    if board.provable:
        words = "by numbers, dates, roles or words"
        yield _line("  of provable", board.provable.recall, f"of {board.provable.expected:,} {words}")
    yield _line("F1", whole.f1, "")
    yield _line("balanced accuracy", whole.balanced_accuracy, "mean of the shares right on either label")
    yield _line("scope right", whole.scope_right, "of those found")
    yield _line("kind right", whole.kind_right, "of those found")
    rate = whole.false_alarms_per_article
    near = f"; {board.near_misses} on what the answer key warns of" if board.near_misses else ""
    yield f"{'false alarms':<18} {whole.false_alarms:<6,} {_plain(rate)} per article{near}"
    yield f"{'abstained':<18} {whole.abstained:<6,} counted neither as found nor as false alarms"
    if whole.findings_per_dispute is not None:
        yield f"{'findings':<18} {whole.findings_per_dispute:<6.2f} per contradiction found"
    if board.updates.items:
        it = board.updates
        yield f"{'updates':<18} {it.items:<6,} {it.shown} shown as such, {it.passed} passed over,"
        yield f"{'':<25} {it.false_alarms} called contradictions, {it.abstained} abstained"
    if board.within:
        yield f"{'inside one side':<18} {board.within:<6,} findings in one side of a pair alone: not judged"


def _line(name: str, interval: Interval, about: str) -> str:
    return f"{name:<18} {_figure(interval):<19} {about}"


def _figure(interval: Interval) -> str:
    if interval.value is None:
        return "-"
    if interval.low is None or interval.high is None:
        return f"{interval.value:.3f}"
    return f"{interval.value:.3f} ({interval.low:.2f}-{interval.high:.2f})"


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _table(title: str, rows: Sequence[Scores]) -> Iterator[str]:
    """One row a set of items, with intervals."""
    yield f"{title:<12} {COUNTED}  {'precision':<15}{'recall':<15}F1"
    for row in rows:
        shares = f"{_short(row.precision):<15}{_short(row.recall):<15}{_plain(row.f1.value)[:4]}"
        yield f"{row.name[:12]:<12} {_counts(row)}  {shares}"


def _sources(rows: Sequence[Scores]) -> Iterator[str]:
    """One row a file or folder: longer names, no intervals, which few items would not bear."""
    yield f"{'by source':<26} {COUNTED}  {'prec.':<7}{'recall':<7}F1"
    for row in rows:
        name = row.name if len(row.name) <= 26 else row.name[:25] + "…"
        shares = f"{_plain(row.precision.value):<7}{_plain(row.recall.value):<7}{_plain(row.f1.value)}"
        yield f"{name:<26} {_counts(row)}  {shares}"


def _counts(row: Scores) -> str:
    return f"{row.items:>5} {row.found:>5} {row.missed:>6} {row.false_alarms:>6} {row.abstained:>5}"


def _short(interval: Interval) -> str:
    """An interval in fourteen characters: .94 .90-.97"""
    if interval.value is None:
        return "-"
    figures = [
        f"{each:.2f}".removeprefix("0")
        for each in (interval.value, interval.low, interval.high)
        if each is not None
    ]
    return f"{figures[0]} {'-'.join(figures[1:])}".rstrip()


def _confusion(what: str, table: Mapping[str, Mapping[str, int]], names: Sequence[str]) -> Iterator[str]:
    """Rows are labels; of the columns, those of labels and those with something in them."""
    columns = [
        name
        for name in (*names, "-", *INSTEAD)
        if name in ("missed", *table) or any(row.get(name) for row in table.values())
    ]
    column = 10 if len(columns) < 7 else 8 if len(columns) < 9 else 6
    heads = "".join(f"{_heading(name, column):>{column}}" for name in columns)
    yield f"{what + ', found':<14}{heads}"
    for label, row in table.items():
        cells = "".join(f"{row.get(name) or '·':>{column}}" for name in columns)
        yield f"{label[:13]:<14}{cells}"


def _heading(name: str, column: int) -> str:
    return name if len(name) < column else name[: column - 2] + "."


def _change(change: Change) -> Iterator[str]:
    yield f"Against the earlier run, {change.both:,} items in both:"
    for name, items in (("right only before", change.lost), ("right only now", change.gained)):
        more = f" and {len(items) - SHOWN_CHANGES} more" if len(items) > SHOWN_CHANGES else ""
        yield f"  {name}: {len(items)}"
        for item in items[:SHOWN_CHANGES]:
            yield f"    {item}"[:80]
        if more:
            yield f"   {more}"
    yield f"  McNemar's exact test: p = {change.p_value:.3f}"
