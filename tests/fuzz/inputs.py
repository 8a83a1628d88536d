"""Inputs to start from: the project's own pages, samples and answers."""

from collections.abc import Iterator
from pathlib import Path

from targets import SUFFIXES

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20_000  # bytes of one input: structure is what is looked for, size has tests of its own

PROSE = "The ferry to Ellin stays in port until Monday, the operator said on Friday after a third storm in a week.\n\n"
HEAD = "Ferry stays in port\nThe Norland Post, 4 March 2031\n\n"
SEVERAL = (
    (".txt", f"{HEAD}{PROSE * 2}***\n\n{HEAD}{PROSE * 2}"),
    (".txt", f"Document 1 of 2\n\n{PROSE}Length: 51 words\n\nDocument 2 of 2\n\nFull text: {PROSE}"),
    (".md", f"---\ntitle: a\ndate: 2031-03-04\n---\n{PROSE}---\ntitle: b\ndate: 2031-03-05\n---\n{PROSE}"),
    (".txt", f"Storm live\n\n22:15 GMT – {PROSE}23:40 GMT – {PROSE}00:25 GMT – {PROSE}01:10 GMT\n{PROSE}"),
    (".mbox", f"From a@b.example Tue Mar  4 10:00:00 2031\nSubject: x\n\n{PROSE}From c@d.example Wed Mar  5 10:00:00 2031\nDate: x\n\n{PROSE}"),
    (".json", '{"@type":"LiveBlogPosting","liveBlogUpdate":[{"datePublished":"2031-03-04T10:00","articleBody":"The ferry left."}]}'),
)  # fmt: skip


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to start from: the project's own pages, samples and attacks."""
    if target == "ingest":
        for number, suffix in enumerate(SUFFIXES):
            for path in sorted((ROOT / "fixtures" / "pages").glob(f"*{suffix}")):
                yield bytes([number]) + path.read_bytes()[:LONGEST]
        for suffix, text in SEVERAL:
            yield bytes([SUFFIXES.index(suffix)]) + text.encode()
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
