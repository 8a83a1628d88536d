"""One GET to one IP, bounded in bytes and in time: the answer as a plain value.

The standard library does the talking: it knows no cookies, no proxies, no keys and no redirects,
and lets the connection go to the IP that was examined. A timer ends what dribbles.
"""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

from checker import __version__
from checker.fetch.addresses import Address, Refused

AGENT = f"checker/{__version__}"
ROBOT = "checker"  # how robots.txt calls us
_PIECE = 65_536
_HEADERS = {
    "User-Agent": f"{AGENT} (news consistency checker; fetches single articles on a user's word)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, identity;q=0.5",
    "Connection": "close",
}


@dataclass(frozen=True)
class Bounds:
    """How much one exchange may take."""

    seconds: float = 30.0  # from the first packet to the last byte
    max_bytes: int = 20_000_000  # unpacked: what a file to check may have


@dataclass(frozen=True)
class Answer:
    """What the server sent. `body` is unpacked; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(address: Address, ip: str, *, bounds: Bounds) -> Answer:
    """The answer to a GET. Raises: Refused when there is none within the bounds."""
    connection = _Connection(address, ip, timeout=bounds.seconds)
    try:
        with _deadline(connection, bounds.seconds) as passed:
            try:
                answer = _exchange(connection, address, bounds)
            except (OSError, http.client.HTTPException, zlib.error, ValueError, Refused) as error:
                if passed.is_set() or isinstance(error, TimeoutError):
                    raise _late(bounds) from error
                if isinstance(error, Refused):
                    raise
                raise Refused(f"no answer: {_plain(error)}", code="no_answer") from error
            if passed.is_set():  # a connection that was cut looks like the end of the answer
                raise _late(bounds)
            return answer
    finally:
        connection.close()


def _exchange(connection: "_Connection", address: Address, bounds: Bounds) -> Answer:
    connection.request("GET", address.target, headers=_HEADERS)
    response = connection.getresponse()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, _body(response, headers, bounds.max_bytes))


def _late(bounds: Bounds) -> Refused:
    return Refused(f"no complete answer within {bounds.seconds:g} s", code="timeout")


class _Connection(http.client.HTTPConnection):
    """A connection to an IP, under the host's name."""

    def __init__(self, address: Address, ip: str, *, timeout: float) -> None:
        super().__init__(address.host, address.port, timeout=timeout)
        self._ip = ip
        self._secure = address.scheme == "https"
        self._open: socket.socket | None = None  # http.client forgets its own when the answer begins
        self.default_port = 443 if self._secure else 80  # decides whether the Host header names the port

    def connect(self) -> None:
        self._open = self.sock = socket.create_connection((self._ip, self.port), self.timeout)
        if self._secure:
            self._open = self.sock = _tls().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Ends the exchange from another thread."""
        if self._open is not None:
            with suppress(OSError):  # it ended by itself
                self._open.shutdown(socket.SHUT_RDWR)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _deadline(connection: _Connection, seconds: float) -> Iterator[threading.Event]:
    """Cuts the connection when the time is over; a timeout of the socket alone starts anew with each byte."""
    passed = threading.Event()

    def end() -> None:
        passed.set()
        connection.cut()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()


def _body(response: http.client.HTTPResponse, headers: dict[str, str], most: int) -> bytes:
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        raise Refused(f"packed as {packing!r}, which was not asked for", code="packing")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in packing else None
    pieces: list[bytes] = []
    size = arrived = 0
    while piece := response.read1(_PIECE):
        arrived += len(piece)
        if unpack is not None:
            piece = unpack.decompress(piece, most - size + 1)
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise Refused(f"more than {most:,} bytes", code="too_large")
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and len(announced) < 12 and arrived < int(announced):
        raise Refused("the answer ends before its announced length", code="no_answer")
    if unpack is not None and not unpack.eof:
        raise Refused("the packed answer is not complete", code="no_answer")
    return b"".join(pieces)


def _plain(error: Exception) -> str:
    """What went wrong, on one line; a server's own words in it cannot act on a terminal."""
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return "".join(char if char.isprintable() else " " for char in words)[:200]
