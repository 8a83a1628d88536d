"""Whether two spellings are one name written twice: by what transliterations change and nothing else."""

import re
import unicodedata
from functools import lru_cache

import jellyfish

# What the romanisations of one Cyrillic, Arabic or German name differ in, reduced to one form. In this order.
_FOLDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), fold)
    for pattern, fold in (
        (r"[’'`-]", ""),
        (r"tch|tsch", "ch"),
        (r"sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ck", "k"),
        (r"x", "ks"),
        (r"tz|ts|c(?=z)", "z"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"ee", "i"),
        (r"[yj]", "i"),
        (r"i(?=[aeou])", ""),  # Alekseyev, Alekseev; Dmytriev, Dmitrev
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"[aeiou]")


@lru_cache(maxsize=32_768)
def skeleton(word: str) -> str:
    """The form that a name's transliterations share: "Zelenskyy", "Zelensky" and "Zelenski" → "zelenski"."""
    plain = "".join(
        mark for mark in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(mark)
    )
    for pattern, fold in _FOLDS:
        plain = pattern.sub(fold, plain)
    return plain


@lru_cache(maxsize=32_768)
def consonants(word: str) -> str:
    """The skeleton without its vowels: equal for all spellings that may be one name, so a key to look them
    up by.
    """
    bones = skeleton(word)
    return bones[:1] + _VOWELS.sub("", bones[1:])


def same_spelling(a: str, b: str) -> bool:
    """Whether two words are transliterations of one name: equal skeletons, or one vowel apart in a long name.

    Consonants must agree: "Johnson" and "Johnston", "Iran" and "Iraq" stay apart.
    """
    first, second = skeleton(a), skeleton(b)
    if first == second:
        return True
    if consonants(a) != consonants(b) or min(len(first), len(second)) < 6:
        return False
    return jellyfish.damerau_levenshtein_distance(first, second) <= 1
