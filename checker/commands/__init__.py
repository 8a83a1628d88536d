"""One module per command. Each `run` takes the parsed arguments and says what to print and how to exit.

Nothing here prints or exits: `checker.cli` does. Nothing is imported here but the standard
library, so that `checker --help` starts at once.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What a command came to: text for stdout, notes for stderr, and the exit code."""

    output: str = ""
    notes: tuple[str, ...] = ()
    code: int = 0
