"""Questions to one OpenAI-compatible address: the only place where attempts are repeated.

    ask → budget → gate → one attempt (ladder → transport) → answer, or a fault
                     ↑________ wait, re-ask or adapt ________|

openai and instructor retry nothing themselves.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import BaseModel

from checker.endpoint.faults import BudgetSpentError, Fault, FaultError, LostAnswerError
from checker.endpoint.ladder import (
    Dialect,
    Question,
    ReadFaultError,
    Reading,
    Rung,
    ask_once,
    without_parameter,
)
from checker.endpoint.limits import Gate, Ledger, TokenScale, pause_before
from checker.endpoint.settings import Capabilities, EndpointSettings
from checker.endpoint.transport import Reply, Transport
from checker.errors import EndpointError, SettingsError
from checker.model import Usage

MIN_OUTPUT_TOKENS = 256  # with less room for the answer a question is not worth sending

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


class Endpoint:
    """One address and model. Safe to share between any number of tasks of one event loop.

    Give `capabilities` where they are known from an earlier run; otherwise the first question
    probes the address.
    """

    def __init__(self, settings: EndpointSettings, capabilities: Capabilities | None = None) -> None:
        self.settings = settings.checked()
        self.gate = Gate(self.settings.max_concurrency)
        self.ledger = Ledger(self.settings.max_tokens_total)
        self.scale = TokenScale(capabilities.tokens_per_byte if capabilities else None)
        self.transport = Transport(
            base_url=self.settings.base_url,
            api_key=self.settings.secret(),
            timeout_s=self.settings.timeout_s,
            max_answer_bytes=self.settings.max_answer_bytes,
        )
        self._capabilities = capabilities
        self._probing = asyncio.Lock()
        self._answered = False

    @property
    def fingerprint(self) -> str:
        """Return a short hash that changes whenever an answer could."""
        return self.settings.fingerprint()

    @property
    def usage(self) -> Usage:
        """Return what all attempts so far have cost, failed ones and the probe's too."""
        return self.ledger.usage

    async def capabilities(self) -> Capabilities:
        """Return what the address can do: as given, or probed once.

        Raises EndpointError where it cannot be used at all.
        """
        if self._capabilities is None:
            async with self._probing:
                if self._capabilities is None:
                    from checker.endpoint.probe import probe

                    self._capabilities = await probe(self)
        return self._capabilities

    async def ask(
        self,
        *,
        system: str,
        user: str,
        schema: type[T],
        name: str,
        max_output_tokens: int | None = None,
    ) -> Answer[T]:
        """Return the model's answer as a valid `schema`.

        The JSON Schema is appended to `system`. Lists come last and alone in a schema, where a cut
        answer shall keep its complete items.
        Raises LostAnswerError (an AnswerError with `usage`) for this one question, BudgetSpentError where the
        token budget does not cover it, EndpointError where no question can be answered.
        """
        known = await self.capabilities()
        question = Question(
            model=known.model,
            system=system,
            user=user,
            schema=schema,
            name=name,
            max_output_tokens=max_output_tokens or self.settings.max_output_tokens,
            temperature=self.settings.temperature,
            seed=self.settings.seed,
            extra=self.settings.extra,
        )
        question = self._fitted(question, known.context_tokens)
        pursuit = Pursuit(
            self,
            question,
            known.rung,
            known.dialect,
            retries_left=self.settings.max_retries,
            reasks_left=min(self.settings.max_retries, self.settings.max_reasks),
        )
        answer = await pursuit.run()
        if pursuit.dialect != known.dialect:  # the server has changed since it was probed
            adapted = {"omit": pursuit.dialect.omit, "tokens_field": pursuit.dialect.tokens_field}
            self._capabilities = known.model_copy(update=adapted)
        return answer

    def _fitted(self, question: Question[T], context_tokens: int | None) -> Question[T]:
        """Return the question with as much output as fits beside its prompt. Raises LostAnswerError."""
        if context_tokens is None:
            return question
        prompt = self.scale.estimate(question.whole_system, question.user)
        room = context_tokens - prompt
        if room < min(MIN_OUTPUT_TOKENS, question.max_output_tokens):
            raise LostAnswerError(
                f"about {prompt:,} prompt tokens do not fit a context of {context_tokens:,}",
                code="context_exceeded",
                usage=Usage(),
                attempts=0,
            )
        return replace(question, max_output_tokens=min(room, question.max_output_tokens))

    async def models(self) -> tuple[str, ...]:
        """Return the names of the models served, in the server's order. Raises EndpointError."""
        from checker.endpoint.probe import listed_models

        return tuple(model.name for model in await listed_models(self))

    async def embed(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """Return one vector for each text.

        Raises LostAnswerError; SettingsError without an embedding model.
        """
        if not self.settings.embedding_model:
            raise SettingsError("embeddings need a model of their own: set endpoint.embedding_model")
        if not texts:
            return ()
        began = time.monotonic()
        try:
            async with self.gate.slot():
                value = await self.transport.embeddings(texts, model=self.settings.embedding_model)
        except FaultError as raised:
            fault = raised.fault
        else:
            vectors = _vectors(value)
            self.ledger.add(
                Usage(calls=1, prompt_tokens=self.scale.estimate(*texts), seconds=time.monotonic() - began)
            )
            if len(vectors) == len(texts):
                return vectors
            fault = Fault("bad_response", "the server answered embeddings in no known form")
        raise self.lost(fault, Usage(calls=1, seconds=time.monotonic() - began), attempts=1)

    async def close(self) -> None:
        """Close the connections."""
        await self.transport.close()

    async def __aenter__(self) -> "Endpoint":
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    def lost(self, fault: Fault, usage: Usage, *, attempts: int) -> LostAnswerError | EndpointError:
        """Return the exception for a fault that no further attempt will mend."""
        if fault.stops_run:
            return EndpointError(self.explain(fault))
        if fault.code == "connection" and not self._answered:
            return EndpointError(
                f"{fault.message}: nothing has answered there; `checker doctor` looks for local servers"
            )
        again = f" (after {attempts} attempts)" if attempts > 1 else ""
        return LostAnswerError(f"{fault.message}{again}", code=fault.code, usage=usage, attempts=attempts)

    def explain(self, fault: Fault) -> str:
        """Return what a user reads when the run cannot go on: what, where, and the next step."""
        where = self.settings.base_url
        if fault.status in (401, 403, 407):
            hint = "the key was refused" if self.settings.secret() else "a key is needed: set CHECKER_API_KEY"
            return f"{where}: {hint} ({fault.message})"
        if fault.status == 404 and "model" in fault.message.lower():
            model = self.settings.model
            return f"{where}: no model {model!r} ({fault.message}); `checker doctor` lists what is served"
        if fault.status in (404, 405, 410):
            hint = "" if where.endswith("/v1") else "; most addresses end in /v1"
            return f"{where}: no chat completions at this address ({fault.message}){hint}"
        if fault.status is not None and 300 <= fault.status < 400:
            return f"{where}: redirects are not followed ({fault.message}); give the address it leads to"
        if fault.code == "rate_limited":
            return f"{where}: the account has no credit left ({fault.message})"
        return f"{where}: {fault.message}"

    def heard(self) -> None:
        """Note that something answers at the address."""
        self._answered = True


class Pursuit(Generic[T]):
    """The attempts at one question; `dialect` and `reply` are those of the last one."""

    def __init__(
        self,
        endpoint: Endpoint,
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
        if scale.looks_cut(reply.prompt_tokens, *prompt):
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


def _vectors(value: object) -> tuple[tuple[float, ...], ...]:
    """Return the vectors of an embeddings answer in the order asked, or () where it is none."""
    data = value.get("data") if isinstance(value, dict) else None
    rows: dict[int, tuple[float, ...]] = {}
    for position, row in enumerate(data if isinstance(data, list) else ()):
        vector = row.get("embedding") if isinstance(row, dict) else None
        if not isinstance(vector, list) or not all(isinstance(one, int | float) for one in vector):
            return ()
        index = row.get("index")
        rows[index if isinstance(index, int) else position] = tuple(map(float, vector))
    return tuple(rows[index] for index in sorted(rows))
