"""One POST or GET to the address, bounded in bytes and in time, as plain values.

openai's client does the talking, with its own retries off. It does not follow redirects, so no
key or article reaches another host, and it answers with at most `max_answer_bytes`.
"""

import asyncio
import json
import logging
import math
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from checker.endpoint.faults import Fault, FaultError, plain, status_fault

if TYPE_CHECKING:
    from openai import AsyncAPIResponse, AsyncOpenAI, OpenAIError

    ResponseManager = AbstractAsyncContextManager[AsyncAPIResponse[Any]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MAX_ERROR_BYTES = 65_536  # of a refusal, that much is read
KEY_CHARS = 16  # a shorter key is a local server's "none" or "ollama": words that articles have too
CONNECT_S = 10.0  # an address that does not even open a connection is not waited for like a slow model


@dataclass(frozen=True)
class Reply:
    """What a chat completion says, before anybody believes it. Token counts None where not reported."""

    content: str
    reasoning: str
    tool_arguments: tuple[str, ...]
    finish_reason: str
    refusal: str
    model: str
    prompt_tokens: int | None
    completion_tokens: int | None


class Transport:
    """An openai client for one address."""

    def __init__(self, *, base_url: str, api_key: str, timeout_s: float, max_answer_bytes: int) -> None:
        self.base_url = base_url
        self._secret = api_key
        self._timeout_s = timeout_s
        self._max_answer_bytes = max_answer_bytes
        self._client: AsyncOpenAI | None = None

    def client(self) -> "AsyncOpenAI":
        """Return the openai client, made on first use: importing openai takes over a second."""
        if self._client is None:
            from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

            loopback = urlsplit(self.base_url).hostname in LOOPBACK
            self._client = AsyncOpenAI(
                base_url=self.base_url,
                api_key=self._secret or "none",  # None would make the client look for somebody else's key
                timeout=Timeout(self._timeout_s, connect=min(CONNECT_S, self._timeout_s)),
                max_retries=0,
                http_client=DefaultAsyncHttpxClient(
                    follow_redirects=False,
                    trust_env=not loopback,  # a proxy has no business between us and this machine
                    event_hooks={"response": [raise_for_status]},
                ),
            )
            logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)  # it logs whole answers
        return self._client

    async def chat(self, request: Mapping[str, Any]) -> Reply:
        """Return the server's answer to a chat completion request. Raises FaultError."""
        chat = self.client().chat.completions.with_streaming_response
        return read_reply(await self._body(chat.create(**request)), secret=self._secret)

    async def model_list(self) -> Any:
        """Return what the address says it serves, as JSON. Raises FaultError."""
        return decode(await self._body(self.client().models.with_streaming_response.list()))

    async def embeddings(self, texts: Sequence[str], *, model: str) -> Any:
        """Return the server's answer to an embeddings request, as JSON. Raises FaultError."""
        embeddings = self.client().embeddings.with_streaming_response
        request = embeddings.create(model=model, input=list(texts), encoding_format="float")
        return decode(await self._body(request))

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _body(self, request: "ResponseManager") -> bytes:
        """Return the bytes of a successful answer, at most `max_answer_bytes`. Raises FaultError."""
        from openai import OpenAIError

        fault: Fault
        try:
            async with asyncio.timeout(self._timeout_s), request as response:
                body = bytearray()
                async for piece in response.iter_bytes():
                    body += piece
                    if len(body) > self._max_answer_bytes:
                        raise FaultError(self._too_large())
                return self._without_secret(bytes(body))
        except FaultError as raised:
            fault = raised.fault
        except TimeoutError:
            fault = Fault("timeout", f"no answer within {self._timeout_s:g} s", "wait", overload=True)
        except OpenAIError as error:
            fault = self._openai_fault(error)
        except (OSError, RuntimeError, ValueError) as error:  # a connection that breaks inside a body
            fault = Fault("connection", f"the connection broke ({type(error).__name__})", "wait")
        except Exception as error:
            if not type(error).__module__.startswith(("httpx", "httpcore", "h11", "anyio")):
                raise
            fault = Fault("connection", f"the connection broke ({type(error).__name__})", "wait")
        raise FaultError(fault)

    def _without_secret(self, body: bytes) -> bytes:
        """Return a body in which a server that repeats the key does not: answers are kept and shown."""
        if len(self._secret) < KEY_CHARS:
            return body
        return body.replace(self._secret.encode(), b"***")

    def _too_large(self) -> Fault:
        return Fault("too_large", f"the answer is longer than {self._max_answer_bytes:,} bytes")

    def _openai_fault(self, error: "OpenAIError") -> Fault:
        cause = error.__cause__ or error
        if isinstance(cause, StatusError):
            text, code = error_text(cause.body)
            said = plain(text, secret=self._secret)
            return status_fault(cause.status, said, error_code=code, after_s=retry_after(cause.headers))
        kind = type(cause).__name__
        if "Timeout" in kind and "Connect" not in kind:
            return Fault("timeout", f"no answer within {self._timeout_s:g} s", "wait", overload=True)
        why = plain(f"{kind}: {cause}" if str(cause) else kind, secret=self._secret)
        return Fault("connection", f"no connection to {self.base_url} ({why})", "wait")


class StatusError(Exception):
    """An answer with another status than success, and the beginning of its body."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers
        self.body = body


async def raise_for_status(response: Any) -> None:
    """Raise StatusError for anything but success: openai's client would read a body of any length first."""
    if response.status_code < 300:
        return
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MAX_ERROR_BYTES:
            break
    raise StatusError(response.status_code, response.headers, bytes(body))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a server asks to wait, from retry-after-ms or Retry-After (seconds or a date)."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        text = headers.get(name, "").strip()[:64]
        if not text:
            continue
        try:
            seconds = float(text) / unit
        except ValueError:
            seconds = _until(text)
        if math.isfinite(seconds):
            return max(0.0, seconds)
    return None


def _until(text: str) -> float:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return math.nan
    return moment.timestamp() - time.time()


def error_text(body: bytes | dict[str, Any]) -> tuple[str, str]:
    """Return (message, code) of an error body in any of the shapes servers use; HTML says nothing."""
    value: Any = body
    if isinstance(body, bytes):
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            value = body.decode("utf-8", "replace")
    if isinstance(value, dict):
        inner = value.get("error", value)
        if isinstance(inner, dict):
            message = inner.get("message") or inner.get("detail") or inner.get("error") or ""
            return str(message), str(inner.get("code") or inner.get("type") or "")
        return str(inner), ""
    text = value if isinstance(value, str) else ""
    return ("" if text.lstrip()[:1] == "<" else text), ""


def decode(body: bytes) -> Any:
    """Return the JSON value of a body. Raises FaultError: bad_response."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        start = body[:40].decode("utf-8", "replace")
        kind = "an HTML page" if start.lstrip("\ufeff \r\n\t")[:1] == "<" else "no JSON"
    raise FaultError(Fault("bad_response", f"the server answered 200 with {kind}", "wait"))


def read_reply(body: bytes, *, secret: str = "") -> Reply:
    """Return a chat completion's fields from its bytes.

    Raises FaultError: bad_response, empty_choices, or server_error (an error inside a 200).
    """
    value = decode(body)
    if not isinstance(value, dict):
        raise FaultError(Fault("bad_response", "the server answered 200 with no chat completion", "wait"))
    if value.get("error"):
        message, code = error_text(value)
        raise FaultError(
            Fault("server_error", plain(f"in a 200 answer: {message} {code}", secret=secret), "wait")
        )
    choices = value.get("choices")
    if not isinstance(choices, list):
        raise FaultError(Fault("bad_response", "the server answered 200 with no chat completion", "wait"))
    choice = choices[0] if choices else None
    said = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(said, dict):
        raise FaultError(Fault("empty_choices", "the server answered with no choices", "wait"))
    usage = value.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(
        content=_text(said.get("content")),
        reasoning=_text(said.get("reasoning_content") or said.get("reasoning")),
        tool_arguments=_arguments(said.get("tool_calls")),
        finish_reason=_text(choice.get("finish_reason")),
        refusal=_text(said.get("refusal")),
        model=plain(_text(value.get("model"))),
        prompt_tokens=_count(counts.get("prompt_tokens")),
        completion_tokens=_count(counts.get("completion_tokens")),
    )


def _text(value: object) -> str:
    """Return a message's text: a string, or a list of parts as some servers send it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_text(part.get("text")) if isinstance(part, dict) else _text(part) for part in value)
    return ""


def _arguments(calls: object) -> tuple[str, ...]:
    found: list[str] = []
    for call in calls if isinstance(calls, list) else ():
        function = call.get("function") if isinstance(call, dict) else None
        arguments = function.get("arguments") if isinstance(function, dict) else None
        if isinstance(arguments, str):
            found.append(arguments)
        elif isinstance(arguments, dict):
            found.append(json.dumps(arguments))
    return tuple(found)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
