"""An OpenAI-compatible server on loopback that takes a fixed time for each answer, however many wait.

    python tests/latent_server.py LATENCY_S     prints its address, serves until it is ended

It reads as a plain reader would: each sentence of a passage is a claim, two claims that differ in a number
alone are a dispute, and the second look keeps it. So what is measured on it is the asking, not the reading.
It runs in a process of its own, where it takes no time from what is measured.
"""

import asyncio
import json
import re
import sys
from collections import defaultdict
from typing import Any

from checker.ingest import split_sentences

NUMBER = re.compile(r"[0-9]+")
FENCED = re.compile(r"<<<(\S+)\n(.*?)\n\1>>>", re.DOTALL)
CLAIM = re.compile(r"^\[([0-9]+)\] .*\n    claim: .*\n    quote: (.*)$", re.MULTILINE)


def answer(name: str, question: str) -> dict[str, Any]:
    """Return the answer to a question of one of the prompts."""
    if name.startswith("extract_claims"):
        return {"claims": [claim(sentence) for sentence in sentences(FENCED.findall(question)[-1][1])]}
    if name.startswith("compare_group"):
        return {"disputes": disputes(CLAIM.findall(question))}
    if name.startswith("confirm_conflict"):
        return {
            "reason": "Two numbers.",
            "verdict": "conflict",
            "scope": None,  # as it was proposed
            "kind": None,
        }
    if name.startswith("sweep_articles"):
        return {"disputes": []}
    return {"claims": [{"kind": "event", "text": question[:80], "speaker": None}]}  # a probe's sample


def sentences(passage: str) -> list[str]:
    return [passage[span.start : span.end] for span in split_sentences(passage)][:120]


def claim(sentence: str) -> dict[str, Any]:
    number = NUMBER.search(sentence)
    nothing = dict.fromkeys(("speaker", "via", "when", "subject", "predicate", "object"))
    return {
        "quote": sentence,
        "claim": sentence,
        "kind": "quantity" if number else "event",
        "modality": "asserted",
        "negated": False,
        "value": number[0] if number else None,
        **nothing,
    }


def disputes(claims: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return one dispute for each sentence that stands there with several numbers."""
    by_words: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, quote in claims:
        by_words[NUMBER.sub("#", quote)]["/".join(NUMBER.findall(quote))].append(int(number))
    return [
        {
            "question": f"Which number: {words[:80]}",
            "topic": "a number",
            "sides": [{"position": value, "claims": numbers} for value, numbers in sides.items()][:12],
            "explanation": "The sentences differ in a number.",
            "scope": "outlets",
            "kind": "numeric",
            "severity": "medium",
        }
        for words, sides in by_words.items()
        if len(sides) > 1
    ][:60]


async def serve(latency_s: float) -> None:
    """Answer until the process is ended."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = re.search(r"content-length: ([0-9]+)", head)
                if length:
                    due = asyncio.get_running_loop().time() + latency_s
                    data = completion(json.loads(await reader.readexactly(int(length[1]))))
                    await asyncio.sleep(due - asyncio.get_running_loop().time())
                else:
                    data = json.dumps({"object": "list", "data": [{"id": "latent"}]}).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
                writer.write(head.encode() + data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=256, limit=2**20)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


def reading(request: dict[str, Any]) -> str:
    """Return the answer's text for a request in the json_schema form."""
    name = request["response_format"]["json_schema"]["name"]
    return json.dumps(answer(name, request["messages"][1]["content"]), ensure_ascii=False)


def completion(request: dict[str, Any]) -> bytes:
    """Return a chat completion for a request in the json_schema form."""
    text = reading(request)
    sent = sum(len(message["content"]) for message in request["messages"]) // 4
    message = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "latent",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {
                "prompt_tokens": sent,
                "completion_tokens": len(text) // 4,
                "total_tokens": sent + len(text) // 4,
            },
        }
    ).encode()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
