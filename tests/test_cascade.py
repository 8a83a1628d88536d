"""The cascade: rules where they are certain, the model for the rest."""

import asyncio
from collections.abc import Sequence

import pytest
from fake_endpoint import fake_llm
from llm_samples import chunk, claims, comparison, conflict, dispute, fact, group, look

from checker.engines.base import Engine
from checker.engines.cascade import CascadeEngine
from checker.engines.sweep import Sweeper
from checker.engines.wire import ExtractedClaims, GroupComparison, SecondLook, Swept
from checker.errors import AnswerError, UnitError
from checker.model import (
    Chunk,
    Comparison,
    Confirmation,
    Conflict,
    Extraction,
    Fact,
    Group,
    RawClaim,
    Side,
    Usage,
)

FACTS = (fact(1, "The mayor opened it."), fact(2, "The minister opened it."), fact(3, "It rained."))


class CertainRules:
    """Rules that find the conflicts they are given."""

    name = "rules"
    fingerprint = "rules-1"
    limits: tuple[str, ...] = ("sees only what it is given",)

    def __init__(self, *conflicts: Conflict) -> None:
        self.conflicts = conflicts

    async def extract(self, chunk: Chunk) -> Extraction:
        claim = RawClaim(kind="event", text="read by rules", quote="The ferry stops in May.")
        return Extraction(chunk=chunk.id, claims=(claim,))

    async def compare(self, group: Group) -> Comparison:
        return Comparison(group=group.id, conflicts=self.conflicts)

    async def confirm(self, conflict: Conflict) -> Confirmation:
        raise AssertionError("the second look is the model's")


def opposed(*sides: Sequence[Fact], id: str = "g1.d1") -> Conflict:
    whole = conflict(*(fact for side in sides for fact in side))
    made = tuple(Side(position="p", claims=tuple(fact.claim.id for fact in side)) for side in sides)
    return whole.model_copy(update={"id": id, "sides": made, "decided_by": "numbers"})


def failing(asked: object) -> Swept:
    raise AnswerError("lost", code="timeout")


def test_the_cascade_is_an_engine_and_sweeps_if_its_model_does() -> None:
    llm, _ = fake_llm({}, sweep_chars=1000)
    cascade = CascadeEngine(CertainRules(), llm)
    assert isinstance(cascade, Engine)
    assert isinstance(cascade, Sweeper)
    assert cascade.sweep_chars == 1000
    assert cascade.fingerprint != CascadeEngine(CertainRules(), CertainRules()).fingerprint
    rules_only = CascadeEngine(CertainRules(), CertainRules())
    assert rules_only.sweep_chars == 0
    with pytest.raises(UnitError):
        asyncio.run(rules_only.sweep([]))


async def test_the_model_reads_and_the_rules_stand_in_where_it_fails() -> None:
    llm, _ = fake_llm({ExtractedClaims: lambda asked: claims("It cost 12 million crowns")})
    read = await CascadeEngine(CertainRules(), llm).extract(chunk())
    assert [claim.quote for claim in read.claims] == ["It cost 12 million crowns"]
    broken, _ = fake_llm({ExtractedClaims: failing})
    read = await CascadeEngine(CertainRules(), broken).extract(chunk())
    assert [claim.text for claim in read.claims] == ["read by rules"]
    assert [failure.error for failure in read.failures] == ["timeout"]


async def test_two_claims_that_the_rules_have_decided_cost_no_call() -> None:
    llm, endpoint = fake_llm({GroupComparison: lambda asked: comparison(dispute((1,), (2,)))})
    certain = opposed(FACTS[:1], FACTS[1:2])
    found = await CascadeEngine(CertainRules(certain), llm).compare(group(*FACTS[:2]))
    assert found.conflicts == (certain,)
    assert endpoint.asked == []
    await CascadeEngine(CertainRules(), llm).compare(group(*FACTS[:2]))
    assert len(endpoint.asked) == 1


async def test_the_rules_conflicts_come_before_the_models_under_ids_of_their_own() -> None:
    llm, _ = fake_llm({GroupComparison: lambda asked: comparison(dispute((1, 3), (2,)), dispute((1,), (3,)))})
    found = await CascadeEngine(CertainRules(opposed(FACTS[:1], FACTS[1:2])), llm).compare(group(*FACTS))
    assert [(conflict.id, conflict.decided_by) for conflict in found.conflicts] == [
        ("g1.d1.rules", "numbers"),
        ("g1.d1", "compare_group/v1 fake"),
        ("g1.d2", "compare_group/v1 fake"),
    ]
    assert found.usage == Usage(calls=1, prompt_tokens=100, completion_tokens=10)


async def test_where_the_models_answer_is_lost_the_rules_conflicts_stand() -> None:
    llm, _ = fake_llm({GroupComparison: failing})
    certain = opposed(FACTS[:1], FACTS[1:2])
    found = await CascadeEngine(CertainRules(certain), llm).compare(group(*FACTS))
    assert found.conflicts == (certain,)
    assert [failure.error for failure in found.failures] == ["timeout"]
    with pytest.raises(AnswerError):
        await CascadeEngine(CertainRules(), llm).compare(group(*FACTS))


async def test_the_second_look_at_a_rules_conflict_is_the_models() -> None:
    llm, _ = fake_llm({SecondLook: lambda asked: look(None)})
    verdict = await CascadeEngine(CertainRules(), llm).confirm(opposed(FACTS[:1], FACTS[1:2]))
    assert verdict.verdict == "drop"
