"""The model engine on answers that were recorded: what was really sent, and what came of what came back.

The answers are of an LLM assistant that saw nothing but the request, see fixtures/README.md. `make cassettes`
records those that are missing; a changed prompt or schema is another question, and its cassette must go.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cassette import MATCH_ON, scrubbed_request, scrubbed_response
from command_line import ROOT
from llm_samples import conflict, fact, group

from checker.endpoint import Capabilities, Endpoint, EndpointSettings, Rung
from checker.engines.llm import LlmEngine
from checker.grounding import ground
from checker.ingest import chunk_article, read_articles
from checker.model import Article, Conflict, Fact
from checker.store import Origin

BASE_URL = "http://127.0.0.1:8792/v1"
KEY = "sk-canary-0123456789"
CASSETTES = Path(__file__).parent / "cassettes"
SIDES = ("request", "response")
PATIENT_S = 3_000.0  # while recording, somebody reads the request


def said(number: int, article: str, quote: str, *, around: str = "", speaker: str | None = None) -> Fact:
    return fact(number, quote, article=article, speaker=speaker).model_copy(
        update={"context": around or quote}
    )


FERRY = (
    said(
        1,
        "a1",
        "The ferry Aldis struck the gate of the Tern lock at 6.40 a.m. on Friday.",
        around="The morning crossing ended badly. The ferry Aldis struck the gate of the Tern lock at 6.40 a.m. on "
        "Friday. It was on its way to the island of Orrel with 84 people aboard.",
    ),
    said(
        2,
        "a1",
        "Nobody aboard the Aldis was hurt.",
        around="It was on its way to the island of Orrel with 84 people aboard. Nobody aboard the Aldis was hurt. The "
        "lock stays shut until Monday.",
    ),
    said(
        3,
        "a2",
        "Three passengers of the Aldis were treated for broken bones after the collision.",
        around="The gate held. Three passengers of the Aldis were treated for broken bones after the collision. The "
        "others went on by bus.",
    ),
    said(
        4,
        "a2",
        "The Aldis hit the lock gate on Friday, some twenty minutes before seven in the morning.",
        around="It was still dark. The Aldis hit the lock gate on Friday, some twenty minutes before seven in the "
        "morning. The gate held.",
    ),
    said(
        5,
        "a3",
        "The line has run the Aldis since 2019.",
        around="The line has run the Aldis since 2019. It has two more ferries.",
        speaker="Marit Enge",
    ),
)


def alleged(question: str, *facts: Fact) -> Conflict:
    return conflict(*facts).model_copy(update={"question": question})


def engine_on(endpoint: Endpoint) -> LlmEngine:
    return LlmEngine(endpoint, origin=Origin(model="relay", endpoint=BASE_URL, parameters={}))


def endpoint_for(rung: Rung) -> Endpoint:
    settings: dict[str, Any] = {"base_url": BASE_URL, "model": "relay", "api_key": KEY}
    known = Capabilities(address=BASE_URL, model="relay", rung=rung)
    return Endpoint(EndpointSettings(**settings, timeout_s=PATIENT_S, max_retries=0), known)


@pytest.fixture
async def engine() -> AsyncIterator[LlmEngine]:
    async with endpoint_for("json_schema") as endpoint:
        yield engine_on(endpoint)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {
        "match_on": MATCH_ON,
        "before_record_request": scrubbed_request,
        "before_record_response": scrubbed_response,
        "decode_compressed_response": True,
    }


@pytest.mark.vcr
async def test_a_digest_is_read_into_claims_whose_words_stand_in_it(engine: LlmEngine) -> None:
    article = next(item for item in read_articles(ROOT / "seeds") if isinstance(item, Article))
    (chunk,) = chunk_article(article)
    read = await engine.extract(chunk)
    claims, quarantined = ground(read.claims, chunk=chunk, article=article, first=1)
    assert (len(claims), len(quarantined), read.failures) == (34, 0, ())
    assert read.usage.calls == 1  # no quote had to be asked for again
    assert {claim.voice.speaker for claim in claims} >= {None, "Marco Rubio", "Anton Shekhovtsov"}


@pytest.mark.vcr
async def test_of_five_claims_two_meet_in_a_dispute(engine: LlmEngine) -> None:
    answer = await engine.compare(group(*FERRY))
    (dispute,) = answer.conflicts
    assert (dispute.scope, dispute.kind, dispute.severity) == ("outlets", "factual", "high")
    assert [side.claims for side in dispute.sides] == [("a1.k2",), ("a2.k3",)]
    assert answer.failures == ()


@pytest.mark.vcr
async def test_a_forced_tool_is_answered_in_its_arguments() -> None:
    async with endpoint_for("tools") as endpoint:
        answer = await engine_on(endpoint).compare(group(*FERRY))
    assert [[side.claims for side in each.sides] for each in answer.conflicts] == [[("a1.k2",), ("a2.k3",)]]


@pytest.mark.vcr
async def test_a_dispute_is_kept_when_both_orders_agree(engine: LlmEngine) -> None:
    verdict = await engine.confirm(alleged("Was anybody aboard the Aldis hurt?", FERRY[1], FERRY[2]))
    assert (verdict.verdict, verdict.stability, verdict.usage.calls) == ("keep", 1.0, 2)


@pytest.mark.vcr
async def test_two_ways_to_say_the_same_are_dropped(engine: LlmEngine) -> None:
    verdict = await engine.confirm(alleged("When did the Aldis hit the lock gate?", FERRY[0], FERRY[3]))
    assert (verdict.verdict, verdict.usage.calls) == ("drop", 2)
    assert "twenty minutes before seven" in verdict.reason


def test_no_recording_holds_a_key_or_anything_of_the_machine() -> None:
    recorded = sorted(CASSETTES.rglob("*.yaml"))
    assert len(recorded) == 5
    for path in recorded:
        text = path.read_text(encoding="utf-8")
        assert KEY not in text
        assert not re.search(r"authorization|cookie|x-stainless|user-agent|bearer", text, re.IGNORECASE), path
        headers = [each[side]["headers"] for each in yaml.safe_load(text)["interactions"] for side in SIDES]
        assert {name for header in headers for name in header} == {"content-type"}
