"""`checker check` at an address that misbehaves: what the page on endpoints promises is what the user sees."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, write_article
from fault_server import FAULTS, FaultServer
from latent_server import reading

from checker.cli import main

KEY = "sk-canary-0123456789"
WORDS = "The ferry Aldis struck the gate of the Tern lock on Friday.\n"
KNOWN = {"CHECKER_RUNG": "json_schema", "CHECKER_CONTEXT_TOKENS": "8192", "CHECKER_MAX_RETRIES": "0"}

# The page's rows by the beginning of their first cell, and the faults that play them.
ROWS: dict[str, tuple[str, ...]] = {
    "401, 403": ("401", "403"),
    "404 for the model": ("404 model",),
    "404 or 405 for the path": ("404 path",),
    "a redirect": ("redirect",),
    "402, or 429": ("429 no credit",),
    "429": (
        "429",
        "429 retry-after",
        "429 retry-after-ms",
        "429 retry-after date",
        "429 retry-after 600",
    ),
    "500, 502": ("500", "500 huge", "500 endless", "502 html", "503", "error in 200"),
    "no whole answer within": ("hang", "slow drip"),
    "the connection breaks": ("reset", "reset mid-body"),
    "400": ("400",),
    "400 or 413": ("400 context", "413"),
    "HTML, an empty body": (
        "html",
        "html as json",
        "empty body",
        "not a completion",
        "null choices",
        "not utf-8",
    ),
    "no choices": ("no choices",),
    "an empty message": ("empty text", "null content"),
    "more than 2 MB": ("10 MB", "endless"),
    "a refusal": ("refusal",),
    "a content filter": ("content_filter",),
    "cut at the output limit, some": ("cut at limit",),
    "cut at the output limit, nothing": ("cut before an item", "cut while thinking"),
    "JSON that breaks off": ("cut json",),
    "no JSON": ("invalid json", "nan", "deep", "think unclosed"),
    "`{}`": ("empty object", "wrong schema", "another object"),
}
READ = (
    "good",
    "400 temperature",
    "400 max_tokens",
    "wrong content type",
    "think",
    "think unopened",
    "fenced",
    "prose",
    "several",
    "trailing comma",
    "bom",
    "bare list",
    "parts",
    "in reasoning",
    "no usage",
    "odd usage",
)
ONLY_IN_PROBE = {"code words", "400 response_format", "400 json_schema", "400 maxLength", "tools ignored"}
NOT_PLAYED = {  # shown by other tests here and in test_endpoint.py
    "nothing, from the start",
    "a count of prompt tokens that shows the prompt was cut",
    "the token budget `max_tokens_total` does not cover another question",
}
PAGE = (ROOT / "docs" / "endpoints.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("| the address answers |")[2].partition("\n\n")[0]
PROMISED = {
    first: seen for first, _, seen in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", TABLE, re.MULTILINE)
}


@dataclass(frozen=True)
class Ran:
    """How a command in this process ended."""

    code: int
    out: str
    err: str


Check = Callable[..., Ran]


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        running.answer = reading
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_article(tmp_path / "articles", "courier.md", WORDS, outlet="Vale Courier")
    return tmp_path / "articles"


@pytest.fixture
def check(
    server: FaultServer, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """`check(...)` runs `checker check` on one article of one sentence."""
    monkeypatch.chdir(folder.parent)
    for name, value in {**KNOWN, "CHECKER_API_KEY": KEY}.items():
        monkeypatch.setenv(name, value)

    def run(*flags: str) -> Ran:
        where = ["--base-url", server.base_url, "--model", "m", "--answers", "kept.sqlite"]
        code = main(["check", str(folder), *where, "--format", "json", "--quiet", *flags])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


def patience(fault: str) -> tuple[str, str]:
    return ("--timeout-s", "0.4" if fault in {"hang", "slow drip"} else "10")


def full(row: str) -> str:
    """Return the whole first cell of the page's row that begins so; "400" alone is a whole cell."""
    (cell,) = [cell for cell in PROMISED if cell == row or (len(row) > 3 and cell.startswith(row))]
    return cell


def test_every_row_of_the_page_is_played_and_every_fault_is_on_the_page() -> None:
    assert {full(row) for row in ROWS} == set(PROMISED) - NOT_PLAYED
    assert {fault for faults in ROWS.values() for fault in faults} | {*READ, *ONLY_IN_PROBE} == set(FAULTS)


@pytest.mark.parametrize(("row", "fault"), [(row, fault) for row, faults in ROWS.items() for fault in faults])
def test_a_fault_in_the_middle_is_what_the_page_promises(
    server: FaultServer, check: Check, row: str, fault: str
) -> None:
    server.play("good", fault)  # the endpoint is measured, and then it fails
    ran = check(*patience(fault))
    cell = PROMISED[full(row)]
    if cell.startswith("stops"):
        assert (ran.code, ran.out) == (2, "")
        assert_one_line(ran, server)
    else:
        report = json.loads(ran.out)
        code = re.match(r"`(\w+)`", cell)
        assert ran.code == 3
        assert [failure["error"] for failure in report["failures"]] == [code[1] if code else "cut"]
        assert report["usage"]["total"]["calls"] == len(server.chats)
        assert_coverage_is_whole(report)
    assert_no_secret(ran, server)


@pytest.mark.parametrize("fault", READ)
def test_an_odd_answer_that_can_be_read_is_read(server: FaultServer, check: Check, fault: str) -> None:
    server.play(fault)
    ran = check()
    report = json.loads(ran.out)
    assert ran.code == 0
    assert [claim["quote"] for claim in report["claims"]] == [WORDS.strip()]
    assert_coverage_is_whole(report)


@pytest.mark.parametrize("fault", [fault for faults in ROWS.values() for fault in faults])
def test_a_fault_from_the_start_is_one_line_that_says_why(
    server: FaultServer, check: Check, fault: str
) -> None:
    server.play(fault)
    ran = check(*patience(fault))
    if fault in {"cut at limit", "cut json"}:  # what is complete of the sample shows that this form works
        assert ran.code == 3
        return
    assert (ran.code, ran.out) == (2, "")
    assert_one_line(ran, server)
    assert_no_secret(ran, server)


def test_nothing_at_the_address_is_one_line(server: FaultServer, check: Check) -> None:
    with FaultServer() as gone:
        address = gone.base_url
    ran = check("--base-url", address)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "nothing has answered there" in ran.err
    assert "checker doctor" in ran.err


def test_a_prompt_that_the_server_cuts_is_not_believed(
    server: FaultServer, check: Check, folder: Path
) -> None:
    write_article(folder, "courier.md", WORDS * 60, outlet="Vale Courier")
    server.window_tokens = 900
    ran = check()
    assert {failure["error"] for failure in json.loads(ran.out)["failures"]} == {"context_exceeded"}
    assert ran.code == 3


@pytest.mark.parametrize("most", [1_000, 12_000, 20_000])
def test_a_token_budget_keeps_what_is_finished(
    server: FaultServer, check: Check, folder: Path, most: int
) -> None:
    for number in range(6):
        write_article(folder, f"{number}.md", f"Boat {number} passed. {WORDS}", outlet=f"Paper {number}")
    ran = check("--max-tokens-total", str(most), "--max-concurrency", "2")
    if most == 1_000:  # not even the sample fits: said before anything is read
        assert ran.code == 2
        assert_one_line(ran, server)
        return
    report = json.loads(ran.out)
    assert ran.code == 3
    assert {failure["error"] for failure in report["failures"]} == {"budget_spent"}
    spent = report["usage"]["total"]
    assert spent["prompt_tokens"] + spent["completion_tokens"] <= most
    assert spent["calls"] == len(server.chats)
    assert_coverage_is_whole(report)
    assert bool(report["claims"]) == (len(server.chats) > 1)


def test_usage_counts_every_attempt(
    server: FaultServer, check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven questions and the sample, with failures that pass, that stay, and that are shown to the model."""
    monkeypatch.setenv("CHECKER_MAX_RETRIES", "1")
    for number in range(6):
        write_article(folder, f"{number}.md", f"Boat {number} passed. {WORDS}", outlet=f"Paper {number}")
    server.play(
        "good",
        "503",
        "good",
        "wrong schema",
        "good",
        "wrong schema",
        "wrong schema",
        "refusal",
        "429",
        "good",
    )
    ran = check("--max-concurrency", "1")
    report = json.loads(ran.out)
    total = report["usage"]["total"]
    assert total["calls"] == len(server.chats)
    assert {failure["error"] for failure in report["failures"]} == {"wrong_schema", "refusal"}
    answered = [
        body for body, fault in zip(server.chats, server.played, strict=True) if fault not in {"503", "429"}
    ]
    sent = sum(sum(len(message["content"]) for message in body["messages"]) // 4 for body in answered)
    assert total["prompt_tokens"] == sent
    assert total["completion_tokens"] == 50 * len(answered)


def assert_one_line(ran: Ran, server: FaultServer) -> None:
    assert ran.err.startswith("checker: ")
    assert ran.err.count("\n") == 1
    assert server.base_url in ran.err
    assert len(ran.err) < 700


def assert_no_secret(ran: Ran, server: FaultServer) -> None:
    assert server.chats
    assert KEY not in ran.out + ran.err
    written = [path for path in Path().rglob("*") if path.is_file()]
    assert not [path for path in written if KEY.encode() in path.read_bytes()]


def assert_coverage_is_whole(report: dict[str, Any]) -> None:
    """The five classes make up the whole text of each article, and what failed is in the class of the lost."""
    assert report["coverage"]
    for each in report["coverage"]:
        shares = [share["characters"] for share in each.values() if isinstance(share, dict)]
        assert len(shares) == 5
        assert sum(shares) == each["characters"] > 0
    lost = sum(each["lost"]["characters"] for each in report["coverage"])
    assert (lost > 0) == any(failure["stage"] == "extract" for failure in report["failures"])
