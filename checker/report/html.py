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

from checker.model import Report
from checker.report import arrange, days, overview
from checker.report.page import Page
from checker.report.timeline import WIDTH
from checker.report.visible import visible

SHOWN_EVIDENCE = 3  # per side, before "more"
MOST_QUERIES = 100  # findings; beyond that the questions would be a tenth of a page that must stay under 1 MB


def to_html(report: Report) -> str:
    """The report as one HTML page, ending in a newline. The same report gives the same bytes."""
    style, script = _asset("report.css"), _asset("report.js")
    page = Page(report)
    text = _template().render(
        report=report,
        page=page,
        arrange=arrange,
        days=days,
        overview=overview,
        scale=WIDTH,
        shown_evidence=SHOWN_EVIDENCE,
        most_queries=MOST_QUERIES,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        index=_embedded(page.index()),
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


def _policy(style: str, script: str) -> str:
    """The page's Content-Security-Policy: its own style and script by hash, and nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(values: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in: "<", ">" and "&" are written as escapes."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)
