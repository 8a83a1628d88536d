"""What must always hold of concurrency, budget, pauses and schemas, whatever happens around them."""

import asyncio
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from checker.endpoint import strict_schema
from checker.endpoint.ladder import only_list
from checker.endpoint.limits import Gate, Ledger, TokenScale, pause_before
from checker.endpoint.transport import retry_after
from checker.model import Usage


@given(st.integers(1, 6), st.lists(st.sampled_from(["ok", "overload", "cancel"]), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_the_gate_lets_in_at_most_as_many_as_allowed_and_forgets_nobody(most: int, fates: list[str]) -> None:
    running = peak = 0
    finished: list[str] = []

    async def one(gate: Gate, fate: str) -> None:
        nonlocal running, peak
        async with gate.slot() as began:
            running += 1
            peak = max(peak, running)
            try:
                await asyncio.sleep(0)
                if fate == "overload":
                    gate.overloaded(began)
                else:
                    gate.succeeded()
                assert 1 <= gate.limit <= most
            finally:
                running -= 1
        finished.append(fate)

    async def all_of_them() -> None:
        gate = Gate(most)
        tasks = [asyncio.create_task(one(gate, fate)) for fate in fates]
        await asyncio.sleep(0)
        for task, fate in zip(tasks, fates, strict=True):
            if fate == "cancel":
                task.cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        await asyncio.wait_for(one(gate, "ok"), 10)

    asyncio.run(all_of_them())
    assert peak <= most
    assert len(finished) >= sum(fate != "cancel" for fate in fates) + 1


@given(
    st.integers(1, 500),
    st.lists(st.tuples(st.integers(1, 120), st.floats(0, 1)), min_size=1, max_size=25),
)
@settings(max_examples=40, deadline=None)
def test_the_budget_holds_whatever_requests_cost(most: int, requests: list[tuple[int, float]]) -> None:
    async def one(ledger: Ledger, reserved: int, share: float) -> bool:
        async with ledger.reserved(reserved) as granted:
            if granted:
                await asyncio.sleep(0)
                ledger.add(Usage(calls=1, prompt_tokens=int(reserved * share)))
            return granted

    async def all_of_them() -> tuple[Ledger, list[bool]]:
        ledger = Ledger(most)
        outcomes = await asyncio.wait_for(asyncio.gather(*(one(ledger, *each) for each in requests)), 10)
        return ledger, list(outcomes)

    ledger, outcomes = asyncio.run(all_of_them())
    assert ledger.spent <= most
    assert ledger.usage.calls == sum(outcomes)
    for (reserved, _), granted in zip(requests, outcomes, strict=True):
        assert granted or ledger.spent + reserved > most


@given(st.integers(1, 100), st.floats(0, 10), st.floats(0, 100))
def test_a_pause_of_our_own_stays_under_the_cap(attempt: int, base_s: float, cap_s: float) -> None:
    pause = pause_before(attempt, base_s=base_s, cap_s=cap_s, asked_s=None)
    assert pause is not None
    assert 0 <= pause <= cap_s


@pytest.mark.parametrize(
    ("asked_s", "pause"), [(0.0, 0.0), (2.5, 2.5), (60.0, 60.0), (60.1, None), (1e9, None)]
)
def test_a_pause_that_the_server_asks_for_is_kept_to_or_declined(asked_s: float, pause: float | None) -> None:
    assert pause_before(1, base_s=0.5, cap_s=60, asked_s=asked_s) == pause


RETRY_AFTER: dict[str, tuple[dict[str, str], float | None]] = {
    "seconds": ({"retry-after": "2"}, 2.0),
    "a fraction": ({"retry-after": "0.5"}, 0.5),
    "milliseconds win": ({"retry-after": "9", "retry-after-ms": "250"}, 0.25),
    "a date gone by": ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    "negative": ({"retry-after": "-3"}, 0.0),
    "none": ({}, None),
    "empty": ({"retry-after": ""}, None),
    "words": ({"retry-after": "soon"}, None),
    "infinite": ({"retry-after": "1e999"}, None),
    "not a number": ({"retry-after": "nan"}, None),
    "an impossible date": ({"retry-after": "Wed, 99 Oct 99999 99:99:99 GMT"}, None),
}


@pytest.mark.parametrize(("headers", "seconds"), RETRY_AFTER.values(), ids=RETRY_AFTER.keys())
def test_retry_after_in_all_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_seconds_or_nothing(text: str) -> None:
    seconds = retry_after({"retry-after": text})
    assert seconds is None or 0 <= seconds < 1e300


def test_a_cut_prompt_shows_in_the_servers_count() -> None:
    scale = TokenScale(per_byte=0.25)
    text = "word " * 4000  # 5,000 tokens
    assert not scale.looks_cut(5000, text)
    assert not scale.looks_cut(3500, text)  # another language, another count
    assert scale.looks_cut(4096, text)
    assert scale.looks_cut(4096, text, known_room=4096)
    assert not scale.looks_cut(4096, text, known_room=6000)
    assert scale.looks_cut(2000, text)
    assert not scale.looks_cut(None, text)
    assert not scale.looks_cut(20, "short")
    assert not TokenScale().looks_cut(20, text)


class Kind(BaseModel):
    """A kind."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=9)]
    title: Literal["a", "b"] = "a"


class Kinds(BaseModel):
    """Some kinds."""

    first: Kind | None
    default: int = 3
    all: list[Kind]


class Listed(BaseModel):
    all: list[Kind]


class Nested(BaseModel):
    inner: "list[Nested]"


def objects_in(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for one in schema for found in objects_in(one)]
    if not isinstance(schema, dict):
        return []
    below = [found for one in schema.values() for found in objects_in(one)]
    return [schema, *below] if schema.get("type") == "object" else below


def test_a_schema_is_closed_and_complete_and_refers_to_nothing() -> None:
    schema = strict_schema(Kinds)
    assert "$ref" not in str(schema)
    assert "$defs" not in str(schema)
    assert len(objects_in(schema)) == 3
    for one in objects_in(schema):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
    assert list(schema["properties"]) == ["first", "default", "all"]
    assert schema["properties"]["default"] == {"type": "integer"}
    kind = schema["properties"]["all"]["items"]
    assert list(kind["properties"]) == ["name", "title"]
    assert kind["properties"]["name"] == {"type": "string", "minLength": 1, "maxLength": 9}
    assert kind["description"] == "A kind."


def test_lengths_are_left_out_for_servers_that_refuse_them() -> None:
    assert "Length" not in str(strict_schema(Kinds, lengths=False))


def test_a_schema_is_the_callers_own_copy() -> None:
    strict_schema(Kinds)["properties"].clear()
    assert strict_schema(Kinds)["properties"]


def test_a_schema_that_contains_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="contains itself"):
        strict_schema(Nested)


def test_a_single_list_is_told_from_more() -> None:
    assert only_list(Listed) == "all"
    assert only_list(Kinds) is None
