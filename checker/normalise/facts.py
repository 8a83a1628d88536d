"""A claim with its numbers, times and names normalised."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from checker.model import Article, Claim, Fact, Quantity
from checker.normalise.dates import Times, find_periods, stated_date
from checker.normalise.names import NameTable
from checker.normalise.quantity import find_quantities
from checker.normalise.words import REPEATED, content_stems, word_set

_NOT_APPOSED = word_set("of for to from with by against in on at and or between than about")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_OPENING = 4_000  # characters in which an article gives its own day


class Reading(NamedTuple):
    """What the words of one quote come to; several claims often rest on the same words."""

    names: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    times: Times
    stems: frozenset[str]


def to_fact(claim: Claim, *, article: Article, names: NameTable, context: str) -> Fact:
    """The claim as engines compare it. Offsets of quantities and periods refer to `claim.quote`."""
    published = article.published_at(claim.start)
    found = _read(claim.quote, names, _day(published), _stated(article.text))
    return Fact.of_valid(
        claim=claim,
        outlet=article.outlet,
        published=published,
        context=context,
        speaker=party(claim.voice.speaker, names),
        subject=party(claim.subject, names),
        object=party(claim.object, names),
        names=found.names,
        quantities=found.quantities,
        periods=found.times.periods,
        open_times=found.times.open_times,
        stems=found.stems,
    )


@lru_cache(maxsize=REPEATED)
def _read(quote: str, names: NameTable, published: date | None, stated: date | None) -> Reading:
    mentions = names.find(quote)
    return Reading(
        names=tuple(sorted({mention.name for mention in mentions})),
        quantities=find_quantities(quote),
        times=find_periods(quote, published=published, stated=stated),
        stems=content_stems(_without(quote, [(mention.start, mention.end) for mention in mentions])),
    )


def _day(published: date | datetime | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


@lru_cache(maxsize=16)  # asked for each claim of an article in turn
def _stated(text: str) -> date | None:
    return stated_date(text[:_OPENING])


@lru_cache(maxsize=16_384)  # who acts in a story acts in many sentences
def party(phrase: str | None, names: NameTable) -> str | None:
    """The canonical name of the one a noun phrase speaks of; the phrase itself where that is nobody named.

    "her colleague Radek Oll" is Radek Oll; "the government of Radek Oll" and "Oll's office" are not.
    """
    if phrase is None:
        return None
    phrase = _ARTICLE.sub("", phrase) or phrase
    known = names.canonical(phrase)
    if known != phrase:
        return known
    mentions = names.find(phrase)
    if mentions and mentions[0].start == 0 and phrase[mentions[0].end :].startswith((" of ", ", ")):
        return mentions[0].name  # "Ada Quell of the Wexmoor Institute"
    if len(mentions) != 1:
        return known
    before, after = phrase[: mentions[0].start].lower().split(), phrase[mentions[0].end :].split()
    if after or set(before) & _NOT_APPOSED:
        return known
    return mentions[0].name


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with each span replaced by a space."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return " ".join([*kept, text[at:]])
