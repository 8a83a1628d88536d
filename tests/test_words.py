"""Words, stems and what counts as matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.normalise.words import STOPWORDS, content_stems, stem, tokens


def test_tokens_keep_initialisms_figures_and_possessives_whole() -> None:
    text = "The U.S. envoy’s 1,200-word letter doesn't mention Q3."
    assert [token.text for token in tokens(text)] == [
        "The", "U.S.", "envoy’s", "1,200", "word", "letter", "doesn't", "mention", "Q", "3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("attacked", "attacking"),
        ("Talks", "talk"),
        ("minister’s", "ministers"),
        ("refuses", "refused"),
        ("CITIES", "city"),
    ],
)
def test_forms_of_one_word_share_a_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_different_words_keep_different_stems() -> None:
    assert len({stem(word) for word in ("agree", "refuse", "propose", "sanction", "talk")}) == 5


def test_content_stems_leave_out_stopwords_figures_and_single_letters() -> None:
    assert content_stems("He said that the 12 ships didn’t leave the harbour on x") == {
        "ship",
        "leav",
        "harbour",
    }


def test_stopwords_are_in_the_form_they_are_looked_up_by() -> None:
    assert all(word == word.lower() and "’" not in word for word in STOPWORDS)


@given(st.text(max_size=300))
def test_tokens_stand_where_they_say_and_never_overlap(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start >= at
        assert token.text
        assert text[token.start : token.end] == token.text
        at = token.end


@given(st.text(max_size=300))
def test_case_does_not_change_which_words_carry_matter(text: str) -> None:
    assert content_stems(text.lower()) == content_stems(text.lower().replace("'", "’"))
