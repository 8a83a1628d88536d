"""Answers that were paid for, kept: the same question of the same model is asked once.

One SQLite file with one row per answer. The key is a hash of everything an answer depends on: model,
endpoint, parameters, prompt, schema, question. A row is written in one transaction as soon as its
answer is there, so a process killed at any moment loses only what was still under way; several
processes may share the file. Failed and empty answers never get here. There are no keys of
endpoints in it, and no article text beyond the quotes in the answers.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import JsonValue, ValidationError

from checker.errors import InputError, OutputError
from checker.model import Usage, Value

LAYOUT = 1
_BUSY_MS = 30_000  # how long one process waits for another's write; a write takes milliseconds
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    record TEXT NOT NULL
) WITHOUT ROWID
"""


class Origin(Value):
    """Who answers: model, endpoint, and the parameters that shape its answers."""

    model: str
    endpoint: str
    parameters: Mapping[str, str | int | float | bool | None] = {}


class Question(Value):
    """Everything an answer depends on. `prompt`, `schema_sha256` and `question` are hashes."""

    name: str  # prompt and version: "extract_claims_v1"
    origin: Origin
    prompt: str  # of the system message
    schema_sha256: str
    question: str  # of the user message

    @property
    def key(self) -> str:
        """The hash of all of it."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class KeptAnswer(Value):
    """One answer with its question. `lost`: items of a cut array that were not complete."""

    asked: Question
    answer: dict[str, JsonValue]
    answered_by: str  # the model's name as the endpoint gave it
    usage: Usage
    lost: int = 0


class Store:
    """The answers in one file. Use as a context manager, or `close` it."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if missing. Raises: OutputError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
            self._connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_SCHEMA)
            self._check_layout(path)
        except (sqlite3.Error, OSError) as error:
            raise OutputError(f"the store of answers {str(path)!r} cannot be used: {error}") from error
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was put is in it already."""
        self._connection.close()

    def get(self, asked: Question) -> KeptAnswer | None:
        """The answer to this very question, or None. A row that cannot be read counts as none."""
        rows = self._run("SELECT record FROM answers WHERE key = ?", asked.key)
        if not rows:
            return None
        try:
            return KeptAnswer.model_validate_json(rows[0])
        except ValidationError:
            return None

    def put(self, kept: KeptAnswer) -> None:
        """Keep an answer; one already there is replaced. Raises: ValueError for an empty one."""
        if not kept.answer:
            raise ValueError("an empty answer is not kept")
        origin = kept.asked.origin
        self._run(
            "INSERT OR REPLACE INTO answers (key, name, model, endpoint, record) VALUES (?, ?, ?, ?, ?)",
            kept.asked.key,
            kept.asked.name,
            origin.model,
            origin.endpoint,
            kept.model_dump_json(),
        )

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM answers")[0])

    def __iter__(self) -> Iterator[KeptAnswer]:
        """All answers, by name and key: the order of an export."""
        for record in self._run("SELECT record FROM answers ORDER BY name, key"):
            yield KeptAnswer.model_validate_json(record)

    def origins(self) -> tuple[Origin, ...]:
        """Who gave the answers, each once, most answers first."""
        counts: dict[str, tuple[int, Origin]] = {}
        for kept in self:
            text = kept.asked.origin.model_dump_json()
            counts[text] = (counts.get(text, (0, kept.asked.origin))[0] + 1, kept.asked.origin)
        ranked = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))
        return tuple(origin for _, (_, origin) in ranked)

    def _check_layout(self, path: Path) -> None:
        (layout,) = self._connection.execute("PRAGMA user_version").fetchone()
        if layout == 0:
            self._connection.execute(f"PRAGMA user_version = {LAYOUT}")
        elif layout != LAYOUT:
            raise OutputError(
                f"the store of answers {str(path)!r} has layout {layout}, this checker reads {LAYOUT}: "
                "name another file, or use the checker that wrote it"
            )

    def _run(self, statement: str, *values: str) -> list[str]:
        """The first column of all rows. Raises: OutputError."""
        try:
            with closing(self._connection.execute(statement, values)) as cursor:
                return [row[0] for row in cursor.fetchall()]
        except sqlite3.Error as error:
            raise OutputError(f"the store of answers {str(self._path)!r} cannot be used: {error}") from error


def export_answers(store: Store, path: Path) -> int:
    """How many answers were written to `path`: JSONL, sorted, keys in order, stable. Raises: OutputError."""
    lines = [_line(kept) for kept in store]
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text("".join(lines), encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"{str(path)!r} cannot be written: {error.strerror}") from error
    return len(lines)


def import_answers(store: Store, path: Path) -> int:
    """How many answers of a JSONL file were put into the store. Raises: InputError; then none is."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the answers {str(path)!r} cannot be read: {error}") from error
    answers = list(_parsed(text.split("\n"), path))
    for kept in answers:
        store.put(kept)
    return len(answers)


def _line(kept: KeptAnswer) -> str:
    return json.dumps(kept.model_dump(mode="json"), ensure_ascii=False, sort_keys=True) + "\n"


def _parsed(lines: Iterable[str], path: Path) -> Iterator[KeptAnswer]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            kept = KeptAnswer.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise InputError(f"{str(path)!r}, line {number}: {where}: {first['msg']}") from error
        if not kept.answer:
            raise InputError(f"{str(path)!r}, line {number}: an empty answer")
        yield kept
