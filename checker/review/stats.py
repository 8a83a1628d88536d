"""Decisions → how often the check was right, as the reviewers saw it."""

import math
from collections.abc import Callable, Sequence

from checker.model import Value
from checker.review.decisions import Dispute
from checker.review.identity import distinct
from checker.review.state import State

_Z = 1.96  # 95 %


class Tally(Value):
    """One row: what became of the findings that were looked at. The interval is Wilson's, at 95 %."""

    name: str
    accepted: int
    dismissed: int
    follow_up: int
    precision: float | None = None
    low: float | None = None
    high: float | None = None


class Stats(Value):
    """The tallies over all and by kind, scope and who decided; what reviewers added, corrected, dispute."""

    total: Tally
    by: tuple[tuple[str, tuple[Tally, ...]], ...]
    added: int
    corrected: int
    split: int  # disputes on which reviewers' last verdicts differ


def stats(state: State) -> Stats:
    """The figures over every dispute in the log, whether or not the report still has it."""
    each_once = distinct(state)
    judged = [(each.about, each.verdict.what) for each in each_once if each.verdict]
    keys: tuple[tuple[str, Callable[[Dispute], str]], ...] = (
        ("kind", lambda about: about.kind),
        ("scope", lambda about: about.scope),
        ("decided by", lambda about: about.decided_by),
    )
    return Stats(
        total=_tally("all", [what for _, what in judged]),
        by=tuple(
            (
                title,
                tuple(
                    _tally(name, [what for about, what in judged if key(about) == name])
                    for name in sorted({key(about) for about, _ in judged})
                ),
            )
            for title, key in keys
        ),
        added=len(state.added),
        corrected=len(state.corrections),
        split=sum(bool(each.dissent) for each in each_once),
    )


def to_text(stats: Stats) -> str:
    """The figures as a table, ending in a newline."""
    if not stats.total.accepted and not stats.total.dismissed:
        return "Nothing was accepted or dismissed yet: 'checker review' opens the report for that.\n"
    names = [tally.name for _, tallies in stats.by for tally in tallies]
    width = max(10, *(len(name) for name in names)) + 2
    lines = [f"{'':<{width}} accepted  dismissed  follow up   precision (95 %)", _row(stats.total, width)]
    for title, tallies in stats.by:
        lines += ["", title, *(_row(tally, width) for tally in tallies)]
    lines += [
        "",
        f"added by reviewers, missed by the check: {stats.added}; claims corrected: {stats.corrected}; "
        f"reviewers differ on: {stats.split}",
        "Precision: accepted among accepted and dismissed; what nobody looked at is not in it.",
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _tally(name: str, verdicts: Sequence[str]) -> Tally:
    accepted, dismissed = verdicts.count("accept"), verdicts.count("dismiss")
    low, high = wilson(accepted, accepted + dismissed)
    return Tally(
        name=name,
        accepted=accepted,
        dismissed=dismissed,
        follow_up=verdicts.count("follow_up"),
        precision=accepted / (accepted + dismissed) if accepted + dismissed else None,
        low=low,
        high=high,
    )


def wilson(right: int, of: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share; none where nothing was counted.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    if not of:
        return None, None
    share, z2 = right / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    spread = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def _row(tally: Tally, width: int) -> str:
    figure = "-"
    if tally.precision is not None:
        figure = f"{tally.precision:.2f} ({tally.low:.2f}-{tally.high:.2f})"
    counts = f"{tally.accepted:>8}  {tally.dismissed:>9}  {tally.follow_up:>9}"
    return f"{'  ' + tally.name:<{width}} {counts}   {figure}"
