"""How requests to a model and their answers are recorded, and how a request finds its answer again.

A cassette holds what was asked and answered as YAML that a person can read, and of the headers the
content type alone: no key, no cookie, nothing about the machine. A request finds its answer by method, host,
path and body, the body compared as JSON.
"""

import json
from functools import lru_cache
from typing import Any

import yaml

MATCH_ON = ("method", "host", "path", "json_body")


@lru_cache(maxsize=256)
def canonical(body: bytes) -> str:
    """Return a JSON body in one form, whatever the order of its keys."""
    return json.dumps(json.loads(body), sort_keys=True) if body else ""


def same_body(one: Any, other: Any) -> None:
    """Raise AssertionError, as vcrpy wants it, where two requests ask something else."""
    assert canonical(_bytes(one.body)) == canonical(_bytes(other.body)), "another question"


def scrubbed_request(request: Any) -> Any:
    """Return the request with no header but its content type."""
    request.headers = _content_type(request.headers)
    return request


def scrubbed_response(response: dict[str, Any]) -> dict[str, Any]:
    """Return the response with no header but its content type."""
    return {**response, "headers": _content_type(response["headers"])}


def _content_type(headers: Any) -> dict[str, Any]:
    return {name.lower(): value for name, value in dict(headers).items() if name.lower() == "content-type"}


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body or b"")


class ReadableYaml:
    """A vcrpy serializer: bodies stand in the file as trees, texts of several lines as blocks."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = json.loads(_bytes(request["body"]))
            response["body"] = json.loads(_bytes(response["body"]["string"]))
        return yaml.dump(cassette, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        cassette: dict[str, Any] = yaml.safe_load(text)
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = json.dumps(request["body"], ensure_ascii=False)
            response["body"] = {"string": json.dumps(response["body"], ensure_ascii=False).encode()}
        return cassette


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
