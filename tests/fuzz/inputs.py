"""Inputs to start from: the project's own pages, samples and answers."""

from collections.abc import Iterator
from pathlib import Path

from targets import SUFFIXES

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20_000  # bytes of one input: structure is what is looked for, size has tests of its own


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to start from: the project's own pages, samples and attacks."""
    if target == "ingest":
        for number, suffix in enumerate(SUFFIXES):
            for path in sorted((ROOT / "fixtures" / "pages").glob(f"*{suffix}"))[:12]:
                yield bytes([number]) + path.read_bytes()[:LONGEST]
        for path in sorted((ROOT / "seeds").iterdir()):
            yield bytes([SUFFIXES.index(".txt")]) + path.read_bytes()[:LONGEST]
    elif target == "json_salvage":
        claim = (
            b'{"quote":"a","claim":"b","kind":"event","speaker":null,"via":null,"modality":"asserted","negated":false,'
            b'"when":null,"value":null,"subject":null,"predicate":null,"object":null}'
        )
        yield b'\x00{"claims":[' + claim + b"," + claim + b"]}"
        yield b"\x00<think>no</think>```json\n[" + claim + b",]\n```"
        yield b'\xff{"claims":[' + claim + b',{"quote":"cu'
        yield b'\x90{"claims": []}'
    elif target == "front_matter":
        yield b"title: Minister: no deal\noutlet: 'Post'\ntags: [a, b]\ndate: 2031-03-04"
        yield b'title = "x"\ndate = 2031-03-04\n[extra]\na = 1'
        yield b"&a [*a, *a]\nkey: >\n  folded\n  text\n? complex\n: value"
    else:
        yield "The ferry left. “Nobody was hurt,” she said.\0The ferry left.\0Nobody was hurt\0x\0".encode()
