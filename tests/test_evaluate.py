"""Labelled pairs and folders: what counts as found, as a false alarm and as an abstention."""

import json
from pathlib import Path
from typing import Any

import pytest
from fake_engine import FakeEngine

from checker.errors import InputError
from checker.evaluate import (
    Outcome,
    judge_folder,
    judge_pairs,
    pair_articles,
    read_outcomes,
    sampled,
    to_jsonl,
)
from checker.labelled import Expected, Pair, labelled_folders, read_expected, read_pairs
from checker.scoreboard import scoreboard, to_text

FOUR, NINE = "The fire in Orlund killed 4 people.", "The fire in Orlund killed 9 people."
SAME_DAY = {"outlet_a": "Courier", "outlet_b": "Courier", "date_a": "2031-03-04", "date_b": "2031-03-04"}


def pair(a: str = FOUR, b: str = NINE, label: str = "contradiction", **given: Any) -> Pair:
    return Pair.model_validate({"id": "p1", "a": a, "b": b, "label": label, **given})


async def judged(*pairs: Pair, engine: FakeEngine | None = None) -> tuple[Outcome, ...]:
    return await judge_pairs(pairs, engine=engine or FakeEngine())


@pytest.mark.parametrize(
    ("case", "verdict", "right"),
    [
        (pair(), "contradiction", True),
        (pair(label="agreement"), "contradiction", False),
        (pair(b=FOUR, label="agreement"), "none", True),
        (pair(b="Rain fell on Orlund."), "none", False),
        (pair(**SAME_DAY), "contradiction", True),
    ],
)
async def test_a_pair_is_called_what_the_engine_finds(case: Pair, verdict: str, right: bool) -> None:
    (outcome,) = await judged(case)
    assert (outcome.verdict, outcome.right) == (verdict, right)


@pytest.mark.parametrize("step", ["extract", "compare", "confirm"])
async def test_what_the_engine_could_not_answer_is_an_abstention_and_never_right(step: str) -> None:
    outcomes = await judged(
        pair(), pair(id="p2", label="agreement"), engine=FakeEngine(lose=frozenset({step}))
    )
    assert [outcome.verdict for outcome in outcomes] == ["abstained", "abstained"]
    assert not any(outcome.right for outcome in outcomes)


async def test_a_finding_inside_one_side_is_not_the_pair_s() -> None:
    (outcome,) = await judged(pair(a=f"{FOUR} {NINE}", b="Rain fell on Orlund.", label="neutral"))
    assert (outcome.verdict, outcome.within) == ("none", 1)


async def test_outcomes_stand_in_the_order_of_the_pairs() -> None:
    pairs = [pair(id=f"p{number}", b=FOUR, label="agreement") for number in range(40)]
    assert [outcome.id for outcome in await judged(*pairs)] == [each.id for each in pairs]


@pytest.mark.parametrize(
    ("name", "story"), [("flood-01b", "flood-01"), ("bn-1190", "bn-1190"), ("x_og", "x_og")]
)
async def test_pairs_that_differ_in_the_last_letter_are_one_story(name: str, story: str) -> None:
    (outcome,) = await judged(pair(id=name))
    assert outcome.story == story


def test_both_sides_of_one_outlet_and_day_are_one_article() -> None:
    (article,) = pair_articles(pair(**SAME_DAY))
    assert article.text == f"{FOUR}\n\n{NINE}"
    assert article.outlet == "Courier"
    assert len(pair_articles(pair(**{**SAME_DAY, "date_b": "2031-03-05"}))) == 2
    assert len(pair_articles(pair(outlet_a="Courier", outlet_b="Courier"))) == 2  # no day is no same day


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("The dam will hold.", "Ida Brandt said: “The dam will hold.”"),
        ("The dam will hold, Brandt said.", "The dam will hold, Brandt said."),
        ('"The dam will hold," said the governor.', '"The dam will hold," said the governor.'),
    ],
)
def test_words_that_do_not_say_whose_they_are_get_their_speaker(text: str, spoken: str) -> None:
    assert pair_articles(pair(a=text, speaker_a="Ida Brandt"))[0].text == spoken


def test_a_swapped_pair_is_the_pair_the_other_way_round() -> None:
    given = pair(outlet_a="Courier", outlet_b="Herald", date_a="2031-03-04", speaker_b="Ida Brandt")
    swapped = given.swapped()
    assert (swapped.a, swapped.outlet_a, swapped.date_b, swapped.speaker_a) == (
        NINE,
        "Herald",
        given.date_a,
        "Ida Brandt",
    )
    assert swapped.swapped() == given


def test_a_sample_is_the_same_every_time_and_in_order() -> None:
    pairs = tuple(pair(id=f"p{number}") for number in range(50))
    chosen = sampled(pairs, 10)
    assert chosen == sampled(pairs, 10)
    assert len(set(chosen)) == 10
    assert [pairs.index(each) for each in chosen] == sorted(pairs.index(each) for each in chosen)
    assert sampled(pairs, 60) == sampled(pairs, None) == pairs


# Files


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "line 1"),
        ('{"id": "p1"}', "line 1: a: "),
        ('{"id": "p", "a": "x", "b": "y", "label": "maybe"}', "line 1: label"),
        ('{"id": "p", "a": "x", "b": "y", "label": "neutral", "extra": 1}', "line 1: extra"),
        (
            '{"id": "p", "a": "x", "b": "y", "label": "neutral"}\n{"id": "p", "a": "x", "b": "y", "label": "neutral"}',
            "line 2: the id 'p'",
        ),
        ("\n", "no labelled pair"),
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_pairs(path)


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    line = json.dumps({"id": "p", "a": "x\u2028y", "b": "z", "label": "neutral"}, ensure_ascii=False)
    path.write_text(line + "\n", encoding="utf-8")
    assert [each.a for each in read_pairs(path)] == ["x\u2028y"]


async def test_outcomes_come_back_from_their_lines(tmp_path: Path) -> None:
    outcomes = await judged(pair(), pair(id="p2", label="agreement", kind="numeric", scope="outlets"))
    path = tmp_path / "outcomes.jsonl"
    path.write_text(to_jsonl(outcomes), encoding="utf-8")
    assert read_outcomes(path) == outcomes


# Folders

KEY: dict[str, Any] = {
    "findings": [
        {
            "id": "dead",
            "kind": "numeric",
            "scope": "outlets",
            "question": "How many died?",
            "rules": True,
            "sides": [
                {"position": "4", "quotes": [{"article": "a.txt", "quote": "killed 4 people"}]},
                {"position": "9", "quotes": [{"article": "b.txt", "quote": "killed 9 people"}]},
            ],
        }
    ]
}


def folder(tmp_path: Path, key: dict[str, Any] = KEY, **articles: str) -> Path:
    """A labelled folder; articles by the stem of their names."""
    for name, text in {"a": FOUR, "b": NINE, **articles}.items():
        (tmp_path / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    (tmp_path / "expected.json").write_text(json.dumps(key), encoding="utf-8")
    return tmp_path


async def judge(path: Path, engine: FakeEngine | None = None) -> tuple[Outcome, ...]:
    return await judge_folder(path, read_expected(path / "expected.json"), engine=engine or FakeEngine())


async def test_an_expected_dispute_is_found_where_its_words_stand_on_two_sides(tmp_path: Path) -> None:
    (outcome,) = await judge(folder(tmp_path))
    assert (outcome.verdict, outcome.sort, outcome.provable, outcome.articles) == (
        "contradiction",
        "dispute",
        True,
        2,
    )


async def test_a_finding_on_other_words_is_a_false_alarm_and_the_dispute_is_missed(tmp_path: Path) -> None:
    other = {"a": f"{FOUR} It burnt for 3 hours.", "b": "The fire killed 9 people. It burnt for 8 hours."}
    missed, alarm = await judge(folder(tmp_path, **other))
    assert (missed.verdict, missed.right) == ("none", False)
    assert (alarm.sort, alarm.expected, alarm.verdict) == ("finding", False, "contradiction")


async def test_a_false_alarm_on_a_near_miss_says_so(tmp_path: Path) -> None:
    miss = {
        "why": "two fires",
        "quotes": [
            {"article": "a.txt", "quote": "killed 4 people"},
            {"article": "b.txt", "quote": "killed 9 people"},
        ],
    }
    (alarm,) = await judge(folder(tmp_path, {"findings": [], "near_misses": [miss]}))
    assert (alarm.near_miss, alarm.articles) == (True, 2)


async def test_an_update_called_a_contradiction_is_a_false_alarm(tmp_path: Path) -> None:
    key = {"findings": [{**KEY["findings"][0], "scope": "update"}]}
    (outcome,) = await judge(folder(tmp_path, key))
    assert (outcome.expected, outcome.verdict, outcome.right) == (False, "contradiction", False)


async def test_a_quiet_folder_is_one_item_that_is_right(tmp_path: Path) -> None:
    (outcome,) = await judge(folder(tmp_path, {"findings": []}, b=FOUR))
    assert (outcome.right, outcome.articles) == (True, 2)


async def test_a_lost_folder_abstains(tmp_path: Path) -> None:
    (outcome,) = await judge(folder(tmp_path), FakeEngine(lose=frozenset({"compare"})))
    assert outcome.verdict == "abstained"


async def test_a_key_whose_quote_stands_nowhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'dead' quotes 'killed 9 people'"):
        await judge(folder(tmp_path, b="Nine people died."))


def test_folders_below_are_found_by_their_keys(tmp_path: Path) -> None:
    for name in ("two", "one", "none"):
        (tmp_path / name).mkdir()
    folder(tmp_path / "one")
    folder(tmp_path / "two")
    assert [each.name for each in labelled_folders(tmp_path)] == ["one", "two"]
    with pytest.raises(InputError, match=r"no expected\.json"):
        list(labelled_folders(tmp_path / "none"))


def test_a_key_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "expected.json"
    path.write_text('{"findings": [], "near_miss": []}', encoding="utf-8")
    with pytest.raises(InputError, match="near_miss"):
        read_expected(path)
    assert Expected(findings=()).near_misses == ()


# What is shown


async def test_the_scores_fit_80_columns_whatever_was_mistaken_for_what() -> None:
    kinds = ("numeric", "temporal", "attribution", "quotation", "status", "factual", "causal")
    verdicts = ("contradiction", "none", "abstained", "update")
    items = tuple(
        Outcome(
            id=f"story-{number}",
            sort="pair",
            story=f"s{number}",
            source="a-file-with-a-very-long-name-of-its-own.jsonl" if number % 2 else "folder",
            expected=number % 5 > 0,
            verdict=verdicts[number % 4],  # type: ignore[arg-type]
            kind=kinds[number % 7],
            scope=("outlets", "speakers", "article", "update")[number % 4],
            found_kind=kinds[number // 7 % 7],
            found_scope=("outlets", "speakers", "article")[number % 3],
            provable=number % 2 == 0,
            near_miss=number % 3 == 0,
            within=1,
            articles=2,
            findings=1,
        )
        for number in range(1500)
    )
    text = to_text(scoreboard(items, engine="fake", model="a model", before=items[::-1]))
    assert max(map(len, text.splitlines())) <= 80
    for word in ("precision", "abst.", "by kind", "by scope", "by source", "McNemar"):
        assert word in text


async def test_no_items_at_all_are_shown_without_figures() -> None:
    assert "precision          -" in to_text(scoreboard((), engine="fake"))
