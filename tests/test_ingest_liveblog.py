"""Live blogs: each entry has its own time, and what a later entry says otherwise is an update."""

import asyncio
import json
from datetime import datetime
from pathlib import Path

import pytest

from checker.engines.rules import RulesEngine
from checker.ingest import read_articles
from checker.model import Article, Report
from checker.pipeline import check

FIRST = "Five people were injured when a roof came down on a bus in Low Tarn, the police say."
SECOND = "The coastal line stays closed until Monday, Norland Rail says. Buses run from Castell."
THIRD = "Nine people were injured when a roof came down on a bus in Low Tarn, the police say."
DATED = "Storm live: power cuts across the south\nPublished: 4 March 2025\n\nThis is our live blog.\n\n"


def read(folder: Path, name: str, text: str) -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    [article] = [each for each in read_articles(folder) if each.path == name]  # type: ignore[union-attr]
    assert isinstance(article, Article), article
    return article


def times(article: Article) -> list[str]:
    return [entry.published.isoformat() if entry.published else entry.head for entry in article.entries]


def kept(article: Article) -> str:
    pieces, at = [], 0
    for span in article.excluded:
        pieces.append(article.text[at : span.start])
        at = span.end
    return "".join([*pieces, article.text[at:]])


HEADS: list[tuple[tuple[str, ...], list[str]]] = [
    (("22:15", "23:40", "23:55"), ["2025-03-04T22:15:00", "2025-03-04T23:40:00", "2025-03-04T23:55:00"]),
    (
        ("10.15pm", "11.40pm", "11.55pm"),
        ["2025-03-04T22:15:00", "2025-03-04T23:40:00", "2025-03-04T23:55:00"],
    ),
    (
        ("2 p.m.", "3 p.m.", "4 p.m."),
        ["2025-03-04T14:00:00", "2025-03-04T15:00:00", "2025-03-04T16:00:00"],
    ),
    (
        ("13:55 GMT", "14:10 GMT", "16:42 GMT"),
        ["2025-03-04T13:55:00+00:00", "2025-03-04T14:10:00+00:00", "2025-03-04T16:42:00+00:00"],
    ),
    (
        ("14h32", "15h05", "16h40"),
        ["2025-03-04T14:32:00", "2025-03-04T15:05:00", "2025-03-04T16:40:00"],
    ),
    (
        ("5 March 2025, 08:10", "6 March 2025, 07:00", "6 March 2025, 09:30"),
        ["2025-03-05T08:10:00", "2025-03-06T07:00:00", "2025-03-06T09:30:00"],
    ),
]
LAYOUTS = ["{}\n{}\n\n", "{} – {}\n\n", "**{}** | {}\n\n"]  # a head with a date has a line of its own


@pytest.mark.parametrize(
    ("heads", "found", "layout"),
    [(*case, layout) for case in HEADS for layout in (LAYOUTS[:1] if "2025" in case[0][0] else LAYOUTS)],
)
def test_a_head_gives_its_entry_a_time_and_is_not_compared(
    heads: tuple[str, ...], found: list[str], layout: str, tmp_path: Path
) -> None:
    entries = zip(heads, (FIRST, SECOND, THIRD), strict=True)
    article = read(tmp_path, "blog.txt", DATED + "".join(layout.format(*entry) for entry in entries))
    assert times(article) == found
    assert [FIRST in article.text[e.start : e.end] for e in article.entries] == [True, False, False]
    assert not any(head in kept(article) for head in heads)
    assert FIRST in kept(article)
    assert THIRD in kept(article)


def test_past_midnight_the_next_day_begins_in_either_order(tmp_path: Path) -> None:
    entries = [("22:15", FIRST), ("23:40", SECOND), ("00:25", "All trains stand still."), ("01:10", THIRD)]
    days = [4, 4, 5, 5]
    for name, order in (("old-first.txt", 1), ("new-first.txt", -1)):
        text = DATED + "".join(f"{head}\n{words}\n\n" for head, words in entries[::order])
        article = read(tmp_path, name, text)
        found = [entry.published.day for entry in article.entries if entry.published]
        assert found == days[::order]


def test_without_a_day_the_heads_stand_as_the_page_gives_them(tmp_path: Path) -> None:
    text = f"Storm leaves homes without power\n\n16:42\n{THIRD}\n15:10\n{SECOND}\n13:55 GMT\n{FIRST}\n"
    assert times(read(tmp_path, "blog.txt", text)) == ["16:42", "15:10", "13:55 GMT"]


@pytest.mark.parametrize(
    "text",
    [
        f"How the night went\n\n22:15\n{FIRST}\n23:40\n{SECOND}\n23:55\n{THIRD}\n",  # told forward, no live blog
        f"Storm live\n\n22:15\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n",  # one time
        f"Live: the storm\n\n22:15\n{FIRST}\n09:40\n{SECOND}\n23:55\n{THIRD}\n10:10\n{SECOND}\n11:05\n{FIRST}\n",
        "Live music this week\n\n19:00 – Choir\n\n20:00 – Jazz\n\n21:00 – Brass band\n\n" + FIRST,
    ],
)
def test_what_may_be_no_live_blog_has_no_entries(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, "article.txt", text).entries == ()


def page(data: str, entries: str) -> str:
    return (
        f'<html lang="en"><head><title>Storm</title>{data}</head><body><main><h1>Storm over the south</h1>'
        f"<p>What we know so far of the storm over the south of Norland.</p>{entries}</main></body></html>"
    )


def linked(*updates: tuple[str, str]) -> str:
    node = {
        "@type": "LiveBlogPosting",
        "headline": "Storm over the south",
        "datePublished": "2025-03-04T20:00:00Z",
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "datePublished": moment, "articleBody": body} for moment, body in updates
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


STATED = (("2025-03-04T23:55:00Z", THIRD), ("2025-03-04T23:40:00Z", SECOND), ("2025-03-04T22:15:00Z", FIRST))
AT = [datetime.fromisoformat(moment).isoformat() for moment, _ in STATED]


@pytest.mark.parametrize(
    "entry",
    [
        '<article><time datetime="{}">then</time><p>{}</p></article>',
        '<section class="entry"><h3><time datetime="{}">then</time></h3><p>{}</p></section>',
        '<div><div class="head"><span><time datetime="{}">then</time></span></div><div><p>{}</p></div></div>',
        '<ol class="feed"></ol><li><time datetime="{}">then</time><p>{}</p></li>',
    ],
)
def test_elements_with_a_time_of_their_own_are_entries(entry: str, tmp_path: Path) -> None:
    entries = "".join(entry.format(*stated) for stated in STATED)
    article = read(tmp_path, "page.html", page(linked(), f'<div class="live-blog">{entries}</div>'))
    assert times(article) == AT
    assert [article.text[e.start : e.end] for e in article.entries] == [words for _, words in STATED]


def test_the_updates_that_a_page_states_date_what_it_shows(tmp_path: Path) -> None:
    shown = "".join(f"<p>{words}</p>" for _, words in STATED)
    article = read(tmp_path, "page.html", page(linked(*STATED), f"<div>{shown}</div>"))
    assert times(article) == AT


def test_a_live_blog_that_a_script_draws_is_read_from_its_data(tmp_path: Path) -> None:
    long = [(moment, f"{words} {SECOND} {SECOND}") for moment, words in STATED]
    article = read(tmp_path, "page.html", page(linked(*long), ""))
    assert times(article) == AT
    node = linked(*STATED).removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert times(read(tmp_path, "blog.json", node)) == AT


def test_times_beside_other_articles_are_no_entries(tmp_path: Path) -> None:
    cards = "".join(
        f'<article><time datetime="{at}">then</time><p>{words}</p></article>' for at, words in STATED
    )
    article = read(tmp_path, "page.html", page("", f'<div class="front">{cards}</div>'))
    assert article.entries == ()


def run(folder: Path) -> Report:
    return asyncio.run(check(folder, engine=RulesEngine()))


def test_what_a_later_entry_says_otherwise_is_an_update(tmp_path: Path) -> None:
    (tmp_path / "blog.txt").write_text(
        f"{DATED}10:05 GMT\n{FIRST}\n\n12:20 GMT\n{SECOND}\n\n16:40 GMT\n{THIRD}\n", encoding="utf-8"
    )
    assert [finding.scope for finding in run(tmp_path).findings] == ["update"]
    (tmp_path / "blog.txt").write_text(f"Storm\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n", encoding="utf-8")
    assert [finding.scope for finding in run(tmp_path).findings] == ["article"]


def test_an_earlier_figure_of_another_outlet_is_an_update_by_the_entry_s_time(tmp_path: Path) -> None:
    blog = f"{DATED}10:05 GMT\nThis entry is about the trains.\n\n12:20 GMT\n{SECOND}\n\n16:40 GMT\n{THIRD}\n"
    (tmp_path / "blog.txt").write_text(blog, encoding="utf-8")
    head = "---\noutlet: Norland Post\npublished: {}\n---\n"
    for stated, is_update in (
        ("2025-03-04T11:00:00Z", True),
        ("2025-03-04T17:30:00+01:00", True),  # 16:30 GMT, ten minutes earlier
        ("2025-03-04T16:40:00Z", False),
        ("2025-03-04", False),  # when on that day is not known
    ):
        (tmp_path / "post.txt").write_text(head.format(stated) + f"Storm\n\n{FIRST}\n", encoding="utf-8")
        [finding] = run(tmp_path).findings
        assert (finding.scope == "update") == is_update, stated


def test_days_in_an_entry_are_reckoned_from_the_entry(tmp_path: Path) -> None:
    text = f"{DATED}10:05 GMT\n{FIRST}\n\n6 March 2025, 09:00 GMT\nThe line opened on Wednesday, Norland Rail said.\n\n"
    (tmp_path / "blog.txt").write_text(text + f"6 March 2025, 12:00 GMT\n{THIRD}\n", encoding="utf-8")
    report = run(tmp_path)
    [article] = report.articles
    at = article.text.index("The line opened")
    moment = article.published_at(at)
    assert moment == datetime.fromisoformat("2025-03-06T09:00:00+00:00")
    assert article.published_at(0) == article.published


def test_every_report_says_when(tmp_path: Path) -> None:
    from checker.report.markdown import to_markdown

    (tmp_path / "blog.txt").write_text(
        f"{DATED}10:05 GMT\n{FIRST}\n\n12:20 GMT\n{SECOND}\n\n16:40 GMT\n{THIRD}\n", encoding="utf-8"
    )
    report = run(tmp_path)
    shown = to_markdown(report)
    assert "4 March 2025, 10:05 UTC" in shown
    assert "4 March 2025, 16:40 UTC" in shown
