"""Is this the dispute that was decided? By its id; else by the words on two of its sides.

A finding's id is made of its kind, its files and their quoted words. It holds through a re-run and
through edits elsewhere in the articles, and changes when a further outlet joins or a quote is cut
otherwise. Then two disputes of one kind are the same when two sides of the one share words with two
different sides of the other. Words are shared when one quote contains the other, white space aside,
in the same file or in the same outlet.

A verdict covers a finding when each of its sides shares words with a side that was judged. A side that
nobody judged (a third figure) opens the dispute again. A verdict whose own finding is in the report
speaks of that finding alone.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from checker.model import Finding, Report
from checker.review.decisions import Dispute, Stand, Words, disputes_of
from checker.review.state import Judged, State

# characters without white space: a shorter quote ("12 dead") says little alone and must be the same
SHORTEST_PART = 20


class Earlier(NamedTuple):
    """What was decided on a finding before, and whether that covers all of its sides."""

    judged: Judged
    covers: bool


def shared_sides(first: Dispute, second: Dispute) -> int:
    """How many sides of the one stand for sides of the other, each for one; 0 where they are two disputes."""
    if first.kind != second.kind:
        return 0
    touching = [
        [n for n, other in enumerate(second.sides) if _share_words(side, other)] for side in first.sides
    ]
    paired = _most_pairs(touching)
    return paired if paired > 1 else 0


def earlier(report: Report, state: State) -> dict[str, Earlier]:
    """Finding id → what was decided on it, for each finding of the report on which something was."""
    if not state.judged:
        return {}
    by_id = {judged.about.finding: judged for judged in state.judged}
    present = {finding.id for finding in report.findings}
    wandering = _ByWords(
        {judged.about.finding: judged.about for judged in state.judged if judged.about.finding not in present}
    )
    found: dict[str, Earlier] = {}
    for key, now in disputes_of(report.findings, report).items():
        same = [by_id[near] for near, _ in wandering.like(now)]
        if key in by_id:
            same.append(by_id[key])
        if same:
            found[key] = _joined(same, now)
    return found


def paired(before: Report, after: Report) -> tuple[tuple[Finding, Finding], ...]:
    """Each finding of `before` with the one of `after` that is the same dispute; none occurs twice."""
    by_id = {finding.id: finding for finding in after.findings}
    pairs = [(finding, by_id[finding.id]) for finding in before.findings if finding.id in by_id]
    taken = {finding.id for finding, _ in pairs}
    candidates = _ByWords(disputes_of((f for f in after.findings if f.id not in taken), after))
    unpaired = [finding for finding in before.findings if finding.id not in taken]
    were = disputes_of(unpaired, before)
    for finding in unpaired:
        ranked = candidates.like(were[finding.id])
        best = next((key for key, _ in ranked if key not in taken), None)
        if best is not None:
            taken.add(best)
            pairs.append((finding, by_id[best]))
    return tuple(pairs)


def added_now_found(report: Report, state: State) -> dict[str, str]:
    """Decision id of an added contradiction → id of the finding that now says it."""
    if not state.added:
        return {}
    findings = disputes_of(report.findings, report)
    found: dict[str, str] = {}
    for addition in state.added:
        for key, dispute in findings.items():
            # who adds a contradiction may call it by another kind than the engine does
            if shared_sides(addition.about.model_copy(update={"kind": dispute.kind}), dispute):
                found[addition.decision] = key
                break
    return found


def distinct(state: State) -> tuple[Judged, ...]:
    """Each dispute once, in the log's order: as it was decided last, where its id changed in between."""
    by_id = {judged.about.finding: judged for judged in state.judged}
    words = _ByWords({key: judged.about for key, judged in by_id.items()})
    kept: set[str] = set()
    for judged in sorted(state.judged, key=_latest, reverse=True):
        if not any(key in kept for key, _ in words.like(judged.about)):
            kept.add(judged.about.finding)
    return tuple(judged for judged in state.judged if judged.about.finding in kept)


class _ByWords:
    """Disputes by the files and outlets of their words, so that not all are compared with all."""

    def __init__(self, disputes: Mapping[str, Dispute]) -> None:
        self._disputes = disputes
        self._of: dict[str, list[str]] = {}
        for key, dispute in disputes.items():
            for place in _places(dispute):
                self._of.setdefault(place, []).append(key)

    def like(self, dispute: Dispute) -> list[tuple[str, int]]:
        """The keys of the same dispute with the number of sides shared, most first."""
        near = dict.fromkeys(key for place in _places(dispute) for key in self._of.get(place, ()))
        same = [(key, shared_sides(self._disputes[key], dispute)) for key in near]
        return sorted((each for each in same if each[1]), key=lambda each: (-each[1], each[0]))


def _joined(same: Sequence[Judged], now: Dispute) -> Earlier:
    """All that was said on disputes that are one now, the latest last; the latest verdict must cover it."""
    judged = Judged(
        about=max(same, key=_latest).about,
        verdicts=tuple(sorted((v for each in same for v in each.verdicts), key=lambda v: (v.at, v.decision))),
        notes=tuple(sorted((n for each in same for n in each.notes), key=lambda n: (n.at, n.decision))),
    )
    verdict = judged.verdict
    covers = verdict is None or (
        verdict.about.finding == now.finding or shared_sides(verdict.about, now) == len(now.sides)
    )
    return Earlier(judged, covers)


def _latest(judged: Judged) -> tuple[float, str]:
    every = (*judged.verdicts, *judged.notes)
    return max((each.at.timestamp(), each.decision) for each in every)


def _places(dispute: Dispute) -> set[str]:
    words = [words for side in dispute.sides for words in side.words]
    return {f"path {each.path}" for each in words} | {
        f"outlet {each.outlet}" for each in words if each.outlet
    }


def _share_words(first: Stand, second: Stand) -> bool:
    return any(_same_words(mine, theirs) for mine in first.words for theirs in second.words)


def _same_words(first: Words, second: Words) -> bool:
    if first.path != second.path and (first.outlet is None or first.outlet != second.outlet):
        return False
    short, long = sorted((_bare(first.quote), _bare(second.quote)), key=len)
    return short == long or (len(short) >= SHORTEST_PART and short in long)


@functools.lru_cache(maxsize=50_000)
def _bare(quote: str) -> str:
    return "".join(quote.split())


def _most_pairs(touching: Sequence[Iterable[int]]) -> int:
    """The size of the largest one-to-one assignment (augmenting paths; a dispute has few sides)."""
    holder: dict[int, int] = {}

    def place(side: int, seen: set[int]) -> bool:
        for other in touching[side]:
            if other not in seen:
                seen.add(other)
                if other not in holder or place(holder[other], seen):
                    holder[other] = side
                    return True
        return False

    return sum(place(side, set()) for side in range(len(touching)))
