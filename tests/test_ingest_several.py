"""Several articles in one text file: split where that is certain, and a normal article never."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.ingest import read_articles
from checker.ingest.several import split_articles
from checker.model import Article, Failure

GRAIN = (
    "The agreement that lets grain ships leave the ports of Eastmark has been extended by 60 days, the mediators "
    "said on Saturday, hours before it was due to expire.\n\n“Sixty days is a pause, not a solution,” Dorin Vale "
    "told the state broadcaster. Wheat for May delivery lost 1.8 percent."
)
STORM = (
    "About 80,000 homes in the south of Norland had no electricity on Saturday morning after a storm felled trees "
    "and power lines.\n\nTwo people were hurt when a roof came down on a bus in Low Tarn. Firefighters were "
    "called out more than 900 times, the ministry said."
)
DAM = (
    "Engineers who looked after the Tarn dam warned its owner in writing two years ago that one of its gates could "
    "fail in a flood, letters show.\n\nThe gate gave way in the night of 3 October. Seven people drowned."
)


def read(folder: Path, text: str, name: str = "story.txt") -> list[Article | Failure]:
    (folder / name).write_text(text, encoding="utf-8")
    return list(read_articles(folder))


def stated(article: Article | Failure) -> tuple[str, str | None, str | None, str | None]:
    assert isinstance(article, Article), article
    published = article.published.isoformat() if article.published else None
    return article.path, article.outlet, article.title, published


def kept(article: Article | Failure) -> str:
    assert isinstance(article, Article), article
    pieces, at = [], 0
    for span in article.excluded:
        pieces.append(article.text[at : span.start])
        at = span.end
    return " ".join("".join([*pieces, article.text[at:]]).split())


FRONT = "---\ntitle: {}\noutlet: {}\npublished: {}\n---\n\n{}\n\n"
TWO = [
    ("story.txt#1", "Norland Post", "Grain deal extended", "2025-03-15"),
    ("story.txt#2", "Ellin Courier", "Storm leaves homes without power", "2025-01-18"),
]
RULED = (
    "Grain deal extended for 60 days\nThe Norland Post, 15 March 2025\n\n{grain}\n\n{rule}\n\n"
    "Storm leaves homes without power\nEllin Courier, 18 January 2025\n\n{storm}\n"
)
DATABASE = """Document 1 of 2

Grain deal extended for 60 days

Publication title: The Norland Post; Norhaven
Publication date: Mar 15, 2025
Author: Dorn, Jana
Length: 512 words

Full text: {grain}

Copyright 2025 Norland Post Ltd. All rights reserved.
ProQuest document ID: 123456789

Document 2 of 2

Storm leaves homes without power

Publication title: Ellin Courier
Publication date: Jan 18, 2025

Full text: {storm}
"""
RECORDS = """1 of 2 DOCUMENTS

The Norland Post

March 15, 2025 Saturday

Grain deal extended for 60 days

BYLINE: Jana Dorn

SECTION: NEWS; Pg. 4

LENGTH: 512 words

{grain}

LOAD-DATE: March 16, 2025

LANGUAGE: ENGLISH

Copyright 2025 The Norland Post
All Rights Reserved

2 of 2 DOCUMENTS

Ellin Courier

January 18, 2025 Saturday

Storm leaves homes without power

LENGTH: 320 words

{storm}
"""
MAILBOX = """From news@norlandpost.example Sat Mar 15 10:00:00 2025
From: The Norland Post <news@norlandpost.example>
Subject: Grain deal extended
Date: Sat, 15 Mar 2025 10:00:00 +0000

{grain}

From desk@ellincourier.example Sat Jan 18 09:00:00 2025
From: Ellin Courier <desk@ellincourier.example>
Subject: Storm leaves homes without power
Date: Sat, 18 Jan 2025 09:00:00 +0000

{storm}
"""


def test_front_matter_again_and_again_begins_an_article_each(tmp_path: Path) -> None:
    text = FRONT.format("Grain deal extended", "Norland Post", "2025-03-15", GRAIN)
    text += FRONT.format("Storm leaves homes without power", "Ellin Courier", "2025-01-18", STORM)
    found = read(tmp_path, text)
    assert [stated(article) for article in found] == TWO
    assert [
        words in kept(article) for article, words in zip(found, ("1.8 percent", "900 times"), strict=True)
    ]
    assert "outlet:" not in kept(found[1])


@pytest.mark.parametrize("rule", ["***", "* * *", "=====", "-----", "______", "#####"])
def test_a_rule_with_a_head_above_and_below_parts_two_articles(rule: str, tmp_path: Path) -> None:
    found = read(tmp_path, RULED.format(grain=GRAIN, storm=STORM, rule=rule))
    assert [stated(article) for article in found] == [
        ("story.txt#1", "The Norland Post", "Grain deal extended for 60 days", "2025-03-15"),
        ("story.txt#2", "Ellin Courier", "Storm leaves homes without power", "2025-01-18"),
    ]
    assert kept(found[1]).endswith("the ministry said.")
    assert "told apart by the rules between them" in found[1].found_in["text"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("export", "outlets"),
    [
        (DATABASE, ["The Norland Post; Norhaven", "Ellin Courier"]),
        (RECORDS, ["The Norland Post", "Ellin Courier"]),
    ],
    ids=["numbered documents", "numbered records"],
)
def test_an_export_of_a_press_database_is_read_by_its_numbers(
    export: str, outlets: list[str], tmp_path: Path
) -> None:
    found = read(tmp_path, export.format(grain=GRAIN, storm=STORM))
    assert [stated(article)[0] for article in found] == ["story.txt#1", "story.txt#2"]
    assert [stated(article)[1] for article in found] == outlets
    assert [stated(article)[3] for article in found] == ["2025-03-15", "2025-01-18"]
    for article in found:
        assert not any(
            mark in kept(article).lower() for mark in ("length:", "document", "copyright", "full text")
        )
    assert "Sixty days is a pause" in kept(found[0])


def test_a_cover_of_an_export_is_set_apart_with_its_first_document(tmp_path: Path) -> None:
    found = read(tmp_path, "Search of 2 March\n2 results\n\n" + DATABASE.format(grain=GRAIN, storm=STORM))
    assert [stated(article)[0] for article in found] == ["story.txt#1", "story.txt#2"]
    assert "2 results" not in kept(found[0])
    [article] = read(tmp_path, f"{DAM}\n\n{DAM}\n\n" + DATABASE.format(grain=GRAIN, storm=STORM))
    assert stated(article)[0] == "story.txt"  # running text above the first number: no export


def test_the_last_line_of_each_document_parts_an_export(tmp_path: Path) -> None:
    text = f"Grain deal extended\n\n{GRAIN}\n\nEnd of Document\n\nStorm over Norland\n\n{STORM}\n\nEnd of Document\n"
    found = read(tmp_path, text)
    assert [stated(article)[2] for article in found] == ["Grain deal extended", "Storm over Norland"]
    assert not any("End of Document" in kept(article) for article in found)


@pytest.mark.parametrize("name", ["story.mbox", "story.txt"])
def test_each_mail_of_a_mailbox_is_an_article(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, MAILBOX.format(grain=GRAIN, storm=STORM), name)
    assert [stated(article) for article in found] == [
        (f"{name}#1", "The Norland Post", "Grain deal extended", "2025-03-15T10:00:00+00:00"),
        (f"{name}#2", "Ellin Courier", "Storm leaves homes without power", "2025-01-18T09:00:00+00:00"),
    ]


def test_mastheads_with_their_dates_part_a_bundle_of_reports(tmp_path: Path) -> None:
    long = [" ".join([words.replace("\n\n", " ")] * 3) for words in (GRAIN, STORM, DAM)]
    heads = [
        ("The Norland Post", "15 March 2025", "Grain deal extended"),
        ("Ellin Courier", "18 January 2025", "Storm leaves homes without power"),
        ("Castell Herald", "20 January 2025", "Owner knew of the weak gate"),
    ]
    text = "\n\n".join(
        f"{outlet}\n{day}\n{title}\n\n{body}" for (outlet, day, title), body in zip(heads, long, strict=True)
    )
    found = read(tmp_path, text)
    assert [stated(article)[1:3] for article in found] == [(outlet, title) for outlet, _, title in heads]


ONE = [
    f"Grain deal extended\nThe Norland Post, 15 March 2025\n\n{GRAIN}\n\n* * *\n\n{STORM}\n\n* * *\n\n{DAM}\n",
    f"Grain deal extended\nThe Norland Post, 15 March 2025\n\n{GRAIN}\n\n***\n\nWhat happens next\n\n{STORM}\n",
    f"Grain deal extended\nThe Norland Post, 15 March 2025\n\n{GRAIN}\n\n-----\n\nBy Jana Dorn in Norhaven\n\n{STORM}\n",
    f"---\ntitle: Grain deal extended\noutlet: Norland Post\n---\n\n{GRAIN}\n\n---\n\n{STORM}\n",
    f"---\ntitle: Grain\noutlet: Norland Post\n---\n\n{GRAIN}\n\n---\nquote: of the day\n---\n\n{STORM}\n",
    f"Grain deal extended\n===================\n15 March 2025\n\n{GRAIN}\n\n{STORM}\n",
    f"Grain deal extended\n\n{GRAIN}\n\nPage 1 of 2\n\n{STORM}\n\nPage 2 of 2\n",
    f"Grain deal extended\n\n{GRAIN}\n\n1 of 2\n\n{STORM}\n\n2 of 2\n",
    f"The year in five days\n\n{GRAIN}\n\n***\n\nThe storm\n18 January 2025\n\n{STORM}\n",  # no head of its own above
    f"Grain deal extended\nThe Norland Post, 15 March 2025\n\n{GRAIN}\n\nStorm over Norland\nEllin Courier, 18 January 2025\n\nRead it.\n",
    f"From the harbour we saw the ships leave in the spring of 2025\n\n{GRAIN}\n",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_one_article_stays_one(text: str, tmp_path: Path) -> None:
    [article] = read(tmp_path, text)
    assert stated(article)[0] == "story.txt"
    if "\n\n***" in text or "* * *" in text:
        assert kept(article).count("900 times") == 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [GRAIN, STORM, "* * *", "=====", "---", "title: x", "The Norland Post, 15 March 2025", "Grain deal extended",
             "Document 1 of 2", "Document 2 of 2", "End of Document", "From a@b.example Sat Mar 15 10:00:00 2025", ""]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_the_parts_are_the_whole_text_in_order(pieces: list[str]) -> None:
    text = "\n\n".join(pieces)
    parts = split_articles(text)
    if parts is not None:
        assert len(parts.spans) >= 2
        ends = [0, *(end for _, end in parts.spans)]
        assert [start for start, _ in parts.spans] == ends[:-1]
        assert ends[-1] == len(text)
