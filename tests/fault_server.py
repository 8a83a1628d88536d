"""An OpenAI-compatible server on loopback that misbehaves on request: real HTTP, real sockets.

    with FaultServer() as server:
        server.play("503", "503", "good")   # one fault for each request; the last one stays
        ... Endpoint(EndpointSettings(base_url=server.base_url, model="m")) ...
        server.requests                      # what arrived: path, headers, body

`FAULTS` holds every fault by name. "good" answers with `server.answer` of the request's body, and so do the
faults that have something good in them.
"""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

GOOD_CLAIM = {"kind": "event", "text": "The harbour of Lindmark was closed.", "speaker": None}
GOOD = json.dumps({"claims": [GOOD_CLAIM]})
DRAFT = json.dumps({"claims": [{"kind": "event", "text": "A draft.", "speaker": None}]})


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class FaultServer:
    """Serves /v1/models, /v1/embeddings, and /v1/chat/completions after a script of faults."""

    def __init__(self) -> None:
        self.answer: Callable[[dict[str, Any]], str] = lambda body: GOOD
        self.models: list[dict[str, Any]] = [{"id": "m", "object": "model"}]
        self.requests: list[Request] = []
        self.played: list[str] = []  # the fault of each chat request
        self.most_at_once = 0
        self.latency_s = 0.0
        self.window_tokens = 10**9  # of longer prompts only the end is read, without a word
        self.released = threading.Event()  # ends every hanging answer
        self._script = ["good"]
        self._running = 0
        self._lock = threading.Lock()

    def play(self, *faults: str) -> None:
        """Answer the next chat requests with these faults, in order; the last one stays."""
        self._script = list(faults)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests so far."""
        return [request.body for request in self.requests if request.path.endswith("/chat/completions")]

    def next_fault(self) -> str:
        with self._lock:
            fault = self._script.pop(0) if len(self._script) > 1 else self._script[0]
            self.played.append(fault)
            return fault

    def entered(self, change: int) -> None:
        with self._lock:
            self._running += change
            self.most_at_once = max(self.most_at_once, self._running)

    def __enter__(self) -> "FaultServer":
        handler = type("Handler", (_Handler,), {"owner": self})
        self._http = _Http(("127.0.0.1", 0), handler)
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: 40 ms each time otherwise
    owner: FaultServer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._note({})
        if self.path == "/v1/models":
            self.send(200, {"object": "list", "data": self.owner.models})
        else:
            self.send(404, {"error": {"message": f"no such path {self.path}"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", "0"))))
        self._note(body)
        if self.path == "/v1/embeddings":
            rows = [{"index": n, "embedding": [float(n), 1.0]} for n, _ in enumerate(body["input"])]
            self.send(200, {"object": "list", "data": rows[::-1]})
            return
        self.owner.entered(+1)
        try:
            time.sleep(self.owner.latency_s)
            FAULTS[self.owner.next_fault()](self)
        finally:
            self.owner.entered(-1)

    def _note(self, body: dict[str, Any]) -> None:
        self.request_body = body
        self.owner.requests.append(
            Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )

    def send(self, status: int, body: Any, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", headers.pop("content_type", "application/json"))
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def chat(self, content: str | None, *, finish: str = "stop", **message: Any) -> None:
        """Answer with a chat completion; in the tools form where the request forces a tool."""
        said: dict[str, Any] = {"role": "assistant", "content": content, **message}
        if self.request_body.get("tools") and content is not None and not message:
            name = self.request_body["tools"][0]["function"]["name"]
            call = {"id": "c", "type": "function", "function": {"name": name, "arguments": content}}
            said = {"role": "assistant", "content": None, "tool_calls": [call]}
        self.send(200, self.completion(said, finish=finish))

    def completion(self, message: dict[str, Any], *, finish: str = "stop") -> dict[str, Any]:
        """Return a chat completion around one message; four characters are a token, up to the window."""
        sent = sum(len(one["content"]) for one in self.request_body["messages"]) // 4
        read = min(sent, self.owner.window_tokens)
        return {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "m-2026",
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
            "usage": {"prompt_tokens": read, "completion_tokens": 50, "total_tokens": read + 50},
        }

    def code_words(self) -> None:
        """Answer the question for two code words from the end of the prompt that the window leaves."""
        text = self.request_body["messages"][-1]["content"][-4 * self.owner.window_tokens :]
        first = re.search(r"first code word is (\w+)", text)
        last = re.search(r"last code word is (\w+)", text)
        found = {"first": first[1] if first else "", "last": last[1] if last else ""}
        self.chat(json.dumps(found) if "find_code_words" in str(self.request_body) else self.good())

    def begin(self, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def good(self) -> str:
        """Return a good answer to the request."""
        return self.owner.answer(self.request_body)

    def cut(self) -> str:
        """Return a good answer that breaks off in one more item."""
        return self.good()[:-2] + ', {"kind": "event", "text": "A second one tha'

    def hang(self) -> None:
        self.owner.released.wait(30)

    def drip(self) -> None:
        """Send a good answer, a byte at a time, slower than anybody waits."""
        data = json.dumps(self.completion({"role": "assistant", "content": self.good()})).encode()
        self.begin(len(data))
        for at in range(len(data)):
            self.wfile.write(data[at : at + 1])
            self.wfile.flush()
            if self.owner.released.wait(0.05):
                return

    def endless(self, status: int) -> None:
        """Send a body that has no end, as fast as it is read."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while not self.owner.released.is_set():
            self.wfile.write(b"1000\r\n" + b" " * 4096 + b"\r\n")

    def reset(self, *, after: int) -> None:
        """Break the connection, with a TCP reset, `after` so many bytes of the body."""
        data = json.dumps(self.completion({"role": "assistant", "content": self.good()})).encode()
        if after:
            self.begin(len(data))
            self.wfile.write(data[:after])
            self.wfile.flush()
            time.sleep(0.05)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


def _error(
    status: int, message: str, *, code: str | None = None, **headers: str
) -> Callable[[_Handler], None]:
    body = {"error": {"message": message, "type": "invalid_request_error", "code": code}}
    return lambda to: to.send(status, body, **headers)


HTML = b"<!doctype html><html><body><h1>It works!</h1></body></html>"

FAULTS: dict[str, Callable[[_Handler], None]] = {
    "good": lambda to: to.chat(to.good()),
    "code words": lambda to: to.code_words(),
    "400": _error(400, "something about the request is wrong"),
    "400 context": _error(400, "This model's maximum context length is 4096 tokens, you sent 9000."),
    "400 temperature": lambda to: (
        _error(400, "Unsupported parameter: 'temperature' is not supported with this model.")(to)
        if "temperature" in to.request_body
        else to.chat(to.good())
    ),
    "400 max_tokens": lambda to: (
        _error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")(to)
        if "max_tokens" in to.request_body
        else to.chat(to.good())
    ),
    "400 response_format": lambda to: (
        _error(400, "response_format is not available here")(to)
        if "response_format" in to.request_body
        else to.chat(to.good())
    ),
    "400 json_schema": lambda to: (
        _error(400, "response_format.type must be 'json_object' or 'text'")(to)
        if to.request_body.get("response_format", {}).get("type") == "json_schema"
        else to.chat(to.good())
    ),
    "400 maxLength": lambda to: (
        _error(400, "Invalid schema: 'maxLength' is not permitted.")(to)
        if "maxLength" in json.dumps(to.request_body.get("response_format"))
        else to.chat(to.good())
    ),
    "tools ignored": lambda to: (
        to.chat(to.good(), tool_calls=None) if to.request_body.get("tools") else to.chat("no")
    ),
    "401": _error(401, "Incorrect API key provided: sk-canary-0123456789"),
    "403": _error(403, "Your key may not use this."),
    "404 model": _error(404, "The model `m` does not exist.", code="model_not_found"),
    "404 path": lambda to: to.send(404, b"404 page not found", content_type="text/plain"),
    "413": lambda to: to.send(413, HTML, content_type="text/html"),
    "429": _error(429, "slow down"),
    "429 retry-after": _error(429, "slow down", Retry_After="0.1"),
    "429 retry-after-ms": _error(429, "slow down", Retry_After_Ms="60"),
    "429 retry-after date": _error(429, "slow down", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
    "429 retry-after 600": _error(429, "slow down", Retry_After="600"),
    "429 no credit": _error(429, "You exceeded your current quota.", code="insufficient_quota"),
    "500": _error(500, "internal error"),
    "500 huge": lambda to: to.send(500, b"x" * 3_000_000, content_type="text/plain"),
    "500 endless": lambda to: to.endless(500),
    "endless": lambda to: to.endless(200),
    "502 html": lambda to: to.send(502, HTML, content_type="text/html"),
    "503": _error(503, "Loading model"),
    "redirect": lambda to: to.send(307, b"", Location="http://127.0.0.1:9/v1/chat/completions"),
    "hang": lambda to: to.hang(),
    "slow drip": lambda to: to.drip(),
    "reset": lambda to: to.reset(after=0),
    "reset mid-body": lambda to: to.reset(after=80),
    "cut json": lambda to: to.chat(to.cut()),
    "cut at limit": lambda to: to.chat(to.cut(), finish="length"),
    "cut before an item": lambda to: to.chat('{"claims": [{"kind": "ev', finish="length"),
    "cut while thinking": lambda to: to.chat("<think>Let me see", finish="length"),
    "invalid json": lambda to: to.chat("{'claims': nothing at all}"),
    "empty object": lambda to: to.chat("{}"),
    "empty text": lambda to: to.chat("  "),
    "null content": lambda to: to.chat(None),
    "wrong schema": lambda to: to.chat('{"claims": [{"kind": "rumour", "text": 5, "speaker": null}]}'),
    "another object": lambda to: to.chat('{"answer": 42}'),
    "nan": lambda to: to.chat('{"claims": NaN}'),
    "deep": lambda to: to.chat('{"claims": ' + "[" * 50_000),
    "refusal": lambda to: to.chat(None, refusal="I can't help with that."),
    "content_filter": lambda to: to.chat("", finish="content_filter"),
    "no choices": lambda to: to.send(200, {**to.completion({}), "choices": []}),
    "null choices": lambda to: to.send(200, {**to.completion({}), "choices": None}),
    "error in 200": lambda to: to.send(200, {"error": {"message": "upstream is down", "code": 502}}),
    "not a completion": lambda to: to.send(200, [1, 2, 3]),
    "html": lambda to: to.send(200, HTML, content_type="text/html"),
    "html as json": lambda to: to.send(200, HTML),
    "empty body": lambda to: to.send(200, b""),
    "not utf-8": lambda to: to.send(200, b'{"choices": "\xff\xfe"}'),
    "10 MB": lambda to: to.chat(to.good() + " " * 10_000_000),
    "wrong content type": lambda to: to.send(
        200,
        json.dumps(to.completion({"role": "assistant", "content": to.good()})).encode(),
        content_type="text/plain",
    ),
    "think": lambda to: to.chat(f"<think>{DRAFT} no.</think>\n{to.good()}"),
    "think unopened": lambda to: to.chat(f"Perhaps {DRAFT}?</think>{to.good()}"),
    "think unclosed": lambda to: to.chat(f"<think>Perhaps {DRAFT}"),
    "fenced": lambda to: to.chat(f"```json\n{to.good()}\n```"),
    "prose": lambda to: to.chat(f"Sure! {{I read it}} Here it is: {to.good()} Anything else?"),
    "several": lambda to: to.chat(f"First {DRAFT}, or better {to.good()}"),
    "trailing comma": lambda to: to.chat(to.good().replace("}]}", "},],}")),
    "bom": lambda to: to.chat("\ufeff" + to.good()),
    "bare list": lambda to: to.chat(json.dumps(next(iter(json.loads(to.good()).values())))),
    "parts": lambda to: to.send(
        200, to.completion({"role": "assistant", "content": [{"type": "text", "text": to.good()}]})
    ),
    "in reasoning": lambda to: to.chat("", reasoning_content=to.good()),
    "no usage": lambda to: to.send(
        200, {**to.completion({"role": "assistant", "content": to.good()}), "usage": None}
    ),
    "odd usage": lambda to: to.send(
        200,
        {**to.completion({"role": "assistant", "content": to.good()}), "usage": {"prompt_tokens": "many"}},
    ),
}
