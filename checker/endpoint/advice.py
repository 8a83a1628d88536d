"""The settings that follow from a diagnosis, and their place in `checker.toml`."""

import math
import os
import re
import tomllib
from pathlib import Path

from checker.endpoint.diagnosis import Diagnosis, Setting, toml_lines
from checker.endpoint.settings import CHUNK_PROMPT_TOKENS, EndpointSettings
from checker.errors import SettingsError

PATIENT_S = 60.0  # a full answer that takes longer than this asks for a longer timeout


def advice(diagnosis: Diagnosis, settings: EndpointSettings) -> tuple[Setting, ...]:
    """Return the settings that follow from a diagnosis, by their names in `checker.toml`."""
    if not diagnosis.usable:
        return ()
    best = max(diagnosis.rungs, key=lambda finding: finding.works)  # the first of those that work
    follows: list[Setting] = [
        ("base_url", diagnosis.address),
        ("model", diagnosis.model),
        ("rung", best.rung),
    ]
    window = diagnosis.room.window or diagnosis.stated_context
    arrived = diagnosis.room.at_least or 0
    if window is None and arrived > 2 * CHUNK_PROMPT_TOKENS:
        follows.append(("context_tokens", arrived))
    if window is not None:
        follows.append(("context_tokens", window))
        if window < 2 * settings.max_output_tokens:
            follows.append(("max_output_tokens", max(256, window // 4)))
    needed_s = (
        settings.max_output_tokens / diagnosis.tokens_per_second if diagnosis.tokens_per_second else 0.0
    )
    if needed_s > PATIENT_S:
        follows.append(("timeout_s", math.ceil((30 + 1.5 * needed_s) / 10) * 10))
    return tuple(follows)


def write_settings(diagnosis: Diagnosis, path: Path) -> tuple[str, ...]:
    """Return the names of the settings put into the file; the rest of it stays as it is.

    The file is replaced in one step. Raises SettingsError where there is nothing to write, or the
    file cannot be read, understood or written.
    """
    if not diagnosis.settings:
        raise SettingsError("nothing to write: no settings follow from this examination")
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        kept = tomllib.loads(before)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read {str(path)!r}: {error}") from None
    after = with_settings(before, diagnosis.settings)
    wanted = {**kept, **dict(diagnosis.settings)}
    try:
        understood = tomllib.loads(after) == wanted
    except tomllib.TOMLDecodeError:
        understood = False
    if not understood:  # a value over several lines, say
        lines = "\n".join(toml_lines(diagnosis.settings))
        raise SettingsError(
            f"cannot change {str(path)!r} without risk to what stands there; add yourself:\n{lines}"
        )
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(after, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SettingsError(f"cannot write {str(path)!r}: {error.strerror}") from None
    return tuple(name for name, _ in diagnosis.settings)


def with_settings(text: str, settings: tuple[Setting, ...]) -> str:
    """Return TOML text with these settings replaced where they stand, or put before the first table."""
    lines = text.splitlines()
    first_table = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    head, tables = lines[:first_table], lines[first_table:]
    missing: list[str] = []
    for (name, _), line in zip(settings, toml_lines(settings), strict=True):
        places = [at for at, old in enumerate(head) if re.match(rf"\s*{re.escape(name)}\s*=", old)]
        if places:
            head[places[0]] = line
        else:
            missing.append(line)
    while head and not head[-1].strip():
        head.pop()
    return "\n".join([*head, *missing, *([""] if tables else []), *tables]) + "\n"
