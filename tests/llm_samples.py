"""Invented passages, facts and wire answers that the model engine's tests share."""

from checker.engines.wire import (
    Dispute,
    DisputeSide,
    ExtractedClaim,
    ExtractedClaims,
    GroupComparison,
    SecondLook,
)
from checker.model import (
    Article,
    Chunk,
    Claim,
    Conflict,
    Fact,
    FindingKind,
    Group,
    Scope,
    Side,
    Span,
    Voice,
)

PASSAGE = (
    "The mayor of Quill opened the bridge on Tuesday. “About 40 boats passed,” she said.\n\n"
    "It cost 12 million crowns, twice what was planned. The ferry stops in May."
)


def chunk(text: str = PASSAGE, *, outlet: str | None = "The Quill Post", context: str = "") -> Chunk:
    return Chunk(
        id="a1.c1",
        article="a1",
        outlet=outlet,
        title="The bridge is open",
        start=0,
        end=len(text),
        text=text,
        spans=(Span(start=0, end=len(text)),),
        context=context,
    )


def article(number: int, text: str) -> Article:
    return Article(
        id=f"a{number}",
        path=f"{number}.txt",
        outlet=f"Outlet {number}",
        sha256="0" * 64,
        source_sha256="0" * 64,
        text=text,
    )


def extracted(quote: str, claim: str = "", **fields: object) -> ExtractedClaim:
    whole = {
        "quote": quote,
        "claim": claim or quote,
        "kind": "event",
        "speaker": None,
        "via": None,
        "modality": "asserted",
        "negated": False,
        "when": None,
        "value": None,
        "subject": None,
        "predicate": None,
        "object": None,
    }
    return ExtractedClaim.model_validate({**whole, **fields})


def claims(*quotes: str) -> ExtractedClaims:
    return ExtractedClaims(claims=[extracted(quote) for quote in quotes])


def fact(number: int, quote: str, *, article: str | None = None, speaker: str | None = None) -> Fact:
    where = article or f"a{number}"
    claim = Claim(
        kind="event",
        text=quote,
        quote=quote,
        voice=Voice(speaker=speaker),
        id=f"{where}.k{number}",
        article=where,
        chunk=f"{where}.c1",
        start=0,
        end=len(quote),
    )
    return Fact(
        claim=claim,
        outlet=f"Outlet {where}",
        published=None,
        context=f"Before. {quote} After.",
        speaker=speaker,
    )


def group(*facts: Fact) -> Group:
    return Group(id="g1", reason="shared words", topic="the bridge", facts=facts)


def dispute(*sides: tuple[int, ...], scope: Scope = "outlets", kind: FindingKind = "factual") -> Dispute:
    return Dispute(
        question="Who opened the bridge?",
        topic="the opening",
        sides=[DisputeSide(position=f"position {n}", claims=list(side)) for n, side in enumerate(sides, 1)],
        explanation="both cannot be",
        scope=scope,
        kind=kind,
        severity="low",
    )


def comparison(*disputes: Dispute) -> GroupComparison:
    return GroupComparison(disputes=list(disputes))


def conflict(*facts: Fact, scope: Scope = "outlets", kind: FindingKind = "factual") -> Conflict:
    return Conflict(
        id="g1.d1",
        kind=kind,
        scope=scope,
        topic="the opening",
        question="Who opened the bridge?",
        explanation="both cannot be",
        sides=tuple(Side(position=f.claim.text, claims=(f.claim.id,)) for f in facts),
        facts=facts,
        decided_by="test",
    )


def look(scope: Scope | None = "outlets", kind: FindingKind | None = "factual") -> SecondLook:
    if scope is None:
        return SecondLook(reason="all can be true", verdict="no_conflict", scope=None, kind=None)
    return SecondLook(reason="both cannot be", verdict="conflict", scope=scope, kind=kind)
