"""The stretches of a text that speak of a time, read but not yet resolved against any day.

One pass over the text, shared by dates (which resolves them) and quantities (which must
not take "2025", "May 16" or "10:30" for figures). Each pattern starts at the word that
gives the expression away (a month, a weekday, a digit, "ago"); what stands before it
("by the end of", "last") is read backwards over a bounded stretch. So the cost is linear.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.normalise.words import REPEATED, letter_words

Kind = Literal[
    "day", "numeric", "month", "year", "years", "decade", "century", "season",
    "weekday", "deictic", "calendar", "distance", "clock",
]  # fmt: skip

_MONTH_NAMES = "january february march april may june july august september october november december"
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAY_NAMES.split())}

_MONTH = (
    r"(?P<month>Jan(?:uary\b|\b\.?)|Feb(?:ruary\b|\b\.?)|Mar(?:ch\b|\b\.?)|Apr(?:il\b|\b\.?)|May\b"
    r"|Jun(?:e\b|\b\.?)|Jul(?:y\b|\b\.?)"
    r"|Aug(?:ust\b|\b\.?)|Sept?(?:ember\b|\b\.?)|Oct(?:ober\b|\b\.?)|Nov(?:ember\b|\b\.?)|Dec(?:ember\b"
    r"|\b\.?))"
)
_YEAR = r"(?:1[0-9]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_NO_DIGIT = r"(?![\w:%]|[.,]\d)"
_ZONE = (
    r"(?P<zone>GMT|UTC|[ECMP][SD]?T|CEST|EEST|EET|BST|MSK|JST|IST|AEST|[Ll]ocal [Tt]ime"
    r"|(?:Moscow|Kyiv|Kiev|London|Paris|Berlin|Rome|Tokyo|Beijing|Jerusalem|Istanbul|Eastern|Central|Pacific)"
    r" (?:[Ss]tandard |[Dd]aylight )?[Tt]ime)"
)

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("day", re.compile(
        rf"{_MONTH} (?:the )?(?P<day>{_DAY}){_NO_DIGIT}"
        rf"(?: ?(?:[-–]|to|and) ?(?P<until>{_DAY}){_NO_DIGIT})?(?:,? (?P<year>{_YEAR})\b)?"
        r"(?: (?P<of_year>last|this|next) year\b)?"
    )),
    ("day", re.compile(
        rf"(?P<day>{_DAY})(?: ?(?:[-–]|to|and) ?(?P<until>{_DAY}))? (?:of )?{_MONTH}"
        rf"(?:,? (?P<year>{_YEAR})\b)?"
        r"(?: (?P<of_year>last|this|next) year\b)?"
    )),
    ("numeric", re.compile(
        rf"(?:(?P<iso>{_YEAR}-[01]\d-[0-3]\d)(?![\w/-])|(?P<iso_t>{_YEAR}-[01]\d-[0-3]\d)(?=T\d)"
        rf"|(?P<dotted>[0-3]?\d\.[01]?\d\.{_YEAR})(?![\d.]\d)"
        rf"|(?P<slashed>[0-3]?\d/[0-3]?\d/{_YEAR})(?![\d/]))"
    )),
    ("month", re.compile(rf"{_MONTH}(?:(?: of)?,? (?P<year>{_YEAR})\b)?")),
    ("decade", re.compile(rf"(?P<decade>{_YEAR}|['’][2-9]0)['’]?s\b")),
    ("century", re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)|[a-z]{3,11}(?:th|first|second|third))[ -]century\b")),
    ("years", re.compile(rf"(?P<year>{_YEAR})[-–/](?P<until>{_YEAR}|\d\d)(?![\w%]|[.,]\d|[-–/]\d)")),
    ("year", re.compile(rf"(?P<year>{_YEAR})(?![\w/:%°]|[.,]\d|-\d)")),
    ("season", re.compile(
        rf"(?P<season>winter|spring|summer|autumn|fall)\b(?:(?: of)? (?P<year>{_YEAR})\b)?"
    )),
    ("weekday", re.compile(
        r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?P<of>['’]s)?\b"
        r"(?: (?P<daypart>morning|afternoon|evening|night)\b)?(?: (?P<week>last|next) week\b)?"
    )),
    ("deictic", re.compile(
        r"(?:(?P<now>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast [Nn]ight|[Tt]his (?:morning"
        r"|afternoon|evening)"
        r"|[Tt]he day (?:before yesterday|after tomorrow)))\b(?P<of>['’]s)?"
    )),
    ("calendar", re.compile(r"(?P<unit>week|month|year|decade)(?:['’]s (?P<edge>end|start))?\b(?![-’']"
    r"|s\b)")),
    ("distance", re.compile(
        r"(?P<unit>second|minute|hour|day|night|week|month|year|decade)s? (?P<way>ago|earlier|later"
        r"|before|after|from now)\b"
    )),
    ("clock", re.compile(
        r"(?:(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[AaPp]\.?[Mm]\b\.?)"
        r"|(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?![\d:])"
        r"|(?P<military>(?:[01]\d|2[0-4])[0-5]\d)(?= (?:GMT|UTC|hours?\b))(?: hours?)?"
        rf"|(?P<named>[Nn]oon|[Mm]idnight)\b)(?:,? \(?{_ZONE}\b\)?)?"
    )),
)  # fmt: skip
# A pattern is tried only where one of its own words, or else a digit, occurs: in most sentences none does.
_DIGIT = re.compile(r"\d")
_MONTH_WORDS = frozenset(MONTHS)
_CALENDAR_WORDS = frozenset("week month year decade".split())
_UNIT_WORDS = _CALENDAR_WORDS | frozenset("second minute hour day night".split())
_OWN_WORDS: dict[Kind, frozenset[str]] = {
    "day": _MONTH_WORDS,
    "month": _MONTH_WORDS,
    "weekday": frozenset(WEEKDAYS),
    "calendar": _CALENDAR_WORDS,
    "distance": _UNIT_WORDS | {f"{unit}s" for unit in _UNIT_WORDS},
    "century": frozenset(("century",)),
    "season": frozenset(("winter", "spring", "summer", "autumn", "fall")),
    "deictic": frozenset("today yesterday tomorrow tonight night morning afternoon evening".split()),
}
# Without a digit, one of these words stands in every expression of time: most sentences end here.
_ANY_WORDS = frozenset(("noon", "midnight")).union(*_OWN_WORDS.values())
_WITH_DIGITS = frozenset(("day", "numeric", "decade", "years", "year"))
# Slow to search, and its words are no telling ones: what it cannot do without.
_TRIGGERS: dict[Kind, re.Pattern[str]] = {
    "numeric": re.compile(r"\d[-./]\d\d?[-./]\d"),
    "clock": re.compile(r"\d[:.]\d\d|\d ?[AaPp]\.?[Mm]|\d (?:GMT|UTC|hour)|[Nn]oon|idnight"),
}
# What may stand before the word that gives the expression away, read backwards to the end of the window.
_LEAD = re.compile(
    r"(?:\b(?:(?P<bound>since|after|before|until|till|by|up to)|(?P<prep>in|during|from|through|of|to"
    r"|on|and|between)) )?"
    r"(?:\b(?P<part>(?:very )?early|earlier|later|mid|late|(?:the )?(?:end|start|beginning"
    r"|middle) of)[ -](?:on )?)?"
    r"(?:\bthe )?(?:\b(?P<which>last|this|next|past|every|each|following|coming)(?: on)? )?"
    r"(?:\b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:,| the|, the)? )?$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:\b(?P<hedge>about|around|less than|more than|just|nearly|almost|over|some) )?"
    r"\b(?P<count>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty"
    r"|(?:a )?few|several|(?:a )?couple(?: of)?|the|that)[ -]$",
    re.IGNORECASE,
)
_WINDOW = 48
_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|since|by|during|of|from|until|till|before|after|early|late|mid|through|between|and|to"
    r"|for|around|circa"
    r"|year|summer|winter|spring|autumn|fall)[ -]|[(–]|, )$",
    re.IGNORECASE,
)  # fmt: skip
_FIGURE_LEAD = re.compile(
    r"(?:\b(?:about|some|nearly|almost|least|most|than|over|roughly|approximately|another|additional"
    r"|No\.) |[-+#]|[$£€¥] ?)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[ -](?:people|persons|soldiers|troops|men|women|children|civilians|homes|houses|jobs|victims"
    r"|killed|dead|wounded"
    r"|injured|dollars|euros|pounds|miles|kilomet|met(?:re|er)s|k[mg]\b|tons|tonnes|hours?|days|years"
    r"|volts|per ?cent)"
)


_LASTS = re.compile(r"\bfor (?:(?:about|around|some|nearly|almost|over) )?[\w ]{1,16}$")
_DECIMAL = re.compile(r"\.\d")


class TimeWords(NamedTuple):
    """One expression of time: what kind, where it stands, and its parts as the text has them."""

    kind: Kind
    start: int
    end: int
    parts: dict[str, str]


@lru_cache(maxsize=REPEATED)
def scan(text: str) -> tuple[TimeWords, ...]:
    """The time expressions of `text` in order, never overlapping: of two that overlap the earlier, then
    the longer.
    """
    kept: list[TimeWords] = []
    for words in sorted(_matches(text), key=lambda words: (words.start, -words.end)):
        if not kept or words.start >= kept[-1].end:
            kept.append(words)
    return tuple(kept)


def _matches(text: str) -> Iterator[TimeWords]:
    for kind, pattern in _patterns_for(text):
        for match in pattern.finditer(text):
            start = match.start()
            before = text[max(0, start - _WINDOW) : start]
            if before and (before[-1].isalnum() or (before[-1] in ".,:/" and before[-2:-1].isdigit())):
                continue
            lead = (_COUNT if kind == "distance" else _LEAD).search(before)
            parts = {name: part for name, part in match.groupdict().items() if part}
            if lead is not None:
                parts |= {
                    name: part.lower()
                    for name, part in lead.groupdict().items()
                    if part and name not in parts
                }
            if _is_time(kind, parts, match, before):
                yield TimeWords(kind, start - _taken(lead, before, kind, parts), match.end(), parts)


def _patterns_for(text: str) -> Iterator[tuple[Kind, re.Pattern[str]]]:
    """The patterns that can match in `text` at all."""
    words, digits = letter_words(text), _DIGIT.search(text) is not None
    if not digits and words.isdisjoint(_ANY_WORDS):
        return
    for kind, pattern in _PATTERNS:
        if kind in _OWN_WORDS and words.isdisjoint(_OWN_WORDS[kind]):
            continue
        if kind in _WITH_DIGITS and not digits:
            continue
        if kind in _TRIGGERS and not _TRIGGERS[kind].search(text):
            continue
        yield kind, pattern


def _taken(lead: re.Match[str] | None, before: str, kind: Kind, parts: dict[str, str]) -> int:
    """How many characters of what stands before belong to the expression: all but a preposition, "and", or
    article.
    """
    if lead is None or kind in ("clock", "numeric"):
        return 0
    groups = ("hedge", "count") if kind == "distance" else ("bound", "part", "which", "weekday")
    starts = [lead.start(name) for name in groups if name in parts and lead[name]]
    return len(before) - min(starts) if starts else 0


def _is_time(kind: Kind, parts: dict[str, str], match: re.Match[str], before: str) -> bool:
    """Whether the words really speak of a time: "May", "fall", "the year" and bare figures often do not."""
    match kind:
        case "year":
            return _is_year(int(parts["year"]), match, before)
        case "month":
            return "year" in parts or (
                bool(parts.keys() & {"bound", "prep", "part", "which"})
                and parts.get("prep") not in ("on", "and")
                and re.match(r"['’-]\w| [A-Z]", match.string[match.end() : match.end() + 2]) is None
            )
        case "season":
            return (
                "year" in parts
                or "which" in parts
                or (
                    before.lower().endswith((" the ", " in ", " this "))
                    and (parts["season"] != "fall" or parts.get("prep") in ("in", "by"))
                )
            )
        case "calendar":
            return (
                "which" in parts
                or "edge" in parts
                or (parts.get("part", "").endswith(" of") and before.endswith("the "))
            )
        case "distance":
            if parts["way"] in ("after", "before") and _LASTS.search(before):
                return False  # "closed for six weeks after the fire" says how long
            return parts["way"] in ("ago", "from now") or "count" in parts
        case "years":
            return int(parts["until"]) > int(parts["year"][-len(parts["until"]) :])
        case "clock":
            if before.endswith(("$", "£", "€", "-", "–")):
                return False
            return "zone" in parts or _DECIMAL.match(match.string, match.end()) is None
        case "decade":
            return not before.endswith(("in their ", "in his ", "in her "))
        case "weekday":
            return parts.get("which") not in ("every", "each")
        case _:
            return True


def _is_year(year: int, match: re.Match[str], before: str) -> bool:
    if _FIGURE_LEAD.search(before) or _COUNTED.match(match.string, match.end()):
        return False
    return 1900 <= year <= 2059 or (year >= 1000 and _YEAR_LEAD.search(before) is not None)
