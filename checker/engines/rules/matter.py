"""Whether two figures are of one matter: the words that two sentences share besides what is counted."""

import re
from collections.abc import Iterable
from functools import lru_cache

from checker.engines.rules.alike import changes, rival_names
from checker.engines.rules.evidence import weekdays
from checker.engines.rules.measures import says
from checker.engines.rules.standing import TIME_STEMS
from checker.model import Fact, Quantity
from checker.normalise.dates import compare_periods, month_days, month_names, weekday_names
from checker.normalise.numerals import SCALES
from checker.normalise.words import STOPWORDS, content_stems, letter_words, stem, word_set


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


# Words that any two reports share: they say who speaks, or what sort of thing a figure is.
_GENERAL = _stems(
    """
    announced announces reported reports report according statement spokesman spokeswoman spokesperson
    declared declares admitted admits confirmed confirms believe believes stated wrote writes
    people person number figure total count hundred thousand million billion trillion dozen percent
    year years month months week weeks day days hour hours minute minutes today yesterday tomorrow
    euro euros dollar dollars pound pounds cent three four five six seven eight nine ten eleven twelve
    kilometre kilometres metre metres mile miles tonne tonnes ton tons kilo kilos
    twenty thirty forty fifty sixty seventy eighty ninety new big large small good bad
    """
) | frozenset(SCALES)
# Two sides with different words of one set speak of two things.
_CONTRASTS: tuple[frozenset[str], ...] = tuple(
    word_set(words)
    for words in (
        "north south east west northern southern eastern western",
        "men women boys girls children adults pensioners men's women's",
        "upper lower middle",
        "domestic foreign",
        "export exports import imports",
        "gross net",
        "single season return monthly weekly annual daily",
        "standing seats seat",
        "public private",
        "rural urban",
        "primary secondary",
        "left right",
        "buyers sellers",
        "outdoor indoor",
    )
)
_SCALE = {"month": "month", "year": "year", "decade": "decade"}
ONE_BUILD = 0.5  # of the words, in one order: each difference then stands in the other's place
# What has been counted up to a day, and what is left of it.
_ACCUMULATED = re.compile(
    r"\b(?:since|so far|to date|until now|this year|over the years|in recent|still|already"
    r"|remain(?:s|ed|ing)?|again|by (?:the )?(?:noon|midday|evening|morning|afternoon|night|nightfall"
    r"|midnight|\w{3,6}day)"
    r")\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:—–]|,(?= [\w'’-]{1,20} )|\b(?:when|while|after|before|because|according|who|which|where|although)\b"
)
_STAGE = re.compile(
    r"\b(?P<which>first|second|third|fourth|fifth|last|final|opening|closing)[ -]"
    r"(?P<stage>round|half|quarter|leg|run|stage|phase|heat|set|period|session|reading|ballot)\b",
    re.IGNORECASE,
)
# What somebody wants or foresees is not what came about; what something can hold is not what it held.
_WISHED = word_set(
    """
    asked asks demanded demands demand wanted wants sought seeks offered offers proposed proposes hoped hopes
    expected expects planned plans forecast target targets feared fears budgeted aims aimed
    """
)
_HOLDS = re.compile(
    r"\bcan (?:carry|hold|seat|take|accommodate|sleep)\b|\b(?:capacity|room for|seats|sleeps)\b",
    re.IGNORECASE,
)
_PRONOUNS = word_set("she he they it her his its their him them")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zà-ÿ]{2,20}\b|\b[A-Z][a-zà-ÿ]{2,20} (?=[A-Z][a-z])")
_VOTED = word_set("vote votes voted voting ballot ballots")
_NUMBERED = word_set("first second third fourth")
_TIMES: tuple[frozenset[str], ...] = tuple(
    word_set(words)
    for words in (
        "before after",
        "spring summer autumn winter",
        "january february march april may june july august september october november december",
    )
)
# Who says it: ", the waterworks said.", "As the Echo wrote on Tuesday, "
_SAYS = re.compile(
    r",(?: [\w'’-]{1,20}){1,5} (?:said|says|reports?|reported|announced|admits|admitted|revealed|wrote)"
    r"(?: on \w{6,9})?[.]?$|^As(?: [\w'’-]{1,20}){1,5} (?:wrote|reported|said)(?: on \w{6,9})?,"
)
_WHOLE = word_set("total altogether overall nationwide district countrywide worldwide combined cumulative")

_TOGETHER = re.compile(
    r"\b(?:in all|as a whole|all told|taken together|the whole of|across the (?:whole|entire|country))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8_192)  # asked for each pair of facts
def matter(text: str) -> frozenset[str]:
    """The stems of a text that say what it is about: names too, figures and words of speech left out."""
    return content_stems(text) - _GENERAL


@lru_cache(maxsize=8_192)
def told(text: str) -> frozenset[str]:
    """The same without who says it, which another report need not repeat."""
    return matter(_SAYS.sub("", text))


def carried(fact: Fact) -> frozenset[str]:
    """The matter of a fact's words, with the names around them where they say "she" and name nobody."""
    own = matter(fact.claim.quote)
    if fact.names or letter_words(fact.claim.quote).isdisjoint(_PRONOUNS):
        return own
    return own | frozenset(
        stem(word) for word in _NAME.findall(fact.context) if word.lower() not in STOPWORDS
    )


def contrasted(a: Fact, b: Fact, *, numbered: bool = True) -> bool:
    """Whether the sentences name two things of one kind ("north", "south"), or a part and a whole.

    With `numbered`, "the first" and "the second" are two as well.
    """
    return _contrasted(a.claim.quote, b.claim.quote, numbered)


@lru_cache(maxsize=4_096)
def _contrasted(first: str, second: str, numbered: bool) -> bool:
    one, other = letter_words(first), letter_words(second)
    whole = [
        bool(words & _WHOLE) or bool(_TOGETHER.search(text))
        for words, text in ((one, first), (other, second))
    ]
    if whole[0] != whole[1]:
        return True
    if bool(one & _WISHED) != bool(other & _WISHED):
        return True
    if (_HOLDS.search(first) is None) != (_HOLDS.search(second) is None):
        return True
    if _found(_ACCUMULATED, first) != _found(_ACCUMULATED, second):
        return True
    if numbered and _found(_STAGE, first) != _found(_STAGE, second):
        return True
    contrasts = (*_TIMES, _NUMBERED) if numbered else _TIMES
    return unlike(first, second) or _exclude(one, other, contrasts)


@lru_cache(maxsize=4_096)
def unlike(first: str, second: str) -> bool:
    """Whether two texts name different ones of one kind, whatever they say of time."""
    return _exclude(letter_words(first), letter_words(second), _CONTRASTS)


def _exclude(one: frozenset[str], other: frozenset[str], kinds: Iterable[frozenset[str]]) -> bool:
    return any(one & words and other & words and not (one & words & other) for words in kinds)


def _found(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(match.group().lower().replace("-", " ") for match in pattern.finditer(text))


def substituted(a: Fact, b: Fact, p: Quantity, q: Quantity) -> bool:
    """Whether in two sentences of one build one thing stands for another ("a day ticket", "a family ticket").

    Two words that speak of one measure ("died", "were killed") are one.
    """
    differing = changes(a, b, at_least=ONE_BUILD)
    if differing is None:
        return False
    figures = content_stems(p.text) | content_stems(q.text)
    alone_a = content_stems(_clause(a.claim.quote, p)) - content_stems(b.claim.quote) - figures
    alone_b = content_stems(_clause(b.claim.quote, q)) - content_stems(a.claim.quote) - figures
    for change in differing:
        first, second = content_stems(" ".join(change.first)), content_stems(" ".join(change.second))
        first, second = first & alone_a, second & alone_b
        if first and second and not _measure_of(first) & _measure_of(second):
            return True
    return False


def _clause(quote: str, quantity: Quantity) -> str:
    """The words around a figure up to where another clause begins or ends, without who says it."""
    before = _CLAUSE.split(quote[: quantity.start])[-1]
    return before + quote[quantity.start : quantity.end] + _CLAUSE.split(quote[quantity.end :])[0]


def _measure_of(stems: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(says, stems))


def opposed(a: Fact, b: Fact, *, shares: bool = False) -> bool:
    """Whether one sentence counts the votes, or the share, against something, the other those for it."""
    words = letter_words(a.claim.quote), letter_words(b.claim.quote)
    voted = shares or all(each & _VOTED for each in words)
    return voted and ("against" in words[0]) != ("against" in words[1])


def apart_in_time(a: Fact, b: Fact) -> bool:
    """Whether all that one sentence says of time lies before or after all that the other says."""
    scales = _scales(a), _scales(b)
    if all(scales) and not scales[0] & scales[1]:
        return True
    days = weekdays(a), weekdays(b)
    if all(days) and not days[0] & days[1]:
        return True
    if not (a.periods and b.periods) or _one_weekday(a.claim.quote, b.claim.quote):
        return False
    return all(compare_periods(x, y) == "disjoint" for x in a.periods for y in b.periods)


@lru_cache(maxsize=4_096)
def _one_weekday(first: str, second: str) -> bool:
    """Whether both name one weekday and no date: which week each means is a guess from its tense."""
    dated = month_days(first) or month_days(second)
    return not dated and bool(set(weekday_names(first)) & set(weekday_names(second)))


def _scales(fact: Fact) -> frozenset[str]:
    """Whether a month or a year or more is spoken of: a figure of one is none of the other."""
    resolved = {_SCALE.get(period.precision) for period in fact.periods}
    open_times = {
        "year"
        if "year" in words.lower()
        else "month"
        if "month" in words.lower() or month_names(words)
        else None
        for words in fact.open_times
    }
    return frozenset(scale for scale in resolved | open_times if scale)


def shared_words(a: Fact, b: Fact) -> frozenset[str]:
    """The words of the matter that both sentences have."""
    return matter(a.claim.quote) & matter(b.claim.quote)


def other_words(a: Fact, b: Fact, besides: frozenset[str]) -> bool:
    """Whether each sentence has words of its own that no measure brings together: another deed."""
    first, second = told(a.claim.quote) - besides, told(b.claim.quote) - besides
    own = first - second - TIME_STEMS, second - first - TIME_STEMS
    same = _measure_of(own[0]) & _measure_of(own[1])
    return all(any(not says(word) & same for word in words) for words in own)


def one_matter(a: Fact, b: Fact, *, least: int, cover: float) -> bool:
    """Whether two sentences tell of one thing: `least` words shared, `cover` of the smaller side's."""
    first, second = matter(a.claim.quote), matter(b.claim.quote)
    shared = len(first & second)
    if shared < least or shared < cover * min(len(first), len(second)):
        return False
    return not (rivals(a, b) or opposed(a, b) or apart_in_time(a, b) or contrasted(a, b, numbered=False))


def rivals(a: Fact, b: Fact) -> bool:
    """Whether each side names somebody or some place that the other's words do not have at all.

    A name that opens a sentence may not have been taken for one there.
    """
    if not rival_names(a, b):
        return False
    first, second = content_stems(a.claim.quote), content_stems(b.claim.quote)
    return any(not content_stems(name) <= second for name in a.names) and any(
        not content_stems(name) <= first for name in b.names
    )
