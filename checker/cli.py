"""argv → a command → an exit code (see EXIT_CODES). The only module that prints or exits.

Nothing is imported here but the standard library: a command's own module, and all it
needs, is imported when the command runs, so that `checker --help` starts at once.
"""

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, NoReturn

from checker import __version__
from checker.commands import Outcome
from checker.errors import CheckerError

STOPPED = 2
FORMS = "text, json, markdown, html, csv, sarif, junit, jsonl, annotations or queries"
INTERRUPTED = 130
EXIT_CODES = """\
exit codes:
  0    nothing found
  1    findings that count (see check --fail-on); verify: problems; diff: a difference
  2    usage, configuration or input: nothing was checked
  3    finished, but something was lost: the report says what
  130  interrupted; the same command again goes on
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code, after everything is printed. No traceback unless CHECKER_DEBUG is set."""
    _take_interrupts_at_once()
    try:
        arguments = parser().parse_args(argv)
        return _finish(_run(arguments))
    except CheckerError as error:
        return _stop(str(error))
    except KeyboardInterrupt:
        return _stop("interrupted; run the same command again to go on", code=INTERRUPTED)
    except Exception as error:  # the last edge: whatever it is, the user gets one line
        if os.environ.get("CHECKER_DEBUG"):
            raise
        first_line = str(error).partition("\n")[0][:200]
        return _stop(
            f"internal error: {type(error).__name__}: {first_line} (CHECKER_DEBUG=1 shows the traceback)"
        )


def parser() -> argparse.ArgumentParser:
    """What can be typed after `checker`."""
    top = argparse.ArgumentParser(
        prog="checker",
        description="Find where news articles contradict each other, with the words on every side.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"checker {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands)
    _add_report(commands)
    _add_review(commands)
    _add_diff(commands)
    _add_verify(commands)
    _add_fetch(commands)
    _add_doctor(commands)
    _add_answers(commands)
    _add_eval(commands)
    _add_selftest(commands)
    _add_config(commands)
    return top


def _add_check(commands: Any) -> None:  # argparse keeps the type of its subparsers to itself
    check = commands.add_parser(
        "check",
        help="check a folder of articles on one story",
        description="Check the articles in FOLDER against each other: text, Markdown, HTML, and more.\n"
        "Without a model's address nothing leaves this machine.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,  # a flag that is not given leaves its setting to other sources
    )
    check.add_argument("folder", metavar="FOLDER", type=Path, help="the articles, subfolders included")
    check.add_argument("--out", metavar="DIR", help="folder for the report (default: consistency-report)")
    check.add_argument("--format", metavar="FORM", help=f"{FORMS} (default: text)")
    check.add_argument(
        "--fail-on",
        metavar="WHAT",
        help="what makes the exit code 1: any (default: every contradiction, updates are none), "
        "never, or scopes (outlets, speakers, article, update) and one severity (high, medium, low), "
        "with commas between",
    )
    check.add_argument("--quiet", action="store_const", const="yes", help="nothing on stderr but errors")
    check.add_argument(
        "--estimate", action="store_true", default=False, help="print what it would ask, and ask nothing"
    )
    _add_engine_flags(check)


def _add_engine_flags(command: argparse.ArgumentParser) -> None:
    """The flags of every command that runs an engine."""
    command.add_argument(
        "--engine", metavar="NAME", help="auto, rules, llm or cascade (default: auto: llm with an address)"
    )
    command.add_argument("--max-chars", metavar="N", help="characters the engine reads at once")
    command.add_argument("--max-group", metavar="N", help="claims the engine compares at once")
    _add_config_file(command)
    model = command.add_argument_group("with a language model")
    model.add_argument("--base-url", metavar="URL", help="address of an OpenAI-compatible endpoint")
    model.add_argument("--model", metavar="NAME", help="model to ask there")
    model.add_argument("--max-concurrency", metavar="N", help="requests under way at once (default: 8)")
    model.add_argument("--timeout-s", metavar="S", help="seconds for one request (default: 120)")
    model.add_argument("--max-tokens-total", metavar="N", help="stop asking after so many tokens")
    model.add_argument("--price-in", metavar="X", help="price of a million prompt tokens")
    model.add_argument("--price-out", metavar="X", help="price of a million completion tokens")
    model.add_argument(
        "--offline", action="store_const", const="yes", help="no calls: answers kept from before only"
    )
    model.add_argument("--answers", metavar="FILE", help="where answers are kept")


def _add_report(commands: Any) -> None:
    report = commands.add_parser(
        "report",
        help="show a report again, in any form",
        description="Print the report in DIR in another form; or, in figures, what its reviewers decided.",
        allow_abbrev=False,
    )
    report.add_argument("report", metavar="DIR", type=Path, help="folder that check wrote")
    report.add_argument(
        "--format",
        metavar="FORM",
        default="text",
        help=f"{FORMS} (default: text), or pairs: what reviewers decided, as labelled pairs for eval",
    )
    report.add_argument("--stats", action="store_true", help="how often its reviewers found it right")


def _add_review(commands: Any) -> None:
    review = commands.add_parser(
        "review",
        help="accept or dismiss what a report found",
        description="Open the report in DIR for review, in the browser. What is decided is kept in\n"
        "DIR/reviews.jsonl; what is dismissed there no longer counts in a check into DIR.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    review.add_argument("report", metavar="DIR", type=Path, help="folder that check wrote")
    review.add_argument("--terminal", action="store_true", help="here, without a browser")
    review.add_argument(
        "--as", metavar="NAME", dest="who", help="who reviews (default: the name git knows, or the login)"
    )
    review.add_argument("--port", metavar="N", type=int, default=0, help="default: one that is free")
    review.add_argument(
        "--no-browser", action="store_false", dest="browser", help="print the address, open nothing"
    )


def _add_diff(commands: Any) -> None:
    diff = commands.add_parser(
        "diff",
        help="what appeared, vanished or changed between two reports",
        description="Compare the findings of two reports. Exits with 1 where they differ.",
        allow_abbrev=False,
    )
    diff.add_argument("old", metavar="OLD", type=Path, help="folder that check wrote, or its report.json")
    diff.add_argument("new", metavar="NEW", type=Path, help="the same, later")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _add_verify(commands: Any) -> None:
    verify = commands.add_parser(
        "verify",
        help="re-check every quote, offset and hash of a report",
        description="Re-check every quote, offset and hash of the report in DIR. No network.",
        allow_abbrev=False,
    )
    verify.add_argument("report", metavar="DIR", type=Path, help="folder that check wrote")
    verify.add_argument("--folder", metavar="FOLDER", type=Path, help="the articles: compare with them too")


def _add_fetch(commands: Any) -> None:
    fetch = commands.add_parser(
        "fetch",
        help="save pages from the web as articles in a folder",
        description="Save the pages at the addresses as files in FOLDER, with address, time and hash in its\n"
        "sources.toml. One request at a time per host; what robots.txt asks not to fetch is not.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    fetch.add_argument("url", metavar="URL", nargs="+", help="http or https address of an article")
    fetch.add_argument("--into", metavar="FOLDER", type=Path, required=True, help="made if missing")
    fetch.add_argument(
        "--allow-private", action="store_true", help="also addresses that are not on the public internet"
    )
    fetch.add_argument(
        "--timeout-s", metavar="S", type=_positive, default=30.0, help="seconds for one answer (default: 30)"
    )
    fetch.add_argument(
        "--max-bytes", metavar="N", type=_count, default=20_000_000, help="for one page (default: 20000000)"
    )


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3_600:
        raise ValueError
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def _add_doctor(commands: Any) -> None:
    doctor = commands.add_parser(
        "doctor",
        help="find out what a model's endpoint can do",
        description="Find out in under a minute what an OpenAI-compatible endpoint can do, and which\n"
        "settings follow. Without an address, look for local servers on their usual ports.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    doctor.add_argument("--base-url", metavar="URL", help="address of an OpenAI-compatible endpoint")
    doctor.add_argument("--model", metavar="NAME", help="model to examine")
    doctor.add_argument(
        "--write", action="store_true", default=False, help="put the settings that follow into the file"
    )
    _add_config_file(doctor)


def _add_answers(commands: Any) -> None:
    answers = commands.add_parser(
        "answers",
        help="move a model's kept answers",
        description="Move a model's kept answers.",
        allow_abbrev=False,
    )
    actions = answers.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action, about in (
        ("export", "write all kept answers to FILE, one JSON object a line"),
        ("import", "take the answers in FILE into the kept ones"),
    ):
        command = actions.add_parser(
            action,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
        )
        command.add_argument("file", metavar="FILE", type=Path, help="lines of JSON")
        command.add_argument("--answers", metavar="FILE", help="where answers are kept")
        _add_config_file(command)


def _add_eval(commands: Any) -> None:
    evaluation = commands.add_parser(
        "eval",
        help="score the check on labelled articles",
        description="Score the check on labelled pairs (FILE.jsonl) and folders (with an expected.json,\n"
        "or of folders with one).",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    evaluation.add_argument("labelled", metavar="LABELLED", type=Path, nargs="+", help="FILE.jsonl or folder")
    evaluation.add_argument(
        "--expected", metavar="FILE", type=Path, default=None, help="the answer key of the one folder named"
    )
    evaluation.add_argument(
        "--sample", metavar="N", type=int, default=None, help="N pairs of each file, the same ones every time"
    )
    evaluation.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=None,
        dest="to",
        help="write outcomes.jsonl and scores.json",
    )
    evaluation.add_argument(
        "--against", metavar="FILE", type=Path, default=None, help="compare with an earlier outcomes.jsonl"
    )
    evaluation.add_argument(
        "--format", choices=("text", "json"), default="text", dest="form", help="default: text"
    )
    _add_engine_flags(evaluation)


def _add_selftest(commands: Any) -> None:
    selftest = commands.add_parser(
        "selftest",
        help="see how much the check finds of what is planted in your articles",
        description="Plant known changes in copies of the articles in FOLDER, run the check, and report\n"
        "how many it found. The copies stand in memory: nothing in FOLDER is changed.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    selftest.add_argument("folder", metavar="FOLDER", type=Path, help="articles on one story")
    selftest.add_argument("-k", metavar="N", type=int, default=12, help="changes to plant (default: 12)")
    selftest.add_argument(
        "--seed", metavar="S", type=int, default=0, dest="draw", help="another choice of changes (default: 0)"
    )
    selftest.add_argument(
        "--out", metavar="DIR", type=Path, default=None, dest="to", help="write selftest.json"
    )
    selftest.add_argument(
        "--format", choices=("text", "json"), default="text", dest="form", help="default: text"
    )
    _add_engine_flags(selftest)


def _add_config(commands: Any) -> None:
    config = commands.add_parser(
        "config",
        help="show each setting and where it comes from",
        description="Show each setting as it holds here and where its value comes from, but no secret.",
        allow_abbrev=False,
    )
    config.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    _add_config_file(config)


def _add_config_file(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--config", metavar="FILE", type=Path, default=None, help="settings (default: ./checker.toml)"
    )


def _run(arguments: argparse.Namespace) -> Outcome:
    """What the command came to. The one event loop of the program."""
    command = importlib.import_module(f"checker.commands.{arguments.command}")
    outcome: Outcome | Coroutine[Any, Any, Outcome] = command.run(arguments)
    if isinstance(outcome, Outcome):
        return outcome
    import asyncio

    return asyncio.run(outcome)


def _finish(outcome: Outcome) -> int:
    """The exit code, after stdout and the notes are written. A reader who leaves early is no error."""
    try:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stdout.write(outcome.output)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_stdout()
    except OSError as error:
        _drop_stdout()
        return _stop(f"cannot write to standard output: {error.strerror}")
    for note in outcome.notes:
        _say(note)
    return outcome.code


def _drop_stdout() -> None:
    """What is still buffered goes nowhere, so that the interpreter's last flush cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(message: str, *, code: int = STOPPED) -> int:
    _say(f"checker: {message}")
    return code


def _say(line: str) -> None:
    """One line on stderr; control characters, which a file's name may hold, are shown and not obeyed."""
    plain = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
    try:
        print(plain, file=sys.stderr)
    except OSError:  # nobody reads stderr: the exit code still says it
        return


def _take_interrupts_at_once() -> None:
    """Ctrl-C ends the run where it stands.

    asyncio's own handling waits for the running task to pause, and work that only
    computes never does. Where the signal is ignored (nohup) it stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return

    def interrupt(_signal: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
