"""`checker answers export` and `import`: kept answers as lines of JSON, to move or to share."""

import os
from argparse import Namespace

from checker.commands import Outcome
from checker.errors import InputError
from checker.settings import Settings, load_settings
from checker.store import Store, export_answers, import_answers


def run(arguments: Namespace) -> Outcome:
    """How many answers were written to the file, or taken from it."""
    given = {name: value for name, value in vars(arguments).items() if name in Settings.model_fields}
    settings = load_settings(given, env=os.environ, config=arguments.config).settings
    path = settings.answers.expanduser()
    if arguments.action == "export" and not path.exists():
        raise InputError(f"no answers are kept in {str(settings.answers)!r}: nothing to export")
    with Store(path) as store:
        if arguments.action == "export":
            count = export_answers(store, arguments.file)
            return Outcome(f"{count:,} answers written to {arguments.file.as_posix()}\n")
        count = import_answers(store, arguments.file)
        return Outcome(f"{count:,} answers taken from {arguments.file.as_posix()}\n")
