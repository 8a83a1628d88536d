"""Where a sentence ends: a table of passages as newsrooms write them, and what holds for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.ingest import split_sentences

# Sentences are separated by " ‖ " for a space between them, by "‖" for none.
CASES = {
    "two plain sentences": "The bridge is closed. ‖ It reopens on Friday.",
    "question and exclamation": "Who paid? ‖ Nobody did! ‖ The mayor left.",
    "country initials before a name": "The U.S. Senate and the E.U. Commission met. ‖ They agreed.",
    "country initials at the end": "The order came from the U.S. ‖ The ministry denied it.",
    "titles": "Mr. Kell met Dr. Orla Venn and Gen. Ivo Marsh. ‖ Mrs. Tarn was absent.",
    "saint in a name": "The blessing in St. Orin’s Square drew crowds. ‖ Thousands came.",
    "initials of a person": "George W. Marsh and J. R. Tarn signed. ‖ No one else did.",
    "month before a day": "The talks began on Jan. 14 and ended on Feb. 2. ‖ Nothing was signed.",
    "number sign": "He lives at No. 10 Harbour Street. ‖ She does not.",
    "no as an answer": "Would he resign? ‖ No. ‖ He would stay.",
    "morning hours": "The call started at 10 a.m. on Monday. ‖ It ended at noon.",
    "afternoon hours at the end": "The vote closed at 6 p.m. ‖ The result came an hour later.",
    "company suffix": "Sorrel Inc. shares fell by 3 percent. ‖ Others rose.",
    "company suffix at the end": "He founded Sorrel Inc. ‖ The firm has 300 workers.",
    "decimals and thousands": "Prices rose 2.5 percent to 1,200.75 crowns. ‖ Wages rose 1.1 percent.",
    "money with a unit": "The fund holds $1.5 billion. ‖ It was $3.2bn a year ago.",
    "abbreviation for example": "Some goods, e.g. Steel and grain, are exempt. ‖ Others are not.",
    "versus": "The case Marsh vs. Tarn was heard. ‖ The ruling is due.",
    "double straight quotes": '"We did not agree." ‖ "Nor did we," she said. ‖ They left.',
    "typographic double quotes": "“We did not agree.” ‖ The delegation left. ‖ “There is no deal,” he said.",
    "straight single quotes": "'It won't last.' ‖ The aide disagreed. ‖ 'It's over,' he said.",
    "typographic single quotes": "‘It won’t last.’ ‖ The mayor’s aide disagreed.",
    "angle quotes": "«Мы не договорились». ‖ Министр уехал. ‖ «Переговоров не будет», — сказал он.",
    "comma inside the quotes": "“There is no time frame,” Ivo Marsh told reporters Tuesday. ‖ He left.",
    "question inside, said outside": "“Are you serious?” he asked. ‖ Nobody answered.",
    "question inside, a name said": "“Are you serious?” Marsh asked. ‖ “I am!” Tarn told him.",
    "question inside, next sentence": "He asked: “Are you serious?” ‖ The room fell silent.",
    "several sentences within quotes": "“The devil is in the details. ‖ They will be exchanged,” he said.",
    "brackets": "The tower (built in 1901) fell. ‖ (It was empty.) ‖ Nobody was hurt.",
    "ellipsis inside a sentence": "The harbour … is seen as safe. ‖ It is not.",
    "ellipsis with lower case after": "He was... surprised. ‖ She was not.",
    "ellipsis at the end": "“Probably the best option would be new elections…” ‖ The press agreed.",
    "glued by scraping": "It ends in the near future.‖The Norland army disagrees.",
    "addresses are not glued": "Write to norland.example or visit Sorrel.Com today. ‖ It is free.",
    "year at the end": "The war began in 2022. ‖ Talks followed in March 2023. ‖ They failed.",
    "sentence that starts with a number": "The dam broke. ‖ 17 people drowned. ‖ 1,200 fled.",
    "numbered item": "1. Open the gate. ‖ 2. Close it.",
    "German ordinal day": "Das Treffen am 19. Mai in Norhafen scheiterte. ‖ Dr. Kell reiste ab.",
    "Spanish openers": "El alcalde dimitió. ‖ ¿Quién lo sabía? ‖ ¡Nadie!",
    "French guillemets with spaces": "« Il n’y a pas d’accord. » ‖ Le ministre est parti.",
    "Chinese": "会谈破裂了。‖部长离开了。",
    "Hindi": "वार्ता विफल रही। ‖ मंत्री चले गए।",
    "no space, no case": "ok. ok.",
    "dash before the next": "The plan failed. ‖ – It was a bad plan, said Kell.",
    "only white space": "",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace(" ‖ ", " ").replace("‖", "")
    expected = [part.strip() for part in marked.split("‖") if part.strip()]
    assert [text[span.start : span.end] for span in split_sentences(text)] == expected


def test_a_headline_without_full_stop_is_its_own_sentence() -> None:
    text = (
        "Bridge talks collapse after nine hours\nThe minister left early. No date was set.\n\nFerry "
        "prices double"
    )
    assert [text[span.start : span.end] for span in split_sentences(text)] == [
        "Bridge talks collapse after nine hours",
        "The minister left early.",
        "No date was set.",
        "Ferry prices double",
    ]


def test_a_sentence_in_text_wrapped_at_a_fixed_width_stays_whole() -> None:
    text = (
        "The transport ministry of Norland said late on Monday that the Sorrel\n"
        "bridge, which carries fourteen thousand commuters on a working day, is\n"
        "closed until further notice. Engineers found cracks in two of its four\n"
        "piers during an inspection that had been put off three times since the\n"
        "spring.\n"
        "\n"
        "Repairs will cost at least 30 million crowns, according to the regional\n"
        "government, which wants the capital to pay. The capital has refused so\n"
        "far.\n"
    )
    found = [" ".join(text[span.start : span.end].split()) for span in split_sentences(text)]
    assert len(found) == 4
    assert found[1].startswith("Engineers found cracks")
    assert found[1].endswith("since the spring.")


def test_lines_of_a_list_are_not_taken_for_wrapped_text() -> None:
    text = (
        "Ferry prices double\nMayor quits after vote\nSchools to close on Friday\nTwo held over harbour "
        "fire\nRain forecast"
    )
    assert len(split_sentences(text)) == 5


NEWS_CHARACTERS = st.text(
    alphabet=st.sampled_from("abcdeABC .!?…\"'“”‘’()[]«»0123\n\r\t,:;–。！éЖж\u2028U.S."), max_size=300
)


@given(st.one_of(st.text(max_size=300), NEWS_CHARACTERS))
@settings(max_examples=300, deadline=None)
def test_every_character_lies_in_exactly_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    covered = [False] * len(text)
    for span in spans:
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        for at in range(span.start, span.end):
            assert not covered[at]
            covered[at] = True
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert all(inside or character.isspace() for character, inside in zip(text, covered, strict=True))


@pytest.mark.parametrize("unit", ["!", ". ", "a.", '."', "A.B.", "1.", "’", "a ", "\n", ".\n", "“a” "])
def test_a_long_run_of_anything_is_split(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    spans = split_sentences(text)
    assert sum(span.end - span.start for span in spans) <= len(text)
