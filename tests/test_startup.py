"""What starting the program imports: the reason why `checker --help` is there at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import environment

HEAVY = {
    "asyncio",
    "dateparser",
    "instructor",
    "jinja2",
    "lxml",
    "openai",
    "pydantic",
    "rich",
    "sqlite3",
    "text_to_num",
    "trafilatura",
    "yaml",
}
MODEL = {"instructor", "openai"}
LIST = "import sys; print('\\n'.join(sorted(name for name in sys.modules)))"


def imported(code: str, folder: Path) -> set[str]:
    """The top-level modules in the process after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{LIST}"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()}


HELP = """
import contextlib, io
from checker.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(["--help"])
"""


@pytest.mark.parametrize(
    "code", ["import checker", "import checker.cli", HELP], ids=["package", "cli", "help"]
)
def test_the_start_imports_nothing_heavy(tmp_path: Path, code: str) -> None:
    assert not imported(code, tmp_path) & HEAVY


def test_help_imports_few_modules_of_our_own(tmp_path: Path) -> None:
    code = f"{HELP}\nimport sys; print(sorted(n for n in sys.modules if 'checker' in n), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == str(["checker", "checker.cli", "checker.commands", "checker.errors"])


def test_a_check_by_rules_imports_no_model_s_library(tmp_path: Path, disagreeing: Path) -> None:
    code = f"""
import contextlib, io
from checker.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["check", {str(disagreeing)!r}, "--quiet"]) == 1
"""
    assert not imported(code, tmp_path) & MODEL
