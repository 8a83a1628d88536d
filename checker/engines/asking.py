"""What an engine needs of an endpoint: one question with a schema, one checked answer."""

from typing import Protocol, TypeVar

from pydantic import BaseModel

from checker.errors import AnswerError
from checker.model import Usage

T_co = TypeVar("T_co", bound=BaseModel, covariant=True)
T = TypeVar("T", bound=BaseModel)


class Reply(Protocol[T_co]):
    """A checked answer, what it cost, and how many items of a cut array were lost."""

    @property
    def value(self) -> T_co: ...
    @property
    def usage(self) -> Usage: ...
    @property
    def model(self) -> str: ...
    @property
    def truncated_items_lost(self) -> int: ...


class Asks(Protocol):
    """An endpoint, a store in front of one, or the tests' fake."""

    async def ask(
        self,
        *,
        system: str,
        user: str,
        schema: type[T],
        name: str,
        max_output_tokens: int | None = None,
    ) -> Reply[T]:
        """The answer. Raises: AnswerError when this question is lost, EndpointError when all are."""
        ...


class LostUnitError(AnswerError):
    """A unit is lost after several questions. `usage` is what all of them cost, answered or not."""

    def __init__(self, first: AnswerError, *, usage: Usage) -> None:
        super().__init__(str(first), code=first.code)
        self.usage = usage


def usage_of(error: BaseException) -> Usage:
    """What a lost answer cost all the same, where whoever was asked counted it."""
    usage = getattr(error, "usage", None)
    return usage if isinstance(usage, Usage) else Usage()
