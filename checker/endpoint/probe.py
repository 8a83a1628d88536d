"""What an address can do, found out once with a few small questions."""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from checker.endpoint.context import Room, measure
from checker.endpoint.faults import Fault, FaultError, LostAnswerError
from checker.endpoint.ladder import RUNGS, Dialect, Question, Rung
from checker.endpoint.pursuit import Pursuit
from checker.endpoint.settings import CHUNK_PROMPT_TOKENS, Capabilities, ContextSource
from checker.errors import EndpointError
from checker.model import Usage

if TYPE_CHECKING:
    from checker.endpoint.client import Endpoint

NO_RUNG_HELPS = ("timeout", "connection", "rate_limited", "budget_spent")
PROBE_OUTPUT_TOKENS = 2048  # thinking models spend a thousand before they answer


class SampleClaim(BaseModel):
    """One thing that the text says."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["event", "quantity", "statement"]
    text: Annotated[str, Field(max_length=300)]
    speaker: Annotated[str, Field(max_length=80)] | None


class SampleClaims(BaseModel):
    """What the text says, one item for each sentence."""

    model_config = ConfigDict(extra="forbid")

    claims: Annotated[list[SampleClaim], Field(max_length=8)]


SAMPLE_SYSTEM = "You list what a short news text says."
SAMPLES: tuple[str, ...] = (
    'The harbour of Lindmark was closed on Tuesday. "Two ferries collided," said harbour master Ada Voss.',
    "Some 400 people marched through Oberwald. The mayor, Jon Petrak, said it was fewer than last year.",
    "The bridge at Tarn reopens in May. It cost 12 million crowns, the council of Tarn says.",
)


@dataclass(frozen=True)
class ListedModel:
    """A model that an address says it serves, with the context it states, if any."""

    name: str
    context_tokens: int | None = None


async def listed_models(endpoint: "Endpoint") -> tuple[ListedModel, ...]:
    """Return what the address says it serves; () where it keeps no list. Raises EndpointError."""
    try:
        value = await endpoint.transport.model_list()
    except FaultError as raised:
        fault = raised.fault
    else:
        endpoint.heard()
        rows = value.get("data") if isinstance(value, dict) else None
        models = [_listed(row) for row in (rows if isinstance(rows, list) else ())[:2000]]
        return tuple(model for model in models if model is not None)
    if fault.status in (404, 405, 501) or fault.code == "bad_response":
        return ()
    raise _as_endpoint_error(endpoint, fault)


def _as_endpoint_error(endpoint: "Endpoint", fault: Fault) -> EndpointError:
    error = endpoint.lost(fault, Usage(), attempts=1)
    return (
        error if isinstance(error, EndpointError) else EndpointError(f"{endpoint.settings.base_url}: {error}")
    )


def _listed(row: object) -> ListedModel | None:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        return None
    meta = row.get("meta")
    stated = [row.get(key) for key in ("max_model_len", "context_length", "max_context_length")]
    if isinstance(meta, dict):
        stated.append(meta.get("n_ctx"))
    tokens = next((one for one in stated if isinstance(one, int) and 0 < one < 10**8), None)
    return ListedModel(row["id"], tokens)


def sample_question(endpoint: "Endpoint", model: str, text: str = SAMPLES[0]) -> Question[SampleClaims]:
    """Return a small question of the kind this program asks."""
    settings = endpoint.settings
    return Question(
        model=model,
        system=SAMPLE_SYSTEM,
        user=text,
        schema=SampleClaims,
        name="list_claims",
        max_output_tokens=min(PROBE_OUTPUT_TOKENS, settings.max_output_tokens),
        temperature=settings.temperature,
        seed=settings.seed,
        extra=settings.extra,
    )


async def chosen_model(endpoint: "Endpoint") -> ListedModel:
    """Return the model to use: the one named, or the only one served. Raises EndpointError."""
    name = endpoint.settings.model
    if name:
        try:
            models = await listed_models(endpoint)
        except EndpointError:
            models = ()  # some addresses list nothing to this key: the first question tells
        return next((model for model in models if model.name == name), ListedModel(name))
    models = await listed_models(endpoint)
    if len(models) == 1:
        return models[0]
    served = ", ".join(model.name for model in models[:8]) or "it lists none"
    raise EndpointError(
        f"{endpoint.settings.base_url}: which model? Served there: {served}; name one with --model"
    )


async def probe(endpoint: "Endpoint") -> Capabilities:
    """Return what the address can do: the strongest rung that answers validly at first try.

    Raises EndpointError where nothing works, and says what each rung answered.
    """
    model = await chosen_model(endpoint)
    settings = endpoint.settings
    rungs = (settings.rung,) if settings.rung is not None else RUNGS
    failures: list[str] = []
    dialect = Dialect()
    for rung in rungs:
        trial = await try_rung(endpoint, model.name, rung, dialect)
        dialect = trial.dialect
        if trial.works:
            room, source = await _room(endpoint, model, rung, dialect)
            return Capabilities(
                address=settings.base_url,
                model=model.name,
                rung=rung,
                context_tokens=room.window,
                context_source=source,
                context_at_least=room.at_least,
                tokens_per_byte=endpoint.scale.per_byte,
                omit=dialect.omit,
                tokens_field=dialect.tokens_field,
                lengths=dialect.lengths,
                notes=(*failures, *((room.note,) if room.note else ())),
            )
        failures.append(f"{rung}: {trial.why}")
    raise EndpointError(
        f"{settings.base_url}: {model.name!r} gave no valid JSON in any form ({'; '.join(failures)})"
    )


async def _room(
    endpoint: "Endpoint", model: ListedModel, rung: Rung, dialect: Dialect
) -> tuple[Room, ContextSource]:
    """Return the context as given, as stated by the server, or as prompts of two sizes show.

    The first is what one chunk takes, the second what a whole small story takes: a model that nobody says
    how long it reads must not get its story in pieces for that.
    """
    settings = endpoint.settings
    if settings.context_tokens is not None:
        return Room(window=settings.context_tokens), "given"
    if model.context_tokens is not None:
        return Room(window=model.context_tokens), "stated"
    if settings.context_probe_tokens == 0:
        return Room(), "unknown"
    longest = settings.context_probe_tokens
    sizes = (CHUNK_PROMPT_TOKENS, longest) if longest > CHUNK_PROMPT_TOKENS else (longest,)
    room = await measure(endpoint, model.name, rung=rung, dialect=dialect, sizes=sizes)
    return room, "unknown" if room == Room(note=room.note) else "measured"


class NoRungHelpsError(EndpointError):
    """The address does not answer in time, or not at all, whatever the form."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Trial:
    """How one rung did on one sample."""

    rung: Rung
    works: bool
    why: str
    dialect: Dialect
    seconds: float = 0.0
    completion_tokens: int = 0


async def try_rung(
    endpoint: "Endpoint", model: str, rung: Rung, dialect: Dialect, text: str = SAMPLES[0]
) -> Trial:
    """Return whether a rung answers a sample validly at first try, and the dialect it needed.

    Raises NoRungHelpsError or another EndpointError where no rung can work.
    """
    question = sample_question(endpoint, model, text)
    given = dialect
    began = time.monotonic()
    while True:
        pursuit = Pursuit(
            endpoint,
            question,
            rung,
            dialect,
            retries_left=min(1, endpoint.settings.max_retries),
            reasks_left=0,
        )
        try:
            answer = await pursuit.run()
        except LostAnswerError as lost:
            if lost.code in NO_RUNG_HELPS:
                raise NoRungHelpsError(f"{endpoint.settings.base_url}: {lost}", code=lost.code) from None
            dialect = pursuit.dialect
            if lost.code == "bad_request" and rung == "json_schema" and dialect.lengths:
                dialect = replace(dialect, lengths=False)
                continue
            dialect = replace(dialect, lengths=given.lengths)  # that was not it
            return Trial(rung, works=False, why=f"{lost.code}: {lost}", dialect=dialect)
        called = pursuit.reply is not None and bool(pursuit.reply.tool_arguments)
        return Trial(
            rung,
            works=rung != "tools" or called,
            why="" if rung != "tools" or called else "the forced tool was not called",
            dialect=pursuit.dialect,
            seconds=time.monotonic() - began,
            completion_tokens=answer.usage.completion_tokens,
        )
