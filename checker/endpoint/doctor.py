"""What one address can do, examined in under a minute.

`examine` measures, `render` says it, `write_settings` keeps what follows. What there was no time
for is named as not measured.
"""

import asyncio
import time
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from checker.endpoint.advice import advice, write_settings
from checker.endpoint.client import Endpoint
from checker.endpoint.context import Room, measure
from checker.endpoint.diagnosis import Diagnosis, RungFinding, render
from checker.endpoint.discovery import USUAL, LocalServer, Usual, discover
from checker.endpoint.faults import LostAnswerError, plain
from checker.endpoint.ladder import RUNGS, Dialect, Rung
from checker.endpoint.probe import SAMPLES, NoRungHelpsError, Trial, listed_models, try_rung
from checker.endpoint.settings import EndpointSettings
from checker.errors import EndpointError

__all__ = ["Diagnosis", "RungFinding", "examine", "render", "write_settings"]

EXAMINATION_S = 50.0
REQUEST_S = 25.0  # a sample answered more slowly than this makes no usable check
CONTEXT_SIZES = (
    2000,
    6000,
    16_000,
    48_000,
)  # tokens: less than a chunk, a chunk, a large group, a small story
EMBEDDING_WORDS = ("embed", "bge", "minilm", "e5-", "gte-")


async def examine(
    settings: EndpointSettings, *, within_s: float = EXAMINATION_S, usual: tuple[Usual, ...] = USUAL
) -> Diagnosis:
    """Return what the address can do; with an empty `base_url`, the first local server on a usual port.

    Raises SettingsError for settings that make no sense; everything the address does wrong is in
    the diagnosis.
    """
    began = time.monotonic()
    local: tuple[LocalServer, ...] = ()
    if not settings.base_url.strip():
        local = await discover(usual)
        if not local:
            return Diagnosis(problem=_nobody(usual), seconds=time.monotonic() - began)
        settings = settings.model_copy(update={"base_url": local[0].base_url})
    patient = _examined_with(settings)
    examination = _Examination(settings=patient, ends_at=began + within_s)
    diagnosis = await examination.run()
    if not diagnosis.models and not urlsplit(patient.base_url).path.strip("/"):
        below = patient.model_copy(update={"base_url": f"{patient.base_url.rstrip('/')}/v1"})
        second = await _Examination(settings=below, ends_at=began + within_s).run()
        if second.models or second.usable:
            diagnosis = replace(second, notes=(*second.notes, "the address needs /v1 at its end"))
    return replace(diagnosis, local=local, seconds=time.monotonic() - began)


def _examined_with(settings: EndpointSettings) -> EndpointSettings:
    changes = {"timeout_s": min(settings.timeout_s, REQUEST_S), "max_retries": 0, "max_reasks": 0}
    return settings.model_copy(update=changes).checked()


def _nobody(usual: tuple[Usual, ...]) -> str:
    places = ", ".join(f"{one.name} ({one.port})" for one in usual)
    return f"no local server answers on the usual ports: {places}; name an address with --base-url"


@dataclass
class _Examination:
    """The steps, in order of importance, until the time is up."""

    settings: EndpointSettings
    ends_at: float
    notes: list[str] = field(default_factory=list)
    dialect: Dialect = field(default_factory=Dialect)

    async def run(self) -> Diagnosis:
        async with Endpoint(self.settings) as endpoint:
            diagnosis = Diagnosis(address=self.settings.base_url)
            try:
                diagnosis = await self._models(endpoint, diagnosis)
                diagnosis = await self._rungs(endpoint, diagnosis)
                if diagnosis.usable:
                    diagnosis = await self._samples(endpoint, diagnosis)
                    diagnosis = await self._context(endpoint, diagnosis)
                    diagnosis = await self._embeddings(diagnosis)
            except EndpointError as error:
                diagnosis = replace(diagnosis, problem=str(error))
            diagnosis = replace(diagnosis, notes=tuple(self.notes), tokens=endpoint.ledger.spent)
            return replace(diagnosis, settings=advice(diagnosis, self.settings))

    async def _models(self, endpoint: Endpoint, diagnosis: Diagnosis) -> Diagnosis:
        models = await listed_models(endpoint)
        named = self.settings.model
        names = tuple(plain(model.name) for model in models)
        chosen = named or next((model.name for model in models if _nameable(model.name)), "")
        if not chosen:
            raise EndpointError(
                f"{self.settings.base_url}: no models are listed there; name one with --model"
            )
        if not named and len(models) > 1:
            self.notes.append(
                f"several models are served; {plain(chosen)} was examined, --model names another"
            )
        stated = next((model.context_tokens for model in models if model.name == chosen), None)
        return replace(diagnosis, models=names, model=chosen, stated_context=stated)

    async def _rungs(self, endpoint: Endpoint, diagnosis: Diagnosis) -> Diagnosis:
        """Try every form on one sample."""
        for rung in RUNGS:
            trial = await self._trial(endpoint, diagnosis.model, rung, SAMPLES[0])
            if trial is None:
                self.notes.append(f"{rung}: not tried, the time was up")
                continue
            if trial.works and not diagnosis.usable:
                self.dialect = trial.dialect
            finding = RungFinding(rung, int(trial.works), 1, trial.seconds, trial.why)
            diagnosis = replace(diagnosis, rungs=(*diagnosis.rungs, finding))
            if trial.works and trial.completion_tokens and trial.seconds > 0:
                speed = trial.completion_tokens / trial.seconds
                diagnosis = replace(
                    diagnosis, tokens_per_second=max(speed, diagnosis.tokens_per_second or 0.0)
                )
        return diagnosis

    async def _samples(self, endpoint: Endpoint, diagnosis: Diagnosis) -> Diagnosis:
        """Try the remaining samples on the strongest form that works."""
        best = next(finding for finding in diagnosis.rungs if finding.works)
        for text in SAMPLES[1:]:
            trial = await self._trial(endpoint, diagnosis.model, best.rung, text)
            if trial is None:
                break
            valid = best.valid + int(trial.works)
            best = replace(best, valid=valid, tried=best.tried + 1, why=best.why or trial.why)
        rungs = tuple(best if finding.rung == best.rung else finding for finding in diagnosis.rungs)
        return replace(diagnosis, rungs=rungs)

    async def _context(self, endpoint: Endpoint, diagnosis: Diagnosis) -> Diagnosis:
        best = next(finding.rung for finding in diagnosis.rungs if finding.works)
        room = Room()
        for size in CONTEXT_SIZES:
            try:
                async with asyncio.timeout(self._left()):
                    found = await measure(
                        endpoint, diagnosis.model, rung=best, dialect=self.dialect, sizes=(size,)
                    )
            except TimeoutError:
                self.notes.append(f"context: {size:,} tokens not tried to the end, the time was up")
                break
            if found.at_least is None:
                room = Room(found.window, room.at_least, found.note)
                break
            room = found
        return replace(diagnosis, room=room)

    async def _embeddings(self, diagnosis: Diagnosis) -> Diagnosis:
        named = self.settings.embedding_model
        model = named or next((name for name in diagnosis.models if _embeds(name)), diagnosis.model)
        asking = self.settings.model_copy(update={"embedding_model": model, "timeout_s": 5.0})
        async with Endpoint(asking) as embedder:
            try:
                async with asyncio.timeout(self._left()):
                    vectors = await embedder.embed([SAMPLES[0]])
            except (LostAnswerError, EndpointError, TimeoutError):
                return diagnosis
        return replace(diagnosis, embeddings=plain(model)) if vectors and vectors[0] else diagnosis

    async def _trial(self, endpoint: Endpoint, model: str, rung: Rung, text: str) -> Trial | None:
        """Return a trial, or None where the time is up. Raises EndpointError."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._left()):
                return await try_rung(endpoint, model, rung, self.dialect, text)
        except TimeoutError:
            return None
        except NoRungHelpsError as error:
            if error.code != "timeout":
                raise
            seconds = time.monotonic() - began
            return Trial(rung, works=False, why=f"no answer in {seconds:.0f} s", dialect=self.dialect)

    def _left(self) -> float:
        return max(0.01, self.ends_at - time.monotonic())


def _nameable(name: str) -> bool:
    """Tell whether a listed model can be asked for claims, and named in a terminal as it is."""
    return plain(name) == name and not _embeds(name)


def _embeds(name: str) -> bool:
    return any(word in name.lower() for word in EMBEDDING_WORDS)
