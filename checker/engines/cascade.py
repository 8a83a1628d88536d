"""Two engines as one: rules where they are certain, the model for the rest, its second look at both."""

from collections.abc import Sequence

from checker.engines.asking import usage_of
from checker.engines.base import Engine
from checker.engines.sweep import Sweep, Sweeper
from checker.errors import UnitError
from checker.model import Article, Chunk, Comparison, Confirmation, Conflict, Extraction, Failure, Group


class CascadeEngine:
    """An `Engine` of rules (free, certain, narrow) and a model (paid, broad); it sweeps if the model does."""

    name = "cascade"

    def __init__(self, rules: Engine, llm: Engine) -> None:
        self._rules = rules
        self._llm = llm
        self.fingerprint = f"cascade-{rules.fingerprint}-{llm.fingerprint}"
        self.limits = llm.limits
        self.sweep_chars = llm.sweep_chars if isinstance(llm, Sweeper) else 0
        self.model: str | None = getattr(llm, "model", None)
        self.endpoint_url: str | None = getattr(llm, "endpoint_url", None)
        self.prompts: dict[str, str] = dict(getattr(llm, "prompts", {}))

    async def extract(self, chunk: Chunk) -> Extraction:
        """The model's claims; the rules' where the model's answer is lost, with that failure kept."""
        try:
            return await self._llm.extract(chunk)
        except UnitError as error:
            read = await self._rules.extract(chunk)
            message = f"read by the rules instead of the model: {error}"
            failure = Failure(stage="extract", unit=chunk.id, error=error.code, message=message)
            return read.model_copy(
                update={"failures": (*read.failures, failure), "usage": read.usage + usage_of(error)}
            )

    async def compare(self, group: Group) -> Comparison:
        """The rules' conflicts, then the model's. One dispute may be among both.

        The model is not asked about two claims on which the rules have decided. Where its answer is lost, the
        rules' conflicts stand, with that failure kept. Raises: UnitError when neither has anything to say.
        """
        certain = await self._rules.compare(group)
        if len(group.facts) == 2 and certain.conflicts:
            return certain
        try:
            asked = await self._llm.compare(group)
        except UnitError as error:
            if not certain.conflicts:
                raise
            failure = Failure(stage="compare", unit=group.id, error=error.code, message=str(error))
            return certain.model_copy(
                update={"failures": (*certain.failures, failure), "usage": certain.usage + usage_of(error)}
            )
        return Comparison(
            group=group.id,
            conflicts=(*_marked(certain.conflicts), *asked.conflicts),
            failures=certain.failures + asked.failures,
            usage=certain.usage + asked.usage,
        )

    async def confirm(self, conflict: Conflict) -> Confirmation:
        """The model's second look, whoever proposed the conflict. Raises: UnitError."""
        return await self._llm.confirm(conflict)

    async def sweep(self, articles: Sequence[Article]) -> Sweep:
        """The model's sweep. Raises: UnitError, also where the model does not sweep."""
        if not isinstance(self._llm, Sweeper):
            raise UnitError("this engine does not sweep", code="no_sweep")
        return await self._llm.sweep(articles)


def _marked(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts with ids that no conflict of another engine has."""
    return [conflict.model_copy(update={"id": f"{conflict.id}.rules"}) for conflict in conflicts]
