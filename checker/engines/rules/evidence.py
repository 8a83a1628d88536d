"""Two sides → Conflict: what every rule's verdict has in common."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from checker.findings import scope_of
from checker.model import Conflict, Fact, FindingKind, Period, Scope, Severity, Side
from checker.normalise.dates import compare_periods, weekday_names

Rule = Literal[
    "figures", "times", "roles", "quotations", "speakers", "standing", "causes", "poles", "denials"
]
KINDS: dict[Rule, FindingKind] = {
    "figures": "numeric",
    "times": "temporal",
    "roles": "attribution",
    "quotations": "quotation",
    "speakers": "attribution",
    "standing": "status",
    "causes": "causal",
    "poles": "factual",
    "denials": "factual",
}


def conflict(
    a: Fact,
    b: Fact,
    *,
    rule: Rule,
    positions: tuple[str, str],
    question: str,
    explanation: str,
    severity: Severity = "medium",
    scope: Scope | None = None,
) -> Conflict:
    """A conflict of two facts, the same whichever comes first; `positions` follow the order given."""
    (first, position_first), (second, position_second) = sorted(
        ((a, positions[0]), (b, positions[1])), key=lambda item: _order(item[0])
    )
    return Conflict(
        id=f"{rule}:{first.claim.id}:{second.claim.id}",
        kind=KINDS[rule],
        scope=scope or scope_of([first], [second]),
        topic=topic((first, second)),
        question=question,
        explanation=explanation,
        severity=severity,
        sides=(
            Side(position=position_first, claims=(first.claim.id,)),
            Side(position=position_second, claims=(second.claim.id,)),
        ),
        facts=(first, second),
        decided_by=f"rules/{rule}",
    )


def _order(fact: Fact) -> tuple[str, int, str]:
    return (fact.claim.article, fact.claim.start, fact.claim.id)


def topic(facts: Sequence[Fact]) -> str:
    """The names both sides have, or else the words both have: what the matter is about."""
    names = set.intersection(*(set(fact.names) for fact in facts))
    if names:
        return ", ".join(sorted(names)[:3])
    stems = set.intersection(*(set(fact.stems) for fact in facts))
    words = [word.strip(".,;:!?“”\"'’()") for word in facts[0].claim.quote.split()]
    return ", ".join([word for word in words if any(word.lower().startswith(one) for one in stems)][:3])


def own_periods(fact: Fact) -> tuple[Period, ...]:
    """When the deed itself happened: the time in its own clause, or the times of a sentence without one."""
    when = fact.claim.when
    if when is None:
        return () if fact.claim.predicate else fact.periods
    return tuple(period for period in fact.periods if period.text in when or when in period.text)


def own_weekdays(fact: Fact) -> frozenset[int]:
    """The weekdays that the claim's deed is put on, where they could not be resolved to a date."""
    return _weekdays((fact.claim.when or "") if fact.claim.predicate else fact.claim.quote)


@lru_cache(maxsize=4_096)  # asked for each pair of facts
def _weekdays(text: str) -> frozenset[int]:
    return frozenset(weekday_names(text))


def weekdays(fact: Fact) -> frozenset[int]:
    """The weekdays that the claim's words name, where they could not be resolved to a date."""
    return _weekdays(fact.claim.quote) if fact.open_times else frozenset()


def at_one_time(a: Fact, b: Fact) -> bool:
    """Whether two deeds may have happened at one time: nothing that is stated keeps them apart."""
    if not ((a.periods or a.open_times) and (b.periods or b.open_times)):
        return True
    first, second = own_periods(a), own_periods(b)
    if first and second:
        return any(compare_periods(x, y) != "disjoint" for x in first for y in second)
    days = own_weekdays(a), own_weekdays(b)
    return not all(days) or bool(days[0] & days[1])


# What is done once: its present tense tells a plan as the future does.
_ONCE = re.compile(
    r"\b(?:gets|receives|closes|dismisses|sheds|frees|releases|hires|plants|reopens|opens|sells|buys|leaves)\b"
)
_NOW = re.compile(
    r"\b(?:now|currently|at present|so far|already|today|until now|still|to date)\b", re.IGNORECASE
)


def one_plan(a: Fact, b: Fact) -> bool:
    """Whether one side's "will" and the other's present tense are one plan: from one day on, or done once."""
    if {a.claim.modality, b.claim.modality} != {"planned", "asserted"} or a.claim.quote == b.claim.quote:
        return False
    stated = a if a.claim.modality == "asserted" else b
    if _NOW.search(stated.claim.quote):
        return False
    if any(compare_periods(x, y) == "same" for x in a.periods for y in b.periods):
        return True
    if {words.lower() for words in a.open_times} & {words.lower() for words in b.open_times}:
        return True
    return _ONCE.search(stated.claim.quote) is not None


def comparable(a: Fact, b: Fact) -> bool:
    """Whether two facts may contradict each other at all: both stated or both planned, in different words."""
    if a.claim.modality != b.claim.modality or a.claim.modality not in ("asserted", "planned"):
        return False
    same_place = a.claim.article == b.claim.article and a.claim.start == b.claim.start
    return not same_place and a.claim.quote != b.claim.quote
