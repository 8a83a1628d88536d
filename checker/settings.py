"""Flags, environment and `checker.toml` → one frozen `Settings`, and where each value came from.

A flag wins over the environment, the environment over the file, the file over the default.
Secrets come from the environment only. To add a setting, add a field to `Settings`: its
variable (`CHECKER_` and the name in capitals), its key in `checker.toml` and its row in
`checker config` follow from the name.
"""

import difflib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError

from checker.errors import SettingsError
from checker.model import Scope, Severity

FILE_NAME = "checker.toml"
FOREIGN_VARIABLES = {"base_url": "OPENAI_BASE_URL", "api_key": "OPENAI_API_KEY"}  # the names the SDK knows
OTHER_VARIABLES = frozenset({"CHECKER_DEBUG"})  # read by the command line before any setting
CONTRADICTIONS: tuple[Scope, ...] = ("outlets", "speakers", "article")  # an update is not one

EngineName = Literal["auto", "rules", "llm", "cascade"]
Format = Literal[
    "text", "json", "markdown", "html", "csv", "sarif", "junit", "jsonl", "annotations", "queries"
]
Rung = Literal["json_schema", "tools", "json_object", "text"]


class FailOn(BaseModel):
    """Which findings make `check` exit with 1: those of these scopes, at or above this severity."""

    model_config = ConfigDict(frozen=True)

    scopes: tuple[Scope, ...]
    severity: Severity = "low"


def parse_fail_on(text: str) -> FailOn:
    """What `--fail-on` asks for: `any`, `never`, or scopes and at most one severity, with commas between.

    Raises: ValueError for a word that is none of these.
    """
    words = [word.strip() for word in text.split(",")]
    if words == ["any"]:
        return FailOn(scopes=CONTRADICTIONS)
    if words == ["never"]:
        return FailOn(scopes=())
    scopes = tuple(scope for scope in get_args(Scope) if scope in words)
    severities = tuple(severity for severity in get_args(Severity) if severity in words)
    known = {*scopes, *severities}
    if unknown := [word for word in words if word not in known]:
        raise ValueError(
            f"{unknown[0]!r} is not any, never, one of the scopes {', '.join(get_args(Scope))}, "
            f"or one of the severities {', '.join(get_args(Severity))}"
        )
    if len(severities) > 1:
        raise ValueError(f"one severity at most, found {' and '.join(severities)}")
    return FailOn(scopes=scopes or CONTRADICTIONS, severity=severities[0] if severities else "low")


def _check_fail_on(text: str) -> str:
    parse_fail_on(text)
    return text


def _check_base_url(url: str) -> str:
    """The address without a slash at its end. Credentials in it would be shown: refused."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an address starts with http:// or https://, as in http://localhost:11434/v1")
    if parts.username is not None or parts.password is not None:
        raise ValueError(
            "a name or password in the address would be shown: put the key in the variable CHECKER_API_KEY"
        )
    return url.rstrip("/")


NonEmpty = Annotated[str, Field(min_length=1)]
BaseUrl = Annotated[str, AfterValidator(_check_base_url)]
FailOnWords = Annotated[str, AfterValidator(_check_fail_on)]


class Settings(BaseModel):
    """Every setting of a run, checked. Field descriptions are what the docs say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    out: Path = Field(Path("consistency-report"), description="folder that the report is written to")
    format: Format = Field("text", description="what is printed on stdout")
    fail_on: FailOnWords = Field("any", description="which findings make the exit code 1")
    quiet: bool = Field(False, description="no progress and no notes on stderr")
    engine: EngineName = Field("auto", description="who reads and compares; auto: llm with an address")
    max_chars: int | None = Field(
        None, ge=500, le=200_000, description="characters an engine reads at once; not set: what suits it"
    )
    max_group: int | None = Field(
        None, ge=2, le=500, description="claims an engine compares at once; not set: what suits it"
    )
    base_url: BaseUrl | None = Field(None, description="address of an OpenAI-compatible endpoint")
    model: NonEmpty | None = Field(None, description="model to ask there; not set: the only one it serves")
    api_key: SecretStr | None = Field(None, description="key for the endpoint; from the environment only")
    timeout_s: float = Field(120.0, gt=0, description="seconds for one request")
    max_concurrency: int = Field(8, ge=1, le=256, description="requests under way at once, at most")
    max_retries: int = Field(3, ge=0, le=10, description="further tries of a request that failed")
    max_output_tokens: int = Field(8192, ge=16, description="tokens of one answer, at most")
    max_tokens_total: int | None = Field(None, ge=1, description="tokens of the whole run, at most")
    context_tokens: int | None = Field(
        None, ge=512, description="the model's context; not set: as stated by the server, or measured"
    )
    rung: Rung | None = Field(None, description="how JSON is asked for; not set: the strongest that works")
    temperature: float | None = Field(0.0, ge=0, le=2, description="sampling temperature")
    seed: int | None = Field(None, description="sampling seed; not set: none is sent")
    price_in: float | None = Field(None, ge=0, description="price of a million prompt tokens")
    price_out: float | None = Field(None, ge=0, description="price of a million completion tokens")
    offline: bool = Field(False, description="no calls: kept answers only")
    answers: Path = Field(
        Path("~/.cache/checker/answers.sqlite"), description="file that keeps the model's answers"
    )


SECRETS = frozenset({"api_key"})


class Resolved(BaseModel):
    """The settings, and for each by name where its value came from."""

    model_config = ConfigDict(frozen=True)

    settings: Settings
    sources: Mapping[str, str]

    def value(self, name: str) -> str | int | float | None:
        """The value of one setting as it may be shown: `set` where it is a secret, None where it has none."""
        value = getattr(self.settings, name)
        if isinstance(value, SecretStr):
            return "set"
        return value.as_posix() if isinstance(value, Path) else value


def load_settings(
    flags: Mapping[str, str], *, env: Mapping[str, str], config: Path | None = None, folder: Path = Path()
) -> Resolved:
    """Every setting with its source; `flags` holds only what was given, by the setting's name.

    The file is `config`, or `checker.toml` in `folder` where there is one. An empty
    variable counts as not set. Raises: SettingsError.
    """
    _refuse_unknown_variables(env)
    file, written = _read_file(config, folder)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for name in Settings.model_fields:
        source, value = "default", None
        variables = [f"CHECKER_{name.upper()}"]
        if name in FOREIGN_VARIABLES:
            variables.append(FOREIGN_VARIABLES[name])
        variable = next((each for each in variables if env.get(each)), None)
        if name in flags:
            source = f"--{name.replace('_', '-')}"
            value = _from_text(name, flags[name], source)
        elif variable is not None:
            source = variable
            value = _from_text(name, env[variable], source)
        elif name in written:
            source = file
            value = _from_toml(name, written[name], source)
        if value is not None:
            values[name] = value
        sources[name] = source
    return Resolved(settings=Settings.model_construct(**values), sources=sources)


def _read_file(config: Path | None, folder: Path) -> tuple[str, dict[str, object]]:
    """The file's name and what it sets; nothing where there is none and none was asked for."""
    path = config if config is not None else folder / FILE_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
        written: dict[str, object] = tomllib.loads(text)
    except FileNotFoundError:
        if config is None:
            return FILE_NAME, {}
        raise SettingsError(f"no such settings file: {str(path)!r} (from --config)") from None
    except OSError as error:
        raise SettingsError(f"cannot read {str(path)!r}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"cannot read {str(path)!r}: it is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"cannot read {str(path)!r}: {error or 'nested too deeply'}") from None
    for key in written:
        if key in SECRETS:
            raise SettingsError(
                f"{key} stands in {str(path)!r}: secrets come from the environment only. "
                f"Remove it there and set CHECKER_{key.upper()}"
            )
        if key not in Settings.model_fields:
            raise SettingsError(
                f"unknown setting {key!r} in {str(path)!r}{_nearest(key, Settings.model_fields)}; "
                "'checker config' lists all"
            )
    return str(path), written


def _refuse_unknown_variables(env: Mapping[str, str]) -> None:
    """Raises SettingsError for a CHECKER_ variable that sets nothing: most likely a slip of the pen."""
    known = {f"CHECKER_{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    for variable in sorted(env):
        if variable.startswith("CHECKER_") and variable not in known:
            raise SettingsError(f"unknown variable {variable} in the environment{_nearest(variable, known)}")


def _nearest(word: str, known: Mapping[str, object] | set[str]) -> str:
    """`. Did you mean …?`, or nothing where no known word is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f". Did you mean {near[0]!r}?" if near else ""


def _from_text(name: str, text: str, source: str) -> object:
    """The value that a flag or a variable states in words."""
    try:
        return _adapter(name).validate_strings(text)
    except ValidationError as error:
        raise _unfit(name, text, source, error) from None


def _from_toml(name: str, value: object, source: str) -> object:
    """The value from the file, which has types of its own: "6000" is no number there."""
    try:
        # a date, which JSON has not, becomes what no setting is
        return _adapter(name).validate_json(json.dumps(value, default=lambda _: {}), strict=True)
    except ValidationError as error:
        raise _unfit(name, value, source, error) from None


def _adapter(name: str) -> TypeAdapter[Any]:
    field = Settings.model_fields[name]
    form: Any = Annotated[field.annotation, field]
    return TypeAdapter(form)


def _unfit(name: str, value: object, source: str, error: ValidationError) -> SettingsError:
    """What is wrong with a value, without the value where it is or may hold a secret."""
    found = "the value" if name in SECRETS or "@" in str(value) else repr(value)
    reason = error.errors(include_url=False, include_context=False, include_input=False)[0]["msg"]
    reason = reason.removeprefix("Value error, ").removeprefix("Input ")
    return SettingsError(f"{name} (from {source}): {found} does not do: {reason}")
