"""Fixtures that several test modules share."""

import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cassette import ReadableYaml, same_body
from command_line import Ran, run_checker, write_article
from hypothesis import settings

# No test is about time: on a busy machine an example takes ten times as long.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A suite started in the background inherits an ignored Ctrl-C, and so would every command it tries.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """How cassettes are written and matched, see `cassette.py`."""
    vcr.register_serializer("yaml", ReadableYaml)
    vcr.register_matcher("json_body", same_body)


@pytest.fixture
def checker(tmp_path: Path) -> Callable[..., Ran]:
    """`checker(...)` runs the command line in this test's own folder."""

    def run(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Ran:
        return run_checker(*arguments, cwd=tmp_path, env=env)

    return run


@pytest.fixture
def agreeing(tmp_path: Path) -> Path:
    """A folder with two articles that say the same."""
    folder = tmp_path / "agreeing"
    text = "The flood in Marlow Vale killed 12 people on Monday, the regional governor Ida Brandt said.\n"
    write_article(folder, "courier.md", text, outlet="Vale Courier")
    write_article(folder, "herald.md", text, outlet="Marlow Herald")
    return folder


@pytest.fixture
def disagreeing(tmp_path: Path) -> Path:
    """A folder with two articles of which one cannot be right."""
    folder = tmp_path / "disagreeing"
    write_article(
        folder, "courier.md", "The flood in Marlow Vale killed 12 people on Monday.\n", outlet="Vale Courier"
    )
    write_article(
        folder, "herald.md", "The flood in Marlow Vale killed 31 people on Monday.\n", outlet="Marlow Herald"
    )
    return folder
