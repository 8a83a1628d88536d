"""The rules engine on the sample folder: what it must find, and nothing that the answer key does not have."""

import asyncio
from pathlib import Path

import pytest

from checker.engines.rules import RulesEngine
from checker.evaluate import matches
from checker.labelled import Expected, read_expected
from checker.model import Report
from checker.pipeline import check

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def expected() -> Expected:
    return read_expected(ROOT / "fixtures" / "seeds.expected.json")


@pytest.fixture(scope="module")
def report() -> Report:
    return asyncio.run(check(ROOT / "seeds", engine=RulesEngine()))


def texts(report: Report) -> dict[str, str]:
    return {article.path: article.text for article in report.articles}


def test_the_part_that_words_prove_is_found(expected: Expected, report: Report) -> None:
    must = [dispute for dispute in expected.findings if dispute.rules]
    missed = [
        dispute.id
        for dispute in must
        if not any(matches(finding, dispute, texts(report)) for finding in report.findings)
    ]
    assert must
    assert missed == []


def test_there_is_no_false_alarm(expected: Expected, report: Report) -> None:
    alarms = [
        finding.question
        for finding in report.findings
        if not any(matches(finding, dispute, texts(report)) for dispute in expected.findings)
    ]
    assert alarms == []


def test_a_dispute_has_one_finding_and_two_sides_with_words(report: Report) -> None:
    assert len({finding.question for finding in report.findings}) == len(report.findings)
    for finding in report.findings:
        assert len(finding.sides) >= 2
        assert all(side.evidence for side in finding.sides)


def test_all_articles_are_read_and_nothing_is_lost(report: Report) -> None:
    assert len(report.articles) == 5
    assert report.failures == ()
    assert report.quarantined == ()
