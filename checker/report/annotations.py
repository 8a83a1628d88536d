"""The quotes of the findings as W3C Web Annotations, for tools that show remarks on a text."""

import json
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from checker.model import Article, Evidence, Finding, FindingSide, Report
from checker.report import arrange

CONTEXT = 32  # code points before and after, enough to find the quote again in an edited text


def to_annotations(report: Report) -> str:
    """An AnnotationPage with one annotation per piece of evidence, ending in a newline.

    Positions count code points of the text as the checker read it; the quote with its surroundings
    finds the place in the file itself.
    """
    articles, who = arrange.articles_by_id(report), arrange.who(report)
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": _id("page", *(finding.id for finding in report.findings)),
        "type": "AnnotationPage",
        "items": [
            _annotation(report, finding, place, evidence, articles, who)
            for finding in arrange.in_order(report)
            for place, side in enumerate(finding.sides)
            for evidence in side.evidence
        ],
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(
    report: Report,
    finding: Finding,
    place: int,
    evidence: Evidence,
    articles: dict[str, Article],
    who: arrange.Who,
) -> dict[str, Any]:
    return {
        "id": _id(finding.id, str(place), evidence.path, str(evidence.start), str(evidence.end)),
        "type": "Annotation",
        "motivation": "assessing",
        "created": report.run.finished.isoformat(),
        "generator": {"type": "Software", "name": f"checker {report.run.checker_version}"},
        "body": [
            {"type": "TextualBody", "purpose": "assessing", "format": "text/plain", "value": words}
            for words in (_assessment(finding, finding.sides[place]), *_others(finding, place, who))
        ]
        + [
            {"type": "TextualBody", "purpose": "tagging", "value": tag}
            for tag in (finding.scope, finding.kind)
        ],
        "target": {
            "source": f"./{quote(evidence.path)}",
            "selector": [
                _quote_selector(evidence, articles[evidence.article].text),
                {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
            ],
        },
    }


def _assessment(finding: Finding, side: FindingSide) -> str:
    return f"{finding.question} Here: {side.position}."


def _others(finding: Finding, place: int, who: arrange.Who) -> list[str]:
    return [f"{who(side)}: {side.position}." for n, side in enumerate(finding.sides) if n != place]


def _quote_selector(evidence: Evidence, text: str) -> dict[str, str]:
    return {
        "type": "TextQuoteSelector",
        "exact": evidence.quote,
        "prefix": text[max(0, evidence.start - CONTEXT) : evidence.start],
        "suffix": text[evidence.end : evidence.end + CONTEXT],
    }


def _id(*parts: str) -> str:
    """The same name for the same annotation in every run."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join(quote(part, safe='') for part in parts))}"
