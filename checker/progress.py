"""How far a run is, on stderr: a live line on a terminal, now and then a line in a log."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from checker.model import Stage

QUIET_S = 1.0  # work that is done within a second says nothing
LIVE_EVERY_S = 0.1  # on a terminal, a line that rewrites itself
LOG_EVERY_S = 10.0  # elsewhere, lines that stay

DOING: dict[Stage, str] = {
    "ingest": "reading articles",
    "extract": "extracting claims",
    "ground": "locating quotes",
    "normalise": "reading numbers, dates and names",
    "group": "grouping",
    "compare": "comparing",
    "confirm": "looking again",
    "report": "writing the report",
}


class Shown:
    """Shows what the pipeline tells. The live line is gone at the end; nothing else depends on it."""

    def __init__(self, stream: TextIO, *, live: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._live = live
        self._clock = clock
        self._next = clock() + QUIET_S
        self._width = 0  # of the live line that stands there now

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        """`done` units of `stage` are done, of `total` where that is known."""
        now = self._clock()
        if now < self._next:
            return
        count = f"{done:,}" if total is None else f"{done:,} of {total:,}"
        line = f"{DOING[stage]}: {count}"
        if self._live:
            self._next = now + LIVE_EVERY_S
            self._write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._next = now + LOG_EVERY_S
            self._write(line + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipes the live line, so that what follows starts on a clean one."""
        if self._width:
            self._write("\r" + " " * self._width + "\r")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # nobody reads stderr any more: the check itself goes on
            self._next = float("inf")
            self._width = 0


class Silent(Shown):
    """Shows nothing."""

    def __init__(self) -> None:
        self._width = 0

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        """Nothing."""
