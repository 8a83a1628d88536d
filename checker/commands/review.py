"""`checker review`: the report in the browser, or in the terminal; what is decided is kept beside it."""

import getpass
import shutil
import subprocess
import sys
import webbrowser
from argparse import Namespace
from importlib.util import find_spec

from checker.commands import Outcome
from checker.errors import InputError, UsageError
from checker.review.decisions import LONGEST_NAME
from checker.review.desk import Desk

NEEDED = ("starlette", "uvicorn")


async def run(arguments: Namespace) -> Outcome:
    """What was decided is in reviews.jsonl; says how much that is. Ctrl-C is how a review ends."""
    desk = Desk(arguments.report)
    reviewer = (arguments.who or _user()).strip()[:LONGEST_NAME]
    before = len(desk.refreshed()[0].decisions)
    if arguments.terminal:
        _converse(desk, reviewer)
    else:
        await _serve(desk, reviewer, arguments)
    read, _ = desk.refreshed()
    taken = len(read.decisions) - before
    note = f"{taken} {'decision' if taken == 1 else 'decisions'} added to {desk.path.as_posix()}"
    return Outcome(notes=(*read.problems, note))


async def _serve(desk: Desk, reviewer: str, arguments: Namespace) -> None:
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(
            f"the review page needs {' and '.join(missing)}: pip install 'checker[review]', "
            "or review in the terminal with --terminal"
        )
    from checker.review.server import serve

    def ready(address: str) -> None:
        sys.stderr.write(f"reviewing at {address} (Ctrl-C ends it)\n")
        sys.stderr.flush()
        if arguments.browser:
            webbrowser.open(address)

    try:
        await serve(desk, reviewer=reviewer, port=arguments.port, ready=ready)
    except KeyboardInterrupt:  # the server has finished what it was answering, and passes it on
        return


def _converse(desk: Desk, reviewer: str) -> None:
    from checker.review.terminal import converse

    def read(prompt: str) -> str | None:
        write(prompt)
        line = sys.stdin.readline()
        return line.rstrip("\n") if line else None

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    try:
        converse(desk, reviewer=reviewer, read=read, write=write, width=width)
    except KeyboardInterrupt:
        write("\n")
    except UnicodeDecodeError as error:
        raise InputError("what was typed is not UTF-8 text") from error


def _user() -> str:
    """Who reviews, where nobody says: the name that git knows here, else the login."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False
        )
        if done.stdout.strip():
            return done.stdout.strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        pass  # no git here
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a system without users
        return "reviewer"
