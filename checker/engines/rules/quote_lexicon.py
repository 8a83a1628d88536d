"""The words that quotation rules look up, read once from `lexicon_quotes.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from checker.normalise.words import stem

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class SpeechWords:
    """How speech is reported. `verbs` maps every inflected form to its base."""

    verbs: dict[str, str]
    inverting: frozenset[str]  # bases
    strict: frozenset[str]  # bases
    adjacent: frozenset[str]  # bases
    homonyms: frozenset[str]  # bases
    denials: frozenset[str]  # bases
    nouns: frozenset[str]
    adverbs: frozenset[str]
    passive: frozenset[str]


@dataclass(frozen=True)
class PeopleWords:
    """What a speaker's noun phrase is made of, and what ends it."""

    titles: frozenset[str]
    particles: frozenset[str]
    roles: frozenset[str]
    modifiers: frozenset[str]
    addressees: frozenset[str]
    pronouns: frozenset[str]
    bodies: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    breaks: frozenset[str]
    times: frozenset[str]
    auxiliaries: frozenset[str]

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that open a clause and are no part of a name."""
        return self.times | self.breaks | self.prepositions | self.pronouns | self.determiners

    @cached_property
    def no_phrase(self) -> frozenset[str]:
        """Words with which no noun phrase begins."""
        return self.prepositions | self.breaks | self.times | self.auxiliaries


@dataclass(frozen=True)
class Wording:
    """What makes two words the same, opposite, or neither. Keys of `synonyms` and `antonyms` are stems."""

    synonyms: dict[str, frozenset[int]]  # stem → the classes it is in
    antonyms: frozenset[frozenset[str]]  # pairs of stems
    names: dict[str, int]  # lower-case name → class
    certain: frozenset[str]
    possible: frozenset[str]
    negators: frozenset[str]
    negative: frozenset[str]  # stems
    conditions: frozenset[str]
    limits: frozenset[str]
    wholes: frozenset[str]
    parts: frozenset[str]
    hedges: frozenset[str]
    common: frozenset[str]  # stems
    function: frozenset[str]
    subjects: frozenset[str]
    weekdays: frozenset[str]
    lemmas: dict[str, str]
    numbers: dict[str, int]
    scales: dict[str, int]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicon_quotes.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def speech_words() -> SpeechWords:
    """The lexicon of reported speech."""
    table = _tables()["speech"]
    forms = {form: base for base in table["verbs"] for form in _forms(base, table["irregular"].get(base))}
    names = ("inverting", "strict", "adjacent", "homonyms", "denials", "nouns", "adverbs", "passive")
    return SpeechWords(verbs=forms, **{name: frozenset(table[name]) for name in names})


@lru_cache(maxsize=1)
def people_words() -> PeopleWords:
    """The lexicon of speakers."""
    return PeopleWords(**{name: frozenset(words) for name, words in _tables()["people"].items()})


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The lexicon of same and opposite words."""
    table = _tables()["words"]
    plain = (
        "certain", "possible", "negators", "conditions", "limits", "wholes", "parts", "hedges", "function",
        "subjects", "weekdays",
    )  # fmt: skip
    return Wording(
        synonyms=_classes(table["synonyms"]),
        antonyms=frozenset(frozenset(stem(word) for word in pair.split()) for pair in table["antonyms"]),
        names={name: index for index, line in enumerate(table["names"]) for name in line.split()},
        negative=_stems(table["negative"]),
        common=_stems(table["common"]),
        lemmas=table["lemmas"],
        numbers=table["numbers"],
        scales=table["scales"],
        **{name: frozenset(table[name]) for name in plain},
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def _classes(lines: Iterable[str]) -> dict[str, frozenset[int]]:
    classes: dict[str, set[int]] = {}
    for index, line in enumerate(lines):
        for word in line.split():
            classes.setdefault(stem(word), set()).add(index)
    return {word: frozenset(indices) for word, indices in classes.items()}


def _forms(base: str, irregular: list[str] | None) -> tuple[str, ...]:
    """`base` and its inflections: third person, past, participle."""
    if irregular is not None:
        return (base, *irregular)
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    return base, third, base + "ed", base + "ing"
