"""A claim counts only where its words stand, byte for byte, in kept text of its own chunk."""

import hashlib

import pytest

from checker.grounding import ground
from checker.ingest import chunk_article
from checker.model import Article, Excluded, RawClaim

TEXT = (
    "The dam burst on Monday. Nobody died.\n\nRead more: our dam special\n\nThe dam burst on Monday, again."
)


@pytest.fixture
def article() -> Article:
    start = TEXT.index("Read more")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return Article(
        id="a1",
        path="one.txt",
        sha256=digest,
        source_sha256=digest,
        text=TEXT,
        excluded=(
            Excluded(start=start, end=TEXT.index("\n\nThe dam burst on Monday, again"), reason="promotion"),
        ),
    )


def claim(quote: str, at: int | None = None) -> RawClaim:
    return RawClaim(kind="event", text=quote, quote=quote, at=at)


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("The dam burst on Tuesday.", "the quote is not in the article"),
        ("the dam burst on monday", "the quote differs from the article in white space, case or punctuation"),
        ("our dam special", "the quote stands in the article, but outside the text this claim was made from"),
        ("", "the quote is empty"),
        ("d", "the quote has fewer than 4 letters and figures: that rests on nothing"),
    ],
)
def test_what_is_not_there_is_quarantined_with_the_reason(article: Article, quote: str, reason: str) -> None:
    claims, quarantined = ground([claim(quote)], chunk=chunk_article(article)[0], article=article, first=1)
    assert claims == ()
    assert [item.reason for item in quarantined] == [reason]


def test_a_quote_that_stands_twice_says_so_unless_its_place_is_known(article: Article) -> None:
    chunk = chunk_article(article)[0]
    second = TEXT.rindex("The dam burst on Monday")
    claims, _ = ground([claim("The dam burst on Monday")], chunk=chunk, article=article, first=1)
    known, _ = ground([claim("The dam burst on Monday", at=second)], chunk=chunk, article=article, first=1)
    assert [(c.start, c.grounding) for c in claims] == [(0, "exact_first_of_several")]
    assert [(c.start, c.grounding) for c in known] == [(second, "exact")]


def test_claims_are_numbered_in_order_of_appearance_and_the_same_claim_is_kept_once(article: Article) -> None:
    raw = [claim("Nobody died."), claim("The dam burst on Monday."), claim("Nobody died.")]
    claims, _ = ground(raw, chunk=chunk_article(article)[0], article=article, first=7)
    assert [(c.id, c.quote) for c in claims] == [
        ("a1.k7", "The dam burst on Monday."),
        ("a1.k8", "Nobody died."),
    ]
