"""The real command line in a process of its own, and invented articles to run it on."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what the program reads, with the source on the path."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CHECKER_", "OPENAI_")) and name != "NO_COLOR"
    }
    return {**kept, "PYTHONPATH": str(ROOT), **(changes or {})}


def run_checker(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """`checker ARGUMENTS`, run in `cwd`."""
    done = subprocess.run(
        [sys.executable, "-m", "checker", *map(str, arguments)],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def write_article(folder: Path, name: str, text: str, *, outlet: str) -> Path:
    """An article with front matter, in `folder`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"---\noutlet: {outlet}\ntitle: Flood in Marlow Vale\ndate: 2031-03-04\nlanguage: en\n---\n\n"
    path.write_text(head + text, encoding="utf-8")
    return path
