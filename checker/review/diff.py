"""Two reports → what appeared, vanished or changed between them."""

import json
from collections.abc import Iterator

from checker.model import Finding, FindingSide, Report, Value
from checker.report import arrange
from checker.report.visible import one_line, wrap
from checker.review.identity import paired


class Changed(Value):
    """One dispute in both reports, and what differs, in sentences."""

    before: Finding
    after: Finding
    changes: tuple[str, ...]


class Difference(Value):
    """What differs between two reports, in the order they show it; `same` counts what does not."""

    appeared: tuple[Finding, ...]
    vanished: tuple[Finding, ...]
    changed: tuple[Changed, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.appeared or self.vanished or self.changed)


def difference(old: Report, new: Report) -> Difference:
    """The findings of `new` against those of `old`; where they stand in the text does not count."""
    pairs = paired(old, new)
    gone, here = {finding.id for finding, _ in pairs}, {finding.id for _, finding in pairs}
    who = arrange.who(new)
    place = {finding.id: n for n, finding in enumerate(arrange.in_order(new))}
    changed = [
        Changed(before=before, after=after, changes=changes)
        for before, after in sorted(pairs, key=lambda pair: place[pair[1].id])
        if (changes := tuple(_changes(before, after, who)))
    ]
    return Difference(
        appeared=tuple(finding for finding in arrange.in_order(new) if finding.id not in here),
        vanished=tuple(finding for finding in arrange.in_order(old) if finding.id not in gone),
        changed=tuple(changed),
        same=len(pairs) - len(changed),
    )


def to_text(difference: Difference, old: Report, new: Report, *, width: int = 80) -> str:
    """The difference as lines, ending in a newline."""
    lines = [
        f"{len(difference.appeared)} appeared, {len(difference.vanished)} vanished, "
        f"{len(difference.changed)} changed, {difference.same} the same."
    ]
    for title, findings, report in (
        ("APPEARED", difference.appeared, new),
        ("VANISHED", difference.vanished, old),
    ):
        if findings:
            lines += ["", title]
            for finding in findings:
                lines += _finding(finding, report, width)
    if difference.changed:
        lines += ["", "CHANGED"]
        for each in difference.changed:
            lines += _wrapped(each.after.question, width, first="  ", indent="  ")
            for change in each.changes:
                lines += _wrapped(change, width, first="   - ", indent="     ")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def to_json(difference: Difference) -> str:
    """The difference for other programs: whole findings, as in report.json, and the sentences on changes."""
    values = difference.model_dump(mode="json")
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding, report: Report, width: int) -> Iterator[str]:
    who = arrange.who(report)
    yield from _wrapped(f"{finding.question} ({finding.severity})", width, first="  ", indent="  ")
    for side in finding.sides:
        text = f"{who(side)}: {side.position}"
        yield from _wrapped(text, width, first="   - ", indent="     ")


def _wrapped(text: str, width: int, *, first: str, indent: str) -> list[str]:
    return [(indent if n else first) + line for n, line in enumerate(wrap(text, width - len(indent)))]


def _changes(before: Finding, after: Finding, who: arrange.Who) -> Iterator[str]:
    for name in ("severity", "scope"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield f"{name}: {was}, now {now}"
    gained = _unmatched(after, before)
    lost = _unmatched(before, after)
    for side in gained:
        yield f"a side joined: {who(side)}: {one_line(side.position)}"
    for side in lost:
        yield f"a side is gone: {one_line(side.position)}"
    words = _words(after) - _words(before) - {each for side in gained for each in _of(side)}
    without = _words(before) - _words(after) - {each for side in lost for each in _of(side)}
    for path, quote in sorted(words):
        yield f"now also, in {path}: “{one_line(quote)}”"
    for path, quote in sorted(without):
        yield f"no longer, in {path}: “{one_line(quote)}”"


def _unmatched(finding: Finding, other: Finding) -> list[FindingSide]:
    """Sides of the finding that share a file's words with no side of the other."""
    quotes = _words(other)
    return [
        side
        for side in finding.sides
        if not any(
            path == theirs and (mine in quote or quote in mine)
            for path, mine in _of(side)
            for theirs, quote in quotes
        )
    ]


def _words(finding: Finding) -> set[tuple[str, str]]:
    return {each for side in finding.sides for each in _of(side)}


def _of(side: FindingSide) -> set[tuple[str, str]]:
    return {(item.path, " ".join(item.quote.split())) for item in side.evidence}
