"""The gate: floors rise, never sink in silence, and what is below one is named."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from gate import MARKS, PAGE, PINNED, absent, figures, stored_answers, table, with_figures
from gate_floors import (
    Floor,
    Measure,
    faults,
    lowered,
    raised,
    read_floors,
    silently_lowered,
    write_floors,
)

TODAY = date(2031, 3, 4)
FLOORS = {"recall": Floor(floor=0.5, target=0.9, set=TODAY, commit="abc1234"), "precision": Floor(target=1.0)}


def test_floors_are_read_as_they_were_written() -> None:
    text = write_floors("# what they mean\n\n[floors]\nold = { floor = 0.1 }\n", FLOORS)
    assert text.startswith("# what they mean\n\n[floors]\n")
    assert read_floors(text) == FLOORS


def test_floors_rise_to_hundredths_and_never_sink() -> None:
    measures = [Measure("recall", 2, 5), Measure("precision", 29, 30), Measure("new", 58, 100)]
    risen = raised(FLOORS, measures, today=TODAY, commit="def5678")
    assert risen["recall"] == FLOORS["recall"]  # 0.4 is less than its floor
    assert risen["precision"] == Floor(floor=0.96, target=1.0, set=TODAY, commit="def5678")
    assert risen["new"].floor == 0.58


def test_a_floor_rises_no_higher_than_its_target() -> None:
    risen = raised({"recall": Floor(target=0.6)}, [Measure("recall", 9, 10)], today=TODAY, commit="def5678")
    assert risen["recall"].floor == 0.6
    assert list(faults(risen, [Measure("recall", 7, 10)])) == []


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ([Measure("recall", 1, 2)], []),
        ([Measure("recall", 1, 3)], ["recall: 0.333 is below its floor of 0.50"]),
        ([Measure("recall", 0, 0)], ["recall: has a floor of 0.50 and nothing was measured"]),
        ([], ["recall: has a floor of 0.50 and nothing was measured"]),
    ],
)
def test_what_is_below_its_floor_or_was_not_measured_is_named(
    measures: list[Measure], said: list[str]
) -> None:
    assert list(faults(FLOORS, measures)) == said


def test_what_cannot_be_measured_here_is_left_out() -> None:
    assert list(faults({"rules.bump.recall": Floor(floor=0.5)}, [], left_out=["rules.bump.recall"])) == []


def test_a_floor_that_is_lower_or_gone_was_lowered() -> None:
    before = {"a": Floor(floor=0.5), "b": Floor(floor=0.5), "c": Floor(floor=0.5), "d": Floor(target=0.5)}
    after = {"a": Floor(floor=0.4), "b": Floor(floor=0.6)}
    assert list(lowered(before, after)) == ["a: 0.50 → 0.40", "c: 0.50 removed"]


def commit(path: Path, floor: float, message: str) -> None:
    path.write_text(write_floors("", {"recall": Floor(floor=floor)}), encoding="utf-8")
    git(path.parent, "add", path.name)
    git(path.parent, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-q", "-m", message)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("message", "refused"),
    [("Trade recall for precision", 1), ("Trade recall for precision\n\nlower floor: recall, because", 0)],
)
def test_a_floor_lowered_in_silence_is_found_in_the_history(
    tmp_path: Path, message: str, refused: int
) -> None:
    git(tmp_path, "init", "-q")
    path = tmp_path / "gate.toml"
    commit(path, 0.5, "Pin the floors")
    commit(path, 0.4, message)
    commit(path, 0.45, "Raise it again")
    found = silently_lowered(path)
    assert found is not None
    assert len(found) == refused


def test_a_floor_lowered_in_the_working_tree_is_found(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    path = tmp_path / "gate.toml"
    commit(path, 0.5, "Pin the floors")
    path.write_text(write_floors("", {"recall": Floor(floor=0.4)}), encoding="utf-8")
    assert silently_lowered(path) == ("recall: 0.50 → 0.40 (not committed)",)


def test_without_history_nothing_is_claimed(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text("[floors]\n", encoding="utf-8")
    assert silently_lowered(path) is None


@pytest.mark.parametrize(
    ("name", "found", "pinned"),
    [("a.precision", 19, False), ("a.precision", 20, True), ("a.recall", 3, True)],
)
def test_a_share_of_few_findings_makes_no_floor(name: str, found: int, pinned: bool) -> None:
    assert (name in raised({}, [Measure(name, found, found)], today=TODAY, commit="c")) == pinned


def test_the_table_fits_80_columns_and_marks_what_is_below() -> None:
    lines = list(table(FLOORS, [Measure("recall", 1, 3), Measure("precision", 3, 3), Measure("none", 0, 0)]))
    assert max(map(len, lines)) <= 80
    assert [line.split()[-1] for line in lines[1:3]] == ["BELOW", "met"]


def test_the_pinned_file_is_sound() -> None:
    text = PINNED.read_text(encoding="utf-8")
    floors = read_floors(text)
    assert floors
    assert write_floors(text, floors) == text, "make gate-raise writes it"
    for name, floor in floors.items():
        assert (floor.floor is None) is (floor.commit is None) is (floor.set is None), name
        assert 0 <= (floor.floor or 0) <= 1, name
    for answers in stored_answers(text):
        assert (PINNED.parent / "answers" / answers.file).exists()


def test_measures_on_data_that_is_not_here_are_left_out(tmp_path: Path) -> None:
    floors = {"rules.fever.agreement_passed": Floor(floor=0.9), "rules.seeds.recall": Floor(floor=0.1)}
    assert absent(tmp_path, floors) == absent(None, floors) == ("rules.fever.agreement_passed",)


def test_the_page_s_figures_are_replaced_and_the_rest_stays() -> None:
    page = f"# Quality\n\n{MARKS[0]}\nold\n{MARKS[1]}\nThe end.\n"
    block = figures(FLOORS, [Measure("recall", 1, 2), Measure("precision", 3, 3), Measure("none", 0, 0)])
    fresh = with_figures(page, block)
    assert "old" not in fresh
    assert (
        "| `recall` | 1/2 | 0.500 | 0.50 | 0.90 | **not reached** |\n| `precision` | 3/3 | 1.000 |" in fresh
    )
    assert fresh.endswith(f"{MARKS[1]}\nThe end.\n")
    assert with_figures(fresh, block) == fresh


def test_the_page_shows_a_figure_for_every_floor() -> None:
    page = PAGE.read_text(encoding="utf-8")
    floors = read_floors(PINNED.read_text(encoding="utf-8"))
    assert [name for name, pinned in floors.items() if pinned.floor and f"| `{name}` |" not in page] == []
