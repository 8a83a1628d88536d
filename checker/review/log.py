"""reviews.jsonl: decisions are appended, one line each, and nothing in it is ever rewritten.

An append is one write to a file opened for appending, under a lock, and on the disk before it counts:
two reviewers at once lose nothing. A line that a crash cut short has no line break: the next append
begins a new line, and a reader reports the torn one and goes on. Files are merged by concatenation;
where a torn line swallowed the next file's first line, that line is found in it again.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from checker.errors import InputError, OutputError
from checker.model import Value
from checker.review.decisions import DECISION, Decision

# every line begins like this, and no JSON string can contain it: a quotation mark inside is escaped
_START = '{"decision":'


class Read(Value):
    """The decisions in a file, in its order, and a sentence for each line that is none."""

    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()
    size: int = 0  # bytes read


def append(path: Path, decision: Decision) -> None:
    """The decision stands at the end of the file, on the disk.

    Raises: OutputError when it could not be written; what was there before is untouched.
    """
    line = to_line(decision).encode()
    try:
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with _locked(handle):
                _write(handle, b"" if _ends_in_line_break(handle) else b"\n", line)
        finally:
            os.close(handle)
        if new:
            _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"the decision was not saved: cannot write {str(path)!r}: {reason}") from error


def read(path: Path) -> Read:
    """Every decision that can be read; no file is no decision.

    Raises: InputError when the file is there and cannot be opened.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Read()
    except OSError as error:
        raise InputError(f"cannot read {str(path)!r}: {error.strerror}") from error
    decisions: list[Decision] = []
    problems: list[str] = []
    for number, line in enumerate(text.split(b"\n"), 1):
        if not line.strip():
            continue
        found, problem = _read_line(line)
        decisions.extend(found)
        if problem:
            problems.append(f"{path.name}, line {number}: {problem}; skipped, the other lines hold")
    return Read(decisions=tuple(decisions), problems=tuple(problems), size=len(text))


def to_line(decision: Decision) -> str:
    """The decision as its line: readable, and nothing in it that acts on a terminal or breaks the line."""
    values: dict[str, Any] = decision.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    ordered = {"decision": values.pop("decision"), **values}
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    return "".join(char if char.isprintable() else _escaped(char) for char in text) + "\n"


def _escaped(char: str) -> str:
    return json.dumps(char, ensure_ascii=True)[1:-1]


def _read_line(line: bytes) -> tuple[list[Decision], str | None]:
    """The decisions in one line, and what is wrong with it.

    A line has one decision. Where files were merged after a crash, others may follow an
    unfinished one, or one whose line break is missing.
    """
    found: list[Decision] = []
    problem: str | None = None
    for part in _parts(line):
        try:
            found.append(DECISION.validate_json(part))
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(str(step) for step in first["loc"])
            known = f"no decision that this version knows ({where}: {first['msg']})"
            problem = "an unfinished decision" if first["type"] == "json_invalid" else known
    return found, problem


def _parts(line: bytes) -> list[bytes]:
    head, *rest = line.split(_START.encode())
    return [part for part in (head, *(_START.encode() + each for each in rest)) if part.strip()]


def _write(handle: int, head: bytes, line: bytes) -> None:
    """One write, so that a reader sees the line whole or not at all; then the disk has it."""
    written = os.write(handle, head + line)
    if written != len(head) + len(line):
        raise OSError(None, "the disk took only a part of it")
    os.fsync(handle)


def _ends_in_line_break(handle: int) -> bool:
    size = os.fstat(handle).st_size
    if not size:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk too, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    @contextlib.contextmanager
    def _locked(handle: int) -> Iterator[None]:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        try:
            yield
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:

    @contextlib.contextmanager
    def _locked(handle: int) -> Iterator[None]:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
