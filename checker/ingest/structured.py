"""JSON and JSON Lines to drafts: schema.org articles, or `{title, text, outlet, published}` objects."""

import json
from collections.abc import Iterator, Mapping

from checker.errors import IngestError
from checker.ingest.article import Draft, Lost, with_heading
from checker.ingest.decode import decode
from checker.ingest.livepage import updates_in
from checker.ingest.metadata import metadata_from_values
from checker.ingest.pagedata import articles_in, metadata_from_json

TEXT_KEYS = (
    "text",
    "articleBody",
    "body",
    "content",
    "article",
    "full_text",
    "fulltext",
    "maintext",
    "story",
)
LIST_KEYS = ("articles", "items", "results", "data", "documents", "entries", "docs", "hits")
MOST_ARTICLES = 100_000


def read_json(data: bytes) -> Iterator[Draft | Lost]:
    """The drafts of a JSON file: one object, a list of them, or an object that holds the list."""
    try:
        loaded = json.loads(decode(data).text, strict=False)
    except RecursionError as error:
        raise IngestError("JSON nested too deep", code="too_deep") from error
    except ValueError as error:
        raise IngestError(f"not valid JSON: {error}", code="damaged") from error
    objects = _objects(loaded)
    if not objects:
        raise IngestError("no article in this JSON: no object with a text", code="no_article")
    for number, item in enumerate(objects, start=1):
        part = f"#{number}" if len(objects) > 1 else ""
        yield _draft(item, part) or Lost(part, IngestError("an object without a text", code="no_article"))


def read_json_lines(data: bytes) -> Iterator[Draft | Lost]:
    """The drafts of a JSON Lines file; `#n` is the line's number. A bad line costs itself alone."""
    text = decode(data).text
    if not text.strip():
        raise IngestError("no line in it", code="empty")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        part = f"#{number}"
        try:
            loaded = json.loads(line, strict=False)
        except (ValueError, RecursionError) as error:
            yield Lost(part, IngestError(f"not valid JSON: {error}", code="damaged"))
            continue
        objects = _objects(loaded)
        draft = _draft(objects[0], part) if objects else None
        yield draft or Lost(part, IngestError("an object without a text", code="no_article"))


def _objects(loaded: object) -> list[Mapping[str, object]]:
    """The objects that are articles or should be."""
    if isinstance(loaded, list):
        return [item for item in loaded[:MOST_ARTICLES] if isinstance(item, dict)]
    if not isinstance(loaded, dict):
        return []
    if _text(loaded) is not None:
        return [loaded]
    if nodes := list(articles_in(loaded)):
        return nodes
    lists = (loaded[key] for key in LIST_KEYS if isinstance(loaded.get(key), list))
    return [item for item in next(lists, []) if isinstance(item, dict)]


def _text(item: Mapping[str, object]) -> str | None:
    texts = (item.get(key) for key in TEXT_KEYS)
    stated = next((text for text in texts if isinstance(text, str) and text.strip()), None)
    return stated or "\n".join(text for _, update in updates_in(item) for text in update) or None


def _draft(item: Mapping[str, object], part: str) -> Draft | None:
    text = _text(item)
    if text is None:
        return None
    from checker.ingest.webpage import text_paragraphs, timed_updates

    plain = {key.lower(): value for key, value in item.items() if isinstance(value, str)}
    metadata = metadata_from_json(item, "JSON").or_else(metadata_from_values(plain, "JSON"))
    standfirst = item.get("description") if "articleBody" in item else None
    paragraphs = text_paragraphs(text)
    return Draft(
        text=with_heading(metadata.title, standfirst if isinstance(standfirst, str) else None, paragraphs),
        metadata=metadata,
        timed=timed_updates(updates_in(item)),
        part=part,
    )
