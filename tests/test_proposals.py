"""Proposals of one dispute become one conflict."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_samples import conflict, fact

from checker.model import Conflict, Side
from checker.proposals import join_proposals, opposed

FACTS = {n: fact(n, f"Claim {n}.", article="a1") for n in range(1, 9)}


def proposal(*sides: Sequence[int], id: str = "p") -> Conflict:
    made = tuple(Side(position=f"{list(side)}", claims=tuple(f"a1.k{n}" for n in side)) for side in sides)
    whole = conflict(*(FACTS[n] for side in sides for n in side))
    return whole.model_copy(update={"id": id, "sides": made})


def numbers(found: Conflict) -> list[list[int]]:
    return [[int(claim.removeprefix("a1.k")) for claim in side.claims] for side in found.sides]


@pytest.mark.parametrize(
    ("proposals", "expected"),
    [
        ([], []),
        ([[[1], [2]]], [[[1], [2]]]),
        ([[[1], [2]], [[1], [2]]], [[[1], [2]]]),
        ([[[1], [2]], [[2], [1]]], [[[1], [2]]]),
        ([[[1], [2]], [[3], [4]]], [[[1], [2]], [[3], [4]]]),
        ([[[1], [2]], [[1], [3]]], [[[1], [2]], [[1], [3]]]),  # one claim in two disputes
        ([[[1], [2]], [[1, 3], [2, 4]]], [[[1, 3], [2, 4]]]),
        ([[[1, 3], [2]], [[2, 4], [1]]], [[[1, 3], [2, 4]]]),
        ([[[1], [2]], [[1], [2], [3]]], [[[1], [2], [3]]]),
        ([[[1, 3], [2]], [[1], [2, 3]]], [[[1, 3], [2]], [[1], [2, 3]]]),  # 3 would be on both sides
        ([[[1, 4], [2]], [[1], [2], [4]]], [[[1, 4], [2]], [[1], [2], [4]]]),  # one side against two of it
        ([[[1], [2]], [[3], [4]], [[1, 3], [2, 4]]], [[[1, 3], [2, 4]]]),
    ],
)
def test_proposals_on_the_same_two_claims_are_one(
    proposals: list[list[list[int]]], expected: list[list[list[int]]]
) -> None:
    joined = join_proposals([proposal(*sides) for sides in proposals])
    assert [numbers(found) for found in joined] == expected


def test_the_one_with_more_claims_speaks_under_the_first_ones_id() -> None:
    narrow = proposal([1], [2], id="g1.d1")
    wide = proposal([1, 3], [2], id="sweep.d4").model_copy(update={"question": "The better question?"})
    (joined,) = join_proposals([narrow, wide])
    assert (joined.id, joined.question) == ("g1.d1", "The better question?")
    assert {fact.claim.id for fact in joined.facts} == {"a1.k1", "a1.k2", "a1.k3"}


sides = st.lists(st.integers(1, 8), min_size=1, max_size=6, unique=True).flatmap(
    lambda claims: st.integers(1, max(1, len(claims) - 1)).map(lambda cut: [claims[:cut], claims[cut:]])
)


@given(proposals=st.lists(sides.filter(lambda made: all(made)), max_size=6))
def test_joining_loses_no_opposition_and_puts_no_claim_on_two_sides(proposals: list[list[list[int]]]) -> None:
    given_ones = [proposal(*made) for made in proposals]
    joined = join_proposals(given_ones)
    assert len(joined) <= len(given_ones)
    every = set().union(*(opposed(found) for found in joined)) if joined else set()
    assert all(opposed(one) <= every for one in given_ones)
    for found in joined:
        claims = [claim for side in found.sides for claim in side.claims]
        assert len(claims) == len(set(claims))
        assert set(claims) <= {fact.claim.id for fact in found.facts}
