"""A folder as a newsroom has it: what is read, what is passed over, and what each fault costs."""

import codecs
import os
import socket
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.ingest import read_articles
from checker.ingest.folder import MAX_FILE_BYTES
from checker.model import Article, Failure

STORY = (
    "Talks on the Sorrel bridge collapsed on Monday after nine hours, the transport ministry said.\n"
    "“We did not agree on anything,” said the transport minister, Ada Kell, before she left the building.\n"
)


def write(folder: Path, name: str, content: str | bytes = STORY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def articles(folder: Path) -> list[Article]:
    return [item for item in read_articles(folder) if isinstance(item, Article)]


def failures(folder: Path) -> list[Failure]:
    return [item for item in read_articles(folder) if isinstance(item, Failure)]


def test_articles_come_in_path_order_and_ids_count_articles_only(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a.txt", "c/deep/er/one.html"):
        write(tmp_path, name)
    write(tmp_path, "aa.txt", "")
    items = list(read_articles(tmp_path))
    assert [item.path if isinstance(item, Article) else item.unit for item in items] == [
        "a.txt", "a/z.md", "aa.txt", "b.txt", "c/deep/er/one.html",
    ]  # fmt: skip
    assert [item.id for item in items if isinstance(item, Article)] == ["a1", "a2", "a3", "a4"]


@pytest.mark.parametrize("missing", ["nowhere", "file.txt", "empty", "pictures only"])
def test_a_folder_that_cannot_be_checked_is_refused_at_once(tmp_path: Path, missing: str) -> None:
    write(tmp_path, "file.txt")
    (tmp_path / "empty").mkdir()
    write(tmp_path, "pictures only/a.png", b"\x89PNG")
    with pytest.raises(InputError, match=missing.split()[0]):
        read_articles(tmp_path / missing)


def test_what_is_no_article_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "story.txt")
    for name in (
        ".hidden.txt", ".git/notes.txt", "~$story.txt", "__MACOSX/story.txt",
        "README.md", "readme.txt", "LICENSE.txt", "README.de.md",
        "picture.jpg", "style.css", "data.csv", ".DS_Store",
    ):  # fmt: skip
        write(tmp_path, name)
    write(tmp_path, "page.html", f"<html><body><article><p>{STORY}</p></article></body></html>")
    write(tmp_path, "page_files/frame.html")
    for name in ("report.json", "report.md", "report.html"):
        write(tmp_path, f"consistency-report/{name}")
    assert [item.path if isinstance(item, Article) else item.unit for item in read_articles(tmp_path)] == [
        "page.html",
        "story.txt",
    ]


def test_a_folder_with_readme_in_a_longer_name_is_read(tmp_path: Path) -> None:
    write(tmp_path, "readme-row-divides-city.txt")
    assert len(articles(tmp_path)) == 1


FAULTS = {
    "an empty file": ("bad.txt", b"", "empty"),
    "white space only": ("bad.txt", b" \n\t\r\n \xc2\xa0", "empty"),
    "punctuation only": ("bad.txt", b"...\n---\n", "empty"),
    "front matter only": ("bad.md", b"---\ntitle: Nothing below\n---\n", "empty"),
    "a picture named .txt": ("bad.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
    "a PDF named .txt": ("bad.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary"),
    "an Office document named .md": ("bad.md", b"PK\x03\x04" + bytes(200), "binary"),
    "random bytes": ("bad.txt", bytes((i * 7919) % 256 for i in range(4000)), "binary"),
    "too many bytes": ("bad.txt", b"a " * (MAX_FILE_BYTES // 2 + 1), "too_large"),
    "too much text": ("bad.txt", b"a long word. " * 160_000, "too_large"),
    "an HTML page with nothing in it": (
        "bad.html",
        b"<html><body><nav><a href=/>Home</a></nav></body></html>",
        "no_article",
    ),
    "an empty HTML page": ("bad.html", b"<!-- -->", "empty"),
    "a format that may hold an article": ("bad.rtf", b"{\\rtf1 text}", "unsupported"),
    "only furniture": ("bad.txt", b"Share\n\nTweet\n\nAdvertisement\n", "no_article"),
}


@pytest.mark.parametrize(("name", "content", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_lost_file_is_one_failure_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    write(tmp_path, "a-good.txt")
    write(tmp_path, name, content)
    write(tmp_path, "z-good.txt")
    items = list(read_articles(tmp_path))
    assert [type(item).__name__ for item in items] == ["Article", "Failure", "Article"]
    failure = items[1]
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.unit, failure.error) == ("ingest", name, code)
    assert failure.message.startswith(f"{name}: ")


def test_a_pipe_and_a_socket_are_failures_and_nobody_waits(tmp_path: Path) -> None:
    write(tmp_path, "good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        assert {failure.unit: failure.error for failure in failures(tmp_path)} == {
            "pipe.txt": "not_a_file",
            "socket.txt": "unreadable",
        }


def test_links_do_not_loop_double_or_leave_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    write(folder, "sub/story.txt")
    write(folder, ".store/object-1", STORY)
    outside = write(tmp_path, "private.txt")
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "again.txt").symlink_to(folder / "sub" / "story.txt")
    (folder / "annexed.txt").symlink_to(folder / ".store" / "object-1")
    (folder / "outside.txt").symlink_to(outside)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    assert [article.path for article in articles(folder)] == ["annexed.txt", "sub/story.txt"]
    assert {failure.unit: failure.error for failure in failures(folder)} == {
        "nowhere.txt": "link", "outside.txt": "link", "self.txt": "link",
    }  # fmt: skip


def test_a_file_that_goes_away_or_changes_meanwhile_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt")
    gone, growing = write(tmp_path, "gone.txt"), write(tmp_path, "growing.txt")
    items = read_articles(tmp_path)
    next(items)
    gone.unlink()
    real = os.fstat
    calls: list[int] = []

    def grows(descriptor: int) -> os.stat_result:
        calls.append(descriptor)
        if len(calls) == 2:  # between the look before reading and the look after it
            growing.write_text(STORY + "More.")
        return real(descriptor)

    monkeypatch.setattr(os, "fstat", grows)
    assert [(item.unit, item.error) for item in items if isinstance(item, Failure)] == [
        ("gone.txt", "unreadable"),
        ("growing.txt", "changed"),
    ]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on posix alone")
def test_a_name_that_is_no_utf8_is_a_failure_that_a_report_can_hold(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt"), "wb") as file:
        file.write(STORY.encode())
    write(tmp_path, "good.txt")
    [failure, story] = read_articles(tmp_path)
    assert isinstance(failure, Failure)
    assert (failure.unit, failure.error) == ("caf\\xe9.txt", "unreadable")
    assert isinstance(story, Article)
    assert failure.model_dump_json()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_and_folder_are_failures(tmp_path: Path) -> None:
    write(tmp_path, "good.txt")
    write(tmp_path, "locked.txt").chmod(0)
    write(tmp_path, "locked/in.txt")
    (tmp_path / "locked").chmod(0)
    try:
        assert {failure.unit for failure in failures(tmp_path)} == {"locked", "locked.txt"}
    finally:
        (tmp_path / "locked").chmod(0o700)


RUSSIAN = (
    "Переговоры о мосте через Соррел сорвались в понедельник после девяти часов, сообщило министерство. "
    "Он сказал, что это был последний раз. " * 3
)
FRENCH = (
    "Les négociations sur le pont ont échoué lundi après neuf heures, a déclaré le ministère. L’été sera "
    "difficile à cause des travaux, où que l’on aille. " * 3
)
POLISH = (
    "Rozmowy w sprawie mostu załamały się w poniedziałek po dziewięciu godzinach, poinformowało "
    "ministerstwo. Że się nie uda, wiedział już każdy. " * 3
)
ENCODINGS = {
    "utf-8": (FRENCH, FRENCH.encode(), None),
    "utf-8 with mark": (FRENCH, codecs.BOM_UTF8 + FRENCH.encode(), None),
    "utf-16 little": (FRENCH, codecs.BOM_UTF16_LE + FRENCH.encode("utf-16-le"), "utf-16-le"),
    "utf-16 big": (RUSSIAN, codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"), "utf-16-be"),
    "utf-16 without mark": (FRENCH, FRENCH.encode("utf-16-le"), "utf-16-le"),
    "utf-32": (FRENCH, codecs.BOM_UTF32_LE + FRENCH.encode("utf-32-le"), "utf-32-le"),
    "windows western": (FRENCH, FRENCH.encode("cp1252"), "cp1252"),
    "windows cyrillic": (RUSSIAN, RUSSIAN.encode("cp1251"), "cp1251"),
    "koi8": (RUSSIAN, RUSSIAN.encode("koi8_r"), "koi8_r"),
    "dos cyrillic": (RUSSIAN, RUSSIAN.encode("cp866"), "cp866"),
    "windows central": (POLISH, POLISH.encode("cp1250"), "cp1250"),
    "english with smart quotes": (
        "He said: “It’s over – for now.” " * 5,
        ("He said: “It’s over – for now.” " * 5).encode("cp1252"),
        "cp1252",
    ),
    "mac": (FRENCH, FRENCH.encode("mac_roman"), "mac_roman"),
}


@pytest.mark.parametrize(("text", "data", "noted"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_encodings_a_newsroom_meets(tmp_path: Path, text: str, data: bytes, noted: str | None) -> None:
    write(tmp_path, "story.txt", data)
    [article] = articles(tmp_path)
    assert article.text == text
    assert (noted is None) == ("encoding" not in article.found_in)
    assert noted is None or article.found_in["encoding"].startswith(noted)


def test_utf8_with_a_broken_character_stays_utf8(tmp_path: Path) -> None:
    write(tmp_path, "story.txt", FRENCH.encode() + b"fin \xff fin. " + FRENCH.encode())
    [article] = articles(tmp_path)
    assert article.text == FRENCH + "fin \ufffd fin. " + FRENCH
    assert article.found_in["encoding"] == "utf-8 with damaged characters"


def test_text_is_the_whole_file_and_its_line_ends_stay(tmp_path: Path) -> None:
    text = "\r\nBridge talks collapse\r\n\r\n" + STORY.replace("\n", "\r\n") + "\tEnd. \r"
    write(tmp_path, "story.txt", codecs.BOM_UTF8 + text.encode())
    [article] = articles(tmp_path)
    assert article.text == text
    assert article.title == "Bridge talks collapse" or article.title is None
