"""Answers are asked for once: by one process, by several, and after being killed."""

import asyncio
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fake_endpoint import ORIGIN, Asked, FakeAnswer, FakeEndpoint
from llm_samples import chunk, claims, comparison, dispute, fact, group, look

from checker.engines.cached import CachedEndpoint
from checker.engines.llm import LlmEngine
from checker.engines.wire import ExtractedClaims, GroupComparison, MendedQuotes
from checker.errors import AnswerError
from checker.store import Store, export_answers, import_answers

ROOT = Path(__file__).resolve().parent.parent


def answering() -> FakeEndpoint:
    return FakeEndpoint(
        {
            ExtractedClaims: lambda asked: claims("The ferry stops in May."),
            GroupComparison: lambda asked: comparison(dispute((1,), (2,))),
        }
    )


def cached(endpoint: FakeEndpoint | None, store: Store) -> LlmEngine:
    return LlmEngine(CachedEndpoint(endpoint, store, origin=ORIGIN), origin=ORIGIN)


async def test_a_second_run_makes_no_call_and_answers_the_same(tmp_path: Path) -> None:
    endpoint = answering()
    with Store(tmp_path / "answers.db") as store:
        first = await cached(endpoint, store).extract(chunk())
        second = await cached(endpoint, store).extract(chunk())
    assert len(endpoint.asked) == 1
    assert (first.usage.calls, first.usage.cached) == (1, 0)
    assert (second.usage.calls, second.usage.cached, second.usage.prompt_tokens) == (0, 1, 0)
    assert second.model_copy(update={"usage": first.usage}) == first


async def test_another_text_origin_or_output_limit_is_another_question(tmp_path: Path) -> None:
    endpoint = answering()
    with Store(tmp_path / "answers.db") as store:
        await cached(endpoint, store).extract(chunk())
        await cached(endpoint, store).extract(chunk("The ferry stops in May. Or not."))
        other = ORIGIN.model_copy(update={"model": "other"})
        await LlmEngine(CachedEndpoint(endpoint, store, origin=other), origin=other).extract(chunk())
        asking = CachedEndpoint(endpoint, store, origin=ORIGIN)
        for limit in (None, 100, 200):
            await asking.ask(system="s", user="u", schema=ExtractedClaims, name="n", max_output_tokens=limit)
    assert len(endpoint.asked) == 6


async def test_the_same_question_asked_at_once_is_asked_once(tmp_path: Path) -> None:
    endpoint = answering()
    with Store(tmp_path / "answers.db") as store:
        engine = cached(endpoint, store)
        await asyncio.gather(*(engine.extract(chunk()) for _ in range(20)))
    assert len(endpoint.asked) == 1


async def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    def lose(asked: Asked) -> ExtractedClaims:
        raise AnswerError("no answer", code="server_error")

    with Store(tmp_path / "answers.db") as store:
        with pytest.raises(AnswerError):
            await cached(FakeEndpoint({ExtractedClaims: lose}), store).extract(chunk())
        assert len(store) == 0
        endpoint = answering()
        extraction = await cached(endpoint, store).extract(chunk())
    assert (len(endpoint.asked), len(extraction.claims)) == (1, 1)


async def test_a_cut_answer_is_still_cut_when_it_is_recalled(tmp_path: Path) -> None:
    endpoint = FakeEndpoint(
        {ExtractedClaims: lambda asked: FakeAnswer(claims("The ferry stops in May."), lost=1)}
    )
    with Store(tmp_path / "answers.db") as store:
        runs = [await cached(endpoint, store).extract(chunk()) for _ in range(2)]
    assert [run.failures for run in runs] == [runs[0].failures] * 2
    assert all(run.lost and run.failures for run in runs)


async def test_offline_recalls_and_never_asks(tmp_path: Path) -> None:
    with Store(tmp_path / "answers.db") as store:
        await cached(answering(), store).extract(chunk())
        offline = cached(None, store)
        assert len((await offline.extract(chunk())).claims) == 1
        with pytest.raises(AnswerError) as caught:
            await offline.compare(group(fact(1, "It is open."), fact(2, "It is shut.")))
    assert caught.value.code == "offline"


async def test_exported_answers_serve_another_machine(tmp_path: Path) -> None:
    with Store(tmp_path / "one.db") as one, Store(tmp_path / "two.db") as two:
        await cached(answering(), one).extract(chunk())
        export_answers(one, tmp_path / "answers.jsonl")
        import_answers(two, tmp_path / "answers.jsonl")
        assert len((await cached(None, two).extract(chunk())).claims) == 1


def test_no_article_text_beyond_the_answer_is_kept(tmp_path: Path) -> None:
    with Store(tmp_path / "answers.db") as store:
        asyncio.run(cached(answering(), store).extract(chunk()))
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"The ferry stops in May." in kept
    assert b"12 million" not in kept


# --- killed at any moment ---

QUESTIONS = 24
RUN = """
import asyncio, os, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from fake_endpoint import ORIGIN, FakeEndpoint
from llm_samples import chunk, claims, comparison, dispute, fact, group, look
from checker.engines.cached import CachedEndpoint
from checker.engines.llm import LlmEngine
from checker.engines.wire import ExtractedClaims, GroupComparison, SecondLook
from checker.store import Store

folder, fatal, late = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "late"
log = os.open(folder / "calls", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
calls = 0

class Counted(FakeEndpoint):
    async def ask(self, **question):
        global calls
        calls += 1
        os.write(log, b"x")
        if calls == fatal and not late:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(0.001)
        reply = await super().ask(**question)
        if calls >= fatal and late:
            os.kill(os.getpid(), signal.SIGKILL)
        return reply

async def main():
    endpoint = Counted({{
        ExtractedClaims: lambda asked: claims("The ferry stops in May."),
        GroupComparison: lambda asked: comparison(dispute((1,), (2,))),
        SecondLook: lambda asked: look(),
    }})
    engine = LlmEngine(CachedEndpoint(endpoint, Store(folder / "answers.db"), origin=ORIGIN), origin=ORIGIN)
    turns = asyncio.Semaphore({concurrency})
    async def one(ask, unit):
        async with turns:
            return await ask(unit)
    texts = [f"Boat {{n}} came. The ferry stops in May." for n in range(12)]
    read = await asyncio.gather(*(one(engine.extract, chunk(text)) for text in texts))
    groups = [group(fact(1, f"Boat {{n}} came."), fact(2, f"Boat {{n}} went.")) for n in range(4)]
    compared = await asyncio.gather(*(one(engine.compare, each) for each in groups))
    found = [conflict for answer in compared for conflict in answer.conflicts]
    confirmed = await asyncio.gather(*(one(engine.confirm, conflict) for conflict in found))
    values = [*read, *compared, *confirmed]
    print("\\n".join(value.model_dump_json(exclude={{"usage"}}) for value in values))

asyncio.run(main())
"""


def run(
    folder: Path, *, fatal: int, late: bool = False, concurrency: int = 3
) -> "subprocess.CompletedProcess[str]":
    code = RUN.format(root=str(ROOT), tests=str(ROOT / "tests"), concurrency=concurrency)
    return subprocess.run(
        [sys.executable, "-c", code, str(folder), str(fatal), "late" if late else "early"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def calls(folder: Path) -> int:
    return (folder / "calls").stat().st_size


def test_a_killed_run_pays_only_for_what_is_missing(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    undisturbed = run(whole, fatal=10**9)
    assert undisturbed.returncode == 0, undisturbed.stderr
    assert calls(whole) == QUESTIONS
    moments = random.Random(20_260_521)
    for trial in range(4):
        folder = tmp_path / str(trial)
        folder.mkdir()
        killed = run(folder, fatal=moments.randint(1, QUESTIONS - 1), late=trial % 2 == 1)
        assert killed.returncode == -signal.SIGKILL
        paid = calls(folder)
        with Store(folder / "answers.db") as store:
            answered = len(store)
        # Paid for and not kept are at most the questions under way: three units with up to two each.
        assert paid - 6 <= answered <= paid
        again = run(folder, fatal=10**9)
        assert calls(folder) - paid == QUESTIONS - answered
        assert again.stdout == undisturbed.stdout
        assert run(folder, fatal=1).returncode == 0, "a finished run repeated makes no call"


def test_the_answers_of_the_killed_run_are_whole(tmp_path: Path) -> None:
    run(tmp_path, fatal=15, late=True)
    with Store(tmp_path / "answers.db") as store:
        export_answers(store, tmp_path / "answers.jsonl")
        assert 0 < len(store) < QUESTIONS
    lines = (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["answer"] for line in lines)


def test_every_wire_answer_survives_the_store() -> None:
    for value in (claims("a"), comparison(dispute((1,), (2,))), MendedQuotes(quotes=[]), look(), look(None)):
        assert type(value).model_validate(value.model_dump(mode="json")) == value
