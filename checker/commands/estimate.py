"""`checker check --estimate`: the calls and tokens that a check would take, without one.

A question whose answer is kept costs nothing, and its answer is used. For an open one the
rules engine stands in, so that there is something to compare: what a model finds is not known
before it is asked.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from checker.commands.engine import Ready, endpoint_settings, limits_and_engine, origin_of, recalled
from checker.endpoint.ladder import schema_text
from checker.endpoint.limits import TokenScale
from checker.engines.asking import Asks, Reply, T
from checker.engines.base import Engine
from checker.engines.cached import OFFLINE, CachedEndpoint
from checker.engines.rules import RulesEngine
from checker.engines.sweep import Sweep, Sweeper
from checker.errors import AnswerError
from checker.model import Article, Chunk, Comparison, Confirmation, Conflict, Extraction, Group
from checker.pipeline import check
from checker.settings import Settings
from checker.store import Store


@dataclass
class Tally:
    """The questions of one prompt: to ask, kept, and the prompt tokens of those to ask."""

    calls: int = 0
    kept: int = 0
    tokens: int = 0


@dataclass
class Counting:
    """Answers from the store; a question without one is counted and lost."""

    kept: Asks
    scale: TokenScale
    tallies: dict[str, Tally] = field(default_factory=dict)

    async def ask(
        self, *, system: str, user: str, schema: type[T], name: str, max_output_tokens: int | None = None
    ) -> Reply[T]:
        """The kept answer. Raises: AnswerError where none is kept."""
        tally = self.tallies.setdefault(name, Tally())
        try:
            reply = await self.kept.ask(
                system=system, user=user, schema=schema, name=name, max_output_tokens=max_output_tokens
            )
        except AnswerError as error:
            if error.code == OFFLINE:
                tally.calls += 1
                tally.tokens += self.scale.estimate(system, schema_text(schema), user)
            raise
        tally.kept += 1
        return reply


class Estimating:
    """An `Engine` that asks the model as the real one would, and goes on with the rules' answer."""

    name = "estimate"
    fingerprint = "estimate"
    limits: tuple[str, ...] = ()

    def __init__(self, model: Engine) -> None:
        self._model = model
        self._rules = RulesEngine()
        self.sweep_chars = model.sweep_chars if isinstance(model, Sweeper) else 0

    async def extract(self, chunk: Chunk) -> Extraction:
        """The kept claims, or the rules'."""
        try:
            return await self._model.extract(chunk)
        except AnswerError:
            return await self._rules.extract(chunk)

    async def compare(self, group: Group) -> Comparison:
        """The kept conflicts, or the rules'."""
        try:
            return await self._model.compare(group)
        except AnswerError:
            return await self._rules.compare(group)

    async def confirm(self, conflict: Conflict) -> Confirmation:
        """The kept verdict, or the rules'."""
        try:
            return await self._model.confirm(conflict)
        except AnswerError:
            return await self._rules.confirm(conflict)

    async def sweep(self, articles: Sequence[Article]) -> Sweep:
        """What the kept sweep found, or nothing."""
        assert isinstance(self._model, Sweeper)
        try:
            return await self._model.sweep(articles)
        except AnswerError:
            return Sweep(claims=(), conflicts=())


async def estimate(folder: Path, settings: Settings) -> str:
    """What a check of `folder` would ask, as lines of text. Raises: CheckerError."""
    async with _counting(settings) as (counting, ready):
        await check(folder, engine=Estimating(ready.engine), limits=ready.limits)
    return "".join(f"{line}\n" for line in _lines(counting.tallies, settings))


@asynccontextmanager
async def _counting(settings: Settings) -> AsyncIterator[tuple[Counting, Ready]]:
    wanted = endpoint_settings(settings).checked()
    known = recalled(settings, wanted)
    origin = origin_of(settings, known)
    with Store(settings.answers.expanduser()) as store:
        kept = CachedEndpoint(None, store, origin=origin)
        counting = Counting(kept, TokenScale(known.tokens_per_byte if known else None))
        yield counting, limits_and_engine(settings, counting, origin)


def _lines(tallies: dict[str, Tally], settings: Settings) -> list[str]:
    total = Tally(
        calls=sum(tally.calls for tally in tallies.values()),
        kept=sum(tally.kept for tally in tallies.values()),
        tokens=sum(tally.tokens for tally in tallies.values()),
    )
    lines = [f"{'':<24}{'calls':>8}{'kept':>8}{'prompt tokens':>16}"]
    for name, tally in [*sorted(tallies.items()), ("total", total)]:
        lines.append(f"{name:<24}{tally.calls:>8,}{tally.kept:>8,}{tally.tokens:>16,}")
    answers = total.calls * settings.max_output_tokens
    lines.append(f"answers: at most {answers:,} tokens ({settings.max_output_tokens:,} each)")
    if settings.price_in is not None and settings.price_out is not None:
        least = total.tokens * settings.price_in / 1_000_000
        most = least + answers * settings.price_out / 1_000_000
        lines.append(f"at your prices {least:.4f} for the prompts, {most:.4f} at most in all")
    lines.append("An estimate: what there is to compare shows when the model has read. Nothing was asked.")
    return lines
