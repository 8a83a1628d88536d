"""Conflicts → Findings: one per dispute, with sides, outlets, speakers and the words; worst first.

A dispute often comes up several times (three outlets on one figure are three pairs). Findings of one
kind that share a claim, or two where a model gave all sides at once, are one dispute: their sides are joined
where they share a claim, unless that would put one claim on two sides.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from checker.model import (
    Article,
    Claim,
    Confirmation,
    Conflict,
    Dropped,
    Evidence,
    Fact,
    Finding,
    FindingSide,
    Scope,
    Severity,
)

SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
BY_RULES = "rules/"  # how `decided_by` begins where a rule has set two claims against each other
SCOPES: tuple[Scope, ...] = ("outlets", "article", "speakers", "update")


def distinct_conflicts(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Each dispute once, in a stable order, before the second look is paid for.

    Two proposals by two proposers that rest on the same words on each of two sides are one, if they are of
    one kind or ask nearly the same: the first keeps its words and takes the other's claims. What one
    proposer asks as two questions stays two: "when?" and "aimed at whom?" may rest on the same two claims.
    """
    distinct: list[Conflict] = []
    on: dict[str, list[int]] = {}  # article → the distinct conflicts that quote it
    for conflict in sorted(conflicts, key=lambda conflict: (conflict.id, conflict.decided_by)):
        articles = sorted({fact.claim.article for fact in conflict.facts})
        candidates = sorted({index for article in articles for index in on.get(article, ())})
        index = next((index for index in candidates if _one_dispute(distinct[index], conflict)), None)
        if index is None:
            index = len(distinct)
            distinct.append(conflict)
        else:
            distinct[index] = _with_claims(distinct[index], conflict)
        for article in articles:
            on.setdefault(article, []).append(index)
    return tuple(distinct)


def with_twins(conflict: Conflict, same: Mapping[str, Sequence[Fact]]) -> Conflict:
    """The conflict with every claim that says the same as one on its sides, in the same words."""
    sides = tuple(
        side.model_copy(
            update={"claims": tuple(twin.claim.id for claim in side.claims for twin in same[claim])}
        )
        for side in conflict.sides
    )
    facts = tuple(twin for fact in conflict.facts for twin in same[fact.claim.id])
    return conflict.model_copy(update={"sides": sides, "facts": facts})


def _one_dispute(first: Conflict, second: Conflict) -> bool:
    """Whether two proposers ask of one thing, and two sides of each rest on the same words, side by side."""
    if first.decided_by == second.decided_by:
        return False
    if first.kind != second.kind and not _ask_alike(first.question, second.question):
        return False
    shared = _sides_in_common(first, second)
    mine, theirs = {i for i, _ in shared}, {j for _, j in shared}
    return len(mine) > 1 and len(theirs) > 1 and len(shared) == len(mine) == len(theirs)


def _ask_alike(first: str, second: str) -> bool:
    """Whether most longer words of the shorter question stand in the other one."""
    mine, theirs = (
        {word.rstrip("s") for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}
        for text in (first, second)
    )
    return 3 * len(mine & theirs) >= 2 * min(len(mine), len(theirs)) > 0


def _sides_in_common(first: Conflict, second: Conflict) -> list[tuple[int, int]]:
    """The pairs of sides, one of each conflict, that rest on the same words somewhere."""
    mine, theirs = (
        [[fact.claim for fact in each.facts if fact.claim.id in side.claims] for side in each.sides]
        for each in (first, second)
    )
    return [
        (i, j)
        for i, one in enumerate(mine)
        for j, other in enumerate(theirs)
        if any(_same_words(claim, against) for claim in one for against in other)
    ]


def _same_words(first: Claim | Evidence, second: Claim | Evidence) -> bool:
    """Whether the quotes are one stretch of one article, or most of the shorter lies in the longer."""
    if first.article != second.article:
        return False
    common = min(first.end, second.end) - max(first.start, second.start)
    return 2 * common > min(first.end - first.start, second.end - second.start)


def _with_claims(first: Conflict, second: Conflict) -> Conflict:
    """`first` with the claims of `second` on the sides that share words; sides of its own are left out."""
    taken = {claim for side in first.sides for claim in side.claims}
    shared = _sides_in_common(first, second)
    sides = []
    for index, side in enumerate(first.sides):
        more = [
            claim
            for mine, theirs in shared
            if mine == index
            for claim in second.sides[theirs].claims
            if claim not in taken
        ]
        taken.update(more)
        sides.append(side.model_copy(update={"claims": (*side.claims, *more)}))
    kept = {claim for side in sides for claim in side.claims}
    facts = {fact.claim.id: fact for fact in (*first.facts, *second.facts) if fact.claim.id in kept}
    return first.model_copy(update={"sides": tuple(sides), "facts": tuple(facts.values())})


def to_finding(
    conflict: Conflict, confirmation: Confirmation | None = None, *, articles: Mapping[str, Article]
) -> Finding:
    """The conflict as the report shows it, relabelled where the second look said so."""
    facts = {fact.claim.id: fact for fact in conflict.facts}
    sides = tuple(
        _side(side.position, [facts[claim] for claim in side.claims], articles) for side in conflict.sides
    )
    relabelled = confirmation is not None and confirmation.verdict == "relabel"
    kind = (confirmation.kind if relabelled and confirmation else None) or conflict.kind
    scope = (confirmation.scope if relabelled and confirmation else None) or conflict.scope
    return Finding(
        id=finding_id(kind, sides),
        kind=kind,
        scope=scope,
        topic=conflict.topic,
        severity=conflict.severity,
        explanation=conflict.explanation,
        question=conflict.question,
        decided_by=conflict.decided_by,
        stability=confirmation.stability if confirmation else 0.0,
        sides=sides,
    )


def to_dropped(conflict: Conflict, reason: str) -> Dropped:
    """The conflict as the report lists it among those that the second look rejected."""
    claims = tuple(claim for side in conflict.sides for claim in side.claims)
    return Dropped(conflict=conflict.id, question=conflict.question, reason=reason, claims=claims)


def merge_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding per dispute, worst first: by severity, scope, then the place of the first words."""
    merged: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        for index, other in enumerate(merged):
            joined = _join(other, finding)
            if joined is not None:
                merged[index] = joined
                break
        else:
            merged.append(finding)
    return _told_apart(sorted(merged, key=_rank))


def _told_apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each with an id of its own: two disputes may rest on the very same words.

    The first keeps the id that the words give; of the others, what the sides say comes into it.
    """
    distinct: dict[str, Finding] = {}
    for finding in findings:
        mark = finding.id
        while mark in distinct:
            said = "\x1d".join([mark, *sorted(side.position for side in finding.sides)])
            mark = "f-" + hashlib.sha256(said.encode()).hexdigest()[:12]
        distinct[mark] = finding if mark == finding.id else finding.model_copy(update={"id": mark})
    return tuple(distinct.values())


def scope_of(first: Sequence[Fact], second: Sequence[Fact]) -> Scope:
    """Who is at odds when the first facts and the second cannot all be true.

    `speakers`: both sides are what people say, and not the same people. Otherwise at least one side is the
    outlet's own word, or both are accounts of one speaker: `article` within one article, else `outlets`.
    """
    voices_first = {_voice(fact) for fact in first}
    voices_second = {_voice(fact) for fact in second}
    if None not in voices_first | voices_second and voices_first.isdisjoint(voices_second):
        return "speakers"
    articles = {fact.claim.article for fact in (*first, *second)}
    return "article" if len(articles) == 1 else "outlets"


def _voice(fact: Fact) -> str | None:
    """Who says it: None for the outlet, an empty name for somebody behind an unresolved "he"."""
    return "" if fact.speaker is None and fact.claim.voice.inferred else fact.speaker


def _side(position: str, facts: Sequence[Fact], articles: Mapping[str, Article]) -> FindingSide:
    evidence = {_evidence(fact.claim, articles[fact.claim.article]) for fact in facts}
    return FindingSide(
        position=position,
        outlets=_distinct(articles[fact.claim.article].outlet for fact in facts),
        speakers=_distinct(fact.speaker for fact in facts),
        claims=tuple(sorted({fact.claim.id for fact in facts}, key=claim_order)),
        evidence=_in_order(evidence),
    )


def claim_order(claim_id: str) -> tuple[int, ...]:
    """ "a10.k2" → (10, 2): the reading order of claim ids."""
    return tuple(
        int("".join(character for character in part if character.isdigit()) or 0)
        for part in claim_id.split(".")
    )


def _evidence(claim: Claim, article: Article) -> Evidence:
    return Evidence(
        article=article.id, path=article.path, start=claim.start, end=claim.end, quote=claim.quote
    )


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The stretches in reading order, without those that lie inside another one."""
    kept: list[Evidence] = []
    for item in sorted(evidence, key=lambda item: (claim_order(item.article), item.start, -item.end)):
        if not kept or kept[-1].article != item.article or kept[-1].end < item.end:
            kept.append(item)
    return tuple(kept)


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def finding_id(kind: str, sides: Sequence[FindingSide]) -> str:
    """The same for the same words in the same files, wherever they stand and whatever stands around them."""
    words = sorted(
        "\x1f".join(sorted(f"{item.path}\x1e{item.quote}" for item in side.evidence)) for side in sides
    )
    return "f-" + hashlib.sha256("\x1d".join([kind, *words]).encode()).hexdigest()[:12]


def _join(first: Finding, second: Finding) -> Finding | None:
    """Both as one finding, or None when they are two disputes."""
    if first.scope != second.scope:
        return None
    alike = _ask_alike(first.question, second.question)
    if first.kind != second.kind and not alike:
        return None
    in_pairs = first.decided_by.startswith(BY_RULES) and second.decided_by.startswith(BY_RULES)
    needed = 1 if first.kind == second.kind and (in_pairs or alike) else 2
    sides = [*first.sides]
    shared: set[int] = set()
    for side in second.sides:
        touching = [index for index, mine in enumerate(sides) if _touch(mine, side, by_words=not in_pairs)]
        if len(touching) > 1:
            return None
        if touching:
            shared.add(touching[0])
            sides[touching[0]] = _union(sides[touching[0]], side)
        else:
            same = [index for index, mine in enumerate(sides) if mine.position == side.position]
            if same:
                sides[same[0]] = _union(sides[same[0]], side)
            else:
                sides.append(side)
    if len(shared) < needed or _overlapping(sides):
        return None
    return first.model_copy(
        update={
            "id": finding_id(first.kind, sides),
            "sides": tuple(sides),
            "severity": min(first.severity, second.severity, key=SEVERITIES.index),
            "stability": min(first.stability, second.stability),
        }
    )


def _touch(first: FindingSide, second: FindingSide, *, by_words: bool) -> bool:
    """Whether two sides share a claim, or, `by_words`, rest on the same words somewhere.

    Two figures of one sentence are two claims: for rules the same words are not yet the same matter.
    """
    if set(first.claims) & set(second.claims):
        return True
    return by_words and any(
        _same_words(mine, theirs) for mine in first.evidence for theirs in second.evidence
    )


def _union(first: FindingSide, second: FindingSide) -> FindingSide:
    return FindingSide(
        position=first.position,
        outlets=_distinct((*first.outlets, *second.outlets)),
        speakers=_distinct((*first.speakers, *second.speakers)),
        claims=tuple(sorted({*first.claims, *second.claims}, key=claim_order)),
        evidence=_in_order({*first.evidence, *second.evidence}),
    )


def _overlapping(sides: Sequence[FindingSide]) -> bool:
    seen: set[str] = set()
    for side in sides:
        if seen & set(side.claims):
            return True
        seen.update(side.claims)
    return False


def _rank(finding: Finding) -> tuple[int, int, tuple[int, ...], str]:
    first = min((claim_order(claim) for side in finding.sides for claim in side.claims), default=())
    return (SEVERITIES.index(finding.severity), SCOPES.index(finding.scope), first, finding.id)
