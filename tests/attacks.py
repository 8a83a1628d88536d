"""The attacks of fixtures/attacks, as folders to check: two outlets that contradict each other, and the attack."""

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from command_line import ROOT

SENTINEL = "zorvath"  # stands behind every attack: where it is, the attack is
HIDDEN = "quillfish"  # stands in all that hides

POST = """Twelve die in Marlow Vale flood

The flood in Marlow Vale killed 12 people on Monday. The governor, Ida Brandt, ordered the bridge closed.
"""
WIRE = """Marlow Vale under water

The flood in Marlow Vale killed 31 people on Monday. The regional governor is Ida Brandt, 54.
"""
BEFORE = "The night ferry Merganser left Tallow Bay at nine, and the tide was out. It carried 60 cars."
AFTER = "The crew of the Merganser slept on board. Two tugs of the harbour office pulled it free at dawn."


@dataclass(frozen=True)
class Attack:
    """One row of the fixture."""

    id: str
    family: str
    where: str
    text: str
    holds: tuple[str, ...]

    def __str__(self) -> str:
        return self.id


def attacks(*where: str, holds: str | None = None) -> list[Attack]:
    """The attacks that stand at one of these places (none named: at any) and must hold something."""
    lines = (ROOT / "fixtures" / "attacks" / "attacks.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [Attack(**{**json.loads(line), "holds": tuple(json.loads(line)["holds"])}) for line in lines]
    return [
        row for row in rows if (not where or row.where in where) and (holds is None or holds in row.holds)
    ]


def write_others(folder: Path) -> Path:
    """The two ordinary articles."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, outlet, text in (("post.md", "Harbour Post", POST), ("wire.md", "Kestrel Wire", WIRE)):
        head = f"---\noutlet: {outlet}\ndate: 2031-03-04\nlanguage: en\n---\n\n"
        (folder / name).write_text(head + text, encoding="utf-8")
    return folder


def write_attack(folder: Path, attack: Attack, *, name: str = "attack") -> Path:
    """The attack as a file; its path."""
    text = f"{attack.text} {SENTINEL}"
    if attack.where == "text":
        return _write(folder / f"{name}.txt", f"Ferry late\n\n{BEFORE}\n\n{text}\n\n{AFTER}\n")
    if attack.where in ("title", "outlet"):
        head = f"{attack.where}: {json.dumps(text)}\ndate: 2031-03-04"
        return _write(folder / f"{name}.md", f"---\n{head}\n---\n\nFerry late\n\n{BEFORE}\n\n{AFTER}\n")
    if attack.where == "html":
        return _write(folder / f"{name}.html", _page(attack.text))
    if attack.where == "name":
        return _write(folder / attack.text, f"Ferry late\n\n{BEFORE}\n\n{AFTER}\n")
    return FILES[attack.text](folder)


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def _page(fragment: str) -> str:
    paragraphs = (
        f"<p>{BEFORE} {AFTER}</p>\n{fragment}\n<p>{AFTER} {BEFORE} The harbour office opens at eight.</p>"
    )
    return (
        "<!doctype html><html><head><title>Ferry late</title></head>"
        f"<body><article><h1>Ferry late</h1>\n{paragraphs}\n</article></body></html>"
    )


def _xml_bomb(folder: Path) -> Path:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return _write(folder / "bomb.xml", f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]><x>&e9;</x>')


def _external_entity(folder: Path) -> Path:
    return _write(
        folder / "entity.xml",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><rss><channel><item>&e;</item></channel></rss>',
    )


def _gzip_bomb(folder: Path) -> Path:
    path = folder / "bomb.txt.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(b"a" * 1_000_000)
    return path


def _docx_bomb(folder: Path) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b" " * 120_000_000)
    path = folder / "bomb.docx"
    path.write_bytes(packed.getvalue())
    return path


def _link(folder: Path) -> Path:
    target = folder.parent / f"outside-{folder.name}.txt"
    _write(target, "Secret words outside of the folder.")
    path = folder / "link.txt"
    path.symlink_to(target)
    return path


def _loop(folder: Path) -> Path:
    path = folder / "loop"
    path.symlink_to(folder, target_is_directory=True)
    return path


def _pipe(folder: Path) -> Path:
    path = folder / "pipe.txt"
    os.mkfifo(path)
    return path


def _front_matter_bomb(folder: Path) -> Path:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 10))
    text = f"---\ntitle: Ferry late\nl0: &l0 [ha]\n{levels}---\n\nFerry late\n\n{BEFORE}\n\n{AFTER}\n"
    return _write(folder / "yaml.md", text)


def _of(name: str, text: str) -> Callable[[Path], Path]:
    return lambda folder: _write(folder / name, text)


FILES: dict[str, Callable[[Path], Path]] = {
    "xml bomb": _xml_bomb,
    "external entity": _external_entity,
    "gzip bomb": _gzip_bomb,
    "docx bomb": _docx_bomb,
    "deep json": _of("deep.json", '{"a":' * 100_000 + "1" + "}" * 100_000),
    "deep html": _of("deep.html", "<div>" * 5_000 + "ferry" + "</div>" * 5_000),
    "long line": _of("long.txt", "ferry " * 500_000),
    "link out of the folder": _link,
    "folder loop": _loop,
    "pipe": _pipe,
    "binary": _of("picture.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "front matter bomb": _front_matter_bomb,
}


def distinct(texts: Sequence[str]) -> list[str]:
    """The texts without repetition, in order."""
    return list(dict.fromkeys(texts))
