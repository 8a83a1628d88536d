"""Which file suffix is read by what. A reader turns a file's bytes into drafts of articles."""

import re
from collections.abc import Callable, Iterator

from checker.errors import IngestError
from checker.ingest.article import Draft, Lost
from checker.ingest.decode import decode
from checker.ingest.several import read_texts

Reader = Callable[[bytes], Iterator[Draft | Lost]]
PACKED = ".gz"
# A mailbox under a text name: its first line, then the headers of a mail.
MAILBOX = re.compile(rb"From \S{1,200} [^\r\n]{8,60}\d{4}\r?\n[A-Za-z-]{2,40}: ")


def _text(data: bytes) -> Iterator[Draft | Lost]:
    if MAILBOX.match(data):
        yield from _mailbox(data)
        return
    decoded = decode(data)
    if decoded.text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        yield from _html(data)  # a page saved under a text name
    else:
        for draft in read_texts(decoded.text, markdown=False):
            yield draft.noting("encoding", decoded.encoding)


def _markdown(data: bytes) -> Iterator[Draft | Lost]:
    decoded = decode(data)
    for draft in read_texts(decoded.text, markdown=True):
        yield draft.noting("encoding", decoded.encoding)


def _html(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.webpage import read_webpage

    yield read_webpage(data)


def _json(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.structured import read_json

    return read_json(data)


def _json_lines(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.structured import read_json_lines

    return read_json_lines(data)


def _xml(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.markup import read_xml

    return read_xml(data)


def _mail(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.mail import read_mail

    return read_mail(data)


def _mailbox(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.mail import read_mailbox

    return read_mailbox(data)


def _saved_page(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.mail import read_saved_page

    return read_saved_page(data)


def _pdf(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.documents import read_pdf

    return read_pdf(data)


def _docx(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.documents import read_docx

    return read_docx(data)


def _warc(data: bytes) -> Iterator[Draft | Lost]:
    from checker.ingest.archives import read_warc

    return read_warc(data)


READERS: dict[str, Reader] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".mhtml": _saved_page,
    ".mht": _saved_page,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".xml": _xml,
    ".rss": _xml,
    ".atom": _xml,
    ".eml": _mail,
    ".mbox": _mailbox,
    ".pdf": _pdf,
    ".docx": _docx,
    ".warc": _warc,
}
# Formats that may hold an article and are not read: a failure with advice, never a silence.
UNREAD = dict.fromkeys(
    (".doc", ".rtf", ".odt", ".pages", ".wpd", ".wps", ".epub", ".mobi", ".docm", ".ott", ".msg"),
    "Save it as .txt, .html or .docx.",
)


def suffix_of(name: str) -> str:
    """The lower-case suffix that decides the reader, without the packing: 'Story.HTML.gz' → '.html'."""
    lower = name.lower().removesuffix(PACKED)
    dot = lower.rfind(".")
    return lower[dot:] if dot > 0 else ""


def read_drafts(name: str, data: bytes) -> Iterator[Draft | Lost]:
    """The drafts in a file's bytes, by its name's suffix. Raises `IngestError` when there is none."""
    suffix = suffix_of(name)
    if name.lower().endswith(PACKED) and suffix != ".warc":  # a web archive is packed record by record
        from checker.ingest.archives import unpack

        data = unpack(data)
    try:
        for draft in READERS[suffix](data):
            yield draft if isinstance(draft, Lost) or draft.excluded else draft.visible()
    except IngestError:
        raise
    except (Exception, RecursionError) as error:
        raise IngestError(
            f"cannot be read as {suffix}: {type(error).__name__}: {error}", code="damaged"
        ) from error
