"""JSON out of a model's answer that is more than JSON, or less.

In this order: the whole text as JSON; without think blocks, every complete JSON value in it, the
last that fits wins (models draft first and answer last); the same with trailing commas removed;
and of an answer that was cut, the complete items of its outermost list.

Accepted beyond the standard: a byte order mark, fences, prose, several candidates, raw line
breaks inside strings, trailing commas, a bare list where the schema has a single list.
Not accepted: single quotes, comments, NaN and Infinity, drafts inside a think block.
Every pass is linear in the text, or bounded.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

THINK_TAG = re.compile(
    r"<(/?)(?:think|thinking|thought|thoughts|reasoning|reflection)>", re.IGNORECASE | re.ASCII
)
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?P<closed>"?)|[{}\[\],]', re.DOTALL)
STRING_OR_SPARE_COMMA = re.compile(r'"(?:[^"\\]++|\\.)*+"?|,(?=\s*+[}\]])', re.DOTALL)
MAX_DEPTH = 100
MAX_UNFINISHED = 8  # starts that are tried as a cut answer
SPARE_WORK = 4_000_000  # characters that failed tries may look at, beyond sixteen times the text


@dataclass(frozen=True)
class Salvaged:
    """Clean JSON, and how many items of it are known to be lost (0 or 1: the one that was cut)."""

    text: str
    lost: int = 0


Fits = Callable[[str], bool]


def salvage(answer: str, *, fits: Fits, only_list: str | None = None, cut: bool = False) -> Salvaged | None:
    """Return the JSON that the answer means, or None where there is none.

    `fits` says whether a JSON text is what was asked for; without a fitting one the last complete
    candidate comes back, so that the caller can say what is wrong with it. `only_list` names the
    root's single field where that is a list: a bare list is then put into it. `cut` says that the
    server stopped at its output limit: what stands unfinished at the end then counts before
    complete drafts.
    """
    text = answer.lstrip("\ufeff \t\r\n")
    body = text if _loads(text) is not _BROKEN else without_thinking(text)
    found = _best(body, fits=fits, only_list=only_list, cut=cut)
    if found is not None and fits(found.text):
        return found
    repaired = STRING_OR_SPARE_COMMA.sub(lambda match: "" if match[0] == "," else match[0], body)
    if repaired != body:
        second = _best(repaired, fits=fits, only_list=only_list, cut=cut)
        if second is not None and (found is None or fits(second.text)):
            return second
    return found


def _best(body: str, *, fits: Fits, only_list: str | None, cut: bool) -> Salvaged | None:
    """Return the last complete value that fits, or the complete part of an unfinished one."""
    complete, unfinished = _candidates(body)
    texts = [json.dumps(value) for value in reversed(complete)]
    if only_list is not None and not unfinished:
        # a list inside something unfinished is not the answer; an empty one in passing says nothing
        bare = [value for value in reversed(complete) if isinstance(value, list)]
        texts += [json.dumps({only_list: value}) for value in bare if value or _loads(body) == []]
    whole = next((Salvaged(text) for text in texts if fits(text)), None)
    if whole is not None and not cut:
        return whole
    for start in unfinished:
        closed = close_cut(body[start:])
        if closed is not None and closed[0] == "[" and only_list is not None:
            closed = f'{{"{only_list}": {closed}}}'
        if closed is not None and fits(closed):
            return Salvaged(closed, lost=1)
    if whole is not None:
        return whole
    return Salvaged(texts[0]) if texts else None


def without_thinking(text: str) -> str:
    """Return the text without think blocks; unclosed, one reaches to the end; unopened, from the start."""
    kept: list[str] = []
    at, inside = 0, False
    for tag in THINK_TAG.finditer(text):
        closing = bool(tag[1])
        if closing and not inside:
            kept.clear()  # the template swallowed the opening tag: all before it was thought
        elif not closing and not inside:
            kept.append(text[at : tag.start()])
        if closing or not inside:
            at = tag.end()
        inside = not closing
    if not inside:
        kept.append(text[at:])
    return "".join(kept)


def close_cut(text: str) -> str | None:
    """Return a cut JSON text closed after the last complete item of its outermost list, or None.

    Only complete items of that one list survive: an item whose inner list was cut would look
    complete and be wrong. Nothing complete: None, never an empty list.
    """
    stack: list[str] = []
    list_depth: int | None = None
    end: int | None = None
    for token in TOKEN.finditer(text):
        mark = token[0]
        if mark[0] == '"':
            if not token["closed"]:
                break
        elif mark in "{[":
            stack.append("}" if mark == "{" else "]")
            if mark == "[" and list_depth is None:
                list_depth = len(stack)
        elif mark in "}]":
            if not stack or stack.pop() != mark or not stack:
                return None
            if list_depth is not None and len(stack) < list_depth:
                list_depth, end = None, None  # that list is complete; a later one is what was cut
            elif len(stack) == list_depth:
                end = token.end()
        elif len(stack) == list_depth:
            end = token.start()
    if list_depth is None or end is None:
        return None
    closed = text[:end] + "".join(reversed(stack[:list_depth]))
    value = _loads(closed)
    return None if value is _BROKEN else json.dumps(value)


class _Broken:
    """Marks text that is no JSON value (None is one)."""


_BROKEN = _Broken()


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(strict=False, parse_constant=_refuse_constant)


def _loads(text: str) -> Any:
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return _BROKEN
    return value if isinstance(value, dict | list) and not _too_deep(value) else _BROKEN


def _too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True


def _starts(text: str) -> Iterator[int]:
    """Yield where a JSON object or list may begin: prose in braces is passed over cheaply."""
    for match in re.finditer(r'\{\s{0,100}["}]|\[\s{0,100}["\[{\]\-0-9tfn]', text):
        yield match.start()


def _candidates(text: str) -> tuple[list[Any], list[int]]:
    """Return the complete top-level JSON values in order, and where unfinished ones may start."""
    values: list[Any] = []
    unfinished: list[int] = []
    end = 0
    work = 16 * len(text) + SPARE_WORK
    for start in _starts(text):
        if start < end:
            continue
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            unfinished.append(start)
            work -= len(text) - start
            if work < 0:
                break
            continue
        if not _too_deep(value):
            values.append(value)
    return values, unfinished[:MAX_UNFINISHED]
