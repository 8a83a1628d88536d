"""Which numbers a text states, and which of them contradict each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Quantity
from checker.normalise.quantity import compare_quantities, find_quantities


def read(text: str) -> list[tuple[str, str, str, str, str]]:
    """low, high, bound, unit, of of each quantity, as text."""
    return [
        (
            "" if q.low is None else f"{q.low:f}",
            "" if q.high is None else f"{q.high:f}",
            q.bound,
            q.unit,
            q.of,
        )
        for q in find_quantities(text)
    ]


def one(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000 sheep", "1000"),
        ("1 000 sheep", "1000"),
        ("1\u202f000\u202f000 sheep", "1000000"),
        ("1.000.000 sheep", "1000000"),
        ("1.000,5 litres", "1000.5"),
        ("1,00,000 sheep", "100000"),
        ("3,5 million sheep", "3500000"),
        ("1.5bn sheep", "1500000000"),
        ("2.5 million sheep", "2500000"),
        ("160 thousand sheep", "160000"),
        ("4k sheep", "4000"),
        ("twelve sheep", "12"),
        ("Twenty-five sheep", "25"),
        ("one hundred and sixty thousand sheep", "160000"),
        ("a hundred sheep", "100"),
        ("a dozen sheep", "12"),
        ("two dozen sheep", "24"),
        ("half a million sheep", "500000"),
        ("two and a half million sheep", "2500000"),
        ("five hundred thousand sheep", "500000"),
    ],
)
def test_numbers_in_digits_and_words(text: str, value: str) -> None:
    quantity = one(text)
    assert quantity.low == quantity.high == Decimal(value)
    assert quantity.bound == "exact"


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("about 30,000 sheep", "30000", "30000", "about"),
        ("some 50,000 sheep", "50000", "50000", "about"),
        ("nearly 80 sheep", "80", "80", "about"),
        ("close to 800,000 sheep", "800000", "800000", "about"),
        ("an estimated 40 sheep", "40", "40", "about"),
        ("20 or so sheep", "20", "20", "about"),
        ("at least 20 sheep", "20", "", "at_least"),
        ("no fewer than 20 sheep", "20", "", "at_least"),
        ("20 or more sheep", "20", "", "at_least"),
        ("20+ sheep", "20", "", "at_least"),
        ("more than 30 sheep", "30", "", "more_than"),
        ("over 200 sheep", "200", "", "more_than"),
        ("fewer than 10 sheep", "", "10", "less_than"),
        ("up to 145 sheep", "", "145", "at_most"),
        ("as many as 40 sheep", "", "40", "at_most"),
        ("no more than 5 sheep", "", "5", "at_most"),
        ("200 to 300 sheep", "200", "300", "exact"),
        ("200-300 sheep", "200", "300", "exact"),
        ("200–300 sheep", "200", "300", "exact"),
        ("between 5 and 7 sheep", "5", "7", "exact"),
        ("five or six sheep", "5", "6", "exact"),
        ("3 to 5 million sheep", "3000000", "5000000", "exact"),
        ("dozens of sheep", "20", "", "at_least"),
        ("tens of thousands of sheep", "20000", "", "at_least"),
        ("several hundred sheep", "200", "", "at_least"),
    ],
)
def test_bounds_and_ranges(text: str, low: str, high: str, bound: str) -> None:
    assert read(text) == [(low, high, bound, "", "sheep")]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("£1.5bn", "GBP", "1500000000"),
        ("$3 million", "USD", "3000000"),
        ("$3m", "USD", "3000000"),
        ("5 million euros", "EUR", "5000000"),
        ("200 Canadian dollars", "CAD", "200"),
        ("30,000 roubles", "RUB", "30000"),
        ("30,000 rubles", "RUB", "30000"),
        ("EUR 40", "EUR", "40"),
        ("10 pounds", "pound", "10"),
        ("3.2%", "%", "3.2"),
        ("3.2 per cent", "%", "3.2"),
        ("0.5 percentage points", "pp", "0.5"),
        ("25 basis points", "bp", "25"),
        ("1,100km", "km", "1100"),
        ("700-mile", "mi", "700"),
        ("two-hour", "h", "2"),
        ("two and a half hours", "h", "2.5"),
        ("half an hour", "h", "0.5"),
        ("30-day", "day", "30"),
        ("60 mph", "mph", "60"),
        ("40C", "°C", "40"),
        ("-5°C", "°C", "-5"),
        ("20 square miles", "mi2", "20"),
        ("a 6.3-magnitude", "magnitude", "6.3"),
        ("magnitude 6.3", "magnitude", "6.3"),
        ("$3 billion a year", "USD/year", "3000000000"),
        ("500m from", "m", "500"),
    ],
)
def test_units(text: str, unit: str, value: str) -> None:
    quantity = one(text)
    assert (quantity.unit, quantity.low) == (unit, Decimal(value))


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("160,000 servicemen", "serviceman"),
        ("50,000 soldiers monthly", "soldier"),
        ("12 people were moved", "person"),
        ("3 million Veldish refugees", "refugee"),
        ("a million armed men", "man"),
        ("the 27 league member states", "state"),
        ("three direct phone calls to the mayor", "call"),
        ("20% of voters", "voter"),
        ("12 killed in the slide", "death"),
        ("a 30-day ceasefire", "ceasefire"),
        ("5 tonnes of wheat", "wheat"),
        ("a 43-year-old baker", "age"),
        ("Anna Lindt, 43, said", "age"),
        ("the 17th round of sanctions", "round"),
        ("one sailor drowned", "sailor"),
        ("seven more", ""),
    ],
)
def test_the_thing_counted(text: str, of: str) -> None:
    assert one(text).of == of


@pytest.mark.parametrize(
    "text",
    [
        "On May 16, 2025 they met", "in 1700-21", "at 10:30", "the Boeing 737 landed", "aboard Air Force 2.", "the G7 met",
        "COVID-19 spread", "platform No. 5", "won 3-1", "voted 52-48", "24/7", "9/11", "1,1,1,1", "a 5G mast", "Article 5 of it",
        "World War Two", "the Big Three", "one of the ships", "on the one hand", "no one came", "one-on-one talks", "a zero-sum game",
        "I told you a million times", "three years ago", "two days later", "2025", "the 1990s", "the 20th century", "first of all",
        "at first", "for the second time", "a four-by-four car", "1. The list", "call 555-1234",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == ()


def test_a_change_is_two_quantities_and_a_conversion_too() -> None:
    assert [q.low for q in find_quantities("rose from 5% to 7%")] == [5, 7]
    assert [q.unit for q in find_quantities("a 1,100km (700-mile) line")] == ["km", "mi"]


SAME = [
    ("12 ships", "twelve ships"),
    ("two-hour", "120 minutes"),
    ("1,000 kg", "one tonne"),
    ("£1.5bn", "£1,500 million"),
    ("3 troops", "three soldiers"),
    ("12 hours", "half a day"),
    ("at least 20 ships", "no fewer than 20 ships"),
]
COMPATIBLE = [
    ("1,100km", "700-mile"),
    ("two-hour", "about two hours"),
    ("30,000 ships", "about 31,000 ships"),
    ("at least 12 ships", "15 ships"),
    ("more than 30 ships", "30 ships"),
    ("200 to 300 ships", "250 ships"),
    ("up to 40 ships", "38 ships"),
    ("3%", "3.2%"),
    ("30 days", "one month"),
    ("close to 800,000 ships", "790,000 ships"),
    ("dozens of ships", "46 ships"),
    ("$1.5bn", "$1.46bn"),
]
DIFFERENT = [
    ("12 ships", "15 ships"),
    ("20 ships", "17 ships"),
    ("at least 20 ships", "12 ships"),
    ("160,000 ships", "60,000 ships"),
    ("200 to 300 ships", "400 ships"),
    ("fewer than 10 ships", "at least 40 ships"),
    ("two-hour", "30 minutes"),
    ("30%", "45%"),
    ("$3 million", "$5 million"),
    ("the 17th round", "the 18th round"),
    ("a third of voters", "60% of voters"),
]
INCOMPARABLE = [
    ("12 ships", "12 planes"),
    ("12 ships", "12 km"),
    ("3%", "3 percentage points"),
    ("$3 million", "£3 million"),
    ("50,000 soldiers a month", "160,000 soldiers"),
    ("10 pounds", "10 kg"),
    ("30 degrees", "30°C"),
    ("the third call", "three calls"),
]


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        *[(a, b, "same") for a, b in SAME],
        *[(a, b, "compatible") for a, b in COMPATIBLE],
        *[(a, b, "different") for a, b in DIFFERENT],
        *[(a, b, "incomparable") for a, b in INCOMPARABLE],
    ],
)
def test_comparison_in_both_orders(a: str, b: str, relation: str) -> None:
    assert compare_quantities(one(a), one(b)) == relation
    assert compare_quantities(one(b), one(a)) == relation


def test_a_sign_between_two_numbers_belongs_to_one_of_them() -> None:
    first, second = find_quantities("5$ 3")
    assert (first.text, second.text) == ("5$", "3")


PIECES = st.sampled_from(
    [
        "about",
        "at least",
        "more than",
        "up to",
        "between",
        "and",
        "to",
        "-",
        "–",
        "5",
        "12",
        "1,000",
        "2.5",
        "1.000,5",
        "three",
        "a dozen",
        "twenty-five",
        "half",
        "a third",
        "of",
        "hundred",
        "million",
        "bn",
        "m",
        "km",
        "%",
        "per cent",
        "$",
        "£",
        "euros",
        "days",
        "-day",
        "years ago",
        "May 16",
        "2025",
        "10:30",
        "people",
        "soldiers",
        "ships",
        "a month",
        "17th",
        "third",
        ".",
        ",",
        "(",
        ")",
        "\n",
        " ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)


@given(TEXTS)
def test_quantities_stand_where_they_say_in_order_and_once(text: str) -> None:
    at = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.text
        assert quantity.start >= at
        assert quantity.low is not None or quantity.high is not None
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
        at = quantity.end


@given(TEXTS, TEXTS)
def test_comparison_does_not_depend_on_order_and_nothing_contradicts_itself(first: str, second: str) -> None:
    a, b = find_quantities(first), find_quantities(second)
    for quantity in (*a, *b):
        assert compare_quantities(quantity, quantity) == "same"
    for x in a[:4]:
        for y in b[:4]:
            assert compare_quantities(x, y) == compare_quantities(y, x)


@pytest.mark.parametrize("unit", ["1,", "(", "one ", "1 - ", "$", "May ", "5 or "])
def test_a_hostile_text_of_one_repeated_piece_is_read_to_its_end(unit: str) -> None:
    assert len(find_quantities(unit * 5_000)) <= 5_000
