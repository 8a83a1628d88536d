"""Labelled pairs and labelled folders → what became of each item.

A pair is two short articles (or one, where both sides name the same outlet and day) and a label.
It is called a contradiction when a finding sets words of one side against words of the other;
an `update` is none. A folder is a story with its answer key: a finding is right when two
of its sides rest on words of two sides of one expected dispute, and a false alarm when that is so for none.
What the engine could not answer or left undecided is an abstention: never right, and no false alarm.
"""

import asyncio
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from checker.engines.base import Engine
from checker.errors import InputError
from checker.ingest import read_articles
from checker.labelled import ANSWER_KEY, Expected, ExpectedFinding, ExpectedQuote, NearMiss, Pair
from checker.model import Article, Failure, Finding, Report, Value
from checker.pipeline import Limits, check_articles

WHOLE = Limits()
SAMPLING_SEED = 7
STORY = re.compile(r"(.*[0-9])[a-z]")  # "rounding-01b" is one more pair of the story "rounding-01"
Verdict = Literal["contradiction", "update", "none", "abstained"]
Sort = Literal["pair", "dispute", "finding"]
Texts = Mapping[str, str]  # an article's path → its text


class Outcome(Value):
    """What became of one item: a pair, an expected dispute, or a finding that nobody expected."""

    id: str
    sort: Sort
    story: str  # items of one story stand or fall together more than others: intervals draw whole stories
    source: str  # the file or folder it came from
    expected: bool  # whether there is a contradiction to find
    verdict: Verdict
    kind: str | None = None  # of the label, or of the finding where nothing was expected
    scope: str | None = None
    provable: bool | None = None  # of an expected dispute: whether numbers, dates, roles or words prove it
    found_kind: str | None = None
    found_scope: str | None = None
    question: str | None = None
    near_miss: bool = False  # the finding rests on what the answer key warns of
    articles: int = 0  # that this item brings into the count
    findings: int = 0  # how many findings speak of it
    within: int = 0  # findings inside one side of a pair: the label says nothing of them

    @property
    def right(self) -> bool:
        """Whether the verdict agrees with the label. An abstention never does; an update is no call."""
        if self.expected:
            return self.verdict == "contradiction"
        return self.verdict in ("update", "none")


async def judge_pairs(
    pairs: Iterable[Pair],
    *,
    engine: Engine,
    limits: Limits = WHOLE,
    source: str = "pairs",
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Outcome, ...]:
    """One outcome a pair, in order; as many pairs at once as the limits allow questions."""
    waiting = iter(enumerate(pairs))
    outcomes: dict[int, Outcome] = {}

    async def work() -> None:
        for index, pair in waiting:
            report = await check_articles(pair_articles(pair), engine=engine, limits=limits)
            outcomes[index] = pair_outcome(pair, report, source=source)
            progress(len(outcomes))

    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(limits.concurrency):
                tasks.create_task(work())
    except BaseExceptionGroup as errors:  # the first one stopped the others: it is the one to tell
        raise errors.exceptions[0] from None
    return tuple(outcomes[index] for index in sorted(outcomes))


def sampled(pairs: Sequence[Pair], size: int | None) -> tuple[Pair, ...]:
    """`size` of the pairs at random, the same ones every time, in their order; all where that is all."""
    if size is None or size >= len(pairs):
        return tuple(pairs)
    chosen = random.Random(SAMPLING_SEED).sample(range(len(pairs)), size)
    return tuple(pairs[index] for index in sorted(chosen))


async def judge_folder(
    folder: Path, expected: Expected, *, engine: Engine, limits: Limits = WHOLE
) -> tuple[Outcome, ...]:
    """One outcome for each expected dispute, then one for each finding that none of them explains.

    Raises: InputError when the answer key does not fit the articles.
    """
    report = await check_articles(labelled_articles(folder), engine=engine, limits=limits)
    return folder_outcomes(report, expected, name=folder.name)


def labelled_articles(folder: Path) -> Iterator[Article | Failure]:
    """The articles of a labelled folder: all but its answer key."""
    for item in read_articles(folder):
        if (item.path if isinstance(item, Article) else item.unit) != ANSWER_KEY:
            yield item


# Pairs


def pair_articles(pair: Pair) -> tuple[Article, ...]:
    """Two articles, or one with `a` above `b`."""
    if pair.one_article:
        return (_article(pair, "a", 1, text=f"{_spoken(pair, 'a')}\n\n{_spoken(pair, 'b')}"),)
    return (
        _article(pair, "a", 1, text=_spoken(pair, "a")),
        _article(pair, "b", 2, text=_spoken(pair, "b")),
    )


def _article(pair: Pair, side: Literal["a", "b"], number: int, *, text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=f"a{number}",
        path=f"{side}.txt",
        outlet=getattr(pair, f"outlet_{side}") or f"Outlet {side.upper()}",
        published=getattr(pair, f"date_{side}"),
        language="en",
        sha256=digest,
        source_sha256=digest,
        text=text,
    )


def _spoken(pair: Pair, side: Literal["a", "b"]) -> str:
    """The side's text; words that do not say whose they are get their speaker in front."""
    text: str = getattr(pair, side)
    speaker: str | None = getattr(pair, f"speaker_{side}")
    if not speaker or speaker.split()[-1] in text or any(mark in text for mark in '"“”«»'):
        return text
    return f"{speaker} said: “{text}”"


def pair_outcome(pair: Pair, report: Report, *, source: str) -> Outcome:
    """What the report on a pair says of it."""
    border = len(_spoken(pair, "a")) if pair.one_article else None
    across = [finding for finding in report.findings if _across(finding, border)]
    calls = sorted(
        (finding for finding in across if finding.scope != "update"),
        key=lambda finding: (finding.kind == pair.kind, finding.scope == pair.scope),
        reverse=True,
    )
    best = next(iter(calls or across), None)
    unsure = bool(report.failures) or any(_across(each.finding, border) for each in report.undecided)
    story = STORY.fullmatch(pair.id)
    return Outcome(
        id=pair.id,
        sort="pair",
        story=story[1] if story else pair.id,
        source=source,
        expected=pair.label == "contradiction",
        verdict="contradiction" if calls else "abstained" if unsure else "update" if across else "none",
        kind=pair.kind,
        scope=pair.scope,
        found_kind=best.kind if best else None,
        found_scope=best.scope if best else None,
        question=best.question if best else None,
        articles=1 if pair.one_article else 2,
        findings=len(calls),
        within=len(report.findings) - len(across),
    )


def _across(finding: Finding, border: int | None) -> bool:
    """Whether one side of the finding has words of `a` and another one words of `b`."""
    sides = [
        {item.article if border is None else str(item.start >= border) for item in side.evidence}
        for side in finding.sides
    ]
    return any(len(first | second) > 1 for i, first in enumerate(sides) for second in sides[i + 1 :])


# Folders


def folder_outcomes(report: Report, expected: Expected, *, name: str) -> tuple[Outcome, ...]:
    """As `judge_folder`, for a report at hand."""
    texts = {article.path: article.text for article in report.articles}
    _refuse_foreign_quotes(expected, report, texts, name)
    count = len(report.articles)
    explained: set[str] = set()
    outcomes: list[Outcome] = []
    for dispute in expected.findings:
        matching = [finding for finding in report.findings if matches(finding, dispute, texts)]
        explained.update(finding.id for finding in matching)
        unsure = any(matches(each.finding, dispute, texts) for each in report.undecided)
        outcome = _dispute_outcome(dispute, matching, name=name, unsure=unsure or bool(report.failures))
        outcomes.append(outcome.model_copy(update={"articles": 0 if outcomes else count}))
    for finding in report.findings:
        if finding.id not in explained and finding.scope != "update":
            outcome = _alarm(finding, expected.near_misses, texts, name)
            outcomes.append(outcome.model_copy(update={"articles": 0 if outcomes else count}))
    return tuple(outcomes) or (_quiet_folder(name, count),)


def _quiet_folder(name: str, articles: int) -> Outcome:
    """A folder with nothing to find, in which nothing was found, is one item that is right."""
    return Outcome(
        id=name, sort="dispute", story=name, source=name, expected=False, verdict="none", articles=articles
    )


def _dispute_outcome(
    dispute: ExpectedFinding, matching: Sequence[Finding], *, name: str, unsure: bool
) -> Outcome:
    """One expected dispute; of several findings on it, the one with its scope and kind speaks for it."""
    calls = [finding for finding in matching if finding.scope != "update"]
    ranked = sorted(
        calls or matching,
        key=lambda finding: (finding.scope == dispute.scope, finding.kind == dispute.kind),
        reverse=True,
    )
    best = next(iter(ranked), None)
    return Outcome(
        id=f"{name}/{dispute.id}",
        sort="dispute",
        story=name,
        source=name,
        expected=dispute.scope != "update",
        verdict="contradiction" if calls else "update" if best else "abstained" if unsure else "none",
        kind=dispute.kind,
        scope=dispute.scope,
        provable=dispute.rules,
        found_kind=best.kind if best else None,
        found_scope=best.scope if best else None,
        question=best.question if best else dispute.question,
        findings=len(calls),
    )


def _alarm(finding: Finding, near_misses: Sequence[NearMiss], texts: Texts, name: str) -> Outcome:
    """A finding that no expected dispute explains."""
    return Outcome(
        id=f"{name}/{finding.id}",
        sort="finding",
        story=name,
        source=name,
        expected=False,
        verdict="contradiction",
        kind=finding.kind,
        scope=finding.scope,
        found_kind=finding.kind,
        found_scope=finding.scope,
        question=finding.question,
        near_miss=any(_rests_on(finding, miss, texts) for miss in near_misses),
        findings=1,
    )


def matches(finding: Finding, dispute: ExpectedFinding, texts: Texts) -> bool:
    """Whether two sides of the finding rest on words of two different sides of the dispute."""
    sides = [
        {index for index, side in enumerate(dispute.sides) if _touched(ours.evidence, side.quotes, texts)}
        for ours in finding.sides
    ]
    return any(
        a != b for i, first in enumerate(sides) for second in sides[i + 1 :] for a in first for b in second
    )


def _rests_on(finding: Finding, miss: NearMiss, texts: Texts) -> bool:
    return sum(_touched(side.evidence, miss.quotes, texts) for side in finding.sides) > 1


def _touched(evidence: Sequence[Any], quotes: Sequence[ExpectedQuote], texts: Texts) -> bool:
    return any(
        item.path == quote.article and _overlap(item.start, item.end, quote.quote, texts[item.path])
        for item in evidence
        for quote in quotes
    )


def _overlap(start: int, end: int, quote: str, text: str) -> bool:
    at = text.find(quote)
    while at != -1:
        if at < end and start < at + len(quote):
            return True
        at = text.find(quote, at + 1)
    return False


def _refuse_foreign_quotes(expected: Expected, report: Report, texts: Texts, name: str) -> None:
    """Raises InputError for a quote that its article does not have: such a dispute could never be found."""
    lost = {failure.unit for failure in report.failures}
    for dispute in expected.findings:
        for quote in (quote for side in dispute.sides for quote in side.quotes):
            if quote.article not in lost and quote.quote not in texts.get(quote.article, ""):
                raise InputError(
                    f"{name}: the dispute {dispute.id!r} quotes {quote.quote[:60]!r}, "
                    f"which does not stand in {quote.article!r}"
                )


# Outcomes as lines


def to_jsonl(outcomes: Sequence[Outcome]) -> str:
    """One line an item, in order: what `read_outcomes` reads, and what two runs are compared by."""
    return "".join(outcome.model_dump_json(exclude_none=True) + "\n" for outcome in outcomes)


def read_outcomes(path: Path) -> tuple[Outcome, ...]:
    """The items of an earlier run. Raises: InputError when the file is not one."""
    try:
        rows: list[Any] = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        return tuple(Outcome.model_validate(row) for row in rows)
    except (OSError, ValueError) as error:
        raise InputError(f"{str(path)!r} does not hold the outcomes of a run: {error}") from error
