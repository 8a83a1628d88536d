"""One question in one form: the four ways to ask for JSON, strongest first.

instructor builds the request of each rung and validates the answer; three things are ours
because its own would be wrong here. The schema stands at the end of the system message in the
same words on every rung (in its JSON_SCHEMA and TOOLS modes no model sees the schema, in the
others it adds text of its own, after the shared part of the prompt). The schema sent is closed and
without references, and strict on the `json_schema` rung (instructor's is neither). And the answer
is read by `salvage` before instructor validates it, because think blocks and fences fail in three
of its four modes.
`context=` is never passed: instructor would run a template engine over the articles.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel, ValidationError

from checker.endpoint.faults import Fault, FaultError, plain
from checker.endpoint.salvage import Salvaged, salvage
from checker.endpoint.transport import Reply, Transport

Rung = Literal["json_schema", "tools", "json_object", "text"]
RUNGS: tuple[Rung, ...] = ("json_schema", "tools", "json_object", "text")
MODES: dict[Rung, str] = {
    "json_schema": "JSON_SCHEMA",
    "tools": "TOOLS",
    "json_object": "JSON",
    "text": "MD_JSON",
}
# Read by the model in every call: changing these words changes answers. `Endpoint.fingerprint` holds them.
SCHEMA_WORDS = "Answer with one JSON object and nothing else. It must be valid against this JSON Schema:\n"
REASK_WORDS = (
    "That answer is not valid: {why}\n"
    "Give the whole answer again, as one JSON object valid against the schema."
)
REASK_ANSWER_CHARS = 8000
LENGTH_WORDS = ("minLength", "maxLength")  # not in OpenAI's documented strict subset

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Dialect:
    """What of the optional vocabulary an address understands.

    `omit`: parameters it refuses. `tokens_field`: how it calls the output limit. `lengths`: whether
    its strict schemas may bound the length of strings.
    """

    omit: tuple[str, ...] = ()
    tokens_field: str = "max_tokens"
    lengths: bool = True


@dataclass(frozen=True)
class Question(Generic[T]):
    """One request, in no particular form yet."""

    model: str
    system: str
    user: str
    schema: type[T]
    name: str
    max_output_tokens: int
    temperature: float | None
    seed: int | None
    extra: Mapping[str, Any]
    rejected: tuple[str, str] | None = None  # an earlier answer and what was wrong with it

    @property
    def whole_system(self) -> str:
        """Return the system message with the schema at its end: equal for all questions of a kind."""
        return f"{self.system.rstrip()}\n\n{SCHEMA_WORDS}{schema_text(self.schema)}"

    def messages(self) -> list[dict[str, str]]:
        """Return the chat messages, shared part first."""
        messages = [
            {"role": "system", "content": self.whole_system},
            {"role": "user", "content": self.user},
        ]
        if self.rejected is not None:
            answer, why = self.rejected
            messages += [
                {"role": "assistant", "content": answer[:REASK_ANSWER_CHARS]},
                {"role": "user", "content": REASK_WORDS.format(why=why)},
            ]
        return messages


@dataclass(frozen=True)
class Reading(Generic[T]):
    """A valid answer and the reply it was read from."""

    value: T
    reply: Reply
    lost: int


def strict_schema(model: type[BaseModel], *, lengths: bool = True) -> dict[str, Any]:
    """Return a model's JSON Schema, closed, every property required, references resolved.

    `lengths=False` leaves out minLength and maxLength, which some strict modes refuse; the answer
    is validated against the model in any case. Raises ValueError for a recursive model.
    """
    schema: dict[str, Any] = json.loads(schema_text(model, lengths=lengths))
    return schema


@lru_cache(maxsize=64)
def schema_text(model: type[BaseModel], *, lengths: bool = True) -> str:
    """Return `strict_schema` as JSON text, the same for the same model; making one takes milliseconds."""
    schema = model.model_json_schema()
    closed = _closed(schema, schema.get("$defs", {}), lengths=lengths, inside=())
    return json.dumps(closed, ensure_ascii=False, separators=(",", ":"))


def _closed(
    node: dict[str, Any], defs: dict[str, Any], *, lengths: bool, inside: tuple[str, ...]
) -> dict[str, Any]:
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        if name in inside:
            raise ValueError(f"schema {name!r} contains itself: no portable form")
        beside = {key: value for key, value in node.items() if key != "$ref"}
        return _closed({**defs[name], **beside}, defs, lengths=lengths, inside=(*inside, name))
    closed: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("$defs", "title", "default") or (key in LENGTH_WORDS and not lengths):
            continue
        closed[key] = value
        if key == "properties":
            closed[key] = {
                field: _closed(inner, defs, lengths=lengths, inside=inside) for field, inner in value.items()
            }
        elif key == "items" and isinstance(value, dict):
            closed[key] = _closed(value, defs, lengths=lengths, inside=inside)
        elif key in ("anyOf", "oneOf", "allOf"):
            closed[key] = [_closed(inner, defs, lengths=lengths, inside=inside) for inner in value]
    if closed.get("type") == "object":
        closed["additionalProperties"] = False
        closed["required"] = list(closed.get("properties", {}))
    return closed


def only_list(model: type[BaseModel]) -> str | None:
    """Return the root's single field where that is a list, else None."""
    properties = strict_schema(model)["properties"]
    if len(properties) != 1:
        return None
    name, field = next(iter(properties.items()))
    return name if field.get("type") == "array" else None


async def ask_once(
    transport: Transport, question: Question[T], *, rung: Rung, dialect: Dialect
) -> Reading[T]:
    """Return one valid answer to one request. Raises FaultError."""
    import instructor

    exchange = _Exchange(transport, question, rung, dialect)
    # instructor declares `patch` for clients and plain functions; a coroutine function is what it wraps here
    create: Any = instructor.patch(create=cast(Any, exchange.send), mode=instructor.Mode[MODES[rung]])
    fault: Fault
    try:
        value = await create(
            response_model=_prepared(question.schema),
            max_retries=0,
            strict=False,
            model=question.model,
            messages=question.messages(),
        )
    except FaultError as raised:
        fault = raised.fault
    except instructor.core.InstructorRetryException as error:
        fault = exchange.explain(error.__cause__)
    else:
        assert exchange.reply is not None
        # instructor answers with an instance of a class of its own making, the raw response attached
        return Reading(question.schema.model_validate(value.model_dump()), exchange.reply, exchange.lost)
    raise ReadFaultError(fault, exchange.reply)


@lru_cache(maxsize=64)
def _prepared(schema: type[T]) -> type[T]:
    """Return the class that instructor answers with; left to itself it makes a new one for each call.

    It asks that class for its JSON Schema on each call as well, only for ours to take its place: 10 ms.
    """
    import instructor

    prepared = instructor.openai_schema(schema)
    text = json.dumps(prepared.model_json_schema())
    prepared.model_json_schema = lambda *_, **__: json.loads(text)  # type: ignore[method-assign]
    return prepared


class ReadFaultError(FaultError):
    """A failed attempt with the reply it came from, if there was one: its tokens are spent all the same."""

    def __init__(self, fault: Fault, reply: Reply | None) -> None:
        super().__init__(fault)
        self.reply = reply


class _Exchange(Generic[T]):
    """What instructor takes for the chat client: sends its request our way, answers with clean JSON."""

    def __init__(self, transport: Transport, question: Question[T], rung: Rung, dialect: Dialect) -> None:
        self._transport = transport
        self._question = question
        self._rung = rung
        self._dialect = dialect
        self.reply: Reply | None = None
        self.lost = 0

    async def send(self, **request: Any) -> Any:
        self.reply = await self._transport.chat(self._complete(request))
        fault = said_no(self.reply)
        if fault is not None:
            raise FaultError(fault)
        salvaged = self._salvage(self.reply)
        if salvaged is None:
            raise FaultError(no_json(self.reply))
        self.lost = salvaged.lost
        return self._completion(salvaged.text)

    def explain(self, cause: BaseException | None) -> Fault:
        """Return the fault behind instructor's exception."""
        if isinstance(cause, FaultError):
            return cause.fault
        if isinstance(cause, ValidationError) and self.reply is not None:
            cut = self.reply.finish_reason == "length"
            if cut:
                return Fault("cut", "the answer was cut at the output limit before a single complete item")
            answer = self.reply.content or "".join(self.reply.tool_arguments[-1:])
            return Fault("wrong_schema", what_is_wrong(cause), "reask", answer=answer)
        if cause is None:
            return Fault("bad_response", "the answer could not be read", "wait")
        raise cause

    def _complete(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return instructor's request with our messages, closed schema and parameters."""
        question, dialect = self._question, self._dialect
        request["messages"] = question.messages()
        if self._rung == "json_schema":
            schema = strict_schema(question.schema, lengths=dialect.lengths)
            named = {"name": question.name, "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": named}
        if self._rung == "tools":
            tool = {**request["tools"][0]["function"], "name": question.name}
            tool["parameters"] = strict_schema(question.schema)
            request["tools"] = [{"type": "function", "function": tool}]
            request["tool_choice"] = {"type": "function", "function": {"name": question.name}}
        optional = {
            dialect.tokens_field: question.max_output_tokens,
            "temperature": question.temperature,
            "seed": question.seed,
        }
        for name, value in optional.items():
            if value is not None and name not in dialect.omit:
                request[name] = value
        for name in dialect.omit:
            request.pop(name, None)
        # the schema goes past openai's client, which would walk through all of it in search of its own types
        bulky = {name: request.pop(name) for name in ("response_format", "tools") if name in request}
        request["extra_body"] = {**bulky, **question.extra}
        return request

    def _salvage(self, reply: Reply) -> Salvaged | None:
        """Return the answer's JSON: tool arguments, else content, else a reasoning field that is all JSON."""
        cut = reply.finish_reason == "length"
        field = only_list(self._question.schema)
        sources = [*reversed(reply.tool_arguments), reply.content]
        if not any(source.strip() for source in sources) and reply.reasoning.strip()[:1] == "{":
            sources = [reply.reasoning]  # some servers file a schema-bound answer under reasoning
        found = [salvage(text, fits=self._fits, only_list=field, cut=cut) for text in sources if text.strip()]
        return next(
            (one for one in found if one is not None and self._fits(one.text)),
            next((one for one in found if one is not None), None),
        )

    def _fits(self, text: str) -> bool:
        try:
            self._question.schema.model_validate_json(text)
        except ValidationError:
            return False
        return True

    def _completion(self, text: str) -> Any:
        """Return the clean JSON in the place where this rung's mode of instructor looks for it."""
        from openai.types.chat import ChatCompletion

        message: dict[str, Any] = {"role": "assistant", "content": text}
        if self._rung == "tools":
            function = {"name": self._question.name, "arguments": text}
            message = {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "call", "type": "function", "function": function}],
            }
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return ChatCompletion.model_validate(
            {
                "id": "",
                "object": "chat.completion",
                "created": 0,
                "model": self._question.model,
                "choices": [choice],
            }
        )


def said_no(reply: Reply) -> Fault | None:
    """Return the fault of a reply that is no answer at all: refused, filtered, or empty."""
    if reply.refusal:
        return Fault("refusal", f"the model refuses: {plain(reply.refusal)}")
    if reply.finish_reason == "content_filter":
        return Fault("content_filter", "the provider's content filter withheld the answer")
    if not reply.content.strip() and not reply.tool_arguments and not reply.reasoning.strip():
        if reply.finish_reason == "length":
            return Fault("cut", "the output limit was reached before the answer began")
        return Fault("empty_answer", "the answer is empty", "wait")
    return None


def no_json(reply: Reply) -> Fault:
    """Return the fault of a reply without a complete JSON value."""
    if reply.finish_reason == "length":
        return Fault("cut", "the answer was cut at the output limit before a single complete item")
    return Fault("invalid_json", "the answer holds no complete JSON object", "reask", answer=reply.content)


def what_is_wrong(error: ValidationError) -> str:
    """Return the first errors in one line, without the values."""
    errors = error.errors(include_url=False, include_input=False, include_context=False)
    places = [f"{'.'.join(map(str, one['loc'])) or 'answer'}: {one['msg']}" for one in errors[:3]]
    more = f" and {len(errors) - 3} more" if len(errors) > 3 else ""
    return plain("; ".join(places) + more)


def without_parameter(dialect: Dialect, parameter: str) -> Dialect | None:
    """Return the dialect for a server that refuses a parameter, or None where nothing is left to change."""
    if parameter == "max_tokens" and dialect.tokens_field == "max_tokens":
        return replace(dialect, tokens_field="max_completion_tokens")
    if parameter in ("temperature", "seed", "tool_choice") and parameter not in dialect.omit:
        return replace(dialect, omit=(*dialect.omit, parameter))
    return None
