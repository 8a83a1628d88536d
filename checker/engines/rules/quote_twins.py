"""Short quotations that are the same but for one word, or for the condition that one of them leaves out.

"We are tired of this war" and "We are tired of this peace" share too little for an alignment to call them one
utterance: what settles it is that nothing else differs.
"""

from collections.abc import Sequence
from functools import lru_cache

from checker.engines.rules.quote_changes import Change
from checker.engines.rules.quote_lexicon import wording
from checker.engines.rules.quote_words import Said, opposite, said_words
from checker.normalise.words import stem

MAX_TWIN = 14  # words of a short quotation
MIN_SAME = 4  # words that are the same in both
MIN_BARE = 3  # words left of a sentence without its condition


@lru_cache(maxsize=4_096)
def twin_keys(words: str) -> frozenset[str]:
    """The quotation with one content word left out, for each of them: what two twins share.

    Also its opening up to a condition, with any modal in it taken for the same.
    """
    said = said_words(words)
    if len(said) > MAX_TWIN:
        said = said[:MAX_TWIN]
        return frozenset(_openings(said))
    keys = [word.key for word in said]
    gaps = [at for at, word in enumerate(said) if word.carries] if len(said) > MIN_SAME else []
    return frozenset(" ".join([*keys[:at], "_", *keys[at + 1 :]]) for at in gaps) | frozenset(_openings(said))


def _openings(said: Sequence[Said]) -> list[str]:
    """The words before a condition, or all of a bare sentence."""
    at = _condition_at(said)
    opening = said[: len(said) if at is None else at]
    if len(opening) < MIN_BARE or not any(word.carries for word in opening):
        return []
    return ["~" + " ".join(_unmodal(opening))]


def _condition_at(said: Sequence[Said]) -> int | None:
    """Where the first sentence turns to a condition: "only if", "unless"; None without one."""
    for at, word in enumerate(said):
        if word.sentence != said[0].sentence:
            return None
        if word.text.lower() in wording().conditions and at:
            return at - 1 if said[at - 1].text.lower() in ("only", "but") else at
    return None


def _unmodal(said: Sequence[Said]) -> list[str]:
    return ["*" if word.kind == "modal" else word.key for word in said]


def one_word_apart(a: str, b: str) -> Change | None:
    """The one word in which two short quotations differ, where the two words are opposites."""
    first, second = said_words(a), said_words(b)
    if len(first) != len(second) or not MIN_SAME < len(first) <= MAX_TWIN:
        return None
    apart = [at for at, (x, y) in enumerate(zip(first, second, strict=True)) if x.key != y.key]
    if len(apart) != 1:
        return None
    at = apart[0]
    if first[at].kind != "content" or second[at].kind != "content":
        return None
    if not opposite(stem(first[at].key), stem(second[at].key)):
        return None
    return Change("antonym", at, at + 1, at, at + 1)


def bare_of_condition(a: str, b: str) -> Change | None:
    """The condition that one of two quotations gives and the other, otherwise the same, has not."""
    first, second = said_words(a), said_words(b)
    cut = _condition_at(first), _condition_at(second)
    if (cut[0] is None) == (cut[1] is None):
        return None
    if cut[0] is None:
        found = bare_of_condition(b, a)
        return (
            None
            if found is None
            else Change("condition", found.b_start, found.b_end, found.a_start, found.a_end)
        )
    at, end = cut[0], len(first)
    if at < MIN_BARE or not any(word.carries for word in first[:at]):
        return None
    if _unmodal(first[:at]) != _unmodal(second):
        return None
    return Change("condition", at, min(end, at + MAX_TWIN), len(second), len(second))
