"""Articles → known changes that could be planted in them: one word or figure each, against the original.

A change is planted only where the sentence stays grammatical and cannot be true beside the
original: no higher figure where "at least" stands, no negation inside a condition. So a planter passes
most sentences over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from checker.ingest import split_sentences
from checker.model import Article, Quantity, Span, Value
from checker.normalise.names import NameTable
from checker.normalise.quantity import find_quantities

PlantKind = Literal["number", "date", "negation", "status", "speaker", "quotation"]
KINDS: tuple[PlantKind, ...] = get_args(PlantKind)
MAX_SENTENCE = 400  # characters; a longer one is no sentence but a list or a table


class Plant(Value):
    """One change: in `article`, the words `start` to `end` of its text become `words`."""

    kind: PlantKind
    article: str  # Article.id
    path: str
    start: int
    end: int
    words: str
    sentence: Span  # the sentence the change stands in, in the original
    before: str
    after: str


class Edit(NamedTuple):
    """A change within a sentence: `sentence[start:end]` becomes `words`."""

    start: int
    end: int
    words: str


def find_plants(articles: Sequence[Article]) -> tuple[Plant, ...]:
    """Every change that could be planted, in the order of kinds, articles and sentences."""
    names = NameTable.build(article.text for article in articles)
    speakers = tuple(sorted({name for article in articles for name in _speakers(article.text, names)}))
    planters: dict[PlantKind, Callable[[str], Iterable[Edit]]] = {
        "number": change_number,
        "date": change_date,
        "negation": change_negation,
        "status": change_status,
        "speaker": lambda sentence: change_speaker(sentence, names, speakers),
        "quotation": change_quotation,
    }
    return tuple(
        _plant(kind, article, span, edit)
        for kind in KINDS
        for article in articles
        for span in _sentences(article)
        for edit in planters[kind](article.text[span.start : span.end])
    )


def _sentences(article: Article) -> Iterator[Span]:
    """The sentences that are compared: not excluded, not headings, ended by a full stop."""
    for span in split_sentences(article.text):
        text = article.text[span.start : span.end]
        whole = (
            text.rstrip("\"'”’»").endswith((".", "!", "?")) and "\n" not in text and len(text) <= MAX_SENTENCE
        )
        outside = all(span.end <= each.start or each.end <= span.start for each in article.excluded)
        if whole and outside and not text.endswith("?"):
            yield span


def _plant(kind: PlantKind, article: Article, span: Span, edit: Edit) -> Plant:
    sentence = article.text[span.start : span.end]
    return Plant(
        kind=kind,
        article=article.id,
        path=article.path,
        start=span.start + edit.start,
        end=span.start + edit.end,
        words=edit.words,
        sentence=span,
        before=sentence,
        after=sentence[: edit.start] + edit.words + sentence[edit.end :],
    )


# Numbers

_FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){1,4}|(?<![\d.,])\d{1,12}(?:\.\d{1,3})?")
_WORDS = {
    word: number
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}
_NUMBERS = {number: word for word, number in _WORDS.items()}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_CONDITION = re.compile(r"\b(?:if|unless|whether)\b", re.IGNORECASE)
_LOOSE = re.compile(r"[^.;]{0,20}? (?:at (?:most|least)|or (?:more|less|so|fewer))\b")


def change_number(sentence: str) -> Iterator[Edit]:
    """An exact figure far from the one that stands there, in the same form."""
    if _CONDITION.search(sentence):
        return
    for quantity in find_quantities(sentence):
        if _LOOSE.match(sentence, quantity.end):
            continue
        if quantity.bound == "exact" and quantity.low == quantity.high and quantity.unit != "ordinal":
            yield from _other_figure(quantity)


def _other_figure(quantity: Quantity) -> Iterator[Edit]:
    figures = list(_FIGURE.finditer(quantity.text))
    words = list(_NUMBER_WORD.finditer(quantity.text))
    if len(figures) + len(words) != 1:
        return
    found = (figures or words)[0]
    start, end = quantity.start + found.start(), quantity.start + found.end()
    if words:
        number = _WORDS[found.group()]
        yield Edit(start, end, _NUMBERS[number + 4 if number <= 8 else number - 5])
        return
    value = Decimal(found.group().replace(",", ""))
    if value < 2:  # "1 man" would become "4 man"
        return
    share = quantity.unit == "%" and value * 2 > 100
    other = value / 2 if share else value * 3 if value > 10 else value + 5
    yield Edit(start, end, _in_form(other, found.group()))


def _in_form(value: Decimal, form: str) -> str:
    """The value with as many decimals as `form` has, and with its commas."""
    decimals = len(form.partition(".")[2])
    return f"{value:,.{decimals}f}" if "," in form else f"{value:.{decimals}f}"


# Dates

_DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?= (?:{_MONTHS})\b)|(?<=\b)(?:{_MONTHS}) (\d{{1,2}})\b(?![\d,.]\d)")


def change_date(sentence: str) -> Iterator[Edit]:
    """Another weekday, three days on, or another day of the month."""
    for found in _WEEKDAY.finditer(sentence):
        yield Edit(found.start(), found.end(), _DAYS[(_DAYS.index(found.group()) + 3) % 7])
    for found in _DAY_MONTH.finditer(sentence):
        group = 1 if found.group(1) else 2
        day = int(found.group(group))
        if 1 <= day <= 31:
            yield Edit(found.start(group), found.end(group), str(day + 9 if day <= 15 else day - 9))


# Negation

_AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|will|has been|have been|had been|(?:has|have|had)(?= [a-z]{2,20}ed\b)) (?=[a-z])"
)
_NOT = re.compile(r"\b(?:was|were|is|are|has|had|have|will)( not )(?=[a-z])")
_HEDGED = re.compile(
    r"\b(?:if|whether|unless|until|may|might|could|would|should|never|no|nobody|none|nothing|neither|nor|without|"
    r"cannot|only|hardly|barely|there|what|how|why)\b|n[’']t\b",
    re.IGNORECASE,
)
_AFTER_NOT = re.compile(r"(?:not|only|also|still|already|now|just|among|all|both|due|likely|about|said|no)\b")
_SUBORDINATE = re.compile(
    r"\b(?:who|which|that|because|although|while|when|as|after|before|since|where)\b|[,;:]"
)
_QUOTE = re.compile(r"[“\"«]([^“”\"«»]{12,300})[”\"»]")


def change_negation(sentence: str) -> Iterator[Edit]:
    """The main clause denied, or its "not" taken away."""
    if _QUOTE.search(sentence) or _HEDGED.search(sentence):
        return
    main = sentence[: _end_of_main_clause(sentence)]
    if found := _NOT.search(main):
        if not _AFTER_NOT.match(sentence, found.end()):
            yield Edit(found.start(1), found.end(1), " ")
    elif " not " not in sentence:
        found = _AUXILIARY.search(main)
        if found and not _AFTER_NOT.match(sentence, found.end()):
            at = (
                found.end() - 1
                if " " not in found.group().strip()
                else found.start() + found.group().index(" ")
            )
            yield Edit(at, at, " not")


def _end_of_main_clause(sentence: str) -> int:
    found = _SUBORDINATE.search(sentence)
    return found.start() if found else len(sentence)


# Status words

_OPPOSITES = {
    "accepted": "rejected",
    "approved": "rejected",
    "ratified": "rejected",
    "endorsed": "rejected",
    "rejected": "accepted",
    "confirmed": "denied",
    "denied": "confirmed",
    "supported": "opposed",
    "opposed": "supported",
    "agreed to": "refused to",  # before a verb: nouns are kept apart by what follows
    "refused to": "agreed to",
    "declined to": "agreed to",
    "managed to": "failed to",
    "failed to": "managed to",
    "imposed": "lifted",
    "lifted": "imposed",
    "won": "lost",
    "lost": "won",
    "acquitted": "convicted",
    "convicted": "acquitted",
    "opened": "closed",
    "closed": "opened",
}
_NOUN_AHEAD = re.compile(r" (?:a|an|the|all|any|direct|his|her|its|their|this|that|these|those|new|no)\b")
_MOVES = {"rose": "fell", "fell": "rose", "increased": "decreased", "decreased": "increased"}
_STATUS = re.compile(
    rf"\b(?:{'|'.join(_OPPOSITES)})\b(?! (?:out|up|down|over|in|on|off|with|to|no|nothing|any|instead)\b)"
    rf"|\b(?:{'|'.join(_MOVES)})(?= (?:by|to|from|\d))"
)
_BEFORE_STATUS = re.compile(
    r"\b(?:not|never|be|n[’']t|to|a|an|the|if|had|would|could|may|might)(?: [a-z]{3,12}ly)? $", re.IGNORECASE
)


def change_status(sentence: str) -> Iterator[Edit]:
    """A word for what came of it, turned into its opposite, outside quotations."""
    quoted = [found.span() for found in _QUOTE.finditer(sentence)]
    for found in _STATUS.finditer(sentence):
        inside = any(start <= found.start() < end for start, end in quoted)
        noun = found.group().endswith(" to") and _NOUN_AHEAD.match(sentence, found.end())
        if not inside and not noun and not _BEFORE_STATUS.search(sentence, 0, found.start()):
            yield Edit(found.start(), found.end(), (_OPPOSITES | _MOVES)[found.group()])


# Speakers

_SAYS_AFTER = re.compile(
    r" (?:said|says|told|added|wrote|announced|stressed|insisted|argued|warned|claimed)\b"
)
_SAYS_BEFORE = re.compile(r"(?:\bsaid|\badded|\baccording to) $")
_OFFICE_BEFORE = re.compile(r"[^\W\d_][.]? $")  # "spokesman Ida Brandt said": the office would go to another
_OFFICE_AFTER = re.compile(r",? (?:of|the|a|an|who|whose|head|chief|director|from|his|her|its|then|now)\b")


def change_speaker(sentence: str, names: NameTable, speakers: Sequence[str]) -> Iterator[Edit]:
    """Words given to somebody else who speaks in the folder, under the name that the folder knows."""
    present = set(sentence.split())
    for start, end in _speaking(sentence, names):
        if _OFFICE_AFTER.match(sentence, end):
            continue
        said = sentence[start:end]
        own = present | set(names.canonical(said).split())
        others = [name for name in speakers if not set(name.split()) & own]
        if others:
            yield Edit(start, end, others[len(said) % len(others)])


def _speakers(text: str, names: NameTable) -> Iterator[str]:
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        for start, end in _speaking(sentence, names):
            yield names.canonical(sentence[start:end])


def _speaking(sentence: str, names: NameTable) -> Iterator[tuple[int, int]]:
    """Where people stand who say something: of two or three words in the name the folder knows them by."""
    for mention in names.find(sentence):
        words = sentence[mention.start : mention.end]
        full = names.canonical(words)
        person = len(full.split()) in (2, 3) and words.split()[-1] == full.split()[-1] and words.istitle()
        before = _SAYS_BEFORE.search(sentence, 0, mention.start)
        after = _SAYS_AFTER.match(sentence, mention.end)
        bare = after and not _OFFICE_BEFORE.search(sentence, 0, mention.start)
        if person and (before or bare):
            yield mention.start, mention.end


# Quotations

_TURNED = {
    one: other
    for pair in (
        ("always", "never"),
        ("everyone", "no one"),
        ("everybody", "nobody"),
        ("everything", "nothing"),
        ("easy", "difficult"),
        ("good", "bad"),
        ("best", "worst"),
        ("strong", "weak"),
        ("safe", "dangerous"),
        ("first", "last"),
        ("right", "wrong"),
        ("ready", "unwilling"),
        ("success", "failure"),
        ("before", "after"),
        ("accept", "reject"),
        ("increase", "reduce"),
        ("innocent", "guilty"),
    )
    for one, other in (pair, pair[::-1])
} | {"will": "will not", "must": "need not", "can": "cannot", "is": "is not", "are": "are not"}
_TURNABLE = re.compile(rf"\b(?:{'|'.join(sorted(_TURNED))})\b(?! (?:not|no|never|be no|n[’']t)\b|[’'])")


def change_quotation(sentence: str) -> Iterator[Edit]:
    """A word of a quotation turned into its opposite: the first that turns the sense of its clause."""
    for quote in _QUOTE.finditer(sentence):
        if _HEDGED.search(quote.group(1)):
            continue
        found = _TURNABLE.search(sentence, quote.start(1), quote.end(1))
        if found:
            yield Edit(found.start(), found.end(), _TURNED[found.group()])
