"""One check, top to bottom: every step is named here once, in order.

    read → chunk → extract → ground → normalise → group → compare → confirm → report

Three steps ask the engine (extract, compare, confirm); the rest is deterministic and the
same for every engine. A unit that is lost becomes a `Failure`; only a `CheckerError` stops a run.
"""

import asyncio
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import Protocol, TypeVar

from checker import __version__
from checker.coverage import cover
from checker.engines.asking import usage_of
from checker.engines.base import Engine
from checker.engines.sweep import GroundedSweep, Sweep, Sweeper, ground_sweep, grounded_conflicts
from checker.errors import UnitError
from checker.findings import (
    claim_order,
    distinct_conflicts,
    merge_findings,
    to_dropped,
    to_finding,
    with_twins,
)
from checker.grounding import ground
from checker.grouping import group_facts, twins
from checker.ingest import chunk_article, read_articles, split_sentences
from checker.lineage import OneVoice, one_voice, settle, trace
from checker.model import (
    Article,
    Chunk,
    Claim,
    Comparison,
    Confirmation,
    Conflict,
    Coverage,
    Dropped,
    Extraction,
    Fact,
    Failure,
    Finding,
    Group,
    Quarantined,
    Report,
    Run,
    Span,
    Stage,
    Undecided,
    Usage,
)
from checker.normalise.facts import to_fact
from checker.normalise.names import NameTable

Unit = TypeVar("Unit", Chunk, Group, Conflict)
Answer = TypeVar("Answer", Extraction, Comparison, Confirmation)
SettingValue = str | int | float | bool | None


class Progress(Protocol):
    """Told how far a stage is. `total` is None while unknown."""

    def __call__(self, stage: Stage, done: int, total: int | None) -> None: ...


@dataclass(frozen=True)
class Limits:
    """How much an engine is given at once."""

    max_chars: int = 6_000  # characters of article text in one chunk
    max_group: int = 12  # facts in one group
    max_story: int = 400  # facts of a story that is judged whole, in one group
    concurrency: int = 8  # questions under way at once


@dataclass
class _Gathered:
    """What the steps leave behind for the report."""

    articles: list[Article] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    lost: dict[str, list[Span]] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)
    usage: dict[str, Usage] = field(default_factory=dict)


class _Sentences:
    """Where the sentences of each article stand, in a twentieth of the room that the spans would take."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.edges = {article.id: _packed(split_sentences(article.text)) for article in articles}

    def of(self, article: str) -> tuple[Span, ...]:
        edges = self.edges[article]
        return tuple(Span(start=a, end=b) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _packed(spans: Iterable[Span]) -> "array[int]":
    return array("L", chain.from_iterable((span.start, span.end) for span in spans))


def _quiet(stage: Stage, done: int, total: int | None) -> None:
    """Report progress to nobody."""


async def check(
    folder: Path,
    *,
    engine: Engine,
    limits: Limits = Limits(),
    settings: Mapping[str, SettingValue] | None = None,
    spent: Mapping[str, Usage] = {},
    progress: Progress = _quiet,
) -> Report:
    """A report on the articles in `folder`. Raises: CheckerError when there is nothing to check.

    `spent`: what was paid before the first step, by name; it goes into the report's usage.
    """
    articles = read_articles(folder)
    return await check_articles(
        articles, engine=engine, limits=limits, settings=settings, spent=spent, progress=progress
    )


async def check_articles(
    articles: Iterable[Article | Failure],
    *,
    engine: Engine,
    limits: Limits = Limits(),
    settings: Mapping[str, SettingValue] | None = None,
    spent: Mapping[str, Usage] = {},
    progress: Progress = _quiet,
) -> Report:
    """A report on articles already read; a `Failure` among them goes into the report."""
    started = datetime.now(UTC)
    kept = _Gathered(usage=dict(spent))
    _read(articles, kept, progress)
    kept.articles = list(trace(kept.articles))
    sentences = _Sentences(kept.articles)
    await _extract(engine, kept, limits, progress)
    swept = await _sweep(engine, kept)
    kept.chunks.clear()  # half as much text as all articles; nothing asks for it any more
    facts = _normalise(kept, sentences, progress)
    voices = one_voice(facts, kept.articles)
    conflicts = await _compare(engine, voices.facts, kept, limits, progress)
    kept.compared |= voices.echoed(kept.compared)
    conflicts = distinct_conflicts((*conflicts, *_proposed(swept, facts)))
    findings, undecided, dropped = await _confirm(engine, conflicts, voices, kept, limits, progress)
    return Report(
        run=_run(engine, settings or {}, started),
        articles=tuple(kept.articles),
        claims=tuple(kept.claims),
        findings=findings,
        undecided=undecided,
        dropped=dropped,
        quarantined=tuple(kept.quarantined),
        failures=tuple(kept.failures),
        coverage=_coverage(kept, sentences),
        usage=_totalled(kept.usage),
    )


def _read(articles: Iterable[Article | Failure], kept: _Gathered, progress: Progress) -> None:
    for item in articles:
        if isinstance(item, Failure):
            kept.failures.append(item)
        else:
            kept.articles.append(item)
        progress("ingest", len(kept.articles), None)


async def _extract(engine: Engine, kept: _Gathered, limits: Limits, progress: Progress) -> None:
    articles = {article.id: article for article in kept.articles}
    kept.chunks = chunks = [
        chunk for article in kept.articles for chunk in chunk_article(article, max_chars=limits.max_chars)
    ]
    answers = await _ask_each(chunks, engine.extract, "extract", kept, limits, progress)
    counts: dict[str, int] = {}
    for chunk, answer in zip(chunks, answers, strict=True):
        if answer is None or answer.lost:
            kept.lost.setdefault(chunk.article, []).extend(chunk.spans)
        if answer is None:
            continue
        kept.failures.extend(answer.failures)
        first = counts.get(chunk.article, 0) + 1
        claims, quarantined = ground(answer.claims, chunk=chunk, article=articles[chunk.article], first=first)
        counts[chunk.article] = first - 1 + len(claims)
        kept.claims.extend(claims)
        kept.quarantined.extend(quarantined)


async def _sweep(engine: Engine, kept: _Gathered) -> tuple[Sweep, GroundedSweep] | None:
    """One more proposer, where the engine can read the whole story at once: its claims are grounded here."""
    size = sum(len(chunk.text) for chunk in kept.chunks)
    if not isinstance(engine, Sweeper) or len(kept.articles) < 2 or size > engine.sweep_chars:
        return None
    began = time.perf_counter()
    try:
        sweep = await engine.sweep(kept.articles)
    except UnitError as error:
        kept.failures.append(Failure(stage="sweep", unit="story", error=error.code, message=str(error)))
        kept.usage["sweep"] = _timed(usage_of(error), began)
        return None
    kept.failures.extend(sweep.failures)
    kept.usage["sweep"] = _timed(sweep.usage, began)
    grounded = ground_sweep(sweep, articles=kept.articles, chunks=kept.chunks, claims=kept.claims)
    kept.claims = sorted((*kept.claims, *grounded.claims), key=lambda claim: claim_order(claim.id))
    kept.quarantined.extend(grounded.quarantined)
    return sweep, grounded


def _proposed(swept: tuple[Sweep, GroundedSweep] | None, facts: Sequence[Fact]) -> tuple[Conflict, ...]:
    """What the sweep proposes, on facts whose words were found."""
    if swept is None:
        return ()
    sweep, grounded = swept
    by_claim = {fact.claim.id: fact for fact in facts}
    return grounded_conflicts(sweep, [by_claim.get(claim or "") for claim in grounded.ids])


def _normalise(kept: _Gathered, sentences: _Sentences, progress: Progress) -> list[Fact]:
    names = NameTable.build(_kept_text(article) for article in kept.articles)
    articles = {article.id: article for article in kept.articles}
    facts: list[Fact] = []
    for identifier, claims in groupby(kept.claims, key=lambda claim: claim.article):
        article, edges = articles[identifier], sentences.edges[identifier]
        once: dict[str, str] = {}  # several claims stand in one sentence, with one context
        for claim in claims:
            context = _context(claim, article, edges)
            context = once.setdefault(context, context)
            facts.append(to_fact(claim, article=article, names=names, context=context))
            progress("normalise", len(facts), len(kept.claims))
    return facts


async def _compare(
    engine: Engine, facts: Sequence[Fact], kept: _Gathered, limits: Limits, progress: Progress
) -> tuple[Conflict, ...]:
    whole = len(facts) <= limits.max_story
    same: dict[str, tuple[Fact, ...]] = {fact.claim.id: (fact,) for fact in facts} if whole else twins(facts)
    size = len(facts) if whole else limits.max_group
    groups = list(group_facts([fact for fact, *_ in same.values()], max_facts=size))
    answers = await _ask_each(groups, engine.compare, "compare", kept, limits, progress)
    conflicts: list[Conflict] = []
    for group, answer in zip(groups, answers, strict=True):
        if answer is None:
            continue
        kept.failures.extend(answer.failures)
        kept.compared.update(twin.claim.id for fact in group.facts for twin in same[fact.claim.id])
        conflicts.extend(with_twins(conflict, same) for conflict in answer.conflicts)
    return distinct_conflicts(conflicts)


async def _confirm(
    engine: Engine,
    conflicts: Sequence[Conflict],
    voices: OneVoice,
    kept: _Gathered,
    limits: Limits,
    progress: Progress,
) -> tuple[tuple[Finding, ...], tuple[Undecided, ...], tuple[Dropped, ...]]:
    paths = {article.id: article for article in kept.articles}
    answers = await _ask_each(conflicts, engine.confirm, "confirm", kept, limits, progress)
    findings: list[Finding] = []
    undecided: list[Undecided] = []
    dropped: list[Dropped] = []
    for conflict, answer in zip(map(voices.joined, conflicts), answers, strict=True):
        if answer is None:
            reason = "the second look failed; see failures"
            finding = settle(to_finding(conflict, articles=paths), paths)
            undecided.append(Undecided(finding=finding, reason=reason))
            continue
        kept.failures.extend(answer.failures)
        if answer.verdict == "drop":
            dropped.append(to_dropped(conflict, answer.reason))
        elif answer.verdict == "undecided":
            finding = settle(to_finding(conflict, answer, articles=paths), paths)
            undecided.append(Undecided(finding=finding, reason=answer.reason))
        else:
            findings.append(settle(to_finding(conflict, answer, articles=paths), paths))
    merged = tuple(settle(finding, paths) for finding in merge_findings(findings))
    return merged, tuple(undecided), tuple(dropped)


async def _ask_each(
    units: Sequence[Unit],
    ask: Callable[[Unit], Awaitable[Answer]],
    stage: Stage,
    kept: _Gathered,
    limits: Limits,
    progress: Progress,
) -> list[Answer | None]:
    """The engine's answers in the order of the units; None where a unit was lost (its failure is kept)."""
    began = time.perf_counter()
    answers: list[Answer | None] = [None] * len(units)
    failures: dict[int, Failure] = {}
    wasted: list[Usage] = []
    waiting = iter(enumerate(units))
    done = 0

    async def work() -> None:
        nonlocal done
        for index, unit in waiting:
            try:
                answers[index] = await ask(unit)
            except UnitError as error:
                failures[index] = Failure(stage=stage, unit=unit.id, error=error.code, message=str(error))
                wasted.append(usage_of(error))
            done += 1
            progress(stage, done, len(units))

    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(min(limits.concurrency, len(units))):
                tasks.create_task(work())
    except BaseExceptionGroup as errors:  # the first one stopped the others: it is the one to tell
        raise errors.exceptions[0] from None
    kept.failures.extend(failures[index] for index in sorted(failures))
    spent = sum((answer.usage for answer in answers if answer is not None), sum(wasted, Usage()))
    kept.usage[stage] = _timed(spent, began)
    return answers


def _timed(usage: Usage, began: float) -> Usage:
    """What the calls cost, with the seconds that the step has taken: calls overlap."""
    return usage.model_copy(update={"seconds": round(time.perf_counter() - began, 3)})


def _coverage(kept: _Gathered, sentences: _Sentences) -> tuple[Coverage, ...]:
    claims: dict[str, list[Claim]] = {}
    for claim in kept.claims:
        claims.setdefault(claim.article, []).append(claim)
    return tuple(
        cover(
            article,
            sentences=sentences.of(article.id),
            claims=claims.get(article.id, ()),
            compared=kept.compared,
            lost=kept.lost.get(article.id, ()),
        )
        for article in kept.articles
    )


def _kept_text(article: Article) -> str:
    """The article's text with the excluded spans blanked, so that no name comes from page furniture."""
    pieces: list[str] = []
    position = 0
    for span in article.excluded:
        pieces.append(article.text[position : span.start])
        position = span.end
    pieces.append(article.text[position:])
    return "\n\n".join(pieces)


def _context(claim: Claim, article: Article, edges: Sequence[int], *, neighbours: int = 1) -> str:
    """The claim's sentence with the one before and the one after, as they stand, excluded text left out.

    `edges`: where each sentence starts and ends, in order.
    """
    touched = range(bisect_right(edges, claim.start) // 2, (bisect_left(edges, claim.end) + 1) // 2)
    if not touched:
        return claim.quote
    start = edges[2 * max(0, touched[0] - neighbours)]
    end = edges[min(len(edges) - 1, 2 * (touched[-1] + neighbours) + 1)]
    for span in article.excluded:
        if span.end <= claim.start:
            start = max(start, span.end)
        elif span.start >= claim.end:
            end = min(end, span.start)
    return article.text[start:end].strip()


def _run(engine: Engine, settings: Mapping[str, SettingValue], started: datetime) -> Run:
    return Run(
        engine=engine.name,
        model=getattr(engine, "model", None),
        endpoint=getattr(engine, "endpoint_url", None),
        prompts=dict(getattr(engine, "prompts", {})),
        settings=dict(settings),
        limits=engine.limits,
        started=started,
        finished=datetime.now(UTC),
        checker_version=__version__,
    )


def _totalled(usage: Mapping[str, Usage]) -> dict[str, Usage]:
    return {**usage, "total": sum(usage.values(), Usage())}
