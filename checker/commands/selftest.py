"""`checker selftest`: known changes in copies of the user's own articles → how many the check finds."""

import json
import os
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from checker.commands import Outcome
from checker.commands.check import refuse_unwritable
from checker.commands.engine import engine_name, ready_engine
from checker.errors import InputError, OutputError
from checker.ingest import read_articles
from checker.progress import Shown
from checker.selftest import Selftest, Tally, Trial, selftest
from checker.settings import Settings, load_settings

WIDTH = 80
HEAD = (
    f"{'changed':<12}{'planted':>8}{'found':>7}{'as update':>11}{'missed':>8}"
    f"{'abst.':>7}{'recall':>9}{'possible':>10}"
)


async def run(arguments: Namespace) -> Outcome:
    """Recall by kind of change, and false alarms, for this folder and this engine."""
    given = {name: value for name, value in vars(arguments).items() if name in Settings.model_fields}
    resolved = load_settings(given, env=os.environ, config=arguments.config)
    if arguments.k < 1:
        raise InputError(f"-k is {arguments.k}: at least one change is to be planted")
    if arguments.to is not None:
        refuse_unwritable(arguments.to)
    items = tuple(read_articles(arguments.folder))
    with Shown(sys.stderr, live=sys.stderr.isatty()) as progress:
        async with ready_engine(resolved.settings, engine_name(resolved)) as ready:
            result = await selftest(
                items,
                engine=ready.engine,
                size=arguments.k,
                seed=arguments.draw,
                limits=ready.limits,
                progress=lambda done, total: progress("compare", done, total),
            )
    as_json = json.dumps(result.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    notes: tuple[str, ...] = ()
    if arguments.to is not None:
        _write(arguments.to, as_json)
        notes = (f"written to {arguments.to.as_posix()}/: selftest.json",)
    return Outcome(as_json if arguments.form == "json" else to_text(result), notes)


def _write(folder: Path, text: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "selftest.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write to {str(folder)!r}: {error.strerror}") from error


def to_text(result: Selftest) -> str:
    """What the terminal shows."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(result))


def _lines(result: Selftest) -> Iterator[str]:
    model = f", model {result.model}" if result.model else ""
    planted = len(result.trials)
    yield f"Engine {result.engine}{model}. {result.articles:,} articles, {planted:,} known changes:"
    yield "each in a copy of one article, by another outlet, one at a time."
    yield ""
    yield HEAD
    yield from map(_row, result.tallies)
    yield ""
    alarms = [question for each in result.trials for question in each.alarms]
    yield f"False alarms in these {planted:,} runs: {len(alarms):,} new findings that no change explains"
    yield from _listed(alarms)
    found = len(result.untouched)
    yield f"The folder as it is: {found:,} findings; a reader can say which are false alarms"
    yield from _listed(result.untouched)
    if result.failures:
        yield f"{result.failures:,} failures on the folder as it is: see 'checker check'"
    missed = [each for each in result.trials if each.fate != "found"]
    if missed:
        yield ""
        yield "Not found:"
        for each in missed:
            yield from _shown(each)


def _row(tally: Tally) -> str:
    recall = "-" if tally.recall is None else f"{tally.recall:.2f}"
    counts = f"{tally.planted:>8}{tally.found:>7}{tally.update:>11}{tally.missed:>8}{tally.abstained:>7}"
    return f"{tally.kind:<12}{counts}{recall:>9}{tally.available:>10}"


def _listed(questions: tuple[str, ...] | list[str]) -> Iterator[str]:
    for question in questions:
        yield from textwrap.wrap(question, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _shown(trial: Trial) -> Iterator[str]:
    """The sentence before and after."""
    fate = "" if trial.fate == "missed" else f" ({trial.fate})"
    yield f"  {trial.plant.kind} in {trial.plant.path}{fate}"
    for mark, text in (("-", trial.plant.before), ("+", trial.plant.after)):
        shown = textwrap.shorten(text, 3 * (WIDTH - 6), placeholder=" …")
        yield from textwrap.wrap(shown, WIDTH, initial_indent=f"    {mark} ", subsequent_indent="      ")
