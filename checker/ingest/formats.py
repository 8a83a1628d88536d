"""Which file suffix is read by what. A reader turns a file's bytes into drafts of articles."""

from collections.abc import Callable, Iterator

from checker.ingest.article import Draft
from checker.ingest.decode import decode
from checker.ingest.plain import read_plain

Reader = Callable[[bytes], Iterator[Draft]]


def _text(data: bytes) -> Iterator[Draft]:
    decoded = decode(data)
    yield read_plain(decoded.text, markdown=False).noting("encoding", decoded.encoding)


def _markdown(data: bytes) -> Iterator[Draft]:
    decoded = decode(data)
    yield read_plain(decoded.text, markdown=True).noting("encoding", decoded.encoding)


def _html(data: bytes) -> Iterator[Draft]:
    from checker.ingest.webpage import read_webpage

    yield read_webpage(data)


READERS: dict[str, Reader] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
}
UNREAD = dict.fromkeys(
    (".doc", ".rtf", ".odt", ".pages", ".wpd", ".wps", ".epub", ".mobi", ".docm", ".ott"),
    "Save it as .txt, .html or .docx.",
)


def suffix_of(name: str) -> str:
    """The lower-case suffix that decides the reader: 'Story.HTML' → '.html'."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def read_drafts(name: str, data: bytes) -> Iterator[Draft]:
    """The drafts in a file's bytes, by its name's suffix. Raises `IngestError` when there is none."""
    return READERS[suffix_of(name)](data)
