"""A user's own articles → how much of what is planted in them the check finds, and what it finds besides.

One run for each plant: all articles, and a copy of one with the one change, by an outlet that does not
exist. The plant is found when a finding that was not there before sets the changed sentence against words
of an article that is no copy. Whatever else is new in that run is a false alarm, since a copy adds nothing.
Nothing is written: the copies stand in memory only.
"""

import hashlib
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from checker.engines.base import Engine
from checker.errors import InputError
from checker.model import Article, Evidence, Failure, Finding, Report, Span, Value
from checker.pipeline import Limits, check_articles
from checker.plants import KINDS, Plant, PlantKind, find_plants

OUTLETS = ("The Daily Specimen", "The Evening Specimen", "The Specimen Gazette")
WHOLE = Limits()
Fate = Literal["found", "update", "missed", "abstained"]


class Trial(Value):
    """One plant, and what became of it. `alarms`: the questions of new findings that are not about it."""

    plant: Plant
    fate: Fate
    found_kind: str | None = None
    alarms: tuple[str, ...] = ()


class Tally(Value):
    """The trials of one kind, or of all."""

    kind: PlantKind | Literal["all"]
    planted: int
    found: int
    update: int  # shown as an update of the original, which it is not
    missed: int
    abstained: int
    available: int  # changes of this kind that could have been planted

    @property
    def recall(self) -> float | None:
        """Of the changes planted, the share found."""
        return self.found / self.planted if self.planted else None


class Selftest(Value):
    """What the check made of the folder as it is, and of each plant."""

    engine: str
    model: str | None
    articles: int
    seed: int
    trials: tuple[Trial, ...]
    tallies: tuple[Tally, ...]
    untouched: tuple[str, ...]  # the questions of the findings in the folder as it is
    failures: int  # of the run on the folder as it is


async def selftest(
    items: Sequence[Article | Failure],
    *,
    engine: Engine,
    size: int,
    seed: int,
    limits: Limits = WHOLE,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Selftest:
    """The result for `size` plants, or as many as there can be. Raises: InputError when there can be none."""
    articles = tuple(item for item in items if isinstance(item, Article))
    available = find_plants(articles)
    plants = choose(available, size=size, seed=seed)
    if not plants:
        raise InputError("no sentence was found in which a change could be planted without doubt")
    before = await check_articles(items, engine=engine, limits=limits)
    trials: list[Trial] = []
    for plant in plants:
        progress(len(trials), len(plants))
        report = await check_articles([*items, copy_with(plant, articles)], engine=engine, limits=limits)
        trials.append(trial(plant, report, before, articles))
    return Selftest(
        engine=engine.name,
        model=getattr(engine, "model", None),
        articles=len(articles),
        seed=seed,
        trials=tuple(trials),
        tallies=_tallies(trials, available),
        untouched=tuple(finding.question for finding in before.findings),
        failures=len(before.failures),
    )


def choose(available: Sequence[Plant], *, size: int, seed: int) -> tuple[Plant, ...]:
    """`size` of the plants, the same for the same seed: of each kind as many as of another that has as many.

    No sentence is changed twice while others are left.
    """
    draw = random.Random(seed)
    waiting: dict[PlantKind, list[Plant]] = {}
    for kind in KINDS:
        of_kind = [plant for plant in available if plant.kind == kind]
        waiting[kind] = draw.sample(of_kind, len(of_kind))
    chosen: list[Plant] = []
    taken: set[tuple[str, int]] = set()
    while len(chosen) < size and any(waiting.values()):
        for kind in KINDS:
            if waiting[kind] and len(chosen) < size:
                fresh = (p for p in waiting[kind] if (p.article, p.sentence.start) not in taken)
                plant = next(fresh, waiting[kind][0])
                waiting[kind].remove(plant)
                taken.add((plant.article, plant.sentence.start))
                chosen.append(plant)
    return tuple(sorted(chosen, key=lambda plant: KINDS.index(plant.kind)))


def copy_with(plant: Plant, articles: Sequence[Article]) -> Article:
    """The plant's article with its one change, by another outlet, as one more article."""
    original = next(article for article in articles if article.id == plant.article)
    text = original.text[: plant.start] + plant.words + original.text[plant.end :]
    digest = hashlib.sha256(text.encode()).hexdigest()
    paths = {article.path for article in articles}
    path = next(name for number in range(len(paths) + 1) if (name := f"specimen-{number}.txt") not in paths)
    outlets = {article.outlet for article in articles}
    moved = _shift(plant)
    return original.model_copy(
        update={
            "id": f"a{len(articles) + 1}",
            "path": path,
            "outlet": next((name for name in OUTLETS if name not in outlets), OUTLETS[0]),
            "sha256": digest,
            "source_sha256": digest,
            "text": text,
            "excluded": tuple(
                span.model_copy(update={"start": span.start + moved, "end": span.end + moved})
                if span.start >= plant.end
                else span
                for span in original.excluded
            ),
            "found_in": {},
        }
    )


def _shift(plant: Plant) -> int:
    return len(plant.words) - (plant.end - plant.start)


# What became of a plant


def trial(plant: Plant, report: Report, before: Report, articles: Sequence[Article]) -> Trial:
    """The plant's fate in `report`; `before` is the report on the same articles without the copy."""
    copy = f"a{len(articles) + 1}"
    changed = Span(start=plant.sentence.start, end=plant.sentence.end + _shift(plant))
    hits: list[Finding] = []
    alarms: list[Finding] = []
    for finding in report.findings:
        if _sets_against(finding, plant, copy, changed):
            hits.append(finding)
        elif not _known(finding, before, copy, plant):
            touches = any(_on(side.evidence, copy, changed) for side in finding.sides)
            (hits if touches and _has_others(finding, copy, changed) else alarms).append(finding)
    calls = [finding for finding in hits if finding.scope != "update"]
    lost = len(report.failures) > len(before.failures)  # more than what the folder itself loses
    fate: Fate = "found" if calls else "update" if hits else "abstained" if lost else "missed"
    best = next(iter(calls or hits), None)
    return Trial(
        plant=plant,
        fate=fate,
        found_kind=best.kind if best else None,
        alarms=tuple(finding.question for finding in alarms if finding.scope != "update"),
    )


def _sets_against(finding: Finding, plant: Plant, copy: str, changed: Span) -> bool:
    """Whether one side rests on the changed sentence and another on the sentence it was made from."""
    ours = {i for i, side in enumerate(finding.sides) if _on(side.evidence, copy, changed)}
    theirs = {i for i, side in enumerate(finding.sides) if _on(side.evidence, plant.article, plant.sentence)}
    return any(one != other for one in ours for other in theirs)


def _has_others(finding: Finding, copy: str, changed: Span) -> bool:
    """Whether a side without the changed sentence rests on an article that is no copy."""
    return any(
        not _on(side.evidence, copy, changed) and any(item.article != copy for item in side.evidence)
        for side in finding.sides
    )


def _on(evidence: Iterable[Evidence], article: str, span: Span) -> bool:
    return any(
        item.article == article and item.start < span.end and span.start < item.end for item in evidence
    )


def _known(finding: Finding, before: Report, copy: str, plant: Plant) -> bool:
    """Whether two sides of a finding from before stand on two sides of this one, the copy's words taken for
    the words they were copied from."""
    places = [{_place(item, copy, plant) for item in side.evidence} for side in finding.sides]
    for old in before.findings:
        theirs = [{(item.article, item.start) for item in side.evidence} for side in old.sides]
        standing = [{index for index, each in enumerate(theirs) if each & ours} for ours in places]
        if any(
            a != b
            for i, one in enumerate(standing)
            for other in standing[i + 1 :]
            for a in one
            for b in other
        ):
            return True
    return False


def _place(item: Evidence, copy: str, plant: Plant) -> tuple[str, int]:
    if item.article != copy:
        return item.article, item.start
    return plant.article, item.start - _shift(plant) if item.start > plant.start else item.start


def _tallies(trials: Sequence[Trial], available: Sequence[Plant]) -> tuple[Tally, ...]:
    kinds: tuple[PlantKind | Literal["all"], ...] = (*KINDS, "all")
    return tuple(_tally(kind, trials, available) for kind in kinds)


def _tally(kind: PlantKind | Literal["all"], trials: Sequence[Trial], available: Sequence[Plant]) -> Tally:
    fates = [each.fate for each in trials if kind in ("all", each.plant.kind)]
    return Tally(
        kind=kind,
        planted=len(fates),
        found=fates.count("found"),
        update=fates.count("update"),
        missed=fates.count("missed"),
        abstained=fates.count("abstained"),
        available=sum(kind in ("all", plant.kind) for plant in available),
    )
