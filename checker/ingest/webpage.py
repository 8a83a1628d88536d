"""HTML pages to drafts: trafilatura for the article's text, the page's own statements for its metadata.

Before extraction the tree loses what no reader of the page sees (scripts, comments, text hidden
by its style) and what its own markup declares to be no article (navigation, cookie banners,
comment threads, related boxes, figures). Offsets refer to the extracted text, which is what the
report shows; the headline and the standfirst stand first in it, because a headline is compared too.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.errors import IngestError
from checker.ingest.article import Draft
from checker.ingest.decode import decode
from checker.ingest.hidden import hidden_elements, plain_note
from checker.ingest.lines import word_set
from checker.ingest.pagedata import page_metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w-]{2,40})|^\s{0,50}<\?xml[^>]{0,100}?encoding=["']([\w-]{2,40})["']""",
    re.IGNORECASE,
)
DECLARED_WITHIN = 4096  # bytes: where browsers look too
DEEPEST = 400  # levels of nested elements; more is an attack, and recursion elsewhere would not return
BLOCKS = word_set(
    "p div li ul ol h1 h2 h3 h4 h5 h6 blockquote section article main td tr table pre br dd dt header"
)

# Markup that says of itself that it is no article; whole tokens: "share" is, "shareholders" is not.
NOT_ARTICLE_TAGS = word_set(
    "nav footer aside form button select option iframe object embed svg canvas audio video dialog menu "
    "figure figcaption picture noscript template script style head"
)
NOT_ARTICLE_TOKENS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|social-?(?:links|media|bar|share)|related(?:-?(?:articles?|"
    r"posts?|stories|content|links|box))?|recommended|recommendations|read-?(?:more|next|also)|"
    r"more-?(?:from|on|stories)|"
    r"most-?(?:read|viewed|popular)|trending|comments?|comment-?(?:list|section|thread|form)|disqus|"
    r"respond|newsletter|sign-?up|subscribe|subscription|paywall|promo|promotion|teaser|advert|"
    r"advertisement|ads?|ad-?(?:slot|unit|container|wrapper|break)|sponsored|outbrain|taboola|"
    r"cookie|cookies|consent|gdpr|breadcrumbs?|byline|author-?(?:bio|box|info|card)|bio|tags?|tag-?list|"
    r"topics|caption|credit|photo-?credit|image-?(?:caption|credit)|gallery|carousel|slideshow|sidebar|"
    r"widget|navigation|nav|menu|footer|masthead|site-?header|skip-?link|toolbar|"
    r"print-?only|popup|modal|overlay|banner|copyright|timestamp|dateline-?meta|post-?meta|entry-?meta|"
    r"article-?meta|meta|published|updated|read-?time|reading-?time|follow|follow-?us|app-?promo|"
    r"audio-?player|video-?player|player|live-?now|ticker|kicker|section-?label|rubric|"
    r"eyebrow)(?:[\s_-](?:box|bar|block|list|container|wrapper|module|section|links?|area|inner|items?|"
    r"buttons?|tools?|component|group|widget|panel|unit|text|card|line|info|inline))?(?=\s|$)",
    re.IGNORECASE,
)
ARTICLE_TOKENS = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|content)[-_]?(?:body|content|text|main)", re.IGNORECASE
)


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
    metadata, standfirst = page_metadata(tree)
    hidden = hidden_elements(tree)
    heading = _heading(tree, metadata.title)
    _prune(tree)
    body = _extract(tree)
    if not body.strip():
        raise IngestError("no article found in this page", code="no_article")
    return Draft(text=_assemble(heading, standfirst, body), metadata=metadata).noting(
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


def _prune(tree: "HtmlElement") -> None:
    """Takes out what is declared to be no article, unless that is where most of the page's text is."""
    total = max(1, _paragraph_chars(tree))
    for element in list(_not_article(tree)):
        if element.getparent() is not None and _paragraph_chars(element) <= 0.4 * total:
            element.drop_tree()


def _not_article(tree: "HtmlElement") -> Iterator["HtmlElement"]:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article", "p", "h1"):
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"[:500]
        declared = NOT_ARTICLE_TOKENS.search(names) is not None and ARTICLE_TOKENS.search(names) is None
        if (
            element.tag in NOT_ARTICLE_TAGS
            or declared
            or element.get("role")
            in ("navigation", "complementary", "contentinfo", "banner", "search", "dialog")
        ):
            yield element


def _paragraph_chars(element: "HtmlElement") -> int:
    return sum(len(paragraph.text_content()) for paragraph in element.iter("p"))


def _extract(tree: "HtmlElement") -> str:
    import trafilatura

    text = trafilatura.extract(
        tree, include_comments=False, include_tables=False, favor_recall=True, deduplicate=False
    )
    return text or ""


def _assemble(heading: str | None, standfirst: str | None, body: str) -> str:
    """Headline, standfirst and body, each as its own paragraphs, none of them twice."""
    parts = [re.sub(r"^- ", "", line) for line in body.splitlines() if line.strip()]
    seen = {_bare(part) for part in parts}
    for part in (standfirst, heading):
        if (
            part
            and (bare := _bare(part))
            and bare not in seen
            and not (part is standfirst and bare in _bare(" ".join(parts)))
        ):
            parts.insert(0, part)
    return "\n\n".join(parts) + "\n"
