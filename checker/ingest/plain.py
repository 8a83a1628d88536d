"""Text and Markdown files: the whole decoded file is the article's text, so that offsets need no map."""

import re

from checker.ingest.article import Draft
from checker.ingest.frontmatter import FrontMatter, read_front_matter
from checker.ingest.hidden import invisible_note, without_invisible
from checker.ingest.metadata import Metadata, metadata_from_values
from checker.model import Excluded

# On a line of its own: a picture, a comment, a rule, a reference definition. Bounded, so linear.
MARKDOWN_FURNITURE = re.compile(
    r"^[ \t]{0,3}(?:!\[[^\]\n]{0,500}\]\([^)\n]{0,1000}\)(?:\{[^}\n]{0,100}\})?|"
    r"\[!\[[^\]\n]{0,500}\]\([^)\n]{0,1000}\)\]\([^)\n]{0,1000}\)|<!--[^\n]{0,2000}?-->"
    r"|<[a-z/][^>\n]{0,500}>|\[[^\]\n]{1,100}\]:[ \t]\S{1,1000}[^\n]{0,200}|"
    r"(?:[-*_][ \t]?){3,40})[ \t]{0,10}\r?$",
    re.MULTILINE | re.IGNORECASE,
)


def read_plain(text: str, *, markdown: bool) -> Draft:
    """The draft of a .txt or .md file: front matter read and set apart, all else as it stands."""
    text, invisible = without_invisible(text)
    front = read_front_matter(text)
    excluded: list[Excluded] = []
    if front is not None:
        excluded.append(Excluded(start=front.start, end=front.end, reason="front matter"))
    if markdown:
        after = front.end if front else 0
        excluded.extend(
            Excluded(start=match.start(), end=match.end(), reason="markup")
            for match in MARKDOWN_FURNITURE.finditer(text, after)
        )
    return Draft(text=text, stated=_metadata(front), excluded=tuple(excluded)).noting(
        "hidden text", invisible_note(invisible) if invisible else None
    )


def _metadata(front: FrontMatter | None) -> Metadata:
    if front is None:
        return Metadata()
    metadata = metadata_from_values(front.values, "front matter")
    notes = {"front matter": front.note} if front.note else {}
    return Metadata(
        metadata.outlet,
        metadata.title,
        metadata.published,
        metadata.language,
        {**(metadata.found_in or {}), **notes},
    )
