"""What can go wrong: one tree, two branches.

`CheckerError` stops the run before or instead of a report (exit 2). `UnitError`
costs one unit (a file, a chunk, a group, a conflict): the pipeline turns it into
a `Failure` in the report and goes on (exit 3). Foreign exceptions are mapped to
these at the edge where they arise; a traceback on a user's terminal is a bug.
"""


class CheckerError(Exception):
    """The run cannot go on. The message says what, which, and the next step."""


class UsageError(CheckerError):
    """The command line asks for something that does not exist."""


class SettingsError(CheckerError):
    """A setting is unknown, malformed, or contradicts another."""


class InputError(CheckerError):
    """The folder to check, or the report to read, is missing or unusable."""


class OutputError(CheckerError):
    """The output folder cannot be written."""


class EndpointError(CheckerError):
    """The model's address cannot be used at all: unreachable, unauthorised, no such model."""


class UnitError(Exception):
    """One unit is lost; the run goes on. `code` is a stable, short name for the kind of failure."""

    code = "unit"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class IngestError(UnitError):
    """A file could not be read as an article."""

    code = "unreadable"


class AnswerError(UnitError):
    """The model's answer to one question could not be had or could not be read."""

    code = "answer"
