"""The claims as JSON lines: one claim with its article per line, for whoever counts or searches them."""

import json

from checker.model import Report
from checker.report import arrange

# some readers of lines break at these too
_BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def to_jsonl(report: Report) -> str:
    """One JSON object per claim, in order: the claim's fields, then path, outlet, published, findings.

    `findings` are the ids of the findings the claim stands in. Empty when there is no claim.
    """
    articles = arrange.articles_by_id(report)
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        for name in dict.fromkeys(claim for side in finding.sides for claim in side.claims):
            found.setdefault(name, []).append(finding.id)
    lines = [
        {
            **claim.model_dump(mode="json"),
            **articles[claim.article].model_dump(mode="json", include={"path", "outlet", "published"}),
            "findings": found.get(claim.id, []),
        }
        for claim in report.claims
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    for char, escape in _BREAKS.items():
        text = text.replace(char, escape)
    return text
