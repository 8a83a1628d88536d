"""Which addresses may be asked, and at which IP they are.

A name is looked up once, and the IP that was examined is the one connected to: a name server that
answers differently the second time (DNS rebinding) is not asked a second time.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from checker.errors import UnitError

Resolve = Callable[[str, int], list[str]]  # host, port → IPs
LONGEST_ADDRESS = 2_000  # characters; what browsers and servers agree on
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,252})\Z|[0-9a-f:.]{2,45}(?:%[a-z0-9]{1,20})?\Z")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(UnitError):  # noqa: N818 - the addresses are refused, the program is in order
    """An address that is not fetched, and why."""

    code = "refused"


@dataclass(frozen=True)
class Address:
    """An http or https address, taken apart. `target` is what the request line names."""

    url: str
    scheme: str
    host: str  # ASCII
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in "https://news.example"; the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def parse_address(url: str) -> Address:
    """The address. Raises: Refused for what is no address of a page."""
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url:
        raise Refused("no address: too long, or with blanks or control characters in it", code="address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused(f"no address: {error}", code="address") from error
    if parts.scheme not in _PORTS:
        raise Refused(
            f"only http and https are fetched, not {parts.scheme or 'a bare name'!r}", code="address"
        )
    if not host:
        raise Refused("the address names no host", code="address")
    if parts.username is not None or parts.password is not None:
        raise Refused("an address with a user or password in it is not fetched", code="address")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    target = f"{path}?{query}" if query else path
    found = Address(
        url="", scheme=parts.scheme, host=_ascii(host), port=port or _PORTS[parts.scheme], target=target
    )
    plain = urlunsplit((found.scheme, found.origin.partition("://")[2], path, query, ""))
    return Address(plain, found.scheme, found.host, found.port, target)


def _ascii(host: str) -> str:
    """The host as it is looked up. What is a dot or a blank in another script comes out here."""
    try:
        name = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if not _HOST.match(name):
        raise Refused(f"the host {host!r} is no name that can be looked up", code="address")
    return name


def look_up(host: str, port: int) -> list[str]:
    """The host's IPs, as the system knows them. Raises: Refused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(f"the host {host!r} is not known: {error}", code="unknown_host") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def examined_ip(address: Address, *, resolve: Resolve, allow_private: bool) -> str:
    """The IP to connect to. Raises: Refused when one of the host's IPs is not a public one.

    One private IP among public ones is enough to refuse: nobody publishes news on such a name.
    """
    ips = resolve(address.host, address.port)
    if not ips:
        raise Refused(f"the host {address.host!r} is not known", code="unknown_host")
    if not allow_private:
        for ip in ips:
            if not _is_public(ip):
                raise Refused(
                    f"{address.host} is at {ip}, which is not on the public internet; "
                    "--allow-private fetches it all the same",
                    code="private",
                )
    return ips[0]


def _is_public(ip: str) -> bool:
    try:
        parsed = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in _meanings(parsed))


def _meanings(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The IP, and the IPv4 ones that are wrapped in it."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped is not None:
        return [ip.ipv4_mapped]
    wrapped = [ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        wrapped.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [ip, *(each for each in wrapped if each is not None)]
