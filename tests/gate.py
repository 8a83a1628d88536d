"""`make gate`: every figure against its floor, and no floor lowered in silence. Exits with 1 where either fails.

    python tests/gate.py [--data DIR] [--raise] [--only BEGINNING]

`--data`: others' labelled data, which the repository does not hold; without it those measures are left out.
`--raise` sets each floor that was passed to what was measured, and a floor for what has none, and
writes the figures into docs/quality.md.
Nothing of the frozen cases is shown but counts.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from gate_floors import (
    Floor,
    Measure,
    faults,
    head_commit,
    raised,
    read_floors,
    silently_lowered,
    write_floors,
)
from gate_measures import OTHERS, ROOT, Answers, measure_all

from checker import __version__

PINNED = ROOT / "fixtures" / "gate.toml"
PAGE = ROOT / "docs" / "quality.md"
MARKS = ("<!-- figures: make gate-raise writes them -->\n", "<!-- end of figures -->\n")


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code, after the table is printed."""
    parser = argparse.ArgumentParser(description="Measure the check against its floors.", allow_abbrev=False)
    parser.add_argument("--data", type=Path, default=None, help="others' labelled data")
    parser.add_argument("--raise", action="store_true", dest="rise", help="raise the floors that were passed")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    text = PINNED.read_text(encoding="utf-8")
    floors = read_floors(text)
    measures = measure_all(arguments.data or Path("/nonexistent"), stored_answers(text))
    sys.stdout.writelines(f"{line}\n" for line in table(floors, measures))
    left_out = absent(arguments.data, floors)
    if left_out:
        print(f"left out, their data is not here: {', '.join(sorted(left_out))}")
    wrong = [*faults(floors, measures, left_out=left_out), *history(PINNED)]
    print("".join(f"gate: {fault}\n" for fault in wrong), end="")
    if arguments.rise:
        rise(text, floors, measures)
    seconds = time.perf_counter() - began
    print(f"gate: {'refused' if wrong else 'holds'}, {len(measures)} measures in {seconds:.0f} s")
    return 1 if wrong else 0


def rise(text: str, floors: Mapping[str, Floor], measures: Sequence[Measure]) -> None:
    """Write the risen floors and the page's figures."""
    today, commit = datetime.now(UTC).date(), head_commit(ROOT)
    risen = raised(floors, measures, today=today, commit=commit)
    PINNED.write_text(write_floors(text, risen), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    about = f"Measured on {today.isoformat()} at {commit}, version {__version__}.\n\n"
    PAGE.write_text(with_figures(page, about + figures(risen, measures)), encoding="utf-8")
    print(f"gate: {sum(risen[name] != floors.get(name) for name in risen)} floors raised")


def with_figures(page: str, block: str) -> str:
    """The page with `block` between its two marks."""
    head, _, rest = page.partition(MARKS[0])
    _, _, tail = rest.partition(MARKS[1])
    return f"{head}{MARKS[0]}\n{block}\n{MARKS[1]}{tail}"


def figures(floors: Mapping[str, Floor], measures: Sequence[Measure]) -> str:
    """The measures as a table of Markdown."""
    lines = ["| measure | of | reached | floor | target | |", "|---|---|---|---|---|---|"]
    for measure in measures:
        pinned = floors.get(measure.name, Floor())
        if measure.value is not None:
            floor = "" if pinned.floor is None else f"{pinned.floor:.2f}"
            target = "" if pinned.target is None else f"{pinned.target:.2f}"
            mark = (
                "" if pinned.target is None else "reached" if reaches(measure, pinned) else "**not reached**"
            )
            part = f"{measure.part}/{measure.whole}"
            lines.append(f"| `{measure.name}` | {part} | {measure.value:.3f} | {floor} | {target} | {mark} |")
    return "\n".join(lines) + "\n"


def reaches(measure: Measure, pinned: Floor) -> bool:
    """Whether the measure is at its target; without one it is."""
    return measure.value is not None and measure.value + 1e-9 >= (pinned.target or 0)


def stored_answers(text: str) -> tuple[Answers, ...]:
    """The files of kept answers that gate.toml names."""
    return tuple(
        Answers(**{**entry, "sets": tuple(entry["sets"])}) for entry in tomllib.loads(text).get("answers", [])
    )


def absent(data: Path | None, floors: Mapping[str, Floor]) -> tuple[str, ...]:
    """The measures with a floor whose data is not here."""
    missing = {f"rules.{name}" for name, file, _, _ in OTHERS if data is None or not (data / file).exists()}
    return tuple(name for name in floors if name in missing)


def history(path: Path) -> Iterator[str]:
    """What the file's history has against its floors."""
    found = silently_lowered(path)
    if found is None:
        print("no history here: whether a floor was lowered in silence is not known")
        return
    for each in found:
        yield f"a floor was lowered in silence: {each}; the commit that does it says 'lower floor' and why"


def table(floors: Mapping[str, Floor], measures: Sequence[Measure]) -> Iterator[str]:
    """One line a measure: the figure, its floor, and the target where the project has one."""
    yield f"{'measure':<36}{'of':>11}{'reached':>9}{'floor':>7}{'target':>8}"
    for measure in measures:
        pinned = floors.get(measure.name, Floor())
        part = f"{measure.part}/{measure.whole}"
        value = "-" if measure.value is None else f"{measure.value:.3f}"
        floor = "-" if pinned.floor is None else f"{pinned.floor:.2f}"
        target = "" if pinned.target is None else f"{pinned.target:.2f}"
        yield f"{measure.name:<36}{part:>11}{value:>9}{floor:>7}{target:>8}{verdict(measure, pinned)}"


def verdict(measure: Measure, pinned: Floor) -> str:
    """What a reader should notice about the line."""
    if measure.value is None:
        return ""
    if pinned.floor is not None and measure.value + 1e-9 < pinned.floor:
        return "  BELOW"
    return "  met" if pinned.target is not None and reaches(measure, pinned) else ""


if __name__ == "__main__":
    sys.exit(main())
