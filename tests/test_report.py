"""The report's files: written whole or not at all, the same for the same report, readable in every form."""

import os
import re
import stat
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample_report
from hypothesis import example, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from checker.errors import OutputError
from checker.model import Report
from checker.report import FORMS, render, write_report
from checker.report.html import to_html
from checker.report.markdown import safe, to_markdown
from checker.report.overview import summary
from checker.report.terminal import to_text
from checker.report.visible import columns, one_line, shorten, visible, wrap

REPORTS = [
    sample_report.sample,
    sample_report.hostile,
    sample_report.quiet,
    sample_report.single,
    sample_report.empty,
]


# --- files


def test_three_files_are_written_and_named(tmp_path: Path) -> None:
    paths = write_report(sample_report.sample(), tmp_path / "deep" / "out")
    assert [path.name for path in paths] == ["report.json", "report.md", "report.html"]
    assert sorted(file.name for file in (tmp_path / "deep" / "out").iterdir()) == sorted(
        p.name for p in paths
    )


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_report(sample_report.sample(), tmp_path / "a")]
    second = [path.read_bytes() for path in write_report(sample_report.sample(), tmp_path / "b")]
    assert first == second


def test_a_report_is_as_readable_as_its_users_other_files(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    (path, *_) = write_report(sample_report.sample(), tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_an_older_report_is_replaced(tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    (path, *_) = write_report(sample_report.quiet(), tmp_path)
    assert '"findings": []' in path.read_text(encoding="utf-8")


def test_an_unwritable_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="--out"):
        write_report(sample_report.sample(), tmp_path / "file" / "out")


def test_what_cannot_be_replaced_leaves_no_part_behind(tmp_path: Path) -> None:
    (tmp_path / "report.json" / "in the way").mkdir(parents=True)
    with pytest.raises(OutputError):
        write_report(sample_report.sample(), tmp_path)
    assert os.listdir(tmp_path) == ["report.json"]


# --- all forms


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("build", REPORTS)
def test_every_form_of_every_report_is_lines(form: str, build: Callable[[], Report]) -> None:
    text = render(build(), form)
    assert text.endswith("\n") or (form == "jsonl" and not build().claims)
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_hostile_text_in_every_form(form: str, snapshot: SnapshotAssertion) -> None:
    assert render(sample_report.hostile(), form) == snapshot


def test_the_summary_counts_what_is_there() -> None:
    assert summary(sample_report.sample()) == (
        "7 findings: 4 between outlets, 1 within an article, 1 between speakers, 1 update"
        " · 1 undecided · 4 articles · 18 claims · 1 quarantined · 1 failure"
    )
    assert summary(sample_report.empty()) == "0 findings · 0 articles · 0 claims · 0 quarantined · 1 failure"


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize(
    ("build", "says"),
    [
        (sample_report.quiet, "No contradiction was found in 2 articles."),
        (sample_report.single, "One article only: there is no other to compare it with."),
        (sample_report.empty, "No article could be read, so nothing was compared."),
    ],
)
def test_a_report_without_findings_says_what_that_means(
    form: str, build: Callable[[], Report], says: str
) -> None:
    text = re.sub(r"\s+", " ", render(build(), form))
    assert says in text
    assert "It does not see contradictions that need background knowledge" in text


# --- the terminal

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def test_a_good_day_on_the_terminal(snapshot: SnapshotAssertion) -> None:
    assert to_text(sample_report.sample()) == snapshot


@pytest.mark.parametrize("width", [40, 80, 132])
@pytest.mark.parametrize("build", REPORTS)
def test_no_line_is_wider_than_the_terminal(build: Callable[[], Report], width: int) -> None:
    assert [line for line in to_text(build(), width=width).splitlines() if columns(line) > width] == []


@pytest.mark.parametrize("build", REPORTS)
def test_nothing_of_an_article_acts_on_the_terminal(build: Callable[[], Report]) -> None:
    assert ACTING.findall(to_text(build())) == []


def test_colour_adds_nothing_but_colour() -> None:
    plain = to_text(sample_report.sample())
    coloured = to_text(sample_report.sample(), color=True)
    assert coloured != plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_many_findings_fit_a_screen_the_later_ones_by_their_question() -> None:
    text = to_text(sample_report.large(articles=4, findings=12))
    assert text.count("How many crates") == 12
    assert "the words on every side: report.html" in text
    assert len(text.splitlines()) < 80
    assert "6 more, and the words on every side" in to_text(sample_report.large(articles=4, findings=30))


# --- text of others


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x7fc\x9bd", "a␀b␡c⟨U+009B⟩d"),
        ("\u202ekcab\u202c", "⟨U+202E⟩kcab⟨U+202C⟩"),
        ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
        ("in\u200bvisible\ufeff", "in⟨U+200B⟩visible⟨U+FEFF⟩"),
        ("soft\u00adhyphen", "softhyphen"),
        ("12\u00a0000", "12 000"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner is spelling
        ("東京 é ß", "東京 é ß"),
        ("a\r\nb", "a\n\nb"),
    ],
)
def test_what_would_act_is_shown_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("東京", 4), ("e\u0301", 1), ("", 0), ("ａ", 2)])
def test_columns_are_what_the_terminal_takes(text: str, width: int) -> None:
    assert columns(text) == width


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(min_value=2, max_value=30))
def test_wrapped_and_shortened_text_fits(text: str, width: int) -> None:
    assert all(columns(line) <= width for line in wrap(text, width))
    assert columns(shorten(text, width)) <= width
    assert not ACTING.search("".join(wrap(text, width)))


# --- Markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("[click](javascript:x)", r"\[click\](javascript:x)"),
        ("<b>&amp;", r"\<b\>&amp;amp;"),
        ("a | b", r"a \| b"),
        ("@all #12", "&#64;all &#35;12"),
        ("http://x.example www.x.example", "http:&#47;&#47;x.example www&#46;x.example"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("two\n\n# lines", "two &#35; lines"),
    ],
)
def test_markdown_shows_others_text_as_it_is(text: str, markdown: str) -> None:
    assert safe(text) == markdown


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@example("1) first")
@example("- [ ] done")
@example("&#64; &amp; &lt;")
@example("a  \nb")
@example("# =\n===")
@example("<!-- http://x.example/?a=1&b=2 www.x.example")
def test_a_markdown_reader_sees_the_text_and_nothing_else(text: str) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("gfm-like", {"linkify": False})
    shown = one_line(text)
    tokens = parser.parse(f"- {safe(text)}") if shown else []
    inline = [child for token in tokens if token.type == "inline" for child in token.children]
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline) == shown
    assert [token.type for token in tokens].count("list_item_open") <= 1


def test_no_markup_of_an_article_is_left_in_markdown() -> None:
    assert not re.search(r"(?<!\\)<|(?<!\\)\[|@everyone|http://", to_markdown(sample_report.hostile()))


# --- HTML


class Page(HTMLParser):
    """What a browser would make of the page: its elements with their attributes, and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]


@pytest.mark.parametrize("build", REPORTS)
def test_nothing_of_an_article_executes_and_nothing_is_requested(build: Callable[[], Report]) -> None:
    page = Page(to_html(build()))
    assert [tag for tag, _ in page.elements if tag == "script"] == ["script", "script"]
    assert not {"img", "iframe", "object", "embed", "base", "link", "form action"} & {
        t for t, _ in page.elements
    }
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not page.values("style")
    assert not page.values("src")
    assert all(href.startswith("#") for href in page.values("href"))


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@example("</script><script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
@example("{{ 7*7 }}{% for x in y %}{# #}")
@example("<!--")
@example("]]>")
def test_no_text_changes_the_pages_elements(text: str) -> None:
    assert _elements_with(text) == _elements_with("words")


@cache
def _elements_with(words: str) -> list[str]:
    """The elements of the page in which everything that others write is `words`."""
    report = sample_report.sample()
    finding = report.findings[0].model_copy(
        update={"question": words, "explanation": words, "topic": words, "decided_by": words}
    )
    article = report.articles[0].model_copy(
        update={"title": words, "outlet": words, "path": words, "language": words}
    )
    run = report.run.model_copy(update={"engine": words, "model": words, "limits": (words,)})
    changed = report.model_copy(
        update={"findings": (finding,), "articles": (article, *report.articles[1:]), "run": run}
    )
    return [tag for tag, _ in Page(to_html(changed)).elements]


def test_the_page_allows_its_own_script_and_style_only() -> None:
    policy = next(
        value for value in Page(to_html(sample_report.sample())).values("content") if "default-src" in value
    )
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )


@pytest.mark.parametrize("build", REPORTS)
def test_every_link_leads_somewhere_and_every_id_is_one(build: Callable[[], Report]) -> None:
    page = Page(to_html(build()))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href")} <= set(ids)
    assert set(" ".join(page.values("aria-labelledby")).split()) <= set(ids)


def test_control_and_bidirectional_characters_do_not_reach_the_page() -> None:
    assert not ACTING.search(to_html(sample_report.hostile()))


class Words(HTMLParser):
    """The text that a reader of the page sees inside whole articles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside = 0
        self.skip = 0
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self.inside += ("class", "text") in attrs
        self.skip += tag in {"sup", "b"}

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.inside = 0
        self.skip -= tag in {"sup", "b"}

    def handle_data(self, data: str) -> None:
        if self.inside and not self.skip:
            self.text += data


def test_every_article_can_be_read_whole() -> None:
    report = sample_report.sample()
    shown = re.sub(r"\s", "", Words(to_html(report)).text)
    assert shown == re.sub(r"\s", "", "".join(article.text for article in report.articles))


def test_fifty_articles_stay_under_a_megabyte() -> None:
    assert len(to_html(sample_report.large(articles=50, findings=100)).encode()) < 1_000_000
