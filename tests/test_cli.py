"""The command line as a user meets it: every case runs the real program in a process of its own."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import ROOT, Ran, environment, run_checker, write_article

Checker = Callable[..., Ran]
SEEDS = ROOT / "seeds"


def said(ran: Ran) -> str:
    """The one line on stderr of a run that came to nothing."""
    assert ran.out == ""
    assert ran.err.endswith("\n")
    assert ran.err.count("\n") == 1, ran.err
    return ran.err


# What a good run does


def test_no_contradiction_is_exit_0(checker: Checker, agreeing: Path) -> None:
    assert checker("check", agreeing).code == 0


def test_a_contradiction_is_exit_1_and_both_figures_are_printed(checker: Checker, disagreeing: Path) -> None:
    ran = checker("check", disagreeing)
    assert ran.code == 1
    assert "12" in ran.out
    assert "31" in ran.out
    assert "Vale Courier" in ran.out


def test_the_report_is_written_in_three_forms(checker: Checker, disagreeing: Path, tmp_path: Path) -> None:
    ran = checker("check", disagreeing, "--out", "deep/reports")
    written = tmp_path / "deep" / "reports"
    assert sorted(path.name for path in written.iterdir()) == ["report.html", "report.json", "report.md"]
    assert ran.err.endswith("report written to deep/reports/: report.json, report.md, report.html\n")


@pytest.mark.parametrize(
    ("form", "file"), [("json", "report.json"), ("markdown", "report.md"), ("html", "report.html")]
)
def test_stdout_holds_the_asked_form_and_nothing_else(
    checker: Checker, disagreeing: Path, tmp_path: Path, form: str, file: str
) -> None:
    ran = checker("check", disagreeing, "--format", form)
    assert ran.out == (tmp_path / "consistency-report" / file).read_text(encoding="utf-8")


def test_quiet_says_nothing_on_stderr(checker: Checker, disagreeing: Path) -> None:
    ran = checker("check", disagreeing, "--quiet")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out


@pytest.mark.parametrize(
    ("fail_on", "code"), [("any", 1), ("outlets", 1), ("low", 1), ("never", 0), ("update", 0), ("article", 0)]
)
def test_fail_on_decides_what_exit_1_means(
    checker: Checker, disagreeing: Path, fail_on: str, code: int
) -> None:
    ran = checker("check", disagreeing, "--fail-on", fail_on, "--format", "json")
    assert ran.code == code
    assert json.loads(ran.out)["findings"]


def test_the_same_folder_gives_the_same_report_but_for_the_times(checker: Checker) -> None:
    reports = [json.loads(checker("check", SEEDS, "--format", "json").out) for _ in range(2)]
    for report in reports:
        del report["run"]["started"], report["run"]["finished"]
        for usage in report["usage"].values():
            del usage["seconds"]
    assert reports[0] == reports[1]


def test_settings_that_shape_the_answer_stand_in_the_report(checker: Checker, agreeing: Path) -> None:
    report = json.loads(checker("check", agreeing, "--format", "json", "--max-group", "7").out)
    assert report["run"]["settings"]["max_group"] == 7


def test_one_article_is_checked_against_itself_and_said_to_be_alone(checker: Checker, tmp_path: Path) -> None:
    write_article(tmp_path / "one", "courier.md", "The flood killed 12 people.\n", outlet="Vale Courier")
    ran = checker("check", "one")
    assert ran.code == 0
    assert "only one article" in ran.err


def test_a_report_inside_the_folder_is_no_article(checker: Checker, disagreeing: Path) -> None:
    out = disagreeing / "consistency-report"
    first = json.loads(checker("check", disagreeing, "--out", out, "--format", "json").out)
    second = json.loads(checker("check", disagreeing, "--out", out, "--format", "json").out)
    assert second["articles"] == first["articles"]


# What is lost is said, and the rest is checked


def lose_a_binary(folder: Path) -> str:
    (folder / "photo.txt").write_bytes(bytes(range(256)) * 40)
    return "photo.txt"


def lose_a_locked_file(folder: Path) -> str:
    path = write_article(folder, "locked.md", "Nobody may read this.\n", outlet="Shut Gazette")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    return "locked.md"


def lose_a_broken_link(folder: Path) -> str:
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    return "gone.txt"


@pytest.mark.parametrize("lose", [lose_a_binary, lose_a_locked_file, lose_a_broken_link])
def test_a_file_that_cannot_be_read_is_a_failure_and_exit_3(
    checker: Checker, disagreeing: Path, lose: Callable[[Path], str]
) -> None:
    name = lose(disagreeing)
    ran = checker("check", disagreeing, "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 3
    assert [failure["unit"] for failure in report["failures"]] == [name]
    assert report["failures"][0]["stage"] == "ingest"
    assert len(report["articles"]) == 2
    assert report["findings"]


def test_an_empty_article_does_not_stop_the_others(checker: Checker, disagreeing: Path) -> None:
    (disagreeing / "blank.txt").write_bytes(b"")
    ran = checker("check", disagreeing, "--format", "json")
    report = json.loads(ran.out)
    assert report["findings"]
    assert ran.code == (3 if report["failures"] else 1)


def test_a_file_s_name_cannot_write_to_the_terminal(checker: Checker, disagreeing: Path) -> None:
    (disagreeing / "a\x1b[2Jb\u202e.txt").write_bytes(bytes(range(256)) * 40)
    ran = checker("check", disagreeing)
    assert ran.code == 3
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_s_name_that_is_no_text_does_not_stop_the_run(checker: Checker, disagreeing: Path) -> None:
    source = os.fsencode(disagreeing / "courier.md")
    shutil.copy(source, os.path.join(os.fsencode(disagreeing), b"caf\xe9.md"))
    ran = checker("check", disagreeing, "--format", "json")
    assert ran.code in {1, 3}
    assert json.loads(ran.out)["findings"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_among_the_articles_does_not_hang_the_run(checker: Checker, disagreeing: Path) -> None:
    os.mkfifo(disagreeing / "pipe.txt")
    assert checker("check", disagreeing).code in {1, 3}


@pytest.mark.slow
def test_a_file_of_20_mb_is_no_end(checker: Checker, disagreeing: Path) -> None:
    line = "The committee met in the old hall and nothing else was said about it that day.\n\n"
    (disagreeing / "huge.txt").write_text(line * (20_000_000 // len(line)), encoding="utf-8")
    ran = checker("check", disagreeing, "--format", "json")
    report = json.loads(ran.out)
    assert report["findings"]
    assert ran.code == (3 if report["failures"] else 1)


# What cannot be done is said in one line, and nothing is written


def no_such_folder(here: Path) -> tuple[list[str], list[str]]:
    return ["check", "nowhere"], ["nowhere"]


def a_file_as_folder(here: Path) -> tuple[list[str], list[str]]:
    (here / "one.txt").write_text("An article.", encoding="utf-8")
    return ["check", "one.txt"], ["one.txt", "folder"]


def an_empty_folder(here: Path) -> tuple[list[str], list[str]]:
    (here / "empty").mkdir()
    return ["check", "empty"], ["empty", ".txt"]


def a_folder_of_pictures(here: Path) -> tuple[list[str], list[str]]:
    (here / "pictures").mkdir()
    (here / "pictures" / "a.png").write_bytes(b"\x89PNG")
    return ["check", "pictures"], ["pictures", ".txt"]


def a_broken_settings_file(here: Path) -> tuple[list[str], list[str]]:
    (here / "checker.toml").write_text('model = "x\n', encoding="utf-8")
    return ["check", str(SEEDS)], ["checker.toml", "line 1"]


def an_unknown_setting(here: Path) -> tuple[list[str], list[str]]:
    (here / "checker.toml").write_text('modle = "x"\n', encoding="utf-8")
    return ["check", str(SEEDS)], ["'modle'", "checker.toml", "'model'"]


def a_setting_of_the_wrong_type(here: Path) -> tuple[list[str], list[str]]:
    (here / "checker.toml").write_text('max_chars = "many"\n', encoding="utf-8")
    return ["check", str(SEEDS)], ["max_chars", "checker.toml", "'many'"]


def no_such_settings_file(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--config", "other.toml"], ["other.toml", "--config"]


def a_flag_of_the_wrong_type(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--max-chars", "many"], ["max_chars", "--max-chars", "'many'"]


def an_unknown_engine(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--engine", "magic"], ["engine", "'magic'", "'rules'"]


def an_unknown_form(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--format", "pdf"], ["format", "'pdf'", "'markdown'"]


def a_model_without_an_address(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--model", "m"], ["'m'", "--model", "--base-url"]


def the_model_engine_without_an_address(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--engine", "llm"], ["--base-url"]


def an_address_where_nothing_answers(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--base-url", "http://127.0.0.1:9/v1"], ["http://127.0.0.1:9/v1", "doctor"]


def no_such_folder_for_a_model(here: Path) -> tuple[list[str], list[str]]:
    return ["check", "nowhere", "--base-url", "http://127.0.0.1:9/v1"], ["nowhere"]


def offline_without_answers(here: Path) -> tuple[list[str], list[str]]:
    return ["check", str(SEEDS), "--offline", "--answers", "kept.sqlite"], ["kept.sqlite", "answers import"]


def answers_in_a_file_that_keeps_none(here: Path) -> tuple[list[str], list[str]]:
    (here / "kept.sqlite").write_text("no database", encoding="utf-8")
    return ["check", str(SEEDS), "--offline", "--answers", "kept.sqlite"], ["kept.sqlite"]


def a_report_under_a_file(here: Path) -> tuple[list[str], list[str]]:
    (here / "file").write_text("x", encoding="utf-8")
    return ["check", str(SEEDS), "--out", "file/report"], ["file/report", "not a folder"]


def a_report_in_a_file_s_place(here: Path) -> tuple[list[str], list[str]]:
    (here / "file").write_text("x", encoding="utf-8")
    return ["check", str(SEEDS), "--out", "file"], ["file", "not a folder"]


def a_report_in_a_locked_folder(here: Path) -> tuple[list[str], list[str]]:
    (here / "locked").mkdir()
    (here / "locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.access(here / "locked", os.W_OK):
        pytest.skip("this user may write everywhere")
    return ["check", str(SEEDS), "--out", "locked"], ["locked", "permission"]


def a_report_where_nothing_can_be_made(here: Path) -> tuple[list[str], list[str]]:
    if sys.platform != "linux":
        pytest.skip("no /proc here")
    return ["check", str(SEEDS), "--out", "/proc/reports", "--quiet"], ["/proc/reports"]


def no_report_to_verify(here: Path) -> tuple[list[str], list[str]]:
    return ["verify", "nowhere"], ["nowhere"]


@pytest.mark.parametrize(
    "case",
    [
        no_such_folder,
        a_file_as_folder,
        an_empty_folder,
        a_folder_of_pictures,
        a_broken_settings_file,
        an_unknown_setting,
        a_setting_of_the_wrong_type,
        no_such_settings_file,
        a_flag_of_the_wrong_type,
        an_unknown_engine,
        an_unknown_form,
        a_model_without_an_address,
        the_model_engine_without_an_address,
        an_address_where_nothing_answers,
        no_such_folder_for_a_model,
        offline_without_answers,
        answers_in_a_file_that_keeps_none,
        a_report_under_a_file,
        a_report_in_a_file_s_place,
        a_report_in_a_locked_folder,
        a_report_where_nothing_can_be_made,
        no_report_to_verify,
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(
    checker: Checker, tmp_path: Path, case: Callable[[Path], tuple[list[str], list[str]]]
) -> None:
    arguments, parts = case(tmp_path)
    ran = checker(*arguments)
    line = said(ran)
    assert ran.code == 2
    assert line.startswith("checker: ")
    for part in parts:
        assert part in line
    assert not (tmp_path / "consistency-report").exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["chekc", "x"], ["check"], ["check", "x", "--nope"], ["check", "x", "--api-key", "sk-1"]],
)
def test_a_wrong_command_line_shows_the_usage(checker: Checker, arguments: list[str]) -> None:
    ran = checker(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: checker")
    assert "Traceback" not in ran.err


# Interrupted, cut off, broken


def many_articles(folder: Path) -> Path:
    """More work than a few seconds: 1,500 articles of some length."""
    paragraph = (
        "On Monday the harbour at Tern Bay took in {n} boats, the warden Elsa Quist said in the town hall. "
    )
    for number in range(1500):
        text = "\n\n".join(paragraph.format(n=number + line) * 3 for line in range(12))
        write_article(folder, f"{number:04}.txt", text, outlet=f"Paper {number}")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
def test_ctrl_c_ends_at_once_with_one_line_and_130(tmp_path: Path) -> None:
    many_articles(tmp_path / "many")
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", "check", "many"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    progress = process.stderr.readline()  # after a second of work
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "articles" in progress or "claims" in progress
    assert process.returncode == 130, err
    assert (out, err) == ("", "checker: interrupted; run the same command again to go on\n")
    assert time.monotonic() - sent < 30
    assert not (tmp_path / "consistency-report" / "report.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path, disagreeing: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", "check", str(SEEDS), "--format", "html"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    assert process.wait(timeout=60) == 1
    assert err.endswith("report written to consistency-report/: report.json, report.md, report.html\n")
    assert "rror" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_one_line(tmp_path: Path, agreeing: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "checker", "check", str(agreeing), "--quiet"],
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("checker: cannot write to standard output")
    assert done.stderr.count("\n") == 1


BREAK = """
import sys
import checker.report
from checker.cli import main
checker.report.write_report = None
sys.exit(main())
"""


@pytest.mark.parametrize(("env", "traceback"), [({}, False), ({"CHECKER_DEBUG": "1"}, True)])
def test_a_bug_is_one_line_unless_debugging(
    tmp_path: Path, agreeing: Path, env: dict[str, str], traceback: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BREAK, "check", str(agreeing)],
        cwd=tmp_path,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ("Traceback" in done.stderr) is traceback
    if not traceback:
        assert done.returncode == 2
        assert done.stderr.startswith("checker: internal error: TypeError: ")
        assert "CHECKER_DEBUG=1" in done.stderr
        assert done.stderr.count("\n") == 1


# The other commands


def test_a_fresh_report_verifies(checker: Checker, disagreeing: Path) -> None:
    checker("check", disagreeing)
    ran = checker("verify", "consistency-report", "--folder", disagreeing)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "consistency-report: every quote, offset and hash holds\n"


def test_an_edited_report_does_not_verify(checker: Checker, disagreeing: Path, tmp_path: Path) -> None:
    checker("check", disagreeing)
    path = tmp_path / "consistency-report" / "report.json"
    path.write_text(path.read_text(encoding="utf-8").replace("killed 31", "killed 30"), encoding="utf-8")
    ran = checker("verify", "consistency-report")
    assert ran.code == 1
    assert "problem" in ran.out


def test_an_edited_article_does_not_verify_against_its_folder(checker: Checker, disagreeing: Path) -> None:
    checker("check", disagreeing)
    write_article(disagreeing, "herald.md", "Nothing happened.\n", outlet="Marlow Herald")
    assert checker("verify", "consistency-report").code == 0
    ran = checker("verify", "consistency-report", "--folder", disagreeing)
    assert ran.code == 1
    assert "herald.md" in ran.out


PAIRS = """
{"id": "p1", "a": "The fire in Orlund killed 4 people.", "b": "The fire in Orlund killed 9 people.", "label": "contradiction"}
{"id": "p2", "a": "The fire in Orlund killed 4 people.", "b": "The fire in Orlund killed 4 people.", "label": "agreement"}
"""


def test_eval_scores_pairs_and_folders_and_compares_two_runs(
    checker: Checker, disagreeing: Path, tmp_path: Path
) -> None:
    (tmp_path / "pairs.jsonl").write_text(PAIRS, encoding="utf-8")
    (disagreeing / "expected.json").write_text('{"findings": []}', encoding="utf-8")
    first = checker("eval", "pairs.jsonl", disagreeing, "--out", "first")
    assert (first.code, first.err) == (0, "written to first/: outcomes.jsonl, scores.json\n")
    assert max(map(len, first.out.splitlines())) <= 80
    rows = {line.split()[0]: line.split()[1:] for line in first.out.splitlines() if line.strip()}
    assert rows["pairs.jsonl"][:5] == ["2", "1", "0", "0", "0"]
    assert rows[disagreeing.name][:5] == ["1", "0", "0", "1", "0"]  # its key knows of no contradiction
    second = checker("eval", "pairs.jsonl", "--against", "first/outcomes.jsonl")
    assert "right only before: 0\n" in second.out
    scores = json.loads(checker("eval", "pairs.jsonl", "--format", "json").out)
    assert (scores["overall"]["found"], scores["overall"]["false_alarms"]) == (1, 0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pairs.jsonl", '{"id": "p1"}\n', "line 1"),
        ("pairs.jsonl", "no json\n", "line 1"),
        ("folder/a.txt", "An article.", "expected.json"),
    ],
)
def test_eval_of_what_is_not_labelled_is_one_line(
    checker: Checker, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = checker("eval", name.partition("/")[0])
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_config_shows_each_value_and_its_source_in_80_columns(checker: Checker, tmp_path: Path) -> None:
    long = "http://" + "very-long-name." * 10 + "example/v1"
    (tmp_path / "checker.toml").write_text('model = "small"\n', encoding="utf-8")
    ran = checker("config", env={"CHECKER_BASE_URL": long, "OPENAI_API_KEY": "sk-hidden"})
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines() if not line.startswith(" ")}
    assert ran.code == 0
    assert rows["model"] == ["small", "checker.toml"]
    assert rows["api_key"] == ["set", "OPENAI_API_KEY"]
    assert rows["engine"] == ["auto", "default"]
    assert "sk-hidden" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_config_as_json_holds_the_same(checker: Checker) -> None:
    shown = json.loads(checker("config", "--format", "json", env={"CHECKER_MAX_GROUP": "9"}).out)
    assert shown["max_group"] == {"value": 9, "source": "CHECKER_MAX_GROUP"}
    assert shown["model"] == {"value": None, "source": "default"}
    assert shown["api_key"] == {"value": None, "source": "default"}


def test_version_is_the_package_s(checker: Checker) -> None:
    from checker import __version__

    assert checker("--version").out == f"checker {__version__}\n"


def test_the_seeds_hold_contradictions(tmp_path: Path) -> None:
    ran = run_checker("check", SEEDS, cwd=tmp_path)
    assert ran.code == 1
    assert ran.out
