"""Front matter: the block of `key: value` lines that an article file may begin with.

YAML between `---` lines or TOML between `+++` lines. YAML is read without tags, types and
aliases, so a value is a string or a list of strings and no block can grow when read. A block
that looks like front matter and is not valid YAML ("title: Minister: no deal") is read line by
line, and the report says so. A `---` with no such block below it is part of the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_BLOCK = 16_384
FENCE = re.compile(r"\s{0,200}(?P<fence>---|\+\+\+)[ \t]{0,20}\r?\n")
KEY_LINE = re.compile(
    r"(?P<key>[A-Za-z][\w .-]{0,40}?)[ \t]{0,10}[:=](?:[ \t]{1,20}(?P<value>\S.{0,2000})?)?\Z"
)


@dataclass(frozen=True)
class FrontMatter:
    """What the block says, in lower-case keys, and the code points it takes up."""

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    note: str | None = None  # how it had to be read, when not as it should be


def read_front_matter(text: str) -> FrontMatter | None:
    """The front matter `text` begins with, or None. Values that are lists are joined with ", "."""
    opening = FENCE.match(text)
    if opening is None:
        return None
    fence = opening["fence"]
    closing = re.compile(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]{{0,20}}\r?$", re.MULTILINE)
    match = closing.search(text, opening.end(), opening.end() + LONGEST_BLOCK)
    if match is None:
        return None
    block = text[opening.end() : match.start()].replace("\r\n", "\n")
    if not _looks_like_front_matter(block):
        return None
    values = _read_toml(block) if fence == "+++" else _read_yaml(block)
    note = None
    if values is None:
        values, note = _read_lines(block), "not valid, read line by line"
    start = opening.start("fence")
    return FrontMatter(start=start, end=match.end(), values=values, note=note)


def _looks_like_front_matter(block: str) -> bool:
    first = next(
        (line for line in block.splitlines() if line.strip() and not line.lstrip().startswith("#")), ""
    )
    return KEY_LINE.match(first.rstrip()) is not None


def _read_yaml(block: str) -> dict[str, str] | None:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    if re.search(r"(?:^|\s)[&*][\w-]", block):  # anchors and aliases: a few lines can stand for gigabytes
        return None
    try:  # the base loader makes strings, lists and dicts only
        loaded = yaml.load(block, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return _flat(loaded) if isinstance(loaded, dict) else None


def _read_toml(block: str) -> dict[str, str] | None:
    import tomllib

    try:
        return _flat(tomllib.loads(block))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _flat(loaded: Mapping[str, object]) -> dict[str, str]:
    """Top-level keys whose values are text, dates or lists of them; nested tables are left out."""
    flat: dict[str, str] = {}
    for key, value in loaded.items():
        items = value if isinstance(value, list) else [value]
        if not any(isinstance(item, (dict, list)) for item in items):
            flat[str(key).strip().lower()] = ", ".join(str(item) for item in items).strip()
    return flat


def _read_lines(block: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in block.splitlines():
        match = KEY_LINE.match(line.rstrip())
        if match and match["value"]:
            values.setdefault(match["key"].strip().lower(), match["value"].strip().strip("\"'"))
    return values
