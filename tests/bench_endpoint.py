"""Prints what a check costs in calls and in waiting, at an endpoint that takes a fixed time for each answer.

    python tests/bench_endpoint.py [--articles N] [--latency S] [--concurrency N] [--context TOKENS] [--words N]

Generated articles (those of bench_rules.py), the command line's own check, a server on loopback. The endpoint
is measured beforehand, once, as always. The bounds:

    time     at most 1.10 of calls / concurrency x latency, from the command to the written report: what is above 1
             is work on this machine, and places that stay empty while a step waits for its last answers
    reading  at most one call for 6,000 characters of an article, or what is left of it
    judging  at most 0.3 calls for a claim, comparison and second looks together

Exits with 1 where one is missed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_rules import write_articles
from command_line import ROOT, environment

CHUNK_CHARS = 6_000
BOUNDS = {"time": 1.10, "reading": 1.0, "judging": 0.3}


@dataclass(frozen=True)
class Figures:
    """What one check took."""

    seconds: float
    calls: dict[str, int]
    steps: dict[str, float]
    claims: int
    findings: int
    failures: int
    reading_least: int
    characters: int


@contextmanager
def latent_server(latency_s: float) -> Iterator[str]:
    """Yield the address of a server that takes `latency_s` for each answer."""
    command = [sys.executable, str(ROOT / "tests" / "latent_server.py"), str(latency_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def measured(folder: Path, base_url: str, *, concurrency: int, context: int) -> Figures:
    """Run the command line on `folder`, at an endpoint that it has met before."""
    few = folder.parent / "few"
    write_articles(few, 2, per_story=2)
    check(few, base_url, concurrency=concurrency, context=context)
    seconds = check(folder, base_url, concurrency=concurrency, context=context)
    report: dict[str, Any] = json.loads((folder.parent / "report" / "report.json").read_text("utf-8"))
    lengths = [len(article["text"]) for article in report["articles"]]
    return Figures(
        seconds=seconds,
        calls={stage: usage["calls"] for stage, usage in report["usage"].items()},
        steps={stage: usage["seconds"] for stage, usage in report["usage"].items()},
        claims=len(report["claims"]),
        findings=len(report["findings"]),
        failures=len(report["failures"]),
        reading_least=sum(-(-length // CHUNK_CHARS) for length in lengths),
        characters=sum(lengths),
    )


def check(folder: Path, base_url: str, *, concurrency: int, context: int) -> float:
    """Run `checker check`; return the seconds from the command to its end."""
    where = ["--base-url", base_url, "--model", "latent", "--answers", "kept.sqlite"]
    how = ["--engine", "llm", "--max-concurrency", str(concurrency), "--out", "report", "--quiet"]
    known = {"CHECKER_RUNG": "json_schema", "CHECKER_CONTEXT_TOKENS": str(context)}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "checker", "check", str(folder), *where, *how],
        cwd=folder.parent,
        env=environment(known),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"the check ended with {done.returncode}")
    return seconds


def lines(figures: Figures, *, concurrency: int, latency_s: float) -> Iterator[tuple[str, bool]]:
    """Yield a line for each bound, and whether it holds."""
    calls = figures.calls["total"]
    least = calls / concurrency * latency_s
    judging = sum(figures.calls.get(stage, 0) for stage in ("sweep", "compare", "confirm"))
    values = {
        "time": (
            figures.seconds / least,
            f"{figures.seconds:.1f} s, at least {least:.1f} s for {calls:,} calls",
        ),
        "reading": (
            figures.calls["extract"] / figures.reading_least,
            f"{figures.calls['extract']:,} calls for {figures.characters:,} characters",
        ),
        "judging": (
            judging / figures.claims,
            f"{figures.calls['compare']:,} + {figures.calls['confirm']:,} calls for {figures.claims:,} claims",
        ),
    }
    for name, (value, words) in values.items():
        holds = value <= BOUNDS[name]
        yield (
            f"{name:<8} {value:.2f} (at most {BOUNDS[name]:.2f}{'' if holds else ', MISSED'}): {words}",
            holds,
        )


def main(arguments: Sequence[str]) -> int:
    """Print the figures; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--latency", type=float, default=8.0, help="seconds for each answer")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--context", type=int, default=32_768, help="tokens that the model's context holds")
    parser.add_argument("--per-story", type=int, default=10)
    parser.add_argument("--words", type=int, default=1_600, help="words of an article")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as root, latent_server(given.latency) as base_url:
        folder = Path(root) / "articles"
        write_articles(folder, given.articles, per_story=given.per_story, least=given.words)
        figures = measured(folder, base_url, concurrency=given.concurrency, context=given.context)
    print(
        f"{given.articles} articles, {given.latency:g} s for an answer, {given.concurrency} at once, "
        f"a context of {given.context:,} tokens: {figures.findings} findings, {figures.failures} failures"
    )
    for step in ("extract", "compare", "confirm"):
        calls, seconds = figures.calls[step], figures.steps[step]
        rounds = -(-calls // given.concurrency) * given.latency
        print(f"{step:<8} {seconds:.1f} s for {calls:,} calls; {rounds:.1f} s of them waiting")
    outcomes = list(lines(figures, concurrency=given.concurrency, latency_s=given.latency))
    print("\n".join(line for line, _ in outcomes))
    return 0 if all(holds for _, holds in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
