"""JSON out of dirty answers: what is accepted, what is not, and that nothing is made up."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from checker.endpoint.salvage import Salvaged, close_cut, salvage, without_thinking


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    tags: list[str]


class Items(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: list[Item]


def fits(text: str) -> bool:
    try:
        Items.model_validate_json(text)
    except ValidationError:
        return False
    return True


def whole(*names: str) -> str:
    return json.dumps({"items": [{"name": name, "tags": ["x", "y"]} for name in names]})


@dataclass(frozen=True)
class Case:
    """An answer, and the names of the items read from it (None: nothing that fits)."""

    answer: str
    names: tuple[str, ...] | None
    lost: int = 0
    cut: bool = False


CASES = {
    "clean": Case(whole("a"), ("a",)),
    "white space": Case(f"\r\n {whole('a')} \n", ("a",)),
    "byte order mark": Case(f"\ufeff{whole('a')}", ("a",)),
    "fence": Case(f"```json\n{whole('a')}\n```", ("a",)),
    "fence never closed": Case(f"```\n{whole('a')}", ("a",)),
    "prose": Case(f"Here {{as asked}} [1]: {whole('a')}. Good luck {{:", ("a",)),
    "last of several": Case(f"{whole('draft')} or rather {whole('a', 'b')}", ("a", "b")),
    "last that fits": Case(f'{whole("a")}\n{{"note": "done"}}', ("a",)),
    "think": Case(f"<think>{whole('draft')}</think>{whole('a')}", ("a",)),
    "thinking, upper case": Case(f"<THINKING>{whole('draft')}</THINKING>{whole('a')}", ("a",)),
    "think after the answer": Case(f"{whole('a')}<think>or {whole('draft')}?</think>", ("a",)),
    "two think blocks": Case(f"<think>1</think><think>{whole('draft')}</think>{whole('a')}", ("a",)),
    "opening tag lost": Case(f"hm {whole('draft')}</think>\n{whole('a')}", ("a",)),
    "closing tag lost": Case(f"<think>hm {whole('draft')}", None),
    "tag inside a string": Case(whole("the <think> tag"), ("the <think> tag",)),
    "trailing commas": Case('{"items": [{"name": "a", "tags": ["x",],},],}', ("a",)),
    "comma inside a string stays": Case('{"items": [{"name": "a,}", "tags": [],}]}', ("a,}",)),
    "raw line break in a string": Case('{"items": [{"name": "a\nb", "tags": []}]}', ("a\nb",)),
    "bare list": Case('[{"name": "a", "tags": []}]', ("a",)),
    "bare list, cut": Case('[{"name": "a", "tags": []}, {"na', ("a",), lost=1),
    "empty list": Case("[]", ()),
    "an empty list in passing": Case("I found [] and then stopped", None),
    "broken off after an item": Case('{"items": [{"name": "a", "tags": []} oops', ("a",), lost=1),
    "prose that looks like a list": Case(f"[1] {whole('a')} [2]", ("a",)),
    "broken draft, good answer": Case(f'{{"items": [{{"name": oops}} {whole("a")}', ("a",)),
    "cut in a string": Case('{"items": [{"name": "a", "tags": []}, {"name": "b', ("a",), lost=1),
    "cut in an inner list": Case(
        '{"items": [{"name": "a", "tags": []}, {"name": "b", "tags": ["x", "y"', ("a",), 1
    ),
    "cut after an escape": Case('{"items": [{"name": "a", "tags": []}, {"name": "b\\', ("a",), 1),
    "cut between items": Case('{"items": [{"name": "a", "tags": []},', ("a",), 1),
    "cut after a fence": Case('```json\n{"items": [{"name": "a", "tags": []}, {"na', ("a",), 1),
    "cut with a draft before": Case(
        f'{whole("d")} {{"items": [{{"name": "a", "tags": []}}, {{"n', ("a",), 1, cut=True
    ),
    "cut, but complete": Case(f"{whole('a')}   \n\n", ("a",), cut=True),
    "cut before the first item ends": Case('{"items": [{"name": "a", "tags": ["x"', None, cut=True),
    "cut in the key": Case('{"ite', None, cut=True),
    "nothing": Case("", None),
    "prose alone": Case("I am sorry, there is nothing to list.", None),
    "single quotes": Case("{'items': []}", None),
    "comments": Case('{"items": [] /* none */}', None),
    "not a number": Case('{"items": NaN}', None),
    "half a surrogate": Case('{"items": [{"name": "\\ud800", "tags": []}]}', None),
    "a number too long to count": Case('{"items": ' + "9" * 10_000 + "}", None),
    "another object": Case('{"result": "ok"}', None),
    "empty object": Case("{}", None),
    "a string": Case('"items"', None),
    "null": Case("null", None),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_is_read(case: Case) -> None:
    found = salvage(case.answer, fits=fits, only_list="items", cut=case.cut)
    if case.names is None:
        assert found is None or not fits(found.text)
        return
    assert found is not None
    assert tuple(item.name for item in Items.model_validate_json(found.text).items) == case.names
    assert found.lost == case.lost


def test_an_unfitting_candidate_comes_back_so_that_it_can_be_criticised() -> None:
    assert salvage('no: {"result": "ok"}', fits=fits) == Salvaged('{"result": "ok"}')


def test_a_cut_list_without_a_complete_item_is_not_an_empty_list() -> None:
    assert close_cut('{"items": [{"name": "a"') is None
    assert close_cut('{"items": [') is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
names = st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), min_size=1, max_size=5)
prose = st.text(st.characters(exclude_characters="<{["), max_size=40)


@given(names, prose, prose)
def test_a_whole_answer_survives_any_prose_around_it(items: list[str], before: str, after: str) -> None:
    found = salvage(f"{before}{whole(*items)}{after}", fits=fits, only_list="items")
    assert found is not None
    assert [item.name for item in Items.model_validate_json(found.text).items] == items
    assert found.lost == 0


@given(names, st.integers(0, 10_000), st.booleans())
@example(["}]", '"', "\\"], 60, True)
def test_a_cut_answer_gives_its_first_items_unchanged_or_nothing(
    items: list[str], place: int, cut: bool
) -> None:
    text = whole(*items)
    found = salvage(text[: place % len(text)], fits=fits, only_list="items", cut=cut)
    if found is None or not fits(found.text):
        return
    read = Items.model_validate_json(found.text).items
    assert len(read) >= 1
    assert [(item.name, item.tags) for item in read] == [(name, ["x", "y"]) for name in items[: len(read)]]
    assert found.lost == 1


@given(st.text(max_size=300))
@example("<think></think>" * 3)
@example('[{"":[[]')
def test_any_text_is_read_or_refused(text: str) -> None:
    found = salvage(text, fits=fits, only_list="items")
    assert found is None or isinstance(json.loads(found.text), dict | list)
    without_thinking(text)


@given(json_values)
def test_other_json_never_passes_as_the_answer(value: object) -> None:
    found = salvage(json.dumps(value), fits=fits)
    if found is not None and fits(found.text):
        assert fits(json.dumps(value))


HOSTILE = {
    "brackets": "[" * 200_000,
    "objects": '{"a":' * 100_000,
    "quotes": '{"' + '\\"' * 200_000,
    "unfinished strings": '{"a" ' * 60_000,
    "think tags": "<think>" * 50_000,
    "commas": '{"a": [' + "," * 300_000,
    "white space": "{" + " " * 300_000 + '"',
    "many lists": "[1]" * 60_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_of_any_length_is_refused(text: str) -> None:
    found = salvage(text, fits=fits, only_list="items", cut=True)
    assert found is None or not fits(found.text)
