"""Facts meet by what they share; the cost follows their number, and their order does not matter."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.grouping import group_facts
from checker.model import Claim, Fact, Group
from checker.normalise.words import content_stems

NOUNS = "bridge harbour mill council strike verdict ferry orchard tunnel museum quarry station".split()


def fact(number: int, text: str, *, article: str = "", names: tuple[str, ...] = ()) -> Fact:
    claim = Claim(
        id=f"{article or f'a{number}'}.k{number}",
        article=article or f"a{number}",
        chunk="c",
        kind="event",
        text=text,
        quote=text,
        start=number * 1000,
        end=number * 1000 + len(text),
    )
    return Fact(
        claim=claim, outlet=None, published=None, context=text, names=names, stems=content_stems(text)
    )


def pairs(groups: list[Group]) -> set[frozenset[str]]:
    return {
        frozenset((a.claim.id, b.claim.id))
        for group in groups
        for i, a in enumerate(group.facts)
        for b in group.facts[i + 1 :]
    }


def story(count: int) -> list[Fact]:
    """`count` facts in twos on one matter each, among words that all of them use."""
    facts = []
    for number in range(count):
        matter = number // 2
        text = f"the {NOUNS[matter % 12]} matter{matter} was reported on by outlet about rare{matter}word"
        facts.append(fact(number, text, names=("Velm", f"Person {matter}")))
    return facts


def test_two_facts_on_one_matter_meet_among_many() -> None:
    met = pairs(list(group_facts(story(600), max_facts=12)))
    missing = [n for n in range(0, 600, 2) if frozenset((f"a{n}.k{n}", f"a{n + 1}.k{n + 1}")) not in met]
    assert missing == []


def test_no_group_is_larger_than_asked_and_each_has_a_reason() -> None:
    groups = list(group_facts(story(300), max_facts=6))
    assert all(2 <= len(group.facts) <= 6 and group.reason for group in groups)
    assert len({group.id for group in groups}) == len(groups)


def test_few_facts_are_one_group_and_one_fact_is_none() -> None:
    assert [len(group.facts) for group in group_facts(story(8), max_facts=12)] == [8]
    assert list(group_facts(story(1), max_facts=12)) == []
    assert list(group_facts([], max_facts=12)) == []


def test_pairs_per_fact_do_not_grow_with_the_number_of_facts() -> None:
    few = len(pairs(list(group_facts(story(200), max_facts=12)))) / 200
    many = len(pairs(list(group_facts(story(2_000), max_facts=12)))) / 2_000
    assert many <= few * 1.2 + 1


def test_claims_on_the_same_words_of_one_article_do_not_use_up_each_other_s_links() -> None:
    crowd = [fact(n, "the mill rare7word burned down", article="a1") for n in range(8)]
    crowd = [
        item.model_copy(update={"claim": item.claim.model_copy(update={"start": 0, "end": 30})})
        for item in crowd
    ]
    other = fact(50, "the mill rare7word burned down again", article="a2")
    met = pairs(list(group_facts([*crowd, other, *story(60)], max_facts=10)))
    assert any("a2.k50" in pair for pair in met)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_facts_does_not_change_the_groups(seed: int) -> None:
    facts = story(40)
    shuffled = facts[:]
    random.Random(seed).shuffle(shuffled)
    assert list(group_facts(facts, max_facts=8)) == list(group_facts(shuffled, max_facts=8))
