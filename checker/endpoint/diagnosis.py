"""What an examination found, and how it reads in a terminal."""

import json
from dataclasses import dataclass

from checker.endpoint.context import Room
from checker.endpoint.discovery import LocalServer
from checker.endpoint.faults import plain
from checker.endpoint.ladder import Rung

NOTHING_KNOWN = Room()
SettingValue = str | int
Setting = tuple[str, SettingValue]


@dataclass(frozen=True)
class RungFinding:
    """How one form of asking did: how many samples were valid at first try, of how many."""

    rung: Rung
    valid: int
    tried: int
    seconds: float = 0.0  # for one answer
    why: str = ""

    @property
    def works(self) -> bool:
        return self.valid > 0


@dataclass(frozen=True)
class Diagnosis:
    """What was found. Empty where nothing was: `problem` then says why, in one line."""

    address: str = ""
    problem: str = ""
    local: tuple[LocalServer, ...] = ()
    models: tuple[str, ...] = ()
    model: str = ""
    rungs: tuple[RungFinding, ...] = ()
    room: Room = NOTHING_KNOWN
    stated_context: int | None = None
    tokens_per_second: float | None = None
    embeddings: str = ""  # the model that gave some
    settings: tuple[Setting, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    tokens: int = 0

    @property
    def usable(self) -> bool:
        """Whether any form of asking works."""
        return any(finding.works for finding in self.rungs)


def render(diagnosis: Diagnosis) -> str:
    """Return the diagnosis as lines of plain text."""
    lines: list[str] = []
    if diagnosis.address:
        usual = next((one.name for one in diagnosis.local if one.base_url == diagnosis.address), "")
        lines.append(diagnosis.address + (f"  (where {usual} usually listens)" if usual else ""))
    if diagnosis.models:
        shown = ", ".join(diagnosis.models[:6])
        more = len(diagnosis.models) - 6
        lines.append(_row("models", shown + (f" and {more} more" if more > 0 else "")))
    if diagnosis.model:
        lines.append(_row("examined", plain(diagnosis.model)))
    lines += [_row(finding.rung, _rung_words(finding)) for finding in diagnosis.rungs]
    if diagnosis.usable:
        lines.append(_row("context", _context_words(diagnosis)))
        speed = diagnosis.tokens_per_second
        lines.append(_row("speed", f"{speed:,.0f} tokens a second" if speed else "not counted by the server"))
        lines.append(_row("embeddings", f"yes, {diagnosis.embeddings}" if diagnosis.embeddings else "no"))
    lines += [_row("note", note) for note in diagnosis.notes]
    if diagnosis.address:
        lines.append(_row("cost", f"{diagnosis.seconds:.0f} s, {diagnosis.tokens:,} tokens"))
    others = [one for one in diagnosis.local if one.base_url != diagnosis.address]
    lines += [_row("also there", f"{one.base_url}  (where {one.name} usually listens)") for one in others]
    if diagnosis.problem:
        lines.append(_row("problem", diagnosis.problem) if diagnosis.address else diagnosis.problem)
    elif not diagnosis.usable:
        lines.append(_row("problem", "no form of asking gives valid JSON: this model cannot be used here"))
    if diagnosis.settings:
        lines += ["", "Settings that follow:"]
        lines += [f"  {line}" for line in toml_lines(diagnosis.settings)]
    return "\n".join(lines) + "\n"


def _row(name: str, words: str) -> str:
    return f"  {name:<13}{words}"


def _rung_words(finding: RungFinding) -> str:
    if not finding.works:
        return f"fails    {finding.why}"
    share = f"{finding.valid} of {finding.tried} valid at first try"
    return f"works    {share}, {finding.seconds:.1f} s" + (f" ({finding.why})" if finding.why else "")


def _context_words(diagnosis: Diagnosis) -> str:
    room = diagnosis.room
    parts: list[str] = []
    if room.window is not None:
        parts.append(f"{room.window:,} tokens: longer prompts are cut or refused")
    if room.at_least is not None:
        parts.append(f"a prompt of {room.at_least:,} tokens arrives whole")
    if diagnosis.stated_context is not None:
        parts.append(f"the server states {diagnosis.stated_context:,}")
    if room.note and room.window is None:
        parts.append(room.note)
    return "; ".join(parts) or "not measured"


def toml_lines(settings: tuple[Setting, ...]) -> list[str]:
    """Return settings as lines of TOML; a JSON string is a TOML string too."""
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in settings]
