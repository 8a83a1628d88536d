"""The sample folder and its answer key agree with each other, and the digests are in words of their own."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
EXPECTED = ROOT / "fixtures" / "seeds.expected.json"
# The originals are other people's text and not part of the project: who has them can say where they are.
ARTICLES = Path(os.environ.get("CHECKER_ARTICLES", str(ROOT.parent / "shared" / "articles")))

KINDS = {"numeric", "temporal", "attribution", "quotation", "status", "factual", "causal"}
SCOPES = {"outlets", "speakers", "article", "update"}
SHINGLE = 8
MAX_QUOTED_WORDS = 30
QUOTED = re.compile(r"“[^”]{1,400}”|\"[^\"]{1,400}\"")
ORIGINAL_OF = {
    "al-jazeera.md": "al-jazeera.txt",
    "el-mundo.md": "el-mundo.txt",
    "observer.md": "observer.txt",
    "unnamed-digest.md": "digest.txt",
    "washington-post.md": "washington-post.txt",
}


def seed_parts(name: str) -> tuple[dict[str, Any], str]:
    """Front matter and body of one digest."""
    _, front, body = (SEEDS / name).read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return loaded


def all_quotes() -> Iterator[tuple[str, str]]:
    key = expected()
    for finding in key["findings"]:
        for side in finding["sides"]:
            for quote in side["quotes"]:
                yield quote["article"], quote["quote"]
    for miss in key["near_misses"]:
        for quote in miss["quotes"]:
            yield quote["article"], quote["quote"]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))


def shingles(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}


def test_the_folder_holds_one_digest_of_each_report() -> None:
    assert sorted(path.name for path in SEEDS.iterdir()) == sorted(ORIGINAL_OF)


@pytest.mark.parametrize("name", ORIGINAL_OF)
def test_front_matter_says_no_more_than_the_report_does(name: str) -> None:
    front, body = seed_parts(name)
    assert set(front) <= {"outlet", "title", "date", "language"}
    assert front["language"] == "en"
    assert ("outlet" in front) == (name != "unnamed-digest.md")
    if "date" in front:
        assert "2025-05-19" <= front["date"].isoformat() <= "2025-05-21"
    assert 350 <= len(body.split()) <= 550


def test_every_expected_quote_stands_in_its_digest() -> None:
    missing = [(name, quote) for name, quote in all_quotes() if quote not in seed_parts(name)[1]]
    assert missing == []


def test_expected_findings_have_two_sides_and_known_labels() -> None:
    findings = expected()["findings"]
    assert max(Counter(finding["id"] for finding in findings).values()) == 1
    for finding in findings:
        assert set(finding) == {"id", "kind", "scope", "question", "rules", "sides"}
        assert finding["kind"] in KINDS
        assert finding["scope"] in SCOPES
        assert finding["question"].endswith("?")
        assert len(finding["sides"]) >= 2
        assert all(side["quotes"] and side["position"] for side in finding["sides"])
        for one, other in zip(finding["sides"], finding["sides"][1:], strict=False):
            assert one["quotes"] != other["quotes"]


def test_expected_scope_fits_the_articles_quoted() -> None:
    for finding in expected()["findings"]:
        articles = {quote["article"] for side in finding["sides"] for quote in side["quotes"]}
        assert (len(articles) == 1) <= (finding["scope"] in {"article", "speakers"}), finding["id"]


def test_the_rules_engine_has_a_part_it_must_find() -> None:
    must = [finding["id"] for finding in expected()["findings"] if finding["rules"]]
    assert 3 <= len(must) <= 8


def test_near_misses_are_at_least_as_many_as_findings() -> None:
    key = expected()
    assert len(key["near_misses"]) >= len(key["findings"])
    assert all(miss["why"] and miss["quotes"] for miss in key["near_misses"])


@pytest.mark.parametrize("name", ORIGINAL_OF)
def test_quotations_in_a_digest_are_short(name: str) -> None:
    _, body = seed_parts(name)
    long = [match for match in QUOTED.findall(body) if len(match.split()) > MAX_QUOTED_WORDS]
    assert long == []


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the original reports are not part of the project")
@pytest.mark.parametrize("name", ORIGINAL_OF)
def test_nothing_but_quotations_is_shared_with_the_original(name: str) -> None:
    front, body = seed_parts(name)
    original = shingles((ARTICLES / ORIGINAL_OF[name]).read_text(encoding="utf-8"))
    # A quotation is cut out with a full stop in its place, so that its neighbours do not join.
    own_words = [front["title"], *QUOTED.split(body)]
    shared = {shingle for part in own_words for shingle in shingles(part)} & original
    assert shared == set()
