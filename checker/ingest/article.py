"""From a file's decoded contents to an `Article`: furniture found, metadata settled, hashes made."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.errors import IngestError
from checker.ingest.furniture import Furniture, find_furniture
from checker.ingest.hidden import invisible_note, without_invisible
from checker.ingest.language import detect_language
from checker.ingest.lines import Paragraph, split_paragraphs
from checker.ingest.liveblog import Blog, Timed, blog_as_stated, blog_in_text
from checker.ingest.metadata import Metadata, metadata_from_text
from checker.ingest.suspicious import find_suspicious
from checker.model import Article, Excluded

HEADED_WITHIN = 6  # paragraphs of an extracted text
MAX_TEXT_CHARS = 2_000_000  # some 300,000 words: no article, and more than an engine could be asked


@dataclass(frozen=True)
class Draft:
    """One article as its format gives it: the text the report shows, and what the format says of it.

    What a person wrote at the top of the file (`stated`) counts more than `sources.toml`, that more
    than the format's own statements (`metadata`), those more than the text's; least of all counts a
    file's date or a mail's subject (`fallback`), which can be of the copy and not of the article.
    """

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    stated: Metadata = field(default_factory=Metadata)
    fallback: Metadata = field(default_factory=Metadata)
    excluded: tuple[Excluded, ...] = ()  # what the format itself sets apart, in order: front matter for one
    timed: tuple[Timed, ...] = ()  # what the format states as entries of a live blog
    part: str = ""  # "#2" for the second article of a file that holds several

    def noting(self, what: str, note: str | None) -> "Draft":
        """The draft with a note on how it was read, for `Article.found_in`; itself without a note."""
        if not note:
            return self
        found_in = dict(self.metadata.found_in or {})
        found_in[what] = f"{found_in[what]}; {note}" if what in found_in else note
        return replace(self, metadata=replace(self.metadata, found_in=found_in))

    def visible(self) -> "Draft":
        """The draft without invisible characters, their number noted. For drafts without `excluded` only."""
        text, count = without_invisible(self.text)
        if not count:
            return self
        return replace(self, text=text).noting("hidden text", invisible_note(count))


@dataclass(frozen=True)
class Lost:
    """One article of a file with several that could not be read."""

    part: str
    error: IngestError


def with_heading(heading: str | None, standfirst: str | None, paragraphs: Sequence[str]) -> str:
    """Headline, standfirst and paragraphs as one text with blank lines between, none of them twice."""
    parts = [part.strip() for part in paragraphs if part.strip()]
    bare = [bare_letters(part) for part in parts]
    if heading and (name := bare_letters(heading)) in bare[:HEADED_WITHIN]:
        parts = parts[bare.index(name) + 1 :]  # what stands above the headline is the page's
    if standfirst and bare_letters(standfirst) not in bare_letters(" ".join(parts)):
        parts.insert(0, standfirst)
    return "\n\n".join([heading, *parts] if heading else parts) + "\n"


def bare_letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def finish(
    draft: Draft, *, article_id: str, path: str, source_sha256: str, listed: Metadata | None = None
) -> Article:
    """The article. `listed` is what `sources.toml` says of it.

    Raises:
        IngestError: no text of an article is left in it, or far too much.
    """
    if len(draft.text) > MAX_TEXT_CHARS:
        raise IngestError(
            f"{len(draft.text):,} characters of text; an article may have {MAX_TEXT_CHARS:,}. Split the "
            "file.",
            code="too_large",
        )
    paragraphs = _outside(split_paragraphs(draft.text), draft.excluded)
    if not any(any(map(str.isalnum, paragraph.text)) for paragraph in paragraphs):
        raise IngestError("no text in it", code="empty")
    known = draft.stated.or_else(listed or Metadata()).or_else(draft.metadata)
    furniture = find_furniture(paragraphs, title=known.title)
    if all(furniture.reasons):
        raise IngestError("only page furniture in it, no article", code="no_article")
    metadata = known.or_else(metadata_from_text(paragraphs, furniture)).or_else(draft.fallback)
    kept = "\n".join(
        p.text for p, reason in zip(paragraphs, furniture.reasons, strict=True) if reason is None
    )
    if metadata.language is None:
        metadata = metadata.or_else(_detected_language(kept))
    blog = _blog(draft, paragraphs, furniture, metadata)
    excluded = sorted(
        (*draft.excluded, *blog.heads, *furniture.excluded(draft.text, paragraphs)),
        key=lambda span: span.start,
    )
    return Article(
        id=article_id,
        path=path,
        outlet=metadata.outlet,
        title=metadata.title,
        published=metadata.published,
        language=metadata.language,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        source_sha256=source_sha256,
        text=draft.text,
        excluded=tuple(excluded),
        found_in={**(metadata.found_in or {}), **_blog_note(blog)},
        suspicious=find_suspicious(draft.text),
        entries=blog.entries,
    )


def _blog(draft: Draft, paragraphs: Sequence[Paragraph], furniture: Furniture, metadata: Metadata) -> Blog:
    """The entries of a live blog: as the format states them, else as the text shows them."""
    stated = blog_as_stated(draft.text, draft.timed, metadata.published)
    if stated.entries:
        return stated
    return blog_in_text(draft.text, paragraphs, furniture.reasons, metadata.published)


def _blog_note(blog: Blog) -> dict[str, str]:
    count = len(blog.entries)
    return {"live blog": f"{count} entries, each with a time of its own"} if count else {}


def _outside(paragraphs: tuple[Paragraph, ...], excluded: tuple[Excluded, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs that touch no span of `excluded`, which is in order and apart."""
    ends = [span.end for span in excluded]

    def touches(paragraph: Paragraph) -> bool:
        first = bisect_right(ends, paragraph.start)
        return first < len(excluded) and excluded[first].start < paragraph.end

    return tuple(paragraph for paragraph in paragraphs if not touches(paragraph)) if excluded else paragraphs


def _detected_language(text: str) -> Metadata:
    language = detect_language(text)
    return Metadata(
        language=language, found_in={"language": "text: its most frequent words"} if language else {}
    )
