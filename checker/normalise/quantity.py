"""Numbers a text states, as ranges in one unit of one counted thing, and whether two can both be true.

Dates, years and times of day are not quantities, nor are scores, codes and the numbers in
names. What is rounded is compared as rounded: see `rounding`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.model import Bound, Quantity
from checker.normalise.counted import Counted, attributive_noun, counted_noun, singular
from checker.normalise.numerals import Numeral, find_numerals
from checker.normalise.rounding import Relation, compare_quantities
from checker.normalise.timewords import scan
from checker.normalise.units import MONEY_BEFORE, money_sign, unit_after
from checker.normalise.words import REPEATED, word_set

__all__ = ["Relation", "compare_quantities", "find_quantities"]

_BOUND_WORDS: dict[str, Bound] = {
    "about": "about", "around": "about", "some": "about", "roughly": "about", "approximately": "about",
    "approx.": "about",
    "nearly": "about", "almost": "about", "close to": "about", "an estimated": "about",
    "estimated": "about", "circa": "about",
    "just over": "about", "just under": "about", "a little over": "about", "a little under": "about",
    "nearer": "about",
    "at least": "at_least", "no fewer than": "at_least", "no less than": "at_least",
    "not less than": "at_least",
    "a minimum of": "at_least", "up to": "at_most", "at most": "at_most", "as many as": "at_most",
    "as much as": "at_most",
    "no more than": "at_most", "not more than": "at_most", "a maximum of": "at_most",
    "as few as": "at_least", "as little as": "at_least",
    "more than": "more_than", "over": "more_than", "above": "more_than", "upwards of": "more_than",
    "well over": "more_than",
    "in excess of": "more_than", "exceeding": "more_than", "greater than": "more_than",
    "fewer than": "less_than",
    "less than": "less_than", "under": "less_than", "below": "less_than", "~": "about", "≈": "about",
    ">": "more_than", "<": "less_than",
}  # fmt: skip
_LEAD = re.compile(
    r"(?:(?<!\w)(?P<bound>"
    + "|".join(sorted(map(re.escape, _BOUND_WORDS), key=len, reverse=True))
    + r")[ -]?)"
    r"(?:(?<= )(?:an?|another|as many as) )?$",
    re.IGNORECASE,
)  # fmt: skip
# The words that may stand right before the number when a bound does: most numbers need no closer look.
_BOUND_ENDS = frozenset({words.split()[-1] for words in _BOUND_WORDS} | {"a", "an", "another", "as"})
_TAIL = re.compile(r"(?P<plus>\+)|,? or (?P<word>so|more|less|fewer|thereabouts)\b", re.IGNORECASE)
_TAILS: dict[str, Bound] = {
    "so": "about",
    "thereabouts": "about",
    "more": "at_least",
    "less": "at_most",
    "fewer": "at_most",
}
_RATE = re.compile(
    r"(?:,? (?:per|an?|each|every) (?P<period>second|minute|hour|day|night|week|month|quarter|year|kilo"
    r"|kilogram|tonne|ton|barrel|lit(?:re|er)|gallon|mile|person|head|share|capita)(?! (?:after|before"
    r"|ago|earlier|later)|[\w-])"
    r"|/(?P<slash>second|minute|hour|day|week|month|year)\b|[ -](?P<adverb>hourly|daily|weekly|monthly"
    r"|yearly|annually)\b"
    r"|-an?-(?P<dashed>day|night|week|month|year)\b)",
    re.IGNORECASE,
)
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
_TIME_UNITS = word_set(
    """
    s min h day week month year decade century
    """
)
_WINDOW = 32


class _Measure(NamedTuple):
    """A numeral with its unit and what marks it on either side."""

    numeral: Numeral
    unit: str
    start: int
    end: int
    bound: Bound | None
    stated_unit: bool


@lru_cache(maxsize=REPEATED)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers that `text` states, in order, each once.

    `start`/`end` run from the bound word to the unit.
    """
    numerals = _countable(text)
    found: list[Quantity] = []
    index = 0
    while index < len(numerals):
        numeral = numerals[index]
        following = numerals[index + 1] if index + 1 < len(numerals) else None
        index += 1
        if numeral.form == "ordinal":
            found.extend(_ordinal(text, numeral))
            continue
        measure = _measure(text, numeral)
        if following is not None and following.form in ("digits", "words"):
            joined = _joined(text, measure, following)
            if joined == "range":
                found.append(_range(text, measure, _measure(text, following)))
            if joined != "apart":
                index += 1
                continue
        if not _is_name_part(text, measure):
            found.append(_single(text, measure))
    return tuple(_apart(text, found))


def _apart(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """The quantities without overlaps: a sign between two numbers ("5 € 3") belongs to the first."""
    at = 0
    for quantity in found:
        if quantity.start < at < quantity.end:
            start = at + len(text[at : quantity.end]) - len(text[at : quantity.end].lstrip())
            quantity = quantity.model_copy(update={"start": start, "text": text[start : quantity.end]})
        if quantity.start >= at and quantity.text:
            yield quantity
            at = quantity.end


def _countable(text: str) -> list[Numeral]:
    """The numerals that are no part of a time, an idiom or a list's numbering."""
    numerals = find_numerals(text)
    if not numerals:
        return []
    times = iter([(words.start, words.end) for words in scan(text)])
    span = next(times, None)
    kept = []
    for numeral in numerals:
        while span is not None and span[1] <= numeral.start:
            span = next(times, None)
        if (span is None or span[0] >= numeral.end) and not _is_idiom(text, numeral):
            kept.append(numeral)
    return kept


_ONE_AFTER = re.compile(
    r"[ -](?:of|another|day|side|hand|thing|things|way|who|that|in|on|to|by|and|or|at|is|was|has|had"
    r"|can|could|would|should"
    r"|may|might|must|will|did|does|for|with|from|such|more time|point|time|reason|where|which|after|as"
    r"|but|if|the|he|she|it|we|they|I|you)\b"
    r"|[.,;:!?’'”\")]|$|-(?!year|month|week|day|hour|minute|mile|kilomet|met)"
)
_ONE_BEFORE = re.compile(
    r"\b(?:the|this|that|no|any|every|each|which|another|number|some|day|only|not|least|a|an|or)[ -]$",
    re.IGNORECASE,
)
_IDIOM_AFTER = re.compile(
    r"[ -](?:way|sided|faced|fold|track|on-one|on|by|tier|star|dimensional|pronged|sum|tolerance|off"
    r"|sizes?|stop|cents|hour clock"
    r"|thought|thoughts|fiddle|wind|nature|guess(?:ing)?|hand|party|lady|degree murder|world war)\b"
    r"|-(?:time|thirds?|quarters?)\b"
    r"| in a million\b|[ -]and[ -]only\b|s\b",
    re.IGNORECASE,
)
_IDIOM_BEFORE = re.compile(
    r"\b(?:number|no\.?|nos\.?|episode|phase|part|chapter|volume|season|day|round|act|book|type|level"
    r"|ground|net|in a|thanks a|catch|formula|world war|air force"
    r"|(?-i:G)roup of|back to|square|plan|on all)[ -]$",
    re.IGNORECASE,
)
_TIMES_IDIOM = re.compile(r" times\b(?! (?:as|more|the|higher|larger|since|in|a|this|last))")
_NUMBERING = re.compile(r"(?:^|\n)[ \t]*[(#]?$")


def _is_idiom(text: str, numeral: Numeral) -> bool:
    """Whether the number is a manner of speaking, a numbering, or part of a word."""
    before, end = text[max(0, numeral.start - 16) : numeral.start], numeral.end
    if numeral.form == "digits":
        if (
            numeral.end - numeral.start <= 2
            and re.match(r"[.)]\s", text[end : end + 2])
            and _NUMBERING.search(before)
        ):
            return True
        return (
            _IDIOM_BEFORE.search(before) is not None or re.match(r"-[A-Z]", text[end : end + 2]) is not None
        )
    stated = text[numeral.start : end]
    if stated[0].isupper() and not _opens_sentence(text, numeral.start):
        return True  # the Big Three, World War Two, the Second World War
    if numeral.value == 1 and numeral.form == "words" and not numeral.scaled:
        return _ONE_AFTER.match(text, end) is not None or _ONE_BEFORE.search(before) is not None
    if stated.lower().startswith(("a ", "one ")) and numeral.scaled and _TIMES_IDIOM.match(text, end):
        return True
    return _IDIOM_AFTER.match(text, end) is not None or (
        numeral.form == "words" and _IDIOM_BEFORE.search(before) is not None
    )


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in ".!?:;\n\"'“‘”’(–—-|•*>"


_DESIGNATOR = re.compile(
    r"\b(?:[Aa]rticle|[Cc]hapter|[Pp]age|[Pp]hase|[Ll]evel|[Tt]ype|[Ss]tep|[Qq]uestion|[Ii]tem|[Gg]rade"
    r"|[Rr]oom|[Gg]ate|[Ll]ine|[Ss]ection|[Cc]lause"
    r"|[Pp]aragraph|[Vv]ersion|[Ff]light|[Bb]us|[Rr]oute|[Tt]ier|[Cc]ategory|[Nn]umber|[Tt]erminal"
    r"|[Uu]nit|[Bb]lock|[Dd]ay|[Ww]eek|[Gg]ame|[Rr]ound"
    r"|[Cc]hannel|[Rr]esolution|[Vv]olume|[Ii]ssue|[Hh]ighway|[Mm]otorway|[Jj]unction|[Ll]ot|[Ff]igure"
    r"|[Tt]able|[Rr]ule|[Ss]tage|[Ss]eason|[Ee]pisode|[Pp]art"
    r"|[Zz]one|[Ss]ector|[Dd]istrict|[Bb]uilding|[Pp]latform|[Tt]rack|[Oo]rder|[Bb]oeing|[Aa]irbus"
    r"|Title|Act|Law|Force|Group|Radio|Formula|Apollo|Falcon|Soyuz"
    r"|Windows|iPhone|Galaxy|Bowl|Psalm|Gen|Class|Type|Model|Mark|Mk|Series|Route|Interstate|Fortune"
    r"|Nasdaq|FTSE|DAX|CAC|S&P|Russell|Nikkei)s? $"
)
_CAPITAL_BEFORE = re.compile(r"(?P<first>(?:^|[.!?\n“\"‘] ?))?\b[A-Z][\w’'.&-]* $")


def _is_name_part(text: str, measure: _Measure) -> bool:
    """Whether the number belongs to a name before it: "Boeing 737", "Article 5", "Air Force 2"."""
    numeral = measure.numeral
    if numeral.form == "digits" and text[measure.end : measure.end + 1].isalpha():
        return True  # 5G, 4x4
    if numeral.form != "digits" or numeral.scaled or measure.unit or measure.bound:
        return numeral.form == "digits" and _hyphenated(text, measure)
    before = text[max(0, numeral.start - _WINDOW) : numeral.start]
    if _hyphenated(text, measure):
        return True
    if not before[-2:-1].isalpha():
        return False
    if _DESIGNATOR.search(before):
        return True
    capital = _CAPITAL_BEFORE.search(before)
    return capital is not None and not capital["first"] and counted_noun(text, numeral.end) is None


def _hyphenated(text: str, measure: _Measure) -> bool:
    """Whether a second number hangs on behind a hyphen or slash: a score, a vote, a telephone number."""
    return (
        re.match(r"[-–/]\d", text[measure.end : measure.end + 2]) is not None
        or re.search(r"\d[-–/]$", text[max(0, measure.start - 2) : measure.start]) is not None
    )


def _measure(text: str, numeral: Numeral) -> _Measure:
    """The numeral with its sign, money sign, unit and bound."""
    start, end, unit = numeral.start, numeral.end, ""
    money = MONEY_BEFORE.search(text[max(0, start - 5) : start])
    if money:
        unit, start = money_sign(money.group()), start - len(money.group())
    value = numeral.value
    if re.match(r"m\b", text[end : end + 2]) and (money or _counts_millions(text, end)):
        value, end = value * 10**6, end + 1
    after = unit_after(text, end)
    if after is not None and not (money and after.symbol not in ("cent",)):
        unit, end = after.symbol, after.end
    elif numeral.form == "fraction":
        unit = "%"
    elif magnitude := _magnitude(text, start, end):
        unit, start, end = "magnitude", *magnitude
    if unit in ("°C", "°F", "°", "%") and (
        minus := re.search(
            r"(?:(?:^|\s)(?P<sign>[-−–])|\b(?P<word>minus ))$", text[max(0, start - 7) : start]
        )
    ):
        value, start = -value, start - len(minus["sign"] or minus["word"])
    bound, start = _bound_before(text, start, unit)
    tail = _TAIL.match(text, end)
    if tail is not None:
        bound, end = ("at_least" if tail["plus"] else _TAILS[tail["word"].lower()]), tail.end()
    if bound is None and numeral.form == "vague":
        bound = "at_least"
    if bound is None and numeral.form == "fraction":
        bound = "about"
    return _Measure(numeral._replace(value=value), unit, start, end, bound, bool(unit))


def _counts_millions(text: str, at: int) -> bool:
    """Whether "5m" is five million of something rather than five metres."""
    return (
        re.match(r"m (?:people|euros|dollars|pounds|[a-z]+s\b)", text[at : at + 24]) is not None
        and re.match(r"m (?:across|was|is|has|as|this|towards)\b", text[at : at + 10]) is None
    )


_MAGNITUDE_BEFORE = re.compile(r"\bmagnitude(?:[- ]of)?[- ]$|\bmagnitude (?:was|at) $", re.IGNORECASE)
_MAGNITUDE_AFTER = re.compile(
    r"[- ]magnitude\b|(?<=\d\.\d)(?= (?:earth)?quake\b| temblor\b| tremor\b)"
    r"| on the (?:open-ended )?richter scale",
    re.IGNORECASE,
)


def _magnitude(text: str, start: int, end: int) -> tuple[int, int] | None:
    before = _MAGNITUDE_BEFORE.search(text[max(0, start - 16) : start])
    if before:
        return start - len(before.group()), end
    after = _MAGNITUDE_AFTER.match(text, end)
    return (start, after.end()) if after else None


def _bound_before(text: str, start: int, unit: str) -> tuple[Bound | None, int]:
    before = text[max(0, start - _WINDOW) : start]
    last = before[:-1].rpartition(" ")[2].rpartition("-")[2].lower().lstrip("(“\"‘'—–")
    lead = _LEAD.search(before) if last in _BOUND_ENDS or before[-1:] in tuple("~≈><") else None
    if lead is None:
        return None, start
    word = lead["bound"].lower()
    if word in ("over", "under", "above", "below", "some") and unit in _TIME_UNITS and word != "some":
        return None, start  # "over three days" is while they last
    return _BOUND_WORDS[word], start - (len(lead.string) - lead.start())


_GAP = re.compile(
    r"(?P<dash> ?[-–—] ?|-to-)|(?P<word> (?:to|or|and) )(?:(?:about|around|some|nearly|even) )?"
)


def _joined(text: str, first: _Measure, second: Numeral) -> Literal["range", "apart", "neither"]:
    """Whether two neighbouring numbers make a range ("200 to 300"), stand apart, or are a score and
    neither counts.
    """
    start = second.start
    money = MONEY_BEFORE.search(text[max(0, start - 5) : start])
    gap = text[first.end : start - len(money.group()) if money else start]
    joint = _GAP.fullmatch(gap)
    if joint is None or first.numeral.form in ("vague", "fraction"):
        return "apart"
    before = text[max(0, first.start - 9) : first.start].lower()
    if (joint["word"] or "").strip() == "and" and not before.endswith("between "):
        return "apart"
    if (joint["word"] or "").strip() == "to" and before.endswith("from "):
        return "apart"  # a change from one to the other
    last = _measure(text, second)
    if not _ascend(first, last):
        return "neither" if joint["dash"] and "-to-" not in gap and not last.unit else "apart"
    if first.unit and last.unit and first.unit != last.unit:
        return "apart"
    if (joint["word"] or "").strip() == "or" and first.numeral.value * 2 < last.numeral.value:
        return "apart"
    if joint["dash"] == "-" and not (last.unit or first.unit or first.bound or last.numeral.scaled):
        return "range" if counted_noun(text, last.end) else "neither"
    return "range"


def _ascend(first: _Measure, last: _Measure) -> bool:
    low = first.numeral.value
    return low < last.numeral.value and (
        first.numeral.scaled or first.unit == last.unit or not first.unit or not last.unit
    )


def _range(text: str, first: _Measure, last: _Measure) -> Quantity:
    low, high = first.numeral.value, last.numeral.value
    unit = last.unit or first.unit
    if last.numeral.scaled and last.numeral.form == "digits" and not first.numeral.scaled and low < 1000:
        scale = Decimal(10) ** (high.adjusted() - high.adjusted() % 3)
        low = low * scale if low * scale < high else low
    start = first.start
    if text[max(0, start - 8) : start].lower() == "between ":
        start -= 8
    bound: Bound = "about" if first.bound == "about" or last.bound == "about" else "exact"
    return _quantity(text, (low, high), bound, unit, (start, last.end))


def _single(text: str, measure: _Measure) -> Quantity:
    value, bound = measure.numeral.value, measure.bound or "exact"
    low = None if bound in ("at_most", "less_than") else value
    high = None if bound in ("at_least", "more_than") else value
    return _quantity(text, (low, high), bound, measure.unit, (measure.start, measure.end))


_OF_THE = re.compile(r" of (?:the )?(?P<noun>(?!the )[a-z]{3,20})(?= [A-Z])")  # "of the vote Ada Quell won"
_AGE_AFTER = re.compile(r"[ -]olds?\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged|age|age of|ages)(?: of)? $", re.IGNORECASE)
_PARENT = re.compile(r"\b(?:mother|father|mum|mom|dad|parent)[ -]of[ -]$", re.IGNORECASE)
_AGE_BESIDE = re.compile(r"[A-Z][\w’'-]+, $")


def _quantity(
    text: str, ends: tuple[Decimal | None, Decimal | None], bound: Bound, unit: str, span: tuple[int, int]
) -> Quantity:
    start, end = span
    of, unit = _of(text, ends, unit, span)
    rate = _RATE.match(text, end if not of[1] else max(end, of[1])) or _RATE.match(text, end)
    if rate is not None and unit not in ("km/h", "mph", "m/s", "kn", "ordinal"):
        period = rate["period"] or rate["slash"] or rate["dashed"] or _ADVERBS[rate["adverb"].lower()]
        unit = f"{unit}/{period.lower()}"
    return Quantity(
        low=ends[0],
        high=ends[1],
        bound=bound,
        unit=unit,
        of=of[0],
        text=text[start:end],
        start=start,
        end=end,
    )


def _of(
    text: str, ends: tuple[Decimal | None, Decimal | None], unit: str, span: tuple[int, int]
) -> tuple[tuple[str, int], str]:
    """The counted noun with its end (0 for none), and the unit, which an age gains."""
    start, end = span
    before = text[max(0, start - _WINDOW) : start]
    if unit == "year" and _AGE_AFTER.match(text, end):
        return ("age", 0), unit
    if (
        unit == ""
        and ends[0] is not None
        and ends[0] < 120
        and (
            _AGE_BEFORE.search(before)
            or (
                text[end : end + 1] in (",", ".", ";")
                and _AGE_BESIDE.search(before)
                and text[start].isdigit()
            )
        )
    ):
        return ("age", 0), "year"
    if unit == "":
        noun = None if _PARENT.search(before) else counted_noun(text, end, one=ends[1] == 1)
    elif (whole := _OF_THE.match(text, end)) is not None:
        noun = Counted(singular(whole["noun"]) or whole["noun"], whole.end())
    elif text[end - 1] == "%" or unit in ("%", "pp") or unit.isupper():
        noun = counted_noun(text, end) if text.startswith(" of ", end) else None
        noun = noun or (attributive_noun(text, end) if text.startswith(" of ", end) else None)
    else:
        noun = (
            attributive_noun(text, end)
            if "-" in text[start:end] or text.startswith((" of ", "-long "), end)
            else None
        )
    return ((noun.noun, noun.end) if noun else ("", 0)), unit


_ORDINAL_IDIOM = re.compile(
    r"[ -](?:of all|place|time|half|hand|lady|party|parties|world|class|degree|thought|thoughts|floor"
    r"|century|anniversary|instance|aid|name|term|quarter)\b",
    re.IGNORECASE,
)


def _ordinal(text: str, numeral: Numeral) -> Iterator[Quantity]:
    """An ordinal with the noun it numbers.

    "First" by itself, "first of all", "second-hand" number nothing.
    """
    if _ORDINAL_IDIOM.match(text, numeral.end) or text.startswith("-", numeral.end):
        return
    noun = attributive_noun(text, numeral.end) if text[numeral.end : numeral.end + 1] == " " else None
    if noun is not None and noun.noun.endswith(("ed", "ing", "ly")):
        return  # first diagnosed, second leading
    if noun is None and (
        numeral.value < 4 or text[max(0, numeral.start - 3) : numeral.start].lower() == "at "
    ):
        return
    yield Quantity(
        low=numeral.value, high=numeral.value, unit="ordinal", of=noun.noun if noun else "",
        text=text[numeral.start : numeral.end], start=numeral.start, end=numeral.end,
    )  # fmt: skip
