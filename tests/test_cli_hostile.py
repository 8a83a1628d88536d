"""A whole check on answers that are valid and mean nothing: it ends, and invents nothing."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command_line import write_article
from grammar_server import GrammarServer

from checker.cli import main

ARTICLES = {
    "courier": "The flood in Marlow Vale killed 12 people on Monday, governor Ida Brandt said. The dam held.\n\n"
    "“We were warned in May,” said Brandt. About 400 houses stand empty, and the road to Tarn is shut.\n",
    "herald": "The flood in Marlow Vale killed 31 people on Tuesday. The dam broke in the night.\n\n"
    "“Nobody warned us,” Brandt said. Some 350 houses are empty; the bridge at Tarn is open.\n",
    "echo": "Governor Ida Brandt called the mayor of Tarn on Monday. He did not answer.\n\n"
    "The dam of Marlow Vale was built in 1957. It has never been inspected, the mayor says.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in ARTICLES.items():
        write_article(tmp_path / "articles", f"{name}.md", text, outlet=f"Marlow {name.title()}")
    return tmp_path / "articles"


@pytest.mark.parametrize("engine", ["llm", "cascade"])
@pytest.mark.parametrize(("rung", "reads"), [("json_schema", False), ("tools", False), ("json_schema", True)])
def test_whatever_the_model_answers_every_claim_is_grounded_or_quarantined(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rung: str,
    reads: bool,
    engine: str,
) -> None:
    monkeypatch.chdir(folder.parent)
    for name, value in {"RUNG": rung, "CONTEXT_TOKENS": "32768", "MAX_RETRIES": "1"}.items():
        monkeypatch.setenv(f"CHECKER_{name}", value)
    seen: Counter[str] = Counter()
    for seed in range(5):
        with GrammarServer(seed=seed, reads=reads) as server:
            where = ["--base-url", server.base_url, "--model", "random", "--answers", f"{seed}.sqlite"]
            code = main(["check", str(folder), *where, "--engine", engine, "--format", "json", "--quiet"])
        printed = capsys.readouterr()
        assert printed.err == ""
        report = json.loads(printed.out)
        assert code == (3 if report["failures"] else 1 if report["findings"] else 0)
        assert_every_claim_stands_in_its_article(report)
        assert_no_finding_is_invented(report)
        assert main(["verify", "consistency-report", "--folder", str(folder)]) == 0
        capsys.readouterr()
        seen.update({part: len(report[part]) for part in ("claims", "quarantined", "failures")})
        seen["judged"] += sum(len(report[part]) for part in ("findings", "undecided", "dropped"))
    assert set(+seen) >= {"claims", "failures", "judged" if reads else "quarantined"}  # it did try something


def assert_every_claim_stands_in_its_article(report: dict[str, Any]) -> None:
    texts = {article["id"]: article["text"] for article in report["articles"]}
    for claim in report["claims"]:
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["quote"] != ""
    assert all(quarantined["reason"] for quarantined in report["quarantined"])


def assert_no_finding_is_invented(report: dict[str, Any]) -> None:
    """Each finding has two sides or more, each with words that stand in an article, and no words on two sides."""
    claims = {claim["id"] for claim in report["claims"]}
    for finding in [*report["findings"], *(each["finding"] for each in report["undecided"])]:
        sides = [side["claims"] for side in finding["sides"]]
        assert len(sides) >= 2
        assert all(sides)
        named = [claim for side in sides for claim in side]
        assert len(named) == len(set(named))
        assert set(named) <= claims
        assert all(side["evidence"] for side in finding["sides"])
