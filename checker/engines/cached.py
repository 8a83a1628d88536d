"""A store of answers in front of an endpoint.

It stands between the engine and the endpoint, not around the engine: an engine's answer may take several
questions (a re-ask, two halves, two looks), and each is kept as soon as it is answered. So a run
that was killed pays only for the questions still open, and the engine's own work, which costs
nothing, is done again with today's code.
"""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Generic
from weakref import WeakValueDictionary

from pydantic import ValidationError

from checker.engines.asking import Asks, Reply, T
from checker.engines.wire import schema_sha256
from checker.errors import AnswerError
from checker.model import Usage
from checker.store import KeptAnswer, Origin, Question, Store

OFFLINE = "offline"


@dataclass(frozen=True)
class Recalled(Generic[T]):
    """An answer out of the store: it cost no call and no tokens."""

    value: T
    model: str
    truncated_items_lost: int
    usage: Usage = field(default_factory=lambda: Usage(cached=1))


class CachedEndpoint:
    """Asks the store first, then the endpoint, and keeps what it answers.

    `endpoint` None: offline; a question without a kept answer is lost with the code "offline".
    """

    def __init__(self, endpoint: Asks | None, store: Store, *, origin: Origin) -> None:
        self._endpoint = endpoint
        self._store = store
        self._origin = origin
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def ask(
        self,
        *,
        system: str,
        user: str,
        schema: type[T],
        name: str,
        max_output_tokens: int | None = None,
    ) -> Reply[T]:
        """The kept answer, or the endpoint's. Raises: AnswerError, EndpointError, OutputError."""
        origin = self._origin
        if max_output_tokens is not None:
            parameters = {**origin.parameters, "max_output_tokens": max_output_tokens}
            origin = origin.model_copy(update={"parameters": parameters})
        asked = Question(
            name=name,
            origin=origin,
            prompt=_sha256(system),
            schema_sha256=schema_sha256(schema),
            question=_sha256(user),
        )
        lock = self._asking.setdefault(asked.key, asyncio.Lock())
        async with lock:
            recalled = self._recall(asked, schema)
            if recalled is not None:
                return recalled
            if self._endpoint is None:
                raise AnswerError(
                    f"no answer to this question of {name} is kept, and calls are forbidden (--offline)",
                    code=OFFLINE,
                )
            reply = await self._endpoint.ask(
                system=system, user=user, schema=schema, name=name, max_output_tokens=max_output_tokens
            )
            self._keep(asked, reply)
            return reply

    def _recall(self, asked: Question, schema: type[T]) -> Recalled[T] | None:
        kept = self._store.get(asked)
        if kept is None:
            return None
        try:
            value = schema.model_validate(kept.answer)
        except ValidationError:  # edited by hand, or imported: asked again rather than believed
            return None
        return Recalled(value=value, model=kept.answered_by, truncated_items_lost=kept.lost)

    def _keep(self, asked: Question, reply: Reply[T]) -> None:
        kept = KeptAnswer(
            asked=asked,
            answer=reply.value.model_dump(mode="json"),
            answered_by=reply.model,
            usage=reply.usage,
            lost=reply.truncated_items_lost,
        )
        self._store.put(kept)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
