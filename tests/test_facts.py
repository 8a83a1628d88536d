"""A claim becomes a fact: numbers, times and names in one form."""

from datetime import UTC, date, datetime

import pytest

from checker.model import Article, Claim, Fact, Voice
from checker.normalise.facts import to_fact
from checker.normalise.names import NameTable

TEXT = (
    "Veldish President Oleksandr Marchenko met sailors in Kiev. The Veldish president said on Monday that about 30,000 soldiers"
    " had left. “We lost 12 ships,” Marchenco said."
)


def article(published: date | datetime | None = None, text: str = TEXT) -> Article:
    return Article(
        id="a1",
        path="one.txt",
        outlet="The Veld Courier",
        published=published,
        sha256="0" * 64,
        source_sha256="0" * 64,
        text=text,
    )


def fact(quote: str, *, published: date | datetime | None = None, text: str = TEXT, **roles: str) -> Fact:
    start = text.index(quote)
    speaker = roles.pop("speaker", None)
    claim = Claim(
        id="a1.k1", article="a1", chunk="a1.c1", kind="quantity", text=quote, quote=quote, start=start, end=start + len(quote),
        voice=Voice(speaker=speaker), subject=roles.get("subject"), object=roles.get("object"),
    )  # fmt: skip
    return to_fact(
        claim,
        article=article(published, text),
        names=NameTable.build([text, "Oleksandr Marchenko"]),
        context="around",
    )


QUOTE = "said on Monday that about 30,000 soldiers had left"


def test_figures_times_and_names_of_the_quote() -> None:
    found = fact(
        "Marchenko met sailors in Kiev", subject="Veldish President Oleksandr Marchenko", object="sailors"
    )
    assert found.names == ("Kyiv", "Oleksandr Marchenko")
    assert (found.subject, found.object) == ("Oleksandr Marchenko", "sailors")
    assert found.stems == {"met", "sailor"}
    assert (found.outlet, found.context, found.published) == ("The Veld Courier", "around", None)


def test_offsets_refer_to_the_quote() -> None:
    found = fact(QUOTE, published=date(2025, 5, 21))
    (quantity,), (period,) = found.quantities, found.periods
    assert QUOTE[quantity.start : quantity.end] == quantity.text == "about 30,000"
    assert QUOTE[period.start : period.end] == period.text == "Monday"
    assert (quantity.of, period.first) == ("soldier", date(2025, 5, 19))


@pytest.mark.parametrize(
    ("published", "text", "anchor"),
    [
        (date(2025, 5, 21), TEXT, "published"),
        (datetime(2025, 5, 21, 23, 30, tzinfo=UTC), TEXT, "published"),
        (None, "May 21, 2025\n\n" + TEXT, "stated"),
    ],
)
def test_monday_is_resolved_against_publication_or_a_stated_day(
    published: date | datetime | None, text: str, anchor: str
) -> None:
    (period,) = fact(QUOTE, published=published, text=text).periods
    assert (str(period.first), period.anchor) == ("2025-05-19", anchor)


def test_monday_without_any_day_stays_open() -> None:
    found = fact(QUOTE)
    assert (found.periods, found.open_times) == ((), ("Monday",))


def test_a_speaker_is_the_outlet_or_a_canonical_name() -> None:
    assert fact("We lost 12 ships").speaker is None
    assert fact("We lost 12 ships", speaker="President Oleksandr Marchenko").speaker == "Oleksandr Marchenko"
