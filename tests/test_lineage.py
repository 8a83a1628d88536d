"""Copies and versions: which articles are one voice, and what a check makes of it."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from fake_engine import FakeEngine
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.ingest import read_articles
from checker.lineage import trace
from checker.model import Article, Report
from checker.pipeline import check
from checker.report import render

WIRE = """A barge loaded with gravel struck the lock gate at Nether Wick on Monday morning and sank within
minutes. The harbour master, Tove Lindqvist, said 14 people were taken off the barge and the quay. Divers
found no one in the hold. The lock stays shut until the gate has been examined by engineers from the
canal board, which owns it.

The barge had left Oskerry at dawn with 900 tonnes on board. Its skipper told the police that the engine did
not answer when he put it astern. Two tugs came from the yard downstream, but the current was too strong for
them. A crane ship is on its way and is expected to lift the wreck by the end of the week.

Some 30 boats are waiting above the lock. The grain merchants of the valley fear for the harvest, which goes
to the sea on this water alone. Their speaker asked the canal board to pay for lorries in the meantime. The
board said it would answer when it had read the report of the engineers."""
OTHER = """Gravel barge blocks valley canal

The lock at Nether Wick is closed after a barge went down beside its gate on Monday. The canal board
counted 19 people who had to be brought to safety. Grain traders say every day without the waterway costs
them dearly, and they want lorries. Whether the engine failed or the skipper misjudged the stream, nobody at
the board would say before the engineers have looked at what is left of the gate. A salvage ship has set out
from the coast. Boats queue for a mile above the weir, and inns in the village are full of their crews."""
LATER = WIRE.replace("14 people", "16 people").replace("Divers\nfound no one", "Divers later\nfound nobody")


def folder_of(path: Path, articles: Sequence[tuple[str, str, str, str]]) -> Path:
    """A folder with articles given as (name, outlet, day, text)."""
    for name, outlet, day, text in articles:
        head = f"---\noutlet: {outlet}\ndate: {day}\nlanguage: en\n---\n\n"
        path.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(head + text, encoding="utf-8")
    return path


def links(folder: Path) -> dict[str, tuple[str | None, str | None]]:
    """By path, what each article of the folder is a copy and a version of, by path."""
    traced = trace([item for item in read_articles(folder) if isinstance(item, Article)])
    paths: dict[str | None, str | None] = {article.id: article.path for article in traced}
    return {article.path: (paths.get(article.copy_of), paths.get(article.version_of)) for article in traced}


def edited(text: str, *, every: int) -> str:
    """The text as a sub-editor leaves it: one word in `every` is another."""
    words = text.split(" ")
    return " ".join("indeed" if n % every == every - 1 else word for n, word in enumerate(words))


CASES = {
    "the wire text, word for word": (WIRE, True),
    "another headline above it": ("Barge sinks in lock\n\n" + WIRE, True),
    "cut to its first two paragraphs": ("\n\n".join(WIRE.split("\n\n")[:2]), True),
    "cut to its first paragraph": (WIRE.split("\n\n")[0], True),
    "one word in fifteen changed": (edited(WIRE, every=15), True),
    "in capitals": (WIRE.upper(), True),
    "other line breaks and quotation marks": (" ".join(WIRE.split()).replace("'", "’"), True),
    "an own report on the same matter": (OTHER, False),
    "an own report with one paragraph of the wire in it": (OTHER + "\n\n" + OTHER.replace("a", "o")
        + "\n\n" + WIRE.split("\n\n")[0], False),
    "every third word changed": (edited(WIRE, every=3), False),
    "two sentences of it": (" ".join(WIRE.split(". ")[:1]) + ".", False),
}  # fmt: skip


@pytest.mark.parametrize(("text", "is_copy"), CASES.values(), ids=list(CASES))
def test_what_is_a_copy(tmp_path: Path, text: str, is_copy: bool) -> None:
    folder = folder_of(
        tmp_path,
        [("wire.md", "Oskerry Wire", "2031-05-05", WIRE), ("b.md", "Valley Courier", "2031-05-06", text)],
    )
    assert links(folder)["b.md"] == ("wire.md" if is_copy else None, None)


def test_the_same_outlet_later_is_a_version_and_the_same_day_a_copy(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        [
            ("a.md", "Oskerry Wire", "2031-05-05", WIRE),
            ("again.md", "Oskerry Wire", "2031-05-05", WIRE),
            ("b.md", "Oskerry Wire", "2031-05-06", LATER),
            ("c.md", "Oskerry Wire", "2031-05-07", LATER.replace("16", "17") + "\n\nThe lock opened again."),
            ("reprint.md", "Valley Courier", "2031-05-08", LATER),
        ],
    )
    assert links(folder) == {
        "a.md": (None, None),
        "again.md": ("a.md", None),
        "b.md": (None, "a.md"),
        "c.md": (None, "b.md"),
        "reprint.md": ("b.md", None),
    }


def test_of_undated_texts_the_longer_is_the_original(tmp_path: Path) -> None:
    cut = "\n\n".join(WIRE.split("\n\n")[:2])
    for name, text in (("a.txt", cut), ("b.txt", WIRE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert links(tmp_path) == {"a.txt": ("b.txt", None), "b.txt": (None, None)}


def test_text_without_blanks_is_traced_by_its_characters(tmp_path: Path) -> None:
    text = "月曜日の朝、砂利を積んだはしけが水門に衝突し、数分で沈んだ。港長によると十四人が岸に移された。潜水士は船倉に誰もいないことを確かめた。"
    for name, body in (("a.txt", text), ("b.txt", text + "水門は閉鎖されたままである。")):
        (tmp_path / name).write_text(body, encoding="utf-8")
    assert links(tmp_path)["a.txt"] == ("b.txt", None)


async def checked(folder: Path) -> Report:
    return await check(folder, engine=FakeEngine())


async def test_reprints_of_the_wire_are_one_voice_in_a_finding(tmp_path: Path) -> None:
    differing = OTHER.replace(
        "The canal board\ncounted 19 people who had to be brought to safety.",
        "The harbour master, Tove Lindqvist, said 19 people were taken off the barge and the quay.",
    )
    articles = [
        ("wire.md", "Oskerry Wire", "2031-05-05", WIRE),
        ("other.md", "Coast Radio", "2031-05-06", differing),
    ]
    articles += [(f"r{n}.md", f"Courier {n}", "2031-05-06", WIRE) for n in range(4)]
    report = await checked(folder_of(tmp_path, articles))
    (finding,) = report.findings
    reprinted = next(side for side in finding.sides if "Oskerry Wire" in side.outlets)
    assert len(finding.sides) == 2
    assert reprinted.outlets == ("Courier 0", "Courier 1", "Courier 2", "Courier 3", "Oskerry Wire")
    assert reprinted.copies == ("Courier 0", "Courier 1", "Courier 2", "Courier 3")
    assert len(reprinted.evidence) == 5
    assert next(side for side in finding.sides if side is not reprinted).copies == ()
    compared = {entry.article: entry.compared.sentences for entry in report.coverage}
    assert all(compared[article.id] >= 1 for article in report.articles)


async def test_reprints_are_asked_about_once(tmp_path: Path) -> None:
    two = folder_of(tmp_path / "two", [("a.md", "Oskerry Wire", "2031-05-05", WIRE),
                                       ("b.md", "Coast Radio", "2031-05-05", OTHER)])  # fmt: skip
    many = folder_of(tmp_path / "many", [("a.md", "Oskerry Wire", "2031-05-05", WIRE),
                                         ("b.md", "Coast Radio", "2031-05-05", OTHER),
                                         *((f"r{n}.md", f"Courier {n}", "2031-05-06", WIRE) for n in range(5))])  # fmt: skip
    few, more = FakeEngine(), FakeEngine()
    await check(two, engine=few)
    await check(many, engine=more)
    assert more.asked["compare"] == few.asked["compare"]


async def test_what_a_copy_changed_is_still_a_finding(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        [
            ("wire.md", "Oskerry Wire", "2031-05-05", WIRE),
            ("b.md", "Valley Courier", "2031-05-05", WIRE.replace("14 people", "41 people")),
        ],
    )
    report = await checked(folder)
    assert [finding.scope for finding in report.findings] == ["outlets"]
    assert {side.copies for side in report.findings[0].sides} == {(), ("Valley Courier",)} or all(
        side.copies == () for side in report.findings[0].sides
    )


async def test_versions_of_one_article_are_an_update(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        [("a.md", "Oskerry Wire", "2031-05-05", WIRE), ("b.md", "Oskerry Wire", "2031-05-06", LATER)],
    )
    report = await checked(folder)
    assert {finding.scope for finding in report.findings} == {"update"}


async def test_a_third_outlet_against_a_version_is_no_update(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        [
            ("a.md", "Oskerry Wire", "2031-05-05", WIRE),
            ("b.md", "Oskerry Wire", "2031-05-06", LATER),
            ("c.md", "Coast Radio", "2031-05-06", OTHER.replace(
                "The canal board\ncounted 19 people who had to be brought to safety.",
                "The harbour master, Tove Lindqvist, said 19 people were taken off the barge and the quay.")),
        ],
    )  # fmt: skip
    scopes = {finding.scope for finding in (await checked(folder)).findings}
    assert "outlets" in scopes


def _article(number: int, words: Sequence[str], outlet: str, day: int) -> Article:
    return Article(
        id=f"a{number}", path=f"{number}.txt", outlet=outlet, published=date(2031, 5, day),
        sha256="", source_sha256="", text=" ".join(words),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["A", "B"]), st.integers(1, 5), st.integers(30, 90)),
        max_size=8,
    )
)
def test_links_lead_to_earlier_articles_and_never_in_a_circle(
    drawn: list[tuple[int, str, int, int]],
) -> None:
    articles = [
        _article(n, [f"w{random.Random(seed).random()}x{m}" for m in range(length)], outlet, day)
        for n, (seed, outlet, day, length) in enumerate(drawn, 1)
    ]
    traced = {article.id: article for article in trace(articles)}
    assert [*traced] == [article.id for article in articles]
    for article in traced.values():
        assert not (article.copy_of and article.version_of)
        if article.copy_of:
            assert traced[article.copy_of].copy_of is None
        seen = {article.id}
        step = article.copy_of or article.version_of
        while step:
            assert step not in seen
            seen.add(step)
            step = traced[step].version_of
        if article.version_of:
            before = traced[article.version_of]
            assert before.outlet == article.outlet
            assert before.published is not None
            assert article.published is not None
            assert before.published < article.published


async def test_every_form_says_what_is_a_copy(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        [
            ("a.md", "Oskerry Wire", "2031-05-05", WIRE),
            ("b.md", "Oskerry Wire", "2031-05-06", LATER),
            ("c.md", "Valley Courier", "2031-05-06", WIRE),
            ("d.md", "Lower Valley Echo", "2031-05-06", WIRE),
        ],
    )
    report = await checked(folder)
    for form in ("text", "markdown", "html"):
        shown = " ".join(render(report, form).replace("\\", "").split())
        assert (
            "Valley Courier (c.md), Lower Valley Echo (d.md) repeat the text of Oskerry Wire (a.md): one voice."
            in shown
        )
        assert "Oskerry Wire (b.md) is a later version of Oskerry Wire (a.md)" in shown
        assert "Oskerry Wire; copied by " in shown
        assert form == "text" or "copied by Lower Valley Echo, Valley Courier" in shown  # cut on the terminal
