"""One canonical name for each person, place and body in a folder of articles."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Self

from checker.normalise.words import STOPWORDS, plain

_NAME = re.compile(r"\b[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,4}")


class Mention(NamedTuple):
    """A name in a text: its canonical form, and where the words stand."""

    name: str
    start: int
    end: int


class NameTable:
    """The names of a folder."""

    def __init__(self, full: dict[str, str]) -> None:
        self._full = full

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """The table learnt from all texts; their order does not matter."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(match.group() for match in _NAME.finditer(text))
        full: dict[str, str] = {}
        surnames: dict[str, set[str]] = {}
        for name in counts:
            words = name.split()
            if len(words) > 1:
                surnames.setdefault(words[-1], set()).add(name)
        for surname, names in surnames.items():
            if len(names) == 1:
                full[surname] = next(iter(names))
        return cls(full)

    def canonical(self, name: str) -> str:
        """The name under which `name` is known; `name` itself when it is not."""
        return self._full.get(name, name)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names in `text`, in order."""
        return tuple(
            Mention(self.canonical(match.group()), match.start(), match.end())
            for match in _NAME.finditer(text)
            if plain(match.group()) not in STOPWORDS
        )
