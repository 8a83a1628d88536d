"""What a review changes in later checks, what differs between two reports, and reports in other forms."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_report
from command_line import Ran, write_article
from review_samples import on, written
from test_review import with_side

from checker.report import FORMS
from checker.report.json import from_json
from checker.review.diff import difference, to_text
from checker.review.log import append

Checker = Callable[..., Ran]


def test_a_report_does_not_differ_from_itself() -> None:
    report = sample_report.sample()
    found = difference(report, report)
    assert not found
    assert found.same == 7
    assert to_text(found, report, report) == "0 appeared, 0 vanished, 0 changed, 7 the same.\n"


def test_what_appeared_vanished_and_changed_is_told_apart() -> None:
    old = sample_report.sample()
    new = with_side(old.model_copy(update={"findings": old.findings[:-1]}), 0, claim="a3.k1", onto=None)
    old = old.model_copy(update={"findings": (*old.findings[:2], *old.findings[3:])})
    found = difference(old, new)
    assert [finding.id for finding in found.appeared] == ["f3"]
    assert [finding.id for finding in found.vanished] == ["f7"]
    assert [(each.before.id, each.after.id) for each in found.changed] == [("f1", "f-other")]
    assert found.changed[0].changes == ("a side joined: Kestrel Wire: x",)
    text = to_text(found, old, new)
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "1 appeared, 1 vanished, 1 changed, 4 the same." in text


def test_hostile_reports_differ_in_printable_text() -> None:
    old, new = sample_report.sample(), sample_report.hostile()
    text = to_text(difference(old, new), old, new)
    assert all(line.isprintable() for line in text.split("\n"))


def test_diff_on_the_command_line(checker: Checker, tmp_path: Path) -> None:
    report = sample_report.sample()
    old = written(report, tmp_path / "old")
    new = written(report.model_copy(update={"findings": report.findings[1:]}), tmp_path / "new")
    assert checker("diff", old, old).code == 0
    ran = checker("diff", old, new / "report.json", "--format", "json")
    assert ran.code == 1
    assert [finding["id"] for finding in json.loads(ran.out)["vanished"]] == ["f1"]
    none = checker("diff", old, tmp_path / "nothing")
    assert none.code == 2
    assert "no report in" in none.err


# Reports again


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_shown_again_in_every_form(checker: Checker, tmp_path: Path, form: str) -> None:
    ran = checker("report", written(sample_report.sample(), tmp_path / "report"), "--format", form)
    assert ran.code == 0, ran.err
    assert ran.out


def test_the_written_forms_come_out_as_they_were_written(checker: Checker, tmp_path: Path) -> None:
    folder = written(sample_report.sample(), tmp_path / "report")
    for name, form in (("report.json", "json"), ("report.md", "markdown"), ("report.html", "html")):
        assert checker("report", folder, "--format", form).out == (folder / name).read_text(encoding="utf-8")


def test_a_form_that_does_not_exist_is_refused_with_those_that_do(checker: Checker, tmp_path: Path) -> None:
    ran = checker("report", written(sample_report.sample(), tmp_path / "report"), "--format", "pdf")
    assert ran.code == 2
    assert "sarif" in ran.err
    assert "pairs" in ran.err


def test_decisions_are_shown_in_figures_and_as_pairs(checker: Checker, tmp_path: Path) -> None:
    report = sample_report.sample()
    folder = written(report, tmp_path / "report")
    assert "Nothing was accepted" in checker("report", folder, "--stats").out
    append(folder / "reviews.jsonl", on(report, report.findings[0], "accept"))
    append(folder / "reviews.jsonl", on(report, report.findings[1], "dismiss"))
    assert "0.50 (0.09-0.91)" in checker("report", folder, "--stats").out
    pairs = [json.loads(line) for line in checker("report", folder, "--format", "pairs").out.splitlines()]
    assert [pair["label"] for pair in pairs] == ["contradiction", "neutral"]
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    assert checker("eval", path).code == 0


# Later checks


def dismiss_all(folder: Path) -> None:
    report = from_json((folder / "report.json").read_bytes())
    for finding in report.findings:
        append(folder / "reviews.jsonl", on(report, finding, "dismiss", why="two valleys"))


def test_what_is_dismissed_stays_dismissed_and_fails_no_run(
    checker: Checker, tmp_path: Path, disagreeing: Path
) -> None:
    first = checker("check", disagreeing, "--out", "out")
    assert first.code == 1
    assert "Since the last check" not in first.out
    assert (
        "Since the last check: 0 new, 1 known, 0 dismissed, 0 resolved."
        in checker("check", disagreeing, "--out", "out").out
    )
    dismiss_all(tmp_path / "out")
    again = checker("check", disagreeing, "--out", "out")
    assert again.code == 0
    assert "Since the last check: 0 new, 0 known, 1 dismissed, 0 resolved." in again.out
    assert len(from_json((tmp_path / "out" / "report.json").read_bytes()).findings) == 1
    assert checker("verify", "out").code == 0


def test_a_dismissal_survives_an_edit_elsewhere_and_an_outlet_that_joins(
    checker: Checker, tmp_path: Path, disagreeing: Path
) -> None:
    checker("check", disagreeing, "--out", "out")
    dismiss_all(tmp_path / "out")
    words = "The flood in Marlow Vale killed 12 people on Monday.\n"
    write_article(disagreeing, "courier.md", f"Rain fell for six days.\n\n{words}", outlet="Vale Courier")
    write_article(disagreeing, "aa-news.md", words, outlet="Upland News")
    ran = checker("check", disagreeing, "--out", "out")
    assert "1 dismissed" in ran.out
    assert ran.code == 0


def test_a_figure_that_nobody_judged_opens_the_dispute_again(
    checker: Checker, tmp_path: Path, disagreeing: Path
) -> None:
    checker("check", disagreeing, "--out", "out")
    dismiss_all(tmp_path / "out")
    words = "The flood in Marlow Vale killed 77 people on Monday.\n"
    write_article(disagreeing, "news.md", words, outlet="Upland News")
    assert checker("check", disagreeing, "--out", "out").code == 1


def test_what_was_put_right_is_resolved(checker: Checker, disagreeing: Path) -> None:
    checker("check", disagreeing, "--out", "out")
    words = "The flood in Marlow Vale killed 31 people on Monday.\n"
    write_article(disagreeing, "courier.md", words, outlet="Vale Courier")
    ran = checker("check", disagreeing, "--out", "out")
    assert ran.code == 0
    assert "Since the last check: 0 new, 0 known, 0 dismissed, 1 resolved." in ran.out


def test_a_damaged_line_is_told_and_the_rest_holds(
    checker: Checker, tmp_path: Path, disagreeing: Path
) -> None:
    checker("check", disagreeing, "--out", "out")
    dismiss_all(tmp_path / "out")
    with (tmp_path / "out" / "reviews.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"decision":"d-1","at')
    ran = checker("check", disagreeing, "--out", "out")
    assert ran.code == 0
    assert "reviews.jsonl, line 2: an unfinished decision" in ran.err


def test_other_forms_say_on_stderr_where_the_findings_stand(checker: Checker, disagreeing: Path) -> None:
    checker("check", disagreeing, "--out", "out")
    ran = checker("check", disagreeing, "--out", "out", "--format", "json")
    assert json.loads(ran.out)
    assert "Since the last check: 0 new, 1 known" in ran.err


def test_a_last_report_that_cannot_be_read_is_told_and_replaced(
    checker: Checker, tmp_path: Path, disagreeing: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.json").write_text('{"schema_version": 9}', encoding="utf-8")
    ran = checker("check", disagreeing, "--out", "out")
    assert ran.code == 1
    assert "what is new and what is resolved is not known" in ran.err
    assert checker("verify", "out").code == 0


def test_decisions_beside_the_folder_that_is_to_be_made_are_none_of_its(
    checker: Checker, tmp_path: Path, disagreeing: Path
) -> None:
    checker("check", disagreeing, "--out", "out")
    dismiss_all(tmp_path / "out")
    (tmp_path / "out" / "reviews.jsonl").rename(tmp_path / "reviews.jsonl")
    assert checker("check", disagreeing, "--out", "other").code == 1
