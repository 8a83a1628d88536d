"""report.html: one page that needs nothing else; no request to anywhere, nothing of others' text executes.

Text of articles passes two gates, both at one point in the template engine: `visible` (control and
bidirectional characters) and autoescaping. Style and script are the project's own files and stand in
the page's Content-Security-Policy by hash, so no other script can run even if a gate failed.
"""

import base64
import hashlib
import json
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from checker.model import Report, Value
from checker.report import arrange, days, overview
from checker.report.page import Page
from checker.report.timeline import WIDTH
from checker.report.visible import visible

SHOWN_EVIDENCE = 3  # per side, before "more"
FEW = 4  # findings: up to here they fit two screens, and filters would take more room than they save
MOST_QUERIES = 100  # findings; beyond that the questions would be a tenth of a page that must stay under 1 MB


class Reviewing(Value):
    """What turns the page into the one that `checker review` serves."""

    reviewer: str
    state: dict[str, Any]  # JSON values, as the page's review script reads them


def to_html(report: Report, *, reviewing: Reviewing | None = None) -> str:
    """The report as one HTML page, ending in a newline. The same report gives the same bytes."""
    style, script = _style(reviewing), _script(reviewing)
    page = Page(report)
    text = _template().render(
        report=report,
        page=page,
        arrange=arrange,
        days=days,
        overview=overview,
        scale=WIDTH,
        shown_evidence=SHOWN_EVIDENCE,
        few=FEW,
        most_queries=MOST_QUERIES,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script, reviewing),
        index=_embedded(page.index()),
        reviewing=reviewing,
        state=_embedded(reviewing.state) if reviewing else None,
    )
    return text + "\n"


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("checker.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters["day"] = days.written_day
    return environment.get_template("report.html.j2")


def _asset(name: str) -> str:
    return (resources.files("checker.report") / "templates" / name).read_text(encoding="utf-8")


def _style(reviewing: Reviewing | None) -> str:
    return _asset("report.css") + (_asset("review.css") if reviewing else "")


def _script(reviewing: Reviewing | None) -> str:
    return _asset("report.js") + (_asset("review.js") if reviewing else "")


def _policy(style: str, script: str, reviewing: Reviewing | None) -> str:
    """The page's Content-Security-Policy: its own style and script by hash, and nothing else.

    Under review it may also ask the server that it came from.
    """
    connect = "connect-src 'self'; " if reviewing else ""
    return (
        f"default-src 'none'; {connect}style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def review_policy() -> str:
    """The policy of the page under review as a header, where it can also forbid to be framed."""
    reviewing = Reviewing(reviewer="", state={})
    return f"{_policy(_style(reviewing), _script(reviewing), reviewing)}; frame-ancestors 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(values: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in: "<", ">" and "&" are written as escapes."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)
