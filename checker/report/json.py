"""report.json: the report as other programs read it, and back."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from checker.errors import InputError
from checker.model import Article, Claim, Report
from checker.report.visible import one_line

BATCH = 1_000  # articles or claims in one piece of the text: some megabytes


def to_json(report: Report) -> str:
    """The report as JSON: fields in the model's order, free mappings sorted, indented by one.

    The same report gives the same bytes. Decimals are strings, times ISO 8601.
    """
    return "".join(in_pieces(report))


def in_pieces(report: Report) -> Iterator[str]:
    """The text of `to_json`, in pieces: of ten thousand articles it would take a gigabyte at once."""
    ordered = _ordered(report)
    rest = ordered.model_copy(update={"articles": (), "claims": ()}).model_dump_json(indent=1)
    for name, values in (("articles", ordered.articles), ("claims", ordered.claims)):
        before, mark, rest = rest.partition(f'\n "{name}": [')  # with one blank before it: the report's own
        yield before + mark
        yield from _items(ordered, name, values)
    yield rest + "\n"


def _items(report: Report, name: str, values: Sequence[Article | Claim]) -> Iterator[str]:
    """What stands between the brackets of one list of the report."""
    opening, closing = f'{{\n "{name}": [', "\n ]\n}"
    for at in range(0, len(values), BATCH):
        part = report.model_copy(update={name: values[at : at + BATCH]})
        text = part.model_dump_json(indent=1, include={name})
        yield ("," if at else "") + text.removeprefix(opening).removesuffix(closing)
    if values:
        yield "\n "


def plain(report: Report) -> dict[str, Any]:
    """The report as JSON values, its free mappings in key order."""
    values: dict[str, Any] = _ordered(report).model_dump(mode="json")
    return values


def _ordered(report: Report) -> Report:
    """The report with its free mappings in key order."""
    run = report.run
    return report.model_copy(
        update={
            "run": run.model_copy(
                update={"prompts": _sorted(run.prompts), "settings": _sorted(run.settings)}
            ),
            "articles": tuple(
                article.model_copy(update={"found_in": _sorted(article.found_in)})
                for article in report.articles
            ),
            "usage": _sorted(report.usage),
        }
    )


def from_json(text: str | bytes) -> Report:
    """The report that `to_json` wrote.

    Raises: InputError when the text is not a report of schema version 1; it names the first bad place.
    """
    try:
        return Report.model_validate_json(text, strict=True)
    except ValidationError as error:
        where, message = problems_of(error)[0]
        raise InputError(f"not a report of schema version 1: at {where}: {message}") from error


def problems_of(error: ValidationError) -> list[tuple[str, str]]:
    """Where and what, for each thing that does not fit the schema."""
    return [
        (place(problem["loc"]) or "report.json", problem["msg"])
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def place(path: tuple[int | str, ...]) -> str:
    """A place in report.json, as in "findings[3].sides[0].evidence[1]"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{one_line(step)}"  # a key may be anything
    return text.removeprefix(".")


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
