"""report.json: the same bytes for the same report, back again unchanged, and as its schema promises."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from importlib import resources
from typing import Any

import jsonschema
import pytest
import sample_report
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import InputError
from checker.model import Report
from checker.report.json import from_json, plain, to_json

REPORTS = [
    sample_report.sample,
    sample_report.hostile,
    sample_report.quiet,
    sample_report.single,
    sample_report.empty,
]


def schema() -> Any:
    text = (resources.files("checker.report") / "report.schema.json").read_text(encoding="utf-8")
    return json.loads(text)


@pytest.mark.parametrize("build", REPORTS)
def test_a_report_survives_the_round_trip(build: Callable[[], Report]) -> None:
    text = to_json(build())
    assert from_json(text) == build()
    assert to_json(from_json(text)) == text


@pytest.mark.parametrize("build", REPORTS)
def test_a_report_is_what_its_schema_promises(build: Callable[[], Report]) -> None:
    jsonschema.Draft202012Validator(schema()).validate(json.loads(to_json(build())))


def long_lists() -> Report:
    sample = sample_report.sample()
    return sample.model_copy(update={"articles": sample.articles * 700, "claims": sample.claims * 400})


@pytest.mark.parametrize("build", [*REPORTS, long_lists])
def test_a_report_in_pieces_is_one_json_text(build: Callable[[], Report]) -> None:
    assert to_json(build()) == json.dumps(plain(build()), indent=1, ensure_ascii=False) + "\n"


def test_the_committed_schema_is_the_models() -> None:
    from checker.report.schema import report_schema

    made = json.loads(report_schema())
    assert schema() == made, "python -m checker.report.schema > checker/report/report.schema.json"


def test_the_schema_refuses_what_is_not_promised() -> None:
    report = json.loads(to_json(sample_report.sample()))
    report["findings"][0]["mood"] = "bad"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(report)


def test_the_keys_stand_in_the_promised_order() -> None:
    report = json.loads(to_json(sample_report.sample()))
    promised = [
        "schema_version",
        "run",
        "articles",
        "claims",
        "findings",
        "quarantined",
        "failures",
        "coverage",
    ]
    assert [key for key in report if key in promised] == promised
    assert list(report["findings"][0]["sides"][0]) == [
        "position",
        "outlets",
        "speakers",
        "claims",
        "evidence",
        "copies",
    ]


def test_free_mappings_do_not_depend_on_the_order_they_were_filled_in() -> None:
    report = sample_report.sample()
    turned = report.run.model_copy(update={"settings": dict(reversed(report.run.settings.items()))})
    assert to_json(report.model_copy(update={"run": turned})) == to_json(report)


def test_what_a_text_states_as_a_number_is_not_rounded() -> None:
    report = sample_report.sample()
    run = report.run.model_copy(update={"settings": {"least": Decimal("0.10")}})
    assert json.loads(to_json(report.model_copy(update={"run": run})))["run"]["settings"] == {"least": "0.10"}


@pytest.mark.parametrize(
    "published",
    [
        date(2031, 3, 5),
        datetime(2031, 3, 5, tzinfo=UTC),  # midnight must not turn into a mere day
        datetime(2031, 3, 5, 23, 30, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_publication_time_comes_back_as_it_was(published: date | datetime) -> None:
    report = sample_report.sample()
    article = report.articles[0].model_copy(update={"published": published})
    again = from_json(to_json(report.model_copy(update={"articles": (article, *report.articles[1:])})))
    assert again.articles[0].published == published
    assert type(again.articles[0].published) is type(published)


# lone surrogates are no text: the model refuses them already
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(deadline=None, max_examples=50)
@given(words, words)
def test_any_text_survives_the_round_trip(title: str, topic: str) -> None:
    report = sample_report.single()
    article = report.articles[0].model_copy(update={"title": title, "text": topic})
    report = report.model_copy(update={"articles": (article,)})
    assert from_json(to_json(report).encode()) == report


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "EOF"),
        ("[]", "object"),
        ('{"schema_version": 2}', "schema_version"),
        ('{"schema_version": 1}', "run"),
        ("\x00", "expected value"),
    ],
)
def test_what_is_no_report_is_refused_with_the_place(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_json(text)
