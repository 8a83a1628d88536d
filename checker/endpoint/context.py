"""How long a prompt may be before the server reads only a part of it: measured, not believed.

A text of a given size with one code word at each end is sent. It arrived whole where both words
come back, or where the server counts about as many tokens as were sent (a weak model forgets a
word it has read). It was cut where the server counts far fewer, or exactly a usual window.
"""

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from checker.endpoint.faults import LostAnswerError
from checker.endpoint.ladder import Dialect, Question, Rung
from checker.endpoint.pursuit import Pursuit

if TYPE_CHECKING:
    from checker.endpoint.client import Endpoint

STATED_LIMIT = re.compile(r"(?:context|maximum)[^0-9]{1,60}([0-9]{3,8})(?![0-9])", re.IGNORECASE)
COUNTED_SHARE = 0.8  # of the expected tokens, from which on the server's count says: all of it was read
OUTPUT_TOKENS = 1024  # two words, and room for a thinking model
FIRST_WORD, LAST_WORD = "MARLOQUIN", "TESSANDRIL"
STREETS = ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel", "Iris", "Juniper")
SYSTEM = "A text holds two code words, one near its beginning and one near its end. Find both."


class CodeWords(BaseModel):
    """The two code words; an empty string for one that is not in the text."""

    model_config = ConfigDict(extra="forbid")

    first: Annotated[str, Field(max_length=40)]
    last: Annotated[str, Field(max_length=40)]


@dataclass(frozen=True)
class Room:
    """What is known of the context.

    `window`: what the server's window turned out to be, prompt and answer together; None where no
    end was found. `at_least`: the longest prompt that arrived whole.
    """

    window: int | None = None
    at_least: int | None = None
    note: str = ""


async def measure(
    endpoint: "Endpoint", model: str, *, rung: Rung, dialect: Dialect, sizes: tuple[int, ...]
) -> Room:
    """Return the room found with prompts of these sizes (tokens, ascending), up to the first that fails.

    Raises EndpointError where the address stops answering altogether.
    """
    room = Room()
    for size in sizes:
        found = await _arrives(endpoint, _question(endpoint, model, size), rung=rung, dialect=dialect)
        if found.at_least is None:
            return Room(found.window, room.at_least, found.note)
        room = found
    return room


async def _arrives(
    endpoint: "Endpoint", question: Question[CodeWords], *, rung: Rung, dialect: Dialect
) -> Room:
    """Return `at_least` set where the prompt arrived whole, otherwise what is known of the window."""
    pursuit = Pursuit(endpoint, question, rung, dialect, retries_left=0, reasks_left=0)
    expected = endpoint.scale.estimate(question.whole_system, question.user)
    words = ("", "")
    try:
        answer = await pursuit.run()
    except LostAnswerError as lost:
        reported = pursuit.reply.prompt_tokens if pursuit.reply is not None else None
        if lost.code == "context_exceeded":
            return Room(window=reported or _stated_limit(str(lost)), note=str(lost))
        if reported is None:
            return Room(note=f"{expected:,} tokens: {lost}")
    else:
        reported = pursuit.reply.prompt_tokens if pursuit.reply is not None else None
        words = (answer.value.first.strip(".").upper(), answer.value.last.strip(".").upper())
    if words == (FIRST_WORD, LAST_WORD):
        return Room(at_least=reported or expected)
    if reported is None:
        return Room(
            note=f"{expected:,} tokens: a code word did not come back, and the server counts no tokens"
        )
    if reported >= COUNTED_SHARE * expected:
        return Room(
            at_least=reported, note="all tokens were counted, but the model did not find the code words"
        )
    return Room(window=reported, note=f"the server counted {reported:,} of about {expected:,} prompt tokens")


def _stated_limit(message: str) -> int | None:
    found = STATED_LIMIT.search(message)
    return int(found[1]) if found else None


def _question(endpoint: "Endpoint", model: str, size: int) -> Question[CodeWords]:
    lines = [f"The first code word is {FIRST_WORD}."]
    length = len(lines[0])
    target = endpoint.scale.bytes_for(size)
    for number in count(1):
        line = f"{number}. The house at {number} {STREETS[number % len(STREETS)]} Street was sold last year."
        length += len(line) + 1
        if length > target:
            break
        lines.append(line)
    lines.append(f"The last code word is {LAST_WORD}.")
    settings = endpoint.settings
    return Question(
        model=model,
        system=SYSTEM,
        user="\n".join(lines),
        schema=CodeWords,
        name="find_code_words",
        max_output_tokens=OUTPUT_TOKENS,
        temperature=settings.temperature,
        seed=settings.seed,
        extra=settings.extra,
    )
