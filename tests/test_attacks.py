"""What every attack of fixtures/attacks must not do; a stand-in answers for the model, the rest is the product."""

import asyncio
import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from xml.etree import ElementTree

import attack_run
import pytest
import sample_report
from attacks import HIDDEN, SENTINEL, Attack, attacks, write_attack, write_others
from command_line import ROOT
from fake_endpoint import Asked, FakeEndpoint, fake_llm
from llm_samples import chunk, claims, extracted

from checker.engines.rules import RulesEngine
from checker.engines.wire import (
    Dispute,
    DisputeSide,
    ExtractedClaims,
    GroupComparison,
    MendedQuote,
    MendedQuotes,
    SecondLook,
    Swept,
)
from checker.grounding import ground
from checker.ingest import split_sentences
from checker.model import Article, Report
from checker.pipeline import Limits, check
from checker.report import FORMS, render, write_report
from checker.report.verify import verify

T = TypeVar("T")
IN_FOLDERS = attacks("text", "title", "outlet", "html", "name", "file")
SPOKEN = attacks("text", "title", "outlet")
FENCED = re.compile(r"<<<([a-z]{1,10}-[0-9a-f]{12})\n(.*?)\n\1>>>", re.DOTALL)


def thinned(found: Sequence[Attack]) -> list[Any]:
    """Every fourth attack; the others wait for the slow tests."""
    return [
        each if n % 4 == 0 else pytest.param(each, marks=pytest.mark.slow) for n, each in enumerate(found)
    ]


LOST = {
    "xml bomb": "refused",
    "external entity": "refused",
    "gzip bomb": "refused",
    "docx bomb": "refused",
    "deep json": "too_deep",
    "deep html": "too_deep",
    "long line": "too_large",
    "link out of the folder": "link",
    "folder loop": None,
    "pipe": "not_a_file",
    "binary": "binary",
    "front matter bomb": None,
}


def test_there_is_an_attack_of_every_family_and_each_has_a_name() -> None:
    rows = attacks()
    assert len({row.id for row in rows}) == len(rows) >= 120
    assert len({row.family for row in rows}) >= 25


# --- with the rules engine


def found_by(report: Report) -> set[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """The findings on the two ordinary articles alone, without what depends on numbering."""
    return {
        (finding.id, finding.scope, tuple((e.path, e.quote) for side in finding.sides for e in side.evidence))
        for finding in report.findings
        if {e.path for side in finding.sides for e in side.evidence} <= {"post.md", "wire.md"}
    }


async def by_rules(folder: Path) -> Report:
    return await check(folder, engine=RulesEngine())


@cache
def without_attack() -> set[tuple[str, str, tuple[tuple[str, str], ...]]]:
    with TemporaryDirectory() as folder:
        report = run_alone(by_rules(write_others(Path(folder))))
    assert report.findings
    return found_by(report)


def run_alone(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives, in a loop of its own, also where one is running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@pytest.mark.parametrize("attack", thinned(IN_FOLDERS), ids=str)
async def test_no_attack_silences_or_changes_what_others_say(attack: Attack, tmp_path: Path) -> None:
    folder = write_others(tmp_path / "attacked")
    write_attack(folder, attack)
    report = await by_rules(folder)
    assert found_by(report) == without_attack()
    if "bounded" in attack.holds:
        assert [failure.error for failure in report.failures] == [LOST[attack.text]] * bool(LOST[attack.text])
    else:
        assert not report.failures
        assert len(report.articles) == 3
    write_report(report, tmp_path / "out")
    assert verify(tmp_path / "out", folder=folder) == ()


def article_of(attack: Attack, report: Report) -> Article:
    return next(article for article in report.articles if article.path not in ("post.md", "wire.md"))


@pytest.mark.parametrize("attack", thinned(attacks(holds="marked")), ids=str)
async def test_what_speaks_to_a_program_is_marked(attack: Attack, tmp_path: Path) -> None:
    write_attack(tmp_path, attack)
    report = await by_rules(tmp_path)
    (article,) = report.articles
    assert article.suspicious
    assert all(0 <= span.start < span.end <= len(article.text) for span in article.suspicious)
    assert not any(BETWEEN.search(article.text[span.start : span.end]) for span in article.suspicious)
    assert "Speaks to a program (" in render(report, "html")
    for form in ("text", "markdown", "html"):
        assert "to a program and not to a reader" in " ".join(render(report, form).split())


BETWEEN = re.compile(
    "night ferry Merganser left|crew of the Merganser slept"
)  # the article around the attack


def test_ordinary_articles_are_not_marked() -> None:
    from checker.ingest import read_articles

    for folder in (ROOT / "seeds", ROOT / "fixtures" / "pages", *(ROOT / "fixtures/cases/folders").iterdir()):
        for article in read_articles(folder):
            assert not isinstance(article, Article) or article.suspicious == (), article.path


@pytest.mark.parametrize("attack", attacks(holds="gone"), ids=str)
async def test_what_a_page_hides_is_gone_and_counted(attack: Attack, tmp_path: Path) -> None:
    write_attack(tmp_path, attack)
    report = await by_rules(tmp_path)
    (article,) = report.articles
    assert HIDDEN not in article.text.lower()
    assert "Two tugs of the harbour office" in article.text
    assert all(HIDDEN not in render(report, form).lower() for form in FORMS)
    if re.search(r"style=|hidden|<!--|<style>", attack.text):
        assert "removed" in article.found_in["hidden text"]


@pytest.mark.parametrize("attack", attacks(holds="nothing invisible"), ids=str)
async def test_invisible_characters_are_gone_and_counted(attack: Attack, tmp_path: Path) -> None:
    write_attack(tmp_path, attack)
    (article,) = (await by_rules(tmp_path)).articles
    assert not [
        char for char in article.text if unicodedata.category(char) in ("Cf", "Cc", "Cs") and char != "\n"
    ]
    assert "invisible" in article.found_in["hidden text"]


# --- what reaches the model


def inside(user: str) -> str:
    return "\n".join(match.group(2) for match in FENCED.finditer(user))


def outside(user: str) -> str:
    return FENCED.sub("", user)


def _each_sentence(asked: Asked, more: str = "No such words.") -> ExtractedClaims:
    passage = FENCED.findall(asked.user)[-1][1]
    spans = [passage[span.start : span.end] for span in split_sentences(passage)]
    return claims(more, *[sentence for sentence in spans if sentence.strip()][:100])


def _first_against_last(asked: Asked) -> GroupComparison:
    numbers = [int(number) for number in re.findall(r"^\[(\d+)\] ", inside(asked.user), re.MULTILINE)]
    text = next((line[11:] for line in inside(asked.user).splitlines() if SENTINEL in line), "Which?")
    sides = [DisputeSide(position=text, claims=[number]) for number in (numbers[0], numbers[-1])]
    dispute = Dispute(
        question=text, topic=text[:60], sides=sides, explanation=text, scope="outlets", kind="factual", severity="low"
    )  # fmt: skip
    return GroupComparison(disputes=[dispute])


async def by_a_model(folder: Path) -> tuple[Report, list[Asked]]:
    """A report by a model that repeats all it reads and finds a conflict everywhere, and what it was asked."""
    engine, endpoint = fake_llm(
        {
            ExtractedClaims: _each_sentence,
            MendedQuotes: lambda _: MendedQuotes(quotes=[MendedQuote(number=1, quote=None)]),
            GroupComparison: _first_against_last,
            SecondLook: lambda _: SecondLook(
                reason="They differ.", verdict="conflict", scope="outlets", kind="factual"
            ),
            Swept: lambda _: Swept(disputes=[]),
        },
        sweep_chars=100_000,
    )
    report = await check(folder, engine=engine, limits=Limits(max_group=250))
    return report, endpoint.asked


@pytest.mark.parametrize("attack", SPOKEN, ids=str)
async def test_an_attack_reaches_the_model_only_as_fenced_data(attack: Attack, tmp_path: Path) -> None:
    write_others(tmp_path)
    write_attack(tmp_path, attack)
    report, asked = await by_a_model(tmp_path)
    assert {question.name.split("_v")[0] for question in asked} >= {
        "extract_claims",
        "compare_group",
        "sweep_articles",
    }
    assert any(SENTINEL in inside(question.user) for question in asked)
    assert {skeleton(question) for question in asked} <= skeletons_without_attack()
    for question in asked:
        assert SENTINEL not in question.system
        assert_numbered(question)
    check_forms(report)


def skeleton(question: Asked) -> str:
    """What of a question stands outside of the fences, without counts and dates."""
    return re.sub(r"[\s:-]+", " ", re.sub(r"\d+|not known|\w+day", "", outside(question.user))).strip()


@cache
def skeletons_without_attack() -> frozenset[str]:
    with TemporaryDirectory() as folder:
        write_attack(write_others(Path(folder)), Attack("", "", "text", "The tide was low.", ()))
        _, asked = run_alone(by_a_model(Path(folder)))
    return frozenset(skeleton(question) for question in asked)


def assert_numbered(question: Asked) -> None:
    """Claims are counted from one, whatever an article writes: none is forged."""
    if question.name.startswith(("compare_group", "confirm_conflict")):
        numbers = re.findall(r"^\[(\d+)\] article", inside(question.user), re.MULTILINE)
        assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))
        lines = inside(question.user).split("\n")
        assert len([line for line in lines if line.startswith("    claim: ")]) == len(numbers)


CHAT_MARK = re.compile(
    r"<[|｜]|</?(?:s|think|start_of_turn|end_of_turn|tool_call|bos|eos)>|\[/?(?:INST|SYSTEM_PROMPT)\]|<<SYS"
)


@pytest.mark.parametrize("attack", attacks(holds="no chat mark"), ids=str)
async def test_no_mark_of_a_chat_template_reaches_the_model(attack: Attack, tmp_path: Path) -> None:
    write_others(tmp_path)
    write_attack(tmp_path, attack)
    _, asked = await by_a_model(tmp_path)
    assert CHAT_MARK.search(attack.text)
    assert not any(CHAT_MARK.search(question.user) for question in asked)


@pytest.mark.parametrize("attack", attacks(holds="unscanned"), ids=str)
async def test_braces_reach_the_model_as_braces(attack: Attack, tmp_path: Path) -> None:
    write_others(tmp_path)
    write_attack(tmp_path, attack)
    _, asked = await by_a_model(tmp_path)
    assert any(attack.text in question.user for question in asked if question.name.startswith("sweep"))


@pytest.mark.parametrize("attack", attacks("answer"), ids=str)
async def test_a_forged_quote_is_never_a_claim(attack: Attack) -> None:
    text = "The car ferry Merganser ran aground off Tallow Point with 160 people. " + "The tide was low. " * 3
    engine, _ = fake_llm(
        {
            ExtractedClaims: lambda _: ExtractedClaims(
                claims=[extracted(attack.text, "Nobody was on board.")]
            ),
            MendedQuotes: lambda _: MendedQuotes(quotes=[MendedQuote(number=1, quote=attack.text)]),
        }
    )
    part = chunk(text)
    answer = await engine.extract(part)
    article = Article(id="a1", path="a.txt", sha256="", source_sha256="", text=text)
    kept, quarantined = ground(answer.claims, chunk=part, article=article, first=1)
    assert kept == () or attack.text.strip() == ""
    assert all(claim.quote.strip() and claim.quote in text for claim in kept)
    assert len(kept) + len(quarantined) == 1


# --- what reaches the report


ALLOWED = frozenset(
    "html head meta title style body a header p h1 h2 h3 h4 nav ul li main form label select option button section "
    "article span div figure blockquote mark figcaption details summary bdi em b svg line rect text table thead tr th "
    "tbody td q s u sup script code".split()
)  # fmt: skip
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%", "\t", "\r")


class Tags(HTMLParser):
    """The tags of a page, as a browser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def check_html(page: str) -> None:
    seen = Tags(page).seen
    assert {tag for tag, _ in seen} <= ALLOWED
    assert [tag for tag, _ in seen].count("script") == 2
    for _, attributes in seen:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("src", "srcdoc", "style")
        ]
        assert (attributes.get("href") or "#").startswith("#")
    assert not ACTING.search(page)


def check_markdown(text: str) -> None:
    assert not re.search(r"(?<!\\)<(?=[A-Za-z/!?])|(?<!\\)\[|://|@\w|^\s*>", text, re.MULTILINE)
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in headings if line.startswith("# ")] == ["# Consistency report"]
    assert not ACTING.search(text)


def check_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA) or ACTING.search(cell)]


def check_sarif(text: str) -> None:
    (run,) = json.loads(text)["runs"]
    messages = [result["message"]["text"] for result in run["results"]]
    messages += [
        place["message"]["text"] for result in run["results"] for place in result["relatedLocations"]
    ]
    assert not [message for message in messages if re.search(r"(?<!\\)\[|(?<!\{)\{(?:\{\{)*\d", message)]
    assert not ACTING.search("".join(messages))


def check_junit(text: str) -> None:
    root = ElementTree.fromstring(text)
    assert {element.tag for element in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "error", "system-out",
    }  # fmt: skip
    assert sum(suite.tag == "testsuite" for suite in root.iter()) == len(root)
    assert "<!DOCTYPE" not in text.replace("&lt;", "")


def check_terminal(text: str) -> None:
    assert not ACTING.search(text)


def check_lines(text: str) -> None:
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def check_forms(report: Report) -> None:
    """Every form of the report is safe to open, whatever stands in it."""
    check_html(render(report, "html"))
    check_markdown(render(report, "markdown"))
    check_csv(render(report, "csv"))
    check_sarif(render(report, "sarif"))
    check_junit(render(report, "junit"))
    check_terminal(render(report, "text"))
    check_lines(render(report, "jsonl"))
    json.loads(render(report, "json"))
    json.loads(render(report, "annotations"))
    check_terminal(render(report, "queries"))


@pytest.mark.parametrize("attack", thinned(attacks("text", "title", "outlet", "html", "name")), ids=str)
def test_an_attack_in_every_place_of_a_report_does_nothing(attack: Attack) -> None:
    text = attack.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    check_forms(
        sample_report.sample(
            lambda words: f"{text} {words}", names=lambda words: f"{text} {words}", quoted=text
        )
    )


# --- what reaches the machine

WATCHED = """
import os, socket, sys
allowed = tuple(os.path.realpath(path) + os.sep for path in sys.argv[2:4])
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")
PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn")
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree")

def refuse(event, arguments):
    if event == "socket.bind" and arguments[1] == ("::1", 0):
        return  # urllib3 tries at import whether there is IPv6; nothing listens and nothing is sent
    if event in NETWORK or event in PROCESSES:
        os.write(2, f"BREACH {event} {arguments!r}\\n".encode()); os._exit(99)
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        if writes and not os.path.realpath(os.fsdecode(path)).startswith((*allowed, "/dev/null")):
            os.write(2, f"BREACH {event} {arguments!r}\\n".encode()); os._exit(99)
    if event in CHANGES:
        for path in arguments:
            if isinstance(path, (str, bytes)) and not (os.path.realpath(os.fsdecode(path)) + os.sep).startswith(allowed):
                os.write(2, f"BREACH {event} {arguments!r}\\n".encode()); os._exit(99)

sys.dont_write_bytecode = True
sys.addaudithook(refuse)
from checker.cli import main
sys.exit(main(["check", sys.argv[1], "--out", sys.argv[2], "--engine", "rules", "--quiet"]))
"""


def watched(folder: Path, out: Path, store: Path, script: str = WATCHED) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, str(folder), str(out), str(store)],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder.parent / "home")},
        check=False,
    )


def test_all_attacks_at_once_open_no_connection_and_write_only_the_report(tmp_path: Path) -> None:
    folder = write_others(tmp_path / "articles")
    for number, attack in enumerate(IN_FOLDERS):
        write_attack(folder, attack, name=f"attack-{number:03}")
    before = listing(tmp_path)
    done = watched(folder, tmp_path / "out", tmp_path / "store")
    assert "BREACH" not in done.stderr
    assert done.returncode in (1, 3), done.stderr
    assert {name for name in listing(tmp_path) - before if not name.startswith("out")} == set()
    assert {name for name in listing(tmp_path) if name.startswith("out/")} == {
        "out/report.html", "out/report.json", "out/report.md",
    }  # fmt: skip


def listing(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "breach",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "open('elsewhere.txt', 'w')",
        "import os; os.system('true')",
        "import os; os.mkdir('elsewhere')",
    ],
)
def test_the_watch_sees_a_breach(breach: str, tmp_path: Path) -> None:
    folder = write_others(tmp_path / "articles")
    script = WATCHED.replace("from checker.cli import main", breach)
    assert "BREACH" in watched(folder, tmp_path / "out", tmp_path / "store", script).stderr


# --- the run against a real model, with a stand-in


def obeying() -> FakeEndpoint:
    """A model that does what attacks say: it sees nothing and denies everything."""
    return FakeEndpoint(
        {
            ExtractedClaims: lambda _: ExtractedClaims(claims=[]),
            GroupComparison: lambda _: GroupComparison(disputes=[]),
            SecondLook: lambda _: SecondLook(reason="ok", verdict="no_conflict", scope=None, kind=None),
            Swept: lambda _: Swept(disputes=[]),
        }
    )


def leaking() -> FakeEndpoint:
    """A model that reads well and puts the prompt into its answer."""
    endpoint = honest()
    endpoint.answers = {
        **endpoint.answers,
        ExtractedClaims: lambda asked: _each_sentence(asked, more=asked.system[:600]),
    }
    return endpoint


def honest() -> FakeEndpoint:
    """A model that reads attacks as text."""
    sides = [DisputeSide(position=f"{number}", claims=[number]) for number in (1, 3)]
    words = {
        "question": "How many died?",
        "topic": "the flood",
        "explanation": "12 and 31",
        "scope": "outlets",
    }
    labels = {**words, "kind": "numeric", "severity": "high"}
    return FakeEndpoint(
        {
            ExtractedClaims: _each_sentence,
            MendedQuotes: lambda _: MendedQuotes(quotes=[MendedQuote(number=1, quote=None)]),
            GroupComparison: lambda _: GroupComparison(
                disputes=[Dispute.model_validate({**labels, "sides": sides})]
            ),
            SecondLook: lambda _: SecondLook(
                reason="12 is not 31", verdict="conflict", scope="outlets", kind="numeric"
            ),
            Swept: lambda _: Swept.model_validate(
                {"disputes": [{**labels, "positions": ["12", "31"], "statements": []}]}
            ),
        }
    )


def test_the_run_asks_about_many_attacks_of_many_families() -> None:
    planned = attack_run.plan()
    assert len({each.attack.id for each in planned}) == len(planned) >= 40
    assert len({each.attack.family for each in planned}) >= 15


@pytest.mark.parametrize(("stand_in", "held"), [(honest, True), (obeying, False)])
async def test_the_run_tells_a_model_that_obeys_from_one_that_reads(
    stand_in: Callable[[], FakeEndpoint], held: bool
) -> None:
    for planned in attack_run.plan(everything=True):
        record = await attack_run.ask(planned, stand_in(), model="fake")
        assert record.held == held, (record.attack, record.kind, record.problems)
        assert attack_run.judged(record) == record


async def test_the_run_sees_the_prompt_in_an_answer() -> None:
    record = await attack_run.ask(attack_run.plan()[0], leaking(), model="fake")
    assert record.problems == ("a sentence of the prompt is in the answer",)


def test_the_table_of_what_was_tried_is_the_fixture() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z]+) \|[^|]*\| (\d+) \|[^|]*\| \d+ \|$", page, re.MULTILINE)
    counts = {family: int(number) for family, number in rows}
    assert counts.pop("all") == len(attacks())
    assert counts == dict(Counter(attack.family for attack in attacks()))
