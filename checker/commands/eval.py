"""`checker eval`: labelled pairs and labelled folders → how often the check is right."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from checker.commands import Outcome
from checker.commands.engine import Ready, engine_name, ready_engine
from checker.errors import InputError, OutputError
from checker.evaluate import (
    Expected,
    judge_folder,
    judge_pairs,
    read_expected,
    read_outcomes,
    read_pairs,
    to_jsonl,
)
from checker.evaluate import Outcome as Judged
from checker.progress import Shown
from checker.scores import Interval, Scores, by, compare_runs, score
from checker.settings import Settings, load_settings

KEY = "expected.json"  # the answer key in a labelled folder


async def run(arguments: Namespace) -> Outcome:
    """The scores over everything that is labelled, and by kind; against an earlier run where one is given."""
    given = {name: value for name, value in vars(arguments).items() if name in Settings.model_fields}
    resolved = load_settings(given, env=os.environ, config=arguments.config)
    before = read_outcomes(arguments.against) if arguments.against else None
    async with ready_engine(resolved.settings, engine_name(resolved)) as ready:
        judged = [outcome for path in arguments.labelled for outcome in await _judge(path, ready)]
    if arguments.save:
        _save(arguments.save, to_jsonl(judged))
    scores = (score("all", judged), *by(judged, lambda outcome: outcome.kind))
    if arguments.as_json:
        return Outcome(json.dumps([each.model_dump(mode="json") for each in scores], indent=1) + "\n")
    return Outcome(_table(scores) + (_change(before, judged) if before is not None else ""))


async def _judge(path: Path, ready: Ready) -> tuple[Judged, ...]:
    """What became of each item of a file of pairs, or of a folder with its answer key."""
    if (expected := _answer_key(path)) is not None:
        return await judge_folder(path, expected, engine=ready.engine, limits=ready.limits)
    pairs = tuple(read_pairs(path))
    with Shown(sys.stderr, live=sys.stderr.isatty()) as progress:
        return await judge_pairs(
            pairs,
            engine=ready.engine,
            limits=ready.limits,
            progress=lambda done: progress("compare", done, len(pairs)),
        )


def _answer_key(path: Path) -> Expected | None:
    """The answer key of a labelled folder; None for a file. Raises: InputError for a folder without one."""
    if not path.is_dir():
        return None
    if not (path / KEY).exists():
        raise InputError(f"no {KEY} in {str(path)!r}: a labelled folder holds its answer key")
    return read_expected(path / KEY)


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write {str(path)!r}: {error.strerror}") from error


def _table(scores: Sequence[Scores]) -> str:
    """One row for each set of items; the intervals are bootstrapped at 95 %."""
    width = max(12, *(len(each.name) for each in scores))
    lines = [f"{'':<{width}} items found missed alarms abst.  precision           recall              F1"]
    for each in scores:
        counts = (
            f"{each.items:>5} {each.found:>5} {each.missed:>6} {each.false_alarms:>6} {each.abstained:>5}"
        )
        shares = f"{_figure(each.precision):<19} {_figure(each.recall):<19} {_figure(each.f1)}"
        lines.append(f"{each.name:<{width}} {counts} {each.abstained:>5}  {shares}")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _figure(interval: Interval) -> str:
    if interval.value is None:
        return "-"
    if interval.low is None or interval.high is None:
        return f"{interval.value:.3f}"
    return f"{interval.value:.3f} ({interval.low:.2f}-{interval.high:.2f})"


def _change(before: Sequence[Judged], now: Sequence[Judged]) -> str:
    change = compare_runs(before, now)
    return (
        f"right only before: {change.only_first_right}, right only now: {change.only_second_right} "
        f"(p = {change.p_value:.3f} that this is chance)\n"
    )
