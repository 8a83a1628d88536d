"""XML to drafts: RSS and Atom with full content, NITF, NewsML-G2.

Read without entities, without a network and without expansion, so that no few bytes become many.
Elements are found by their local names: exporters disagree about namespaces.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from checker.errors import IngestError
from checker.ingest.article import Draft, Lost, with_heading
from checker.ingest.decode import decode
from checker.ingest.metadata import Metadata, clean, language_code
from checker.ingest.published import find_date, find_mail_date

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FEWEST_SUMMARY_WORDS = 80  # a feed that carries less than this per item carries teasers, not articles
NO_XML = "neither a feed (RSS, Atom) nor NITF nor NewsML-G2"


def read_xml(data: bytes) -> Iterator[Draft | Lost]:
    """The drafts of an XML file. Raises `IngestError` for what is no news format, or declares entities."""
    root = _parse(data)
    kind = _name(root)
    if kind in ("rss", "RDF", "feed"):
        yield from _feed(root)
    elif kind == "nitf":
        yield _nitf(root, "")
    elif kind in ("newsMessage", "newsItem", "packageItem"):
        yield from _newsml(root)
    else:
        raise IngestError(f"an XML file with root <{kind}>: {NO_XML}", code="no_article")


def _parse(data: bytes) -> "Element":
    from lxml import etree

    declared = re.match(rb"[^<]{0,10}<\?xml[^>]{0,100}?encoding=[\"']([\w-]{2,40})", data)
    text = decode(data, declared=declared.group(1).decode("ascii") if declared else None).text
    if "<!ENTITY" in text:
        raise IngestError("the XML declares entities, which no news format needs; refused", code="refused")
    text = re.sub(r"\A\s{0,50}<\?xml[^>]{0,200}\?>", "", text)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise IngestError(f"not readable as XML: {error.msg}", code="damaged") from error
    if root is None:
        raise IngestError("not readable as XML", code="damaged")
    return root


def _name(element: "Element") -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: "Element", *names: str) -> Iterator["Element"]:
    return (found for found in element.iter() if _name(found) in names)


def _first(element: "Element", *names: str) -> "Element | None":
    """The first descendant with the first of the names that occurs."""
    return next((found for name in names for found in _all(element, name)), None)


def _text(element: "Element | None") -> str:
    return clean("".join(map(str, element.itertext()))) if element is not None else ""


def _child_text(element: "Element", *names: str) -> str:
    children = (child for name in names for child in element if _name(child) == name)
    return next((text for child in children if (text := _text(child))), "")


def _metadata(where: str, outlet: str, title: str, stated: str, language: str | None) -> Metadata:
    published = find_date(stated) or find_mail_date(stated) or _compact_date(stated)
    code = language_code(language)
    found = {"outlet": outlet, "title": title, "published": published, "language": code}
    return Metadata(
        outlet=outlet or None,
        title=title or None,
        published=published,
        language=code,
        found_in={field: where for field, value in found.items() if value},
    )


def _compact_date(stated: str) -> date | datetime | None:
    match = re.match(
        r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?", stated.strip()
    )
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    clock = f"T{hour}:{minute}:{second or '00'}{zone}" if hour and zone else ""
    return find_date(f"{year}-{month}-{day}{clock}")


def _feed(root: "Element") -> Iterator[Draft | Lost]:
    items = list(_all(root, "item", "entry"))
    if not items:
        raise IngestError("a feed without items", code="no_article")
    channel = _first(root, "channel")
    head = channel if channel is not None else root
    outlet, language = _child_text(head, "title"), _child_text(head, "language") or root.get(XML_LANG)
    for number, item in enumerate(items, start=1):
        yield _feed_item(item, f"#{number}", outlet, language)


XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _feed_item(item: "Element", part: str, outlet: str, language: str | None) -> Draft | Lost:
    from checker.ingest.webpage import text_paragraphs

    source = _first(item, "source")
    name = _child_text(source, "title") or _text(source) if source is not None else ""
    stated = _child_text(item, "pubDate", "published", "date", "issued", "updated")
    metadata = _metadata("feed", name or outlet, _child_text(item, "title"), stated, language)
    # RSS writes <content:encoded>, Atom <content>, escaped or as elements.
    bodies = [
        _markup(child) for child in item if _name(child) in ("encoded", "content", "description", "summary")
    ]
    paragraphs = text_paragraphs(max(bodies, key=len, default=""))
    if len(" ".join(paragraphs).split()) < FEWEST_SUMMARY_WORDS:
        return Lost(part, IngestError("the feed carries only a summary of this item", code="summary_only"))
    return Draft(text=with_heading(metadata.title, None, paragraphs), metadata=metadata, part=part)


def _markup(element: "Element") -> str:
    """The contents of an element as HTML: escaped text as it is, child elements written out."""
    from lxml import etree

    if len(element) == 0:
        return element.text or ""
    return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)


def _nitf(root: "Element", part: str) -> Draft:
    """NITF: headline, dateline and content; date of issue, distributor or publication name."""
    content = _first(root, "body.content")
    if content is None:
        raise IngestError("NITF without body.content", code="no_article")
    issued, publication = _first(root, "date.issue", "date.release"), _first(root, "pubdata")
    outlet = (publication.get("name") if publication is not None else "") or _text(
        _first(root, "distributor", "doc.copyright")
    )
    stated = (issued.get("norm") if issued is not None else "") or (
        publication.get("date.publication") if publication is not None else ""
    )
    title = _text(_first(root, "hl1", "headline", "title"))
    metadata = _metadata("NITF", clean(outlet or ""), title, stated or "", root.get(XML_LANG))
    paragraphs = [_text(block) for block in _all(content, "p", "hl2", "li")] or [_text(content)]
    return Draft(
        text=with_heading(title, _text(_first(root, "abstract")) or None, paragraphs),
        metadata=metadata,
        part=part,
    )


def _newsml(root: "Element") -> Iterator[Draft | Lost]:
    items = [root] if _name(root) == "newsItem" else list(_all(root, "newsItem"))
    texts = [item for item in items if _first(item, "inlineXML", "inlineData") is not None]
    if not texts:
        raise IngestError("NewsML-G2 without inline text", code="no_article")
    for number, item in enumerate(texts, start=1):
        yield _newsml_item(item, f"#{number}" if len(texts) > 1 else "")


def _newsml_item(item: "Element", part: str) -> Draft:
    from checker.ingest.webpage import read_fragment

    provider, content = (
        _first(item, "provider", "infoSource", "creditline"),
        _first(item, "inlineXML", "inlineData"),
    )
    name = _first(provider, "name") if provider is not None else None
    outlet = _text(name if name is not None else provider) if provider is not None else ""
    stated = _text(_first(item, "firstCreated", "contentCreated", "versionCreated"))
    language = _first(item, "language")
    metadata = _metadata(
        "NewsML-G2",
        outlet or _text(_first(item, "creditline", "copyrightHolder")),
        _text(_first(item, "headline")),
        stated,
        (language.get("tag") if language is not None else None) or item.get(XML_LANG),
    )
    assert content is not None
    nested = _first(content, "nitf")
    paragraphs = (
        [_text(block) for block in _all(nested, "p", "hl2", "li")]
        if nested is not None
        else read_fragment(_markup(content))
    )
    return Draft(text=with_heading(metadata.title, None, paragraphs), metadata=metadata, part=part)
