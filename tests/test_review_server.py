"""The local page: who gets in, two reviewers at once, a server killed at work."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sample_report
from command_line import environment
from review_samples import Served, served, written

from checker.review.log import read

pytest.importorskip("uvicorn")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(sample_report.sample(), tmp_path / "report")


@pytest.fixture
def server(folder: Path) -> Iterator[Served]:
    with served(folder) as server:
        yield server


ACCEPT = {"who": "Ann", "what": "accept", "finding": "f1"}


def test_the_page_and_its_state_are_served(server: Served) -> None:
    code, page = server.get()
    assert code == 200
    assert "under review" in page
    assert server.get("state")[0] == 200
    code, answer = server.decide(ACCEPT)
    assert code == 201
    assert answer["state"]["findings"]["f1"]["verdict"] == "accept"
    assert "Accepted by Ann" in server.get()[1]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1:1"}, 421),
        ({"host": ""}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"content_type": "text/plain"}, 415),
    ],
)
def test_a_decision_that_the_page_did_not_send_is_refused(
    server: Served, folder: Path, headers: dict[str, str], code: int
) -> None:
    assert server.decide(ACCEPT, **headers)[0] == code
    assert not (folder / "reviews.jsonl").exists()


def test_a_page_of_another_name_that_resolves_here_reads_nothing(server: Served) -> None:
    code, text = server.get(host="evil.example")
    assert code == 421
    assert "Ferry" not in text


def test_without_the_token_there_is_nothing(server: Served) -> None:
    place = urlsplit(server.address)
    token = place.path.strip("/")
    for path in (
        "/",
        "/state",
        "/decisions",
        f"/{token[:-1]}/",
        f"/{token}x/",
        "//",
        f"/x/{token}/",
        "/%00/",
    ):
        other = Served(f"http://{place.netloc}{path}", server.process)
        assert other.get()[0] == 404, path
    assert len(token) >= 32


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address")
def test_it_listens_on_the_loopback_address_alone(server: Served) -> None:
    port = urlsplit(server.address).port
    assert port
    with socket.socket() as other:
        other.bind(("127.0.0.2", port))  # taken, if it listened on every address


def test_the_answers_tell_the_browser_to_keep_nothing_and_frame_nothing(server: Served) -> None:
    import urllib.request

    with urllib.request.urlopen(server.address, timeout=30) as answer:
        headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, 422),
        ({"who": "Ann", "what": "explode"}, 422),
        ({"who": " ", "what": "accept", "finding": "f1"}, 422),
        ({"who": "Ann", "what": "accept", "finding": "f1", "at": "1999"}, 422),
        ({"who": "Ann", "what": "dismiss", "finding": "f1"}, 422),
        ({"who": "Ann", "what": "note", "finding": "f1", "why": "x" * 5_000}, 422),
        ({"who": "Ann", "what": "note", "finding": "f1", "why": "x" * 300_000}, 413),
    ],
)
def test_what_is_no_decision_is_refused_with_a_reason(
    server: Served, asked: dict[str, str], code: int
) -> None:
    found, answer = server.decide(asked)
    assert found == code
    assert answer["message"]
    assert server.get("state")[0] == 200


def decide_many(server: Served, who: str, number: int, answers: list[int]) -> None:
    """`number` decisions, one after the other; the codes of the answers that came."""
    whats = ("accept", "follow_up", "note", "reopen")
    for n in range(number):
        asked = {"who": who, "what": whats[n % 4], "finding": f"f{1 + n % 7}", "why": f"{who} {n}"}
        try:
            answers.append(server.decide(asked)[0])
        except OSError:  # killed
            return


@pytest.mark.slow
def test_two_reviewers_at_two_servers_lose_nothing(folder: Path) -> None:
    answers: list[int] = []
    with served(folder, who="Ann") as ann, served(folder, who="Ben") as ben:
        clients = [
            threading.Thread(target=decide_many, args=(server, who, 200, answers))
            for server, who in ((ann, "Ann"), (ben, "Ben"))
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join(timeout=300)
    assert answers == [201] * 400
    found = read(folder / "reviews.jsonl")
    assert found.problems == ()
    remarks = sorted(decision.why for decision in found.decisions)
    assert remarks == sorted(f"{who} {n}" for who in ("Ann", "Ben") for n in range(200))


@pytest.mark.slow
def test_two_reviewers_at_one_server_lose_nothing(server: Served, folder: Path) -> None:
    answers: list[int] = []
    clients = [
        threading.Thread(target=decide_many, args=(server, who, 200, answers)) for who in ("Ann", "Ben")
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join(timeout=300)
    assert answers == [201] * 400
    assert len(read(folder / "reviews.jsonl").decisions) == 400


def test_a_server_killed_at_work_loses_nothing_that_it_said_was_saved(folder: Path) -> None:
    answers: list[int] = []
    with served(folder) as server:
        client = threading.Thread(target=decide_many, args=(server, "Ann", 10_000, answers))
        client.start()
        while len(answers) < 50:
            assert client.is_alive()
        server.process.send_signal(signal.SIGKILL)
        client.join(timeout=60)
    saved = len(read(folder / "reviews.jsonl").decisions)
    assert len(answers) <= saved <= len(answers) + 1
    with served(folder) as again:
        assert again.decide(ACCEPT)[0] == 201
    assert len(read(folder / "reviews.jsonl").decisions) == saved + 1


def test_ctrl_c_ends_a_review_well(folder: Path) -> None:
    with served(folder) as server:
        assert server.decide(ACCEPT)[0] == 201
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=30) == 0


def test_without_the_extra_one_line_names_it(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys, importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'uvicorn' else found(name, *a)\n"
        "from checker.cli import main; sys.exit(main(['review', sys.argv[1], '--no-browser']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "checker[review]" in line
    assert "--terminal" in line


def test_a_taken_port_is_said(folder: Path, tmp_path: Path, server: Served) -> None:
    port = urlsplit(server.address).port
    done = subprocess.run(
        [sys.executable, "-m", "checker", "review", str(folder), "--no-browser", "--port", str(port)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"checker: cannot listen on port {port}")
