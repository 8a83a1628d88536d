"""RawClaim + Chunk → Claim: a claim counts only if its words stand in the article, byte for byte.

The quote is looked for exactly, inside the chunk's own stretches of the article (never in
excluded text, never in the context before the chunk). There is no fuzzy match: a quote
that is almost there is not there, and the claim is quarantined with what was seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from checker.model import Article, Chunk, Claim, Quarantined, RawClaim

MIN_QUOTE_CHARS = 4  # letters and figures; a random model once rested a claim on the letter "d"
MAX_QUOTE_CHARS = 2_000  # a "quote" longer than this is the article, not evidence


def ground(
    raw: Sequence[RawClaim], *, chunk: Chunk, article: Article, first: int
) -> tuple[tuple[Claim, ...], tuple[Quarantined, ...]]:
    """Claims in order of appearance, numbered from `first`, and those whose quote was not found.

    Identical claims (same kind, words, place, voice) are kept once.
    """
    located: list[tuple[int, RawClaim, bool]] = []
    quarantined: list[Quarantined] = []
    for claim in raw:
        places = _locate(claim, chunk=chunk, article=article)
        if places:
            at = claim.at if claim.at in places else places[0]
            located.append((at, claim, len(places) > 1 and claim.at is None))
        else:
            quarantined.append(
                Quarantined(
                    article=article.id,
                    chunk=chunk.id,
                    text=claim.text,
                    quote=claim.quote,
                    reason=_reason(claim.quote, chunk=chunk, article=article),
                )
            )
    return _number(_in_order(located), chunk=chunk, first=first), tuple(quarantined)


def _in_order(located: list[tuple[int, RawClaim, bool]]) -> Iterator[tuple[int, RawClaim, bool]]:
    """By place, then by length; claims on the same words in an order that follows all they say."""
    located.sort(key=_stretch)
    for _, same in groupby(located, key=_stretch):
        alike = list(same)
        yield from sorted(alike, key=lambda item: item[1].model_dump_json()) if len(alike) > 1 else alike


def _stretch(item: tuple[int, RawClaim, bool]) -> tuple[int, int]:
    return item[0], len(item[1].quote)


def _number(located: Iterable[tuple[int, RawClaim, bool]], *, chunk: Chunk, first: int) -> tuple[Claim, ...]:
    claims: list[Claim] = []
    seen: set[RawClaim] = set()
    for at, raw, ambiguous in located:
        placed = raw if raw.at == at else raw.model_copy(update={"at": at})
        if placed in seen:
            continue
        seen.add(placed)
        claims.append(
            Claim.of_valid(
                **placed.__dict__,
                id=f"{chunk.article}.k{first + len(claims)}",
                article=chunk.article,
                chunk=chunk.id,
                start=at,
                end=at + len(raw.quote),
                grounding="exact_first_of_several" if ambiguous else "exact",
            )
        )
    return tuple(claims)


def _locate(claim: RawClaim, *, chunk: Chunk, article: Article) -> list[int]:
    """Every article offset inside the chunk where the quote stands, in order."""
    quote = claim.quote
    if len(quote) > MAX_QUOTE_CHARS or _rests_on_nothing(quote):
        return []
    if claim.at is not None and article.text.startswith(quote, claim.at) and _inside(claim.at, quote, chunk):
        return [claim.at]
    places: list[int] = []
    at = article.text.find(quote, chunk.start, chunk.end)
    while at != -1:
        if _inside(at, quote, chunk):
            places.append(at)
        at = article.text.find(quote, at + 1, chunk.end)
    return places


def _inside(at: int, quote: str, chunk: Chunk) -> bool:
    """Whether the quote lies in the chunk's kept text: adjacent spans count as one stretch."""
    end = at + len(quote)
    position = at
    for span in chunk.spans:
        if span.start <= position < span.end:
            position = span.end
        if position >= end:
            return True
    return False


def _reason(quote: str, *, chunk: Chunk, article: Article) -> str:
    if not quote.strip():
        return "the quote is empty"
    if _rests_on_nothing(quote):
        return f"the quote has fewer than {MIN_QUOTE_CHARS} letters and figures: that rests on nothing"
    if len(quote) > MAX_QUOTE_CHARS:
        return f"the quote has {len(quote)} characters, more than {MAX_QUOTE_CHARS}"
    if quote in article.text:
        return "the quote stands in the article, but outside the text this claim was made from"
    if _folded(quote) in _folded(chunk.text):
        return "the quote differs from the article in white space, case or punctuation"
    return "the quote is not in the article"


def _rests_on_nothing(quote: str) -> bool:
    """Whether fewer than MIN_QUOTE_CHARS letters and figures stand in `quote`."""
    return len(list(islice(filter(str.isalnum, quote), MIN_QUOTE_CHARS))) < MIN_QUOTE_CHARS


def _folded(text: str) -> str:
    """Letters and digits only, lower case: to say how a quote fails, never to accept it."""
    return "".join(character for character in text.lower() if character.isalnum())
