"""Where names stand in a text, with the titles and roles around them, before anything is known of who
they are.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from checker.normalise.aliases import aliases, key
from checker.normalise.words import STOPWORDS, word_set

_UPPER = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĽŃŅŇŐŒŘŚŞŠŤŪŮŰŹŻŽ"
_ABBREVIATED = r"(?:Gen|Sen|Rep|Gov|Dr|Mr|Mrs|Ms|Prof|Lt|Col|Maj|Capt|Sgt|St|Rev|Adm|Cmdr|Hon)\."
_WORD = (
    rf"(?:{_ABBREVIATED}|(?:[A-Z]\.){{2,6}}|[A-Z]\.(?= [{_UPPER}])"
    rf"|[{_UPPER}]\w{{0,30}}(?:[-'’]\w{{1,30}}){{0,3}})"
)
_PARTICLE = (
    r"(?:von der|van der|van den|de la|de los|von|van|del|della|de|da|di|du|la|le|bin|ibn|al|el"
    r"|ben|dos|der|den|ter|zu|of the|of|for the|for)"
)
_SEQUENCE = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?{_WORD}){{0,9}}")
_PIECE = re.compile(rf"{_WORD}|{_PARTICLE}")
_POSSESSIVE = re.compile(r"['’]s?$")

_TITLES = word_set(
    """
    president vice prime minister chancellor premier secretary general gen senator sen mr mrs ms miss dr
    sir lord lady king queen prince princess pope governor gov mayor foreign defense defence interior
    finance justice trade energy culture representative rep congressman congresswoman colonel col
    lieutenant lt major maj captain capt admiral adm ambassador judge professor prof rev reverend father
    archbishop bishop cardinal sheikh ayatollah emir sultan speaker deputy acting former ex commissioner
    chairman chairwoman chair director spokesman spokeswoman spokesperson detective officer sgt sergeant
    inspector commander marshal treasury commerce presenter guest host supreme leader attorney
    undersecretary envoy cmdr hon chief editor correspondent
    """
)
_INSTITUTIONS = word_set(
    """
    ministry department bank university house council court republic institute centre center
    organisation organization federation bureau office church gulf sea strait bay city kingdom states
    duke secretary bay cape isle port law rule bill society union league association academy college
    museum committee commission board agency authority ambassador
    """
)
_NEVER = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december read related advertisement comments hashtags updated
    published photo image credit watch listen follow subscribe share god internet ok hello yes please
    thank thanks i'm i've i'd i'll monday's easter christmas ramadan
    """
)
_ROLE_WORDS = (  # literal first letters keep the search fast
    r"president|leader|chancellor|minister|premier|secretary(?: of [Ss]tate)?|spokes(?:man|woman|person)"
    r"|king|queen|ambassador|envoy|mayor|governor"
    r"|President|Leader|Chancellor|Minister|Premier|Secretary(?: of [Ss]tate)?|Spokes(?:man|woman|person)"
    r"|King|Queen|Ambassador|Envoy|Mayor|Governor"
)
_MODIFIERS = (
    r"(?:(?:[Vv]ice|[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Dd]eputy"
    r"|[Ss]upreme|[Cc]hief|[Oo]pposition) ){0,2}"
)
_ROLE = re.compile(rf"(?:{_ROLE_WORDS})(?![\w’'-])")
_COUNTRY_BEFORE = re.compile(
    rf"(?:\b(?P<past>former|ex-|late|then-?) ?)?(?<![\w-])(?P<country>(?:[A-Z]\.){{2}}"
    rf"|[{_UPPER}]\w{{1,20}}(?: [{_UPPER}]\w{{1,20}})?)(?:['’]s)? (?P<role>{_MODIFIERS})$"
)
_MODIFIER_BEFORE = re.compile(rf"(?<!\w)(?P<past>former |ex-|late |then-)?(?P<role>{_MODIFIERS})$")
_COUNTRY_AFTER = re.compile(
    rf" of (?:the )?(?P<country>[{_UPPER}]\w{{1,20}}(?: [{_UPPER}]\w{{1,20}}){{0,2}})"
)
_WINDOW = 60


class Sighting(NamedTuple):
    """A run of capitalised words taken for one name, without its titles."""

    words: tuple[str, ...]
    start: int
    end: int
    titled: bool  # a title or role stood before it
    opens: bool  # it opens a sentence: its capital may mean nothing
    possessive: bool


class Role(NamedTuple):
    """An office of a country or body: ("president", "Russia"). Lower case, one spelling."""

    office: str
    country: str


class RoleSighting(NamedTuple):
    """Words that name somebody by the office: "the Russian president"."""

    role: Role
    start: int
    end: int
    past: bool  # "the former Russian president": whoever that is, not the holder


def find_names(text: str) -> Iterator[Sighting]:
    """The names that stand in `text`, in order."""
    for match in _SEQUENCE.finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "_@#/"):
            continue
        for run in _runs(match):
            sighting = _sighting(text, run)
            if sighting is not None:
                yield sighting


def _runs(match: re.Match[str]) -> Iterator[list[re.Match[str]]]:
    """The sequence cut after possessives and at words that are never names.

    " of " joins only what names bodies.
    """
    run: list[re.Match[str]] = []
    for piece in _PIECE.finditer(match.string, match.start(), match.end()):
        word = piece.group()
        if _is_never(word) or (word in _JOINTS and not _joins(run)):
            if run:
                yield run
            run = []
            continue
        run.append(piece)
        if word.endswith(("'s", "’s", "s'", "s’")):
            yield run
            run = []
    if run:
        yield run


_JOINTS = frozenset(("of", "of the", "for", "for the"))


def _joins(run: list[re.Match[str]]) -> bool:
    return bool(run) and any(piece.group().lower() in _INSTITUTIONS for piece in run)


@lru_cache(maxsize=65_536)
def _bare(word: str) -> str:
    """The word without a possessive ending."""
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=65_536)
def _is_never(word: str) -> bool:
    """Whether the word is part of no name: a weekday, a month, a label."""
    return _bare(word).lower() in _NEVER


def _sighting(text: str, run: list[re.Match[str]]) -> Sighting | None:
    while run and (_drops(text, run[0]) or run[0].group()[0].islower()):
        run = run[1:]
    while run and run[-1].group()[0].islower():
        run = run[:-1]
    if not run:
        return None
    opens = opens_sentence(text, run[0].start())
    last_title = len(run) - 1
    while last_title >= 0 and not is_title(run[last_title].group(), run, last_title):
        last_title -= 1
    named = run[last_title + 1 :]
    if last_title >= 0 and named and named[0].group()[0].islower():  # Secretary of State Marco Rubio
        named = named[2:]
    while named and named[0].group()[0].islower():
        named = named[1:]
    if not named:
        return None
    words = tuple(_bare(piece.group()) for piece in named)
    if words == ("May",) and last_title < 0 and _is_month(text, named[0]):
        return None
    end = named[-1].start() + len(words[-1])
    titled = last_title >= 0 or (len(words) > 1 and _role_ends(text, named[0].start()))
    return Sighting(words, named[0].start(), end, titled, opens and last_title < 0, end < named[-1].end())


_MONTH_LEAD = re.compile(
    r"\b(?:in|on|of|since|until|by|last|next|this|early|late|mid|from|to|through|before|after|and"
    r"|\d{1,2})[ -]$",
    re.IGNORECASE,
)


def _is_month(text: str, piece: re.Match[str]) -> bool:
    """Whether a lone "May" is the month: a preposition or a number stands beside it."""
    beside = text[piece.end() + 1 : piece.end() + 2].isdigit() and text[piece.end()] == " "
    return beside or _MONTH_LEAD.search(text[max(0, piece.start() - 8) : piece.start()]) is not None


def _drops(text: str, piece: re.Match[str]) -> bool:
    """Whether a word before a name is none of it: an article, or a function word that opens the sentence
    ("But Greta").
    """
    word = piece.group()
    return _is_function(word) and (word in ("The", "A", "An") or opens_sentence(text, piece.start()))


def is_title(word: str, run: list[re.Match[str]], index: int) -> bool:
    """Whether a word of a run is a title before a name, and not part of a body's name ("Attorney General's
    Office").
    """
    low = _title_word(word)
    if low is None:
        return False
    if low in _TITLES and index and run[index - 1].group() in _JOINTS:
        return False  # the Ministry of Foreign Affairs
    if low not in _TITLES:
        return low == "state" and index >= 2 and run[index - 2].group().lower() == "secretary"
    return not any(
        _bare(piece.group()).lower() in _INSTITUTIONS - {"secretary"} for piece in run[index + 1 :]
    )


@lru_cache(maxsize=65_536)
def _title_word(word: str) -> str | None:
    """The word as titles are looked up, where it may be one."""
    low = word.rstrip(".").lower()
    return low if low in _TITLES or low == "state" else None


def _role_ends(text: str, start: int) -> bool:
    """Whether a lower-case office stands right before: "Kremlin spokesman Dmitry Peskov"."""
    before = text[max(0, start - 16) : start]
    return before.endswith(" ") and before[:-1].rpartition(" ")[2] in _LOWER_OFFICES


_LOWER_OFFICES = word_set(
    """
    president chancellor minister premier secretary spokesman spokeswoman spokesperson leader chief aide
    adviser advisor negotiator analyst envoy ambassador diplomat lawyer editor reporter director head
    chairman chairwoman king queen prince mayor governor judge professor general colonel commander
    officer author economist historian scientist doctor counterpart
    """
)


@lru_cache(maxsize=65_536)
def _is_function(word: str) -> bool:
    """Whether a capital letter is all that makes a name of this word: "The", "But".

    Initials like "US" are names.
    """
    low = word.lower().replace("’", "'")
    return (low in STOPWORDS or low in _OPENERS) and not (len(word) > 1 and word.isupper())


_OPENERS = word_set(
    """
    meanwhile however despite according earlier later today yesterday tomorrow tonight asked following
    speaking since during among instead moreover nevertheless nonetheless besides currently recently
    previously finally eventually apparently reportedly allegedly perhaps maybe indeed additionally
    furthermore overall similarly likewise given based regarding concerning unlike like regardless
    throughout behind beyond inside outside across along amid amidst toward towards one two three four
    five six seven eight nine ten eleven twelve dozens hundreds thousands millions several many few most
    some all both each every another other others such same next last first second third new
    """
)


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence, a line or a quotation opens at `start`."""
    before = text[max(0, start - 4) : start].rstrip(" \u00a0")
    return not before or before[-1] in ".!?:\n\"'“‘”’(–—•*>|-…["


def find_roles(text: str) -> Iterator[RoleSighting]:
    """The offices that `text` names with their country or body, each as it stands there, with or without
    the holder's name.
    """
    for match in _ROLE.finditer(text):
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        found = _COUNTRY_BEFORE.search(before)
        country = country_of(found["country"]) if found else None
        if found and country:
            office = _office(found["role"] + match.group())
            start = match.start() - len(before) + found.start("country")
            past = bool(found["past"]) or found["country"].startswith(("Former ", "Late ", "Then "))
            yield RoleSighting(Role(office, country), start, match.end(), past)
            continue
        after = _COUNTRY_AFTER.match(text, match.end())
        country = country_of(after["country"]) if after else None
        modifier = _MODIFIER_BEFORE.search(before)
        if after and country and modifier:
            start = match.start() - len(before) + modifier.start("role")
            yield RoleSighting(
                Role(_office(modifier["role"] + match.group()), country),
                start,
                after.end(),
                bool(modifier["past"]),
            )


def country_of(word: str) -> str | None:
    """The country or body that an adjective or name stands for; of two words, also the last alone."""
    table = aliases()
    for candidate in (word, word.rpartition(" ")[2]):
        stated = key(candidate)
        country = table.people.get(stated) or table.names.get(stated)
        if country:
            return country
    return None


_OFFICES = {
    "defense": "defence",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "premier": "prime minister",
}


def _office(words: str) -> str:
    return " ".join(_OFFICES.get(word, word) for word in words.lower().split())


@lru_cache(maxsize=65_536)
def is_body(words: tuple[str, ...]) -> bool:
    """Whether the words name a body, a place or a thing rather than a person."""
    return any(word.lower() in _INSTITUTIONS or word.lower() in _THINGS for word in words)


_THINGS = word_set(
    """
    street journal post times news party senate parliament war square telegraph guardian network social
    force forces army navy guard police hospital school airport station river lake mountain island
    islands ocean dam bridge tower palace prison camp valley region province district county state
    territory territories east west north south northern southern eastern western central media group
    company corporation inc ltd llc corp bank fund foundation project program programme plan act treaty
    accord accords agreement summit conference forum festival cup games olympics championship award
    prize day week month year world international national federal european american asian african arab
    club team service services security intelligence affairs front movement coalition alliance front
    line road avenue hall theatre theater studio studios television radio press agency magazine review
    times herald tribune observer economist digest globe mail star sun mirror independent express
    chronicle
    """
)
