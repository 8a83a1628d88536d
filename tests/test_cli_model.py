"""The command line with a model's endpoint: a server on loopback whose answers are valid and mean nothing."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Ran, environment
from fault_server import FaultServer
from grammar_server import GrammarServer

Checker = Callable[..., Ran]


@pytest.fixture
def server() -> Iterator[GrammarServer]:
    with GrammarServer(seed=3) as running:
        yield running


KNOWN = {"CHECKER_RUNG": "json_schema", "CHECKER_CONTEXT_TOKENS": "8192"}  # nothing has to be measured
KEY = "sk-hidden-1"


def model_flags(server: GrammarServer) -> list[str]:
    return [
        "--base-url",
        server.base_url,
        "--model",
        "random",
        "--answers",
        "kept.sqlite",
        "--format",
        "json",
    ]


def without_costs(text: str) -> dict[str, Any]:
    """The report without what differs between two runs: times, and how much was asked and how much kept."""
    report: dict[str, Any] = json.loads(text)
    run = {name: value for name, value in report["run"].items() if name not in {"started", "finished"}}
    return {**report, "run": run, "usage": {}}


def test_answers_are_kept_moved_and_used_offline_and_the_key_is_nowhere(
    checker: Checker, disagreeing: Path, tmp_path: Path, server: GrammarServer
) -> None:
    first = checker("check", disagreeing, *model_flags(server), env={**KNOWN, "CHECKER_API_KEY": KEY})
    assert first.code in {0, 1, 3}, first.err
    asked = len(server.bodies)
    assert asked

    again = checker("check", disagreeing, *model_flags(server), env=KNOWN)
    assert again.code == first.code
    assert "0 calls" in again.err
    assert without_costs(again.out) == without_costs(first.out)

    exported = checker("answers", "export", "moved.jsonl", "--answers", "kept.sqlite")
    count = len((tmp_path / "moved.jsonl").read_text(encoding="utf-8").splitlines())
    assert exported.out == f"{count:,} answers written to moved.jsonl\n"
    imported = checker("answers", "import", "moved.jsonl", "--answers", "other.sqlite")
    assert imported.out == f"{count:,} answers taken from moved.jsonl\n"
    offline = checker("check", disagreeing, "--offline", "--answers", "other.sqlite", "--format", "json")
    assert without_costs(offline.out) == without_costs(first.out)

    assert len(server.bodies) == asked
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"kept.sqlite", "report.json", "moved.jsonl"} <= {path.name for path in written}
    for path in written:
        assert KEY.encode() not in path.read_bytes(), path
    assert KEY not in first.out + first.err


def test_cascade_on_answers_that_mean_nothing_gives_a_report_that_holds(
    checker: Checker, disagreeing: Path, server: GrammarServer
) -> None:
    ran = checker("check", disagreeing, *model_flags(server), "--engine", "cascade", env=KNOWN)
    report = json.loads(ran.out)
    assert server.bodies
    assert report["run"]["engine"] == "cascade"
    assert (ran.code == 3) == bool(report["failures"])
    assert checker("verify", "consistency-report", "--folder", disagreeing).code == 0


def test_prices_turn_tokens_into_money(checker: Checker, agreeing: Path, server: GrammarServer) -> None:
    prices = ["--price-in", "1000000", "--price-out", "0"]
    ran = checker("check", agreeing, *model_flags(server), *prices, env=KNOWN)
    tokens = ran.err.partition(" prompt")[0].rpartition(" ")[2].replace(",", "")
    assert int(tokens) > 0
    assert f"at your prices {int(tokens)}.0000" in ran.err


def test_an_estimate_asks_nothing_and_sets_off_what_is_kept(
    checker: Checker, disagreeing: Path, server: GrammarServer
) -> None:
    where = model_flags(server)
    before = checker("check", disagreeing, *where, "--estimate", env=KNOWN)
    assert not server.bodies
    assert (before.code, before.err) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in before.out.splitlines()[1:]}
    assert rows["extract_claims_v1"][:2] == ["2", "0"]
    checker("check", disagreeing, *where, env=KNOWN)
    after = checker("check", disagreeing, *where, "--estimate", env=KNOWN)
    rows = {line.split()[0]: line.split()[1:] for line in after.out.splitlines()[1:]}
    assert rows["extract_claims_v1"][:2] == ["0", "2"]


def test_the_rules_cost_nothing(checker: Checker, disagreeing: Path) -> None:
    assert checker("check", disagreeing, "--estimate").out.startswith("The rules engine asks nobody")


def test_a_token_budget_ends_the_asking_and_not_the_report(
    checker: Checker, agreeing: Path, server: GrammarServer
) -> None:
    ran = checker("check", agreeing, *model_flags(server), "--max-tokens-total", "6000", env=KNOWN)
    report = json.loads(ran.out)
    assert ran.code == 3
    assert {failure["error"] for failure in report["failures"]} >= {"budget_spent"}
    assert report["usage"]["total"]["prompt_tokens"] + report["usage"]["total"]["completion_tokens"] <= 6_000


def test_a_key_refused_in_the_middle_is_one_line(checker: Checker, agreeing: Path) -> None:
    with FaultServer() as server:
        server.play("401")
        where = ["--base-url", server.base_url, "--model", "m", "--answers", "kept.sqlite"]
        ran = checker("check", agreeing, *where, env={**KNOWN, "CHECKER_API_KEY": "sk-canary-0123456789"})
    assert (ran.code, ran.out) == (2, "")
    assert "the key was refused" in ran.err
    assert "sk-canary" not in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("fault", ["401", "good", "invalid json", "reset"])
def test_a_key_is_in_no_log_however_much_is_logged(checker: Checker, agreeing: Path, fault: str) -> None:
    loud = {"OPENAI_LOG": "debug", "CHECKER_DEBUG": "1", "CHECKER_MAX_RETRIES": "0"}
    with FaultServer() as server:
        server.play("good", fault)
        where = ["--base-url", server.base_url, "--model", "m", "--answers", "kept.sqlite"]
        ran = checker("check", agreeing, *where, env={**KNOWN, **loud, "OPENAI_API_KEY": KEY})
    assert server.requests[-1].headers["authorization"] == f"Bearer {KEY}"
    assert ran.code in {2, 3}
    assert KEY not in ran.out + ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
def test_ctrl_c_while_the_server_is_silent_ends_at_once(agreeing: Path, tmp_path: Path) -> None:
    with FaultServer() as server:
        server.play("hang")
        where = ["--base-url", server.base_url, "--model", "m", "--answers", "kept.sqlite"]
        process = subprocess.Popen(
            [sys.executable, "-m", "checker", "check", str(agreeing), *where],
            cwd=tmp_path,
            env=environment(KNOWN),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 30
        while not server.requests and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "checker: interrupted; run the same command again to go on\n"


def test_doctor_says_what_follows_and_writes_it(
    checker: Checker, tmp_path: Path, server: GrammarServer
) -> None:
    (tmp_path / "checker.toml").write_text("# ours\nmax_group = 9\n", encoding="utf-8")
    ran = checker("doctor", "--base-url", server.base_url, "--model", "random", "--write")
    settings = json.loads(checker("config", "--format", "json").out)
    assert ran.code == 0, ran.out + ran.err
    assert "written to checker.toml" in ran.err
    assert settings["base_url"] == {"value": server.base_url, "source": "checker.toml"}
    assert settings["max_group"] == {"value": 9, "source": "checker.toml"}
    assert (tmp_path / "checker.toml").read_text(encoding="utf-8").startswith("# ours\n")


def test_doctor_on_a_dead_address_says_so_and_exits_1(checker: Checker) -> None:
    ran = checker("doctor", "--base-url", "http://127.0.0.1:9/v1", "--model", "m")
    assert ran.code == 1
    assert "127.0.0.1:9" in ran.out
    assert "Traceback" not in ran.err


def test_export_without_a_store_is_one_line_and_makes_none(checker: Checker, tmp_path: Path) -> None:
    ran = checker("answers", "export", "moved.jsonl", "--answers", "none.sqlite")
    assert (ran.code, ran.out) == (2, "")
    assert "none.sqlite" in ran.err
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("text", ["not json\n", '{"asked": 1}\n', "\x00"])
def test_import_of_what_is_no_answer_is_one_line(checker: Checker, tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.jsonl").write_text(text, encoding="utf-8")
    ran = checker("answers", "import", "bad.jsonl", "--answers", "kept.sqlite")
    assert (ran.code, ran.out) == (2, "")
    assert "bad.jsonl" in ran.err
    assert ran.err.count("\n") == 1
