"""The findings as CSV: one row per piece of evidence, safe to open in a spreadsheet."""

import csv
import io

from checker.model import Report
from checker.report import arrange
from checker.report.visible import one_line

COLUMNS = (
    "number", "id", "scope", "kind", "severity", "topic", "question", "side", "position", "outlet",
    "speakers", "published", "path", "start", "end", "quote", "explanation", "decided_by", "stability",
)  # fmt: skip

# what makes a spreadsheet take a cell for a formula, also in its full-width form
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")


def to_csv(report: Report) -> str:
    """The findings as CSV (RFC 4180, UTF-8 with a byte order mark, which Excel needs for “ and é).

    A cell of others' text that a spreadsheet would run as a formula starts with an apostrophe.
    """
    articles = arrange.articles_by_id(report)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for number, finding in enumerate(arrange.in_order(report), 1):
        for place, side in enumerate(finding.sides):
            for evidence in side.evidence:
                article = articles[evidence.article]
                rows.writerow(
                    [
                        number,
                        *(cell(word) for word in (finding.id, finding.scope, finding.kind, finding.severity)),
                        *(cell(words) for words in (finding.topic, finding.question)),
                        arrange.letter(place),
                        cell(side.position),
                        cell(arrange.source_name(article)),
                        cell(", ".join(side.speakers)),
                        article.published.isoformat() if article.published else "",
                        cell(evidence.path),
                        evidence.start,
                        evidence.end,
                        *(cell(words) for words in (evidence.quote, finding.explanation, finding.decided_by)),
                        f"{finding.stability:.2f}",
                    ]
                )
    return "\ufeff" + text.getvalue()


def cell(text: str) -> str:
    """The text on one line, never a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
