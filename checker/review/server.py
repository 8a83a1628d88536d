"""The report under review, served to this machine alone.

It listens on the loopback address. The address holds a token that nobody can guess; without it every
answer is 404. A request must name this very server as its host, which keeps out pages that have a name
of their own resolve to this machine; and one that decides must come from the page itself.
"""

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checker.errors import CheckerError, InputError, OutputError
from checker.report.html import Reviewing, review_policy, to_html
from checker.report.visible import visible
from checker.review.desk import ASKED, DecisionError, Desk
from checker.review.view import View, view

LOOPBACK = "127.0.0.1"
LARGEST_REQUEST = 200_000  # bytes: two long passages and their reasons


@dataclass(frozen=True)
class Place:
    """Where the review is served."""

    port: int
    token: str

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset({f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"})


async def serve(desk: Desk, *, reviewer: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until it is interrupted; `ready` is told the address once requests are answered.

    Raises: InputError when the port is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
        except OSError as error:
            raise InputError(
                f"cannot listen on port {port}: {error.strerror}; --port chooses another"
            ) from error
        listening.listen(64)  # connections wait here until the server takes them
        place = Place(listening.getsockname()[1], secrets.token_urlsafe(24))
        config = uvicorn.Config(
            application(desk, place, reviewer=reviewer),
            lifespan="off",
            access_log=False,  # a log of requests would hold the token
            log_level="warning",
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=2,
        )
        ready(place.address)
        await uvicorn.Server(config).serve(sockets=[listening])


def application(desk: Desk, place: Place, *, reviewer: str) -> ASGIApp:
    """The page, its state and the door for decisions, behind the checks."""

    async def page(request: Request) -> Response:
        del request
        try:
            await run_in_threadpool(desk.reload)
        except CheckerError as error:
            return PlainTextResponse(visible(str(error)), status_code=500)
        state = await run_in_threadpool(_view, desk)
        reviewing = Reviewing(reviewer=reviewer, state=state.model_dump(mode="json"))
        html = await run_in_threadpool(to_html, desk.report, reviewing=reviewing)
        return HTMLResponse(html, headers={"Content-Security-Policy": review_policy()})

    async def state(request: Request) -> Response:
        del request
        return JSONResponse((await run_in_threadpool(_view, desk)).model_dump(mode="json"))

    async def decide(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _refusal(415, "A decision comes as JSON.")
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_REQUEST:
                return _refusal(413, "That is more than a decision can hold.")
        try:
            asked = ASKED.validate_json(bytes(body))
            decision = await run_in_threadpool(desk.decide, asked)
        except ValidationError as error:
            return _refusal(422, _first_problem(error))
        except DecisionError as error:
            return _refusal(422, str(error))
        except OutputError as error:
            return _refusal(507, str(error))
        now = (await run_in_threadpool(_view, desk)).model_dump(mode="json")
        return JSONResponse({"decision": decision.decision, "state": now}, status_code=201)

    routes = [
        Route(f"/{place.token}/", page),
        Route(f"/{place.token}/state", state),
        Route(f"/{place.token}/decisions", decide, methods=["POST"]),
    ]
    return _Guard(Starlette(routes=routes), place)


class _Guard:
    """Lets through what is meant for this server and comes from its own page."""

    def __init__(self, inner: ASGIApp, place: Place) -> None:
        self._inner = inner
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        if headers.get(b"host", b"").decode("latin-1") not in self._place.hosts:
            await _refusal(421, "This server answers to its own address only.")(scope, receive, _safe(send))
            return
        token = str(scope["path"]).lstrip("/").partition("/")[0]
        if not secrets.compare_digest(token.encode(), self._place.token.encode()):
            await _refusal(404, "Nothing here.")(scope, receive, _safe(send))
            return
        if scope["method"] not in {"GET", "HEAD"}:
            origin = headers.get(b"origin", b"").decode("latin-1")
            if origin not in {f"http://{host}" for host in self._place.hosts}:
                await _refusal(403, "A decision comes from the page itself.")(scope, receive, _safe(send))
                return
        await self._inner(scope, receive, _safe(send))


_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),  # the address holds the token
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def _safe(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
        await send(message)

    return with_headers


def _view(desk: Desk) -> View:
    read, state = desk.refreshed()
    return view(desk.report, read, state)


def _refusal(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": visible(message)}, status_code=status)


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
