"""Every regular expression of the package, found by itself, and texts made to be hard for each of them."""

import ast
import importlib
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import checker

CALLS = {"compile", "match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
Found = tuple[str, re.Pattern[str]]


def all_patterns() -> list[Found]:
    """Each pattern once, with the module where it was found: as a value, or as a literal inside a function."""
    found: dict[tuple[str, int], Found] = {}
    for module in pkgutil.walk_packages(checker.__path__, "checker."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            for pattern in _within(value):
                found.setdefault((pattern.pattern, pattern.flags), (f"{module.name}.{name}", pattern))
        if loaded.__file__ is not None:
            for pattern in _literals(Path(loaded.__file__)):
                found.setdefault((pattern.pattern, pattern.flags), (module.name, pattern))
    return list(found.values())


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict) and depth < 4:
        for each in value.values():
            yield from _within(each, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)) and depth < 4:
        for each in value:
            yield from _within(each, depth + 1)
    elif hasattr(value, "cache_info") and getattr(value, "__name__", "") == "_signs":
        for sign in value():  # type: ignore[operator]
            yield sign.pattern


def _literals(path: Path) -> Iterator[re.Pattern[str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CALLS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield re.compile(node.args[0].value)


def nested_repeats(pattern: re.Pattern[str]) -> list[str]:
    """Unbounded repeats of what holds an unbounded repeat itself: exponential on some text.

    What never gives back is none; nor is `x(?:-x)*`, whose rounds begin with what the inner repeat cannot take.
    """
    return [
        str(node)[:120]
        for node in _unbounded(_tree(pattern))
        for inner in _unbounded(node[1][2])
        if not _begins_apart(node[1][2], inner[1][2])
    ]


def _begins_apart(body: Any, inner: Any) -> bool:
    operator, argument = body[0]
    if operator not in (sre.LITERAL, sre.IN):
        return False
    firsts = (
        [argument] if operator is sre.LITERAL else [value for kind, value in argument if kind is sre.LITERAL]
    )
    takes = inner[0][1] if inner[0][0] is sre.IN else [inner[0]]
    return not any(_takes(takes, chr(point)) for point in firsts)


def _takes(members: Any, char: str) -> bool:
    negated = members[0][0] is sre.NEGATE
    found = re.match(_class(members if negated else [None, *members]).replace("[^", "[", 1), char)
    return (found is None) == negated


def _tree(pattern: re.Pattern[str]) -> Any:
    return parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def _unbounded(tree: Any) -> Iterator[Any]:
    return (
        node
        for node in _repeats(tree)
        if node[1][1] is sre.MAXREPEAT and node[0] is not sre.POSSESSIVE_REPEAT
    )


def _repeats(tree: Any) -> Iterator[Any]:
    for node in tree:
        operator, argument = node
        if operator in REPEATS:
            yield node
        for inner in _inner(operator, argument):
            yield from _repeats(inner)


def _inner(operator: Any, argument: Any) -> Iterator[Any]:
    if operator in REPEATS:
        yield argument[2]
    elif operator is sre.SUBPATTERN:
        yield argument[3]
    elif operator is sre.BRANCH:
        yield from argument[1]
    elif operator in (sre.ASSERT, sre.ASSERT_NOT):
        yield argument[1]
    elif operator is sre.ATOMIC_GROUP:
        yield argument
    elif operator is sre.GROUPREF_EXISTS:
        yield from (each for each in argument[1:] if each is not None)


COMMON = (
    "a", "A", " ", "\n", "\t", "1", "1,", "1.", ".", "-", "a ", "A ", "Aa ", "a,", "a.", "a. ", "A. ", "a-", "“", "”",
    "“a” ", '"', "'a' ", "(", "()", "[", "{", "<a ", "</", "=", "a\n", "\n\n", "é", "…", "said ", "the ", "of the ",
    "Mr A ", "A, ", "12 May ", "10:05 ", "1,000 ", "$1 ", "per cent ", "\u00a0", "http://a.b/", "#", "|", "*", "_",
)  # fmt: skip


def hard_texts(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Common pieces, what each repeat takes, and what the pattern nearly matches, again and again."""
    tree = _tree(pattern)
    pieces = {*COMMON, example := _example(tree), example[:-1], example[:-1] + "\x01"}
    prefix = ""
    for node in tree:
        for repeat in _repeats([node]):
            unit = _example(repeat[1][2])
            pieces.add(unit)
            if prefix and unit:
                yield prefix + unit * (size // len(unit))
        prefix += _example([node])
    for piece in pieces:
        if piece:
            yield piece * (size // len(piece))


def _example(tree: Any) -> str:
    """A short text that the tree matches, or nearly: what looks around is left out."""
    return "".join(_one(operator, argument) for operator, argument in tree)


def _one(operator: Any, argument: Any) -> str:
    if operator is sre.LITERAL:
        return chr(argument)
    if operator is sre.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    if operator is sre.ANY:
        return "a"
    if operator is sre.IN:
        return _member(argument)
    if operator in REPEATS:
        return _example(argument[2]) * max(1, min(argument[0], 3))
    if operator is sre.SUBPATTERN:
        return _example(argument[3])
    if operator is sre.BRANCH:
        return max((_example(branch) for branch in argument[1]), key=len)
    return _example(argument) if operator is sre.ATOMIC_GROUP else ""


def _member(members: Any) -> str:
    kinds = {
        sre.CATEGORY_DIGIT: "1",
        sre.CATEGORY_SPACE: " ",
        sre.CATEGORY_WORD: "a",
        sre.CATEGORY_NOT_SPACE: "a",
    }
    if members[0][0] is sre.NEGATE:
        return next((char for char in "a1 -\n" if re.match(_class(members), char)), "a")
    operator, argument = members[0]
    if operator is sre.LITERAL:
        return chr(argument)
    if operator is sre.RANGE:
        return chr(argument[0])
    return str(kinds.get(argument, "-"))


def _class(members: Any) -> str:
    names = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w",
             sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_NOT_WORD: r"\W"}  # fmt: skip
    parts = []
    for operator, argument in members[1:]:
        if operator is sre.LITERAL:
            parts.append(re.escape(chr(argument)))
        elif operator is sre.RANGE:
            parts.append(f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}")
        else:
            parts.append(names[argument])
    return f"[^{''.join(parts)}]"
