"""`checker fetch`: what is asked, what is refused, what is saved. All servers are on loopback."""

import gzip
import socket
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from command_line import Ran
from hypothesis import given
from hypothesis import strategies as st

from checker.fetch import Fetcher, Page, Refused, save
from checker.fetch.addresses import examined_ip, parse_address
from checker.fetch.exchange import Bounds
from checker.ingest import read_articles
from checker.ingest.sources import read_sources
from checker.model import Article

STORY = (
    "<!doctype html><html><head><title>Ferry late</title></head><body><article><h1>Ferry late</h1>"
    + "<p>The night ferry Merganser left Tallow Bay two hours late on Tuesday. Nobody said why it was late.</p>"
    * 3
    + "</article></body></html>"
).encode()


@dataclass
class Given:
    """What the server answers at one path."""

    body: bytes = STORY
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    length: int | None = None  # announced; the body's own when None
    seconds_per_byte: float = 0.0


@dataclass
class Site:
    """A server on loopback: what it gives, what it was asked, and how many requests were under way at once."""

    port: int
    given: dict[str, Given]
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, Host header
    agents: set[str] = field(default_factory=set)
    under_way: int = 0
    most_under_way: int = 0

    def url(self, path: str, *, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    guard = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        counted = False

        def do_GET(self) -> None:
            with guard:
                here.asked.append((self.path, self.headers["Host"]))
                here.agents.add(self.headers["User-Agent"])
                here.under_way += 1
                self.counted = True
                here.most_under_way = max(here.most_under_way, here.under_way)
            try:
                answer(self, here.given.get(self.path, Given(b"", 404)), before_last=self.over)
            except OSError:
                self.over()  # the client has gone

        def over(self) -> None:
            """Count this request as answered, once: before its last byte, or the client's next one could come first."""
            with guard:
                here.under_way -= self.counted
                self.counted = False

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(server.server_port, {})
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()


def answer(handler: BaseHTTPRequestHandler, given: Given, *, before_last: Callable[[], None]) -> None:
    handler.send_response(given.status)
    for name, value in given.headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(given.body) if given.length is None else given.length))
    if not given.body:
        before_last()
        handler.end_headers()
        return
    handler.end_headers()
    if not given.seconds_per_byte:
        handler.wfile.write(given.body[:-1])
    else:
        for n in range(len(given.body) - 1):
            handler.wfile.write(given.body[n : n + 1])
            time.sleep(given.seconds_per_byte)
    before_last()
    handler.wfile.write(given.body[-1:])


def fetcher(**settings: object) -> Fetcher:
    return Fetcher(**{"allow_private": True, "pause_s": 0.0, **settings})  # type: ignore[arg-type]


def at(*ips: str) -> Callable[[str, int], list[str]]:
    """A look-up that gives these IPs for every name."""
    return lambda host, port: list(ips)


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        work()
    assert str(caught.value).isprintable()
    return caught.value.code


# --- which addresses


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.example/a", "javascript:alert(1)", "data:text/html,x", "news.example/a", "//news.example/a",
        "http://", "http:///a", "http://user:secret@news.example/", "http://news.example:99999/", "http://[::1/", "http://news.example/a b",
        "http://news.example/a\r\nX: y", "http://news.example/" + "a" * 3000, "gopher://news.example", "http://" + "a" * 70 + "ä.example/", "",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    assert refusal(lambda: parse_address(url)) == "address"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_refused(typed: str) -> None:
    for url in (typed, "http://" + typed, "https://news.example/" + typed):
        try:
            found = parse_address(url)
        except Refused:
            continue
        assert found.url.isascii()
        assert found.target.isascii()
        assert " " not in found.target
        assert parse_address(found.url) == found


PRIVATE = (
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.4.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "224.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "nonsense",
)  # fmt: skip


@pytest.mark.parametrize("ip", PRIVATE)
def test_what_is_not_on_the_public_internet_is_refused(ip: str) -> None:
    address = parse_address("http://news.example/a")
    for ips in ((ip,), ("93.184.216.34", ip)):
        resolve = at(*ips)
        assert refusal(lambda r=resolve: examined_ip(address, resolve=r, allow_private=False)) == "private"  # type: ignore[misc]
    assert examined_ip(address, resolve=at(ip), allow_private=True) == ip


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_loopback_in_every_spelling_is_refused_before_anything_is_sent(host: str, site: Site) -> None:
    code = refusal(lambda: Fetcher().fetch(site.url("/a", host=host)))
    assert code in ("private", "unknown_host")
    assert site.asked == []


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1"])
def test_a_public_ip_is_taken(ip: str) -> None:
    assert examined_ip(parse_address("http://news.example/"), resolve=at(ip), allow_private=False) == ip


def test_the_connection_goes_to_the_ip_that_was_examined(site: Site) -> None:
    site.given["/a"] = Given()
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]  # a second look-up, by the connection itself, would go to the real name server

    page = fetcher(resolve=rebinding).fetch(site.url("/a", host="news.example"))
    assert page.body == STORY
    assert looked_up == ["news.example"] * len(site.asked)
    assert {host for _, host in site.asked} == {f"news.example:{site.port}"}


def test_a_name_that_moves_to_loopback_between_two_requests_is_refused(site: Site) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    moving = Fetcher(resolve=lambda host, port: next(answers), bounds=Bounds(seconds=0.2), pause_s=0.0)
    address = parse_address(site.url("/a", host="news.example"))
    assert examined_ip(address, resolve=moving.resolve, allow_private=False) == "93.184.216.34"
    assert refusal(lambda: moving.fetch(address.url)) == "private"
    assert site.asked == []


# --- robots.txt


@pytest.mark.parametrize(
    ("rules", "path", "fetched"),
    [
        (Given(b"User-agent: *\nDisallow: /private/\n"), "/private/a", False),
        (Given(b"User-agent: *\nDisallow: /private/\n"), "/news/a", True),
        (Given(b"User-agent: checker\nDisallow: /\n\nUser-agent: *\nDisallow:\n"), "/news/a", False),
        (Given(b"User-agent: checker\nAllow: /news/\nDisallow: /\n"), "/news/a", True),
        (Given(b"User-agent: other\nDisallow: /\n"), "/news/a", True),
        (Given(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n"), "/news/a", False),
        (Given(b"<html>not found</html>", 404), "/news/a", True),
        (Given(b"", 403), "/news/a", True),
        (Given(b"", 500), "/news/a", False),
        (Given(b"", 503), "/news/a", False),
        (Given(b"\x00\xff" * 1000), "/news/a", True),
    ],
)
def test_robots_txt_is_respected(rules: Given, path: str, fetched: bool, site: Site) -> None:
    site.given.update({"/robots.txt": rules, path: Given()})
    if fetched:
        assert fetcher().fetch(site.url(path)).body == STORY
    else:
        assert refusal(lambda: fetcher().fetch(site.url(path))) == "robots"
    assert (path in [asked for asked, _ in site.asked]) == fetched
    assert all(agent.startswith("checker/") for agent in site.agents)


def test_robots_txt_is_asked_once_per_site_and_a_redirect_to_it_followed(site: Site) -> None:
    site.given.update({f"/{n}": Given() for n in range(3)})
    site.given["/robots.txt"] = Given(b"", 301, {"Location": "/rules"})
    site.given["/rules"] = Given(b"User-agent: *\nDisallow: /2\n")
    fetching = fetcher()
    assert [fetching.fetch(site.url(f"/{n}")).address for n in range(2)] == [site.url("/0"), site.url("/1")]
    assert refusal(lambda: fetching.fetch(site.url("/2"))) == "robots"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/rules", "/0", "/1"]


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(site: Site) -> None:
    site.given["/robots.txt"] = Given(b"User-agent: *\nDisallow: /private/\n")
    site.given["/a"] = Given(b"", 302, {"Location": "/private/a"})
    site.given["/private/a"] = Given()
    assert refusal(lambda: fetcher().fetch(site.url("/a"))) == "robots"
    assert "/private/a" not in [path for path, _ in site.asked]


# --- redirects, sizes, times


def test_redirects_are_followed_to_the_page(site: Site) -> None:
    site.given.update({f"/{n}": Given(b"", 302, {"Location": f"{n + 1}"}) for n in range(5)})
    site.given["/5"] = Given()
    page = fetcher().fetch(site.url("/0"))
    assert (page.asked, page.address) == (site.url("/0"), site.url("/5"))


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("/a", "redirects"), ("file:///etc/passwd", "address"), ("javascript:alert(1)", "address"), ("http://[", "redirects"), ("", "redirects"),
        ("ftp://news.example/", "address"), ("//user:x@news.example/", "address"), ("http://news.example:0x/", "address"),
    ],
)  # fmt: skip
def test_a_redirect_that_leads_nowhere_good_ends(location: str, code: str, site: Site) -> None:
    site.given["/a"] = Given(b"", 302, {"Location": location})
    assert refusal(lambda: fetcher().fetch(site.url("/a"))) == code


def test_a_redirect_into_the_private_network_is_refused(site: Site) -> None:
    site.given["/a"] = Given(b"", 302, {"Location": "http://inside.example/"})
    ips = {"news.example": ["127.0.0.1"], "inside.example": ["10.1.2.3"]}
    fetching = Fetcher(resolve=lambda host, port: ips[host], pause_s=0.0)
    assert refusal(lambda: fetching.fetch(site.url("/a", host="news.example"))) == "private"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(b"x" * 5_001), "too_large"),
        (Given(gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}), "too_large"),
        (Given(gzip.compress(STORY)[:-9], headers={"Content-Encoding": "gzip"}), "no_answer"),
        (Given(b"not packed", headers={"Content-Encoding": "gzip"}), "no_answer"),
        (Given(STORY, headers={"Content-Encoding": "br"}), "packing"),
        (Given(STORY, length=4_999), "no_answer"),
        (Given(STORY, seconds_per_byte=0.01), "timeout"),
        (Given(b"  \n"), "empty"),
        (Given(b"", 404), "status"),
        (Given(b"", 500), "status"),
        (Given(STORY, 206), "status"),
        (Given(b"\x89PNG", headers={"Content-Type": "image/png"}), "kind"),
        (Given(b"x", headers={"Content-Type": "application/x-msdownload\x01"}), "kind"),
    ],
)  # fmt: skip
def test_what_is_no_page_within_the_bounds_is_refused(given: Given, code: str, site: Site) -> None:
    site.given["/a"] = given
    bounded = fetcher(bounds=Bounds(seconds=0.4, max_bytes=5_000))
    assert refusal(lambda: bounded.fetch(site.url("/a"))) == code


def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.given["/a"] = Given(
        gzip.compress(STORY), headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}
    )
    assert fetcher().fetch(site.url("/a")).body == STORY


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"\x00\x01\x02" * 100,
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500,
        b"HTTP/9.9 x y\r\n\r\n",
    ],
)
@pytest.mark.parametrize("closes", [True, False])
def test_a_server_that_speaks_no_http_costs_one_page(sent: bytes, closes: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        connections: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connections.append(connection)
                connection.sendall(sent)
                if closes:
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        code = refusal(lambda: fetcher(bounds=Bounds(seconds=0.3)).fetch(url))
        assert code in ("no_answer", "timeout", "empty")  # headers that end early are an empty page
        for connection in connections:
            connection.close()


def test_a_port_where_nobody_listens_is_said(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refusal(lambda: fetcher().fetch(f"http://127.0.0.1:{port}/")) == "no_answer"


def test_one_request_at_a_time_per_host(site: Site) -> None:
    site.given.update({f"/{n}": Given(STORY[:200], seconds_per_byte=0.0002) for n in range(6)})
    shared = fetcher()
    threads = [threading.Thread(target=shared.fetch, args=(site.url(f"/{n}"),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([path for path, _ in site.asked if path != "/robots.txt"]) == 6
    assert site.most_under_way == 1


# --- files


def page(url: str = "https://news.example/ferry/late.html", body: bytes = STORY) -> Page:
    from datetime import UTC, datetime

    return Page(url, url, datetime(2031, 3, 4, 9, 30, tzinfo=UTC), ".html", body)


def test_a_page_becomes_an_article_with_address_and_time(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('["*.html"]\noutlet = "Harbour Post"', encoding="utf-8")
    path, new = save(page(), tmp_path)
    assert new
    assert path.name.startswith("news-example-ferry-late-")
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert (article.outlet, article.title) == ("Harbour Post", "Ferry late")
    assert article.found_in["address"] == "https://news.example/ferry/late.html"
    assert article.found_in["fetched"].startswith("2031-03-04 09:30")
    assert "file" not in article.found_in
    path.write_bytes(STORY.replace(b"two hours", b"six hours"))
    (changed,) = read_articles(tmp_path)
    assert isinstance(changed, Article)
    assert changed.found_in["file"] == "changed since it was fetched"


def test_the_same_page_is_saved_once_and_a_changed_one_beside_it(tmp_path: Path) -> None:
    first, _ = save(page(), tmp_path)
    assert save(page(), tmp_path) == (first, False)
    second, new = save(page(body=STORY + b"<!-- later -->"), tmp_path)
    assert new
    assert second != first
    assert len(tomllib.loads((tmp_path / "sources.toml").read_text(encoding="utf-8"))) == 2


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(TYPED, TYPED)
def test_no_address_leads_out_of_the_folder_or_breaks_the_list(path: str, query: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        inside = Path(name) / "into"
        saved, _ = save(page(f'https://news.example/{path}?"{query}'), inside)
        assert saved.resolve().parent == inside.resolve()
        assert {item.name for item in Path(name).iterdir()} == {"into"}
        assert {item.name for item in inside.iterdir()} == {saved.name, "sources.toml"}
        assert saved.name.isascii()
        assert len(saved.name) < 120
        assert read_sources(inside).listed(saved.name).found_in


# --- the command


def test_the_command_saves_what_it_can_and_says_the_rest(
    site: Site, tmp_path: Path, checker: Callable[..., Ran]
) -> None:
    site.given["/a"] = Given()
    ran = checker(
        "fetch", site.url("/a"), site.url("/gone"), site.url("/a"), "file:///etc/passwd", "--into", "pages", "--allow-private"
    )  # fmt: skip
    lines = ran.out.splitlines()
    assert ran.code == 3
    assert lines[0].startswith("saved  pages/127-0-0-1-a-")
    assert lines[1] == f"not saved  {site.url('/gone')}: the server answered 404 (status)"
    assert lines[2].startswith("not saved  file:///etc/passwd: only http and https")
    assert len(lines) == 3
    assert len(list((tmp_path / "pages").iterdir())) == 2
    again = checker("fetch", site.url("/a"), "--into", "pages", "--allow-private")
    assert (again.code, again.out.split()[0]) == (0, "unchanged")
    assert checker("check", "pages").code == 0


def test_the_command_refuses_this_machine_unless_told(
    site: Site, tmp_path: Path, checker: Callable[..., Ran]
) -> None:
    ran = checker("fetch", site.url("/a"), "--into", "pages")
    assert ran.code == 3
    assert "--allow-private" in ran.out
    assert site.asked == []
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize("broken", ["file", "list"])
def test_an_unusable_folder_is_said_before_the_first_request(
    broken: str, site: Site, tmp_path: Path, checker: Callable[..., Ran]
) -> None:
    if broken == "file":
        (tmp_path / "pages").write_text("x", encoding="utf-8")
    else:
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "sources.toml").write_text("= broken", encoding="utf-8")
    ran = checker("fetch", site.url("/a"), "--into", "pages", "--allow-private")
    assert ran.code == 2
    assert site.asked == []
