"""Figures on hand-made outcomes whose answers are known, and two runs compared by hand."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.evaluate import Outcome, Verdict
from checker.scores import Counts, by, compare_runs, confusion, count, mcnemar, scope_of, score, updates

VERDICTS: tuple[Verdict, ...] = ("contradiction", "update", "none", "abstained")


def outcome(number: int, expected: bool, verdict: Verdict, **given: Any) -> Outcome:
    """An item of its own story."""
    fields: dict[str, Any] = {"sort": "pair", "story": f"s{number}", "source": "pairs", "articles": 2}
    return Outcome(id=f"i{number}", expected=expected, verdict=verdict, **{**fields, **given})


def outcomes(*rows: tuple[bool, Verdict]) -> tuple[Outcome, ...]:
    return tuple(outcome(number, *row) for number, row in enumerate(rows))


# 3 found, 1 missed, 1 abstained; 1 false alarm, 2 passed (one as an update), 1 abstained
MIXED = outcomes(
    (True, "contradiction"),
    (True, "contradiction"),
    (True, "contradiction"),
    (True, "none"),
    (True, "abstained"),
    (False, "contradiction"),
    (False, "none"),
    (False, "update"),
    (False, "abstained"),
)


def test_the_figures_of_a_mixed_set() -> None:
    scores = score("all", MIXED)
    assert (scores.items, scores.expected, scores.found, scores.missed) == (9, 5, 3, 1)
    assert (scores.false_alarms, scores.abstained) == (1, 2)
    assert scores.precision.value == pytest.approx(3 / 4)
    assert scores.recall.value == pytest.approx(3 / 5)  # the abstention is not found
    assert scores.f1.value == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert scores.balanced_accuracy.value == pytest.approx((3 / 5 + 2 / 4) / 2)
    assert scores.false_alarms_per_article == pytest.approx(1 / 18)


@pytest.mark.parametrize(
    ("rows", "precision", "recall", "f1", "balanced"),
    [
        ((), None, None, None, None),
        (((True, "none"),), None, 0, 0, None),
        (((False, "none"),), None, None, None, None),
        (((False, "contradiction"),), 0, None, 0, None),
        (((True, "contradiction"),), 1, 1, 1, None),
        (((True, "abstained"), (False, "abstained")), None, 0, 0, 0),
        (((True, "update"), (False, "none")), None, 0, 0, 0.5),
    ],
)
def test_degenerate_sets_have_no_figure_rather_than_a_wrong_one(
    rows: Sequence[tuple[bool, Verdict]],
    precision: float | None,
    recall: float | None,
    f1: float | None,
    balanced: float | None,
) -> None:
    scores = score("all", outcomes(*rows))
    figures = (scores.precision, scores.recall, scores.f1, scores.balanced_accuracy)
    assert tuple(figure.value for figure in figures) == (precision, recall, f1, balanced)


def test_the_intervals_are_the_same_every_time_and_hold_the_figure() -> None:
    first, second = score("all", MIXED), score("all", tuple(reversed(MIXED)))
    assert first == second
    for interval in (first.precision, first.recall, first.f1):
        assert interval.value is not None
        assert interval.low is not None
        assert interval.high is not None
        assert 0 <= interval.low <= interval.value <= interval.high <= 1


def test_one_story_has_no_interval_and_many_alike_have_an_empty_one() -> None:
    one_story = tuple(each.model_copy(update={"story": "s"}) for each in MIXED)
    assert score("all", one_story).recall.low is None
    sure = score("all", outcomes(*[(True, "contradiction")] * 20)).recall
    assert (sure.low, sure.high) == (1, 1)


def test_whole_stories_are_drawn() -> None:
    """Ten stories of ten items that all come out alike are worth ten items, not a hundred."""
    clustered = tuple(
        outcome(number, True, "contradiction" if number // 10 % 2 else "none", story=f"s{number // 10}")
        for number in range(100)
    )
    apart = tuple(each.model_copy(update={"story": each.id}) for each in clustered)
    wide, narrow = score("c", clustered).recall, score("a", apart).recall
    assert wide.low is not None
    assert narrow.low is not None
    assert wide.low < narrow.low


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(VERDICTS)), max_size=30))
def test_every_item_is_counted_once_and_every_share_is_one(rows: list[tuple[bool, Verdict]]) -> None:
    counts = count(outcomes(*rows))
    assert sum(counts[:6]) == len(rows)
    for share in (counts.precision, counts.recall, counts.f1, counts.balanced_accuracy):
        assert share is None or 0 <= share <= 1


@given(st.tuples(*[st.integers(0, 50)] * 4))
def test_f1_is_the_harmonic_mean(numbers: tuple[int, int, int, int]) -> None:
    counts = Counts(*numbers)
    if counts.precision and counts.recall:
        mean = 2 / (1 / counts.precision + 1 / counts.recall)
        assert counts.f1 == pytest.approx(mean)


def test_items_count_by_the_kind_and_scope_of_their_label() -> None:
    items = (
        outcome(
            1,
            True,
            "contradiction",
            kind="numeric",
            scope="outlets",
            found_kind="status",
            found_scope="speakers",
        ),
        outcome(2, True, "none", kind="numeric", scope="article"),
        outcome(3, False, "contradiction", kind="status", found_kind="status", found_scope="outlets"),
        outcome(4, False, "none", kind="status", scope="update"),
    )
    kinds = {each.name: (each.found, each.missed, each.false_alarms) for each in by(items, lambda o: o.kind)}
    assert kinds == {"numeric": (1, 1, 0), "status": (0, 0, 1)}
    scopes = {each.name: (each.found, each.missed, each.false_alarms) for each in by(items, scope_of)}
    assert scopes == {"article": (0, 1, 0), "outlets": (1, 0, 1)}
    whole = score("all", items)
    assert (whole.scope_right.value, whole.kind_right.value) == (0, 0)
    assert confusion(items, lambda o: o.kind, lambda o: o.found_kind) == {
        "numeric": {"missed": 1, "status": 1}
    }


def test_what_became_of_updates() -> None:
    items = tuple(outcome(number, False, verdict, scope="update") for number, verdict in enumerate(VERDICTS))
    counted = updates((*items, outcome(9, False, "none")))
    assert counted.model_dump() == {"items": 4, "shown": 1, "passed": 1, "false_alarms": 1, "abstained": 1}


# Two runs


@pytest.mark.parametrize(
    ("only_first", "only_second", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),  # 2 · 1/2
        (0, 5, 0.0625),  # 2 · 1/32
        (1, 8, 20 / 512),  # 2 · (1 + 9) / 2⁹
        (2, 10, 158 / 4096),  # 2 · (1 + 12 + 66) / 2¹²
        (5, 5, 1.0),
    ],
)
def test_mcnemar_s_exact_test(only_first: int, only_second: int, p: float) -> None:
    assert mcnemar(only_first, only_second) == pytest.approx(p)
    assert mcnemar(only_second, only_first) == pytest.approx(p)


def test_runs_are_compared_on_the_items_of_both() -> None:
    first = outcomes((True, "contradiction"), (True, "none"), (False, "none"), (True, "contradiction"))
    second = outcomes((True, "none"), (True, "contradiction"), (False, "update"))
    change = compare_runs(first, second)
    assert (change.both, change.lost, change.gained) == (3, ("pairs:i0",), ("pairs:i1",))
    assert change.p_value == 1


def test_a_false_alarm_in_a_folder_is_right_in_the_run_that_does_not_raise_it() -> None:
    found = outcome(1, True, "contradiction", sort="dispute", source="tower")
    alarm = outcome(2, False, "contradiction", sort="finding", source="tower")
    elsewhere = outcome(3, False, "contradiction", sort="finding", source="not judged before")
    change = compare_runs((found,), (found, alarm, elsewhere))
    assert (change.both, change.lost, change.gained) == (2, ("tower:i2",), ())


def test_a_run_is_like_itself() -> None:
    change = compare_runs(MIXED, MIXED)
    assert (change.both, change.lost, change.gained, change.p_value) == (9, (), (), 1)
