"""Chunks cover the article's kept text, exactly once; the properties hold for any text and any exclusion."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.ingest import chunk_article
from checker.model import Article, Excluded

PARAGRAPHS = "\n\n".join(
    f"Paragraph {n} says that the bridge is closed. It says so {n} times." for n in range(40)
)


def article(text: str, *excluded: tuple[int, int]) -> Article:
    return Article(
        id="a1",
        path="story.txt",
        outlet="The Norland Post",
        sha256="",
        source_sha256="",
        text=text,
        excluded=tuple(Excluded(start=start, end=end, reason="caption") for start, end in excluded),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    words = st.sampled_from(
        ["bridge", "U.S.", "closed.", "“No,”", "\n", "\n\n", "\r\n", " ", "é", "会谈。", "x" * 30, "He said."]
    )
    text = draw(st.one_of(st.text(max_size=200), st.lists(words, max_size=60).map(" ".join)))
    bound = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(bound, bound).map(sorted).map(tuple), max_size=4))
    return article(text, *spans)


@given(articles(), st.integers(1, 120))
@settings(max_examples=300, deadline=None)
def test_every_kept_character_is_in_exactly_one_chunk(story: Article, max_chars: int) -> None:
    chunks = chunk_article(story, max_chars=max_chars)
    times = [0] * len(story.text)
    for chunk in chunks:
        for span in chunk.spans:
            for at in range(span.start, span.end):
                times[at] += 1
    excluded = {at for span in story.excluded for at in range(span.start, span.end)}
    for at, character in enumerate(story.text):
        if at in excluded:
            assert times[at] == 0
        elif character.isspace():
            assert times[at] <= 1
        else:
            assert times[at] == 1


@given(articles(), st.integers(1, 120))
@settings(max_examples=300, deadline=None)
def test_chunks_are_what_they_say(story: Article, max_chars: int) -> None:
    chunks = chunk_article(story, max_chars=max_chars)
    assert [chunk.id for chunk in chunks] == [f"a1.c{n}" for n in range(1, len(chunks) + 1)]
    for chunk in chunks:
        assert "".join(story.text[span.start : span.end] for span in chunk.spans) == chunk.text
        assert (chunk.start, chunk.end) == (chunk.spans[0].start, chunk.spans[-1].end)
        assert 0 < len(chunk.text) <= max_chars
        assert chunk.text == chunk.text.strip()
    assert all(a.end <= b.start for a, b in pairwise(chunks))


def test_a_short_article_is_one_chunk_without_context() -> None:
    [chunk] = chunk_article(article("\nThe bridge is closed.\n\nIt reopens on Friday.\n"))
    assert (chunk.text, chunk.context, chunk.outlet) == (
        "The bridge is closed.\n\nIt reopens on Friday.",
        "",
        "The Norland Post",
    )


def test_chunks_break_between_paragraphs_and_are_about_equal() -> None:
    chunks = chunk_article(article(PARAGRAPHS), max_chars=1100)
    assert len(chunks) == 3
    assert all(chunk.text.startswith("Paragraph") and chunk.text.endswith("times.") for chunk in chunks)
    assert max(len(chunk.text) for chunk in chunks) < 1.5 * min(len(chunk.text) for chunk in chunks)


def test_context_is_the_sentences_before_the_chunk() -> None:
    chunks = chunk_article(article(PARAGRAPHS), max_chars=1100)
    assert PARAGRAPHS[: chunks[1].start].endswith(chunks[1].context.split(". ")[-1] + "\n\n")
    assert chunks[1].context.count(".") == 3


def test_context_never_quotes_what_is_excluded() -> None:
    text = "The bridge is closed.\n\nPhoto: A. Name\n\n" + "It reopens on Friday. " * 4
    start = text.index("Photo")
    chunks = chunk_article(article(text, (start, start + 14)), max_chars=60)
    assert len(chunks) > 1
    assert all("Photo" not in chunk.context + chunk.text for chunk in chunks)
    assert chunks[1].context == "The bridge is closed."


def test_a_long_paragraph_breaks_at_sentence_ends_and_a_long_sentence_at_a_space() -> None:
    first = "The bridge is closed until the spring, said Ada Kell."
    text = first + " " + "word " * 30 + "end. Short two."
    pieces = [chunk.text for chunk in chunk_article(article(text), max_chars=55)]
    assert pieces[0] == first
    assert all(piece.startswith("word") and piece.endswith("word") for piece in pieces[1:3])
    assert pieces[-1].endswith("Short two.")


def test_a_word_longer_than_a_chunk_is_cut_hard() -> None:
    assert [chunk.text for chunk in chunk_article(article("a" * 25), max_chars=10)] == [
        "a" * 10,
        "a" * 10,
        "a" * 5,
    ]


def test_an_article_without_kept_text_has_no_chunks() -> None:
    assert chunk_article(article("Photo: A. Name", (0, 14))) == ()


def test_a_chunk_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="max_chars"):
        chunk_article(article("Text."), max_chars=0)
