"""The articles of a folder, one at a time, in path order; a file that is lost is a `Failure`.

Read: every file of a known format, in subfolders too. Passed over without a word: hidden files,
files that are about a folder and no article (README, LICENSE, ...), a saved page's `_files`
companion, an earlier report of this program, formats that hold no article (pictures, scripts).
A format that may hold an article and is not read (.doc, .rtf, ...) is a failure, not a silence.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.errors import IngestError, InputError
from checker.ingest.article import Draft, Lost, finish
from checker.ingest.formats import READERS, UNREAD, read_drafts, suffix_of
from checker.ingest.sources import Sources, read_sources
from checker.model import Article, Failure

MAX_FILE_BYTES = 20_000_000
ABOUT_THE_FOLDER = re.compile(
    r"(?:readme|licen[cs]e|notice|changelog|contributing|authors|copying|"
    r"credits)(?:\.[a-z-]{1,10})?\.(?:txt|md|html?)\Z",
    re.IGNORECASE,
)
OFFICE_LOCK = "~$"
REPORT_FILES = {"report.json", "report.md", "report.html"}


@dataclass(frozen=True)
class Found:
    """A file of the folder: its path in it, with forward slashes, and why it is lost, if so."""

    path: str
    lost: IngestError | None = None


def read_articles(folder: Path) -> Iterator[Article | Failure]:
    """The articles of `folder` in path order, with a `Failure` for each file that is lost.

    Ids are "a1", "a2", ... and count articles only. One file is in memory at a time.

    Raises:
        InputError: no such folder, no folder, not readable, no file of a format that is read, or a
            broken `sources.toml`.
    """
    found = _list(folder)
    return _read_all(folder, found, read_sources(folder))


def _list(folder: Path) -> list[Found]:
    if not folder.exists():
        raise InputError(
            f"There is no folder {str(folder)!r}. Give the folder that holds the articles: checker check "
            "FOLDER"
        )
    if not folder.is_dir():
        raise InputError(
            f"{str(folder)!r} is a file. Give the folder that holds the articles: checker check FOLDER"
        )
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise InputError(f"The folder {str(folder)!r} cannot be read: {error.strerror}.") from error
    found = sorted(_walk(folder, folder.resolve()), key=lambda file: file.path)
    if not found:
        kinds = " ".join(sorted(READERS))
        raise InputError(
            f"No article in {str(folder)!r}: no file there is of a kind that can be read ({kinds})."
        )
    return found


def _walk(folder: Path, root: Path) -> Iterator[Found]:
    """Every file that is an article by its name. Links to folders are not followed: no loop."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            name = current.relative_to(folder).as_posix()
            yield Found(name, IngestError(f"the folder cannot be read: {error.strerror}", code="unreadable"))
            continue
        names = {entry.name for entry in listed}
        if names >= REPORT_FILES and current != folder:
            continue
        for entry in listed:
            path = Path(entry.path)
            if _is_passed_over(entry.name, names):
                continue
            matters = entry.is_dir(follow_symlinks=False) or suffix_of(entry.name) in READERS
            if matters and not _is_text(entry.name):
                shown = os.fsencode(path.relative_to(folder)).decode("utf-8", "backslashreplace")
                yield Found(shown, IngestError("the name is not valid UTF-8: rename it", code="unreadable"))
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif (suffix := suffix_of(entry.name)) in READERS or suffix in UNREAD:
                yield from _file(path, path.relative_to(folder).as_posix(), suffix, root)


def _is_text(name: str) -> bool:
    """Whether a name can be written down: other bytes than UTF-8 become lone surrogates in it."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def _is_passed_over(name: str, siblings: set[str]) -> bool:
    if name.startswith((".", OFFICE_LOCK)) or name == "__MACOSX" or ABOUT_THE_FOLDER.match(name):
        return True
    stem, _, ending = name.rpartition("_")
    return ending in ("files", "Dateien", "fichiers", "archivos", "file") and bool(
        {f"{stem}.html", f"{stem}.htm"} & siblings
    )


def _file(path: Path, name: str, suffix: str, root: Path) -> Iterator[Found]:
    if suffix in UNREAD:
        yield Found(name, IngestError(f"{suffix} files are not read. {UNREAD[suffix]}", code="unsupported"))
        return
    if path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            yield Found(name, IngestError("a link that leads nowhere or to itself", code="link"))
            return
        if not target.is_relative_to(root):
            yield Found(
                name,
                IngestError(
                    "a link to a file outside the folder; copy the file here if it belongs to the story",
                    code="link",
                ),
            )
            return
        if target.is_dir() or (
            suffix_of(target.name) in READERS and not _is_hidden(target.relative_to(root))
        ):
            return  # read in its own place
    yield Found(name)


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _read_all(folder: Path, found: list[Found], sources: Sources) -> Iterator[Article | Failure]:
    count = 0
    for file in found:
        try:
            if file.lost is not None:
                raise file.lost
            data = read_bytes(folder / file.path)
            source = hashlib.sha256(data).hexdigest()
            for draft in read_drafts(file.path, data):
                article = _finish(draft, count + 1, file.path, source, sources)
                count += isinstance(article, Article)
                yield article
        except IngestError as error:
            yield _failure(file.path, error)


def _finish(draft: Draft | Lost, number: int, path: str, source: str, sources: Sources) -> Article | Failure:
    if isinstance(draft, Lost):
        return _failure(path + draft.part, draft.error)
    try:
        return finish(
            draft,
            article_id=f"a{number}",
            path=path + draft.part,
            source_sha256=source,
            listed=sources.listed(path, source_sha256=source),
        )
    except IngestError as error:
        return _failure(path + draft.part, error)


def source_path(path: str) -> str:
    """The file that an article's path names: 'feed.xml#3' → 'feed.xml'."""
    return re.sub(r"#\d{1,7}\Z", "", path)


def _failure(path: str, error: IngestError) -> Failure:
    return Failure(stage="ingest", unit=path, error=error.code, message=f"{path}: {error}")


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file. Raises `IngestError` for anything else, too large, or changing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise IngestError(f"cannot be opened: {error.strerror}", code="unreadable") from error
    with open(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise IngestError("not a file but a pipe, socket or device", code="not_a_file")
        if before.st_size > MAX_FILE_BYTES:
            raise IngestError(
                f"{before.st_size:,} bytes; a file may have {MAX_FILE_BYTES:,}", code="too_large"
            )
        try:
            data = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise IngestError(f"cannot be read: {error.strerror}", code="unreadable") from error
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        data
    ) != after.st_size:
        raise IngestError("the file changed while it was read; run again when it is complete", code="changed")
    if not data:
        raise IngestError("the file is empty", code="empty")
    return data
