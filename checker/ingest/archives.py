"""Packed files to drafts: gzip of any format that is read, and web archives (.warc, .warc.gz)."""

import gzip
import io
import zlib
from collections.abc import Iterator

from checker.errors import IngestError
from checker.ingest.article import Draft, Lost

MOST_UNPACKED = 20_000_000  # bytes: as for a file that was never packed
MOST_IN_ARCHIVE = 400_000_000  # bytes of all records of a web archive


def unpack(data: bytes) -> bytes:
    """The contents of a gzip file. Raises `IngestError` when they are damaged or too many."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            contents = packed.read(MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise IngestError(f"not readable as gzip: {error}", code="damaged") from error
    if len(contents) > MOST_UNPACKED:
        raise IngestError(f"unpacks to more than {MOST_UNPACKED:,} bytes; refused", code="refused")
    return contents


def read_warc(data: bytes) -> Iterator[Draft | Lost]:
    """A draft per page of a web archive; `#n` counts the pages. Other records are passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise IngestError("needs warcio: pip install 'checker[warc]'", code="missing_extra") from error
    pages, total = 0, 0
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            if "html" not in (record.http_headers.get_header("Content-Type") or "").lower():
                continue
            contents = record.content_stream().read(MOST_UNPACKED + 1)
            pages, total = pages + 1, total + len(contents)
            if total > MOST_IN_ARCHIVE:
                raise IngestError(f"unpacks to more than {MOST_IN_ARCHIVE:,} bytes; refused", code="refused")
            yield _page(contents, f"#{pages}")
    except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError) as error:
        raise IngestError(f"not readable as a web archive: {error}", code="damaged") from error
    if pages == 0:
        raise IngestError("no page in this web archive", code="no_article")


def _page(contents: bytes, part: str) -> Draft | Lost:
    from dataclasses import replace

    from checker.ingest.webpage import read_webpage

    if len(contents) > MOST_UNPACKED:
        return Lost(part, IngestError(f"more than {MOST_UNPACKED:,} bytes", code="too_large"))
    try:
        return replace(read_webpage(contents), part=part)
    except IngestError as error:
        return Lost(part, error)
