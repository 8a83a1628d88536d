"""A model's kept answers on the sample folder: its report without a key, a network or a call."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT

from checker.cli import main

ANSWERS = ROOT / "fixtures" / "answers" / "seeds.jsonl"


@pytest.fixture
def report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """The report of the two commands that the README shows."""
    monkeypatch.chdir(tmp_path)
    for name in ("CHECKER_API_KEY", "OPENAI_API_KEY", "CHECKER_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["answers", "import", str(ANSWERS), "--answers", "kept.sqlite"]) == 0
    capsys.readouterr()
    flags = ["--offline", "--answers", "kept.sqlite", "--format", "json"]
    assert main(["check", str(ROOT / "seeds"), *flags]) == 1
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_the_report_has_findings_and_nothing_is_lost(report: dict[str, Any]) -> None:
    assert report["run"]["engine"] == "llm"
    assert len(report["findings"]) > 5
    assert {finding["scope"] for finding in report["findings"]} >= {"outlets", "speakers", "article"}
    assert (report["failures"], report["quarantined"]) == ([], [])
    kept = len(ANSWERS.read_text(encoding="utf-8").splitlines())
    total = report["usage"]["total"]
    assert (total["calls"], total["cached"], total["prompt_tokens"]) == (0, kept, 0)  # each answer is used


def test_every_quote_of_it_stands_in_the_articles(
    report: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "consistency-report", "--folder", str(ROOT / "seeds")]) == 0
    assert "every quote, offset and hash holds" in capsys.readouterr().out
    assert sum(len(side["evidence"]) for finding in report["findings"] for side in finding["sides"]) > 10


def test_the_kept_answers_hold_no_key_and_no_more_of_the_articles_than_their_quotes() -> None:
    text = ANSWERS.read_text(encoding="utf-8")
    assert not [mark for mark in ("sk-", "Bearer", "authorization", "api_key") if mark in text]
    assert "You are the desk editor" not in text  # the questions are kept as hashes
