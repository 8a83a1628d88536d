"""What went wrong with one request, as a value: whether to try again, how, and what to say.

Foreign exceptions (openai's, instructor's, pydantic's) are mapped here and nowhere else.
No message holds a key or a whole answer.
"""

import re
from dataclasses import dataclass
from typing import Literal

from checker.errors import AnswerError
from checker.model import Usage

AnswerCode = Literal[
    "refusal",
    "content_filter",
    "empty_choices",
    "empty_answer",
    "cut",
    "invalid_json",
    "wrong_schema",
    "too_large",
    "bad_response",
    "timeout",
    "connection",
    "rate_limited",
    "server_error",
    "bad_request",
    "context_exceeded",
    "budget_spent",
]
Remedy = Literal["none", "wait", "reask", "adapt"]

MESSAGE_CHARS = 300  # a server's own words are quoted up to here
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
CONTEXT_WORDS = (
    "context length",
    "context size",
    "context_length",
    "exceed_context",
    "context window",
    "maximum context",
    "too many tokens",
    "prompt is too long",
    "n_ctx",
)


class LostAnswerError(AnswerError):
    """One question has no answer. `usage` is what the attempts cost all the same."""

    def __init__(self, message: str, *, code: str, usage: Usage, attempts: int) -> None:
        super().__init__(message, code=code)
        self.usage = usage
        self.attempts = attempts


class BudgetSpentError(LostAnswerError):
    """The run's token budget does not cover this question: nothing was sent."""


@dataclass(frozen=True)
class Fault:
    """One failed attempt.

    `remedy`: "wait" repeats the request after a pause, "reask" shows the model its answer and
    what is wrong with it, "adapt" repeats without the parameter the server does not know, "none"
    ends. `stops_run`: no other question can succeed either. `overload`: fewer at a time.
    """

    code: AnswerCode
    message: str
    remedy: Remedy = "none"
    after_s: float | None = None
    stops_run: bool = False
    overload: bool = False
    status: int | None = None
    parameter: str | None = None  # for "adapt": what the server refused
    answer: str = ""  # for "reask": what the model said


class FaultError(Exception):
    """Carries a `Fault` out of a call; never leaves the package."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def plain(text: str, *, secret: str = "") -> str:
    """Return one short line without the secret, control characters or line breaks."""
    if secret:
        text = text.replace(secret, "***")
    line = CONTROL.sub(" ", text[: MESSAGE_CHARS * 4]).strip()
    return line if len(line) <= MESSAGE_CHARS else line[: MESSAGE_CHARS - 1] + "…"


def status_fault(status: int, text: str, *, error_code: str = "", after_s: float | None = None) -> Fault:
    """Return the fault for an answer with an HTTP error status. `text` is the server's own message."""
    said = f"HTTP {status}" + (f": {text}" if text else "")
    if status in (401, 403, 407):
        return Fault("bad_request", said, stops_run=True, status=status)
    if 300 <= status < 400:
        return Fault("bad_response", said, stops_run=True, status=status)
    if status in (404, 405, 410):
        return Fault("bad_request", said, stops_run=True, status=status)
    if status == 402 or error_code == "insufficient_quota":
        return Fault("rate_limited", said, stops_run=True, status=status)
    if status == 429:
        return Fault("rate_limited", said, "wait", after_s=after_s, overload=True, status=status)
    if status in (408, 425) or status >= 500:
        overload = status in (408, 503, 504, 529)
        return Fault("server_error", said, "wait", after_s=after_s, overload=overload, status=status)
    if status == 413 or any(word in text.lower() for word in CONTEXT_WORDS):
        return Fault("context_exceeded", said, status=status)
    parameter = refused_parameter(text)
    if parameter is not None:
        return Fault("bad_request", said, "adapt", status=status, parameter=parameter)
    return Fault("bad_request", said, status=status)


def refused_parameter(text: str) -> str | None:
    """Return which optional parameter a 400 complains about, or None.

    Some hosted models know no `temperature` or `seed`, and want `max_completion_tokens` for `max_tokens`.
    """
    lowered = text.lower()
    if not any(
        word in lowered
        for word in ("support", "unknown", "unrecognized", "not permitted", "extra", "invalid")
    ):
        return None
    for name in ("max_tokens", "temperature", "seed", "tool_choice"):
        if name in lowered:
            return name
    return None
