"""An OpenAI-compatible server on loopback that answers from each request's own schema, at random.

    with GrammarServer(seed=1) as server:
        ... Endpoint(EndpointSettings(base_url=server.base_url, model="random")) ...

Every answer is valid against the schema it was asked for (`response_format` or forced tool; the
sampling runs under llguidance's mask), and hostile in everything else: numbers that refer to
nothing, words nobody wrote, quotes that start in the middle of a word, escapes, right-to-left
marks. Some strings are copied from the request, so that a part of them can be found in an article.
The answer depends on the seed and the request alone, not on the order of requests.
Needs the package `llguidance`; without it importing this module skips the tests that use it.
"""

import hashlib
import json
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import pytest
from latent_server import reading

llguidance = pytest.importorskip("llguidance")

MAX_ANSWER_BYTES = 20_000
WHITE = frozenset(b" \t\r\n")
BRACES = (b'{"', b"[", b"}}", b"<think>", b"```", "\u202e".encode(), "é—“".encode(), b"999999999999")
TOKENIZER = llguidance.LLTokenizer("byte")


class GrammarServer:
    """Serves /v1/models and /v1/chat/completions; counts its requests.

    `reads`: passages are read well, so that there is something to judge.
    """

    def __init__(self, *, seed: int = 0, reads: bool = False) -> None:
        self.seed = seed
        self.reads = reads
        self.bodies: list[dict[str, Any]] = []

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> "GrammarServer":
        self._http = _Http(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: 40 ms each time otherwise
    owner: GrammarServer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._send(200, {"object": "list", "data": [{"id": "random", "object": "model"}]})

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"]))
        request = json.loads(data)
        if not self.path.endswith("/chat/completions"):
            self._send(404, {"error": {"message": f"no such path {self.path}"}})
            return
        self.owner.bodies.append(request)
        chance = random.Random(hashlib.sha256(data + str(self.owner.seed).encode()).digest())
        try:
            if self.owner.reads and "extract_claims" in str(request.get("response_format")):
                message, finish, written = {"role": "assistant", "content": reading(request)}, "stop", 99
            else:
                message, finish, written = answer(request, chance)
        except ValueError as error:
            self._send(400, {"error": {"message": str(error)}})
            return
        read = sum(len(one["content"]) for one in request["messages"]) // 4
        usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        choice = {"index": 0, "finish_reason": finish, "message": message}
        self._send(
            200,
            {
                "id": "x",
                "object": "chat.completion",
                "created": 1,
                "model": "random",
                "choices": [choice],
                "usage": usage,
            },
        )

    def _send(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def answer(request: dict[str, Any], chance: random.Random) -> tuple[dict[str, Any], str, int]:
    """Return (message, finish_reason, tokens) of a random answer that is valid for the request's schema."""
    source = "\n".join(one["content"] for one in request["messages"] if one["role"] == "user")
    limit = min(MAX_ANSWER_BYTES, 4 * int(request.get("max_tokens", MAX_ANSWER_BYTES)))
    if request.get("tools"):
        function = request["tools"][0]["function"]
        text, finish = sample(function["parameters"], source, chance, limit=limit)
        call = {"id": "c", "type": "function", "function": {"name": function["name"], "arguments": text}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}, finish, len(text) // 4
    form = request.get("response_format") or {}
    schema = form.get("json_schema", {}).get("schema", {"type": "object"})
    text, finish = sample(schema, source, chance, limit=limit)
    return {"role": "assistant", "content": text}, finish, len(text) // 4


def sample(schema: dict[str, Any], source: str, chance: random.Random, *, limit: int) -> tuple[str, str]:
    """Return a random JSON text under the schema, with stretches of `source` in its strings, and why it ends.

    Raises ValueError for a schema that llguidance cannot compile.
    """
    matcher = llguidance.LLMatcher(TOKENIZER, llguidance.LLMatcher.grammar_from_json_schema(schema))
    if matcher.is_error():
        raise ValueError(matcher.get_error())
    written = bytearray()
    wanted = b""
    while not matcher.is_stopped():
        if len(written) >= limit:
            return written.decode("utf-8", "ignore"), "length"
        allowed = _allowed(matcher)
        if not allowed:
            break
        if wanted and wanted[0] in allowed:
            byte, wanted = wanted[0], wanted[1:]
        else:
            byte, wanted = _choice(allowed, written, chance, source)
        if not matcher.consume_token(byte):
            raise ValueError(matcher.get_error())
        written.append(byte)
        if matcher.is_accepting() and byte not in WHITE and not chance.getrandbits(1):
            break
    return written.decode("utf-8"), "stop"


def _allowed(matcher: Any) -> list[int]:
    bias = matcher.compute_logit_bias()
    return [byte for byte in range(256) if bias[byte]]


def _choice(allowed: list[int], written: bytearray, chance: random.Random, source: str) -> tuple[int, bytes]:
    """Return the next byte and what to write after it while the grammar lets it pass."""
    if len(allowed) <= 60:  # outside a string: brackets, commas, keys, digits; lists rather go on than end
        dense = [byte for byte in allowed if byte not in WHITE] or allowed
        going_on = [byte for byte in dense if byte != ord("]")]
        return chance.choice(going_on if going_on and chance.random() < 0.7 else dense), b""
    fate = chance.random()
    if (
        written.endswith(b'"') and fate < 0.6 and source
    ):  # a string from its first letter: often the source's words
        start = chance.randrange(len(source))
        stretch = source[start : start + chance.randrange(8, 160)]
        wanted = json.dumps(stretch, ensure_ascii=False)[1:].encode()
    elif fate < 0.2:
        wanted = b'"'
    elif fate < 0.3:
        wanted = chance.choice(BRACES).replace(b'"', b'\\"')
    else:
        wanted = bytes([chance.choice(allowed)])
    return (wanted[0], wanted[1:]) if wanted[0] in allowed else (chance.choice(allowed), b"")
