"""`checker check`: a folder of articles → a report, in files and on stdout."""

import gc
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from checker.commands import Outcome
from checker.commands.engine import engine_name, ready_engine
from checker.errors import OutputError
from checker.ingest import read_articles
from checker.model import Report, Severity, Usage
from checker.pipeline import check
from checker.progress import Shown, Silent
from checker.report import render, write_report
from checker.review.standing import Last, Standing, in_words, last_report, read_decisions, stand
from checker.settings import FailOn, Format, Settings, load_settings, parse_fail_on


async def run(arguments: Namespace) -> Outcome:
    """The report is in its folder; what is asked for goes to stdout."""
    given = {name: value for name, value in vars(arguments).items() if name in Settings.model_fields}
    resolved = load_settings(given, env=os.environ, config=arguments.config)
    settings = resolved.settings
    refuse_unwritable(settings.out)
    gc.set_threshold(50_000, 20, 100)  # values hold no cycles: looking for some took 9 % of the time
    name = engine_name(resolved)
    if name != "rules":
        next(read_articles(arguments.folder), None)  # a folder that is none is said before the first call
    if arguments.estimate:
        return Outcome(await _estimate(arguments.folder, settings, name))
    with Silent() if settings.quiet else Shown(sys.stderr, live=sys.stderr.isatty()) as progress:
        async with ready_engine(settings, name) as ready:
            report = await check(
                arguments.folder,
                engine=ready.engine,
                limits=ready.limits,
                settings=ready.shown,
                spent=ready.spent,
                progress=progress,
            )
    last = last_report(settings.out)
    standing = stand(report, before=last.report, decided=read_decisions(settings.out))
    counting = standing.counting(report)
    paths = write_report(report, settings.out)
    return Outcome(
        output=_output(report, counting, standing, settings.format),
        notes=() if settings.quiet else tuple(_notes(report, paths, settings, standing, last)),
        code=exit_code(counting, parse_fail_on(settings.fail_on)),
    )


def _output(report: Report, counting: Report, standing: Standing, form: Format) -> str:
    """The summary, without what reviewers dismissed and with how many that is; or the whole report."""
    if form != "text":
        return printed(report, form)
    told = "" if standing.first else f"\n{in_words(standing)}"
    return printed(counting, form) + told


async def _estimate(folder: Path, settings: Settings, name: str) -> str:
    if name == "rules":
        return "The rules engine asks nobody: no calls, no tokens.\n"
    from checker.commands.estimate import estimate

    return await estimate(folder, settings)


def _notes(
    report: Report, paths: Sequence[Path], settings: Settings, standing: Standing, last: Last
) -> Iterator[str]:
    yield from standing.problems
    if last.problem:
        yield last.problem
    if settings.format != "text" and not standing.first:  # the summary has it on stdout
        yield from in_words(standing).splitlines()
    if len(report.articles) == 1:
        yield "only one article: it was checked against itself, there was no other"
    usage = report.usage.get("total", Usage())
    if usage.calls or usage.cached:
        yield (
            f"{usage.calls:,} calls, {usage.cached:,} answers kept from before, "
            f"{usage.prompt_tokens:,} prompt and {usage.completion_tokens:,} completion tokens"
            f"{_price(usage, settings)}"
        )
    yield f"report written to {settings.out.as_posix()}/: {', '.join(path.name for path in paths)}"


def _price(usage: Usage, settings: Settings) -> str:
    """What the run cost, where both prices are set: they are the user's, none is built in."""
    if settings.price_in is None or settings.price_out is None:
        return ""
    millions = usage.prompt_tokens * settings.price_in + usage.completion_tokens * settings.price_out
    return f", at your prices {millions / 1_000_000:.4f}"


def refuse_unwritable(out: Path) -> None:
    """Raises OutputError where a report could not be written: better now than after the work."""
    for folder in (out, *out.absolute().parents):
        if folder.exists():
            if not folder.is_dir():
                raise OutputError(f"cannot write the report to {str(out)!r}: {str(folder)!r} is not a folder")
            if not os.access(folder, os.W_OK | os.X_OK):
                raise OutputError(f"cannot write the report to {str(out)!r}: no permission to write there")
            return


def printed(report: Report, form: str) -> str:
    """The report in the asked form, as it goes to stdout."""
    if form != "text":
        return render(report, form)
    from checker.report.terminal import to_text

    terminal = sys.stdout.isatty()
    color = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return to_text(report, width=shutil.get_terminal_size().columns if terminal else 80, color=color)


def exit_code(report: Report, fail_on: FailOn) -> int:
    """3 when something was lost, else 1 when a finding counts, else 0.

    Loss comes first: a 1 or a 0 says that everything was looked at, and that would not be true.
    """
    if report.failures or any(coverage.lost.characters for coverage in report.coverage):
        return 3
    ranks: tuple[Severity, ...] = get_args(Severity)  # from high to low
    enough = ranks[: ranks.index(fail_on.severity) + 1]
    counts = any(
        finding.scope in fail_on.scopes and finding.severity in enough for finding in report.findings
    )
    return 1 if counts else 0
