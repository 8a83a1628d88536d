"""Write a tiny language model that says random things, as a GGUF file: no weights of anybody's.

    python tiny_gguf.py OUT.gguf [SEED]

Two layers of a llama, 64 wide, its weights random. The vocabulary is the bytes and printable ASCII.
The first dimension of every embedding is a large constant, so the first column of the output layer
is a bias for each token: letters and spaces are likely, single bytes never come, so that free text
is valid UTF-8. Standard library only; the format is described in ggml's docs/gguf.md.
"""

import random
import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, LAYERS, HEADS, HIDDEN, CONTEXT = 64, 2, 4, 128, 32_768
ALIGNMENT = 32
CONSTANT = 20.0  # of the first dimension; the others are about 1, so normalising leaves it near sqrt(WIDTH)
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6  # token types
U32, F32, STRING, ARRAY, I32 = 4, 6, 8, 9, 5  # value types
BYTE_BIAS, SIGN_BIAS, LETTER_BIAS = -12.0, 0.0, 4.0
END_BIAS, QUOTE_BIAS = 3.0, 6.5  # free text and strings of about a dozen letters
CHAT = (
    "{% for message in messages %}[{{ message['role'] }}] {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}[assistant] {% endif %}"
)


@dataclass(frozen=True)
class Token:
    """One entry of the vocabulary."""

    text: str
    kind: int
    bias: float


@dataclass(frozen=True)
class Tensor:
    """A named array; `shape` has the fastest dimension first."""

    name: str
    shape: tuple[int, ...]
    values: "array[float]"


def vocabulary() -> list[Token]:
    """Return the special tokens, the 256 bytes, and printable ASCII (a space is written as ▁)."""
    tokens = [
        Token("<unk>", UNKNOWN, BYTE_BIAS),
        Token("<s>", CONTROL, BYTE_BIAS),
        Token("</s>", CONTROL, END_BIAS),
    ]
    tokens += [Token(f"<0x{byte:02X}>", BYTE, BYTE_BIAS) for byte in range(256)]
    for code in range(32, 127):
        letter = chr(code)
        bias = (
            QUOTE_BIAS if letter == '"' else LETTER_BIAS if letter.isalpha() or letter == " " else SIGN_BIAS
        )
        tokens.append(Token("▁" if letter == " " else letter, NORMAL, bias))
    return tokens


def tensors(tokens: Sequence[Token], chance: random.Random) -> list[Tensor]:
    """Return the model's weights."""

    def noise(name: str, *shape: int, scale: float) -> Tensor:
        size = 1
        for side in shape:
            size *= side
        return Tensor(name, shape, array("f", (chance.gauss(0, scale) for _ in range(size))))

    def ones(name: str) -> Tensor:
        return Tensor(name, (WIDTH,), array("f", [1.0] * WIDTH))

    embedding = noise("token_embd.weight", WIDTH, len(tokens), scale=1.0)
    output = noise("output.weight", WIDTH, len(tokens), scale=0.3)
    for number, token in enumerate(tokens):
        embedding.values[number * WIDTH] = CONSTANT
        output.values[number * WIDTH] = token.bias / WIDTH**0.5
    made = [embedding, ones("output_norm.weight"), output]
    for layer in range(LAYERS):
        made += [
            ones(f"blk.{layer}.attn_norm.weight"),
            ones(f"blk.{layer}.ffn_norm.weight"),
            *(
                noise(f"blk.{layer}.attn_{part}.weight", WIDTH, WIDTH, scale=0.1)
                for part in ("q", "k", "v", "output")
            ),
            noise(f"blk.{layer}.ffn_gate.weight", WIDTH, HIDDEN, scale=0.1),
            noise(f"blk.{layer}.ffn_up.weight", WIDTH, HIDDEN, scale=0.1),
            noise(f"blk.{layer}.ffn_down.weight", HIDDEN, WIDTH, scale=0.02),
        ]
    return made


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def entry(key: str, value: str | int | float | Sequence[str] | Sequence[int] | Sequence[float]) -> bytes:
    """Return one key and its value with their types."""
    head = text(key)
    if isinstance(value, str):
        return head + struct.pack("<I", STRING) + text(value)
    if isinstance(value, int):
        return head + struct.pack("<II", U32, value)
    if isinstance(value, float):
        return head + struct.pack("<If", F32, value)
    first = value[0]
    kind, form = (
        (STRING, "") if isinstance(first, str) else (F32, "f") if isinstance(first, float) else (I32, "i")
    )
    items = b"".join(text(one) if isinstance(one, str) else struct.pack(f"<{form}", one) for one in value)
    return head + struct.pack("<IIQ", ARRAY, kind, len(value)) + items


def gguf(tokens: Sequence[Token], weights: Sequence[Tensor]) -> bytes:
    """Return the file's bytes."""
    entries = [
        entry("general.architecture", "llama"),
        entry("general.name", "random letters"),
        entry("general.alignment", ALIGNMENT),
        entry("llama.context_length", CONTEXT),
        entry("llama.embedding_length", WIDTH),
        entry("llama.block_count", LAYERS),
        entry("llama.feed_forward_length", HIDDEN),
        entry("llama.attention.head_count", HEADS),
        entry("llama.attention.head_count_kv", HEADS),
        entry("llama.attention.layer_norm_rms_epsilon", 1e-5),
        entry("llama.rope.dimension_count", WIDTH // HEADS),
        entry("llama.vocab_size", len(tokens)),
        entry("tokenizer.ggml.model", "llama"),
        entry("tokenizer.ggml.tokens", [token.text for token in tokens]),
        entry("tokenizer.ggml.scores", [0.0 for _ in tokens]),
        entry("tokenizer.ggml.token_type", [token.kind for token in tokens]),
        entry("tokenizer.ggml.unknown_token_id", 0),
        entry("tokenizer.ggml.bos_token_id", 1),
        entry("tokenizer.ggml.eos_token_id", 2),
        entry("tokenizer.chat_template", CHAT),
    ]
    table, data = b"", bytearray()
    for tensor in weights:
        sides = struct.pack(f"<{len(tensor.shape)}Q", *tensor.shape)
        table += text(tensor.name) + struct.pack("<I", len(tensor.shape)) + sides
        table += struct.pack("<IQ", 0, len(data))  # 0: 32-bit floats
        values = array("f", tensor.values)
        if sys.byteorder == "big":
            values.byteswap()
        data += values.tobytes()
        data += bytes(-len(data) % ALIGNMENT)
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(weights), len(entries)) + b"".join(entries) + table
    return head + bytes(-len(head) % ALIGNMENT) + bytes(data)


def write_tiny_gguf(path: Path, *, seed: int = 0) -> None:
    """Write the model; the same seed, the same bytes."""
    tokens = vocabulary()
    path.write_bytes(gguf(tokens, tensors(tokens, random.Random(seed))))


if __name__ == "__main__":
    write_tiny_gguf(Path(sys.argv[1]), seed=int(sys.argv[2]) if len(sys.argv) > 2 else 0)
