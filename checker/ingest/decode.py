"""Bytes to text: UTF-8, UTF-16 and UTF-32 with or without a mark, and the old 8-bit and East Asian encodings.

UTF-8 is tried first, because text in another encoding is almost never valid UTF-8 by chance. The
rest is guessed from the bytes, and the article says so (`found_in["encoding"]`).
"""

import codecs
import re
from dataclasses import dataclass

from checker.errors import IngestError
from checker.ingest.language import detect_language

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 65_536  # bytes that a guess is made on
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HIGH = re.compile(rb"[\x80-\xff]")
LETTER = re.compile(rb"[A-Za-z]")
MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
SIGNATURES = {
    b"%PDF-": "a PDF document", b"PK\x03\x04": "a zip archive or Office document",
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture", b"\x7fELF": "a program", b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old Office document", b"\x1f\x8b": "gzip data",
    b"{\\rtf": "an RTF document", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive",
    b"BZh": "bzip2 data", b"\xfd7zXZ": "xz data",
    b"ID3": "an MP3 recording", b"OggS": "an Ogg recording",
    b"SQLite format 3": "a database", b"RIFF": "a RIFF file",
}  # fmt: skip


@dataclass(frozen=True)
class Decoded:
    """Text without its byte order mark, and the encoding where it is not plain UTF-8."""

    text: str
    encoding: str | None = None


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text of `data`. `declared` is what the file says its encoding is; used when the bytes agree.

    Raises `IngestError` ("binary") for what is no text in any encoding.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return Decoded(text, None if encoding == "utf-8" else f"{encoding}, by its byte order mark")
    if wide := _wide_encoding(data):
        return Decoded(data.decode(wide, errors="replace"), f"{wide}, guessed")
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared and (text_as_declared := _try(data, declared)) is not None:
        return Decoded(text_as_declared, f"{declared.lower()}, declared")
    if _is_damaged_utf8(data):
        return Decoded(data.decode("utf-8", errors="replace"), "utf-8 with damaged characters")
    encoding = _guess(data)
    return Decoded(data.decode(encoding, errors="replace"), f"{encoding}, guessed")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    sample = data[:SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    for signature, name in SIGNATURES.items():
        if data.startswith(signature) and (len(signature) > 3 or CONTROL.search(data[:64])):
            raise IngestError(f"not text but {name}", code="binary")
    sample = data[:SAMPLE]
    if b"\0" in sample or len(CONTROL.findall(sample)) > max(2, len(sample) // 200):
        raise IngestError("not text: it holds bytes that occur in no text", code="binary")


def _try(data: bytes, encoding: str) -> str | None:
    # What pages call Latin-1 is Windows' superset of it, by the HTML standard and in practice.
    name = encoding.strip().lower().replace("_", "-")
    name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
    try:
        if not codecs.lookup(name)._is_text_encoding:  # codecs such as "zip" or "rot13" are no encodings
            return None
        return data.decode(name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of the high bytes are valid UTF-8: a few broken ones do not make it another encoding."""
    sample = data[:SAMPLE]
    valid = sum(len(match) for match in MULTIBYTE.findall(sample))
    high = len(HIGH.findall(sample))
    return valid >= 20 and valid > 0.9 * high


def _guess(data: bytes) -> str:
    """The likeliest encoding: by language where one decoding reads as one, else by letters, else cp1252."""
    sample = data[:SAMPLE]
    share = len(HIGH.findall(sample)) / max(1, len(LETTER.findall(sample)) + len(HIGH.findall(sample)))
    western = ("cp1252", "cp1250", "mac_roman", "cp1254")
    candidates = (
        western
        if share < 0.3
        else (
            "cp1251",
            "koi8_r",
            "koi8_u",
            "iso8859_5",
            "cp866",
            "mac_cyrillic",
            "cp1253",
            "cp1256",
            "cp1255",
        )
    )
    readable = [
        (encoding, text) for encoding in candidates if (text := _text_of(sample, encoding)) is not None
    ]
    if share < 0.3:
        return min(readable, key=lambda item: _oddness(item[1]), default=("cp1252", ""))[0]
    for encoding, text in readable:
        if (
            detect_language(text) is not None
            and _oddness(text) < 0.05
            and len(BOXES.findall(text)) < len(text) / 100
        ):
            return encoding
    return _ask_charset_normalizer(sample)


def _text_of(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


ODD = re.compile(
    r"[^\W\d_][^\w\s'’‘“”\"«»„–—.,;:!?()\[\]/…-][^\W\d_]|[^\W\d_][¹²³¿¡ªº]|[a-zà-ÿ][A-ZÀ-Þ]|[\x80-\x9f]|"
    r"(?<![^\W\d_])[¹³¼½¾](?=[^\W\d_])"
)
RARE = re.compile(r"[ðþÐÞæøåœŒŸÿ¤¦¨¬¯´¸×÷ƒ†‡ˆ‰˜∂∆∏∑√∞∫≈≠≤≥◊]")
BOXES = re.compile(r"[\u2500-\u259f]")  # line drawing: what letters of DOS encodings become in others
CENTRAL_WORDS = re.compile(
    r"\b(?:się|że|jest|który|także|oraz|při|že|který|také|bylo|však|és|hogy|szerint|și|în|că)\b"
)


def _oddness(text: str) -> float:
    """How unlike text a decoding looks, per letter: symbols inside words, capitals after small letters."""
    odd = len(ODD.findall(text)) + len(RARE.findall(text)) / 2 - 3 * len(CENTRAL_WORDS.findall(text))
    return odd / max(1, len(text))


def _ask_charset_normalizer(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
