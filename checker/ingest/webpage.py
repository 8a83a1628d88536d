"""HTML pages to drafts: trafilatura for the article's text, the page's own statements for its metadata.

Before extraction the tree loses what no reader of the page sees (scripts, comments, text hidden
by its style) and what its own markup declares to be no article (navigation, cookie banners,
comment threads, related boxes, figures). Offsets refer to the extracted text, which is what the
report shows; the headline and the standfirst stand first in it, because a headline is compared too.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from checker.errors import IngestError
from checker.ingest.article import Draft, bare_letters, with_heading
from checker.ingest.decode import decode
from checker.ingest.hidden import hidden_elements, plain_note
from checker.ingest.liveblog import Timed, stated_chars
from checker.ingest.livepage import entries_in_page
from checker.ingest.pagedata import page_statements, standfirst
from checker.ingest.prune import prune

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w-]{2,40})|^\s{0,50}<\?xml[^>]{0,100}?encoding=["']([\w-]{2,40})["']""",
    re.IGNORECASE,
)
DECLARED_WITHIN = 4096  # bytes: where browsers look too
INLINE = ("a", "span", "time", "button", "small")
MOST_CELLS, LONGEST_CELL = 1_000, 200
DRAWN_BY_SCRIPT = 0.5  # of the text in JSON-LD; a page that shows less is drawn by a script


def read_webpage(data: bytes, *, charset: str | None = None) -> Draft:
    """The draft of an HTML page. `charset` is what a header says. Raises `IngestError` without an article."""
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    name = next((group for group in declared.groups() if group), b"").decode("ascii") if declared else charset
    decoded = decode(data, declared=name)
    draft = read_html(decoded.text)
    return draft.noting(
        "encoding", None if decoded.encoding and decoded.encoding.endswith("declared") else decoded.encoding
    )


def read_html(page: str) -> Draft:
    """The draft of a decoded HTML page."""
    tree = _parse(page)
    stated = page_statements(tree)
    hidden = hidden_elements(tree)
    heading = _heading(tree, stated.metadata.title)
    below_heading = standfirst(tree)
    timed = (entries_in_page(tree, is_blog=stated.is_blog), timed_updates(stated.updates))
    prune(tree)
    tables = sum(_is_data(table) for table in tree.iter("table"))
    body = _extract(tree)
    unseen = None
    if stated.body is not None and len(body) < DRAWN_BY_SCRIPT * len(stated.body):
        body = "\n".join(text_paragraphs(stated.body))
        unseen = "JSON-LD: articleBody; without its scripts the page shows less than half of it"
    if not body.strip():
        raise IngestError("no article found in this page", code="no_article")
    paragraphs = [re.sub(r"^- ", "", line) for line in body.splitlines()]
    text = with_heading(heading, below_heading, paragraphs)
    fullest = max(timed, key=lambda entries: stated_chars(text, entries))
    draft = Draft(text=text, metadata=stated.metadata, timed=fullest).noting("text", unseen)
    draft = draft.noting("tables", f"{tables} left out: not running text" if tables else None)
    return draft.noting("hidden text", plain_note(hidden))


def _parse(page: str) -> "HtmlElement":
    from lxml import etree, html

    # A declared encoding inside a decoded string makes lxml refuse it; the bytes were decoded already.
    page = re.sub(r"\A\s{0,50}<\?xml[^>]{0,200}\?>", "", page)
    parser = html.HTMLParser(remove_comments=False, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        tree = html.document_fromstring(page.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise IngestError("the page has no content", code="empty") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stopped there: what follows in the page would be lost without a word.
        raise IngestError("elements nested more than 256 deep", code="too_deep")
    return tree


def _heading(tree: "HtmlElement", title: str | None) -> str | None:
    """The headline as the page shows it: its one h1, or the h1 that `title` names; else `title`."""
    headings = [text for element in tree.iter("h1") if (text := " ".join(element.text_content().split()))]
    if len(headings) == 1:
        return headings[0]
    wanted = bare_letters(title or "")
    return next(
        (
            text
            for text in headings
            if wanted and (bare_letters(text) in wanted or wanted in bare_letters(text))
        ),
        title,
    )


def _part_inline(tree: "HtmlElement") -> None:
    """Puts bars between inline elements that fill a block without a blank: "Jana Dorn4 March"."""
    for block in tree.iter("div", "header", "address", "section"):
        children = list(block)
        if (
            len(children) < 2
            or (block.text or "").strip()
            or any(child.tag not in INLINE for child in children)
        ):
            continue
        if any((child.tail or "").strip() for child in children):
            continue
        for child in children[:-1]:
            if child.text_content().strip():
                child.tail = " | "


def _is_data(table: "HtmlElement") -> bool:
    """Whether a table holds figures or facts and not the page: at least two rows of short cells."""
    rows = sum(1 for _ in table.iter("tr"))
    cells = [len(cell.text_content()) for cell in islice(table.iter("td", "th"), MOST_CELLS)]
    return rows >= 2 and len(cells) >= 4 and max(cells) <= LONGEST_CELL


def _unlist(tree: "HtmlElement") -> None:
    """Makes blocks of list items that hold paragraphs: the library puts a whole item on one line."""
    for item in tree.iter("li"):
        if next(item.iterdescendants("p", "h2", "h3", "h4", "blockquote"), None) is None:
            continue
        item.tag = "div"
        if (parent := item.getparent()) is not None and parent.tag in ("ul", "ol"):
            parent.tag = "div"


def _extract(tree: "HtmlElement") -> str:
    import trafilatura

    _unlist(tree)
    _part_inline(tree)
    text = trafilatura.extract(
        tree, include_comments=False, include_tables=False, favor_recall=True, deduplicate=False
    )
    return text or ""


def timed_updates(updates: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Timed, ...]:
    """The entries that a page's or file's data state, their texts in paragraphs."""
    return tuple(
        Timed(head, tuple(line for text in texts for line in text_paragraphs(text)))
        for head, texts in updates
    )


def text_paragraphs(body: str) -> list[str]:
    """The paragraphs of a text that may be plain or HTML."""
    if re.search(r"</(?:p|div|a|b|i|em|strong|li|h\d)>|<br ?/?>", body):
        return read_fragment(body)
    return [line for line in map(str.strip, body.splitlines()) if line]


def read_fragment(fragment: str) -> list[str]:
    """The paragraphs of a piece of HTML that is an article's body and nothing else, hidden text left out."""
    tree = _parse(f"<html><body><div>{fragment}</div></body></html>")
    hidden_elements(tree)
    for element in list(
        tree.iter("script", "style", "template", "figure", "figcaption", "iframe", "noscript")
    ):
        element.drop_tree()
    for element in tree.iter(
        "p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section"
    ):
        element.tail = "\n" + (element.tail or "")
    return [line for line in map(str.strip, "".join(tree.itertext()).splitlines()) if line]
