"""Causes: what a sentence gives as the cause of what, and which two causes exclude each other."""

import asyncio
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engines.rules import RulesEngine
from checker.engines.rules.causes import find_causes
from checker.model import Article, Finding
from checker.pipeline import check_articles


def findings(*texts: str) -> tuple[Finding, ...]:
    articles = [
        Article(
            id=f"a{number}",
            path=f"outlet-{number}.txt",
            outlet=f"Outlet {number}",
            language="en",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            source_sha256=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
        )
        for number, text in enumerate(texts, 1)
    ]
    return asyncio.run(check_articles(articles, engine=RulesEngine())).findings


READ = [
    ("The roof fell in because of the snow.", ("The roof fell in", "the snow", "because of")),
    ("The trout died of the heat.", ("The trout died", "the heat", "because of")),
    ("The deficit had nothing to do with the strike.", ("The deficit", "the strike", "not because of")),
    ("Holt blamed the fire on a candle.", ("the fire", "a candle", "because of")),
    ("A gas leak caused the explosion.", ("the explosion", "A gas leak", "because of")),
    ("It was the snow that brought down the roof.", ("brought down the roof", "the snow", "only because of")),
    ("What killed the limes was salt.", ("killed the limes", "salt", "only because of")),
    ("The cause of the blaze was a cable.", ("the blaze", "a cable", "because of")),
    ("The dam burst after heavy rain.", ("The dam burst", "heavy rain", "after")),
    ("The institute ruled out a virus as the cause.", ("", "a virus", "not because of")),
    ("There had been no storm near Lund.", ("", "storm near Lund", "there was no")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), READ)
def test_a_sentence_gives_effect_cause_and_stance(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in [found[:3] for found in find_causes(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The trout may have died of the heat.",
        "Police suspect that the fire was caused by a candle.",
        "The fire was probably caused by a candle.",
    ],
)
def test_a_guess_is_marked_as_one(sentence: str) -> None:
    assert all(found.guessed for found in find_causes(sentence))
    assert find_causes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Was the fire caused by a candle?",
        "The cause of the fire is not yet known.",
        "He did not play because of an injury.",
        "The guard was killed by her brother.",
        "Nobody was hurt.",
    ],
)
def test_no_cause_where_none_is_given(sentence: str) -> None:
    assert find_causes(sentence) == ()


EXCLUDE = [
    ("The mayor blamed the strike for the closure of the Velm mill.",
     "The closure of the Velm mill had nothing to do with the strike, union leader Ivo Lenz said."),
    ("The ferry Alma sank because the bow door had been left open.",
     "Inquiry: it was not the bow door but a mine that sank the ferry Alma."),
    ("The pear harvest failed because of the frost.", "The frost played no part in the failure of the pear harvest."),
    ("The rents were not to blame for the bankruptcy of the Brenn bakery, its owner said.",
     "The Brenn bakery went bankrupt because of the high rents."),
    ("The cellist died of the fever, and of nothing else, Holt said.", "The fever had not killed the cellist, Lenz said."),
    ("The wall of the Orsa dyke collapsed because beavers had dug into it.",
     "There had been no beavers at the Orsa dyke, the warden said."),
    ("The tower at Korr burst after shelling.", "The tower at Korr was never shelled; it burst of old age."),
    ("The tram crashed because of defective brakes.",
     "The brakes of the tram were in perfect order, the inspector found. The crash was caused by ice."),
    # two causes of one event that has one
    ("The explosion in the Korr laundry was caused by a gas leak.", "A bomb caused the explosion in the Korr laundry."),
    ("Minister Dana Holt resigned over the bribery scandal.", "Minister Dana Holt resigned because of her heart."),
    ("Fourteen guests of the Hotel Brenn fell ill from the fish salad.",
     "The guests of the Hotel Brenn fell ill because of the tap water, doctors say."),
    ("The coroner found that the jockey had died of a heart attack.", "The jockey died of poison, the coroner found."),
    ("The poet Ada Quell drowned in the Orsa.", "Ada Quell was shot, the coroner found."),
    ("The power cut in Lund was caused by a squirrel.", "Hackers were behind the power cut in Lund."),
    ("The barn fire in Drost was started by a firework.", "A defective cable caused the barn fire in Drost."),
]  # fmt: skip
COMPATIBLE = [
    ("a guess", "The explosion in Korr may have been caused by a gas leak.", "A bomb caused the explosion in Korr."),
    ("a question", "Was the fire caused by a candle?", "The fire was caused by arson."),
    ("two fires", "The fire in Lund was caused by a candle.", "The fire in Korr was caused by arson."),
    ("two ministers", "Minister Dana Holt resigned over the bribery scandal.", "Minister Ivo Lenz resigned because of his heart."),
    ("two hotels", "Guests of the Hotel Brenn fell ill from the fish salad.", "Guests of the Hotel Orsa fell ill because of the tap water."),
    ("one cause in two wordings", "The fire was caused by a short circuit in a cable.", "A faulty cable caused the fire."),
    ("rain makes the water", "The match was called off because of heavy rain.", "The match was called off because the pitch was under water."),
    ("the wind felled the tree", "The bridge was closed because of the storm.",
     "The bridge was closed because a tree, torn out by the wind, had fallen on it."),
    ("the flood and the neglect", "The dam burst because of the flood.", "The dam burst because its repair had been neglected."),
    ("the snow and the girders", "The roof collapsed because of the snow.", "The roof collapsed because the builder had saved on girders."),
    ("several causes at once", "The crash was caused by ice on the road.", "The driver was to blame for the crash, police said."),
    ("two causes of delays", "Flights were delayed because of the storm.", "Flights were delayed because of the strike."),
    ("two causes of a price", "Bread became dearer because of the drought.", "Bread became dearer because of higher wages."),
    ("no storm elsewhere", "A storm caused the blackout in Korr.", "There was no storm in Lund on Monday."),
    ("what the strike has nothing to do with", "The mayor blamed the strike for the closure of the Velm mill.",
     "The strike in the port of Velm has nothing to do with the fishing quotas, Lenz said."),
    ("closed and still closed", "The bridge was closed after a barge had rammed it.", "The bridge stays closed because the inspector is ill."),
    ("cause and effect of one thing", "The dam at Korr burst after heavy rain.", "The harvest failed because the dam at Korr had burst."),
    ("whom it spared", "The bridge was closed because a barge had rammed it.",
     "No ship was damaged; the bridge was closed because frost had cracked its piers."),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), EXCLUDE)
def test_causes_that_exclude_each_other_are_reported(first: str, second: str) -> None:
    assert [finding.kind for finding in findings(first, second)] == ["causal"]
    assert [finding.kind for finding in findings(second, first)] == ["causal"]


@pytest.mark.parametrize(("name", "first", "second"), COMPATIBLE)
def test_causes_that_may_both_be_true_are_not(name: str, first: str, second: str) -> None:
    assert findings(first, second) == ()
    assert findings(second, first) == ()


def test_two_people_who_differ_on_a_cause_are_speakers() -> None:
    (found,) = findings(
        "Dana Holt said the rates alone had caused the deficit.",
        "Ivo Lenz said the deficit had nothing to do with the rates.",
    )
    assert found.scope == "speakers"


@given(
    st.text(alphabet="abc ,.;:'IT", max_size=80),
    st.sampled_from(["because of", "caused", "was killed by", "it was"]),
)
@settings(max_examples=150, deadline=None)
def test_a_cause_stands_within_its_sentence(text: str, cue: str) -> None:
    sentence = f"{text} {cue} {text}"
    for found in find_causes(sentence):
        assert 0 <= found.start < found.end <= len(sentence)
        assert found.cause
