"""The attempts at one question: the only place where anything is tried again.

    budget → gate → one attempt (ladder → transport) → a valid answer, or a fault
       ↑____________ wait, show the model its answer, or leave a parameter out ____|

openai and instructor retry nothing themselves.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from checker.endpoint.faults import BudgetSpentError, Fault, FaultError
from checker.endpoint.ladder import (
    Dialect,
    Question,
    ReadFaultError,
    Reading,
    Rung,
    ask_once,
    without_parameter,
)
from checker.endpoint.limits import pause_before
from checker.endpoint.transport import Reply
from checker.model import Usage

if TYPE_CHECKING:
    from checker.endpoint.client import Endpoint

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A valid answer, what it cost in all attempts, and how it was had.

    `truncated_items_lost`: items known to be missing because the answer was cut (at least that
    many; 0 for a whole answer).
    """

    value: T
    usage: Usage
    model: str
    rung: Rung
    attempts: int
    truncated_items_lost: int = 0


class Pursuit(Generic[T]):
    """The attempts at one question; `dialect` and `reply` are those of the last one."""

    def __init__(
        self,
        endpoint: "Endpoint",
        question: Question[T],
        rung: Rung,
        dialect: Dialect,
        *,
        retries_left: int,
        reasks_left: int,
    ) -> None:
        self._endpoint = endpoint
        self._question = question
        self._rung = rung
        self.dialect = dialect
        self.reply: Reply | None = None
        self._retries_left = retries_left
        self._reasks_left = reasks_left
        self._attempts = 0
        self._usage = Usage()
        self._partial: Reading[T] | None = None

    async def run(self) -> Answer[T]:
        while True:
            outcome = await self._attempt()
            if isinstance(outcome, Reading):
                return self._answer(outcome)
            if not await self._prepared(outcome):
                if self._partial is not None:
                    return self._answer(self._partial)
                raise self._endpoint.lost(outcome, self._usage, attempts=self._attempts)

    async def _attempt(self) -> Reading[T] | Fault:
        """Return a valid answer or why there is none; both are counted."""
        endpoint, question = self._endpoint, self._question
        prompt = tuple(message["content"] for message in question.messages())
        estimate = endpoint.scale.estimate(*prompt)
        async with (
            endpoint.gate.slot() as began,
            endpoint.ledger.reserved(estimate + question.max_output_tokens) as granted,
        ):
            if not granted:
                raise BudgetSpentError(
                    f"the budget of {endpoint.ledger.most:,} tokens does not cover another question",
                    code="budget_spent",
                    usage=self._usage,
                    attempts=self._attempts,
                )
            self._attempts += 1
            outcome, reply = await self._once()
            self.reply = reply
            self._count(outcome, reply, estimate, seconds=time.monotonic() - began)
            self._tune(outcome, reply, began)
        if reply is not None:
            return self._checked(outcome, reply, prompt)
        return outcome

    async def _once(self) -> tuple[Reading[T] | Fault, Reply | None]:
        try:
            reading = await ask_once(
                self._endpoint.transport, self._question, rung=self._rung, dialect=self.dialect
            )
        except FaultError as raised:
            return raised.fault, raised.reply if isinstance(raised, ReadFaultError) else None
        return reading, reading.reply

    def _count(
        self, outcome: Reading[T] | Fault, reply: Reply | None, estimate: int, *, seconds: float
    ) -> None:
        """Count the attempt; tokens are estimated where the server tells none (as after a timeout)."""
        prompt_tokens = completion_tokens = 0
        if reply is not None:
            written = "".join((reply.content, reply.reasoning, *reply.tool_arguments))
            prompt_tokens = estimate if reply.prompt_tokens is None else reply.prompt_tokens
            completion_tokens = (
                len(written.encode("utf-8", "replace")) // 4
                if reply.completion_tokens is None
                else reply.completion_tokens
            )
        elif isinstance(outcome, Fault) and outcome.code in ("timeout", "too_large", "bad_response"):
            prompt_tokens = estimate
        usage = Usage(
            calls=1,
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            seconds=round(seconds, 3),
        )
        self._usage = self._usage + usage
        self._endpoint.ledger.add(usage)

    def _tune(self, outcome: Reading[T] | Fault, reply: Reply | None, began: float) -> None:
        """Let the gate learn from the outcome."""
        if isinstance(outcome, Fault) and outcome.overload:
            cap = self._endpoint.settings.retry_cap_s
            pause = outcome.after_s if outcome.after_s is not None and outcome.after_s <= cap else 0.0
            self._endpoint.gate.overloaded(began, pause_s=pause)
        elif reply is not None:
            self._endpoint.gate.succeeded()
        if reply is not None or (isinstance(outcome, Fault) and outcome.code != "connection"):
            self._endpoint.heard()

    def _checked(
        self, outcome: Reading[T] | Fault, reply: Reply, prompt: tuple[str, ...]
    ) -> Reading[T] | Fault:
        """Return the outcome, or a fault where the prompt or the answer arrived in part only."""
        scale = self._endpoint.scale
        if scale.looks_cut(reply.prompt_tokens, *prompt, known_room=self._endpoint.known_room):
            return Fault(
                "context_exceeded",
                f"the server read {reply.prompt_tokens:,} prompt tokens of about {scale.estimate(*prompt):,}",
            )
        if reply.prompt_tokens is not None:
            scale.learn(reply.prompt_tokens, *prompt)
        if isinstance(outcome, Reading) and outcome.lost and reply.finish_reason != "length":
            self._partial = self._partial or outcome
            return Fault("cut", "the answer breaks off", "reask", answer=reply.content)
        return outcome

    async def _prepared(self, fault: Fault) -> bool:
        """Make ready for another attempt and wait as long as needed; False where there shall be none."""
        if fault.remedy == "adapt" and fault.parameter is not None:
            adapted = without_parameter(self.dialect, fault.parameter)
            if adapted is None:
                return False
            self.dialect = adapted
            return True
        if self._retries_left == 0 or fault.remedy == "none":
            return False
        if fault.remedy == "reask":
            if self._reasks_left == 0:
                return False
            self._reasks_left -= 1
            self._retries_left -= 1
            self._question = replace(self._question, rejected=(fault.answer, fault.message))
            return True
        settings = self._endpoint.settings
        pause = pause_before(
            self._attempts, base_s=settings.retry_base_s, cap_s=settings.retry_cap_s, asked_s=fault.after_s
        )
        if pause is None:
            return False
        self._retries_left -= 1
        await asyncio.sleep(pause)
        return True

    def _answer(self, reading: Reading[T]) -> Answer[T]:
        return Answer(
            value=reading.value,
            usage=self._usage,
            model=reading.reply.model or self._question.model,
            rung=self._rung,
            attempts=self._attempts,
            truncated_items_lost=reading.lost,
        )
