"""The numbers of a text, in digits and in words, before anything is known of what they count."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from text_to_num import text2num

from checker.normalise.words import REPEATED, letter_words

Form = Literal["digits", "words", "ordinal", "vague", "fraction"]

SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Words for powers of ten, by their exponent."""
_SHORT_SCALES = {"k": 3, "K": 3, "M": 6, "mn": 6, "mln": 6, "bn": 9, "B": 9, "b": 9, "tn": 12, "trn": 12}
_PLURALS = {"tens": 1, "dozens": 1, "scores": 1} | {f"{word}s": exponent for word, exponent in SCALES.items()}

_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_CARDINALS = ["zero", *_UNITS.split(), *_TEENS.split(), *_TENS.split(), *SCALES, "dozen"]
_ORDINAL_WORDS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split()) if number} | {
    f"{ten[:-1]}ieth": (number + 2) * 10 for number, ten in enumerate(_TENS.split())
}
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def _either_case(words: list[str]) -> str:
    """An alternation in which each word may open with a capital.

    Literal first letters keep the search fast.
    """
    ordered = sorted(words, key=len, reverse=True)
    return "|".join([*ordered, *(word.capitalize() for word in ordered)])


_WORD = rf"(?:{_either_case(_CARDINALS)})"
_WORDS = re.compile(
    rf"{_WORD}(?:(?:[ -]| and |-and-)(?:{'|'.join(sorted(_CARDINALS, key=len, reverse=True))})\b)"
    r"{0,12}(?!\w)"
)
# In order: 1,000,000 · 1 000 000 · 1.000.000 · 1.000,5 · 1,00,000 · 1000
_DIGITS = re.compile(
    r"(?:(?P<commas>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?)"
    r"|(?P<spaces>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,5}(?:[.,]\d{1,3})?)"
    r"|(?P<dots>\d{1,3}(?:\.\d{3}){2,5}(?:,\d{1,3})?|\d{1,3}(?:\.\d{3}){1,5},\d{1,3})"
    r"|(?P<lakhs>\d{1,2}(?:,\d{2}){1,4},\d{3})"
    r"|(?P<plain>\d{1,15}(?:\.\d{1,6})?)(?P<comma>,\d{1,2}(?= ?(?:%|per ?cent|million|billion|bn)))?)(?!\d)"
)
_ORDINAL = re.compile(
    rf"(?:(?:{_either_case(_TENS.split())})-(?:{'|'.join(ORDINALS)})|{_either_case(list(ORDINALS))})(?!\w)"
)
_ORDINAL_ENDING = re.compile(r"(?:st|nd|rd|th)(?!\w)")
_DIGIT = re.compile(r"\d")
_VAGUE = re.compile(
    rf"(?:{_either_case(list(_PLURALS))})(?: of (?P<of>{'|'.join(f'{word}s' for word in SCALES)}))?"
    r"(?= of | more |\W)(?!-)"
)
_FRACTION = re.compile(
    rf"(?P<part>{_either_case(list(_FRACTIONS))})s?"
    r"(?=(?: of)? (?:the|its|their|his|her|all|them|those|these|our)\b| of (?!a\b)| majority)"
)
_FRACTION_COUNT = re.compile(r"(?<!\w)(?P<count>one|two|three|four|five|a)[ -]$", re.IGNORECASE)
_PLUS_PART = re.compile(
    r"(?:[ -]and[ -](?:a|one)[ -](?P<part>half|quarter|third)| point (?P<point>zero|one|two|three|four"
    r"|five|six|seven|eight|nine))\b"
)
_SCALE = re.compile(
    rf"[ -]?(?P<long>(?i:{'|'.join(SCALES)})(?: (?i:{'|'.join(SCALES)}))?)\b"
    r"|[ ]?(?P<short>(?i:mn|mln|bn|tn|trn))\b|(?P<letter>[kKMBb])\b"
)
_RATIO = re.compile(
    rf"(?P<count>{_either_case(_UNITS.split())}) (?:in|out of(?: every)?) (?:every )?(?P<base>two|three"
    rf"|four|five|six|seven|eight|nine|ten|twenty)"
    r"(?= [a-z]|[.,;])(?! (?:seconds|minutes|hours|days|weeks|months|years|decades|more|minute|hour|day"
    r"|of)\b)"
)
_HALF_UNIT = re.compile(
    r"[Hh]alf[ -]an?[ -](?=hour|day|mile|century|decade|year|kilomet|met(?:er|re)\b|minute|percentage)"
    r"|[Aa]n? (?P<unit>hour|day|year|week|month|mile) and a half\b"
)
# What every match begins with or holds. Most sentences have none of these words, and are not searched.
_CARDINAL_WORDS = frozenset(_CARDINALS)
_OTHER_WORDS = frozenset(
    (*ORDINALS, *_TENS.split(), *_UNITS.split(), *_PLURALS, *_FRACTIONS, *(f"{part}s" for part in _FRACTIONS))
)
_NUMBER_WORDS = _CARDINAL_WORDS | _OTHER_WORDS
_ONE_BEFORE = re.compile(
    r"\b(?P<lead>half an?|a quarter of an?|(?:a )?few|several|an?|one|per)[ -]$", re.IGNORECASE
)


class Numeral(NamedTuple):
    """One number, and where it stands. `scaled` says that a word or letter multiplied it ("3 million")."""

    value: Decimal
    start: int
    end: int
    form: Form
    scaled: bool = False


@lru_cache(maxsize=4_096)  # rules ask for each pair of facts
def may_state_a_number(text: str) -> bool:
    """Whether a digit or a number word occurs at all: cheaper than to look for numbers, never too strict."""
    return _DIGIT.search(text) is not None or not letter_words(text).isdisjoint(_NUMBER_WORDS)


@lru_cache(maxsize=REPEATED)
def find_numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers of `text` in order, never overlapping.

    Parts of codes, scores and lists of digits are left out.
    """
    words = letter_words(text)
    if _DIGIT.search(text) is None and words.isdisjoint(_NUMBER_WORDS):
        return ()
    found = [*_find_digits(text)]
    if not words.isdisjoint(_CARDINAL_WORDS):
        found.extend(_find_words(text))
    if not words.isdisjoint(_OTHER_WORDS):
        found.extend(_find_others(text))
    found.sort(key=lambda numeral: (numeral.start, -numeral.end))
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return tuple(kept)


def whole(value: Decimal) -> Decimal:
    """The same value without a positive exponent: 1.5E+9 as 1500000000."""
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value


def _find_digits(text: str) -> Iterator[Numeral]:
    at = 0
    while first := _DIGIT.search(text, at):  # cheaper than letting the long pattern look at every character
        match = _DIGITS.match(text, first.start())
        if match is None:  # more than 15 digits in a row: no number anybody states
            at = _past_digits(text, first.start())
            continue
        at = match.end()
        if not _stands_alone(text, match.start(), match.end()):
            continue
        if match.end() - match.start() <= 4 and (ending := _ORDINAL_ENDING.match(text, match.end())):
            yield Numeral(Decimal(match.group()), match.start(), ending.end(), "ordinal")
        else:
            yield _scaled(text, match.start(), match.end(), _digits_value(match), "digits")


_DIGIT_RUN = re.compile(r"\d+")


def _past_digits(text: str, at: int) -> int:
    run = _DIGIT_RUN.match(text, at)
    return run.end() if run else at + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the digits are a number of their own, not a piece of a code, a ratio, a fraction or a longer
    run.
    """
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (
        before[-1].isalnum() or before[-1] in "_#@/\\&=^~*" or (before[-1] in ".,:" and before[0].isdigit())
    ):
        return False
    if before[-1:] == "-" and before[0].isalnum() and not before[0].isdigit():
        return False
    return after[:1] not in tuple("/:@_=") and not (after[:1] in tuple(".,") and after[1:].isdigit())


def _digits_value(match: re.Match[str]) -> Decimal:
    digits = match.group()
    match match.lastgroup:
        case "commas" | "lakhs":
            return Decimal(digits.replace(",", ""))
        case "spaces":
            return Decimal(re.sub(r"\s", "", digits).replace(",", "."))
        case "dots":
            return Decimal(digits.replace(".", "").replace(",", "."))
        case _:
            return Decimal(digits.replace(",", "."))


def _scaled(text: str, start: int, end: int, value: Decimal, form: Form) -> Numeral:
    """The number together with what multiplies it: "two and a half million", "1.5bn"."""
    if plus := _PLUS_PART.match(text, end):
        value += (
            Decimal({"half": "0.5", "quarter": "0.25", "third": "0.33"}[plus["part"]])
            if plus["part"]
            else Decimal(_UNITS_VALUE[plus["point"]]) / 10
        )
        end = plus.end()
    scale = _SCALE.match(text, end)
    if scale is None or (scale["letter"] and form == "words"):
        return Numeral(whole(value), start, end, form, scaled=form == "words" and value >= 100)
    if scale["long"]:
        exponent = sum(SCALES[word] for word in scale["long"].lower().split())
    else:
        stated = scale["short"] or scale["letter"]
        exponent = _SHORT_SCALES.get(stated) or _SHORT_SCALES[stated.lower()]
    return Numeral(whole(value.scaleb(exponent)), start, scale.end(), form, scaled=True)


_UNITS_VALUE = {word: number for number, word in enumerate(["zero", *_UNITS.split()])}


@lru_cache(maxsize=4096)
def _words_value(words: str) -> Decimal | None:
    """The value of number words; None when they do not make one number ("nineteen eighty-four")."""
    lowered = words.lower().replace("-and-", " and ")
    if "dozen" in lowered:
        count, _, rest = lowered.partition("dozen")
        if rest:
            return None
        count = count.strip(" -")
        value = _words_value(count) if count else Decimal(1)
        return None if value is None else value * 12
    try:
        return Decimal(text2num(lowered, "en"))
    except ValueError:
        return None


def _find_words(text: str) -> Iterator[Numeral]:
    for match in _WORDS.finditer(text):
        start, end = match.span()
        if start and (text[start - 1].isalnum() or text[start - 1] in "-_'’"):
            continue
        words = match.group()
        value = _words_value(words)
        if value is None:
            continue
        if words.lower() in SCALES or words.lower() == "dozen":
            lead = _ONE_BEFORE.search(text, max(0, start - 16), start)
            if lead is None or lead["lead"].lower() == "per":
                continue
            yield _led(text, lead, Numeral(value, lead.start(), end, "words", scaled=True))
        else:
            yield _scaled(text, start, end, value, "words")


def _led(text: str, lead: re.Match[str], numeral: Numeral) -> Numeral:
    """ "A hundred", "half a million", "several hundred": the scale word with what stands before it."""
    word = lead["lead"].lower()
    if "few" in word or word == "several":
        return numeral._replace(value=numeral.value * 2, form="vague")
    share = (
        Decimal("0.5") if word.startswith("half") else Decimal("0.25") if "quarter" in word else Decimal(1)
    )
    tail = _scaled(text, numeral.start, numeral.end, numeral.value, "words")
    value = tail.value * share
    exact = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return tail._replace(value=exact, scaled=True)


def _find_others(text: str) -> Iterator[Numeral]:
    for match in _ORDINAL.finditer(text):
        if not _joined_before(text, match.start()):
            yield Numeral(_ordinal_value(match.group().lower()), *match.span(), "ordinal")
    for match in _VAGUE.finditer(text):
        if not _joined_before(text, match.start()):
            exponent = _PLURALS[match.group().split()[0].lower()] + (
                _PLURALS[match["of"]] if match["of"] else 0
            )
            yield Numeral(Decimal(2 * 10**exponent), *match.span(), "vague", scaled=True)
    for match in _RATIO.finditer(text):
        count, base = _UNITS_VALUE[match["count"].lower()], int(text2num(match["base"], "en"))
        if count < base and not _joined_before(text, match.start()):
            yield Numeral(round(Decimal(100 * count) / base, 1), *match.span(), "fraction")
    for match in _HALF_UNIT.finditer(text):
        if not _joined_before(text, match.start()):
            value, end = ("1.5", match.start("unit")) if match["unit"] else ("0.5", match.end())
            yield Numeral(Decimal(value), match.start(), end - 1, "words")
    for match in _FRACTION.finditer(text):
        yield from _fraction(text, match)


def _joined_before(text: str, start: int) -> bool:
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-_'’.,$")


def _ordinal_value(word: str) -> Decimal:
    ten, _, unit = word.rpartition("-")
    return Decimal(ORDINALS[unit] + (int(text2num(ten, "en")) if ten else 0))


def _fraction(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    """A share as a percentage. "The first half of", "the third of" and "a second half" are no shares."""
    part, start = match["part"].lower(), match.start()
    stated = _FRACTION_COUNT.search(text[max(0, start - 7) : start])
    if stated is None and part != "half":
        return
    count = stated["count"].lower() if stated and part != "half" else "one"
    start -= len(stated.group()) if stated and part != "half" else 0
    if not _joined_before(text, start) and not _OTHER_HALF.search(text[max(0, start - 10) : start]):
        value = Decimal(100 * _UNITS_VALUE.get(count, 1)) / _FRACTIONS[part]
        yield Numeral(round(value, 1), start, match.end(), "fraction")


_OTHER_HALF = re.compile(r"\b(?:first|second|other|latter|early|later|better|the|last)[ -]$", re.IGNORECASE)
