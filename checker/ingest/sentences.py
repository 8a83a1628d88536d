"""Sentences of news prose, with their offsets. One pass, no model, linear in the length of the text.

A mark that may end a sentence is looked at with the word before and the word after it.
What stays uncertain is left together: a sentence too long does less harm than half of one,
because a claim rests on the words of one sentence.
"""

import re

from checker.ingest.lines import split_paragraphs, word_set
from checker.model import Span

CLOSERS = "\"'”’»)\\]"
OPENERS = "\"'“‘„«‹(\\[¿¡"
# A mark with its closing quotes, then white space; or glued to a capital, as scraping leaves it.
# Possessive, and only from the start of a run of marks: a million exclamation marks are read once.
MARK = re.compile(
    rf"(?<![.!?…])[.!?…]++[{CLOSERS}]{{0,4}}(?:[ \xa0\u202f]»)?(?=\s|(?<=[^\W\d_]{{3}}[.!?])[^\W\d_])|"
    rf"[。！？｡।؟۔]++[”’」』）»\"]{{0,3}}"
)
GLUED = re.compile(r"[.!?][^\W\d_]{1,30}(?=\s)")
WORD_BEFORE = re.compile(r"[^\s“”‘’\"'«»(\[]+\Z")
NEXT_WORD = re.compile(rf"\s*[–—-]?\s*[{OPENERS}]{{0,3}}([^\s.,;:!?)”’\"]*)")
ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}\Z")
SAID = re.compile(
    r"(?:[^\W\d_][\w'’.-]*\s+){0,3}(?:said|says|asked|asks|told|wrote|writes|added|replied|shouted|"
    r"insisted|tweeted|posted|"
    r"declared|warned|exclaimed|joked|quipped|dijo|preguntó|añadió|sagte|fragte|schrieb|сказал|сказала|"
    r"спросил|заявил)\b"
)

TITLES = word_set(
    "mr mrs ms dr prof gen col lt sgt cpl capt maj cmdr adm brig rep sen gov pres rev hon st ste mt ft "
    "insp supt messrs "
    "fr sr sra srta dna hr frau mme mlle dott ing avv on им ул г-н г-жа проф акад ген св"
)
BEFORE_NUMBER = word_set(
    "no nos nr núm num n° art par sec ch vol p pp fig ca c approx abt jan feb mar apr may jun jul aug "
    "sep sept oct nov dec "
    "ene abr ago dic janv févr avr juil déc okt dez mär genn febbr ст п стр № т"
)
NEVER_LAST = word_set("vs v e.g i.e eg ie cf viz al incl esp z.b d.h bzw u.a p.ej т.е т.к т.н напр")
MAY_BE_LAST = word_set(
    "inc corp ltd co bros llc plc jr etc a.m p.m am pm est dept assn ave blvd rd mln bln тыс млн млрд "
    "руб долл г гг в вв"
)
STARTERS = word_set(
    "the a an in on at by for from with after before during since while when where as if but and or so "
    "yet this that these those "
    "it its he she they we you i his her their our there here what who why how not no all some many most "
    "both each such other "
    "meanwhile however moreover also then now earlier later according under over until despite although "
    "though because "
    "el la los las un una en y pero se su lo il le les des dans et mais elle ils der die das ein eine im "
    "am und aber er sie es "
    "в на и но он она они это по как что а из за к с об об о у"
)
MONTHS = re.compile(
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|dez|led|úno|bře|dub|kvě|srp|zář|říj|"
    r"lis|pro|siječ|velj)[^\W\d_]*",
    re.IGNORECASE,
)
DOMAINS = word_set("com org net js uk ua io co gov edu info tv")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` as spans: trimmed, in order, never overlapping.

    A paragraph break always ends a sentence, so a headline without a full stop is its own.
    Every code point that is not white space lies in exactly one span.
    """
    spans: list[Span] = []
    for paragraph in split_paragraphs(text):
        spans.extend(
            Span(start=paragraph.start + start, end=paragraph.start + end)
            for start, end in sentence_bounds(paragraph.text)
        )
    return tuple(spans)


def sentence_bounds(paragraph: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of one paragraph, trimmed."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for match in MARK.finditer(paragraph):
        if match.end() >= len(paragraph) or not _ends_sentence(paragraph, match, start):
            continue
        bounds.append((start, match.end()))
        start = _skip_space(paragraph, match.end())
    if start < len(paragraph):
        bounds.append((start, len(paragraph)))
    return bounds


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _ends_sentence(text: str, mark: re.Match[str], start: int) -> bool:
    end = mark.end()
    if mark.group()[0] in "。！？｡।؟۔":
        return True
    if not text[end].isspace():
        return _is_glued_end(text, mark)
    following = NEXT_WORD.match(text[end : end + 80])
    if following is None or not (word := following.group(1)):
        return True
    if word[0].islower():
        return False
    if mark.group()[0] != "." or mark.group().startswith(".."):
        return not (
            len(mark.group()) > 1
            and mark.group()[-1] not in ".!?…"
            and SAID.match(text[end : end + 120].lstrip())
        )
    if len(mark.group()) > 1:
        return True  # a full stop inside closing quotes or brackets: no abbreviation is written so
    before = WORD_BEFORE.search(text[max(start, mark.start() - 40) : mark.start()])
    return before is None or _full_stop_ends(
        before.group(), word, is_first=mark.start() - len(before.group()) == start
    )


def _is_glued_end(text: str, mark: re.Match[str]) -> bool:
    """Whether 'future.The Ukrainian' ends a sentence at the stop: lower case, stop, capital, lower case."""
    stop = mark.start() + len(mark.group().rstrip("\"'”’»)]")) - 1
    match = GLUED.match(text, stop)
    if match is None or mark.end() != stop + 1:
        return False
    word = match.group()[1:]
    return (
        text[stop - 1].islower()
        and text[stop - 2].islower()
        and word[0].isupper()
        and (len(word) == 1 or word[1:].islower())
        and word.lower() not in DOMAINS
    )


def _full_stop_ends(before: str, after: str, *, is_first: bool) -> bool:
    """Whether the full stop between the words `before` and `after` ends a sentence."""
    word = before.lower()
    starts = after.lower() in STARTERS
    if word in TITLES or word in NEVER_LAST:
        return False
    if before.isdigit():
        return not (is_first and len(before) <= 2) and not (len(before) <= 2 and MONTHS.fullmatch(after))
    if word in BEFORE_NUMBER:
        return not after[0].isdigit() and not after.isupper()
    if len(before) == 1 and before.isalpha() and before.isupper():
        return starts and before != "I" and len(after) > 1 and after.lower() not in ("la", "le", "de", "von")
    if ACRONYM.search(before + ".") or word in MAY_BE_LAST:
        return starts
    return True
