"""Labelled pairs and labelled folders → scores, item by item.

A pair is two short articles and a label. It is called a contradiction when the check finds one between
the two (an update is none). A folder is a story with `expected.json`: a finding is
right when its words overlap those of two sides of one expected dispute, and a false
alarm when they overlap none. What the engine could not answer is an abstention: its
own column, never right and never wrong.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from checker.engines.base import Engine
from checker.errors import InputError
from checker.ingest import read_articles
from checker.model import Article, Failure, Finding, FindingKind, Report, Scope, Value
from checker.pipeline import Limits, check_articles

ANSWER_KEY = "expected.json"
WHOLE = Limits()
Label = Literal["contradiction", "agreement", "neutral"]
Verdict = Literal["contradiction", "none", "abstained"]


class Pair(Value):
    """One labelled pair, as a line of the file has it; an unknown field is an error."""

    id: str
    a: str
    b: str
    label: Label
    kind: str | None = None
    scope: Scope | None = None
    outlet_a: str | None = None
    outlet_b: str | None = None
    date_a: date | datetime | None = None
    date_b: date | datetime | None = None
    speaker_a: str | None = None
    speaker_b: str | None = None
    source: str | None = None
    why: str | None = None


class ExpectedQuote(Value):
    """Words that stand in one article of the folder."""

    article: str
    quote: str


class ExpectedSide(Value):
    """One position of an expected dispute."""

    position: str
    quotes: tuple[ExpectedQuote, ...]


class ExpectedFinding(Value):
    """A dispute that a careful editor finds. `rules`: numbers, dates, roles or words prove it."""

    id: str
    kind: FindingKind
    scope: Scope
    question: str
    rules: bool
    sides: tuple[ExpectedSide, ...]
    severity: str | None = None
    why: str | None = None


class NearMiss(Value):
    """What looks like a dispute and is none."""

    why: str
    quotes: tuple[ExpectedQuote, ...]


class Expected(Value):
    """The answer key of one folder."""

    findings: tuple[ExpectedFinding, ...]
    near_misses: tuple[NearMiss, ...] = ()
    notes: str | None = None


class Outcome(Value):
    """What became of one item: a pair, an expected dispute, or a finding that nobody expected."""

    id: str
    expected: bool  # whether there is a contradiction to find
    verdict: Verdict
    kind: str | None = None  # of the label, or of the finding where nothing was expected
    scope: str | None = None
    found_kind: str | None = None
    found_scope: str | None = None
    question: str | None = None
    articles: int = 2

    @property
    def right(self) -> bool:
        """Whether the verdict agrees with the label; an abstention never does."""
        return self.verdict == ("contradiction" if self.expected else "none")


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a JSONL file. Raises: InputError naming the line that is not one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {str(path)!r}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Pair.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "line"
            raise InputError(f"{path.name}, line {number}: {where}: {first['msg']}") from error


def read_expected(path: Path) -> Expected:
    """The answer key of a folder. Raises: InputError when it cannot be read."""
    try:
        return Expected.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(f"cannot read the answer key {str(path)!r}: {error}") from error


async def judge_pairs(
    pairs: Iterable[Pair],
    *,
    engine: Engine,
    limits: Limits = WHOLE,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Outcome, ...]:
    """One outcome a pair, in order."""
    outcomes: list[Outcome] = []
    for pair in pairs:
        articles = [_article(pair, "a", 1), _article(pair, "b", 2)]
        report = await check_articles(articles, engine=engine, limits=limits)
        outcomes.append(_pair_outcome(pair, report))
        progress(len(outcomes))
    return tuple(outcomes)


async def judge_folder(
    folder: Path, expected: Expected, *, engine: Engine, limits: Limits = WHOLE, rules_only: bool = False
) -> tuple[Outcome, ...]:
    """One outcome for each expected dispute, then one for each finding that none of them explains."""
    items = [item for item in read_articles(folder) if not _is_answer_key(item)]
    report = await check_articles(items, engine=engine, limits=limits)
    return folder_outcomes(report, expected, name=folder.name, rules_only=rules_only)


def _is_answer_key(item: Article | Failure) -> bool:
    return (item.path if isinstance(item, Article) else item.unit) == ANSWER_KEY


def folder_outcomes(
    report: Report, expected: Expected, *, name: str, rules_only: bool = False
) -> tuple[Outcome, ...]:
    """As `judge_folder`, for a report at hand. `rules_only` asks for the disputes that words alone prove."""
    texts = {article.path: article.text for article in report.articles}
    explained: set[str] = set()
    outcomes: list[Outcome] = []
    for dispute in expected.findings:
        matching = [finding for finding in report.findings if matches(finding, dispute, texts)]
        explained.update(finding.id for finding in matching)
        if dispute.scope == "update" or (rules_only and not dispute.rules):
            continue
        best = next((finding for finding in matching if finding.scope == dispute.scope), None)
        best = best or next(iter(matching), None)
        lost = not best and bool(report.failures)
        outcomes.append(
            Outcome(
                id=f"{name}/{dispute.id}",
                expected=True,
                verdict="contradiction" if best else "abstained" if lost else "none",
                kind=dispute.kind,
                scope=dispute.scope,
                found_kind=best.kind if best else None,
                found_scope=best.scope if best else None,
                question=best.question if best else dispute.question,
                articles=len(report.articles),
            )
        )
    return (*outcomes, *_unexplained(report, explained, name))


def matches(finding: Finding, dispute: ExpectedFinding, texts: dict[str, str]) -> bool:
    """Whether two sides of the finding rest on words of two different sides of the dispute."""
    sides = [
        {
            index
            for index, side in enumerate(dispute.sides)
            for quote in side.quotes
            for item in ours.evidence
            if item.path == quote.article and _overlap(item.start, item.end, quote.quote, texts[item.path])
        }
        for ours in finding.sides
    ]
    return any(
        a != b for i, first in enumerate(sides) for second in sides[i + 1 :] for a in first for b in second
    )


def _overlap(start: int, end: int, quote: str, text: str) -> bool:
    at = text.find(quote)
    while at != -1:
        if at < end and start < at + len(quote):
            return True
        at = text.find(quote, at + 1)
    return False


def _unexplained(report: Report, explained: set[str], name: str) -> Iterator[Outcome]:
    for finding in report.findings:
        if finding.id not in explained and finding.scope != "update":
            yield Outcome(
                id=f"{name}/{finding.id}",
                expected=False,
                verdict="contradiction",
                kind=finding.kind,
                scope=finding.scope,
                found_kind=finding.kind,
                found_scope=finding.scope,
                question=finding.question,
                articles=len(report.articles),
            )


def _pair_outcome(pair: Pair, report: Report) -> Outcome:
    between = [
        finding
        for finding in report.findings
        if finding.scope != "update"
        and len({item.article for side in finding.sides for item in side.evidence}) > 1
    ]
    best = next((finding for finding in between if finding.kind == pair.kind), next(iter(between), None))
    verdict: Verdict = "contradiction" if best else "abstained" if report.failures else "none"
    return Outcome(
        id=pair.id,
        expected=pair.label == "contradiction",
        verdict=verdict,
        kind=pair.kind,
        scope=pair.scope,
        found_kind=best.kind if best else None,
        found_scope=best.scope if best else None,
        question=best.question if best else None,
    )


def _article(pair: Pair, side: Literal["a", "b"], number: int) -> Article:
    text: str = getattr(pair, side)
    speaker: str | None = getattr(pair, f"speaker_{side}")
    if speaker and speaker not in text:
        text = f"{speaker} said: “{text}”"
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


def to_jsonl(outcomes: Sequence[Outcome]) -> str:
    """One line an item, in order: what `read_outcomes` reads, and what two runs are compared by."""
    return "".join(outcome.model_dump_json(exclude_none=True) + "\n" for outcome in outcomes)


def read_outcomes(path: Path) -> tuple[Outcome, ...]:
    """The items of an earlier run. Raises: InputError when the file is not one."""
    try:
        rows: list[Any] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return tuple(Outcome.model_validate(row) for row in rows)
    except (OSError, ValueError) as error:
        raise InputError(f"{str(path)!r} does not hold the outcomes of a run: {error}") from error
