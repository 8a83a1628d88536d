"""Decisions: written so that nothing is lost, folded in any order, held to the dispute they are about."""

import json
import multiprocessing
import random
from datetime import timedelta
from pathlib import Path

import pytest
import sample_report
from hypothesis import given
from hypothesis import strategies as st
from review_samples import NOON, dispute, on, verdict, written

from checker.errors import OutputError
from checker.labelled import read_pairs
from checker.model import Article, Report
from checker.review.decisions import DECISION, Addition, Decision, Note, Withdrawal
from checker.review.desk import ASKED, DecisionError, Desk, locate
from checker.review.identity import earlier, shared_sides
from checker.review.log import Read, append, read, to_line
from checker.review.pairs import to_jsonl, to_pairs
from checker.review.standing import in_words, stand
from checker.review.state import fold
from checker.review.stats import stats, wilson
from checker.review.terminal import converse
from checker.review.view import view

ABOUT = dispute(["post.txt: with 160 passengers on board"], ["ledger.txt: About 60 people spent the night"])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)

# The log


@given(who=TEXT, why=TEXT, quote=TEXT)
def test_every_decision_is_one_line_that_reads_back_and_acts_on_nothing(
    who: str, why: str, quote: str
) -> None:
    decision = verdict(dispute([f"a.txt: {quote}"], ["b.txt: x"]), "dismiss", who=f"A{who}", why=why)
    line = to_line(decision)
    assert line[:-1].isprintable()
    assert line.endswith("\n")
    assert DECISION.validate_json(line) == decision


def test_what_is_decided_stands_at_the_front_of_the_line() -> None:
    line = to_line(verdict(ABOUT, "dismiss", why="other ferry"))
    assert list(json.loads(line)) == ["decision", "at", "who", "what", "why", "about"]


def test_decisions_are_read_as_they_were_appended(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    assert read(path) == Read()
    decisions = [verdict(ABOUT, "accept", minute=minute) for minute in range(5)]
    for decision in decisions:
        append(path, decision)
    assert read(path).decisions == tuple(decisions)
    assert read(path).problems == ()


@pytest.mark.parametrize("cut", [1, 20, 200, -1])
def test_a_torn_line_is_reported_and_loses_nothing_else(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "reviews.jsonl"
    first, torn, last = (verdict(ABOUT, "accept", minute=minute) for minute in range(3))
    path.write_text(to_line(first) + to_line(torn)[:cut].rstrip("\n"), encoding="utf-8")
    append(path, last)
    found = read(path)
    if cut == -1:  # only its line break was missing
        assert found.decisions == (first, torn, last)
    else:
        assert found.decisions == (first, last)
        assert [problem.partition(":")[0] for problem in found.problems] == ["reviews.jsonl, line 2"]


@given(cut=st.integers(0, 900))
def test_a_file_put_after_a_torn_one_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("merged") / "reviews.jsonl"
    torn, whole, last = (verdict(ABOUT, "accept", minute=minute) for minute in range(3))
    path.write_text(to_line(torn)[:cut] + to_line(whole) + to_line(last), encoding="utf-8")
    assert set(read(path).decisions) >= {whole, last}


@pytest.mark.parametrize(
    "line", ["{}", "[1]", "\x00\xff", '{"decision": "d-1", "what": "explode"}', "x" * 9000]
)
def test_a_line_that_is_no_decision_is_reported_and_skipped(tmp_path: Path, line: str) -> None:
    path = tmp_path / "reviews.jsonl"
    good = verdict(ABOUT, "accept")
    path.write_bytes(line.encode("latin-1") + b"\n" + to_line(good).encode())
    assert read(path).decisions == (good,)
    assert len(read(path).problems) == 1


def test_a_decision_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "reviews.jsonl").mkdir()
    with pytest.raises(OutputError, match="not saved"):
        append(tmp_path / "reviews.jsonl", verdict(ABOUT, "accept"))


def _write_many(path: Path, who: str) -> None:
    for minute in range(200):
        append(path, verdict(ABOUT, "accept", who=who, minute=minute))


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(path, who)) for who in ("Ann", "Ben", "Cem")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert len({decision.decision for decision in read(path).decisions}) == 600
    assert read(path).problems == ()


# Folding

MANY: list[Decision] = [
    verdict(ABOUT, "dismiss", who="Ann", minute=1),
    verdict(ABOUT, "accept", who="Ben", minute=2),
    verdict(ABOUT, "reopen", who="Ben", minute=3),
    verdict(dispute(["x.txt: a"], ["y.txt: b"], finding="f-2"), "follow_up", minute=4),
    Note(decision="d-n", at=NOON, who="Ann", why="call them", about=ABOUT),
    Note(decision="d-m", at=NOON, who="Ann", why="call again", about=ABOUT),
    Withdrawal(decision="d-w", at=NOON + timedelta(minutes=9), who="Ben", of="d-n"),
    Addition(decision="d-a", at=NOON, who="Ann", about=dispute(["x.txt: c"], ["y.txt: d"], finding="f-3")),
]


@given(st.lists(st.sampled_from(MANY)).map(lambda more: [*MANY, *more]), st.randoms())
def test_order_and_copies_do_not_count(decisions: list[Decision], order: random.Random) -> None:
    order.shuffle(decisions)
    assert fold(decisions) == fold(MANY)


def test_the_later_verdict_holds_and_a_withdrawn_note_is_gone() -> None:
    state = fold(MANY[:2])
    assert state.judged[0].verdict == MANY[1]
    assert state.judged[0].dissent == (MANY[0],)
    assert fold(MANY).judged[0].verdict is None or fold(MANY).judged[0].about != ABOUT
    notes = [note.why for judged in fold(MANY).judged for note in judged.notes]
    assert notes == ["call again"]


# Is it the same dispute?

POST, LEDGER, WIRE = "post.txt: with 160 passengers on board", "ledger.txt: About 60 people spent the night", "wire.txt: 90 were aboard"  # fmt: skip


@pytest.mark.parametrize(
    ("now", "sides"),
    [
        (dispute([POST], [LEDGER]), 2),
        (dispute([LEDGER], [POST]), 2),
        (dispute([POST, WIRE], [LEDGER]), 2),
        (dispute([POST], [LEDGER], [WIRE]), 2),
        (dispute(["post.txt: the ferry sailed with 160 passengers on board"], [LEDGER]), 2),
        (dispute(["post.txt: with 160\n passengers on  board"], [LEDGER]), 2),
        (dispute([POST], [WIRE]), 0),
        (dispute([POST, LEDGER], [WIRE]), 0),
        (dispute([POST, LEDGER], [POST]), 2),
        (dispute([POST], [LEDGER], kind="temporal"), 0),
        (dispute(["other.txt: with 160 passengers on board"], [LEDGER]), 0),
    ],
)
def test_a_dispute_is_known_by_the_words_on_two_of_its_sides(now: object, sides: int) -> None:
    assert shared_sides(dispute([POST], [LEDGER]), now) == sides  # type: ignore[arg-type]


def test_a_short_quote_inside_another_is_not_the_same_words() -> None:
    first = dispute(["post.txt: 160 people"], ["ledger.txt: 60 people"])
    second = dispute(["post.txt: 160 people were fed"], ["ledger.txt: 60 people were fed"])
    assert shared_sides(first, second) == 0


def with_side(report: Report, number: int, *, claim: str, onto: int | None) -> Report:
    """The report with one more quote in a finding: on a side, or on a side of its own."""
    finding, source = report.findings[number], next(each for each in report.claims if each.id == claim)
    path = next(article.path for article in report.articles if article.id == source.article)
    evidence = {"article": source.article, "path": path, "start": source.start, "end": source.end, "quote": source.quote}  # fmt: skip
    sides = [side.model_dump() for side in finding.sides]
    if onto is None:
        sides.append(
            {"position": "x", "outlets": (), "speakers": (), "claims": (claim,), "evidence": [evidence]}
        )
    else:
        sides[onto]["evidence"] = [*sides[onto]["evidence"], evidence]
    changed = type(finding).model_validate({**finding.model_dump(), "id": "f-other", "sides": sides})
    findings = (*report.findings[:number], changed, *report.findings[number + 1 :])
    return report.model_copy(update={"findings": findings})


def test_a_dismissal_holds_when_an_outlet_joins_a_side_and_not_when_a_side_joins() -> None:
    report = sample_report.sample()
    dismissed = (on(report, report.findings[0], "dismiss"),)
    claim = next(each.id for each in report.claims if each.article == "a3")
    joined = with_side(report, 0, claim=claim, onto=0)
    assert [f.id for f in stand(joined, before=None, decided=Read(decisions=dismissed)).dismissed] == [
        "f-other"
    ]
    grown = stand(
        with_side(report, 0, claim=claim, onto=None), before=None, decided=Read(decisions=dismissed)
    )
    assert grown.dismissed == ()
    assert [f.id for f in grown.grown] == ["f-other"]
    assert "nobody judged" in in_words(grown)


def test_a_note_on_a_changed_finding_leaves_its_dismissal_alone() -> None:
    report = sample_report.sample()
    joined = with_side(report, 0, claim="a3.k1", onto=0)
    note = Note(
        decision="d-n",
        at=NOON + timedelta(minutes=5),
        who="Ben",
        why="sure?",
        about=on(joined, joined.findings[0], "accept").about,
    )
    said = earlier(joined, fold([on(report, report.findings[0], "dismiss"), note]))["f-other"]
    assert said.judged.verdict is not None
    assert said.judged.verdict.what == "dismiss"
    assert said.covers


def test_a_verdict_whose_finding_is_here_speaks_of_no_other() -> None:
    report = sample_report.sample()
    twin = report.findings[0].model_copy(update={"id": "f-twin"})
    both = report.model_copy(update={"findings": (*report.findings, twin)})
    standing = stand(both, before=None, decided=Read(decisions=(on(report, report.findings[0], "dismiss"),)))
    assert [finding.id for finding in standing.dismissed] == [report.findings[0].id]


# New, known, dismissed, resolved


def test_every_finding_is_new_or_known_or_dismissed() -> None:
    now = sample_report.sample()
    before = now.model_copy(update={"findings": now.findings[2:]})
    decided = Read(decisions=(on(now, now.findings[3], "dismiss"), on(now, now.findings[1], "accept")))
    standing = stand(now, before=before, decided=decided)
    assert [f.id for f in standing.new] == ["f1"]
    assert [f.id for f in standing.dismissed] == ["f4"]
    assert [f.id for f in standing.known] == ["f2", "f3", "f5", "f6", "f7"]
    assert standing.resolved == ()
    gone = stand(before, before=now, decided=decided)
    assert [f.id for f in gone.resolved] == ["f1", "f2"]
    assert in_words(gone).startswith("Since the last check: 0 new, 4 known, 1 dismissed, 2 resolved.")


def test_what_was_dismissed_is_not_resolved_when_it_vanishes() -> None:
    before = sample_report.sample()
    now = before.model_copy(update={"findings": before.findings[1:]})
    standing = stand(now, before=before, decided=Read(decisions=(on(before, before.findings[0], "dismiss"),)))
    assert standing.resolved == ()


def test_a_report_on_other_articles_is_no_report_before() -> None:
    standing = stand(sample_report.sample(), before=sample_report.quiet(), decided=Read())
    assert standing.first
    assert len(standing.new) == 7


def test_the_first_check_has_nothing_to_compare_with() -> None:
    assert stand(sample_report.sample(), before=None, decided=Read()).first


# Figures and pairs


def test_precision_is_accepted_among_accepted_and_dismissed() -> None:
    report = sample_report.sample()
    words = ("accept", "accept", "dismiss", "follow_up")
    decisions = [on(report, f, what) for f, what in zip(report.findings, words, strict=False)]  # type: ignore[arg-type]
    found = stats(fold(decisions))
    assert (found.total.accepted, found.total.dismissed, found.total.follow_up) == (2, 1, 1)
    assert found.total.precision == pytest.approx(2 / 3)
    assert found.total.low is not None
    assert found.total.high is not None
    assert found.total.low < 2 / 3 < found.total.high


def test_a_dispute_whose_id_changed_counts_once() -> None:
    first = verdict(dispute([POST], [LEDGER]), "accept", minute=1)
    later = verdict(dispute([POST, WIRE], [LEDGER], finding="f-2"), "dismiss", minute=2)
    total = stats(fold([first, later])).total
    assert (total.accepted, total.dismissed) == (0, 1)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    right, of = counts
    low, high = wilson(right, of)
    assert low is not None
    assert high is not None
    assert 0 <= low <= right / of + 1e-9
    assert right / of - 1e-9 <= high <= 1


def test_decisions_become_pairs_that_eval_reads(tmp_path: Path) -> None:
    report = sample_report.sample()
    decisions = [
        on(report, report.findings[0], "accept"),
        on(report, report.findings[1], "dismiss", why="one night, two datelines", minute=1),
        on(report, report.findings[2], "dismiss", minute=2),  # an update: says nothing either way
        on(report, report.findings[3], "follow_up", minute=3),
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text(to_jsonl(to_pairs(fold(decisions), report)), encoding="utf-8")
    pairs = {pair.id: pair for pair in read_pairs(path)}
    assert {key: pair.label for key, pair in pairs.items()} == {"f1": "contradiction", "f2": "neutral"}
    assert pairs["f1"].a.startswith("TALLOW BAY — The car ferry Merganser ran aground")
    assert pairs["f1"].a.endswith("the coast guard said.")
    assert pairs["f2"].why == "one night, two datelines"
    assert pairs["f1"].outlet_b == "The Tallow Ledger"


# The desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(written(sample_report.sample(), tmp_path / "report"))


def ask(desk: Desk, **asked: object) -> Decision:
    return desk.decide(ASKED.validate_python({"who": "Ann", **asked}))


def test_what_was_decided_is_shown(desk: Desk) -> None:
    ask(desk, what="dismiss", finding="f1", why="two ferries")
    ask(desk, what="note", finding="f1", why="ask the coast guard")
    ask(desk, what="correct", claim="a1.k1", field="number", now="106 passengers", why="misread")
    shown = view(desk.report, *desk.refreshed())
    assert shown.findings["f1"].verdict == "dismiss"
    assert shown.findings["f1"].text.startswith("Dismissed by Ann, ")
    assert shown.findings["f1"].text.endswith(": two ferries")
    assert [note.text.partition(" (")[0] for note in shown.findings["f1"].notes] == ["ask the coast guard"]
    assert shown.claims["a1.k1"][0].text.startswith(
        "The number is 106 passengers, not 160 passengers: misread (Ann"
    )
    assert shown.counts == "6 open, 0 accepted, 1 dismissed, 0 to follow up"


def test_a_decision_is_later_than_all_that_could_be_seen_whatever_the_clock_says(tmp_path: Path) -> None:
    folder = written(sample_report.sample(), tmp_path / "report")
    ask(Desk(folder, clock=lambda: NOON), what="accept", finding="f1")
    ask(Desk(folder, clock=lambda: NOON - timedelta(days=1)), what="reopen", finding="f1")
    (judged,) = fold(read(folder / "reviews.jsonl").decisions).judged
    assert judged.verdict is None


def test_a_missed_contradiction_is_added_and_withdrawn(desk: Desk) -> None:
    passages = [
        {"article": "a1", "quote": "twenty  minutes\nlate"},
        {"article": "a2", "quote": "under its own power"},
    ]
    added = ask(desk, what="add", question="Was she late?", passages=passages)
    assert isinstance(added, Addition)
    assert added.about.sides[0].words[0].quote == "twenty minutes late"
    assert len(to_pairs(fold([added]))) == 1
    ask(desk, what="withdraw", of=added.decision)
    assert view(desk.report, *desk.refreshed()).added == ()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"what": "dismiss", "finding": "f1"}, "needs a reason"),
        ({"what": "dismiss", "finding": "f1", "why": " \n"}, "needs a reason"),
        ({"what": "accept", "finding": "f99"}, "no finding 'f99'"),
        ({"what": "correct", "claim": "a9.k9", "field": "number", "now": "3"}, "no claim"),
        ({"what": "correct", "claim": "a1.k1", "field": "number", "now": "160 passengers"}, "already"),
        ({"what": "withdraw", "of": "d-1"}, "to withdraw"),
        ({"what": "add", "question": "Eh?", "passages": [{"article": "a1", "quote": "no such words"}, {"article": "a2", "quote": "One tug"}]}, "does not stand"),
        ({"what": "add", "question": "Eh?", "passages": [{"article": "a1", "quote": "the"}, {"article": "a2", "quote": "One tug"}]}, "times"),
        ({"what": "add", "question": "Eh?", "passages": [{"article": "a2", "quote": "One tug"}, {"article": "a2", "quote": "One tug"}]}, "same words"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_not_written(
    desk: Desk, asked: dict[str, object], message: str
) -> None:
    with pytest.raises(DecisionError, match=message):
        ask(desk, **asked)
    assert not desk.path.exists()


@given(st.data())
def test_words_copied_from_the_page_are_found_where_they_stand(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=40))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article(id="a1", path="a.txt", sha256="", source_sha256="", text=text)
    from checker.report.visible import visible

    for first, last in locate(visible(text[start:end]), article):
        shown = "".join(visible(text[first:last]).split())
        assert "".join(visible(text[start:end]).split()) in shown


# In the terminal


def test_a_review_in_the_terminal(desk: Desk) -> None:
    typed = iter(["d", "two ferries", "b", "s", "a", "n", "call them", "c", "1", "n", "5 tugs", "", "u", "q"])
    screen: list[str] = []

    def said(prompt: str) -> str | None:
        screen.append(prompt)
        return next(typed, None)

    assert converse(desk, reviewer="Ann", read=said, write=screen.append) == 5
    decided = desk.refreshed()[0].decisions
    assert [decision.what for decision in decided] == ["dismiss", "accept", "note", "correct", "reopen"]
    assert all(
        len(line) <= 80 for text in screen for line in text.splitlines() if "accept, dismiss" not in line
    )


def test_the_terminal_shows_hostile_text_and_obeys_none(tmp_path: Path) -> None:
    desk = Desk(written(sample_report.hostile(), tmp_path / "report"))
    screen: list[str] = []
    lines = iter(["s"] * 9 + ["m"])
    converse(desk, reviewer="\x1b[2J", read=lambda _: next(lines, None), write=screen.append)
    assert all(line.isprintable() for text in screen for line in text.split("\n"))


def test_a_dismissal_without_a_reason_is_not_taken(desk: Desk) -> None:
    lines = iter(["d", "", "q"])
    assert converse(desk, reviewer="Ann", read=lambda _: next(lines, None), write=lambda _: None) == 0
