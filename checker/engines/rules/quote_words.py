"""The words of a quotation, made comparable: contractions opened, numbers read, weights given."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.engines.rules.quote_lexicon import people_words, wording
from checker.normalise.words import stem

WordKind = Literal["function", "content", "name", "number", "negator", "modal"]

_WORD = re.compile(
    r"\d{1,20}(?:[.,]\d{1,20}){0,6}|(?:[A-Z]\.){2,6}|[^\W\d_]{1,60}(?:['’][^\W\d_]{1,10})?|[.!?;…]+"
)
_STOP = frozenset(".!?;…")
_CONTRACTED = {"won't": "will", "can't": "can", "shan't": "shall", "ain't": "be", "cannot": "can"}
_CLITICS = {"'ll": "will", "'m": "be", "'re": "be", "'ve": "have", "'d": "would"}
_INTERJECTIONS = frozenset({"no", "yes", "well", "oh", "look", "never"})  # before a comma
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}  # "5m", "£3bn"
_IDLE_BEFORE_NOT = frozenset({"or", "if", "why"})
_MODALS = frozenset({"will", "shall", "would", "should", "can", "could", "may", "might", "must"})
# A name or a number says most about one utterance; function words next to nothing.
_WEIGHTS: dict[WordKind, float] = {
    "function": 0.15, "content": 1.0, "name": 1.0, "number": 1.0, "negator": 0.2, "modal": 0.2,
}  # fmt: skip
_COMMON_WEIGHT = 0.5
_TITLE_CASE = 0.6  # with more of its words capital than this, a capital says nothing
MAX_WORDS = 400  # of one quotation that are compared: the alignment is quadratic


class Said(NamedTuple):
    """One word of a quotation: `words[start:end]`. `key` is what equal words share."""

    text: str
    start: int
    end: int
    key: str
    kind: WordKind
    weight: float
    sentence: int
    value: Decimal | None = None

    @property
    def carries(self) -> bool:
        """Whether it is more than grammar: a content word, a name or a number."""
        return self.kind in ("content", "name", "number")


@dataclass(frozen=True, slots=True)
class _Raw:
    low: str
    text: str
    start: int
    end: int
    sentence: int
    opens: bool  # first word of a sentence: its capital says nothing


@lru_cache(maxsize=4096)
def said_words(words: str) -> tuple[Said, ...]:
    """The words of one quotation in order, at most `MAX_WORDS`."""
    found: list[Said] = []
    parts = _merged(_raw(words))
    titled = sum(raw.text[0].isupper() for raw in parts) > _TITLE_CASE * len(parts)
    for raw in parts:
        found.append(_said(raw, names=not titled))
        if len(found) >= MAX_WORDS:
            break
    return tuple(_scaled(found))


def _raw(words: str) -> list[_Raw]:
    found: list[_Raw] = []
    sentence, opens = 0, True
    for match in _WORD.finditer(words):
        text = match.group()
        if words[match.end() : match.end() + 1] == "," and text.lower() in _INTERJECTIONS:
            continue
        if text[0] in _STOP:
            sentence, opens = sentence + 1, True
            continue
        low = text.lower().replace("’", "'")
        for part in _opened(low):
            found.append(_Raw(part, text, match.start(), match.end(), sentence, opens))
        opens = False
    return found


def _opened(low: str) -> tuple[str, ...]:
    """A contraction's words: "don't" is do, not."""
    if low in _CONTRACTED:
        return _CONTRACTED[low], "not"
    if low.endswith("n't"):
        return low[:-3], "not"
    base, apostrophe, ending = low.partition("'")
    if not apostrophe:
        return (low.replace(".", "") if low[0].isalpha() else low,)
    clitic = _CLITICS.get("'" + ending)
    return (base, clitic) if clitic else (base,)


def _merged(raw: list[_Raw]) -> list[_Raw]:
    """`raw` with "no one" as nobody, and the "not" of "whether or not" as no negation."""
    merged: list[_Raw] = []
    for word in raw:
        if word.low == "one" and merged and merged[-1].low == "no" and merged[-1].sentence == word.sentence:
            first = merged.pop()
            merged.append(
                _Raw("nobody", f"{first.text} {word.text}", first.start, word.end, word.sentence, first.opens)
            )
        elif word.low in ("not", "no") and merged and merged[-1].low in _IDLE_BEFORE_NOT:
            merged.append(replace(word, low="or-not"))
        else:
            merged.append(word)
    return merged


def _said(raw: _Raw, *, names: bool) -> Said:
    lexicon = wording()
    low = lexicon.lemmas.get(raw.low, raw.low)
    value = _value(raw.low)
    kind: WordKind
    if value is not None or raw.low in lexicon.scales:
        kind = "number"
    elif raw.low in lexicon.negators:
        kind = "negator"
    elif low in _MODALS:
        kind = "modal"
    elif low in lexicon.function:
        kind = "function"
    elif names and _is_name(raw, low):
        kind = "name"
    else:
        kind = "content"
    if kind == "number" and value is not None:
        key = format(value.normalize(), "f")
    else:
        key = low if kind in ("function", "modal", "negator") else stem(low)
    weight = _COMMON_WEIGHT if kind == "content" and key in lexicon.common else _WEIGHTS[kind]
    return Said(raw.text, raw.start, raw.end, key, kind, weight, raw.sentence, value)


def _is_name(raw: _Raw, low: str) -> bool:
    """Whether a capital makes a name of the word: no title, no "Ceasefire", no first word of a sentence."""
    lexicon = wording()
    if low in lexicon.names and raw.text[0].isupper():
        return not raw.opens
    if not raw.text[0].isupper() or raw.opens or (raw.text.isupper() and len(raw.text) > 3):
        return False
    key = stem(low)
    return low not in people_words().titles and key not in lexicon.synonyms and key not in lexicon.common


def _value(low: str) -> Decimal | None:
    if low[0].isdigit():
        return Decimal(low.replace(",", "")) if low.count(".") <= 1 else None
    number = wording().numbers.get(low)
    return None if number is None else Decimal(number)


def _scaled(found: list[Said]) -> list[Said]:
    """`found` with "3 million" and "three hundred" read as one number."""
    scales = wording().scales
    scaled: list[Said] = []
    for word in found:
        factor = scales.get(word.text.lower())
        if factor is None and scaled and scaled[-1].end == word.start:
            factor = _SHORT_SCALES.get(word.text.lower())
        if (
            factor is not None
            and scaled
            and scaled[-1].value is not None
            and scaled[-1].sentence == word.sentence
        ):
            first = scaled.pop()
            value = (first.value or Decimal(1)) * factor
            text = f"{first.text} {word.text}"
            scaled.append(
                first._replace(text=text, end=word.end, key=format(value.normalize(), "f"), value=value)
            )
        else:
            scaled.append(word)
    return scaled


def alike(a: Said, b: Said) -> float:
    """How far two words say the same: 1 the same word, 0.8 a synonym or another spelling, 0 neither."""
    if a.key == b.key:
        return 1.0
    if a.kind in ("function", "modal", "negator") or b.kind in ("function", "modal", "negator"):
        return 0.0
    if a.kind == "number" or b.kind == "number":
        return 0.0
    if (
        "name" in (a.kind, b.kind)
        and min(len(a.key), len(b.key)) >= 5
        and _skeleton(a.key) == _skeleton(b.key)
    ):
        return 0.8
    return _alike_keys(*sorted((a.key, b.key)))


@lru_cache(maxsize=65_536)
def _alike_keys(a: str, b: str) -> float:
    lexicon = wording()
    if lexicon.synonyms.get(a, frozenset()) & lexicon.synonyms.get(b, frozenset()):
        return 0.8
    if a in lexicon.names and lexicon.names[a] == lexicon.names.get(b):
        return 0.8
    if opposite(a, b):
        return 0.0
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    rest = max(len(a), len(b)) - shared
    return 0.8 if (shared >= 6 and rest <= 3) or (shared >= 5 and rest <= 2) else 0.0


def likeness_features(word: Said) -> tuple[str, ...]:
    """What two different words must share one of to be alike at all; () for grammar and numbers."""
    if not word.carries or word.kind == "number":
        return ()
    return _key_features(word.key)


@lru_cache(maxsize=65_536)
def _key_features(key: str) -> tuple[str, ...]:
    lexicon = wording()
    classes = tuple(f"#{index}" for index in lexicon.synonyms.get(key, frozenset()))
    name = (f"={lexicon.names[key]}",) if key in lexicon.names else ()
    spelling = (f"~{_skeleton(key)}", f"^{key[:5]}") if len(key) >= 5 else ()
    return (*classes, *name, *spelling)


@lru_cache(maxsize=65_536)
def _skeleton(word: str) -> str:
    """The consonants of a word, doubled ones once: what the spellings of one name share."""
    folded = (
        word.replace("iy", "y")
        .replace("yy", "y")
        .replace("ph", "f")
        .replace("kh", "h")
        .replace("z", "s")
        .replace("k", "c")
    )
    kept = [char for char in folded if char not in "aeiouy'"]
    return folded[:1] + "".join(
        char for index, char in enumerate(kept) if not index or kept[index - 1] != char
    )


_OPPOSING = ("un", "non")  # in-, im- and dis- also begin words that oppose nothing: those are in the lexicon


@lru_cache(maxsize=65_536)
def opposite(a: str, b: str) -> bool:
    """Whether two stems cannot both be right in one place: antonyms, or one the other with un- or non-."""
    if frozenset((a, b)) in wording().antonyms:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and any(long == prefix + short for prefix in _OPPOSING)


def utterance_key_words(words: str) -> tuple[str, ...]:
    """The content words of a quotation as keys that synonyms share, in order; numbers left out."""
    lexicon = wording()
    keys: list[str] = []
    for word in said_words(words):
        if word.kind in ("content", "name"):
            if word.key in lexicon.names:
                keys.append(f"={lexicon.names[word.key]}")
            elif word.key in lexicon.synonyms:
                keys.append(f"#{min(lexicon.synonyms[word.key])}")
            else:
                keys.append(word.key)
    return tuple(keys)
