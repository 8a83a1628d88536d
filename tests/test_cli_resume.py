"""`checker check` killed at any moment: the same command again pays only for what is missing."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench_rules import write_articles
from command_line import environment
from fault_server import FaultServer
from latent_server import reading

from checker.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")

KNOWN = {"CHECKER_RUNG": "json_schema", "CHECKER_CONTEXT_TOKENS": "8192"}
AT_ONCE = 3


class Killer(FaultServer):
    """Answers well, and kills whoever asks as soon as the `fatal`-th question has come in."""

    def __init__(self) -> None:
        super().__init__()
        self.fatal = 0
        self.victim: subprocess.Popen[str] | None = None
        self.answer = self.kill_or_answer

    def kill_or_answer(self, body: dict[str, Any]) -> str:
        if self.victim is not None and 0 < self.fatal <= len(self.chats):
            os.kill(self.victim.pid, signal.SIGKILL)
        return reading(body)


@pytest.fixture
def server() -> Iterator[Killer]:
    with Killer() as running:
        running.latency_s = 0.01  # so that several are under way
        yield running


def run(folder: Path, server: Killer, *, store: str, fatal: int = 0) -> tuple[int, dict[str, Any], str]:
    """Return the exit code, the report but for times and costs, and stderr."""
    server.requests.clear()
    server.fatal = fatal
    where = ["--base-url", server.base_url, "--model", "m", "--answers", store, "--max-group", "6"]
    command = ["check", str(folder), *where, "--max-concurrency", str(AT_ONCE), "--format", "json"]
    server.victim = subprocess.Popen(
        [sys.executable, "-m", "checker", *command],
        cwd=folder.parent,
        env=environment(KNOWN),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    out, err = server.victim.communicate(timeout=60)
    return server.victim.returncode, without_costs(out) if out else {}, err


def without_costs(text: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(text)
    run = {name: value for name, value in report["run"].items() if name not in {"started", "finished"}}
    return {**report, "run": run, "usage": {}}


def kept(path: Path) -> int:
    if not path.exists():
        return 0
    with Store(path) as store:
        return len(store)


def test_a_killed_check_pays_only_for_what_is_missing(tmp_path: Path, server: Killer) -> None:
    folder, store = tmp_path / "articles", tmp_path / "killed.sqlite"
    write_articles(folder, 8, per_story=8, least=120)
    code, whole, _ = run(folder, server, store="whole.sqlite")
    questions = len(server.chats) - 1  # the first measured the endpoint
    steps = {body["response_format"]["json_schema"]["name"].split("_")[0] for body in server.chats}
    assert code == 1
    assert {"extract", "compare", "confirm"} <= steps

    moments = random.Random(20_260_519)
    for moment in sorted(moments.sample(range(2, questions // 2), 3)):  # each time a little further
        before = kept(store)
        code, _, _ = run(folder, server, store=store.name, fatal=moment)
        assert code == -signal.SIGKILL
        paid = len(server.chats)
        assert (
            paid - AT_ONCE - 1 <= kept(store) - before <= paid
        )  # what was under way is lost, and the sample

    before = kept(store)
    code, report, err = run(folder, server, store=store.name)
    assert (code, report) == (1, whole)
    assert len(server.chats) == questions - before
    assert f"{questions - before:,} calls, " in err

    code, report, err = run(folder, server, store=store.name)
    assert (code, report) == (1, whole)
    assert server.requests == []
    assert "0 calls" in err
