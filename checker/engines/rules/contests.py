"""Different results of one match or one vote: 3-2 against 2-1."""

import re
from functools import lru_cache

from checker.engines.rules.evidence import comparable, conflict, weekdays
from checker.engines.rules.matter import contrasted, one_matter, other_words
from checker.model import Conflict, Fact
from checker.normalise.timewords import MONTHS, WEEKDAYS
from checker.normalise.words import STOPWORDS, letter_words, plain

RESULT = re.compile(
    r"(?<![\w.,:/–-])(?P<first>\d{1,3}) ?[-–] ?(?P<second>\d{1,3})(?![\w/:–-]|[.,]\d)(?! ?(?:%|per))"
)
_VOTES = re.compile(
    r"(?<![\w.,])(?P<first>\d{1,4}) votes (?:to|against) (?P<second>\d{1,4})(?![\w%]|[.,]\d)"
    r"|(?<=\bby )(?P<for>\d{1,4}) to (?P<against>\d{1,4})(?= votes\b|[.,;]? |[.,;]?$)"
)
_MATCH_WORDS = frozenset(
    "beat beats beaten won win wins winning lost lose loses losing defeated defeats defeat victory drew draw "
    "draws drawn triumph triumphed".split()
)
_VOTE_WORDS = frozenset("vote votes voted passed approved rejected backed".split())
_NOT_THE_RESULT = re.compile(
    r"\b(?:half[ -]?time|at the break|leading|led|lead|leads|trailing|trailed|sets?"
    r"|first leg|second leg|on aggregate|aggregate|earlier|previous|previously|last (?:year|season)"
    r"|ago|record|penalties|shoot-?out|between \d|ages?|aged)\b",
    re.IGNORECASE,
)
_NO_TEAM = frozenset(WEEKDAYS) | frozenset(MONTHS) | STOPWORDS
_NAME_WORD = re.compile(r"\b[A-Z][a-zà-ÿ]{2,20}\b")
TEAMS = 2
VOTE_SHARED = 4  # words of the matter that two sentences on one vote share


def find_result_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two results of one contest, or None. Symmetric."""
    if not (a.claim.value and b.claim.value and comparable(a, b)):
        return None
    first, second = _result(a.claim.quote, a.claim.value), _result(b.claim.quote, b.claim.value)
    if first is None or second is None or sorted(first) == sorted(second):
        return None
    if not (_on_one_day(a, b) and (_one_match(a, b) or _one_vote(a, b))):
        return None
    one, other = sorted((a.claim.value, b.claim.value))
    return conflict(
        a,
        b,
        rule="figures",
        positions=(a.claim.value, b.claim.value),
        question=f"How did it end: {one} or {other}?",
        explanation=f"One contest is given two results: {one} and {other}.",
    )


def result_claims(sentence: str) -> tuple[tuple[int, int], ...]:
    """Where results of a match or a vote stand in a sentence."""
    if not letter_words(sentence) & (_MATCH_WORDS | _VOTE_WORDS):
        return ()
    votes = _VOTES.finditer(sentence) if letter_words(sentence) & _VOTE_WORDS else ()
    return tuple(match.span() for match in (*RESULT.finditer(sentence), *votes))


@lru_cache(maxsize=4_096)
def _result(quote: str, value: str) -> tuple[int, int] | None:
    """The numbers of the result that the claim's value gives, where the sentence gives that one alone."""
    if _NOT_THE_RESULT.search(quote):
        return None
    for pattern in (RESULT, _VOTES):
        told = [match for match in pattern.finditer(quote) if match.group() == value]
        if told and len(pattern.findall(quote)) == 1:
            first, second = (int(number) for number in told[0].groups() if number)
            return first, second
    return None


def _on_one_day(a: Fact, b: Fact) -> bool:
    """Whether the days that both sentences give may be one: "on Saturday" and "in March" are hardly."""
    if not (a.open_times and b.open_times):
        return True
    days = weekdays(a), weekdays(b)
    same = {words.lower() for words in a.open_times} & {words.lower() for words in b.open_times}
    return bool(days[0] & days[1] or same)


def _one_match(a: Fact, b: Fact) -> bool:
    """Whether both sentences name the same two sides of a match."""
    words = letter_words(a.claim.quote), letter_words(b.claim.quote)
    if not (words[0] & _MATCH_WORDS and words[1] & _MATCH_WORDS):
        return False
    return len(_teams(a.claim.quote) & _teams(b.claim.quote)) >= TEAMS and one_matter(
        a, b, least=2, cover=0.35
    )


def _one_vote(a: Fact, b: Fact) -> bool:
    words = letter_words(a.claim.quote), letter_words(b.claim.quote)
    if not (words[0] & _VOTE_WORDS and words[1] & _VOTE_WORDS):
        return False
    if contrasted(a, b) or other_words(a, b, frozenset()):
        return False
    return one_matter(a, b, least=VOTE_SHARED, cover=0.5)


@lru_cache(maxsize=4_096)
def _teams(quote: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _NAME_WORD.findall(quote)) - _NO_TEAM
