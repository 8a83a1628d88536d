"""A report is checked from its directory alone; whoever changes it is told where."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sample_report

from checker.errors import InputError
from checker.model import Report
from checker.report import write_report
from checker.report.verify import Problem, verify

Tree = dict[str, Any]


@pytest.mark.parametrize(
    "build",
    [
        sample_report.sample,
        sample_report.hostile,
        sample_report.quiet,
        sample_report.single,
        sample_report.empty,
    ],
)
def test_a_report_as_written_has_no_problem(build: Callable[[], Report], tmp_path: Path) -> None:
    write_report(build(), tmp_path)
    assert verify(tmp_path) == ()


def edit(path: str, value: Any) -> Callable[[Tree], None]:
    """A change of one place in report.json, as in "claims/0/start"."""

    def apply(tree: Tree) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        node: Any = tree
        for step in steps:
            node = node[step]
        node[last] = value(node[last]) if callable(value) else value

    return apply


def drop(path: str) -> Callable[[Tree], None]:
    def apply(tree: Tree) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        node: Any = tree
        for step in steps:
            node = node[step]
        del node[last]

    return apply


SIDE = "findings/0/sides/0"

TAMPERED: list[tuple[str, Callable[[Tree], None], str]] = [
    ("a quote reworded", edit("claims/0/quote", "with 190 passengers on board"), "claims[0].quote"),
    (
        "a quote reworded in the evidence",
        edit(f"{SIDE}/evidence/0/quote", "190"),
        "findings[0].sides[0].evidence[0]",
    ),
    ("a claim moved by one", edit("claims/0/start", lambda start: start + 1), "claims[0].quote"),
    ("a claim outside the text", edit("claims/0/end", 10**9), "claims[0]"),
    ("a claim before the text", edit("claims/0/start", -5), "claims[0]"),
    ("the text changed", edit("articles/0/text", lambda text: text + " "), "articles[0].sha256"),
    (
        "evidence of another file",
        edit(f"{SIDE}/evidence/0/path", "x.txt"),
        "findings[0].sides[0].evidence[0].path",
    ),
    (
        "evidence of no article",
        edit(f"{SIDE}/evidence/0/article", "a99"),
        "findings[0].sides[0].evidence[0].article",
    ),
    ("a claim of no article", edit("claims/0/article", "a99"), "claims[0].article"),
    ("a side on no claim", edit(f"{SIDE}/claims", ["a9.k9"]), "findings[0].sides[0].claims"),
    ("a side on another's claim", edit(f"{SIDE}/claims", ["a2.k1"]), "findings[0].sides[0].evidence[0]"),
    ("a side without evidence", edit(f"{SIDE}/evidence", []), "findings[0].sides[0].evidence"),
    (
        "an outlet that said nothing",
        edit(f"{SIDE}/outlets", ["Kestrel Wire"]),
        "findings[0].sides[0].outlets",
    ),
    ("one side only", drop("findings/0/sides/1"), "findings[0].sides"),
    ("the same id twice", edit("claims/1/id", "a1.k1"), "claims"),
    ("an article's id twice", edit("articles/1/id", "a1"), "articles"),
    ("an undecided id that is a finding's", edit("undecided/0/finding/id", "f1"), "findings"),
    (
        "a tampered undecided",
        edit("undecided/0/finding/sides/0/evidence/0/quote", "x"),
        "undecided[0].finding",
    ),
    ("coverage that does not sum", edit("coverage/0/compared/characters", 1), "coverage[0]"),
    ("coverage of sentences", edit("coverage/0/lost/sentences", 7), "coverage[0]"),
    ("a negative share", edit("coverage/0/lost/characters", -1), "coverage[0]"),
    ("coverage of a longer text", edit("coverage/0/characters", 10**6), "coverage[0].characters"),
    ("an article without coverage", drop("coverage/0"), "coverage"),
    ("coverage of no article", edit("coverage/0/article", "a99"), "coverage[0].article"),
    ("an excluded stretch outside", edit("articles/0/excluded/0/end", 10**6), "articles[0].excluded[0]"),
    ("a dropped conflict of no claim", edit("dropped/0/claims", ["a9.k9"]), "dropped[0].claims"),
    ("quarantined from nowhere", edit("quarantined/0/article", "a99"), "quarantined[0].article"),
    ("a number as a word", edit("claims/0/start", "5"), "claims[0].start"),
    ("a kind that is none", edit("findings/0/kind", "gossip"), "findings[0].kind"),
    ("an unknown field", lambda tree: tree.update(mood="good"), "mood"),
    ("a field left out", drop("claims/0/voice"), "claims[0].voice"),
    ("a required field left out", drop("claims/0/quote"), "claims[0].quote"),
    ("stability above one", edit("findings/0/stability", 1.5), "findings[0].stability"),
]


@pytest.mark.parametrize(
    ("change", "where"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED]
)
def test_a_tampered_report_says_where(change: Callable[[Tree], None], where: str, tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    report = tmp_path / "report.json"
    tree = json.loads(report.read_text(encoding="utf-8"))
    change(tree)
    report.write_text(json.dumps(tree), encoding="utf-8")
    assert any(problem.where.startswith(where) for problem in verify(tmp_path))


@pytest.mark.parametrize("text", [b"", b"{", b"[1]", b"\x00", b"\xff\xfe", b"[" * 100_000], ids=repr)
def test_what_is_no_report_is_a_problem_and_no_crash(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(text)
    assert verify(tmp_path)


def test_a_key_written_twice_is_a_problem(tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    report = tmp_path / "report.json"
    text = report.read_text(encoding="utf-8").replace(
        '"severity": "high"', '"severity": "low", "severity": "high"', 1
    )
    report.write_text(text, encoding="utf-8")
    assert verify(tmp_path) == (
        Problem(where="report.json", message="the key 'severity' occurs more than once"),
    )


def test_no_report_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"report\.json"):
        verify(tmp_path)


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_a_page_that_shows_something_else_is_a_problem(name: str, tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    page = tmp_path / name
    page.write_text(
        page.read_text(encoding="utf-8").replace("160 passengers", "190 passengers"), encoding="utf-8"
    )
    assert [problem.where for problem in verify(tmp_path)] == [name]


def test_report_json_alone_is_a_report(tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    (tmp_path / "report.html").unlink()
    (tmp_path / "report.md").unlink()
    assert verify(tmp_path) == ()


def test_another_versions_page_is_left_alone(tmp_path: Path) -> None:
    report = sample_report.sample()
    run = report.run.model_copy(update={"checker_version": "0.0.1"})
    write_report(report.model_copy(update={"run": run}), tmp_path)
    (tmp_path / "report.html").write_text("an older page")
    assert verify(tmp_path) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: tree.update({"\x1b[31m": "red"}),
        edit("articles/0/id", "a1\x1b[31m\u202e"),
        edit("articles/0/path", "\x1b[31m"),
    ],
)
def test_no_problem_acts_on_the_terminal(change: Callable[[Tree], None], tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    report = tmp_path / "report.json"
    tree = json.loads(report.read_text(encoding="utf-8"))
    change(tree)
    report.write_text(json.dumps(tree), encoding="utf-8")
    problems = verify(tmp_path)
    assert problems
    assert all(f"{problem.where}{problem.message}".isprintable() for problem in problems)


def with_files(folder: Path) -> Report:
    """The sample, its files written into the folder."""
    report = sample_report.sample()
    articles = []
    for article in report.articles:
        file = folder / article.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(article.text.encode())
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        articles.append(article.model_copy(update={"source_sha256": digest}))
    return report.model_copy(update={"articles": tuple(articles)})


def test_the_files_are_hashed_again_where_they_are_at_hand(tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "out"
    write_report(with_files(folder), out)
    assert verify(out, folder=folder) == ()
    (folder / "harbour-post.txt").write_text("other words")
    (folder / "ledger.html").unlink()
    assert [problem.where for problem in verify(out, folder=folder)] == [
        "articles[0].source_sha256",
        "articles[1].source_sha256",
    ]


def test_no_such_folder_is_an_input_error(tmp_path: Path) -> None:
    write_report(sample_report.sample(), tmp_path)
    with pytest.raises(InputError, match="nowhere"):
        verify(tmp_path, folder=tmp_path / "nowhere")


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "a\x00b"])
def test_a_report_does_not_make_verify_read_elsewhere(path: str, tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "out"
    report = with_files(folder)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    article = report.articles[3].model_copy(
        update={"path": path, "source_sha256": hashlib.sha256(b"secret").hexdigest()}
    )
    write_report(report.model_copy(update={"articles": (*report.articles[:3], article)}), out)
    assert [problem.where.partition(".")[0] for problem in verify(out, folder=folder)] == ["articles[3]"]
