"""`checker verify`: does every quote, offset and hash of a report still hold?"""

from argparse import Namespace
from pathlib import Path

from checker.commands import Outcome


def run(arguments: Namespace) -> Outcome:
    """One line per problem; exit 1 where there is any, 0 where everything holds."""
    from checker.report.verify import verify

    problems = verify(arguments.report, folder=arguments.folder)
    if not problems:
        return Outcome(f"{_shown(arguments.report)}: every quote, offset and hash holds\n")
    lines = [f"{problem.where}: {problem.message}" for problem in problems]
    count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}"
    return Outcome("\n".join([*lines, f"{_shown(arguments.report)}: {count}"]) + "\n", code=1)


def _shown(path: Path) -> str:
    return path.as_posix()
