"""What `doctor` finds out about an address, says about it, and writes down."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fault_server import FaultServer

from checker.endpoint.advice import with_settings
from checker.endpoint.context import Room
from checker.endpoint.diagnosis import LocalServer
from checker.endpoint.discovery import Usual
from checker.endpoint.doctor import Diagnosis, RungFinding, examine, render, write_settings
from checker.endpoint.settings import EndpointSettings
from checker.errors import SettingsError


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        running.play("code words")
        yield running


def at(server: FaultServer, **changes: Any) -> EndpointSettings:
    return EndpointSettings(base_url=server.base_url, **changes)


def port(server: FaultServer) -> int:
    return int(server.base_url.split(":")[2].split("/")[0])


async def test_a_good_server_is_known_in_one_examination(server: FaultServer) -> None:
    server.models = [{"id": "good"}, {"id": "nomic-embed-text"}]
    found = await examine(at(server))
    assert found.usable
    assert not found.problem
    assert found.models == ("good", "nomic-embed-text")
    assert [(one.rung, one.works) for one in found.rungs] == [
        ("json_schema", True),
        ("tools", True),
        ("json_object", True),
        ("text", True),
    ]
    assert (found.rungs[0].valid, found.rungs[0].tried) == (3, 3)
    assert found.room.window is None
    assert found.room.at_least is not None
    assert found.room.at_least > 40_000
    assert found.embeddings == "nomic-embed-text"
    assert found.tokens_per_second is not None
    assert dict(found.settings) == {
        "base_url": server.base_url,
        "model": "good",
        "rung": "json_schema",
        "context_tokens": found.room.at_least,
    }
    assert found.tokens > 20_000


async def test_a_window_that_cuts_silently_is_found_and_follows(server: FaultServer) -> None:
    server.window_tokens = 4096
    found = await examine(at(server))
    assert found.room.window == 4096
    assert dict(found.settings)["context_tokens"] == 4096
    assert dict(found.settings)["max_output_tokens"] == 1024
    assert "4,096 tokens: longer prompts are cut or refused" in render(found)


async def test_a_server_without_json_schema_is_used_with_tools(server: FaultServer) -> None:
    server.play("400 json_schema")
    found = await examine(at(server))
    assert [one.works for one in found.rungs] == [False, True, True, True]
    assert dict(found.settings)["rung"] == "tools"
    assert "must be 'json_object' or 'text'" in render(found)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("401", "a key is needed: set CHECKER_API_KEY"),
        ("404 model", "no model 'm'"),
        ("404 path", "no chat completions at this address"),
        ("invalid json", "no form of asking gives valid JSON"),
        ("html", "no form of asking gives valid JSON"),
        ("redirect", "redirects are not followed"),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(server: FaultServer, fault: str, words: str) -> None:
    server.play(fault)
    found = await examine(at(server, model="m"))
    assert not found.usable
    assert found.settings == ()
    (line,) = [line for line in render(found).splitlines() if line.strip().startswith("problem")]
    assert words in line


async def test_an_examination_ends_when_its_time_is_up(server: FaultServer) -> None:
    server.play("hang")
    found = await examine(at(server), within_s=0.6)
    assert not found.usable
    assert "the time was up" in render(found)


async def test_slow_answers_to_some_forms_are_failures_of_those(server: FaultServer) -> None:
    server.play("hang", "good")
    found = await examine(at(server, timeout_s=0.3))
    assert [one.works for one in found.rungs] == [False, True, True, True]
    assert "no answer in 0 s" in render(found)


async def test_nothing_listening_is_said() -> None:
    with FaultServer() as gone:
        settings = at(gone, model="m")
    found = await examine(settings)
    assert "nothing has answered there" in found.problem


async def test_an_address_without_v1_is_completed(server: FaultServer) -> None:
    found = await examine(EndpointSettings(base_url=server.base_url.removesuffix("/v1")))
    assert found.usable
    assert dict(found.settings)["base_url"] == server.base_url
    assert "the address needs /v1 at its end" in render(found)


async def test_local_servers_are_found_on_their_usual_ports(server: FaultServer) -> None:
    with FaultServer() as gone:
        closed = port(gone)
    found = await examine(
        EndpointSettings(base_url=""), usual=(Usual("Nobody", closed), Usual("Ollama", port(server)))
    )
    assert found.usable
    assert found.local == (LocalServer("Ollama", server.base_url, ("m",)),)
    assert "where Ollama usually listens" in render(found)


async def test_without_any_local_server_the_ports_tried_are_named() -> None:
    with FaultServer() as gone:
        closed = port(gone)
    found = await examine(EndpointSettings(base_url=""), usual=(Usual("Ollama", closed),))
    assert render(found) == (
        f"no local server answers on the usual ports: Ollama ({closed}); name an address with --base-url\n"
    )


async def test_a_key_is_in_no_line(server: FaultServer) -> None:
    server.play("401")
    found = await examine(at(server, model="m", api_key="sk-canary-0123456789"))
    assert "sk-canary" not in render(found) + repr(found)
    assert "***" in found.problem


SOUND = Diagnosis(
    address="http://localhost:11434/v1",
    models=("qwen:8b", "other"),
    model="qwen:8b",
    rungs=(
        RungFinding("json_schema", 2, 3, 1.25, "invalid_json: no JSON"),
        RungFinding("tools", 0, 1, why="the forced tool was not called"),
    ),
    room=Room(at_least=6012),
    stated_context=8192,
    tokens_per_second=31.4,
    settings=(
        ("base_url", "http://localhost:11434/v1"),
        ("model", 'say "q"\u00e9'),
        ("context_tokens", 8192),
    ),
    seconds=12.2,
    tokens=9876,
    local=(
        LocalServer("Ollama", "http://localhost:11434/v1", ("qwen:8b",)),
        LocalServer("Jan", "http://127.0.0.1:1337/v1", ("j",)),
    ),
)


def test_a_diagnosis_reads_like_this() -> None:
    assert (
        render(SOUND)
        == """\
http://localhost:11434/v1  (where Ollama usually listens)
  models       qwen:8b, other
  examined     qwen:8b
  json_schema  works    2 of 3 valid at first try, 1.2 s (invalid_json: no JSON)
  tools        fails    the forced tool was not called
  context      a prompt of 6,012 tokens arrives whole; the server states 8,192
  speed        31 tokens a second
  embeddings   no
  cost         12 s, 9,876 tokens
  also there   http://127.0.0.1:1337/v1  (where Jan usually listens)

Settings that follow:
  base_url = "http://localhost:11434/v1"
  model = "say \\"q\\"é"
  context_tokens = 8192
"""
    )


FILES = {
    "empty": "",
    "other settings": 'out = "here"\n# why\nmax_chars = 900\n',
    "settings to replace": 'model = "old"  # the old one\nbase_url="http://old/v1"\nseed = 3\n',
    "tables": 'seed = 3\n\n[desk]\nmodel = "not this one"\n\n[[rows]]\na = [\n 1]\n',
    "no line break at the end": "seed = 3",
}


@pytest.mark.parametrize("before", FILES.values(), ids=FILES.keys())
def test_settings_are_written_and_the_rest_of_the_file_stays(tmp_path: Path, before: str) -> None:
    path = tmp_path / "checker.toml"
    path.write_text(before, encoding="utf-8")
    assert write_settings(SOUND, path) == ("base_url", "model", "context_tokens")
    after = path.read_text(encoding="utf-8")
    assert tomllib.loads(after) == {**tomllib.loads(before), **dict(SOUND.settings)}
    kept = [line for line in before.splitlines() if not line.startswith(("model", "base_url"))]
    assert [line for line in after.splitlines() if line in kept and line] == [line for line in kept if line]
    assert list(tmp_path.iterdir()) == [path]
    write_settings(SOUND, path)
    assert path.read_text(encoding="utf-8") == after


def test_a_new_file_holds_the_settings_alone(tmp_path: Path) -> None:
    write_settings(SOUND, tmp_path / "checker.toml")
    assert tomllib.loads((tmp_path / "checker.toml").read_text(encoding="utf-8")) == dict(SOUND.settings)


@pytest.mark.parametrize(
    "before", ["model = '''\nold\n'''\n", "this is no toml", 'note = """\nmodel = 1\n"""\n', "\udcff"]
)
def test_a_file_that_cannot_be_changed_safely_stays_as_it_is(tmp_path: Path, before: str) -> None:
    path = tmp_path / "checker.toml"
    data = before.encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    with pytest.raises(SettingsError):
        write_settings(SOUND, path)
    assert path.read_bytes() == data


def test_nothing_is_written_where_nothing_follows(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing to write"):
        write_settings(replace(SOUND, settings=()), tmp_path / "checker.toml")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot write"):
        write_settings(SOUND, tmp_path / "missing" / "checker.toml")


def test_written_strings_are_toml_whatever_a_model_is_called() -> None:
    for name in ('a"b', "a\\b", "é", "a\tb", "’", "🦙"):
        assert tomllib.loads(with_settings("", (("model", name),))) == {"model": name}, json.dumps(name)
