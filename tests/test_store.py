"""The store of answers: what is put is there again, for this question only, whoever else writes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import InputError, OutputError
from checker.model import Usage
from checker.store import KeptAnswer, Origin, Question, Store, export_answers, import_answers

ROOT = Path(__file__).resolve().parent.parent
ORIGIN = Origin(model="m", endpoint="http://127.0.0.1:1/v1", parameters={"temperature": 0.0})
ASKED = Question(name="extract_claims_v1", origin=ORIGIN, prompt="p", schema_sha256="s", question="q")


def kept(asked: Question = ASKED, **answer: object) -> KeptAnswer:
    return KeptAnswer.model_validate(
        {"asked": asked, "answer": answer or {"claims": []}, "answered_by": "m", "usage": Usage(calls=1)}
    )


@pytest.mark.parametrize(
    "other",
    [
        ASKED.model_copy(update={"name": "compare_group_v1"}),
        ASKED.model_copy(update={"prompt": "p2"}),
        ASKED.model_copy(update={"schema_sha256": "s2"}),
        ASKED.model_copy(update={"question": "q2"}),
        ASKED.model_copy(update={"origin": ORIGIN.model_copy(update={"model": "m2"})}),
        ASKED.model_copy(update={"origin": ORIGIN.model_copy(update={"endpoint": "http://127.0.0.1:2/v1"})}),
        ASKED.model_copy(update={"origin": ORIGIN.model_copy(update={"parameters": {"temperature": 1.0}})}),
    ],
)
def test_an_answer_serves_its_own_question_only(tmp_path: Path, other: Question) -> None:
    with Store(tmp_path / "answers.db") as store:
        store.put(kept())
        assert store.get(ASKED) == kept()
        assert store.get(other) is None


def test_answers_are_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "answers.db"
    with Store(path) as store:
        store.put(kept(claims=["é “x” \u2028 {{ y }}"]))
    with Store(path) as store:
        assert store.get(ASKED) == kept(claims=["é “x” \u2028 {{ y }}"])
        assert len(store) == 1


def test_an_empty_answer_is_not_kept(tmp_path: Path) -> None:
    with Store(tmp_path / "answers.db") as store:
        with pytest.raises(ValueError, match="empty"):
            store.put(kept().model_copy(update={"answer": {}}))
        assert len(store) == 0


def test_a_damaged_row_counts_as_no_answer(tmp_path: Path) -> None:
    with Store(tmp_path / "answers.db") as store:
        store.put(kept())
    connection = sqlite3.connect(tmp_path / "answers.db")
    connection.execute("UPDATE answers SET record = '{\"asked\": 1'")
    connection.commit()
    connection.close()
    with Store(tmp_path / "answers.db") as store:
        assert store.get(ASKED) is None
        store.put(kept())
        assert store.get(ASKED) == kept()


@pytest.mark.parametrize("content", [b"not a database, and long enough to be looked at as one" * 40])
def test_a_file_that_is_no_store_stops_the_run(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "answers.db").write_bytes(content)
    with pytest.raises(OutputError, match=r"answers\.db"):
        Store(tmp_path / "answers.db")


def test_a_store_of_another_layout_stops_the_run(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "answers.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(OutputError, match="layout 99"):
        Store(tmp_path / "answers.db")


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@given(answers=st.dictionaries(texts, st.dictionaries(texts.filter(bool), texts, min_size=1), max_size=5))
def test_export_and_import_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[str, dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    with Store(folder / "one.db") as one, Store(folder / "two.db") as two:
        for question, answer in answers.items():
            one.put(kept(ASKED.model_copy(update={"question": question}), **answer))
        assert export_answers(one, folder / "one.jsonl") == len(answers)
        assert import_answers(two, folder / "one.jsonl") == len(answers)
        assert list(two) == list(one)
        export_answers(two, folder / "two.jsonl")
    assert (folder / "two.jsonl").read_bytes() == (folder / "one.jsonl").read_bytes()


def test_an_export_has_one_sorted_readable_line_for_each_answer(tmp_path: Path) -> None:
    with Store(tmp_path / "answers.db") as store:
        for question in ("q2", "q1"):
            store.put(kept(ASKED.model_copy(update={"question": question}), claims=["é"]))
        export_answers(store, tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    keys = [Question.model_validate(json.loads(line)["asked"]).key for line in lines]
    assert keys == sorted(keys)
    assert all("é" in line and list(json.loads(line)) == sorted(json.loads(line)) for line in lines)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("nonsense", "line 2"), ('{"asked": {}}', "line 2"), ("", None)],
)
def test_a_bad_line_imports_nothing_and_is_named(tmp_path: Path, line: str, complaint: str | None) -> None:
    good = json.dumps(kept(claims=["x"]).model_dump(mode="json"))
    (tmp_path / "a.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with Store(tmp_path / "answers.db") as store:
        if complaint is None:
            assert import_answers(store, tmp_path / "a.jsonl") == 1
            return
        with pytest.raises(InputError, match=complaint):
            import_answers(store, tmp_path / "a.jsonl")
        assert len(store) == 0


def test_importing_from_nowhere_is_an_input_error(tmp_path: Path) -> None:
    with Store(tmp_path / "answers.db") as store, pytest.raises(InputError, match="missing"):
        import_answers(store, tmp_path / "missing.jsonl")


def test_origins_come_with_most_answers_first(tmp_path: Path) -> None:
    other = ORIGIN.model_copy(update={"model": "other"})
    with Store(tmp_path / "answers.db") as store:
        store.put(kept(ASKED.model_copy(update={"origin": other})))
        for question in ("q1", "q2"):
            store.put(kept(ASKED.model_copy(update={"question": question})))
        assert store.origins() == (ORIGIN, other)


WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from test_store import ASKED, kept
from checker.store import Store
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2]), 1_000_000, 2):
    store.put(kept(ASKED.model_copy(update={{"question": f"q{{number}}"}}), claims=["x" * 500]))
    print(number, flush=True)
"""


def writer(path: Path, first: int) -> "subprocess.Popen[str]":
    code = WRITER.format(root=str(ROOT), tests=str(ROOT / "tests"))
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(first)], stdout=subprocess.PIPE, text=True
    )


def test_what_two_killed_processes_had_put_is_there(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    processes = [writer(path, 0), writer(path, 1)]
    said: list[int] = []
    try:
        for process in processes:
            assert process.stdout is not None
            lines = [process.stdout.readline().strip() for _ in range(40)]
            said += [int(line) for line in lines if line.isdigit()]
    finally:
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)
            rest = process.communicate()[0]
            complete = rest.rsplit("\n", 1)[0] if "\n" in rest else ""
            said += [int(line) for line in complete.splitlines() if line.isdigit()]
    assert len(said) >= 70
    with Store(path) as store:
        missing = [n for n in said if store.get(ASKED.model_copy(update={"question": f"q{n}"})) is None]
    assert missing == []
