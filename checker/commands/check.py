"""`checker check`: a folder of articles → a report, in files and on stdout."""

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from checker.commands import Outcome
from checker.engines.base import Engine
from checker.errors import OutputError, SettingsError
from checker.model import Report, Severity
from checker.pipeline import Limits, check
from checker.progress import Shown, Silent
from checker.report import render, write_report
from checker.settings import FailOn, Format, Resolved, Settings, load_settings, parse_fail_on

FLAGS = ("out", "engine", "base_url", "model", "format", "fail_on", "max_chars", "max_group", "quiet")
# The report names the settings that can change it, not where or how it was printed.
SHOWN = ("max_chars", "max_group")


async def run(arguments: Namespace) -> Outcome:
    """The report is in its folder; what is asked for goes to stdout."""
    given = {name: getattr(arguments, name) for name in FLAGS if getattr(arguments, name) is not None}
    resolved = load_settings(given, env=os.environ, config=arguments.config)
    settings = resolved.settings
    engine = make_engine(resolved)
    refuse_unwritable(settings.out)
    with Silent() if settings.quiet else Shown(sys.stderr, live=sys.stderr.isatty()) as progress:
        report = await check(
            arguments.folder,
            engine=engine,
            limits=Limits(max_chars=settings.max_chars, max_group=settings.max_group),
            settings={name: resolved.value(name) for name in SHOWN},
            progress=progress,
        )
    paths = write_report(report, settings.out)
    return Outcome(
        output=printed(report, settings.format),
        notes=() if settings.quiet else _notes(report, paths, settings.out),
        code=exit_code(report, parse_fail_on(settings.fail_on)),
    )


def _notes(report: Report, paths: Sequence[Path], out: Path) -> tuple[str, ...]:
    written = f"report written to {out.as_posix()}/: {', '.join(path.name for path in paths)}"
    if len(report.articles) == 1:
        return ("only one article: it was checked against itself, there was no other", written)
    return (written,)


def make_engine(resolved: Resolved) -> Engine:
    """The engine that the settings ask for. Raises: SettingsError where they contradict each other."""
    settings = resolved.settings
    if settings.engine == "rules" or (settings.engine == "auto" and settings.base_url is None):
        if settings.engine == "auto" and settings.model is not None:
            raise SettingsError(
                f"model is {settings.model!r} (from {resolved.sources['model']}), but there is no address "
                "to ask it at: add --base-url URL, or --engine rules to check without a model"
            )
        from checker.engines.rules import RulesEngine

        return RulesEngine()
    return _model_engine(settings)


def _model_engine(settings: Settings) -> Engine:
    if settings.base_url is None:
        raise SettingsError("--engine llm needs an address: --base-url URL, as in http://localhost:11434/v1")
    if settings.model is None:
        raise SettingsError(f"which model at {settings.base_url}? Add --model NAME")
    raise SettingsError("this version has no model engine yet: use --engine rules")


def refuse_unwritable(out: Path) -> None:
    """Raises OutputError where a report could not be written: better now than after the work."""
    for folder in (out, *out.absolute().parents):
        if folder.exists():
            if not folder.is_dir():
                raise OutputError(f"cannot write the report to {str(out)!r}: {str(folder)!r} is not a folder")
            if not os.access(folder, os.W_OK | os.X_OK):
                raise OutputError(f"cannot write the report to {str(out)!r}: no permission to write there")
            return


def printed(report: Report, form: Format) -> str:
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
