"""What every engine promises, held over all of them."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_endpoint import ORIGIN, FakeEndpoint, Respond
from fake_engine import FakeEngine
from latent_server import answer
from pydantic import BaseModel

from checker.engines.base import Engine
from checker.engines.cached import CachedEndpoint
from checker.engines.cascade import CascadeEngine
from checker.engines.llm import LlmEngine
from checker.engines.rules import RulesEngine
from checker.engines.wire import ExtractedClaims, GroupComparison, SecondLook
from checker.ingest import chunk_article, read_articles
from checker.model import Article, Comparison, Confirmation, Extraction
from checker.pipeline import Limits, check
from checker.store import Store

STORY = {
    "alder-post.txt": "The fire at the Brackwater mill killed 12 workers on Monday.\n\n"
    "Mayor Dana Holt called Governor Ivo Lenz on Monday evening.\n\n"
    '"The mill had passed every inspection this year," Holt said.\n',
    "coast-herald.txt": "The fire at the Brackwater mill killed 19 workers on Monday.\n\n"
    "Governor Ivo Lenz called Mayor Dana Holt on Monday evening.\n\n"
    '"The mill had passed no inspection this year," Holt said.\n',
}


def from_latent(name: str, model: type[BaseModel]) -> Respond:
    """An answer as the latent server gives it, read from the question alone."""
    return lambda asked: model.model_validate(answer(name, asked.user))


def llm(*, store: Store | None = None) -> LlmEngine:
    """The model engine on an endpoint that reads plainly, with a store of answers in front of it or without."""
    endpoint = FakeEndpoint(
        {
            ExtractedClaims: from_latent("extract_claims", ExtractedClaims),
            GroupComparison: from_latent("compare_group", GroupComparison),
            SecondLook: from_latent("confirm_conflict", SecondLook),
        }
    )
    asks = endpoint if store is None else CachedEndpoint(endpoint, store, origin=ORIGIN)
    return LlmEngine(asks, origin=ORIGIN)


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "rules": lambda folder: RulesEngine(),
    "fake": lambda folder: FakeEngine(),
    "llm": lambda folder: llm(),
    "llm with kept answers": lambda folder: llm(store=Store(folder / "kept.sqlite")),
    "cascade": lambda folder: CascadeEngine(RulesEngine(), llm()),
    "cascade with kept answers": lambda folder: CascadeEngine(
        RulesEngine(), llm(store=Store(folder / "kept.sqlite"))
    ),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return ENGINES[request.param](tmp_path_factory.mktemp("answers"))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    for name, text in STORY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def first_article(folder: Path) -> Article:
    return next(item for item in read_articles(folder) if isinstance(item, Article))


def test_is_an_engine_with_a_name_a_fingerprint_and_stated_limits(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert engine.name
    assert engine.fingerprint
    assert engine.limits


async def test_extract_answers_for_the_chunk_it_was_given(engine: Engine, story: Path) -> None:
    chunk = chunk_article(first_article(story))[0]
    answer = await engine.extract(chunk)
    assert isinstance(answer, Extraction)
    assert answer.chunk == chunk.id
    assert answer.claims
    assert all(claim.quote in chunk.text for claim in answer.claims)


async def test_answers_do_not_depend_on_earlier_or_overlapping_questions(engine: Engine, story: Path) -> None:
    chunk = chunk_article(first_article(story))[0]
    alone = await engine.extract(chunk)
    together = await asyncio.gather(*(engine.extract(chunk) for _ in range(5)))
    assert all(answer.claims == alone.claims for answer in together)


async def test_a_check_finds_the_planted_number_and_every_side_names_its_claims(
    engine: Engine, story: Path
) -> None:
    report = await check(story, engine=engine)
    numeric = [finding for finding in report.findings if finding.kind == "numeric"]
    assert len(numeric) == 1
    assert {side.outlets for side in numeric[0].sides} == {()}
    claims = {claim.id for claim in report.claims}
    assert all(set(side.claims) <= claims and side.evidence for side in numeric[0].sides)


async def test_compare_and_confirm_answer_for_their_unit(engine: Engine, story: Path) -> None:
    seen: list[Comparison | Confirmation] = []
    await check(story, engine=_Watched(engine, seen))
    assert any(isinstance(answer, Comparison) for answer in seen)
    assert any(isinstance(answer, Confirmation) for answer in seen)


class _Watched:
    """Wraps an engine and checks that each answer is for the unit asked about."""

    def __init__(self, engine: Engine, seen: list[Comparison | Confirmation]) -> None:
        self._engine = engine
        self._seen = seen
        self.name, self.fingerprint, self.limits = engine.name, engine.fingerprint, engine.limits

    async def extract(self, chunk):
        return await self._engine.extract(chunk)

    async def compare(self, group):
        answer = await self._engine.compare(group)
        assert answer.group == group.id
        facts = {fact.claim.id for fact in group.facts}
        for conflict in answer.conflicts:
            assert len(conflict.sides) >= 2
            assert {claim for side in conflict.sides for claim in side.claims} <= facts
        self._seen.append(answer)
        return answer

    async def confirm(self, conflict):
        answer = await self._engine.confirm(conflict)
        assert answer.conflict == conflict.id
        assert answer.reason
        self._seen.append(answer)
        return answer


async def test_the_order_of_the_facts_does_not_change_a_comparison(engine: Engine, story: Path) -> None:
    groups = []

    class Collecting(_Watched):
        async def compare(self, group):
            groups.append(group)
            return await super().compare(group)

    await check(story, engine=Collecting(engine, []), limits=Limits(max_group=40))
    assert groups
    for group in groups:
        turned = group.model_copy(update={"facts": tuple(reversed(group.facts))})
        straight, reverse = await engine.compare(group), await engine.compare(turned)
        assert set(straight.conflicts) == set(reverse.conflicts)
