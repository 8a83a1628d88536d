"""One happening told with other words, and put at another time: "died on Monday", "her death on Friday"."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from checker.engines.rules.alike import changes
from checker.engines.rules.evidence import comparable, conflict, one_plan
from checker.engines.rules.matter import ONE_BUILD, matter, rivals, unlike
from checker.engines.rules.moments import DAY, Moment, disjoint, moment
from checker.engines.rules.standing import TIME_STEMS
from checker.model import Conflict, Fact
from checker.normalise.dates import month_days, weekday_names
from checker.normalise.words import content_stems, letter_words, stem, tokens

LEAST_SHARED = 2  # words of the matter, besides those of the deed and of time
COVER = 0.5
_CLAUSE = re.compile(
    r"[;—–]|:(?!\d)"
    r"|\b(?:that|when|while|as|because|although|but|who|which|whose|where|since|until|by)\b"
    r"|\b(?:before|after)\b(?! (?:midnight|noon|dawn|sunset|sunrise|lunch))"
    r"|, and\b|, (?=[^,]{1,50}\b(?:said|says|announced|told|reported)\b)"
)
_SAID = re.compile(r"(?:As|According to) [^,]{1,60},")
_CLEFT = re.compile(r"It (?:was|is) [^,;:]{3,60}? (?:that|when)\b")
_AGAIN = re.compile(
    r"\b(?:again|another|once more|first|second|third|fourth|fifth|last|next|new(?:ly)?|twice|every|each)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?P<long>(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty)"
    r" (?P<unit>second|minute|hour|day|week|month|year)s? |shortly |only |long |soon |just )?"
    r"(?P<side>before|after) (?:the |his |her |its |their )?(?P<event>[a-z][\w-]{2,20})\b"
)
_NO_EVENT = frozenset(
    "noon midnight dawn dusk lunch dinner breakfast work school that this sunset sunrise being having".split()
)


_CONDITIONS = frozenset("if unless whether would could might".split())


class Happening(NamedTuple):
    """What happened, when (or on which side of another event), in which words."""

    deeds: frozenset[str]
    when: Moment | None
    relative: tuple[str, str] | None  # "before" or "after", and the stem of the event
    words: str


def find_happening_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two claims that put one happening at two times, or None. Symmetric."""
    clause_a, clause_b = _dated_clause(a.claim.quote), _dated_clause(b.claim.quote)
    if clause_a is None or clause_b is None or clause_a.deeds.isdisjoint(clause_b.deeds):
        return None
    if not (comparable(a, b) or one_plan(a, b)) or a.claim.negated or b.claim.negated:
        return None
    first, second = happening(a), happening(b)
    if first is None or second is None or not _apart(first, second):
        return None
    if not _one_happening(a, b):
        return None
    one, other = first.words, second.words
    return conflict(
        a,
        b,
        rule="times",
        positions=(one, other),
        question=f"When was it: {' or '.join(sorted((one, other)))}?",
        explanation=f"The same happening is put at {one} and at {other}; the two do not overlap.",
    )


_COMES_TO_PASS = (
    r"(?=(?: (?:of|in|at)(?: [\w'’-]{1,20}){1,5}?)? (?:came|comes|was|is|will|took|happened|occurred) "
    r"|(?: (?:of|in|at)(?: the)?(?: (?-i:[A-Z])[\w'’-]{1,20}){1,3})? (?:on|at) )"
)


@cache
def _lexicon() -> tuple[Mapping[str, frozenset[str]], re.Pattern[str], re.Pattern[str]]:
    """Words of a deed → its names; a pattern that finds them; one for nouns that are happenings."""
    data = tomllib.loads(files(__package__).joinpath("happenings.toml").read_text(encoding="utf-8"))
    table: dict[str, set[str]] = {}
    patterns = []
    for sort, behind in (("deeds", ""), ("nouns", _COMES_TO_PASS)):
        told = {words: name for name, listed in data[sort].items() for words in listed}
        for name, listed in data[sort].items():
            for words in listed:
                table.setdefault(words, set()).add(name)
        patterns.append(f"(?:{'|'.join(sorted(map(re.escape, told), key=len, reverse=True))}){behind}")
    deeds = "|".join(patterns)
    nouns, verbs = ("|".join(map(re.escape, data["events"][name])) for name in ("nouns", "verbs"))
    return (
        {words: frozenset(names) for words, names in table.items()},
        re.compile(rf"(?<![\w-])(?P<told>{deeds})(?![\w-])", re.IGNORECASE),
        re.compile(rf"\b(?P<noun>{nouns})(?: [\w'’-]{{1,20}}){{0,3}}? (?:{verbs})\b", re.IGNORECASE),
    )


@cache
def _first_words() -> frozenset[str]:
    """A word of each deed and event: most sentences have none, and need no closer look."""
    data = tomllib.loads(files(__package__).joinpath("happenings.toml").read_text(encoding="utf-8"))
    told = [*data["events"]["nouns"]]
    for sort in ("deeds", "nouns"):
        told.extend(words for listed in data[sort].values() for words in listed)
    return frozenset(max(_LETTERS.findall(words.lower()), key=len) for words in told)


def happening(fact: Fact) -> Happening | None:
    """The one happening that the fact's sentence says the time of; None where that is not plain."""
    clause = _dated_clause(fact.claim.quote)
    if clause is None or not clause.deeds:
        return None
    own = tuple(period for period in fact.periods if clause.start <= period.start < clause.end)
    when = moment(clause.text, own)
    if when is None and clause.relative is None:
        return None
    words = (
        when.words
        if when and len(when.words) <= MAX_WORDS
        else (own[0].text if own else clause.relative_words)
    )
    return Happening(clause.deeds, when, clause.relative, words or clause.text.strip())


MAX_WORDS = 60
_LETTERS = re.compile(r"[a-z]+")


class _Clause(NamedTuple):
    text: str
    start: int
    end: int
    deeds: frozenset[str]
    relative: tuple[str, str] | None
    relative_words: str


@lru_cache(maxsize=4_096)
def _dated_clause(quote: str) -> _Clause | None:
    """The clause with a deed in it, where the sentence has one such clause and no bound or return."""
    table, deeds, events = _lexicon()
    words = letter_words(quote)
    if words.isdisjoint(_first_words()) or words & _CONDITIONS:
        return None
    said = _SAID.match(quote)
    begin = said.end() if said else 0
    relative = _RELATIVE.search(quote, begin)
    if relative and relative["event"] in _NO_EVENT:
        relative = None
    noun = events.search(quote, begin)
    found = [match for match in deeds.finditer(quote, begin) if not _inside(match, relative)]
    if noun is None and not found:
        return None
    told = noun or found[0]
    start, end = _bounds(quote, begin, told)
    found = [match for match in found if start <= match.start() < end]
    sorts = {table[match.group().lower()] for match in found}
    if noun is None and len(sorts) > 1:
        return None  # which of the deeds the time is of, a parser would have to say
    names = frozenset([noun["noun"].lower()]) if noun else frozenset[str]().union(*sorts)
    beside = (relative["side"], stem(relative["event"])) if relative and start <= relative.start() else None
    return _Clause(quote[start:end], start, end, names, beside, relative.group() if relative else "")


def _inside(match: re.Match[str], other: re.Match[str] | None) -> bool:
    return other is not None and other.start() <= match.start() < other.end()


def _bounds(quote: str, begin: int, told: re.Match[str]) -> tuple[int, int]:
    """Where the clause around a deed's words begins and ends. "It was on Monday that" is one clause."""
    cleft = _CLEFT.match(quote)
    breaks = list(_CLAUSE.finditer(quote, cleft.end() if cleft else begin))
    start = max((match.end() for match in breaks if match.end() <= told.start()), default=begin)
    end = min((match.start() for match in breaks if match.start() >= told.end()), default=len(quote))
    return start, end


def _apart(first: Happening, second: Happening) -> bool:
    if first.relative and second.relative and first.relative[1] == second.relative[1]:
        return first.relative[0] != second.relative[0]
    if first.relative or second.relative or first.when is None or second.when is None:
        return False
    return disjoint(first.when, second.when) and not _one_weekday(first.when, second.when)


def _one_weekday(a: Moment, b: Moment) -> bool:
    """Whether both name one weekday and no date, and no hour tells them apart: which week, nobody can say."""
    days = set(weekday_names(a.words)), set(weekday_names(b.words))
    dated = any(month_days(each.words) for each in (a, b))
    return bool(days[0] & days[1]) and not dated and min(a.last - a.first, b.last - b.first) >= DAY


def _one_happening(a: Fact, b: Fact) -> bool:
    """Whether the sentences share their matter, and nothing says that it came to pass twice."""
    texts = a.claim.quote, b.claim.quote
    if rivals(a, b) or unlike(*texts):
        return False
    if {word.lower() for word in _AGAIN.findall(texts[0])} != {
        word.lower() for word in _AGAIN.findall(texts[1])
    }:
        return False
    first, second = (_matter(_SAID.sub("", text)) for text in texts)
    if _exchanged(a, b, first - content_stems(texts[1]), second - content_stems(texts[0])):
        return False
    if first == second:
        return bool(first)
    shared = len(first & second)
    return shared >= LEAST_SHARED and shared >= COVER * min(len(first), len(second))


def _exchanged(a: Fact, b: Fact, own_a: frozenset[str], own_b: frozenset[str]) -> bool:
    """Whether in sentences of one build a word of one side alone stands where one of the other's does."""
    differing = changes(a, b, at_least=ONE_BUILD) if own_a and own_b else None
    return any(
        own_a & content_stems(" ".join(change.first)) and own_b & content_stems(" ".join(change.second))
        for change in differing or ()
    )


@lru_cache(maxsize=4_096)
def _matter(text: str) -> frozenset[str]:
    """What a sentence is about, without words of time and of the deed itself."""
    _, deeds, _ = _lexicon()
    told = frozenset(stem(token.text) for match in deeds.finditer(text) for token in tokens(match.group()))
    return matter(text) - TIME_STEMS - told - content_stems(_DAY_PARTS)


_DAY_PARTS = "dawn lunch noon midnight early hours morning afternoon evening night breakfast shortly late"
