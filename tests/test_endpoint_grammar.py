"""Answers that are valid and mean nothing: each rung reads them, and whatever it reads fits the schema."""

import asyncio
from typing import Annotated, Literal

import pytest
from grammar_server import GrammarServer
from pydantic import BaseModel, ConfigDict, Field

from checker.endpoint import Answer, Capabilities, Endpoint, EndpointSettings, LostAnswerError, Rung


class Row(BaseModel):
    """One row."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["event", "quantity", "statement"]
    text: Annotated[str, Field(max_length=200)]
    when: Annotated[str, Field(max_length=60, pattern=r"^[0-9]{4}-[0-9]{2}$")] | None
    numbers: Annotated[list[Annotated[int, Field(ge=1, le=40)]], Field(max_length=4)]
    negated: bool


class Rows(BaseModel):
    """All rows."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[Row], Field(max_length=6)]


@pytest.mark.parametrize("rung", ["json_schema", "tools"])
async def test_every_answer_under_a_grammar_is_read(rung: Rung) -> None:
    with GrammarServer(seed=3) as server:
        settings = EndpointSettings(base_url=server.base_url, model="random", max_retries=0)
        known = Capabilities(address=server.base_url, model="random", rung=rung)
        async with Endpoint(settings, known) as endpoint:
            asked = [
                endpoint.ask(system="List.", user=f"Story {n} of the harbour.", schema=Rows, name="list_rows")
                for n in range(20)
            ]
            outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert len(server.bodies) == 20
    lost = [outcome for outcome in outcomes if not isinstance(outcome, Answer)]
    assert all(isinstance(one, LostAnswerError) and one.code == "cut" for one in lost), lost
    assert len(lost) <= 2
    rows = [row for outcome in outcomes if isinstance(outcome, Answer) for row in outcome.value.rows]
    assert len({row.text for row in rows}) > 10


async def test_the_same_request_has_the_same_answer() -> None:
    with GrammarServer(seed=3) as server:
        settings = EndpointSettings(base_url=server.base_url, model="random", max_retries=0)
        known = Capabilities(address=server.base_url, model="random", rung="json_schema")
        async with Endpoint(settings, known) as endpoint:
            first, second = [
                await endpoint.ask(system="List.", user="Story.", schema=Rows, name="list_rows")
                for _ in range(2)
            ]
    assert first.value == second.value


async def test_the_probe_accepts_a_server_that_guides_its_answers() -> None:
    with GrammarServer(seed=5) as server:
        async with Endpoint(EndpointSettings(base_url=server.base_url)) as endpoint:
            known = await endpoint.capabilities()
    assert known.rung == "json_schema"
    assert known.model == "random"
    assert known.context_at_least is not None
    assert known.context_at_least > 4000
