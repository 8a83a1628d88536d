"""`checker eval` with a model's endpoint: answers kept once, used offline, and missing ones are abstentions."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Ran
from gate_measures import Answers, model_on_cases
from grammar_server import GrammarServer

Checker = Callable[..., Ran]
KNOWN = {"CHECKER_RUNG": "json_schema", "CHECKER_CONTEXT_TOKENS": "8192"}  # nothing has to be measured
KEPT = ["--answers", "kept.sqlite", "--format", "json"]


@pytest.fixture
def server() -> Iterator[GrammarServer]:
    with GrammarServer(seed=3) as running:
        yield running


def write_pairs(path: Path, *numbers: int) -> None:
    rows = [
        {"id": f"p{number}", "a": "The fire killed 4 people.", "b": f"The fire killed {number} people.", "label": "contradiction"}
        for number in numbers
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def scores(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    parsed: dict[str, Any] = json.loads(ran.out)
    return parsed


def test_kept_answers_score_the_same_offline_and_what_is_not_kept_is_an_abstention(
    checker: Checker, tmp_path: Path, server: GrammarServer
) -> None:
    write_pairs(tmp_path / "pairs.jsonl", 7, 8, 9)
    online = scores(
        checker("eval", "pairs.jsonl", "--base-url", server.base_url, "--model", "random", *KEPT, env=KNOWN)
    )
    assert server.bodies
    asked = len(server.bodies)
    offline = scores(checker("eval", "pairs.jsonl", "--offline", *KEPT))
    assert offline == online
    assert (offline["engine"], offline["model"]) == ("llm", "random")
    write_pairs(tmp_path / "others.jsonl", 1001, 1002)
    others = scores(checker("eval", "others.jsonl", "--offline", *KEPT))["overall"]
    assert (others["abstained"], others["recall"]["value"]) == (2, 0)
    assert len(server.bodies) == asked


async def test_the_gate_counts_questions_without_a_kept_answer(
    tmp_path: Path, checker: Checker, server: GrammarServer
) -> None:
    """A changed prompt makes kept answers unfit: the share answered falls, and its floor says so."""
    write_pairs(tmp_path / "pairs.jsonl", 7)
    checker("eval", "pairs.jsonl", "--base-url", server.base_url, "--model", "random", *KEPT, env=KNOWN)
    checker("answers", "export", "stale.jsonl", "--answers", "kept.sqlite")
    stale = Answers(file=str(tmp_path / "stale.jsonl"), name="model", model="random", sets=("seeds",))
    measures = {measure.name: measure.part for measure in await model_on_cases(stale)}
    assert measures["model.seeds.answered"] == 0
    assert measures["model.seeds.recall"] == 0
