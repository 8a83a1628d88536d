"""What must hold for every check: nothing lost silently, every quote where it says, the same report twice."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_engine import FakeEngine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.engines.rules import RulesEngine
from checker.errors import InputError
from checker.model import Report
from checker.pipeline import Limits, check

WORDS = st.sampled_from(
    [
        *(
            "The mayor Dana Holt of Brackwater said on Monday that 12 not agreed killed the fire 19 workers, "
            "called Ivo Lenz “we know” the mill. Then, at least 40% of $3 million refused to sign before 5 "
            "May 2031; … é 漢字 🙂 'it' \"never\" Related Articles Read more: Advertisement"
        ).split(),
        "\n\n",
        "\t",
        "\u200b",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=120).map(" ".join)
FOLDERS = st.lists(TEXTS, min_size=1, max_size=3)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(folder: Path, texts: list[str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"outlet-{number}.txt").write_text(text, encoding="utf-8", newline="")
    return folder


def timeless(report: Report) -> Report:
    usage = {stage: spent.model_copy(update={"seconds": 0.0}) for stage, spent in report.usage.items()}
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    run = report.run.model_copy(update={"started": epoch, "finished": epoch})
    return report.model_copy(update={"run": run, "usage": usage})


@pytest.mark.parametrize("engine", [RulesEngine(), FakeEngine(), FakeEngine(lose=frozenset({"a1.c1"}))])
@given(texts=FOLDERS)
@QUICK
async def test_every_quote_is_where_it_says_and_coverage_sums_to_the_text(engine, texts, tmp_path) -> None:
    try:
        report = await check(write(tmp_path / "in", texts), engine=engine)
    except InputError:
        return  # nothing but white space
    by_id = {article.id: article for article in report.articles}
    for claim in report.claims:
        assert by_id[claim.article].text[claim.start : claim.end] == claim.quote
        assert not any(
            span.start < claim.end and claim.start < span.end for span in by_id[claim.article].excluded
        )
    for finding in report.findings:
        for side in finding.sides:
            for item in side.evidence:
                assert by_id[item.article].text[item.start : item.end] == item.quote
    assert len(report.coverage) == len(report.articles)
    for coverage in report.coverage:
        shares = (coverage.compared, coverage.claimed, coverage.no_claim, coverage.excluded, coverage.lost)
        assert sum(share.characters for share in shares) == coverage.characters
        assert coverage.characters == len(by_id[coverage.article].text)
        assert sum(share.sentences for share in shares) == coverage.sentences


@given(texts=FOLDERS)
@QUICK
async def test_an_article_never_contradicts_a_copy_of_itself(texts, tmp_path) -> None:
    for text in texts:
        try:
            report = await check(write(tmp_path / "in", [text, text]), engine=RulesEngine())
        except InputError:
            continue
        assert [finding for finding in report.findings if finding.scope in ("outlets", "update")] == []


@given(texts=FOLDERS)
@QUICK
async def test_the_same_input_gives_the_same_report_but_for_the_times(texts, tmp_path) -> None:
    folder = write(tmp_path / "in", texts)
    try:
        first = await check(folder, engine=RulesEngine())
    except InputError:
        return
    second = await check(folder, engine=RulesEngine())
    assert timeless(first) == timeless(second)


@given(texts=FOLDERS)
@QUICK
async def test_the_order_of_the_files_does_not_change_what_is_found(texts, tmp_path) -> None:
    def found(report: Report) -> set[tuple[str, str, frozenset[frozenset[str]]]]:
        return {
            (f.kind, f.scope, frozenset(frozenset(item.quote for item in side.evidence) for side in f.sides))
            for f in report.findings
        }

    try:
        forward = await check(write(tmp_path / "in", texts), engine=RulesEngine())
    except InputError:
        return
    backward = await check(write(tmp_path / "in", texts[::-1]), engine=RulesEngine())
    assert found(forward) == found(backward)


@given(texts=FOLDERS)
@QUICK
async def test_a_report_survives_a_round_trip_through_json(texts, tmp_path) -> None:
    from checker.report.json import from_json, to_json

    try:
        report = await check(write(tmp_path / "in", texts), engine=RulesEngine())
    except InputError:
        return
    assert from_json(to_json(report)) == report


async def test_a_lost_chunk_is_a_failure_and_its_text_counts_as_lost(tmp_path) -> None:
    folder = write(
        tmp_path / "in", ["The flood took 12 houses in Elmford.", "The flood took 14 houses in Elmford."]
    )
    report = await check(folder, engine=FakeEngine(lose=frozenset({"a2.c1"})))
    assert [(failure.stage, failure.unit, failure.error) for failure in report.failures] == [
        ("extract", "a2.c1", "fake")
    ]
    assert report.coverage[1].lost.characters == len(report.articles[1].text)
    assert report.findings == ()


async def test_a_lost_second_look_leaves_the_conflict_undecided_and_never_a_finding(tmp_path) -> None:
    folder = write(
        tmp_path / "in", ["The flood took 12 houses in Elmford.", "The flood took 14 houses in Elmford."]
    )
    report = await check(folder, engine=FakeEngine(lose=frozenset({"confirm"})))
    assert report.findings == ()
    assert len(report.undecided) == 1
    assert report.failures[0].stage == "confirm"


async def test_words_that_are_not_in_the_article_are_quarantined_and_never_compared(tmp_path) -> None:
    folder = write(tmp_path / "in", ["The flood took 12 houses in Elmford."])
    report = await check(folder, engine=FakeEngine(invent=True))
    assert [item.quote for item in report.quarantined] == ["It never stood there."]
    assert report.quarantined[0].reason == "the quote is not in the article"
    assert all(claim.quote != "It never stood there." for claim in report.claims)


async def test_one_outlet_among_many_is_found_though_all_others_print_the_same_words(tmp_path) -> None:
    texts = ["The flood took 12 houses in Elmford. The mayor Dana Holt called Ivo Lenz on Monday."] * 150
    texts[77] = "The flood took 14 houses in Elmford. The mayor Dana Holt called Ivo Lenz on Monday."
    report = await check(write(tmp_path / "in", texts), engine=RulesEngine(), limits=Limits(max_story=50))
    numeric = [finding for finding in report.findings if finding.kind == "numeric"]
    assert [sorted(len(side.evidence) for side in finding.sides) for finding in numeric] == [[1, 149]]
