"""An endpoint without a network: answers come from functions of the question, and every question is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from checker.engines.asking import Reply, T
from checker.engines.llm import LlmEngine
from checker.model import Usage
from checker.store import Origin

ORIGIN = Origin(model="fake", endpoint="http://127.0.0.1:1/v1", parameters={"temperature": 0.0})


@dataclass(frozen=True)
class Asked:
    """One question as it reached the endpoint."""

    system: str
    user: str
    schema: type[BaseModel]
    name: str


@dataclass(frozen=True)
class FakeAnswer:
    """A reply; `lost` items of its list were cut off."""

    value: BaseModel
    lost: int = 0


@dataclass(frozen=True)
class FakeReply:
    value: BaseModel
    truncated_items_lost: int = 0
    model: str = "fake"
    usage: Usage = field(default_factory=lambda: Usage(calls=1, prompt_tokens=100, completion_tokens=10))


Respond = Callable[[Asked], BaseModel | FakeAnswer]


class FakeEndpoint:
    """Answers a question by its schema. A function that raises makes `ask` raise."""

    def __init__(self, answers: Mapping[type[BaseModel], Respond]) -> None:
        self.answers = answers
        self.asked: list[Asked] = []

    async def ask(
        self, *, system: str, user: str, schema: type[T], name: str, max_output_tokens: int | None = None
    ) -> Reply[T]:
        asked = Asked(system=system, user=user, schema=schema, name=name)
        self.asked.append(asked)
        given = self.answers[schema](asked)
        answer = given if isinstance(given, FakeAnswer) else FakeAnswer(given)
        assert isinstance(answer.value, schema)
        return FakeReply(value=answer.value, truncated_items_lost=answer.lost)  # type: ignore[return-value]


def fake_llm(
    answers: Mapping[type[BaseModel], Respond], *, sweep_chars: int = 0
) -> tuple[LlmEngine, FakeEndpoint]:
    """A model engine on a fake endpoint, and that endpoint, to see what was asked."""
    endpoint = FakeEndpoint(answers)
    return LlmEngine(endpoint, origin=ORIGIN, sweep_chars=sweep_chars), endpoint
