"""An address followed to its page: every step examined, robots.txt asked, one request at a time per host."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from checker.fetch.addresses import Address, Refused, Resolve, examined_ip, look_up, parse_address
from checker.fetch.exchange import ROBOT, Answer, Bounds, get
from checker.fetch.robots import MAX_ROBOTS_BYTES, delay_of, read_robots

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/pdf": ".pdf",
}


@dataclass(frozen=True)
class Page:
    """What lay at an address when it was fetched. `address` is where the redirects ended."""

    asked: str
    address: str
    fetched: datetime
    suffix: str
    body: bytes


@dataclass
class _Host:
    """The turn of one host: who holds the lock may ask, after the pause."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    asked_at: float | None = None


@dataclass
class Fetcher:
    """Fetches pages; may be used from several threads at once.

    `pause_s` lies between two requests to one host, longer where its robots.txt asks for it.
    """

    allow_private: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    pause_s: float = 1.0
    resolve: Resolve = look_up
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str) -> Page:
        """The page at `url`. Raises: Refused, with a code and a sentence that says why not."""
        address = parse_address(url)
        for _ in range(MOST_REDIRECTS + 1):
            self._ask_robots(address)
            answer = self._get(address, self.bounds, pause=self._pause(address))
            if answer.status not in _REDIRECTS:
                return self._page(url, address, answer)
            address = _next(address, answer)
        raise Refused(f"more than {MOST_REDIRECTS} redirects", code="redirects")

    def _page(self, asked: str, address: Address, answer: Answer) -> Page:
        if answer.status != 200:
            raise Refused(f"the server answered {answer.status}", code="status")
        kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        if kind not in _KINDS:
            raise Refused(f"not a page but {kind[:80]!r}", code="kind")
        if not answer.body.strip():
            raise Refused("the page is empty", code="empty")
        now = datetime.now(UTC).replace(microsecond=0)
        return Page(asked, address.url, now, _KINDS[kind], answer.body)

    def _ask_robots(self, address: Address) -> None:
        """Raises: Refused when the site's robots.txt forbids the address, or cannot be had."""
        with self._guard:
            rules = self._rules.get(address.origin)
        if rules is None:
            rules = self._read_robots(address)
            with self._guard:
                rules = self._rules.setdefault(address.origin, rules)
        if not rules.can_fetch(ROBOT, address.url):
            raise Refused(f"robots.txt of {address.host} asks not to fetch this", code="robots")

    def _read_robots(self, address: Address) -> RobotFileParser:
        step = parse_address(f"{address.origin}/robots.txt")
        bounds = Bounds(self.bounds.seconds, min(self.bounds.max_bytes, 4 * MAX_ROBOTS_BYTES))
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._get(step, bounds, pause=self.pause_s)
            if answer.status not in _REDIRECTS:
                return read_robots(answer.status, answer.body)
            step = _next(step, answer)
        return read_robots(404, b"")  # RFC 9309: after five redirects it may be taken for not there

    def _pause(self, address: Address) -> float:
        with self._guard:
            return delay_of(self._rules[address.origin], least=self.pause_s)

    def _get(self, address: Address, bounds: Bounds, *, pause: float) -> Answer:
        with self._turn(address.host, pause):
            ip = examined_ip(address, resolve=self.resolve, allow_private=self.allow_private)
            return get(address, ip, bounds=bounds)

    @contextmanager
    def _turn(self, name: str, pause: float) -> Iterator[None]:
        with self._guard:
            host = self._hosts.setdefault(name, _Host())
        with host.turn:
            if host.asked_at is not None:
                time.sleep(max(0.0, host.asked_at + pause - time.monotonic()))
            try:
                yield
            finally:
                host.asked_at = time.monotonic()


def _next(address: Address, answer: Answer) -> Address:
    where = answer.headers.get("location", "")
    if not where:
        raise Refused(f"the server answered {answer.status} without saying where to", code="redirects")
    try:
        following = parse_address(urljoin(address.url, where))
    except ValueError as error:
        raise Refused(f"a redirect to no address: {error}", code="redirects") from error
    if address.scheme == "https" and following.scheme == "http":
        raise Refused("a redirect from https to http is not followed", code="redirects")
    return following
