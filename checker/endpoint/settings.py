"""What is known of an address beforehand, and what has been found out about it."""

import hashlib
import json
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from checker.endpoint.ladder import REASK_WORDS, SCHEMA_WORDS, Dialect, Rung
from checker.errors import SettingsError

ContextSource = Literal["measured", "stated", "given", "unknown"]


class EndpointSettings(BaseModel):
    """One OpenAI-compatible address and how it is to be used.

    The key comes from the environment; it is shown in no repr, error or dump. `model` may be empty
    where the address serves exactly one. `extra` goes into each request's body as it is (a server's
    own parameters, such as `chat_template_kwargs`). `temperature` or `seed` None: not sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    base_url: str
    model: str = ""
    api_key: SecretStr | None = None
    timeout_s: Annotated[float, Field(gt=0)] = 120.0  # for one attempt, from sending to the last byte
    max_concurrency: Annotated[int, Field(ge=1, le=256)] = 8
    max_retries: Annotated[int, Field(ge=0, le=10)] = 3  # tries after the first, for whatever reason
    max_reasks: Annotated[int, Field(ge=0, le=5)] = 1  # of them, tries after an invalid answer
    max_tokens_total: Annotated[int, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = 0.0
    seed: int | None = None
    max_output_tokens: Annotated[int, Field(ge=16)] = 8192
    rung: Rung | None = None  # None: the strongest that works
    context_tokens: Annotated[int, Field(ge=512)] | None = None  # None: as stated, or measured
    context_probe_tokens: Annotated[int, Field(ge=0)] = 48_000  # the longest prompt tried; 0: none
    embedding_model: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict)
    retry_base_s: Annotated[float, Field(ge=0)] = 0.5
    retry_cap_s: Annotated[float, Field(ge=0)] = 60.0  # a longer Retry-After loses the question at once
    max_answer_bytes: Annotated[int, Field(ge=1000)] = 2_000_000

    def secret(self) -> str:
        """Return the key, or "" without one."""
        return self.api_key.get_secret_value().strip() if self.api_key is not None else ""

    def checked(self) -> "EndpointSettings":
        """Return the settings with a clean address. Raises SettingsError, which never quotes a secret."""
        url = self.base_url.strip().rstrip("/")
        try:
            parts = urlsplit(url)
            port_ok = parts.port is None or parts.port > 0
        except ValueError:
            raise SettingsError(
                "the address (base_url) is no URL; example: http://localhost:11434/v1"
            ) from None
        if parts.scheme not in ("http", "https") or not parts.hostname or not port_ok:
            raise SettingsError(
                "the address (base_url) must begin with http:// or https://; example: http://localhost:11434/v1"
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise SettingsError(
                "the address (base_url) must hold no user, password or query: keys come from the environment"
            )
        key = self.secret()
        if not all("!" <= letter <= "~" for letter in key):
            raise SettingsError(
                "the API key holds characters that cannot stand in a header (white space, accents)"
            )
        return self.model_copy(update={"base_url": url})

    def fingerprint(self) -> str:
        """Return a short hash that changes whenever an answer could: address, model, parameters, words."""
        parts = {
            "address": self.base_url,
            "model": self.model,
            "temperature": self.temperature,
            "seed": self.seed,
            "max_output_tokens": self.max_output_tokens,
            "extra": self.extra,
            "words": [SCHEMA_WORDS, REASK_WORDS],
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


CHUNK_PROMPT_TOKENS = 6_000  # one chunk with its prompt and answer


class Capabilities(BaseModel):
    """What one address and model can do, as measured; plain JSON, so that it can be kept.

    `context_tokens`: the window, prompt and answer together; None where no end of it was found.
    `context_at_least`: the longest prompt that was seen to arrive whole. `tokens_per_byte` is its
    tokenizer's, on our prompts. `embeddings` None: not tried.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    model: str
    rung: Rung
    context_tokens: int | None = None
    context_source: ContextSource = "unknown"
    context_at_least: int | None = None
    tokens_per_byte: float | None = None
    embeddings: bool | None = None
    omit: tuple[str, ...] = ()
    tokens_field: str = "max_tokens"
    lengths: bool = True
    notes: tuple[str, ...] = ()

    @property
    def usable_tokens(self) -> int | None:
        """Return the context to plan with: the window, else what arrived whole if that was a long prompt."""
        if self.context_tokens is not None:
            return self.context_tokens
        return self.context_at_least if (self.context_at_least or 0) > CHUNK_PROMPT_TOKENS * 2 else None

    @property
    def dialect(self) -> Dialect:
        """Return what of the optional vocabulary the address understands."""
        return Dialect(omit=self.omit, tokens_field=self.tokens_field, lengths=self.lengths)

    @classmethod
    def from_json(cls, text: str) -> "Capabilities | None":
        """Return kept capabilities, or None where they are of another version."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return None
