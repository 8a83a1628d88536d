"""Questions to one OpenAI-compatible address."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from checker.endpoint.faults import Fault, FaultError, LostAnswerError
from checker.endpoint.ladder import Question
from checker.endpoint.limits import Gate, Ledger, TokenScale
from checker.endpoint.pursuit import Answer, Pursuit
from checker.endpoint.settings import Capabilities, EndpointSettings
from checker.endpoint.transport import Transport
from checker.errors import EndpointError, SettingsError
from checker.model import Usage

MIN_OUTPUT_TOKENS = 256  # with less room for the answer a question is not worth sending

T = TypeVar("T", bound=BaseModel)


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

    @property
    def known_room(self) -> int:
        """Return how many prompt tokens are known to arrive whole; 0 where nothing is known."""
        known = self._capabilities
        return max(known.context_at_least or 0, known.context_tokens or 0) if known is not None else 0

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
