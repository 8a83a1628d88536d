"""What the model's answers come to: wire values checked and turned into values of the flow.

A model's answer is well formed when it gets here, and still may be wrong in itself: figures that
stand in no quote, claims that do not exist, a dispute of one side. What can be checked
against the question is checked here, and what fails is a `Failure`, never a guess.
"""

import re
from collections import Counter
from collections.abc import Sequence

from checker.engines.sweep import Sweep, SweptClaim, SweptConflict, SweptSide
from checker.engines.verbatim import Source
from checker.engines.wire import (
    Dispute,
    ExtractedClaim,
    GroupComparison,
    SecondLook,
    Swept,
    SweptDispute,
    SweptStatement,
)
from checker.model import (
    Article,
    Chunk,
    ClaimKind,
    Confirmation,
    Conflict,
    Failure,
    FindingKind,
    Group,
    RawClaim,
    Scope,
    Side,
    Stage,
    Voice,
)

_FIGURE = re.compile(r"[0-9][0-9.,]*")
_NOBODY = frozenset({"", "null", "none", "n/a", "outlet", "the outlet", "unknown"})
_CLAIM_KINDS: dict[FindingKind, ClaimKind] = {
    "numeric": "quantity",
    "status": "status",
    "quotation": "statement",
    "causal": "causal",
}


def to_raw_claim(claim: ExtractedClaim, *, source: Source, chunk: Chunk, known: Source) -> RawClaim:
    """The claim with the passage's own characters as quote, and nothing in it that stands nowhere.

    `source` is the passage, `known` everything the model was shown. Models carry figures over from
    examples and from memory: a value must stand in the quote, time words in the passage, and
    a figure of the sentence in what was shown; else the quote itself is the sentence.
    """
    quote = source.find(claim.quote) or claim.quote
    text = " ".join(claim.claim.split())
    if not text or not _figures_known(text, known):
        text = " ".join(quote.split())
    return RawClaim(
        kind=claim.kind,
        text=text,
        quote=quote,
        voice=Voice(speaker=_somebody(claim.speaker, chunk.outlet), via=_somebody(claim.via, None)),
        modality=claim.modality,
        negated=claim.negated,
        when=claim.when if claim.when and source.holds_words(claim.when) else None,
        value=claim.value if claim.value and Source(quote).holds_words(claim.value) else None,
        subject=_somebody(claim.subject, None),
        predicate=_somebody(claim.predicate, None),
        object=_somebody(claim.object, None),
    )


def to_conflicts(
    answer: GroupComparison, *, group: Group, decided_by: str
) -> tuple[tuple[Conflict, ...], tuple[Failure, ...]]:
    """The conflicts of a group's answer, and one failure for each dispute that does not hold together."""
    conflicts: list[Conflict] = []
    failures: list[Failure] = []
    for number, dispute in enumerate(answer.disputes, 1):
        sides = _sides(dispute, group)
        if len(sides) < 2:
            failures.append(
                _unusable("compare", group.id, dispute.question, "its sides name no two sets of claims")
            )
            continue
        facts = tuple(fact for fact in group.facts if any(fact.claim.id in side.claims for side in sides))
        articles = [{fact.claim.article for fact in facts if fact.claim.id in side.claims} for side in sides]
        conflicts.append(
            Conflict(
                id=f"{group.id}.d{number}",
                kind=dispute.kind,
                scope=possible_scope(dispute.scope, articles),
                topic=dispute.topic,
                question=dispute.question,
                explanation=dispute.explanation,
                severity=dispute.severity,
                sides=sides,
                facts=facts,
                decided_by=decided_by,
            )
        )
    return tuple(conflicts), tuple(failures)


def possible_scope(scope: Scope, articles: Sequence[set[str]]) -> Scope:
    """`scope`, unless who wrote what rules it out.

    One article alone is no disagreement of outlets, and sides that share no article are no
    article against itself. Both are facts, not judgements: models get them wrong, this does not.
    """
    everywhere = set().union(*articles)
    if scope == "outlets" and len(everywhere) == 1:
        return "article"
    if scope == "article" and not set.intersection(*articles) and _disjoint(articles):
        return "outlets"
    return scope


def to_confirmation(conflict: Conflict, looks: Sequence[SecondLook]) -> Confirmation:
    """The verdict of two looks in opposite orders.

    Whether it is a conflict must be unanimous, else it is undecided. For the label, the proposal
    counts as a third vote: scope and kind go to the majority, and a scope without one is
    undecided. `stability` is the share of looks (for labels: of all three votes) that agree with the outcome.
    """
    real = [look for look in looks if look.verdict == "conflict"]
    if len(real) < len(looks):
        reason = next(look.reason for look in looks if look.verdict == "no_conflict")
        if not real:
            return Confirmation(conflict=conflict.id, verdict="drop", reason=reason)
        reason = f"in one order of the sides it is a conflict ({real[0].reason}), in the other not ({reason})"
        return Confirmation(conflict=conflict.id, verdict="undecided", reason=reason, stability=0.5)
    articles = [
        {f.claim.article for f in conflict.facts if f.claim.id in side.claims} for side in conflict.sides
    ]
    scopes = [conflict.scope, *(possible_scope(look.scope or conflict.scope, articles) for look in looks)]
    kinds = [conflict.kind, *(look.kind or conflict.kind for look in looks)]
    scope, scope_votes = Counter(scopes).most_common(1)[0]
    kind, kind_votes = Counter(kinds).most_common(1)[0]
    if scope_votes == 1:
        reason = f"no two looks agree on who disagrees: {', '.join(scopes)}"
        return Confirmation(
            conflict=conflict.id, verdict="undecided", reason=reason, stability=1 / len(scopes)
        )
    kind = kind if kind_votes > 1 else conflict.kind
    agreed = sum(1 for pair in zip(scopes, kinds, strict=True) if pair == (scope, kind))
    same = (scope, kind) == (conflict.scope, conflict.kind)
    return Confirmation(
        conflict=conflict.id,
        verdict="keep" if same else "relabel",
        kind=None if same else kind,
        scope=None if same else scope,
        reason=looks[0].reason,
        stability=agreed / len(scopes),
    )


def to_sweep(
    answer: Swept, *, name: str, articles: Sequence[Article], decided_by: str
) -> tuple[Sweep, tuple[Failure, ...]]:
    """The swept conflicts, their claims by index, and a failure for each that does not hold together.

    `articles` in the order of the question, which `name` names.
    """
    sources = [Source(article.text) for article in articles]
    claims: list[SweptClaim] = []
    conflicts: list[SweptConflict] = []
    failures: list[Failure] = []
    for number, dispute in enumerate(answer.disputes, 1):
        sides: list[SweptSide] = []
        for index, position in enumerate(dispute.positions, 1):
            mine = [s for s in dispute.statements if s.position == index and s.article <= len(articles)]
            if mine:
                first = len(claims)
                claims.extend(
                    _swept_claim(s, dispute, articles[s.article - 1], sources[s.article - 1]) for s in mine
                )
                sides.append(SweptSide(position=position, claims=tuple(range(first, len(claims)))))
        if len(sides) < 2:
            failures.append(_unusable("sweep", name, dispute.question, "fewer than two positions have words"))
            continue
        on = [{claims[index].article for index in side.claims} for side in sides]
        conflicts.append(
            SweptConflict(
                id=f"{name}.d{number}",
                kind=dispute.kind,
                scope=possible_scope(dispute.scope, on),
                topic=dispute.topic,
                question=dispute.question,
                explanation=dispute.explanation,
                severity=dispute.severity,
                sides=tuple(sides),
                decided_by=decided_by,
            )
        )
    return Sweep(claims=tuple(claims), conflicts=tuple(conflicts)), tuple(failures)


def _swept_claim(
    statement: SweptStatement, dispute: SweptDispute, article: Article, source: Source
) -> SweptClaim:
    quote = source.find(statement.quote) or statement.quote
    text = " ".join(statement.claim.split())
    raw = RawClaim(
        kind=_CLAIM_KINDS.get(dispute.kind, "event"),
        text=text if text and _figures_known(text, source) else " ".join(quote.split()),
        quote=quote,
        voice=Voice(speaker=_somebody(statement.speaker, article.outlet)),
    )
    return SweptClaim(article=article.id, claim=raw)


def _sides(dispute: Dispute, group: Group) -> tuple[Side, ...]:
    """The sides with claims that exist, each claim on one side only; a claim given to two is on none."""
    given = Counter(number for side in dispute.sides for number in set(side.claims))
    sides = []
    for side in dispute.sides:
        numbers = sorted({n for n in side.claims if n <= len(group.facts) and given[n] == 1})
        if numbers:
            claims = tuple(group.facts[number - 1].claim.id for number in numbers)
            sides.append(Side(position=" ".join(side.position.split()), claims=claims))
    return tuple(sides)


def _disjoint(sets: Sequence[set[str]]) -> bool:
    return sum(len(each) for each in sets) == len(set().union(*sets))


def _figures_known(text: str, known: Source) -> bool:
    figures = " ".join(match.group(0).strip(".,") for match in _FIGURE.finditer(text))
    return known.holds_words(figures)


def _somebody(name: str | None, outlet: str | None) -> str | None:
    """The name on one line; None where the model wrote out that there is none, or named the outlet itself."""
    text = " ".join((name or "").split())
    if text.casefold() in _NOBODY or (outlet and text.casefold() == outlet.casefold()):
        return None
    return text


def _unusable(stage: Stage, unit: str, question: str, why: str) -> Failure:
    message = f"a dispute was not used because {why}: {' '.join(question.split())[:200]!r}"
    return Failure(stage=stage, unit=unit, error="unusable_dispute", message=message)
