"""PDF and Word documents to drafts. Their libraries are extras; without one, a line says which to install."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime

from checker.errors import IngestError
from checker.ingest.article import Draft, Lost
from checker.ingest.metadata import Metadata, clean

MOST_PAGES = 300
MOST_UNPACKED = 100_000_000  # bytes of all parts of a .docx together
MOST_RATIO = 200  # unpacked over packed; text compresses ten times, a bomb a thousand times


def read_pdf(data: bytes) -> Iterator[Draft | Lost]:
    """The draft of a PDF's text layer. Raises `IngestError` for scans, passwords and damage."""
    try:
        import pypdf
    except ImportError as error:
        raise _extra("pypdf", "pdf") from error
    if b"%PDF-" not in data[:1024]:
        raise IngestError("not a PDF, whatever its name says", code="damaged")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise IngestError("the PDF asks for a password", code="encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise IngestError(
                f"{len(reader.pages)} pages; an article may have {MOST_PAGES}", code="too_large"
            )
        text = "\n".join(page.extract_text() for page in reader.pages)
        information = reader.metadata
    except IngestError:
        raise
    except Exception as error:
        raise IngestError(f"the PDF is damaged: {type(error).__name__}", code="damaged") from error
    if not text.strip():
        raise IngestError(
            "the PDF has no text layer, only pictures; run text recognition on it first", code="no_text_layer"
        )
    title = clean(str((information and information.title) or ""))
    created = _created(information.get("/CreationDate") if information else None)
    yield Draft(text=_unbroken(text), fallback=_fallback("PDF", title, created))


def _extra(package: str, extra: str) -> IngestError:
    return IngestError(f"needs {package}: pip install 'checker[{extra}]'", code="missing_extra")


def _created(stated: object) -> datetime | None:
    """A PDF date with its zone: D:20250304063000+01'00'."""
    match = re.match(
        r"D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z|([+-]\d{2})'?(\d{2})'?)", str(stated or "")[:60]
    )
    if match is None:
        return None
    year, month, day, hour, minute, second, east, minutes = match.groups()
    try:
        return datetime.fromisoformat(
            f"{year}-{month}-{day}T{hour}:{minute}:{second}{east or '+00'}:{minutes or '00'}"
        )
    except ValueError:
        return None


def _fallback(where: str, title: str, created: datetime | None) -> Metadata:
    found = {
        field: f"{where}: {key}"
        for field, key, value in (("title", "title", title), ("published", "date of creation", created))
        if value
    }
    return Metadata(title=title or None, published=created, found_in=found)


def _unbroken(text: str) -> str:
    """The text with words put together that a line break divided."""
    return (
        re.sub(r"(?<=[^\W\d_])[-\u00ad]\n(?=[^\W\d_])(?![A-ZÀ-ÞА-Я])", "", text.replace("\r\n", "\n")).strip()
        + "\n"
    )


def read_docx(data: bytes) -> Iterator[Draft | Lost]:
    """The draft of a Word document: its paragraphs, without runs that are hidden or white."""
    try:
        import docx
    except ImportError as error:
        raise _extra("python-docx", "docx") from error
    _refuse_bomb(data)
    hidden = 0
    paragraphs: list[str] = []
    try:
        document = docx.Document(io.BytesIO(data))
        for paragraph in document.paragraphs:
            visible = [
                run
                for item in paragraph.iter_inner_content()
                for run in getattr(item, "runs", [item])
                if not _is_hidden(run)
            ]
            hidden += sum(
                len(list(getattr(item, "runs", [item]))) for item in paragraph.iter_inner_content()
            ) - len(visible)
            paragraphs.append("".join(run.text for run in visible))
        properties = document.core_properties
        title, language = clean(properties.title or ""), clean(properties.language or "")
    except Exception as error:
        raise IngestError(f"the Word document is damaged: {type(error).__name__}", code="damaged") from error
    fallback = Metadata(
        title=title or None,
        language=language[:2].lower() or None,
        found_in={"title": "Word: title", "language": "Word: language"},
    )
    note = f"{hidden} hidden passage{'s' if hidden > 1 else ''} removed" if hidden else None
    yield Draft(text="\n".join(paragraphs) + "\n", fallback=fallback).noting("hidden text", note)


def _is_hidden(run: object) -> bool:
    font = run.font  # type: ignore[attr-defined]
    return bool(font.hidden) or str(font.color.rgb) == "FFFFFF"


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise IngestError("not a Word document, whatever its name says", code="damaged") from error
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 50_000):
        raise IngestError(f"unpacks to {unpacked:,} bytes; refused", code="refused")
