"""The names that every folder shares: countries and their people, renamed places, bodies and their
initials.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Aliases(NamedTuple):
    """Other names → canonical name. `people` holds adjectives and inhabitants apart: they modify, too."""

    names: dict[str, str]
    people: dict[str, str]
    metonyms: dict[str, str]


@lru_cache(maxsize=1)
def aliases() -> Aliases:
    """The table of `aliases.toml`, keyed by `key` of each name."""
    table = tomllib.loads(files("checker.normalise").joinpath("aliases.toml").read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    people: dict[str, str] = {}
    for country, words in table["lands"].items():
        for name in (country, *words.get("names", ())):
            names[key(name)] = country
        for name in words.get("people", ()):
            people[key(name)] = country
    for kind in ("places", "bodies"):
        for canonical, others in table[kind].items():
            for name in (canonical, *others):
                names[key(name)] = canonical
    for seat in table["metonyms"]:
        names.setdefault(key(seat), seat)
    return Aliases(names, people, table["metonyms"])


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """How a name is looked up: without stops, with straight apostrophes and single spaces.

    Case stays ("US", "us").
    """
    return " ".join(name.replace(".", "").replace("’", "'").split())
