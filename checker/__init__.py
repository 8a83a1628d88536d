"""Fact-consistency checking for news: where outlets contradict each other, and where speakers do.

    folder → Article → Chunk ⟶extract⟶ RawClaim → Claim → Fact → Group
           ⟶compare⟶ Conflict ⟶confirm⟶ Finding → Report

    ingest/      files → Article → Chunk          grounding  RawClaim → Claim, or quarantine
    normalise/   Claim → Fact                     grouping   Facts → Groups worth comparing
    engines/     extract, compare, confirm        findings   Conflict → Finding, one per dispute
    report/      Report → json, markdown, html, terminal      pipeline   the run, top to bottom

The three marked arrows belong to an engine; the rest is deterministic and shared by all.

    import asyncio
    from pathlib import Path
    from checker import check, RulesEngine

    report = asyncio.run(check(Path("seeds"), engine=RulesEngine()))
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Report", "RulesEngine", "__version__", "check"]

if TYPE_CHECKING:
    from checker.engines.rules import RulesEngine
    from checker.model import Report
    from checker.pipeline import check


def __getattr__(name: str) -> Any:
    """Import the public names on first use: `checker --help` must not pay for them."""
    if name == "check":
        from checker.pipeline import check

        return check
    if name == "Report":
        from checker.model import Report

        return Report
    if name == "RulesEngine":
        from checker.engines.rules import RulesEngine

        return RulesEngine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
