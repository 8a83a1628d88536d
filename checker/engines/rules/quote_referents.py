"""Of whom a quotation that begins with "they" or "it" is said, as the words before it tell.

Either in so many words ("said of the banks", "praised the defence:"), or because two reports frame the same
words alike and name other parties: "The farmers must be patient, …", "The banks must be patient, …".
"""

import re
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from checker.engines.rules.quotations import Quotation
from checker.engines.rules.quote_lexicon import speech_words, wording
from checker.normalise.words import STOPWORDS, content_stems, plain, stem, tokens

MAX_FRAME = 300  # characters before a quotation
_PRONOUN = re.compile(
    r"(?:(?:because|until|if|when|that|and|but|since|as) )?(?P<who>they|it|he|she)\b", re.IGNORECASE
)
_PARTY = r"(?:the |her |his |their |its |our )?[\w’'-]+"
_SAID_OF = re.compile(
    rf"\b(?:said|says|wrote|remarked|spoke) (?:\w+ )?of (?P<of>{_PARTY}(?: [\w’'-]+){{0,3}})"
    rf"|\bOf (?P<fronted>{_PARTY}(?: [\w’'-]+){{0,2}}?),? (?:[A-Z]\w+|he|she) (?:said|wrote)"
    r"|\b(?:praised|lauded|hailed|thanked|criticised|criticized|attacked|condemned|mocked|scolded|defended|"
    rf"rebuked|described) (?P<judged>{_PARTY}(?: [\w’'-]+){{0,2}})(?=[:,] ?[“\"'‘]?$)"
)
_COUPLE = re.compile(r"\b(?:[A-Z][\w’'-]+|he|she|He|She) and (?:the )?[A-Z][\w’'-]+")
_DETERMINERS = frozenset("the this that his her its their our a an".split())
_PEOPLE = frozenset("people police men women children".split())
# Plurals that name nobody, or any two.
_NOBODY = frozenset(
    map(
        stem,
        "days weeks months years hours minutes times things words reasons parties sides ones others".split(),
    )
)
_NO_PLURAL = ("ss", "us", "is", "'s", "’s", "wards")


class _Frame(NamedTuple):
    """The words before a quotation: stem → the word of whoever may be meant, and all content stems."""

    parties: dict[str, str]
    stems: frozenset[str]


def other_matter(a: Quotation, b: Quotation, names: tuple[str | None, str | None]) -> tuple[str, str] | None:
    """The two parties of whom two reports give the same words, or None where that is not provable."""
    pronouns = _PRONOUN.match(a.words), _PRONOUN.match(b.words)
    if pronouns[0] is None or pronouns[1] is None:
        return None
    if pronouns[0]["who"].lower() != pronouns[1]["who"].lower():
        return None
    told = _said_of(a), _said_of(b)
    if told[0] and told[1]:
        return None if content_stems(told[0]) & content_stems(told[1]) else (told[0], told[1])
    plural = pronouns[0]["who"].lower() == "they"
    if not plural and pronouns[0]["who"].lower() != "it":
        return None
    spoken = frozenset(stem(word) for name in names for word in (name or "").split())
    frames = _frame(_before(a), plural), _frame(_before(b), plural)
    return _framed_alike(frames[0], frames[1], spoken)


def _framed_alike(a: _Frame, b: _Frame, spoken: frozenset[str]) -> tuple[str, str] | None:
    """The parties that differ where the rest of two frames is alike."""
    only_a = a.parties.keys() - b.stems - spoken - _NOBODY
    only_b = b.parties.keys() - a.stems - spoken - _NOBODY
    if not only_a or not only_b or _akin(only_a, only_b):
        return None
    if not (a.stems & b.stems) - spoken - a.parties.keys() - b.parties.keys():
        return None
    return _nearest(a, only_a), _nearest(b, only_b)


def _nearest(frame: _Frame, only: Set[str]) -> str:
    """The party that stands last before the quotation."""
    return [word for key, word in frame.parties.items() if key in only][-1]


def _akin(a: Set[str], b: Set[str]) -> bool:
    """Whether a party of one may be a party of the other in other words."""
    synonyms = wording().synonyms
    return any(synonyms.get(x, frozenset()) & synonyms.get(y, frozenset()) for x in a for y in b)


def _said_of(quotation: Quotation) -> str | None:
    """Of whom it is said in so many words: "said of the banks", "praised the defence:"."""
    found = _SAID_OF.search(quotation.before[-160:]) or _SAID_OF.search(quotation.after[:160])
    return found["of"] or found["fronted"] or found["judged"] if found else None


def _before(quotation: Quotation) -> str:
    """The words before the quotation in its sentence, else the sentence before."""
    before = quotation.before if content_stems(quotation.before) else quotation.lead
    return before[-MAX_FRAME:]


@lru_cache(maxsize=2_048)
def _frame(before: str, plural: bool) -> _Frame:
    words = [token.text for token in tokens(before)]
    parties = _plurals(words) if plural else _singulars(words)
    if plural:
        for couple in _COUPLE.finditer(before):
            parties[stem(couple.group().split()[-1])] = couple.group()
    said = frozenset(stem(word) for word in words if plain(word) in speech_words().verbs)
    return _Frame(parties, content_stems(before) - said)


def _plurals(words: list[str]) -> dict[str, str]:
    """Plural nouns that may be "they": no names, no verbs behind a name."""
    found: dict[str, str] = {}
    for at, word in enumerate(words):
        behind_name = at > 0 and (words[at - 1][0].isupper() and plain(words[at - 1]) not in STOPWORDS)
        if _is_plural(word) and word[0].islower() and word not in STOPWORDS and not behind_name:
            found[stem(word)] = word
    return found


def _singulars(words: list[str]) -> dict[str, str]:
    """Singular nouns that may be "it": the last word of a phrase with a determiner."""
    found: dict[str, str] = {}
    for at, word in enumerate(words):
        if plain(word) not in _DETERMINERS:
            continue
        phrase: list[str] = []
        for following in words[at + 1 : at + 4]:
            if plain(following) in STOPWORDS or following.endswith("ed"):
                break
            phrase.append(following)
        if phrase and not _is_plural(phrase[-1]):
            found[stem(phrase[-1])] = " ".join((word, *phrase))
    return found


def _is_plural(word: str) -> bool:
    return word in _PEOPLE or (word.endswith("s") and len(word) > 3 and not word.endswith(_NO_PLURAL))
