"""Fuzzes a target with atheris: python tests/fuzz/run.py TARGET SECONDS [FOLDER]

FOLDER keeps the corpus and the inputs that crashed; each of those becomes a test in tests/test_fuzz.py.
"""

import os
import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "fuzz")]

with atheris.instrument_imports(include=["checker"]):
    from inputs import LONGEST, seeds
    from targets import TARGETS


def main() -> None:
    """Runs until the time is over or an input crashes."""
    target, seconds = sys.argv[1], sys.argv[2]
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else ROOT / ".fuzz"
    corpus = folder / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number:03}").write_bytes(seed)
    arguments = [
        sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=3000",
        f"-artifact_prefix={folder}{os.sep}{target}-", "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup(arguments, TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
