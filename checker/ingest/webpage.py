"""HTML pages to drafts: trafilatura for the article's text, the page's own statements for its metadata.

Before extraction the tree loses what no reader of the page sees (scripts, comments, text hidden
by its style) and what its own markup declares to be no article (navigation, cookie banners,
comment threads, related boxes, figures). Offsets refer to the extracted text, which is what the
report shows; the headline and the standfirst stand first in it, because a headline is compared too.
"""

import re
from typing import TYPE_CHECKING

from checker.errors import IngestError
from checker.ingest.article import Draft
from checker.ingest.decode import decode
from checker.ingest.hidden import hidden_elements, plain_note
from checker.ingest.pagedata import page_statements
from checker.ingest.prune import prune

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w-]{2,40})|^\s{0,50}<\?xml[^>]{0,100}?encoding=["']([\w-]{2,40})["']""",
    re.IGNORECASE,
)
DECLARED_WITHIN = 4096  # bytes: where browsers look too
HEADED_WITHIN = 6  # paragraphs of the extracted text
DRAWN_BY_SCRIPT = 0.5  # of the text in JSON-LD; a page that shows less is drawn by a script
DEEPEST = 400  # levels of nested elements; more is an attack, and recursion elsewhere would not return


def read_webpage(data: bytes) -> Draft:
    """The draft of an HTML page. Raises `IngestError` when no article is found in it."""
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    name = next((group for group in declared.groups() if group), b"").decode("ascii") if declared else None
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
    prune(tree)
    body = _extract(tree)
    if stated.body is not None and len(body) < DRAWN_BY_SCRIPT * len(stated.body):
        body = stated.body
    if not body.strip():
        raise IngestError("no article found in this page", code="no_article")
    return Draft(text=_assemble(heading, stated.standfirst, body), metadata=stated.metadata).noting(
        "hidden text", plain_note(hidden)
    )


def _parse(page: str) -> "HtmlElement":
    from lxml import etree, html

    # A declared encoding inside a decoded string makes lxml refuse it; the bytes were decoded already.
    page = re.sub(r"\A\s{0,50}<\?xml[^>]{0,200}\?>", "", page)
    parser = html.HTMLParser(remove_comments=False, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        tree = html.document_fromstring(page.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise IngestError("the page has no content", code="empty") from error
    _refuse_depth(tree)
    return tree


def _refuse_depth(tree: "HtmlElement") -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise IngestError(f"elements nested more than {DEEPEST} deep", code="too_deep")


def _heading(tree: "HtmlElement", title: str | None) -> str | None:
    """The headline as the page shows it: its one h1, or the h1 that `title` names; else `title`."""
    headings = [text for element in tree.iter("h1") if (text := " ".join(element.text_content().split()))]
    if len(headings) == 1:
        return headings[0]
    wanted = _bare(title or "")
    return next(
        (text for text in headings if wanted and (_bare(text) in wanted or wanted in _bare(text))), title
    )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _extract(tree: "HtmlElement") -> str:
    import trafilatura

    text = trafilatura.extract(
        tree, include_comments=False, include_tables=False, favor_recall=True, deduplicate=False
    )
    return text or ""


def _assemble(heading: str | None, standfirst: str | None, body: str) -> str:
    """Headline, standfirst and body, each as its own paragraphs, none of them twice."""
    parts = [re.sub(r"^- ", "", line) for line in body.splitlines() if line.strip()]
    bare = [_bare(part) for part in parts]
    if heading and (name := _bare(heading)) in bare[:HEADED_WITHIN]:
        parts = parts[bare.index(name) + 1 :]  # what stands above the headline is the page's
    if standfirst and _bare(standfirst) not in _bare(" ".join(parts)):
        parts.insert(0, standfirst)
    return "\n\n".join([heading, *parts] if heading else parts) + "\n"
