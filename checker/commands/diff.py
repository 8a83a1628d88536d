"""`checker diff`: two reports → what appeared, vanished or changed."""

import shutil
import sys
from argparse import Namespace

from checker.commands import Outcome
from checker.review.diff import difference, to_json, to_text
from checker.review.standing import read_report


def run(arguments: Namespace) -> Outcome:
    """The difference; exit 1 where there is any, 0 where there is none."""
    old, new = read_report(arguments.old), read_report(arguments.new)
    found = difference(old, new)
    code = 1 if found else 0
    if arguments.format == "json":
        return Outcome(to_json(found), code=code)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    return Outcome(to_text(found, old, new, width=width), code=code)
