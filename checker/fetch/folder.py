"""A page as a file in the folder, and its entry in sources.toml: address, time and hash."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from checker.errors import OutputError
from checker.fetch.pages import Page
from checker.ingest.sources import NAME, read_sources

LONGEST_SLUG = 80  # characters


def save(page: Page, folder: Path) -> tuple[Path, bool]:
    """The page's file in `folder`, and whether it is new. Raises: OutputError, InputError.

    The name says host and path, then eight digits of the hash of address and contents: a page that
    changed is another file, the same page is not saved twice.
    """
    path = folder / _name(page)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            return path, False
        listed = _entries(folder) + _entry(path.name, page)
        _write(path, page.body)
        _write(folder / NAME, listed.encode("utf-8"))
    except OSError as error:
        raise OutputError(f"cannot write into {str(folder)!r}: {error.strerror}.") from error
    return path, True


def _name(page: Page) -> str:
    parts = urlsplit(page.address)
    words = f"{(parts.hostname or '').removeprefix('www.')} {parts.path}".lower().removesuffix(page.suffix)
    slug = re.sub(r"[^a-z0-9]+", "-", words)[:LONGEST_SLUG].strip("-")
    digest = hashlib.sha256(page.address.encode() + b"\n" + page.body).hexdigest()
    return f"{slug or 'page'}-{digest[:8]}{page.suffix}"


def _entries(folder: Path) -> str:
    """What sources.toml holds, ready for another entry. Raises: InputError when it is broken."""
    read_sources(folder)
    path = folder / NAME
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    return f"{text.rstrip()}\n\n" if text.strip() else ""


def _entry(name: str, page: Page) -> str:
    digest = hashlib.sha256(page.body).hexdigest()
    asked = f'asked = "{_quoted(page.asked)}"\n' if page.asked != page.address else ""
    return (
        f'["{name}"]\naddress = "{_quoted(page.address)}"\n{asked}'
        f'fetched = {page.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")}\nsha256 = "{digest}"\n'
    )


def _quoted(text: str) -> str:
    """Inside a basic string of TOML."""
    return "".join(
        char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in text
    )


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(0o644)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
