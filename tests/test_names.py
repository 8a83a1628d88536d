"""One canonical name for each person, place and body of a folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.normalise.names import NameTable
from checker.normalise.sightings import find_names
from checker.normalise.spelling import same_spelling

FOLDER = (
    "Veldish President Oleksandr Marchenko met German Chancellor Greta Lindholm in Kyiv on Monday. Oleksandr Marchenko said he was glad."
    " The Russian leader was not invited. Prime Minister Ada Bellini of Italy called it a start.",
    "Kiev hosted the talks. Russian President Igor Savelyev stayed at home, Kremlin spokesman Pavel Orlov said. Savelyev"
    " and Oleksander Marchenko have not met. The International Harbour Council (IHC) welcomed the talks; IHC ships waited.",
    "Marchenco was tired, a Savelyev-Marchenko meeting far off. Anna Brandt and her brother Karl Brandt reported. Brandt wrote"
    " more. Henrik Aalto, the Finnish president, agreed with Lindholm. The U.S. and the EU did not. Former Finnish President"
    " Otto Virtanen did not either. Chinese Premier Xu Wenjie spoke; in Beijing, Xu smiled.",
)


@pytest.fixture(scope="module")
def table() -> NameTable:
    return NameTable.build(FOLDER)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Marchenko", "Oleksandr Marchenko"),
        ("Marchenco", "Marchenco"),
        ("Oleksander Marchenko", "Oleksandr Marchenko"),
        ("President Marchenko", "Oleksandr Marchenko"),
        ("Mr. Savelyev", "Igor Savelyev"),
        ("Savelyev's", "Igor Savelyev"),
        ("Saveljev", "Igor Savelyev"),
        ("Savelev", "Igor Savelyev"),
        ("Russian President Igor Savelyev", "Igor Savelyev"),
        ("the Russian president", "Igor Savelyev"),
        ("the Russian leader", "Igor Savelyev"),
        ("Russia's president", "Igor Savelyev"),
        ("the president of Russia", "Igor Savelyev"),
        ("the German chancellor", "Greta Lindholm"),
        ("the Italian prime minister", "Ada Bellini"),
        ("the Finnish president", "Henrik Aalto"),
        ("the Kremlin spokesman", "Pavel Orlov"),
        ("Kremlin spokesman Pavel Orlov", "Pavel Orlov"),
        ("Pavel Orlov, the Kremlin spokesman", "Pavel Orlov"),
        ("Xu", "Xu Wenjie"),
        ("IHC", "International Harbour Council"),
        ("Kiev", "Kyiv"),
        ("U.S.", "United States"),
        ("America", "United States"),
        ("E.U.", "European Union"),
        ("Ukrainian", "Ukraine"),
        ("the Kremlin", "Kremlin"),
        # What stays apart or as it is.
        ("Brandt", "Brandt"),
        ("Anna Brandt", "Anna Brandt"),
        ("the former Finnish president", "former Finnish president"),
        ("the French president", "French president"),
        ("the president", "president"),
        ("a Russian diplomat", "Russian diplomat"),
        ("", ""),
    ],
)
def test_canonical(table: NameTable, name: str, canonical: str) -> None:
    assert table.canonical(name) == canonical


@pytest.mark.parametrize(
    ("a", "b"),
    [("Zelenskyy", "Zelensky"), ("Zelenskiy", "Zelenski"), ("Mertz", "Merz"), ("Aleksei", "Alexey"), ("Mikhail", "Mihail"),
     ("Qasimov", "Qassimov"), ("Müller", "Muller"), ("Dmitriyev", "Dmitriev"), ("Mitrokhin", "Mitrohin")],
)  # fmt: skip
def test_transliterations_are_one_spelling(a: str, b: str) -> None:
    assert same_spelling(a, b)
    assert same_spelling(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Iran", "Iraq"), ("Austria", "Australia"), ("Niger", "Nigeria"), ("Putin", "Medinsky"), ("Johnson", "Johnston"),
     ("Mali", "Malawi"), ("Slovakia", "Slovenia"), ("Marino", "Merano"), ("Kim", "Kam"), ("Georgia", "Georgina")],
)  # fmt: skip
def test_other_names_are_another_spelling(a: str, b: str) -> None:
    assert not same_spelling(a, b)
    table = NameTable.build([f"The road from {a} to {b} is long. In {a} and in {b} it rained."])
    assert table.canonical(a) != table.canonical(b)


def test_two_bearers_of_one_surname_stay_apart() -> None:
    table = NameTable.build(["Mayor Ida Holm met Judge Per Holm. Holm left early, said Holm."])
    assert [table.canonical(name) for name in ("Ida Holm", "Per Holm", "Holm")] == [
        "Ida Holm",
        "Per Holm",
        "Holm",
    ]


def test_two_holders_of_one_office_leave_it_open_unless_one_prevails() -> None:
    open_table = NameTable.build(["Polish President Jan Nowak spoke.", "Polish President Piotr Zima spoke."])
    assert open_table.canonical("the Polish president") == "Polish president"
    clear = NameTable.build(
        ["Polish President Jan Nowak spoke."] * 3 + ["Polish President Piotr Zima spoke."]
    )
    assert clear.canonical("the Polish president") == "Jan Nowak"


def test_an_empty_folder_knows_only_what_every_folder_shares() -> None:
    table = NameTable.build([])
    assert table.canonical("Kiev") == "Kyiv"
    assert table.canonical("Marchenko") == "Marchenko"
    assert table.find("") == ()


def test_mentions_have_their_place_and_offices_are_mentions(table: NameTable) -> None:
    text = "On Monday the Russian president told Greta Lindholm’s aides that Kiev, and U.S. ships, must wait."
    found = [(mention.name, text[mention.start : mention.end]) for mention in table.find(text)]
    assert found == [
        ("Igor Savelyev", "Russian president"),
        ("Greta Lindholm", "Greta Lindholm"),
        ("Kyiv", "Kiev"),
        ("United States", "U.S."),
    ]


def test_pairs_and_derived_names_are_taken_apart(table: NameTable) -> None:
    names = [
        mention.name for mention in table.find("The Savelyev-Marchenko call pleased a Lisbon-based aide.")
    ]
    assert names == ["Igor Savelyev", "Oleksandr Marchenko", "Lisbon"]


@pytest.mark.parametrize(
    "text",
    [
        "Monday was cold.",
        "Read More",
        "However, nothing came of it.",
        "It rained in May.",
        "Two men left.",
        "Apparently so.",
    ],
)
def test_capitals_alone_make_no_name(table: NameTable, text: str) -> None:
    assert table.find(text) == ()


def test_a_seat_of_government_is_a_name_of_its_own_that_stands_for_a_country(table: NameTable) -> None:
    assert table.canonical("Moscow") == "Moscow"
    assert table.stands_for("the Kremlin") == "Russia"
    assert table.stands_for("Greta Lindholm") is None


@given(
    st.permutations(FOLDER),
    st.sampled_from(["Marchenko", "the Russian leader", "Kiev", "Brandt", "IHC", "Oleksander Marchenko"]),
)
def test_the_order_of_the_texts_does_not_matter(table: NameTable, texts: list[str], name: str) -> None:
    again = NameTable.build(texts)
    assert again.canonical(name) == table.canonical(name)
    assert [again.find(text) for text in FOLDER] == [table.find(text) for text in FOLDER]


NAMES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "the",
                "Russian",
                "president",
                "President",
                "Igor",
                "Savelyev",
                "'s",
                "of",
                "Russia",
                "Kremlin",
                "spokesman",
                ",",
                "Pavel",
                "Orlov",
                "U.S.",
                "Kiev",
                "former",
                "Secretary",
                "State",
                "-",
                ".",
                "and",
            ]
        ),
        max_size=8,
    ).map(" ".join),
)


@given(NAMES)
def test_canonical_is_idempotent(table: NameTable, name: str) -> None:
    once = table.canonical(name)
    assert table.canonical(once) == once


@given(st.one_of(NAMES, st.text(max_size=300)))
def test_names_stand_where_they_say_and_never_overlap(table: NameTable, text: str) -> None:
    at = 0
    for mention in table.find(text):
        assert at <= mention.start < mention.end <= len(text)
        assert mention.name
        at = mention.end
    for sighting in find_names(text):
        assert text[sighting.start : sighting.end]
