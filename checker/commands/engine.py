"""Settings → an engine that is ready to work, and how much it is given at once."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from checker.engines.base import Engine
from checker.errors import OutputError, SettingsError
from checker.model import Usage
from checker.pipeline import Limits
from checker.settings import Resolved, Settings

if TYPE_CHECKING:
    from checker.endpoint import Capabilities, Endpoint, EndpointSettings
    from checker.engines.asking import Asks
    from checker.store import Origin, Store

SAMPLING = ("max_output_tokens", "temperature", "seed")  # what shapes an answer beside the question
SHARED = (  # what the endpoint's settings call by the same name
    *SAMPLING,
    "api_key",
    "context_tokens",
    "max_concurrency",
    "max_retries",
    "max_tokens_total",
    "rung",
    "timeout_s",
)


@dataclass(frozen=True)
class Ready:
    """An engine, its limits, and the settings that the report names: those that can change it.

    `spent`: the calls that measured the endpoint, under "probe"; empty where it was known.
    """

    engine: Engine
    limits: Limits
    shown: Mapping[str, str | int | float | None]
    spent: Mapping[str, Usage] = field(default_factory=dict)


def engine_name(resolved: Resolved) -> Literal["rules", "llm", "cascade"]:
    """Which engine the settings mean. Raises: SettingsError where they contradict each other."""
    settings = resolved.settings
    if settings.engine == "auto":
        if settings.base_url is not None or settings.offline:
            return "llm"
        if settings.model is not None:
            raise SettingsError(
                f"model is {settings.model!r} (from {resolved.sources['model']}), but there is no address "
                "to ask it at: add --base-url URL, or --engine rules to check without a model"
            )
        return "rules"
    if settings.engine != "rules" and settings.base_url is None and not settings.offline:
        raise SettingsError(
            f"--engine {settings.engine} needs an address: add --base-url URL, as in http://localhost:11434/v1"
        )
    return settings.engine


def endpoint_settings(settings: Settings) -> "EndpointSettings":
    """What the settings say of the endpoint; an empty address where they name none."""
    from checker.endpoint import EndpointSettings

    shared = {name: getattr(settings, name) for name in SHARED}
    return EndpointSettings(base_url=settings.base_url or "", model=settings.model or "", **shared)


@asynccontextmanager
async def ready_engine(settings: Settings, name: Literal["rules", "llm", "cascade"]) -> AsyncIterator[Ready]:
    """The engine of that name; its connections are closed at the end.

    Raises: SettingsError, EndpointError, OutputError.
    """
    from checker.engines.rules import RulesEngine

    if name == "rules":
        limits = _limits(settings, Limits())
        yield Ready(RulesEngine(), limits, {"max_chars": limits.max_chars, "max_group": limits.max_group})
        return
    from checker.store import Store

    with Store(settings.answers.expanduser()) as store:
        model_engine = _offline(settings, store) if settings.offline else _online(settings, store)
        async with model_engine as ready:
            if name == "llm":
                yield ready
                return
            from checker.engines.cascade import CascadeEngine

            yield replace(ready, engine=CascadeEngine(RulesEngine(), ready.engine))


@asynccontextmanager
async def _online(settings: Settings, store: "Store") -> AsyncIterator[Ready]:
    """Kept answers first, the endpoint for the rest."""
    from checker.endpoint import Endpoint
    from checker.engines.cached import CachedEndpoint

    wanted = endpoint_settings(settings).checked()
    async with Endpoint(wanted, recalled(settings, wanted)) as endpoint:
        known = await _remembered(settings, endpoint)
        origin = origin_of(settings, known)
        ready = limits_and_engine(settings, CachedEndpoint(endpoint, store, origin=origin), origin)
        yield replace(ready, spent={"probe": endpoint.usage} if endpoint.usage.calls else {})


@asynccontextmanager
async def _offline(settings: Settings, store: "Store") -> AsyncIterator[Ready]:
    """Kept answers and nothing else."""
    from checker.engines.cached import CachedEndpoint

    fitting = [
        origin
        for origin in store.origins()
        if settings.model in (None, origin.model) and settings.base_url in (None, origin.endpoint)
    ]
    if not fitting:
        whose = f" of {settings.model!r}" if settings.model else ""
        whose += f" from {settings.base_url}" if settings.base_url else ""
        raise SettingsError(
            f"--offline needs kept answers, and {str(settings.answers)!r} has none{whose}: "
            "'checker answers import FILE' brings some"
        )
    yield limits_and_engine(settings, CachedEndpoint(None, store, origin=fitting[0]), fitting[0])


def origin_of(settings: Settings, known: "Capabilities | None") -> "Origin":
    """Who answers, as the store knows it. `known` None: as far as the settings say."""
    from checker.store import Origin

    parameters = {name: getattr(settings, name) for name in SAMPLING}
    context = settings.context_tokens or (known.usable_tokens if known else None)
    return Origin(
        model=known.model if known else settings.model or "",
        endpoint=settings.base_url or "",
        parameters={**parameters, "context_tokens": context},
    )


def limits_and_engine(settings: Settings, asks: "Asks", origin: "Origin") -> Ready:
    """The model engine that asks `asks`, given as much at once as fits the model's context."""
    from checker.engines.llm import LlmEngine, fitting_sizes

    context = origin.parameters.get("context_tokens")
    sizes = fitting_sizes(int(context) if context else None, max_output_tokens=settings.max_output_tokens)
    limits = _limits(
        settings,
        Limits(
            max_chars=sizes.max_chars,
            max_group=sizes.max_group,
            max_story=sizes.max_group,
            concurrency=settings.max_concurrency,
        ),
    )
    shown = {"max_chars": limits.max_chars, "max_group": limits.max_group, **origin.parameters}
    return Ready(LlmEngine(asks, origin=origin, sweep_chars=sizes.sweep_chars), limits, shown)


def _limits(settings: Settings, fitting: Limits) -> Limits:
    """What fits the engine, but for what the user has set."""
    return Limits(
        max_chars=settings.max_chars or fitting.max_chars,
        max_group=settings.max_group or fitting.max_group,
        max_story=settings.max_group or fitting.max_story,
        concurrency=fitting.concurrency,
    )


# What an endpoint can do is measured once and kept beside the answers: a repeated run makes no call.


def recalled(settings: Settings, wanted: "EndpointSettings") -> "Capabilities | None":
    """What was measured before, or None."""
    from checker.endpoint import Capabilities

    try:
        text = _capabilities_file(settings, wanted).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return Capabilities.from_json(text)


async def _remembered(settings: Settings, endpoint: "Endpoint") -> "Capabilities":
    known = await endpoint.capabilities()
    path = _capabilities_file(settings, endpoint.settings)
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(known.model_dump_json(indent=1), encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot write {str(path)!r}: {error.strerror}") from error
    return known


def forget_capabilities(settings: Settings, wanted: "EndpointSettings") -> None:
    """What is remembered of an endpoint is gone: the next run measures it anew."""
    _capabilities_file(settings, wanted).unlink(missing_ok=True)


def _capabilities_file(settings: Settings, wanted: "EndpointSettings") -> Path:
    """One file for each address, model and way of asking."""
    mark = f"{wanted.fingerprint()}-{wanted.rung or 'any'}-{wanted.context_tokens or 'any'}"
    return settings.answers.expanduser().parent / "endpoints" / f"{mark}.json"
