"""Passages of an article that speak to a program and not to a reader: marked in the report, nothing more.

Marking protects nobody by itself: what an article says is data in the prompt and in every form of
the report, whether it is marked or not. It tells the editor that a source tries. Nothing is left out for it,
or a word in an article could silence the rest of it. The signs stand in suspicious.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from typing import NamedTuple

from checker.model import Suspicious

_LETTERS = re.compile(r"[^\W\d_]+")
MOST_MARKED = 100  # passages of one article; who writes more is known by then


@dataclass(frozen=True)
class Sign:
    """How one kind of such a passage is recognised, and what must stand in a text to look for it at all.

    `needs` are parts of a text, `words` whole words, of each of which one is enough; `run` is the length
    of a stretch without blanks. What of these a sign does not have, it does not need.
    """

    reason: str
    needs: tuple["_Part", ...]
    words: frozenset[str]
    run: int
    pattern: re.Pattern[str]

    def may_match(self, text: "_Looks") -> bool:
        if text.longest < self.run or (self.words and self.words.isdisjoint(text.words)):
            return False
        return not self.needs or any(text.holds(need) for need in self.needs)


class _Part(NamedTuple):
    """A part of a text: without blanks it stands inside one of the runs between them."""

    text: str
    chars: frozenset[str]
    blanks: bool


class _Looks(NamedTuple):
    """What a text is like, in lower case: most texts give most signs nothing to look for."""

    text: str
    chars: frozenset[str]
    runs: str  # each run without blanks once: less to search than the text
    words: frozenset[str]
    longest: int  # run without blanks

    def holds(self, part: _Part) -> bool:
        return part.chars <= self.chars and part.text in (self.text if part.blanks else self.runs)


def _looks(text: str) -> _Looks:
    lower = text.lower()
    runs = set(lower.split())
    joined = " ".join(runs)
    return _Looks(
        lower,
        frozenset(lower),
        joined,
        frozenset(_LETTERS.findall(joined)),
        max(map(len, runs), default=0),
    )


# One letter of another alphabet next to a Latin one, before or after: no language writes that.
TWO_ALPHABETS = re.compile(r"[a-z](?=[а-яёіїєґα-ω])|[а-яёіїєґα-ω](?=[a-z])", re.IGNORECASE)
_OTHER_LETTER = re.compile(r"[а-яёіїєґα-ω]", re.IGNORECASE)

_LOOKALIKES = dict(
    zip(
        "аАеЕоОрРсСуУхХіІјЈѕЅВКМНТӏԁɡαοΟρΡΑΒΕΖΗΙΚΜΝΤΥΧν",
        "aAeEoOpPcCyYxXiIjJsSBKMHTldgaoOpPABEZHIKMNTYXv",
        strict=True,
    )
)
# Full-width, mathematical, circled and squared letters, and letters that are symbols.
_STYLED = ((0xFF01, 0xFF5F), (0x1D400, 0x1D800), (0x2460, 0x24EA), (0x1F130, 0x1F18A), (0x2100, 0x2150))


def find_suspicious(text: str) -> tuple[Suspicious, ...]:
    """The passages that speak to a program, in order and apart, at most `MOST_MARKED`.

    Also in letters that only look Latin (Cyrillic, Greek, full-width, mathematical).
    """
    found = set(_signs_in(text))
    if _OTHER_LETTER.search("".join(set(text))):  # each character once
        mixed = islice(TWO_ALPHABETS.finditer(text), MOST_MARKED)
        found.update(
            (match.start(), match.end() + 1, "letters of two alphabets in one word") for match in mixed
        )
    if (plain := _plain(text)) != text:
        found.update(_signs_in(plain))
    marked: list[Suspicious] = []
    end = 0
    for start, stop, reason in sorted(found):
        if start >= end and len(marked) < MOST_MARKED:
            marked.append(Suspicious(start=start, end=stop, reason=reason))
            end = stop
    return tuple(marked)


def _signs_in(text: str) -> Iterator[tuple[int, int, str]]:
    looks = _looks(text)
    for sign in _signs():
        if not sign.may_match(looks):
            continue
        for match in islice(sign.pattern.finditer(text), MOST_MARKED):
            words = match.group()
            start = (
                match.start() + len(words) - len(words.lstrip())
            )  # a line's start has the breaks before it
            yield start, start + len(words.strip()), sign.reason


def _plain(text: str) -> str:
    """The text with letters that look Latin as Latin ones: as long as it was."""
    if text.isascii() or _table().keys().isdisjoint(map(ord, set(text))):
        return text
    return text.translate(_table())


@cache
def _signs() -> tuple[Sign, ...]:
    file = resources.files("checker.ingest") / "suspicious.toml"
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Sign(
            reason=sign["reason"],
            needs=tuple(_Part(need, frozenset(need), " " in need) for need in sign.get("needs", ())),
            words=frozenset(sign.get("words", ())),
            run=sign.get("run", 0),
            pattern=re.compile(
                "|".join(_filled(each, read["phrases"]) for each in sign["patterns"]),
                re.IGNORECASE | re.MULTILINE,
            ),
        )
        for sign in read["sign"]
    )


def _filled(pattern: str, phrases: dict[str, str]) -> str:
    return re.sub(r"%([a-z]+)%", lambda mark: phrases[mark.group(1)], pattern)


@cache
def _table() -> dict[int, str]:
    table = {ord(char): plain for char, plain in _LOOKALIKES.items()}
    for first, last in _STYLED:
        for point in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(point)).strip("()")
            if len(plain) == 1 and plain.isascii():
                table[point] = plain
    return table
