"""Report → files and text: one module per form, each a pure function `Report → str`.

    json.py      the report itself, as other programs read it; its promise is report.schema.json
    markdown.py  fit to paste into a ticket
    terminal.py  what `checker check` prints
    html.py      one self-contained page
    table.py     CSV              sarif.py        SARIF 2.1.0      junit.py   JUnit XML
    lines.py     claims as JSONL  annotations.py  W3C Web Annotations
    query.py     a question to send, per finding
    verify.py    a report's own quotes, offsets, hashes and references, checked again

What all forms share: `arrange.py` (sections, who stands where), `overview.py` (counts and sentences),
`days.py`, and `visible.py` (control and bidirectional characters of article text made visible). Beside a
dispute stand `wording.py` (word by word), `arithmetic.py` and `timeline.py`; `page.py` and `marking.py`
prepare the HTML page, `schema.py` makes report.schema.json.
"""

import importlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

from checker.errors import OutputError
from checker.model import Report

# form → module and function; a form's module is imported when the form is asked for
FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "text": ("terminal", "to_text"),
        "json": ("json", "to_json"),
        "markdown": ("markdown", "to_markdown"),
        "html": ("html", "to_html"),
        "csv": ("table", "to_csv"),
        "sarif": ("sarif", "to_sarif"),
        "junit": ("junit", "to_junit"),
        "jsonl": ("lines", "to_jsonl"),
        "annotations": ("annotations", "to_annotations"),
        "queries": ("query", "to_queries"),
    }
)

WRITTEN = (("report.json", "json"), ("report.md", "markdown"), ("report.html", "html"))


def render(report: Report, form: str) -> str:
    """The report in one of `FORMS`: lines, each ending in a newline.

    Raises: KeyError for a form that does not exist.
    """
    module, function = FORMS[form]
    to_form = getattr(importlib.import_module(f"checker.report.{module}"), function)
    return cast(Callable[[Report], str], to_form)(report)


def write_report(report: Report, out: Path) -> tuple[Path, ...]:
    """The paths of report.json, report.md and report.html, written into `out` (made if missing).

    Each file appears whole or not at all; an older report stays until its replacement is complete.

    Raises: OutputError when `out` cannot be made or written.
    """
    parts: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, form in WRITTEN:
            parts.append(_part(out / name))
            with parts[-1].open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(_pieces(report, form))
        for part, (name, _) in zip(parts, WRITTEN, strict=True):
            part.chmod(0o666 & ~_umask())
            os.replace(part, out / name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            f"cannot write the report into {str(out)!r}: {reason}. "
            "Choose a folder that can be written with --out DIR."
        ) from error
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    return tuple(out / name for name, _ in WRITTEN)


def _pieces(report: Report, form: str) -> Iterable[str]:
    """The text of the form; the longest, which holds all claims, in pieces."""
    if form == "json":
        from checker.report.json import in_pieces

        return in_pieces(report)
    return (render(report, form),)


def _part(path: Path) -> Path:
    """A new empty file beside `path`, to be written and put in its place."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    return Path(name)


def _umask() -> int:
    # mkstemp makes the file private; a report is as readable as any file its user writes
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
