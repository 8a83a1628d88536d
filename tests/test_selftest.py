"""Plants are real changes, grammatical and chosen by seed; the self-test finds what it planted and nothing else."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Ran, write_article
from fake_engine import FakeEngine, _conflict

from checker.errors import InputError
from checker.model import Article, Comparison, Excluded, Group
from checker.normalise.names import NameTable
from checker.plants import (
    KINDS,
    Edit,
    Plant,
    change_date,
    change_negation,
    change_number,
    change_quotation,
    change_speaker,
    change_status,
    find_plants,
)
from checker.selftest import Selftest, choose, copy_with, selftest

Checker = Callable[..., Ran]
COURIER = """The dam at Orlund was opened on Tuesday. It cost 340 million crowns, the builder said.
The council approved the plan in a session of four hours. "The dam will hold for a century," said Ida Brandt.
The old bridge is closed. Work began on 4 March and 1,200 men took part. Tore Lind said that he was content.
"""
HERALD = """Rain fell on the fair at Marlow. Nobody was hurt. The fair goes on.\n"""


def article(number: int, text: str, outlet: str = "Courier") -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=f"a{number}", path=f"{number}.txt", outlet=outlet, sha256=digest, source_sha256=digest, text=text
    )


ARTICLES = (article(1, COURIER), article(2, HERALD, "Herald"))


def edited(sentence: str, edits: list[Edit]) -> list[str]:
    return [sentence[: edit.start] + edit.words + sentence[edit.end :] for edit in edits]


@pytest.mark.parametrize(
    ("planter", "before", "after"),
    [
        (change_number, "The fire killed 12 people.", ["The fire killed 36 people."]),
        (change_number, "It cost 1,200 crowns.", ["It cost 3,600 crowns."]),
        (change_number, "The walk took three hours.", ["The walk took seven hours."]),
        (change_number, "Turnout was 62.5 percent.", ["Turnout was 31.2 percent."]),
        (change_number, "At least 12 people died.", []),
        (change_number, "About 12 people died.", []),
        (change_number, "The talk lasts 20 minutes at most.", []),
        (change_number, "If 12 people come, it is full.", []),
        (change_number, "He won the second prize in 1998.", []),
        (change_date, "The vote is on Friday.", ["The vote is on Monday."]),
        (change_date, "The vote is on 4 March.", ["The vote is on 13 March."]),
        (change_date, "The vote was on March 28, 2031.", ["The vote was on March 19, 2031."]),
        (change_date, "The vote is in March.", []),
        (change_negation, "The bridge is closed.", ["The bridge is not closed."]),
        (change_negation, "The bridge was not closed.", ["The bridge was closed."]),
        (change_negation, "The work has been finished.", ["The work has not been finished."]),
        (change_negation, "The council has accepted it.", ["The council has not accepted it."]),
        (change_negation, "The farmer has three cows.", []),
        (change_negation, "If the bridge is closed, they stay.", []),
        (change_negation, "There were no trains.", []),
        (change_negation, "The man who was ill went home.", []),
        (change_status, "The council approved the plan.", ["The council rejected the plan."]),
        (change_status, "Prices rose by a third.", ["Prices fell by a third."]),
        (change_status, "The firm agreed to pay.", ["The firm refused to pay."]),
        (change_status, "The firm agreed to the plan.", []),
        (change_status, "The council has not approved the plan.", []),
        (change_status, "The opened letter lay there; the lost dog came home.", []),
        (change_quotation, 'She said: "The dam will hold for years."', ['She said: "The dam will not hold for years."']),
        (change_quotation, "He said: “We are always ready to talk.”", ["He said: “We are not always ready to talk.”"]),
        (change_quotation, 'He said: "If it rains, the dam will break."', []),
        (change_quotation, "The dam will hold for years.", []),
    ],
)  # fmt: skip
def test_a_change_is_planted_where_it_is_certain_and_grammatical(
    planter: Callable[[str], list[Edit]], before: str, after: list[str]
) -> None:
    assert edited(before, list(planter(before))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Brandt said that the dam holds.", ["Tore Lind said that the dam holds."]),
        ("The dam holds, said Ida Brandt.", ["The dam holds, said Tore Lind."]),
        ("The governor Ida Brandt said it holds.", []),  # the office would go to another
        ("The dam holds, said Ida Brandt, the governor.", []),
        ("Brandt said that Lind was ill.", []),  # nobody else is left
    ],
)
def test_words_are_given_to_another_speaker_of_the_folder(before: str, after: list[str]) -> None:
    names = NameTable.build(["Ida Brandt said so. Tore Lind said no.", before])
    assert edited(before, list(change_speaker(before, names, ("Ida Brandt", "Tore Lind")))) == after


def test_every_plant_is_a_real_change_in_one_sentence() -> None:
    plants = find_plants(ARTICLES)
    assert {plant.kind for plant in plants} == set(KINDS)
    for plant in plants:
        original = next(each for each in ARTICLES if each.id == plant.article)
        copy = copy_with(plant, ARTICLES)
        assert original.text[plant.sentence.start : plant.sentence.end] == plant.before
        assert plant.before != plant.after
        assert copy.text == original.text.replace(plant.before, plant.after)
        assert copy.outlet not in {each.outlet for each in ARTICLES}
        assert copy.path not in {each.path for each in ARTICLES}
        assert copy.sha256 == hashlib.sha256(copy.text.encode()).hexdigest()


def test_nothing_is_planted_in_what_is_not_compared() -> None:
    whole = article(1, COURIER).model_copy(
        update={"excluded": (Excluded(start=0, end=len(COURIER), reason="notice"),)}
    )
    assert find_plants([whole]) == ()


def test_excluded_spans_move_with_the_text() -> None:
    start = COURIER.index("The old bridge")
    excluded = Excluded(start=start, end=start + len("The old bridge is closed."), reason="notice")
    original = article(1, COURIER).model_copy(update={"excluded": (excluded,)})
    plant = next(each for each in find_plants([original]) if each.end < start and each.kind == "negation")
    (moved,) = copy_with(plant, [original]).excluded
    assert copy_with(plant, [original]).text[moved.start : moved.end] == "The old bridge is closed."


def test_the_choice_follows_the_seed_and_spreads_over_the_kinds() -> None:
    plants = find_plants(ARTICLES)
    six = choose(plants, size=6, seed=1)
    assert six == choose(plants, size=6, seed=1)
    assert [plant.kind for plant in six] == list(KINDS)
    assert any(choose(plants, size=6, seed=seed) != six for seed in range(2, 8))
    everything = choose(plants, size=1000, seed=1)
    assert sorted(map(repr, everything)) == sorted(map(repr, plants))


# Runs


async def run(engine: FakeEngine, *, articles: tuple[Article, ...] = ARTICLES) -> Selftest:
    return await selftest(articles, engine=engine, size=12, seed=0)


def fates(result: Selftest, kind: str) -> set[str]:
    return {each.fate for each in result.trials if each.plant.kind == kind}


async def test_an_engine_that_sees_digits_finds_the_digits_and_nothing_besides() -> None:
    result = await run(FakeEngine())
    in_digits = {each.fate for each in result.trials if any(char.isdigit() for char in each.plant.words)}
    assert in_digits == {"found"}
    assert fates(result, "negation") == fates(result, "speaker") == {"missed"}
    assert [alarm for each in result.trials for alarm in each.alarms] == []
    whole = result.tallies[-1]
    assert (whole.kind, whole.planted) == ("all", len(result.trials))
    assert whole.found + whole.missed == whole.planted


async def test_a_dispute_that_was_there_before_is_no_find_and_no_false_alarm() -> None:
    other = article(
        2, "The dam at Orlund was opened on Tuesday. It cost 990 million crowns, the builder said.\n"
    )
    result = await run(FakeEngine(), articles=(ARTICLES[0], other))
    assert len(result.untouched) == 1
    assert [alarm for each in result.trials for alarm in each.alarms] == []
    assert fates(result, "negation") == {"missed"}


class Alarmist(FakeEngine):
    """With three articles or more it finds fault with two sentences that no change touched."""

    async def compare(self, group: Group) -> Comparison:
        answer = await super().compare(group)
        facts = [
            next((fact for fact in group.facts if words in fact.claim.quote), None)
            for words in ("Rain fell", "Nobody was hurt")
        ]
        if len({fact.claim.article for fact in group.facts}) < 3 or None in facts:
            return answer
        conflict = _conflict(*(fact for fact in facts if fact))
        return answer.model_copy(update={"conflicts": (*answer.conflicts, conflict)})


async def test_a_new_finding_that_no_change_explains_is_a_false_alarm() -> None:
    result = await run(Alarmist())
    assert all(len(each.alarms) == 1 for each in result.trials)


async def test_what_is_lost_is_an_abstention() -> None:
    result = await run(FakeEngine(lose=frozenset({"a3.c1"})))
    assert {each.fate for each in result.trials} == {"abstained"}


async def test_articles_in_which_nothing_can_be_planted_are_an_error() -> None:
    with pytest.raises(InputError, match="no sentence"):
        await run(FakeEngine(), articles=(article(1, "Rain fell.\n"),))


def test_the_command_says_what_was_found_and_changes_no_file(checker: Checker, tmp_path: Path) -> None:
    folder = tmp_path / "story"
    write_article(folder, "courier.md", COURIER, outlet="Vale Courier")
    write_article(folder, "herald.md", HERALD, outlet="Marlow Herald")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = checker("selftest", folder, "-k", "6", "--out", "result")
    assert ran.code == 0
    assert ran.err.endswith("written to result/: selftest.json\n")  # after the progress of a slow machine
    assert max(map(len, ran.out.splitlines())) <= 80
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines() if line.strip()}
    assert rows["number"][:2] == ["1", "1"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    kept = Selftest.model_validate_json((tmp_path / "result" / "selftest.json").read_text(encoding="utf-8"))
    assert len(kept.trials) == 6
    again = json.loads(checker("selftest", folder, "-k", "6", "--format", "json").out)
    assert Selftest.model_validate(again) == kept
    other = json.loads(checker("selftest", folder, "-k", "6", "--seed", "3", "--format", "json").out)
    assert [Plant.model_validate(each["plant"]) for each in other["trials"]] != [t.plant for t in kept.trials]


def test_planting_nothing_is_refused(checker: Checker, agreeing: Path) -> None:
    ran = checker("selftest", agreeing, "-k", "0")
    assert ran.code == 2
    assert "at least one" in ran.err
