"""The verbs the rules know: every inflected form → its lemma, class and tense."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from checker.normalise.words import stem

Form = Literal["base", "third", "past", "participle", "past_or_participle", "gerund"]


class Verb(NamedTuple):
    """One reading of an inflected form. `lemma` is that of the first of its synonyms; classes are its own."""

    lemma: str
    classes: frozenset[str]
    form: Form


class Lexicon(NamedTuple):
    """Inflected form → reading, state phrase → its group, and class → the classes it excludes.

    `particles`: inflected form of a verb's first word → what may follow and the reading with it;
    `nouns`: a noun that tells a deed → the deed's verb; `pasts`: that verb → its past.
    """

    forms: dict[str, Verb]
    particles: dict[str, tuple[tuple[tuple[str, ...], Verb], ...]]
    nouns: dict[str, str]
    pasts: dict[str, str]
    states: dict[tuple[str, ...], str]
    opposites: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The verbs of `verbs.toml`, inflected; read once."""
    data = tomllib.loads(files(__package__).joinpath("verbs.toml").read_text(encoding="utf-8"))
    classes: dict[str, set[str]] = {}
    for name, lemmas in data["classes"].items():
        for lemma in lemmas:
            classes.setdefault(lemma, set()).add(name)
    first = {lemma: head for head, others in data["same"].items() for lemma in others}
    forms: dict[str, Verb] = {}
    particles: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    pasts: dict[str, str] = {}
    for lemma in sorted(classes):
        head, *rest = lemma.split()
        for word, form in inflect(head, data["irregular"].get(head)):
            verb = Verb(first.get(lemma, lemma), frozenset(classes[lemma]), form)
            if form.startswith("past"):
                pasts.setdefault(lemma, " ".join((word, *rest)))
            if rest:
                particles.setdefault(word, []).append((tuple(rest), verb))
            else:
                forms.setdefault(word, verb)
    opposites: dict[str, set[str]] = {}
    for name, others in data["opposites"].items():
        for other in others:
            opposites.setdefault(name, set()).add(other)
            opposites.setdefault(other, set()).add(name)
    states = {tuple(phrase.split()): name for name, phrases in data["states"].items() for phrase in phrases}
    return Lexicon(
        forms=forms,
        particles={word: tuple(sorted(ends, key=_longest)) for word, ends in particles.items()},
        nouns=data["nouns"],
        pasts=pasts,
        states=states,
        opposites={name: frozenset(others) for name, others in opposites.items()},
    )


def _longest(reading: tuple[tuple[str, ...], Verb]) -> tuple[int, tuple[str, ...]]:
    return (-len(reading[0]), reading[0])


def opposed(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether a verb of classes `a` says the contrary of a verb of classes `b`."""
    table = lexicon().opposites
    return any(table.get(name, frozenset()) & b for name in a) and not a & b


@cache
def irregular_lemmas() -> dict[str, str]:
    """Every form of the irregular verbs → the stem of its dictionary form."""
    listed: dict[str, str] = {}
    for name in ("verbs.toml", "poles.toml"):
        data = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
        listed.update(data["irregular"])
    return {word: stem(lemma) for lemma in sorted(listed) for word, _ in inflect(lemma, listed[lemma])}


def inflect(lemma: str, irregular: str | None) -> list[tuple[str, Form]]:
    """Every form of a verb, with its tense; `irregular` is its past and participle."""
    others: list[str] = []
    if irregular:
        past, participle, *others = irregular.split()
    else:
        past = participle = _add(lemma, "ed")
    forms: list[tuple[str, Form]] = [
        (lemma, "base"),
        (_third(lemma), "third"),
        (_gerund(lemma, past), "gerund"),
    ]
    if past == participle:
        forms.append((past, "past_or_participle"))
    else:
        forms += [(past, "past"), (participle, "participle")]
    return forms + [(other, "past_or_participle") for other in others]


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _add(lemma: str, ending: str) -> str:
    if lemma.endswith("e"):
        return lemma + ending[1:]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "i" + ending
    return lemma + ending


def _gerund(lemma: str, past: str) -> str:
    """ "stop" → "stopping" where the past doubles the consonant too."""
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1] + "ing"
    if past == lemma + lemma[-1] + "ed":
        return lemma + lemma[-1] + "ing"
    return lemma + "ing"
