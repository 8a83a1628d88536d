"""Files with labels → values: pairs of short texts, and the answer key of a folder.

The fields are explained in docs/eval.md. An unknown field or label is an error that names its line.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from checker.errors import InputError
from checker.model import FindingKind, Scope, Value

ANSWER_KEY = "expected.json"  # in a labelled folder
Label = Literal["contradiction", "agreement", "neutral"]


class Pair(Value):
    """One labelled pair: two texts, and whether both can be true."""

    id: str
    a: str
    b: str
    label: Label
    kind: str | None = None  # of the contradiction, or of the one that a careless reader would see
    scope: Scope | None = None
    outlet_a: str | None = None
    outlet_b: str | None = None
    date_a: date | datetime | None = None
    date_b: date | datetime | None = None
    speaker_a: str | None = None
    speaker_b: str | None = None
    source: str | None = None
    why: str | None = None

    @property
    def one_article(self) -> bool:
        """Whether both sides stand in one article: they name the same outlet and the same day.

        The label has no part in it, so that a headline its body bears out is tried as one it does not.
        """
        same_day = self.date_a is not None and self.date_a == self.date_b
        return self.outlet_a is not None and self.outlet_a == self.outlet_b and same_day

    def swapped(self) -> "Pair":
        """The same pair with its sides in the other order."""
        return self.model_copy(
            update={
                f"{name}_{side}" if name else side: getattr(self, f"{name}_{other}" if name else other)
                for name in ("", "outlet", "date", "speaker")
                for side, other in ("ab", "ba")
            }
        )


class ExpectedQuote(Value):
    """Words that stand in one article of the folder."""

    article: str
    quote: str


class ExpectedSide(Value):
    """One position of an expected dispute."""

    position: str
    quotes: tuple[ExpectedQuote, ...]


class ExpectedFinding(Value):
    """A dispute that a careful editor finds. `rules`: numbers, dates, roles or words prove it."""

    id: str
    kind: FindingKind
    scope: Scope
    question: str
    rules: bool = False
    sides: tuple[ExpectedSide, ...]
    severity: str | None = None
    why: str | None = None


class NearMiss(Value):
    """What looks like a dispute and is none."""

    why: str
    quotes: tuple[ExpectedQuote, ...]


class Expected(Value):
    """The answer key of one folder."""

    findings: tuple[ExpectedFinding, ...]
    near_misses: tuple[NearMiss, ...] = ()
    notes: str | None = None


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """The pairs of a JSONL file, in order.

    Raises: InputError naming the line that is not one, or whose id came before.
    """
    pairs: dict[str, Pair] = {}
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        pair = _pair(line, f"{path.name}, line {number}")
        if pair.id in pairs:
            raise InputError(f"{path.name}, line {number}: the id {pair.id!r} stands there a second time")
        pairs[pair.id] = pair
    if not pairs:
        raise InputError(f"no labelled pair in {str(path)!r}")
    return tuple(pairs.values())


def _pair(line: str, where: str) -> Pair:
    try:
        return Pair.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "line"
        raise InputError(f"{where}: {field}: {first['msg']}") from error


def read_expected(path: Path) -> Expected:
    """The answer key of a folder. Raises: InputError when it cannot be read."""
    try:
        return Expected.model_validate_json(_text(path))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "file"
        raise InputError(f"{str(path)!r} is no answer key: {field}: {first['msg']}") from error


def labelled_folders(path: Path) -> Iterator[Path]:
    """`path` where it holds an answer key, else the folders right below that hold one, by name.

    Raises: InputError when there is none.
    """
    if (path / ANSWER_KEY).exists():
        yield path
        return
    below = sorted(key.parent for key in path.glob(f"*/{ANSWER_KEY}"))
    if not below:
        raise InputError(
            f"no {ANSWER_KEY} in {str(path)!r}: a labelled folder holds its answer key, "
            "or --expected FILE names it"
        )
    yield from below


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {str(path)!r}: {error}") from error
