"""What a caller of `Endpoint` sees of everything an address can do wrong."""

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from fault_server import FAULTS, GOOD_CLAIM, FaultServer

from checker.endpoint import (
    Answer,
    BudgetSpentError,
    Capabilities,
    Endpoint,
    EndpointSettings,
    LostAnswerError,
    Rung,
)
from checker.endpoint.faults import AnswerCode
from checker.endpoint.probe import SampleClaim, SampleClaims
from checker.errors import AnswerError, EndpointError, SettingsError

KEY = "sk-canary-0123456789"
CLAIM = SampleClaim.model_validate(GOOD_CLAIM)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def settings(server: FaultServer, **changes: Any) -> EndpointSettings:
    usual = {"timeout_s": 5.0, "retry_base_s": 0.01, "context_probe_tokens": 0, "api_key": KEY, "model": "m"}
    return EndpointSettings(base_url=server.base_url, **{**usual, **changes})


def able(server: FaultServer, rung: Rung = "json_schema", **changes: Any) -> Capabilities:
    return Capabilities(address=server.base_url, model="m", rung=rung, **changes)


async def ask(endpoint: Endpoint, **changes: Any) -> Answer[SampleClaims]:
    question = {"system": "You list claims.", "user": "The harbour was closed.", "name": "claims", **changes}
    return await endpoint.ask(schema=SampleClaims, **question)


@dataclass(frozen=True)
class Case:
    """A fault that stays, and what comes of one question."""

    fault: str
    code: str  # "" for an answer; "stops" for an EndpointError
    requests: int
    lost: int = 0
    message: str = ""


WITH_RETRIES = 3  # max_retries=2 below

CASES = (
    Case("good", "", 1),
    Case("400", "bad_request", 1, message="something about the request is wrong"),
    Case("400 context", "context_exceeded", 1),
    Case("400 temperature", "", 2),
    Case("400 max_tokens", "", 2),
    Case("401", "stops", 1, message="the key was refused"),
    Case("403", "stops", 1),
    Case("404 model", "stops", 1, message="no model 'm'"),
    Case("404 path", "stops", 1, message="no chat completions at this address"),
    Case("413", "context_exceeded", 1),
    Case("429", "rate_limited", WITH_RETRIES, message="slow down (after 3 attempts)"),
    Case("429 retry-after", "rate_limited", WITH_RETRIES),
    Case("429 retry-after-ms", "rate_limited", WITH_RETRIES),
    Case("429 retry-after date", "rate_limited", WITH_RETRIES),
    Case("429 retry-after 600", "rate_limited", 1),
    Case("429 no credit", "stops", 1, message="no credit left"),
    Case("500", "server_error", WITH_RETRIES),
    Case("500 huge", "server_error", WITH_RETRIES),
    Case("500 endless", "server_error", WITH_RETRIES),
    Case("502 html", "server_error", WITH_RETRIES, message="HTTP 502"),
    Case("503", "server_error", WITH_RETRIES, message="Loading model"),
    Case("redirect", "stops", 1, message="redirects are not followed"),
    Case("hang", "timeout", WITH_RETRIES, message="no answer within 0.3 s"),
    Case("slow drip", "timeout", WITH_RETRIES),
    Case("reset", "connection", WITH_RETRIES),
    Case("reset mid-body", "connection", WITH_RETRIES),
    Case("cut json", "", 2, lost=1),
    Case("cut at limit", "", 1, lost=1),
    Case("cut before an item", "cut", 1),
    Case("cut while thinking", "cut", 1),
    Case("invalid json", "invalid_json", 2),
    Case("empty object", "wrong_schema", 2, message="claims: Field required"),
    Case("empty text", "empty_answer", WITH_RETRIES),
    Case("null content", "empty_answer", WITH_RETRIES),
    Case("wrong schema", "wrong_schema", 2, message="claims.0.kind"),
    Case("another object", "wrong_schema", 2),
    Case("nan", "invalid_json", 2),
    Case("deep", "invalid_json", 2),
    Case("refusal", "refusal", 1, message="I can't help with that."),
    Case("content_filter", "content_filter", 1),
    Case("no choices", "empty_choices", WITH_RETRIES),
    Case("null choices", "bad_response", WITH_RETRIES),
    Case("error in 200", "server_error", WITH_RETRIES, message="upstream is down"),
    Case("not a completion", "bad_response", WITH_RETRIES),
    Case("html", "bad_response", WITH_RETRIES, message="an HTML page"),
    Case("html as json", "bad_response", WITH_RETRIES),
    Case("empty body", "bad_response", WITH_RETRIES),
    Case("not utf-8", "bad_response", WITH_RETRIES),
    Case("10 MB", "too_large", 1),
    Case("endless", "too_large", 1),
    Case("wrong content type", "", 1),
    Case("think", "", 1),
    Case("think unopened", "", 1),
    Case("think unclosed", "invalid_json", 2),
    Case("fenced", "", 1),
    Case("prose", "", 1),
    Case("several", "", 1),
    Case("trailing comma", "", 1),
    Case("bom", "", 1),
    Case("bare list", "", 1),
    Case("parts", "", 1),
    Case("in reasoning", "", 1),
    Case("no usage", "", 1),
    Case("odd usage", "", 1),
)
ONLY_IN_PROBE = {"code words", "400 response_format", "400 json_schema", "400 maxLength", "tools ignored"}


def test_every_fault_of_the_server_is_tried() -> None:
    assert {case.fault for case in CASES} | ONLY_IN_PROBE == set(FAULTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.fault)
async def test_what_the_caller_sees(
    server: FaultServer, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.play(case.fault)
    timeout_s = 0.3 if case.code == "timeout" else 5.0
    async with Endpoint(settings(server, timeout_s=timeout_s, max_retries=2), able(server)) as endpoint:
        endpoint.heard()
        if not case.code:
            answer = await ask(endpoint)
            assert answer.value.claims == [CLAIM]
            assert answer.truncated_items_lost == case.lost
            assert answer.attempts == answer.usage.calls == case.requests
        elif case.code == "stops":
            with pytest.raises(EndpointError) as stop:
                await ask(endpoint)
            assert server.base_url in str(stop.value)
            shown = str(stop.value)
            assert stop.value.__context__ is None
        else:
            with pytest.raises(AnswerError) as caught:
                await ask(endpoint)
            lost = caught.value
            assert isinstance(lost, LostAnswerError)
            assert lost.code == case.code
            assert lost.attempts == lost.usage.calls == case.requests
            assert lost.__context__ is None  # nothing that holds the request hangs on to it
            shown = str(lost)
        assert endpoint.usage.calls == case.requests == len(server.chats)
        if case.code:
            assert case.message in shown
            assert "\n" not in shown
            assert len(shown) < 500
            assert KEY not in shown
    assert KEY not in caplog.text


@pytest.mark.parametrize("rung", ["json_schema", "tools", "json_object", "text"])
@pytest.mark.parametrize("fault", ["good", "think", "fenced", "several", "trailing comma", "cut at limit"])
async def test_dirty_answers_are_read_on_every_rung(server: FaultServer, rung: Rung, fault: str) -> None:
    server.play(fault)
    async with Endpoint(settings(server), able(server, rung)) as endpoint:
        answer = await ask(endpoint)
    assert answer.value.claims == [CLAIM]
    assert answer.rung == rung


@pytest.mark.parametrize("rung", ["json_schema", "tools", "json_object", "text"])
async def test_the_schema_stands_at_the_end_of_the_system_message(server: FaultServer, rung: Rung) -> None:
    async with Endpoint(settings(server, seed=7, extra={"top_k": 1}), able(server, rung)) as endpoint:
        await ask(endpoint, user="{{ 7*7 }} {% if %}\n    kept as it is")
    (body,) = server.chats
    system, user = (message["content"] for message in body["messages"])
    assert system.startswith("You list claims.\n\n")
    assert system.endswith('"type":"object"}')
    assert user == "{{ 7*7 }} {% if %}\n    kept as it is"
    assert (body["seed"], body["top_k"], body["temperature"], body["max_tokens"]) == (7, 1, 0.0, 8192)
    form = body.get("response_format", {}).get("type")
    assert form == {"json_schema": "json_schema", "json_object": "json_object"}.get(rung)
    assert ("tools" in body) == (rung == "tools")
    if rung == "json_schema":
        sent = body["response_format"]["json_schema"]
        assert sent["strict"] is True
        assert sent["name"] == "claims"
        assert sent["schema"]["additionalProperties"] is False
    if rung == "tools":
        assert body["tools"][0]["function"]["name"] == "claims"
        assert body["tool_choice"]["function"]["name"] == "claims"
        assert body["tools"][0]["function"]["parameters"]["additionalProperties"] is False


async def test_a_passing_failure_costs_attempts_but_no_answer(server: FaultServer) -> None:
    server.play("503", "reset mid-body", "good")
    async with Endpoint(settings(server), able(server)) as endpoint:
        answer = await ask(endpoint)
    assert answer.attempts == answer.usage.calls == 3
    assert answer.value.claims == [CLAIM]


async def test_an_invalid_answer_is_shown_to_the_model_once(server: FaultServer) -> None:
    server.play("wrong schema", "good")
    async with Endpoint(settings(server), able(server)) as endpoint:
        answer = await ask(endpoint)
    sent = sum(len(message["content"]) for body in server.chats for message in body["messages"])
    assert abs(answer.usage.prompt_tokens - sent / 4) < 2  # both attempts count
    first, second = server.chats
    assert second["messages"][:2] == first["messages"]
    assert second["messages"][2]["role"] == "assistant"
    assert "rumour" in second["messages"][2]["content"]
    assert "claims.0.kind" in second["messages"][3]["content"]


async def test_a_shared_overload_halves_the_concurrency_once_and_successes_win_it_back(
    server: FaultServer,
) -> None:
    server.play(*["429 retry-after-ms"] * 8, "good")
    server.latency_s = 0.15  # all eight are under way before the first is answered
    async with Endpoint(settings(server, max_concurrency=8, max_retries=9), able(server)) as endpoint:
        answers = await asyncio.gather(*(ask(endpoint) for _ in range(8)))
        assert len(answers) == 8
        assert 4 <= endpoint.gate.limit < 8
        await asyncio.gather(*(ask(endpoint) for _ in range(40)))
        assert endpoint.gate.limit == 8
    assert server.most_at_once <= 8


async def test_no_more_requests_at_once_than_allowed(server: FaultServer) -> None:
    server.latency_s = 0.02
    async with Endpoint(settings(server, max_concurrency=3), able(server)) as endpoint:
        await asyncio.gather(*(ask(endpoint) for _ in range(20)))
    assert server.most_at_once == 3


async def test_cancelled_questions_give_their_places_back(server: FaultServer) -> None:
    server.play("hang")
    async with Endpoint(settings(server, max_concurrency=2), able(server)) as endpoint:
        tasks = [asyncio.create_task(ask(endpoint)) for _ in range(6)]
        await asyncio.sleep(0.2)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.play("good")
        answer = await asyncio.wait_for(ask(endpoint), 5)
    assert answer.value.claims == [CLAIM]


async def test_the_token_budget_is_never_passed_and_what_is_finished_stays(server: FaultServer) -> None:
    most = 3000
    async with Endpoint(settings(server, max_tokens_total=most, max_concurrency=4), able(server)) as endpoint:
        outcomes = await asyncio.gather(
            *(ask(endpoint, max_output_tokens=100) for _ in range(40)), return_exceptions=True
        )
        spent = endpoint.ledger.spent
    done = [one for one in outcomes if isinstance(one, Answer)]
    refused = [one for one in outcomes if isinstance(one, BudgetSpentError)]
    assert len(done) + len(refused) == 40
    assert len(done) == len(server.chats) >= 8
    assert spent <= most
    assert {one.code for one in refused} == {"budget_spent"}


async def test_tokens_are_estimated_where_the_server_counts_none(server: FaultServer) -> None:
    server.play("no usage")
    async with Endpoint(settings(server), able(server)) as endpoint:
        answer = await ask(endpoint)
    assert answer.usage.prompt_tokens > 50
    assert answer.usage.completion_tokens > 10


async def test_nothing_at_the_address_stops_the_run() -> None:
    with FaultServer() as gone:
        address = settings(gone, max_retries=1)
    async with Endpoint(address) as endpoint:
        with pytest.raises(EndpointError, match="nothing has answered there"):
            await ask(endpoint)


async def test_an_address_that_goes_away_later_costs_single_questions(server: FaultServer) -> None:
    server.play("good", "reset")
    async with Endpoint(settings(server, max_retries=0), able(server)) as endpoint:
        await ask(endpoint)
        with pytest.raises(LostAnswerError) as lost:
            await ask(endpoint)
    assert lost.value.code == "connection"


@dataclass(frozen=True)
class Ladder:
    """A server, and what the probe makes of it."""

    fault: str
    rung: Rung
    omit: tuple[str, ...] = ()
    tokens_field: str = "max_tokens"
    lengths: bool = True


LADDERS = (
    Ladder("good", "json_schema"),
    Ladder("400 json_schema", "tools"),
    Ladder("400 response_format", "tools"),
    Ladder("400 maxLength", "json_schema", lengths=False),
    Ladder("400 temperature", "json_schema", omit=("temperature",)),
    Ladder("400 max_tokens", "json_schema", tokens_field="max_completion_tokens"),
    Ladder("fenced", "json_schema"),
)


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder.fault)
async def test_the_strongest_form_that_answers_is_found_once(server: FaultServer, ladder: Ladder) -> None:
    server.play(ladder.fault)
    async with Endpoint(settings(server)) as endpoint:
        found = await asyncio.gather(*(endpoint.capabilities() for _ in range(4)))
        probes = len(server.chats)
        await ask(endpoint)
    first = found[0]
    assert found == [first] * 4
    assert (first.rung, first.omit, first.tokens_field, first.lengths) == (
        ladder.rung,
        ladder.omit,
        ladder.tokens_field,
        ladder.lengths,
    )
    assert len(server.chats) == probes + 1
    assert Capabilities.from_json(first.model_dump_json()) == first


async def test_a_parameter_refused_once_is_not_sent_again(server: FaultServer) -> None:
    server.play("400 temperature")
    async with Endpoint(settings(server), able(server)) as endpoint:
        await ask(endpoint)
        await ask(endpoint)
    assert ["temperature" in body for body in server.chats] == [True, False, False]


async def test_a_server_that_calls_no_tool_is_asked_in_text(server: FaultServer) -> None:
    server.play(*["400 response_format"] * 2, "tools ignored", "400 response_format", "good")
    async with Endpoint(settings(server)) as endpoint:
        found = await endpoint.capabilities()
    assert found.rung == "text"
    assert any("the forced tool was not called" in note for note in found.notes)


@pytest.mark.parametrize("fault", ["invalid json", "400", "refusal", "html"])
async def test_where_no_form_works_the_run_stops_before_it_spends(server: FaultServer, fault: str) -> None:
    server.play(fault)
    async with Endpoint(settings(server)) as endpoint:
        with pytest.raises(EndpointError, match="no valid JSON in any form"):
            await endpoint.capabilities()
    assert len(server.chats) <= 8


async def test_the_only_model_served_needs_no_name(server: FaultServer) -> None:
    async with Endpoint(settings(server, model="")) as endpoint:
        assert (await endpoint.capabilities()).model == "m"


async def test_among_several_models_one_must_be_named(server: FaultServer) -> None:
    server.models = [{"id": "small"}, {"id": "large"}]
    async with Endpoint(settings(server, model="")) as endpoint:
        with pytest.raises(EndpointError, match="small, large"):
            await endpoint.capabilities()


async def test_a_prompt_that_cannot_fit_is_not_sent(server: FaultServer) -> None:
    async with Endpoint(settings(server), able(server, context_tokens=1000)) as endpoint:
        with pytest.raises(LostAnswerError) as lost:
            await ask(endpoint, user="word " * 2000)
        assert lost.value.code == "context_exceeded"
        assert server.chats == []
        await ask(endpoint)
    assert server.chats[0]["max_tokens"] < 1000


async def test_a_prompt_that_the_server_cuts_is_noticed(server: FaultServer) -> None:
    known = able(server, tokens_per_byte=0.25)
    server.window_tokens = 2000
    async with Endpoint(settings(server), known) as endpoint:
        with pytest.raises(LostAnswerError) as lost:
            await ask(endpoint, user="word " * 4000)
    assert lost.value.code == "context_exceeded"


@dataclass(frozen=True)
class Window:
    """A server's window, and what the probe finds with a prompt of 3,000 tokens."""

    tokens: int
    known: int | None
    at_least: bool


@pytest.mark.parametrize(
    "window", [Window(10**9, None, True), Window(2048, 2048, False), Window(1000, 1000, False)]
)
async def test_the_context_is_measured_not_believed(server: FaultServer, window: Window) -> None:
    server.play("code words")
    server.window_tokens = window.tokens
    async with Endpoint(settings(server, context_probe_tokens=3000)) as endpoint:
        found = await endpoint.capabilities()
    assert found.context_tokens == window.known
    assert (found.context_at_least or 0) >= 2500 or not window.at_least
    assert found.context_source == "measured"


async def test_where_nobody_says_how_long_a_prompt_may_be_a_long_one_is_tried(server: FaultServer) -> None:
    server.play("code words")
    async with Endpoint(settings(server, context_probe_tokens=20_000)) as endpoint:
        found = await endpoint.capabilities()
    assert (found.context_tokens, len(server.chats)) == (None, 3)
    assert found.usable_tokens is not None
    assert found.usable_tokens > 16_000


async def test_a_long_prompt_that_does_not_arrive_leaves_what_the_shorter_one_showed(
    server: FaultServer,
) -> None:
    server.play("code words")
    server.window_tokens = 12_000
    async with Endpoint(settings(server, context_probe_tokens=20_000)) as endpoint:
        found = await endpoint.capabilities()
    assert found.usable_tokens == 12_000
    assert found.context_at_least is not None
    assert 5_000 < found.context_at_least < 12_000


async def test_a_long_prompt_that_is_not_answered_in_time_costs_its_time_and_nothing_else(
    server: FaultServer,
) -> None:
    server.play("good", "code words", "hang")
    async with Endpoint(settings(server, context_probe_tokens=20_000, timeout_s=1.0)) as endpoint:
        found = await endpoint.capabilities()
    assert (found.context_tokens, found.usable_tokens) == (None, None)
    assert (found.context_at_least or 0) > 5_000


async def test_a_context_that_the_server_states_costs_no_question(server: FaultServer) -> None:
    server.models = [{"id": "m", "max_model_len": 8192}]
    async with Endpoint(settings(server, context_probe_tokens=3000)) as endpoint:
        found = await endpoint.capabilities()
    assert (found.context_tokens, found.context_source) == (8192, "stated")
    assert len(server.chats) == 1


async def test_a_context_that_the_server_names_in_its_refusal_is_taken(server: FaultServer) -> None:
    server.play("good", "400 context")
    async with Endpoint(settings(server, context_probe_tokens=6000)) as endpoint:
        assert (await endpoint.capabilities()).context_tokens == 4096


async def test_embeddings_come_back_in_the_order_asked(server: FaultServer) -> None:
    async with Endpoint(settings(server, embedding_model="e"), able(server)) as endpoint:
        assert await endpoint.embed(["one", "two"]) == ((0.0, 1.0), (1.0, 1.0))
        assert await endpoint.embed([]) == ()


async def test_models_are_listed(server: FaultServer) -> None:
    async with Endpoint(settings(server)) as endpoint:
        assert await endpoint.models() == ("m",)


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8080",
        "ftp://localhost/v1",
        "http://",
        "http://user:sk-canary@localhost/v1",
        "http://h/v1?key=sk-canary",
    ],
)
def test_an_address_that_is_none_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Endpoint(EndpointSettings(base_url=url, model="m"))
    assert "sk-canary" not in str(refused.value)


@pytest.mark.parametrize("key", ["sk-canary\nX: y", "sk-canary é", "sk canary"])
def test_a_key_that_cannot_be_sent_is_refused_without_quoting_it(key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Endpoint(EndpointSettings(base_url="http://h/v1", model="m", api_key=key))  # type: ignore[arg-type]
    assert "canary" not in str(refused.value)


async def test_a_key_is_sent_but_never_shown(server: FaultServer) -> None:
    given = settings(server)
    async with Endpoint(given, able(server)) as endpoint:
        await ask(endpoint)
        assert KEY not in repr(given) + repr(endpoint) + given.model_dump_json() + str(
            vars(endpoint.settings)
        )
        assert KEY not in (await endpoint.capabilities()).model_dump_json()
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_server_that_repeats_the_key_gets_it_into_no_answer(server: FaultServer) -> None:
    server.answer = lambda body: json.dumps({"claims": [{**GOOD_CLAIM, "text": f"Bearer {KEY}"}]})
    async with Endpoint(settings(server), able(server)) as endpoint:
        answer = await ask(endpoint)
    assert [claim.text for claim in answer.value.claims] == ["Bearer ***"]


async def test_without_a_key_nobody_elses_is_sent(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    async with Endpoint(settings(server, api_key=None), able(server)) as endpoint:
        await ask(endpoint)
    assert "sk-of-somebody-else" not in str(server.requests[0].headers)


def test_the_fingerprint_changes_with_whatever_changes_answers() -> None:
    base = EndpointSettings(base_url="http://h/v1", model="m")
    changes: tuple[dict[str, Any], ...] = (
        {"model": "n"},
        {"base_url": "http://g/v1"},
        {"temperature": 0.5},
        {"seed": 1},
        {"max_output_tokens": 99},
        {"extra": {"top_k": 1}},
    )
    prints = {base.model_copy(update=change).fingerprint() for change in changes}
    assert len(prints | {base.fingerprint()}) == len(changes) + 1
    same = base.model_copy(update={"timeout_s": 1.0, "max_concurrency": 1})
    assert same.fingerprint() == base.fingerprint()


def test_the_page_on_endpoints_names_every_code_of_a_lost_question() -> None:
    page = (Path(__file__).parents[1] / "docs" / "endpoints.md").read_text(encoding="utf-8")
    missing = [code for code in get_args(AnswerCode) if f"`{code}`" not in page]
    assert missing == []
    assert {case.code for case in CASES} - {"", "stops"} <= set(get_args(AnswerCode))
