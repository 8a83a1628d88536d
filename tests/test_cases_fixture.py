"""The labelled cases are well formed and evenly split, and every expected quote stands in its article."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).resolve().parent.parent / "fixtures" / "cases"
FOLDERS = CASES / "folders"
HALVES = ("tune", "frozen")
KINDS = {"numeric", "temporal", "attribution", "quotation", "status", "factual", "causal"}
LABELS = {"contradiction", "agreement", "neutral"}
TUNE_FOLDERS = {"comet", "ferry-collision", "minister-watch", "river-truce", "run-off", "tower-fire"}
FROZEN_FOLDERS = {"arms-trial", "climate-summit", "cup-final", "dairy-merger", "marsh-fever", "port-strike"}
REQUIRED = {"id", "a", "b", "label", "kind", "outlet_a", "outlet_b", "date_a", "date_b", "why"}
OPTIONAL = {"scope", "speaker_a", "speaker_b"}
PAIR_ID = re.compile(r"([a-z]+)-([0-9]{2})([a-z])")


def pairs(half: str) -> list[dict[str, str]]:
    lines = (CASES / f"pairs.{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ALL_PAIRS = [row for half in HALVES for row in pairs(half)]


def story(row: dict[str, str]) -> tuple[str, int]:
    match = PAIR_ID.fullmatch(row["id"])
    assert match is not None, row["id"]
    return match[1], int(match[2])


def shape_faults(row: dict[str, str]) -> list[str]:
    """What is wrong with the fields of one pair, in words."""
    checks = {
        "fields": REQUIRED <= set(row) <= REQUIRED | OPTIONAL,
        "white space": all(value and value.strip() == value for value in row.values()),
        "label": row["label"] in LABELS,
        "kind": row["kind"] in KINDS,
        "same text": row["a"] != row["b"],
    }
    return [f"{row['id']}: {name}" for name, passed in checks.items() if not passed]


def scope_faults(row: dict[str, str]) -> list[str]:
    """Why the scope of one pair does not fit its label, outlets and speakers, in words."""
    scope = row.get("scope")
    allowed: dict[str, set[str | None]] = {
        "contradiction": {"outlets", "speakers", "article"},
        "neutral": {None, "update"},
        "agreement": {None},
    }
    same_article = (row["outlet_a"], row["date_a"]) == (row["outlet_b"], row["date_b"])
    checks = {
        "label": scope in allowed[row["label"]],
        "speakers": scope != "speakers" or row["speaker_a"] != row["speaker_b"],
        "article": scope != "article" or same_article,
        "outlets": scope != "outlets" or row["outlet_a"] != row["outlet_b"],
    }
    return [f"{row['id']}: {name}" for name, passed in checks.items() if not passed]


def test_every_pair_is_well_formed() -> None:
    assert [fault for row in ALL_PAIRS for fault in shape_faults(row)] == []


def test_every_date_is_a_date() -> None:
    for row in ALL_PAIRS:
        assert 2024 <= datetime.fromisoformat(row["date_a"]).year <= 2026, row["id"]
        assert 2024 <= datetime.fromisoformat(row["date_b"]).year <= 2026, row["id"]


def test_scope_belongs_to_contradictions_and_updates() -> None:
    assert [fault for row in ALL_PAIRS for fault in scope_faults(row)] == []


def test_no_pair_occurs_twice() -> None:
    assert max(Counter(row["id"] for row in ALL_PAIRS).values()) == 1
    assert max(Counter(frozenset((row["a"], row["b"])) for row in ALL_PAIRS).values()) == 1


def test_there_are_enough_pairs_and_half_are_hard_negatives() -> None:
    labels = Counter(row["label"] for row in ALL_PAIRS)
    assert labels.total() >= 400
    assert 0.45 <= labels["contradiction"] / labels.total() <= 0.5
    assert min(labels["agreement"], labels["neutral"]) >= 100


def test_every_kind_and_scope_is_tried() -> None:
    kinds = Counter(row["kind"] for row in ALL_PAIRS if row["label"] == "contradiction")
    scopes = Counter(row["scope"] for row in ALL_PAIRS if "scope" in row)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 14
    assert min(scopes.values()) >= 10


def test_length_does_not_give_the_label_away() -> None:
    lengths: dict[str, list[int]] = {label: [] for label in LABELS}
    for row in ALL_PAIRS:
        lengths[row["label"]].append(len((row["a"] + " " + row["b"]).split()))
    means = [sum(found) / len(found) for found in lengths.values()]
    assert max(means) <= 1.5 * min(means)


def test_odd_stories_are_for_tuning_and_even_ones_frozen() -> None:
    assert {story(row)[1] % 2 for row in pairs("tune")} == {1}
    assert {story(row)[1] % 2 for row in pairs("frozen")} == {0}


def test_no_sentence_of_a_frozen_pair_is_seen_in_tuning() -> None:
    seen = {row[side] for row in pairs("tune") for side in "ab"}
    assert seen.isdisjoint({row[side] for row in pairs("frozen") for side in "ab"})


@pytest.mark.parametrize("field", ["label", "kind", "scope"])
def test_both_halves_have_the_same_mixture(field: str) -> None:
    tune, frozen = (Counter(row.get(field) for row in pairs(half)) for half in HALVES)
    assert set(tune) == set(frozen)
    for value in tune:
        assert abs(tune[value] - frozen[value]) <= 0.12 * (tune[value] + frozen[value]) + 2, value


def test_every_theme_is_in_both_halves_with_both_outcomes() -> None:
    for half in HALVES:
        outcomes = {(story(row)[0], row["label"] == "contradiction") for row in pairs(half)}
        themes = {theme for theme, _ in outcomes}
        assert themes == {story(row)[0] for row in ALL_PAIRS}
        assert {(theme, outcome) for theme in themes for outcome in (True, False)} == outcomes


def folders() -> list[str]:
    return sorted(path.name for path in FOLDERS.iterdir())


def expected(folder: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDERS / folder / "expected.json").read_text(encoding="utf-8"))
    return loaded


def articles(folder: str) -> dict[str, str]:
    """File name → text below the front matter."""
    files = [path for path in (FOLDERS / folder).iterdir() if path.name != "expected.json"]
    return {path.name: body(path.read_text(encoding="utf-8")) for path in files}


def body(text: str) -> str:
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


def quotes(folder: str) -> Iterator[tuple[str, str]]:
    key = expected(folder)
    sides = [side for finding in key["findings"] for side in finding["sides"]]
    for part in [*sides, *key["near_misses"]]:
        for quote in part["quotes"]:
            yield quote["article"], quote["quote"]


def test_the_folders_are_the_twelve_listed() -> None:
    assert set(folders()) == TUNE_FOLDERS | FROZEN_FOLDERS
    readme = (CASES / "README.md").read_text(encoding="utf-8")
    for tune, frozen in zip(sorted(TUNE_FOLDERS), sorted(FROZEN_FOLDERS), strict=True):
        assert f"| `{tune}` | `{frozen}` |" in readme


@pytest.mark.parametrize("folder", folders())
def test_a_folder_holds_a_few_short_articles(folder: str) -> None:
    found = articles(folder)
    assert 3 <= len(found) <= 6
    assert {Path(name).suffix for name in found} <= {".txt", ".md", ".html"}
    for name, text in found.items():
        length = len(re.sub(r"<[^>]{0,300}>", " ", text).split())
        assert 120 <= length <= 300, (name, length)


@pytest.mark.parametrize("folder", folders())
def test_every_quote_stands_in_its_article(folder: str) -> None:
    found = articles(folder)
    assert [(name, quote) for name, quote in quotes(folder) if quote not in found[name]] == []
    assert not any("<" in quote or "\n" in quote for _, quote in quotes(folder))


@pytest.mark.parametrize("folder", folders())
def test_a_folder_has_several_disputes_and_as_many_near_misses(folder: str) -> None:
    key = expected(folder)
    assert set(key) == {"findings", "near_misses"}
    findings = key["findings"]
    assert len(findings) >= 4
    assert len({finding["kind"] for finding in findings}) >= 3
    assert len(key["near_misses"]) >= len(findings)
    assert len({finding["id"] for finding in findings}) == len(findings)
    for finding in findings:
        assert set(finding) == {"id", "kind", "scope", "question", "rules", "sides"}
        assert finding["kind"] in KINDS
        assert finding["question"].endswith("?")
        assert len(finding["sides"]) >= 2


@pytest.mark.parametrize("folder", folders())
def test_scope_of_a_finding_fits_the_articles_quoted(folder: str) -> None:
    for finding in expected(folder)["findings"]:
        named = {quote["article"] for side in finding["sides"] for quote in side["quotes"]}
        if finding["scope"] in {"outlets", "update"}:
            assert len(named) >= 2, finding["id"]
        elif finding["scope"] == "article":
            assert len(named) == 1, finding["id"]
        else:
            assert finding["scope"] == "speakers"


def test_frozen_files_have_not_changed() -> None:
    lines = (CASES / "frozen.sha256").read_text(encoding="utf-8").splitlines()
    held = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    frozen = [path for name in FROZEN_FOLDERS for path in (FOLDERS / name).iterdir()]
    frozen.append(CASES / "pairs.frozen.jsonl")
    found = {
        path.relative_to(CASES).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in frozen
    }
    assert found == held
