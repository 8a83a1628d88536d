"""One thing on the two sides of a pair of opposites: still burning and put out, genuine and forged."""

import re
from functools import lru_cache

from checker.engines.rules.alike import phrase_stems
from checker.engines.rules.evidence import at_one_time, comparable, conflict
from checker.engines.rules.instances import other_instance
from checker.engines.rules.poles import Told, pairs, read_predicate
from checker.engines.rules.standing import TIME_STEMS
from checker.model import Conflict, Fact
from checker.normalise.dates import weekday_names
from checker.normalise.words import plain, stem, tokens

MIN_STORY = 1  # content words that the sentences around share besides the thing, where it has no name
_ELSE = re.compile(r"\b(?:but|while|whereas)\b")
_GRAVE = frozenset(("life", "guilt", "charge"))
_ALL = frozenset("all every both each no none nobody nothing neither whole entire".split())
# Words that tell one thing from another of its sort.
_OTHER = frozenset(
    "another other others first second third fourth fifth last next new old former earlier previous own "
    "some many most few several one two three four five six seven eight nine ten dozens hundreds thousands "
    "half part".split()
)


def is_pole(fact: Fact) -> bool:
    """Whether the fact is one of this engine's poles."""
    return fact.claim.kind == "status" and read_predicate(fact.claim.predicate) is not None


def find_pole_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two facts that put one thing on both sides of a pair, or None. Symmetric."""
    first, second = read_predicate(a.claim.predicate), read_predicate(b.claim.predicate)
    if first is None or second is None or first.pair != second.pair:
        return None
    if not _contrary(a, b, first, second) or not comparable(a, b) or not at_one_time(a, b):
        return None
    if a.claim.article == b.claim.article and (a.speaker == b.speaker or not (a.speaker or b.speaker)):
        return None  # one article in one voice tells of a change
    if not _one_thing(a, b) or not (first.pair not in pairs().transient or _one_day(a, b, first, second)):
        return None
    if other_instance(a, b) or _both_told(a, second) or _both_told(b, first):
        return None
    thing = min((a.claim.subject or "", b.claim.subject or ""), key=lambda words: (len(words), words))
    told = (_told(a, first), _told(b, second))
    return conflict(
        a,
        b,
        rule="poles",
        positions=told,
        question=f"Which is true of {_lower(thing)}: {' or '.join(sorted(told))}?",
        explanation="One side says of it what excludes what the other says.",
        severity="high" if first.pair in _GRAVE else "medium",
    )


def _both_told(fact: Fact, other: Told) -> bool:
    """Whether the sentence goes on with the other side, of something else: convicted, but cleared of ..."""
    rest = _ELSE.split(fact.claim.quote, maxsplit=1)[1:]
    return bool(rest) and other.words.casefold() in rest[0].casefold()


def _contrary(a: Fact, b: Fact, first: Told, second: Told) -> bool:
    """Whether the two exclude each other; not to have won is not to have lost."""
    if first.side == second.side:
        return a.claim.negated != b.claim.negated
    if a.claim.negated or b.claim.negated:
        return a.claim.negated and b.claim.negated and first.pair not in pairs().contrary
    return True


def _one_thing(a: Fact, b: Fact) -> bool:
    """Whether two phrases mean one thing: one head, and nothing in either that the other excludes."""
    first, second = _phrase(a), _phrase(b)
    heads = _head(a.claim.subject or "") & _head(b.claim.subject or "")
    if not heads or not (first <= second or second <= first):
        return False
    if _marked(a) != _marked(b) and not (_universal(a) or _universal(b)):
        return False
    about = _about(a), _about(b)
    if about[0] and about[1] and not about[0] & about[1]:
        return False
    if len(first & second) > 1 or _names(a) & _names(b):
        return True
    around = phrase_stems(a.context) & phrase_stems(b.context)
    return len(around - first - second - TIME_STEMS) >= MIN_STORY


def _phrase(fact: Fact) -> frozenset[str]:
    return frozenset(word for word in phrase_stems(fact.claim.subject or "") if word not in _OTHER_STEMS)


_OTHER_STEMS = frozenset(map(stem, _OTHER))


@lru_cache(maxsize=4_096)
def _head(phrase: str) -> frozenset[str]:
    """The stem of the last content word before the first preposition; of a name every word."""
    words = [token.text for token in tokens(phrase)]
    end = next((at for at, word in enumerate(words) if at and plain(word) in _LINKS), len(words))
    head = [word for word in words[:end] if phrase_stems(word)]
    named = [word for word in head[1:] if word[0].isupper()]
    return frozenset(stem(word) for word in (named or head[-1:]))


_LINKS = frozenset(
    "of in on at by for from to with near under over between against behind across off".split()
)


@lru_cache(maxsize=4_096)
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(token.text) for token in tokens(text))


def _marked(fact: Fact) -> frozenset[str]:
    return _words(fact.claim.subject or "") & _OTHER


def _universal(fact: Fact) -> bool:
    return bool(_words(fact.claim.subject or "") & _ALL)


def _about(fact: Fact) -> frozenset[str]:
    """What the clause says besides: content words, and the weekdays of a habit."""
    words = fact.claim.object or ""
    days = frozenset(f"day {day}" for day in weekday_names(words))
    return (phrase_stems(words) - TIME_STEMS) | days


def _names(fact: Fact) -> frozenset[str]:
    words = _words(fact.claim.subject or "")
    return frozenset(name for name in fact.names if _words(name) & words)


def _one_day(a: Fact, b: Fact, first: Told, second: Told) -> bool:
    """Whether what changes with time is told of one time: one tense, reports of one day.

    Two things that happened may have happened one after the other: the thief fled, and was caught.
    """
    if first.when != second.when or a.claim.article == b.claim.article:
        return False
    if first.when != "now" and bool(a.claim.when) != bool(b.claim.when):
        return False
    if first.when == "done" and first.side != second.side:
        return False
    days = [fact.published.isoformat()[:10] if fact.published else None for fact in (a, b)]
    return None in days or days[0] == days[1]


def _told(fact: Fact, told: Told) -> str:
    return f"not {told.words}" if fact.claim.negated else told.words


def _lower(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:] if phrase.startswith(("The ", "A ", "An ")) else phrase
