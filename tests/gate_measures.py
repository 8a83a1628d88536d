"""What the gate measures: every engine on the labelled cases, and the rules engine on others' data."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from gate_floors import Measure

from checker.commands.engine import Ready, ready_engine
from checker.engines.base import Engine
from checker.engines.rules import RulesEngine
from checker.evaluate import WHOLE, Outcome, judge_folder, judge_pairs, labelled_articles, sampled
from checker.labelled import ANSWER_KEY, Pair, read_expected, read_pairs
from checker.model import Article, Report
from checker.pipeline import Limits, check_articles
from checker.scores import count, updates
from checker.settings import load_settings
from checker.store import Store, import_answers

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "fixtures" / "cases"
FOLDERS = {
    "tune": ("comet", "ferry-collision", "minister-watch", "river-truce", "run-off", "tower-fire"),
    "frozen": ("arms-trial", "climate-summit", "cup-final", "dairy-merger", "marsh-fever", "port-strike"),
}
SETS = ("tune.pairs", "tune.folders", "frozen.pairs", "frozen.folders", "seeds")


@dataclass(frozen=True)
class Answers:
    """A file of a model's kept answers, and the sets they are for; `sample`: of pairs, so many."""

    file: str
    name: str
    model: str
    sets: tuple[str, ...]
    sample: int | None = None


async def judge(
    name: str, engine: Engine, *, limits: Limits = WHOLE, sample: int | None = None
) -> tuple[Outcome, ...]:
    """The outcomes of one of SETS."""
    if name == "seeds":
        expected = read_expected(ROOT / "fixtures" / "seeds.expected.json")
        return await judge_folder(ROOT / "seeds", expected, engine=engine, limits=limits)
    half, _, form = name.partition(".")
    if form == "pairs":
        pairs = read_pairs(CASES / f"pairs.{half}.jsonl")
        return await judge_pairs(sampled(pairs, sample), engine=engine, limits=limits)
    outcomes: list[Outcome] = []
    for folder in (CASES / "folders" / each for each in FOLDERS[half]):
        expected = read_expected(folder / ANSWER_KEY)
        outcomes.extend(await judge_folder(folder, expected, engine=engine, limits=limits))
    return tuple(outcomes)


def shares(name: str, outcomes: Sequence[Outcome]) -> Iterator[Measure]:
    """Precision, recall, scope, and updates that are not called contradictions."""
    counts = count(outcomes)
    expected = counts.found + counts.missed + counts.abstained
    yield Measure(f"{name}.precision", counts.found, counts.found + counts.alarms)
    yield Measure(f"{name}.recall", counts.found, expected)
    provable = [outcome for outcome in outcomes if outcome.expected and outcome.provable]
    if provable:
        yield Measure(f"{name}.provable", count(provable).found, len(provable))
    yield Measure(f"{name}.scope", counts.scope_right, counts.scoped)
    later = updates(outcomes)
    if later.items:
        yield Measure(f"{name}.updates", later.shown + later.passed, later.items)


async def rules_on_cases() -> list[Measure]:
    """The rules engine on the halves, each by form and as a whole, and on the seeds."""
    engine = RulesEngine()
    measures: list[Measure] = []
    for half in ("tune", "frozen"):
        pairs = await judge(f"{half}.pairs", engine)
        folders = await judge(f"{half}.folders", engine)
        measures.extend(shares(f"rules.{half}.pairs", pairs))
        measures.extend(shares(f"rules.{half}.folders", folders))
        measures.extend(shares(f"rules.{half}.all", (*pairs, *folders)))
    measures.extend(shares("rules.seeds", await judge("seeds", engine)))
    return measures


async def rules_by_order() -> list[Measure]:
    """How much stays the same when the sides of a pair, and the articles of a folder, change places."""
    engine = RulesEngine()
    pairs = [pair for half in FOLDERS for pair in read_pairs(CASES / f"pairs.{half}.jsonl")]
    one = await judge_pairs(pairs, engine=engine)
    other = await judge_pairs((pair.swapped() for pair in pairs), engine=engine)
    same = sum(a.verdict == b.verdict for a, b in zip(one, other, strict=True))
    kept = together = 0
    for folder in (ROOT / "seeds", *(CASES / "folders" / name for half in FOLDERS.values() for name in half)):
        articles = [item for item in labelled_articles(folder) if isinstance(item, Article)]
        forth = finding_ids(await check_articles(articles, engine=engine))
        back = finding_ids(await check_articles(_reversed(articles), engine=engine))
        kept += len(forth & back)
        together += len(forth | back)
    return [Measure("rules.order.pairs", same, len(pairs)), Measure("rules.order.findings", kept, together)]


def _reversed(articles: Sequence[Article]) -> list[Article]:
    return [
        article.model_copy(update={"id": f"a{number}"})
        for number, article in enumerate(reversed(articles), 1)
    ]


def finding_ids(report: Report) -> frozenset[str]:
    """The findings by their words, which is what their ids are made from."""
    return frozenset(finding.id for finding in report.findings)


Rows = Callable[[Pair], bool]
OTHERS: tuple[tuple[str, str, Rows, bool], ...] = (  # measure, file, rows, whether they are contradictions
    (
        "breaking_nli.numeric_recall",
        "breaking_nli.dev.jsonl",
        lambda row: row.kind == "numeric" and row.label == "contradiction",
        True,
    ),
    ("breaking_nli.others_passed", "breaking_nli.dev.jsonl", lambda row: row.label != "contradiction", False),
    (
        "bump.numeric_temporal_recall",
        "bump_pairs.dev.jsonl",
        lambda row: row.kind in ("numeric", "temporal") and row.label == "contradiction",
        True,
    ),
    (
        "fever.agreement_passed",
        "fever_symmetric.dev.jsonl",
        lambda row: row.label == "agreement",
        False,
    ),
)


async def rules_on_others(data: Path) -> list[Measure]:
    """The rules engine on data that nobody on the project wrote; files that are not there are left out."""
    engine = RulesEngine()
    measures: list[Measure] = []
    for name, file, rows, expected in OTHERS:
        if (data / file).exists():
            chosen = [row for row in read_pairs(data / file) if rows(row)]
            outcomes = await judge_pairs(chosen, engine=engine)
            right = sum((outcome.verdict == "contradiction") == expected for outcome in outcomes)
            measures.append(Measure(f"rules.{name}", right, len(outcomes)))
    return measures


async def model_on_cases(answers: Answers) -> list[Measure]:
    """The model engine on its sets, from kept answers alone. A question without one is an abstention."""
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "answers.sqlite"
        with Store(store) as kept:
            import_answers(kept, ROOT / "fixtures" / "answers" / answers.file)
        async with _offline(store, answers.model) as ready:
            for name in answers.sets:
                outcomes = await judge(name, ready.engine, limits=ready.limits, sample=answers.sample)
                answered = sum(outcome.verdict != "abstained" for outcome in outcomes)
                measures.append(Measure(f"{answers.name}.{name}.answered", answered, len(outcomes)))
                measures.extend(shares(f"{answers.name}.{name}", outcomes))
    return measures


def _offline(store: Path, model: str) -> AbstractAsyncContextManager[Ready]:
    given = {"engine": "llm", "offline": "yes", "answers": str(store), "model": model}
    return ready_engine(load_settings(given, env={}, folder=store.parent).settings, "llm")


def measure_all(data: Path, stored: Sequence[Answers]) -> list[Measure]:
    """Every measure of the gate, in the order of the table."""

    async def run() -> list[Measure]:
        measures = [*await rules_on_cases(), *await rules_by_order(), *await rules_on_others(data)]
        for answers in stored:
            measures.extend(await model_on_cases(answers))
        return measures

    return asyncio.run(run())
