"""Pages in the shapes of real sites: what is kept is the article, measured in characters."""

import difflib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.ingest import read_articles
from checker.model import Article

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.is_file() and path.name != "README.md")
FLOOR = {"precision": 0.97, "recall": 0.98}  # over all pages, per character
FLOOR_ONE_PAGE = {"precision": 0.9, "recall": 0.95}


@dataclass(frozen=True)
class Expected:
    values: dict[str, str | None]
    words: list[str]


@dataclass(frozen=True)
class Score:
    right: int
    kept: int
    wanted: int

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.kept + other.kept, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.kept)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)


def expected(name: str) -> Expected:
    _, head, text = (PAGES / "expected" / f"{name}.txt").read_text(encoding="utf-8").split("---\n", 2)
    values = dict(line.split(":", 1) for line in head.splitlines())
    return Expected({key: value.strip() or None for key, value in values.items()}, text.split())


def read(name: str, folder: Path) -> Article:
    shutil.copy(PAGES / name, folder / name)
    [article] = read_articles(folder)
    assert isinstance(article, Article), article
    return article


def kept_words(article: Article) -> list[str]:
    kept, at = [], 0
    for span in article.excluded:
        kept.append(article.text[at : span.start])
        at = span.end
    return " ".join([*kept, article.text[at:]]).split()


def score(found: list[str], wanted: list[str]) -> Score:
    """Characters of the words that both have in the same order."""
    blocks = difflib.SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks()
    right = sum(len(word) for block in blocks for word in found[block.a : block.a + block.size])
    return Score(right, sum(map(len, found)), sum(map(len, wanted)))


@pytest.mark.parametrize("name", NAMES)
def test_the_article_is_kept_and_the_page_is_not(name: str, tmp_path: Path) -> None:
    article, wanted = read(name, tmp_path), expected(name)
    result = score(kept_words(article), wanted.words)
    shown = "\n".join(difflib.ndiff(wanted.words, kept_words(article)))
    assert result.precision >= FLOOR_ONE_PAGE["precision"], shown
    assert result.recall >= FLOOR_ONE_PAGE["recall"], shown


@pytest.mark.parametrize("name", NAMES)
def test_metadata_is_what_the_page_states_and_no_more(name: str, tmp_path: Path) -> None:
    article, wanted = read(name, tmp_path), expected(name).values
    published = article.published.isoformat() if article.published else None
    found = {
        "outlet": article.outlet,
        "title": article.title,
        "published": published,
        "language": article.language,
    }
    assert found == {key: wanted[key] for key in found}
    assert {key for key, value in found.items() if value} <= article.found_in.keys()


def test_over_all_pages_more_is_right_than_with_the_library_alone(tmp_path: Path) -> None:
    import trafilatura

    ours, library, ours_html = Score(0, 0, 0), Score(0, 0, 0), Score(0, 0, 0)
    for number, name in enumerate(NAMES):
        folder = tmp_path / str(number)
        folder.mkdir()
        one = score(kept_words(read(name, folder)), expected(name).words)
        ours += one
        if name.endswith("html"):
            ours_html += one
            alone = trafilatura.extract((PAGES / name).read_bytes(), include_comments=False) or ""
            library += score(alone.split(), expected(name).words)
    print(f"\nall pages  precision {ours.precision:.4f} recall {ours.recall:.4f}")
    print(f"html       precision {ours_html.precision:.4f} recall {ours_html.recall:.4f}")
    print(f"library    precision {library.precision:.4f} recall {library.recall:.4f}")
    assert ours.precision >= FLOOR["precision"]
    assert ours.recall >= FLOOR["recall"]
    assert ours_html.precision >= library.precision
    assert ours_html.recall >= library.recall
