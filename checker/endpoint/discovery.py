"""Local model servers on their usual ports."""

import asyncio
from dataclasses import dataclass

from checker.endpoint.faults import FaultError, plain
from checker.endpoint.transport import Transport

CONNECT_S = 0.5  # a closed port on this machine refuses at once
ANSWER_S = 2.0
MAX_LIST_BYTES = 1_000_000
SHOWN_MODELS = 50


@dataclass(frozen=True)
class Usual:
    """Which program usually listens where."""

    name: str
    port: int


USUAL: tuple[Usual, ...] = (
    Usual("Ollama", 11434),
    Usual("LM Studio", 1234),
    Usual("llama.cpp", 8080),
    Usual("vLLM", 8000),
    Usual("SGLang", 30000),
    Usual("Jan", 1337),
    Usual("KoboldCpp", 5001),
    Usual("text-generation-webui", 5000),
    Usual("GPT4All", 4891),
)


@dataclass(frozen=True)
class LocalServer:
    """A server that answers like an OpenAI-compatible one. `name` is a guess from its port."""

    name: str
    base_url: str
    models: tuple[str, ...]


async def discover(usual: tuple[Usual, ...] = USUAL) -> tuple[LocalServer, ...]:
    """Return the local servers that list models, in the order of `usual`."""
    found = await asyncio.gather(*(_look(one) for one in usual))
    return tuple(server for server in found if server is not None)


async def _look(usual: Usual) -> LocalServer | None:
    if not await _listens(usual.port):
        return None
    base_url = f"http://127.0.0.1:{usual.port}/v1"
    transport = Transport(base_url=base_url, api_key="", timeout_s=ANSWER_S, max_answer_bytes=MAX_LIST_BYTES)
    try:
        models = model_names(await transport.model_list())
    except FaultError:
        return None
    finally:
        await transport.close()
    return None if models is None else LocalServer(usual.name, base_url, models)


async def _listens(port: int) -> bool:
    try:
        async with asyncio.timeout(CONNECT_S):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def model_names(value: object) -> tuple[str, ...] | None:
    """Return the names in a model list, or None where it is none."""
    rows = value.get("data") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        return None
    names = [row.get("id") for row in rows if isinstance(row, dict)]
    return tuple(plain(name) for name in names if isinstance(name, str))[:SHOWN_MODELS]
