"""Different times for the same happening.

The happening is the same when verb, doer and matter agree, or when the sentences are nearly the
same word for word. Times conflict when they cannot overlap at the precision stated. Where no date is known,
two weekdays, or two days of a month, still can be set side by side.
"""

import re
from functools import lru_cache

from checker.engines.rules.alike import Change, changes, likeness, rival_names
from checker.engines.rules.deeds import head_stems, one_story, same_deed, same_party, verb_of, without_doer
from checker.engines.rules.evidence import comparable, conflict, own_periods
from checker.engines.rules.happenings import find_happening_conflict
from checker.engines.rules.standing import TIME_STEMS
from checker.model import Conflict, Fact, Period
from checker.normalise.dates import compare_periods, month_days, weekday_names
from checker.normalise.numerals import find_numerals
from checker.normalise.words import content_stems, letter_words, plain, tokens

NEARLY_SAME = 0.72
MAX_CHANGES = 3  # stretches of words, the time among them
SAME_MATTER = 0.7
MIN_SHARED = 4  # names and content words, where the verb is not known
# A bound, a recurrence or a span is not the time of a happening.
_NOT_THE_TIME = re.compile(
    r"\b(?:since|until|till|by|before|after|every|each|again|between|from|through|throughout|during the|"
    r"over the|for the|next|previous(?:ly)?|earlier)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)

_AGAIN = re.compile(r"\b(?:again|once more|another|twice|the (?:second|third|fourth|fifth))\b", re.IGNORECASE)
MIN_THING = 1  # content words of a thing that tell it from others
_REPEATED = frozenset(
    "meet speak talk negotiate attack kill announce travel arrive vote attend publish happen occur "
    "strike hit land deliver "
    "call visit invite host receive ask demand offer warn criticise criticize praise thank win lose "
    "beat rise fall "
    "increase climb drop gain play score fire return work pay testify inspect check stop move file "
    "reject approve".split()
)
_OPENS_WITH_PREPOSITION = re.compile(
    r"(?:in|on|at|by|for|from|to|with|into|after|before|during|near|off|out|up|down|of|as|against)\s",
    re.IGNORECASE,
)

_START = re.compile(r"(from|since|until)\b", re.IGNORECASE)
_STARTS_HERE = re.compile(r"\b(from|since|until)\s(?:the\s)?$", re.IGNORECASE)
_BOUND = re.compile(r"(?:since|until|till|by|before|after|from|every|each)\b", re.IGNORECASE)
_SPAN_ENDS = frozenset(("from", "since", "until", "till", "by"))
_LED_BY = re.compile(r"\b(from|since|until|till|by|before|after)\s(?:the\s)?$", re.IGNORECASE)
_SORTS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february march april may june july august september october november december",
        "seconds minutes hours days weeks months years decades",
        "second minute hour day week month year decade",
        "before after ahead",
        "earlier later",
        "yesterday today tomorrow",
        "morning afternoon evening night",
        "spring summer autumn winter",
    )
)
_TIME_WORDS = frozenset[str]().union(*_SORTS)


def find_time_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two dated claims, or None. Symmetric."""
    return _of_one_deed(a, b) or find_happening_conflict(a, b)


def _of_one_deed(a: Fact, b: Fact) -> Conflict | None:
    if not comparable(a, b) or a.claim.kind == "quantity" or b.claim.kind == "quantity":
        return None
    times = _apart(a, b) or _swapped_word(a, b)
    if times is None or a.claim.negated != b.claim.negated or not _same_happening(a, b, times):
        return None
    one, other = times
    what = a.claim.predicate or b.claim.predicate
    return conflict(
        a,
        b,
        rule="times",
        positions=times,
        question=f"When was it: {one} or {other}?" if not what else _question(a, b),
        explanation=f"The same happening is put at {one} and at {other}; the two do not overlap.",
        severity="low" if _both_days(a, b) else "medium",
    )


def _question(a: Fact, b: Fact) -> str:
    fact = a if a.subject or a.object else b
    told = (
        [fact.subject, fact.claim.predicate, fact.object]
        if fact.subject
        else [fact.object, fact.claim.predicate]
    )
    return f"When was it that {' '.join(word for word in told if word)}?"


def _apart(a: Fact, b: Fact) -> tuple[str, str] | None:
    """The words of two times that cannot be one, or None."""
    first, second = own_periods(a), own_periods(b)
    if len(first) == 1 and len(second) == 1:
        x, y = first[0], second[0]
        bounds = _bound(a, x), _bound(b, y)  # "from Friday" against "from Monday": two beginnings
        if bounds[0] != bounds[1] or _gives(a, y) or _gives(b, x):
            return None
        if bounds[0] == "other" and not _only_times(a, b, x.text, y.text):
            return None
        return x.text, y.text
    if a.periods or b.periods:
        return None
    words = _own_words(a), _own_words(b)
    if words[0] is None or words[1] is None:
        return None
    if _led_by(a, words[0]) != _led_by(b, words[1]):
        return None
    days = weekday_names(words[0]), weekday_names(words[1])
    dates = month_days(words[0]), month_days(words[1])
    differ = (len(days[0]) == len(days[1]) == 1 and days[0] != days[1]) or (
        len(dates[0]) == len(dates[1]) == 1 and dates[0] != dates[1]
    )
    return (words[0], words[1]) if differ else None


def _only_times(a: Fact, b: Fact, one: str, other: str) -> bool:
    """Whether the sentences are the same word for word but for the words that hold the two times."""
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is None or len(differing) != 1:
        return False
    words = {plain(token.text) for token in tokens(one)}, {plain(token.text) for token in tokens(other)}
    return bool(words[0] & {*differing[0].first} and words[1] & {*differing[0].second})


def _led_by(fact: Fact, words: str) -> str | None:
    """ "from", "until" or another bound right before the words of an open time."""
    own = _BOUND.match(words)
    if own:
        return own.group().lower()
    before = fact.claim.quote[: max(0, fact.claim.quote.find(words))]
    led = _LED_BY.search(before[-20:])
    return led[1].lower() if led else None


def _own_words(fact: Fact) -> str | None:
    """The time words that stay open: the clause's own, or the only ones of a sentence without a clause."""
    if len(fact.open_times) != 1:
        return None
    return fact.claim.when if fact.claim.predicate else fact.open_times[0]


def _gives(fact: Fact, period: Period) -> bool:
    """Whether the sentence also gives the other side's time, for whatever of it."""
    return any(compare_periods(own, period) != "disjoint" for own in fact.periods)


def _swapped_word(a: Fact, b: Fact) -> tuple[str, str] | None:
    """Two time words of one sort in one place of otherwise the same sentence: "weeks" and "days"."""
    if a.periods or b.periods or not (_names_a_time(a.claim.quote) and _names_a_time(b.claim.quote)):
        return None
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is None or len(differing) != 1:
        return None
    one, other = differing[0]
    if not (0 < len(one) <= 2 and 0 < len(other) <= 2) or _SPAN_ENDS & {*one} != _SPAN_ENDS & {*other}:
        return None
    for sort in _SORTS:
        rest = content_stems(" ".join(set(one) - sort)), content_stems(" ".join(set(other) - sort))
        if sort & set(one) and sort & set(other) and not sort & set(one) & set(other) and rest[0] == rest[1]:
            return " ".join(one), " ".join(other)
    return None


@lru_cache(maxsize=4_096)  # most sentences name none, and need not be laid beside others
def _names_a_time(quote: str) -> bool:
    if _TIME_WORDS.isdisjoint(letter_words(quote)):
        return False
    return not _TIME_WORDS.isdisjoint(plain(token.text) for token in tokens(quote))


def _bound(fact: Fact, period: Period) -> str | None:
    """ "from", "since" or "until" before a period; "other" where it is not when the deed was; else None."""
    before = fact.claim.quote[max(0, period.start - 40) : period.start]
    starts = _START.match(period.text) or _STARTS_HERE.search(before)
    if starts:
        return starts[1].lower()
    return "other" if _NOT_THE_TIME.search(before) or _BOUND.match(period.text) else None


def _same_happening(a: Fact, b: Fact, times: tuple[str, str]) -> bool:
    alike = likeness(a, b)
    if _only_times(a, b, *times):
        return True  # "Good Friday" and "Ash Wednesday" are names, but not of two things
    if rival_names(a, b) or (_AGAIN.search(a.claim.quote) is None) != (_AGAIN.search(b.claim.quote) is None):
        return False
    differing = changes(a, b, at_least=NEARLY_SAME)
    if differing is not None and len(differing) <= MAX_CHANGES:
        of_time = frozenset(plain(token.text) for words in times for token in tokens(words))
        others = [change for change in differing if not of_time & {*change.first, *change.second}]
        return not any(_other_figures(change) or _other_words(a, b, change) for change in others)
    if verb_of(a) or verb_of(b):
        return same_deed(a, b) or _once_only(a, b)
    shared = len(alike.stems) + len(alike.names)
    return shared >= MIN_SHARED and alike.cover >= SAME_MATTER and alike.both >= SAME_MATTER / 2


def _other_figures(change: Change) -> bool:
    """Whether another figure stands there as well: then it may be the figure of another day."""
    first, second = (
        {str(numeral.value) for numeral in find_numerals(" ".join(words))} | ({"no", "none"} & {*words})
        for words in change
    )
    return bool(first and second and first != second)


def _other_words(a: Fact, b: Fact, change: Change) -> bool:
    """Whether one thing or deed stands in the place of another: "discussed the bill", "passed the bill"."""
    first, second = (content_stems(" ".join(words)) for words in change)
    return bool(first - content_stems(b.claim.quote) and second - content_stems(a.claim.quote))


def _once_only(a: Fact, b: Fact) -> bool:
    """Whether two claims tell of one deed that is not done again: to one thing, or by one party to it."""
    verb_a, verb_b = verb_of(a), verb_of(b)
    if verb_a is None or verb_b is None or verb_a.lemma != verb_b.lemma or verb_a.lemma in _REPEATED:
        return False
    thing = _matter(a)
    if thing != _matter(b):
        return False
    if a.subject and b.subject:
        return same_party(a.subject, b.subject)
    if not all(fact.subject or without_doer(fact) for fact in (a, b)):
        return False  # a pronoun did it
    known = len(thing) >= MIN_THING or bool(set(a.names) & set(b.names)) or one_story(a, b)
    return bool(thing) and known


def _matter(fact: Fact) -> frozenset[str]:
    """Content words of what was done or done to, without words of time."""
    phrase = fact.claim.object or ""
    return frozenset() if _OPENS_WITH_PREPOSITION.match(phrase) else head_stems(phrase) - TIME_STEMS


def _both_days(a: Fact, b: Fact) -> bool:
    return all(period.precision == "day" for period in (*a.periods, *b.periods))
