"""Every form of asking, on llama.cpp's own server with a tiny random model, with the schemas of the engine.

The model means nothing by what it says; what is tried is the protocol: the grammar that the server
makes of our schemas, its refusals, its window. `make local-server` builds the server.
"""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from tiny_gguf import write_tiny_gguf

from checker.endpoint import Answer, Capabilities, Endpoint, EndpointSettings, LostAnswerError, Rung
from checker.endpoint.doctor import examine, render
from checker.engines import wire

pytestmark = pytest.mark.local_server

WINDOW = 4096
SCHEMAS: tuple[type[BaseModel], ...] = (
    wire.ExtractedClaims,
    wire.MendedQuotes,
    wire.GroupComparison,
    wire.SecondLook,
    wire.Swept,
)


def built() -> Path | None:
    place = Path(os.environ.get("LOCAL_SERVER_DIR") or Path.home() / ".cache" / "checker-local-server")
    return next(iter(sorted(place.glob("llama-server-*"), reverse=True)), None)


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = built()
    if program is None:
        pytest.skip("no llama-server: make local-server builds it")
    folder = tmp_path_factory.mktemp("server")
    model = folder / "random.gguf"
    write_tiny_gguf(model)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        program,
        "-m",
        model,
        "--alias",
        "random",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "-c",
        WINDOW,
        "-np",
        1,
        "--threads",
        2,
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log)
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the server ended at once"
        time.sleep(0.05)
    pytest.fail("the server does not listen")


def patient(base_url: str, **changes: Any) -> EndpointSettings:
    usual = {
        "model": "random",
        "max_output_tokens": 1200,
        "temperature": 1.0,
        "max_retries": 0,
        "max_reasks": 0,
    }
    return EndpointSettings(base_url=base_url, **{**usual, **changes})


async def outcome(base_url: str, rung: Rung, schema: type[BaseModel], seed: int) -> Answer[Any] | str:
    """An answer, or the code of its loss: nothing else may come out."""
    known = Capabilities(address=base_url, model="random", rung=rung)
    async with Endpoint(patient(base_url, seed=seed), known) as endpoint:
        try:
            return await endpoint.ask(
                system="List.", user="The harbour was closed.", schema=schema, name="answer"
            )
        except LostAnswerError as lost:
            return lost.code


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
async def test_the_servers_grammar_holds_our_schemas(base_url: str, schema: type[BaseModel]) -> None:
    outcomes = [await outcome(base_url, "json_schema", schema, seed) for seed in range(4)]
    lost = [one for one in outcomes if isinstance(one, str)]
    assert set(lost) <= {"cut"}, lost
    assert len(lost) <= 1
    assert all(isinstance(one.value, schema) for one in outcomes if isinstance(one, Answer))


@pytest.mark.parametrize("rung", ["tools", "json_object", "text"])
async def test_random_answers_without_a_grammar_are_lost_by_name(base_url: str, rung: Rung) -> None:
    for schema in (wire.ExtractedClaims, wire.SecondLook):
        assert await outcome(base_url, rung, schema, 1) in {
            "invalid_json",
            "wrong_schema",
            "cut",
            "empty_answer",
        }


async def test_the_strongest_form_is_found(base_url: str) -> None:
    async with Endpoint(patient(base_url, model="", max_output_tokens=600)) as endpoint:
        known = await endpoint.capabilities()
    assert known.rung == "json_schema"
    assert known.model == "random"
    assert (known.context_tokens, known.context_source) == (WINDOW, "stated")


async def test_a_prompt_over_the_window_is_lost_by_name(base_url: str) -> None:
    known = Capabilities(address=base_url, model="random", rung="json_schema")
    async with Endpoint(patient(base_url), known) as endpoint:
        with pytest.raises(LostAnswerError) as lost:
            await endpoint.ask(
                system="List.", user="The harbour was closed. " * 400, schema=wire.SecondLook, name="answer"
            )
    assert lost.value.code == "context_exceeded"


async def test_the_doctor_knows_it(base_url: str) -> None:
    found = await examine(EndpointSettings(base_url=base_url))
    assert found.usable, render(found)
    settings = dict(found.settings)
    assert settings["rung"] == "json_schema"
    assert settings["context_tokens"] == WINDOW


async def test_questions_at_once_are_all_answered(base_url: str) -> None:
    known = Capabilities(address=base_url, model="random", rung="json_schema")
    async with Endpoint(patient(base_url, max_concurrency=8), known) as endpoint:
        asked = [
            endpoint.ask(
                system="List.",
                user=f"Story {n}.",
                schema=wire.MendedQuotes,
                name="answer",
                max_output_tokens=400,
            )
            for n in range(8)
        ]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(one, Answer) or getattr(one, "code", "") == "cut" for one in outcomes), outcomes
