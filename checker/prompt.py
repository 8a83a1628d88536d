"""Prompts as files: read, checked, and filled in one pass.

A prompt is `prompts/<name>/v<N>.md`: TOML front matter between two `+++` lines, then a
`# System` part, which is the same in every request (so that providers' prefix caches hit),
and a `# User` part with `{{ slot }}` marks. A released version never changes:
`prompts/lock.toml` holds its sha256.

Filling is one regex pass over the prompt alone. What is filled in is never scanned again,
so braces in an article stay braces. Only what many servers take for the marks of their own chat
template, wherever it stands ("<|im_end|>", "[INST]"), is filled in so that it is none.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from checker.errors import SettingsError
from checker.model import Value

_SLOT = re.compile(r"\{\{ ?([a-z_]{1,40}) ?\}\}")
# Tokens that a server may turn into the end of a message although they stand in an article.
_CHAT_MARK = re.compile(
    r"<(?=[|｜])|<(?=/?[A-Za-z0-9_][^<>\s]{0,60}>)|\[(?=/?(?:INST|SYSTEM|SYSTEM_PROMPT|TOOL_\w{1,20}|AVAILABLE_TOOLS|IMG|"
    r"IMG_\w{1,10}|ARGS|CALL_ID|PREFIX|SUFFIX|MIDDLE|THINK|BOS|EOS|CLS|SEP|MASK|PAD|UNK)\])"
)
_FENCE = "+++\n"
_SYSTEM, _USER = "# System\n", "# User\n"


class Filled(Value):
    """The two messages of one request."""

    system: str
    user: str


class Prompt(Value):
    """One version of one prompt. `sha256`: of the file's bytes; `schema_name`: the answer's wire model."""

    name: str
    version: int
    purpose: str
    slots: tuple[str, ...]
    schema_name: str
    system: str
    user: str
    sha256: str

    @property
    def label(self) -> str:
        """The prompt and its version: "extract_claims/v1"."""
        return f"{self.name}/v{self.version}"

    def fill(self, **values: str) -> Filled:
        """The messages with every slot filled. Raises: ValueError for an unknown or missing slot."""
        if values.keys() != set(self.slots):
            wrong = sorted(values.keys() ^ set(self.slots))
            raise ValueError(
                f"prompt {self.label}: slots {wrong} are missing or unknown; it has {list(self.slots)}"
            )
        return Filled(
            system=self.system,
            user=_SLOT.sub(lambda mark: _without_chat_marks(values[mark.group(1)]), self.user),
        )


@cache
def load_prompt(name: str, version: int | None = None) -> Prompt:
    """The named prompt, in its highest version if none is given. Raises: SettingsError."""
    folder = prompt_folder() / name
    versions = _versions(folder)
    if not versions:
        raise SettingsError(f"no prompt named {name!r} in {prompt_folder()}")
    number = max(versions) if version is None else version
    if number not in versions:
        raise SettingsError(f"prompt {name!r} has no version {number}; it has {sorted(versions)}")
    return parse_prompt((folder / f"v{number}.md").read_bytes(), where=f"{name}/v{number}.md")


def parse_prompt(data: bytes, *, where: str) -> Prompt:
    """The prompt that a file's bytes hold. Raises: SettingsError."""
    head, body = _front_matter(data.decode("utf-8"), where)
    system, user = _parts(body, where)
    try:
        prompt = Prompt(
            name=head["name"],
            version=head["version"],
            purpose=head["purpose"],
            slots=tuple(head["slots"]),
            schema_name=head["schema"],
            system=system,
            user=user,
            sha256=hashlib.sha256(data).hexdigest(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"prompt {where}: front matter: {error}") from error
    if f"{prompt.label}.md" != where:
        raise SettingsError(f"prompt {where} calls itself {prompt.label}")
    _check_slots(prompt, where)
    return prompt


def fence(texts: Sequence[str], *, name: str) -> tuple[str, ...]:
    """Each text between two marker lines that occur in none of the texts.

    The marker comes from the hash of all of them: the same texts are fenced the same way every
    time, and nobody can write a text that closes its own fence, or its neighbour's.
    """
    seed = "\n".join(f"{len(text)}\n{text}" for text in texts)
    while True:
        seed = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()
        marker = f"{name}-{seed[:12]}"
        if not any(marker in text for text in texts):
            return tuple(f"<<<{marker}\n{text}\n{marker}>>>" for text in texts)


def _without_chat_marks(text: str) -> str:
    """The text with another bracket where a server would see a mark of its chat, as long as before."""
    return _CHAT_MARK.sub(lambda mark: "‹" if mark.group() == "<" else "［", text)


def one_line(text: str) -> str:
    """`text` with every run of white space as one space, so that it cannot begin a line of its own."""
    return " ".join(text.split())


def prompt_folder() -> Traversable:
    """Where the prompts are: inside the installed package, or beside it in a source tree."""
    packaged = resources.files("checker") / "prompts"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parent.parent / "prompts"


def prompt_names() -> tuple[str, ...]:
    """The names of all prompts, sorted."""
    return tuple(sorted(entry.name for entry in prompt_folder().iterdir() if entry.is_dir()))


def prompt_versions(name: str) -> tuple[int, ...]:
    """The versions of one prompt, ascending."""
    return tuple(sorted(_versions(prompt_folder() / name)))


def hashes(prompts: Iterable[Prompt]) -> dict[str, str]:
    """Each prompt's label and sha256, sorted by label."""
    return {prompt.label: prompt.sha256 for prompt in sorted(prompts, key=lambda prompt: prompt.label)}


def _versions(folder: Traversable) -> set[int]:
    if not folder.is_dir():
        return set()
    names = (re.fullmatch(r"v([0-9]{1,4})\.md", entry.name) for entry in folder.iterdir())
    return {int(match.group(1)) for match in names if match}


def _front_matter(text: str, where: str) -> tuple[dict[str, Any], str]:
    if not text.startswith(_FENCE) or text.count("\n" + _FENCE) < 1:
        raise SettingsError(f"prompt {where}: no front matter between two lines of '+++'")
    head, body = text.removeprefix(_FENCE).split("\n" + _FENCE, 1)
    try:
        return tomllib.loads(head), body
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"prompt {where}: front matter: {error}") from error


def _parts(body: str, where: str) -> tuple[str, str]:
    before, mark, rest = body.partition(_SYSTEM)
    system, second_mark, user = rest.partition("\n" + _USER)
    if before.strip() or not mark or not second_mark or "\n" + _USER in user:
        raise SettingsError(f"prompt {where}: needs one '# System' part, then one '# User' part")
    return system.strip(), user.strip()


def _check_slots(prompt: Prompt, where: str) -> None:
    if _SLOT.search(prompt.system):
        raise SettingsError(f"prompt {where}: a slot in the system part would change the shared prefix")
    used = set(_SLOT.findall(prompt.user))
    if used != set(prompt.slots):
        raise SettingsError(f"prompt {where}: declares slots {sorted(prompt.slots)}, uses {sorted(used)}")
