"""Decisions, in any order and any number of copies → where each dispute stands.

Order in the file does not count, so files can be merged by concatenation: decisions are told apart by
their id and ordered by their time. Of two verdicts on a dispute the later holds.
"""

from collections.abc import Iterable

from checker.model import Value
from checker.review.decisions import Addition, Correction, Decision, Dispute, Note, Verdict, Withdrawal


class Judged(Value):
    """A dispute with what was decided on it, the latest last."""

    about: Dispute  # as the latest decision has it
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that holds; None where there is none, or where it was opened again."""
        if not self.verdicts or self.verdicts[-1].what == "reopen":
            return None
        return self.verdicts[-1]

    @property
    def dissent(self) -> tuple[Verdict, ...]:
        """The last verdict of each other reviewer, where it is another than the one that holds."""
        if self.verdict is None:
            return ()
        last = {verdict.who: verdict for verdict in self.verdicts}
        return tuple(
            verdict for verdict in last.values() if verdict.what not in {self.verdict.what, "reopen"}
        )


class State(Value):
    """All that reviewers decided, withdrawn things left out."""

    judged: tuple[Judged, ...] = ()
    corrections: tuple[Correction, ...] = ()
    added: tuple[Addition, ...] = ()


def fold(decisions: Iterable[Decision]) -> State:
    """The same for the same set of decisions, whatever their order and however often each occurs."""
    distinct = {decision.decision: decision for decision in sorted(decisions, key=_order, reverse=True)}
    ordered = sorted(distinct.values(), key=_order)
    withdrawn = {decision.of for decision in ordered if isinstance(decision, Withdrawal)}
    standing = [decision for decision in ordered if decision.decision not in withdrawn]
    on: dict[str, list[Verdict | Note]] = {}
    for decision in standing:
        if isinstance(decision, Verdict | Note):
            on.setdefault(decision.about.finding, []).append(decision)
    return State(
        judged=tuple(_judged(each) for each in on.values()),
        corrections=tuple(each for each in standing if isinstance(each, Correction)),
        added=tuple(each for each in standing if isinstance(each, Addition)),
    )


def _judged(decisions: list[Verdict | Note]) -> Judged:
    return Judged(
        about=decisions[-1].about,
        verdicts=tuple(each for each in decisions if isinstance(each, Verdict)),
        notes=tuple(each for each in decisions if isinstance(each, Note)),
    )


def _order(decision: Decision) -> tuple[float, str, str]:
    # the last part only orders two lines that claim one id, which no writer makes
    return decision.at.timestamp(), decision.decision, decision.model_dump_json()
