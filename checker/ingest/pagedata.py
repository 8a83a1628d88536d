"""What an HTML page says about its article: JSON-LD, OpenGraph and other meta tags, time elements."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from checker.ingest.livepage import updates_in
from checker.ingest.metadata import Metadata, clean, language_code
from checker.ingest.published import find_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ARTICLE_TYPES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "liveblogposting",
    "blogposting",
    "report",
    "socialmediaposting",
    "satiricalarticle",
    "scholarlyarticle",
    "askpublicnewsarticle",
)
LONGEST_JSON = 500_000
OUTLET_META = (
    "og:site_name",
    "article:publisher_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "application-name",
    "apple-mobile-web-app-title",
    "copyright-holder",
    "source",
)
TITLE_META = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "headline",
)
DATE_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date",
    "publish-date",
    "publish_date",
    "publication_date", "publishdate", "pubdate", "citation_publication_date", "cxenseparse:recs:publishtime",
    "article.published", "article_date_original", "originalpublicationdate", "date",
)  # fmt: skip
STANDFIRST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|subhead(?:line|ing|er)?|sub-?title|summary|lead|lede|intro|article_{1,2}desc(?:ription)?|"
    r"entradilla|chapo|chapeau|vorspann|strapline|excerpt|bajada|sottotitolo|occhiello)(?=[\s_-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statements:
    """A page's metadata, and its text where JSON-LD carries it."""

    metadata: Metadata
    body: str | None = None
    updates: tuple[tuple[str, tuple[str, ...]], ...] = ()  # time and texts of a live blog's entries
    is_blog: bool = False


def page_statements(tree: "HtmlElement") -> Statements:
    """What the page states about its article. Call before anything is taken out of the tree."""
    node = _article_node(tree)
    metadata = metadata_from_json(node, "JSON-LD") if node else Metadata()
    metadata = metadata.or_else(_from_meta(_meta_tags(tree))).or_else(_from_elements(tree))
    if node is None:
        return Statements(metadata)
    is_blog = "liveblogposting" in str(node.get("@type")).lower()
    return Statements(metadata, body_from_json(node), tuple(updates_in(node)), is_blog)


def _meta_tags(tree: "HtmlElement") -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (
            (
                element.get("property")
                or element.get("name")
                or element.get("itemprop")
                or element.get("http-equiv")
                or ""
            )
            .strip()
            .lower()
        )
        value = clean(element.get("content") or "")
        if key and value:
            tags.setdefault(key, value)
    return tags


def _from_meta(meta: Mapping[str, str]) -> Metadata:
    found: dict[str, str] = {}
    outlet_key = next((key for key in OUTLET_META if key in meta), None)
    title_key = next((key for key in TITLE_META if key in meta), None)
    found.update({field: key for field, key in (("outlet", outlet_key), ("title", title_key)) if key})
    outlet, title = meta.get(outlet_key or ""), meta.get(title_key or "")
    published = None
    for key in DATE_META:
        if key in meta and (published := find_date(meta[key])) is not None:
            found["published"] = key
            break
    language = None
    for key in ("og:locale", "content-language", "dc.language", "dcterms.language", "inlanguage"):
        if language := language_code(meta.get(key)):
            found["language"] = key
            break
    return Metadata(
        outlet, title, published, language, {field: f"html meta: {key}" for field, key in found.items()}
    )


def _from_elements(tree: "HtmlElement") -> Metadata:
    """h1 or title, time elements, html lang: what a page without meta tags still says."""
    found: dict[str, str] = {}
    title = next((text for element in tree.iter("h1") if (text := clean(element.text_content()))), None)
    if title:
        found["title"] = "html: h1"
    elif title := next(
        (text for element in tree.iter("title") if (text := clean(element.text_content()))), None
    ):
        found["title"] = "html: title"
    published = None
    for element in tree.iter("time"):
        stated = element.get("datetime") or element.text_content()
        if (published := find_date(clean(stated))) is not None:
            found["published"] = "html: time"
            break
    language = language_code(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    if language:
        found["language"] = "html: lang"
    return Metadata(None, title, published, language, found)


def _article_node(tree: "HtmlElement") -> Mapping[str, object] | None:
    """The first schema.org article in the page's JSON-LD."""
    for element in tree.iter("script"):
        source = element.text or ""
        if "ld+json" not in (element.get("type") or "").lower() or len(source) > LONGEST_JSON:
            continue
        try:
            loaded = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue  # a page's broken JSON-LD is common and costs nothing: its meta tags say the same
        for node in articles_in(loaded):
            return node
    return None


def body_from_json(node: Mapping[str, object]) -> str | None:
    """The text in a schema.org article, as it stands there; None when it has none."""
    body = node.get("articleBody") or node.get("text")
    if isinstance(body, str) and body.strip():
        return body.strip()
    return "\n".join(text.strip() for _, texts in updates_in(node) for text in texts) or None


def articles_in(loaded: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if depth > 6:
        return
    if isinstance(loaded, list):
        for item in loaded[:200]:
            yield from articles_in(item, depth + 1)
    elif isinstance(loaded, dict):
        kinds = loaded.get("@type")
        if any(
            str(kind).lower() in ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield loaded
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if key in loaded:
                yield from articles_in(loaded[key], depth + 1)


def metadata_from_json(node: Mapping[str, object], where: str) -> Metadata:
    """Metadata of a schema.org article."""
    found: dict[str, str] = {}
    outlet = (
        _name(node.get("publisher")) or _name(node.get("sourceOrganization")) or _name(node.get("provider"))
    )
    title = clean(str(node.get("headline") or node.get("name") or ""))
    published = find_date(str(node.get("datePublished") or "")) or find_date(
        str(node.get("dateCreated") or "")
    )
    language = language_code(_name(node.get("inLanguage")))
    for field, value in (
        ("outlet", outlet),
        ("title", title),
        ("published", published),
        ("language", language),
    ):
        if value:
            found[field] = where
    return Metadata(outlet or None, title or None, published, language, found)


def _name(value: object) -> str | None:
    """The name in "X", {"name": "X"} or [{"name": "X"}]."""
    if isinstance(value, list):
        return next((name for item in value[:5] if (name := _name(item))), None)
    if isinstance(value, dict):
        return _name(value.get("name") or value.get("alternateName"))
    return clean(value) or None if isinstance(value, str) else None


def standfirst(tree: "HtmlElement") -> str | None:
    """The paragraph under the headline that is marked as standfirst, of 6 to 80 words.

    Call when hidden text is gone and before anything else is: a standfirst that no reader sees is none.
    """
    marked = (element for element in tree.iter("p", "h2", "div", "span") if _is_marked(element))
    below = (
        element
        for heading in tree.iter("h1")
        if (element := heading.getnext()) is not None and element.tag == "h2"
    )
    for element in chain(marked, below):
        items = [clean(item.text_content()) for item in element.iter("li")]
        text = "\n".join(items) if items else clean(element.text_content())
        if 6 <= len(text.split()) <= 80:
            return text
    return None


def _is_marked(element: "HtmlElement") -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"[:300]
    return STANDFIRST_CLASS.search(names) is not None and next(element.iter("p"), element) is element
