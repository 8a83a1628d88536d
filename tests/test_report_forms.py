"""The report's other forms, as the programs that read them need them; and what stands beside a dispute."""

import csv
import io
import json
import xml.etree.ElementTree as Xml
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import sample_report
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model import Finding, Report
from checker.report import arrange, render
from checker.report.arithmetic import sums
from checker.report.table import COLUMNS, cell
from checker.report.timeline import WIDTH, timeline
from checker.report.wording import compare_words, differences

REPORTS = [
    sample_report.sample,
    sample_report.hostile,
    sample_report.quiet,
    sample_report.single,
    sample_report.empty,
]
each_report = pytest.mark.parametrize("build", REPORTS)


def evidence_of(report: Report) -> int:
    return sum(len(side.evidence) for finding in report.findings for side in finding.sides)


# --- CSV


@each_report
def test_csv_has_a_row_per_piece_of_evidence(build: Callable[[], Report]) -> None:
    rows = list(csv.DictReader(io.StringIO(render(build(), "csv").removeprefix("\ufeff"), newline="")))
    assert len(rows) == evidence_of(build())
    assert all(set(row) == set(COLUMNS) for row in rows)


def test_csv_rows_carry_the_words() -> None:
    rows = list(csv.DictReader(io.StringIO(render(sample_report.sample(), "csv").removeprefix("\ufeff"))))
    assert (rows[0]["side"], rows[0]["outlet"], rows[0]["quote"]) == (
        "A",
        "Harbour Post",
        "with 160 passengers on board",
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("http://x.example")', '\'=HYPERLINK("http://x.example")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1", "'＝1"),
        ("1=1", "1=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, written: str) -> None:
    assert cell(text) == written


# --- SARIF


@each_report
def test_sarif_fits_the_models_made_from_its_schema(build: Callable[[], Report]) -> None:
    model = pytest.importorskip("pydantic_sarif.model")
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(render(build(), "sarif"))


def sarif_run(report: Report) -> dict[str, Any]:
    log = json.loads(render(report, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


@each_report
def test_sarif_regions_are_the_quotes(build: Callable[[], Report]) -> None:
    run = sarif_run(build())
    locations = [
        location
        for result in run["results"]
        for location in (*result["locations"], *result["relatedLocations"])
    ]
    assert len(locations) == evidence_of(build())
    for location in locations:
        place = location["physicalLocation"]
        text = run["artifacts"][place["artifactLocation"]["index"]]["contents"]["text"]
        region = place["region"]
        start, length = region["charOffset"], region["charLength"]
        assert text[start : start + length] == region["snippet"]["text"]
        line = text.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(region["snippet"]["text"].split("\n")[0])


def test_sarif_levels_follow_scope_and_severity() -> None:
    results = sarif_run(sample_report.sample())["results"]
    assert [(result["ruleId"], result["kind"], result["level"]) for result in results] == [
        ("outlets/numeric", "fail", "error"),
        ("outlets/status", "fail", "error"),
        ("outlets/temporal", "fail", "warning"),
        ("outlets/quotation", "fail", "note"),
        ("article/numeric", "fail", "warning"),
        ("speakers/factual", "informational", "none"),
        ("update/numeric", "informational", "none"),
    ]


@each_report
def test_sarif_rules_and_addresses_resolve(build: Callable[[], Report]) -> None:
    run = sarif_run(build())
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert not any(urlsplit(artifact["location"]["uri"]).scheme for artifact in run["artifacts"])


def test_a_path_that_looks_like_an_address_is_none() -> None:
    report = sample_report.single()
    article = report.articles[0].model_copy(update={"path": "javascript:alert(1)"})
    run = sarif_run(report.model_copy(update={"articles": (article,)}))
    assert not urlsplit(run["artifacts"][0]["location"]["uri"]).scheme


# --- JUnit


@each_report
def test_junit_counts_what_it_holds(build: Callable[[], Report]) -> None:
    report = build()
    root = Xml.fromstring(render(report, "junit"))
    contradictions = sum(finding.scope in {"outlets", "article"} for finding in report.findings)
    cases = len(report.findings) + len(report.articles) + len(report.failures)
    assert (len(root.findall(".//failure")), int(root.attrib["failures"])) == (contradictions, contradictions)
    assert (len(root.findall(".//error")), int(root.attrib["errors"])) == (len(report.failures),) * 2
    assert (len(root.findall(".//testcase")), int(root.attrib["tests"])) == (cases, cases)


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_junit_is_xml_whatever_an_article_says(words: str) -> None:
    report = sample_report.sample()
    finding = report.findings[0].model_copy(update={"question": words, "explanation": words})
    Xml.fromstring(render(report.model_copy(update={"findings": (finding,)}), "junit"))


# --- claims, line by line


@each_report
def test_jsonl_is_one_claim_per_line_for_every_reader_of_lines(build: Callable[[], Report]) -> None:
    report = build()
    lines = render(report, "jsonl").splitlines()  # splits at more than "\n"
    assert [json.loads(line)["quote"] for line in lines] == [claim.quote for claim in report.claims]


def test_jsonl_names_the_findings_of_a_claim() -> None:
    found = {
        json.loads(line)["id"]: json.loads(line)
        for line in render(sample_report.sample(), "jsonl").splitlines()
    }
    assert found["a1.k1"]["findings"] == ["f1"]
    assert found["a1.k1"]["path"] == "harbour-post.txt"


# --- annotations


@each_report
def test_annotations_select_the_quotes(build: Callable[[], Report]) -> None:
    report = build()
    texts = {f"./{article.path}": article.text for article in sample_report.sample().articles}
    page = json.loads(render(report, "annotations"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == evidence_of(report)
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in page["items"]:
        words, position = item["target"]["selector"]
        text = texts.get(item["target"]["source"])
        if text is not None:
            assert text[position["start"] : position["end"]] == words["exact"]
            assert f"{words['prefix']}{words['exact']}{words['suffix']}" in text


# --- questions to send


def test_a_question_has_both_sides_words_and_takes_no_side() -> None:
    first = render(sample_report.sample(), "queries").split("\n\n")[0]
    assert first == (
        "1. Your piece “Ferry aground off Tallow Point” of 5 March 2031 (Harbour Post) says: “with 160 "
        "passengers on board”. The Tallow Ledger of 6 March 2031 says: “About 60 people spent a cold night "
        "aboard”. How many people were aboard the Merganser? Which is right, and what is it based on?"
    )


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ("article", "Elsewhere it says"),
        ("speakers", "has Odo Farrant saying: “the harbour lights had been out for a month”"),
        ("update", "Has your piece been updated since?"),
    ],
)
def test_a_question_fits_its_scope(scope: str, says: str) -> None:
    report = sample_report.sample()
    findings = tuple(finding for finding in report.findings if finding.scope == scope)
    assert says in render(report.model_copy(update={"findings": findings}), "queries")


@each_report
def test_each_question_is_one_printable_paragraph(build: Callable[[], Report]) -> None:
    paragraphs = render(build(), "queries").removesuffix("\n").split("\n\n")
    assert len(paragraphs) == max(len(build().findings), 1)
    assert all(paragraph.replace("\u0301", "").isprintable() for paragraph in paragraphs)


# --- what stands beside a dispute


def finding(kind: str, *positions: str, scope: str = "outlets") -> Finding:
    """The sample's finding of this kind; its sides' positions replaced, where some are given."""
    report = sample_report.sample()
    found = next(finding for finding in report.findings if finding.kind == kind and finding.scope == scope)
    if not positions:
        return found
    sides = tuple(
        found.sides[n % 2].model_copy(update={"position": position, "claims": ()})
        for n, position in enumerate(positions)
    )
    return found.model_copy(update={"sides": sides})


@pytest.mark.parametrize(
    ("first", "second", "difference", "ratio"),
    [
        ("160 passengers", "60 passengers", "100", "2.7"),
        ("£1.2 million", "£2.1 million", "900,000 GBP", "1.8"),
        ("20 per cent", "25 per cent", "5 percentage points", None),
        ("1,000 crates", "1,005 crates", "5", "just over 1"),
        ("3 lamps", "120 lamps", "117", "40"),
        ("100 km", "108 km", "8 km", "1.08"),
    ],
)
def test_the_sum_behind_two_numbers(first: str, second: str, difference: str, ratio: str | None) -> None:
    (found,) = sums(finding("numeric", first, second), {})
    assert (found.said[0] in first, found.said[1] in second) == (True, True)
    assert (found.difference, found.ratio) == (difference, ratio)


@pytest.mark.parametrize(("first", "second"), [("5 km", "5 kg"), ("the 17th round", "the 18th round")])
def test_no_sum_where_there_is_none(first: str, second: str) -> None:
    assert sums(finding("numeric", first, second), {}) == ()


def test_three_sides_have_three_sums() -> None:
    found = sums(finding("numeric", "3 lamps", "5 lamps", "9 lamps"), {})
    assert [(entry.first, entry.second, entry.difference) for entry in found] == [
        (0, 1, "2"),
        (0, 2, "6"),
        (1, 2, "4"),
    ]


def test_only_numbers_are_reckoned() -> None:
    assert sums(finding("status", "3 lamps", "5 lamps"), {}) == ()


def marked(runs: tuple[Any, ...]) -> str:
    return "".join(f"[{run.text}]" if run.own else run.text for run in runs)


@pytest.mark.parametrize(
    ("first", "second", "ours", "theirs"),
    [
        ("We will pay", "We will look", "We will [pay]", "We will [look]"),
        ("We will pay.", "“We will pay”", "We will pay.", "“We will pay”"),
        ("Never again", "never, again", "Never again", "never, again"),
        ("We don't know", "We don’t know", "We don't know", "We don’t know"),
        ("We will never pay", "We will pay", "We will [never] pay", "We will pay"),
        ("", "all of it", "", "[all of it]"),
    ],
)
def test_word_by_word(first: str, second: str, ours: str, theirs: str) -> None:
    one, other = compare_words(first, second)
    assert (marked(one), marked(other)) == (ours, theirs)


@given(st.text(max_size=80), st.text(max_size=80))
def test_each_version_is_shown_whole(first: str, second: str) -> None:
    one, other = compare_words(first, second)
    assert "".join(run.text for run in one) == first
    assert "".join(run.text for run in other) == second


def test_only_quotations_are_compared_word_by_word() -> None:
    assert [len(differences(finding(kind))) for kind in ("quotation", "numeric")] == [1, 0]


def test_of_several_quotes_the_nearest_are_set_word_against_word() -> None:
    asked = finding("quotation")
    first, second = asked.sides[0], asked.sides[1]
    near = [("We shall stay in the valley.", "a"), ("We shall never stay in the valley.", "b")]
    far = "Nothing else was heard from the capital on Monday."
    sides = tuple(
        side.model_copy(
            update={
                "evidence": tuple(
                    side.evidence[0].model_copy(update={"quote": quote}) for quote in (far + mark, words)
                )
            }
        )
        for side, (words, mark) in zip((first, second), near, strict=True)
    )
    (shown,) = differences(asked.model_copy(update={"sides": sides}))
    assert "".join(run.text for run in shown.versions[1]) == "We shall never stay in the valley."
    unlike = tuple(
        side.model_copy(update={"evidence": side.evidence[n : n + 1]}) for n, side in enumerate(sides)
    )
    assert differences(asked.model_copy(update={"sides": unlike})) == ()


def test_the_days_of_a_dispute_lie_on_one_scale() -> None:
    report = sample_report.sample()
    claims = {claim.id: claim for claim in report.claims}
    line = timeline(finding("temporal"), arrange.articles_by_id(report), claims)
    assert line is not None
    assert [(bar.words, bar.said) for bar in line.bars] == [
        ("Tue 4 Mar 2031", "Tuesday night"),
        ("Wed 5 Mar 2031", "Wednesday night"),
    ]
    assert line.bars[0].x + line.bars[0].width <= line.bars[1].x
    assert line.bars[1].x + line.bars[1].width <= WIDTH


def test_no_timeline_where_a_day_stays_open() -> None:
    report = sample_report.sample()
    articles = {
        name: article.model_copy(update={"published": None})
        for name, article in arrange.articles_by_id(report).items()
    }
    claims = {claim.id: claim for claim in report.claims}
    assert timeline(finding("temporal"), articles, claims) is None


def test_many_outlets_and_disputes_leave_a_matrix_one_can_read() -> None:
    page = render(sample_report.large(articles=50, findings=120), "html")
    assert "The 100 first of 120 disputes." in page
