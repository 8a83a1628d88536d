"""`checker report`: a report made before, in another form; or, in figures, what its reviewers decided."""

from argparse import Namespace

from checker.commands import Outcome
from checker.commands.check import printed
from checker.errors import UsageError
from checker.report import FORMS
from checker.review.standing import read_decisions, read_report
from checker.review.state import fold

PAIRS = "pairs"
ALL_FORMS = (*FORMS, PAIRS)


def run(arguments: Namespace) -> Outcome:
    """The report in the asked form on stdout, or the reviewers' figures."""
    report = read_report(arguments.report)
    if arguments.format not in ALL_FORMS:
        raise UsageError(f"no form {arguments.format!r}: choose from {', '.join(ALL_FORMS)}")
    if not arguments.stats and arguments.format != PAIRS:
        return Outcome(printed(report, arguments.format))
    read = read_decisions(arguments.report)
    state = fold(read.decisions)
    if arguments.stats:
        from checker.review import stats

        return Outcome(stats.to_text(stats.stats(state)), read.problems)
    from checker.review import pairs

    return Outcome(pairs.to_jsonl(pairs.to_pairs(state, report)), read.problems)
