"""`checker config`: every setting, its value, and where the value came from."""

import json
import os
import textwrap
from argparse import Namespace
from collections.abc import Iterator

from checker.commands import Outcome
from checker.settings import Resolved, load_settings

WIDTH = 80


def run(arguments: Namespace) -> Outcome:
    """The settings as they hold in this folder, as a table or as JSON."""
    resolved = load_settings({}, env=os.environ, config=arguments.config)
    if arguments.format == "json":
        settings = {
            name: {"value": resolved.value(name), "source": source}
            for name, source in resolved.sources.items()
        }
        return Outcome(json.dumps(settings, indent=2, ensure_ascii=False) + "\n")
    return Outcome(_table(resolved))


def _table(resolved: Resolved) -> str:
    """Three columns in 80 characters; a value too long for its column goes on below."""
    rows = [("setting", "value", "from"), *_shown(resolved)]
    names = max(len(name) for name, _, _ in rows)
    sources = min(max(len(source) for _, _, source in rows), 30)
    values = WIDTH - names - sources - 4
    lines = []
    for name, value, source in rows:
        wrapped = textwrap.wrap(value, values) or [""]
        origin = textwrap.wrap(source, sources) or [""]
        for row in range(max(len(wrapped), len(origin))):
            cells = (
                (name if row == 0 else "").ljust(names),
                (wrapped[row] if row < len(wrapped) else "").ljust(values),
                origin[row] if row < len(origin) else "",
            )
            lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _shown(resolved: Resolved) -> Iterator[tuple[str, str, str]]:
    for name, source in resolved.sources.items():
        value = resolved.value(name)
        if isinstance(value, bool):
            yield name, "yes" if value else "no", source
        else:
            yield name, "not set" if value is None else str(value), source
