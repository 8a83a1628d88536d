"""Floors pinned in fixtures/gate.toml, and whether anybody lowered one in silence.

A floor holds one figure: `"rules.tune.pairs.recall" = { floor = 0.55, set = 2026-11-22, commit = "68d4458" }`, with the
day and the commit it was measured at. It only rises. A commit that lowers or removes one says
`lower floor` in its message, with the reason; the whole history of the file is held to that.
"""

import math
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PERMISSION = re.compile(r"\blower floors?\b", re.IGNORECASE)
STEP = 100  # floors are set to hundredths, rounded down
FOUND = (".precision", ".scope")  # shares of what was found, which is more one day and less another:
LEAST_FOUND = 20  # no floor follows from fewer, where one finding is worth five hundredths and more


@dataclass(frozen=True)
class Floor:
    """What a figure must reach, and when and where that was measured; `target`: what is wanted of it."""

    floor: float | None = None
    target: float | None = None
    set: date | None = None
    commit: str | None = None


@dataclass(frozen=True)
class Measure:
    """A figure between 0 and 1, the more the better: `part` of `whole`. `whole` 0: nothing to measure."""

    name: str
    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


def read_floors(text: str) -> dict[str, Floor]:
    """The floors of a gate.toml, in its order."""
    return {name: Floor(**entry) for name, entry in tomllib.loads(text).get("floors", {}).items()}


def write_floors(text: str, floors: Mapping[str, Floor]) -> str:
    """The text of a gate.toml with these floors in place of its own; what stands above them is kept."""
    head = text.split("[floors]")[0]
    return head + "[floors]\n" + "".join(f"{_line(name, floor)}\n" for name, floor in floors.items())


def _line(name: str, floor: Floor) -> str:
    parts = {
        "floor": None if floor.floor is None else f"{floor.floor:.2f}",
        "target": None if floor.target is None else f"{floor.target:.2f}",
        "set": None if floor.set is None else floor.set.isoformat(),
        "commit": None if floor.commit is None else f'"{floor.commit}"',
    }
    return f'"{name}" = {{ {", ".join(f"{key} = {value}" for key, value in parts.items() if value)} }}'


def raised(
    floors: Mapping[str, Floor], measures: Sequence[Measure], *, today: date, commit: str
) -> dict[str, Floor]:
    """The floors, each risen to what was measured where that is more, but not above its target.

    A measure without a floor gets one. What is above its target may be traded for what is below.
    """
    risen = dict(floors)
    for measure in measures:
        old = risen.get(measure.name, Floor())
        if measure.value is None or (measure.name.endswith(FOUND) and measure.whole < LEAST_FOUND):
            continue
        reached = math.floor(min(measure.value, old.target or 1) * STEP + 1e-9) / STEP
        if old.floor is None or reached > old.floor:
            risen[measure.name] = Floor(floor=reached, target=old.target, set=today, commit=commit)
    return risen


def faults(
    floors: Mapping[str, Floor], measures: Sequence[Measure], *, left_out: Sequence[str] = ()
) -> Iterator[str]:
    """What is below its floor, and what has a floor and was not measured; `left_out`: names' beginnings."""
    values = {measure.name: measure.value for measure in measures}
    for name, pinned in floors.items():
        if pinned.floor is None or name.startswith(tuple(left_out)):
            continue
        value = values.get(name)
        if value is None:
            yield f"{name}: has a floor of {pinned.floor:.2f} and nothing was measured"
        elif value + 1e-9 < pinned.floor:
            yield f"{name}: {value:.3f} is below its floor of {pinned.floor:.2f}"


def lowered(before: Mapping[str, Floor], after: Mapping[str, Floor]) -> Iterator[str]:
    """The floors that are lower after than before, or gone."""
    for name, floor in before.items():
        if floor.floor is None:
            continue
        now = after.get(name, Floor()).floor
        if now is None:
            yield f"{name}: {floor.floor:.2f} removed"
        elif now < floor.floor:
            yield f"{name}: {floor.floor:.2f} → {now:.2f}"


def silently_lowered(path: Path) -> tuple[str, ...] | None:
    """Every floor that was lowered without a word, in the file's history and in the file as it stands.

    None: there is no history here to compare with.
    """
    versions = _versions(path)
    if versions is None:
        return None
    found: list[str] = []
    before: dict[str, Floor] = {}
    for commit, message, text in versions:
        after = read_floors(text)
        if not PERMISSION.search(message):
            found.extend(f"{each} ({commit})" for each in lowered(before, after))
        before = after
    return tuple(found)


def _versions(path: Path) -> list[tuple[str, str, str]] | None:
    """Commit, message and text of each version of the file, oldest first; the file as it stands comes last."""
    log = _git(path.parent, "log", "--reverse", "--format=%h%x1f%B%x1e", "--", path.name)
    if log is None:
        return None
    versions = []
    for entry in log.split("\x1e"):
        commit, _, message = entry.strip().partition("\x1f")
        text = _git(path.parent, "show", f"{commit}:./{path.name}") if commit else None
        if text is not None:
            versions.append((commit, message, text))
    return [*versions, ("not committed", "", path.read_text(encoding="utf-8"))]


def head_commit(folder: Path) -> str:
    """The short name of the commit that is checked out; "unknown" without one."""
    return (_git(folder, "rev-parse", "--short", "HEAD") or "unknown").strip()


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except OSError:
        return None
    return done.stdout.decode("utf-8") if done.returncode == 0 else None
