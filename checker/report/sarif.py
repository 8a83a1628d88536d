"""The findings as SARIF 2.1.0, for code-review tools that show results beside the file.

Regions refer to the text as the checker read it, which each artifact carries in `contents`: in HTML
and in files with front matter that is not the file's own text.
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from checker.model import Article, Evidence, Failure, Finding, Report
from checker.report import arrange
from checker.report.visible import visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"high": "error", "medium": "warning", "low": "note"}
_ROOT = "CHECKED_FOLDER"


def to_sarif(report: Report) -> str:
    """The findings as one SARIF run, ending in a newline.

    Contradictions between outlets and within an article have a level by their severity; what speakers
    dispute and what was updated is informational.
    """
    findings = arrange.in_order(report)
    rules = sorted({_rule(finding) for finding in findings})
    indexes = {article.id: n for n, article in enumerate(report.articles)}
    articles, who = arrange.articles_by_id(report), arrange.who(report)
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "checker",
                        "semanticVersion": report.run.checker_version,
                        "rules": [
                            {"id": rule, "shortDescription": {"text": _described(rule)}} for rule in rules
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that was checked."}}},
                "invocations": [_invocation(report)],
                "artifacts": [_artifact(article) for article in report.articles],
                "results": [_result(finding, rules, articles, indexes, who) for finding in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(finding: Finding) -> str:
    return f"{finding.scope}/{finding.kind}"


def _described(rule: str) -> str:
    scope, kind = rule.split("/")
    return f"{next(words.title for name, words in arrange.SCOPES.items() if name == scope)}: {kind}"


def _result(
    finding: Finding,
    rules: list[str],
    articles: dict[str, Article],
    indexes: dict[str, int],
    who: arrange.Who,
) -> dict[str, Any]:
    informational = finding.scope in {"speakers", "update"}
    first, *others = (
        (arrange.letter(n), side, evidence)
        for n, side in enumerate(finding.sides)
        for evidence in side.evidence
    )
    sides = "; ".join(
        f"{arrange.letter(n)}: {side.position} ({who(side)})" for n, side in enumerate(finding.sides)
    )
    return {
        "ruleId": _rule(finding),
        "ruleIndex": rules.index(_rule(finding)),
        "kind": "informational" if informational else "fail",
        "level": "none" if informational else _LEVELS[finding.severity],
        "message": {"text": _message(f"{finding.question} {sides}. {finding.explanation}")},
        "locations": [_location(first[2], articles, indexes)],
        "relatedLocations": [
            {
                **_location(evidence, articles, indexes),
                "id": n,
                "message": {"text": _message(f"{letter}: {side.position}")},
            }
            for n, (letter, side, evidence) in enumerate(others, 1)
        ],
        "partialFingerprints": {"finding/v1": finding.id},
        "properties": {"severity": finding.severity, "stability": finding.stability, "topic": finding.topic},
    }


def _message(text: str) -> str:
    # in a SARIF message [words](n) is a link and {0} a placeholder
    text = visible(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return text.replace("{", "{{").replace("}", "}}")


def _location(evidence: Evidence, articles: dict[str, Article], indexes: dict[str, int]) -> dict[str, Any]:
    text = articles[evidence.article].text
    line, column = _line_and_column(text, evidence.start)
    end_line, end_column = _line_and_column(text, evidence.end)
    return {
        "physicalLocation": {
            "artifactLocation": {**_uri(evidence.path), "index": indexes[evidence.article]},
            "region": {
                "startLine": line,
                "startColumn": column,
                "endLine": end_line,
                "endColumn": end_column,
                "charOffset": evidence.start,
                "charLength": evidence.end - evidence.start,
                "snippet": {"text": evidence.quote},
            },
        }
    }


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _artifact(article: Article) -> dict[str, Any]:
    return {
        "location": _uri(article.path),
        "contents": {"text": article.text},
        "hashes": {"sha-256": article.source_sha256},
        "properties": {"outlet": article.outlet, "title": article.title, "text-sha-256": article.sha256},
    }


def _uri(path: str) -> dict[str, str]:
    # "./" keeps a name with a colon in it from being read as a scheme, as in "javascript:x"
    return {"uri": f"./{quote(path)}" if ":" in path else quote(path), "uriBaseId": _ROOT}


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": True,
        "startTimeUtc": _utc(report.run.started),
        "endTimeUtc": _utc(report.run.finished),
        "toolExecutionNotifications": [_notification(failure) for failure in report.failures],
    }


def _notification(failure: Failure) -> dict[str, Any]:
    return {
        "level": "error",
        "descriptor": {"id": f"{failure.stage}/{failure.error}"},
        "message": {"text": _message(f"{failure.unit}: {failure.message}")},
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
