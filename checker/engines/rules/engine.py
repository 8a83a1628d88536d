"""The embedded engine: no model, no network, the same answer every time; it reports what it can prove."""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations, product
from typing import Literal

from checker.engines.rules.cause_rule import find_cause_conflict, is_cause
from checker.engines.rules.contests import find_result_conflict
from checker.engines.rules.denial_rule import find_denial_conflict, is_denial
from checker.engines.rules.extract import extract_claims
from checker.engines.rules.figures import find_figure_conflict, find_number_conflict
from checker.engines.rules.pole_rule import find_pole_conflict, is_pole
from checker.engines.rules.quote_rule import find_quote_conflict
from checker.engines.rules.ranks import find_rank_conflict
from checker.engines.rules.roles import find_role_conflict
from checker.engines.rules.standing import find_standing_conflict
from checker.engines.rules.times import find_time_conflict
from checker.model import Chunk, Comparison, Confirmation, Conflict, Extraction, Fact, Group

Rule = Callable[[Fact, Fact], Conflict | None]
Sort = Literal["figure", "utterance", "cause", "pole", "denial", "deed"]
RULES_FOR: dict[Sort, tuple[Rule, ...]] = {
    "figure": (find_figure_conflict, find_rank_conflict, find_result_conflict),
    "utterance": (find_quote_conflict,),
    "cause": (find_cause_conflict,),
    "pole": (find_pole_conflict,),
    "denial": (),  # held against all other facts
    "deed": (find_time_conflict, find_role_conflict, find_standing_conflict, find_number_conflict),
}
# The article gives the words only to take them back.
_DISOWNED = re.compile(
    r"\b(?:false(?:ly)? (?:claim|report|rumou?r|said|claimed|reported)\w*|hoax|satir\w+|fictional|"
    r"hypothetical\w*|wrongly (?:said|stated|reported|gave)|earlier version of this|correction:|"
    r"incorrectly (?:said|stated))",
    re.IGNORECASE,
)
LIMITS = (
    "The rules engine reads English only.",
    "It sees figures, dates, quotations, who did what to whom, agreed or refused, "
    "causes that exclude each other: where words prove it.",
    "It does not see contradictions that need understanding: motives, implications, paraphrases.",
)


class RulesEngine:
    """Implements `Engine` with rules alone."""

    name = "rules"
    limits: tuple[str, ...] = LIMITS

    def __init__(self) -> None:
        self.fingerprint = f"rules-{_rules_hash()}"

    async def extract(self, chunk: Chunk) -> Extraction:
        """The chunk's claims. A chunk in another language than English gives none."""
        if chunk.language not in (None, "en"):
            return Extraction(chunk=chunk.id, claims=())
        return Extraction(chunk=chunk.id, claims=extract_claims(chunk))

    async def compare(self, group: Group) -> Comparison:
        """Every conflict that a rule can prove between two facts of the group."""
        conflicts = sorted(_once(list(_conflicts(group))), key=lambda conflict: conflict.id)
        return Comparison(group=group.id, conflicts=tuple(conflicts))

    async def confirm(self, conflict: Conflict) -> Confirmation:
        """The rule applied again with the sides turned round, and a look at the sentences around both."""
        for fact in conflict.facts:
            marked = _DISOWNED.search(fact.context)
            if marked:
                reason = f"the article itself calls it {marked.group().lower()!r}"
                return Confirmation(conflict=conflict.id, verdict="drop", reason=reason)
        first, second = conflict.facts[0], conflict.facts[-1]
        rules = (*RULES_FOR[_sort(first)], find_denial_conflict)
        again = {found.decided_by for rule in rules if (found := rule(second, first)) is not None}
        if conflict.decided_by in again:
            return Confirmation(conflict=conflict.id, verdict="keep", reason="the same in both orders")
        return Confirmation(
            conflict=conflict.id,
            verdict="undecided",
            reason="the rule does not hold in the other order",
            stability=0.5,
        )


def _conflicts(group: Group) -> Iterator[Conflict]:
    """What the rules say of each pair; always asked in one order, so that the words come out the same."""
    facts = sorted(group.facts, key=lambda fact: (fact.claim.quote, fact.claim.id))
    sorts = [_sort(fact) for fact in facts]
    for sort, rules in RULES_FOR.items():
        alike = [fact for fact, its_sort in zip(facts, sorts, strict=True) if its_sort == sort]
        for first, second in combinations(alike, 2):
            for rule in rules:
                found = rule(first, second)
                if found is not None:
                    yield found
    denials = [fact for fact in facts if _sort(fact) == "denial"]
    for first, second in product(denials, facts if denials else ()):
        found = find_denial_conflict(first, second)
        if found is not None:
            yield found


_WORDS_FIRST = frozenset(("rules/poles", "rules/denials"))  # rules that look at words, not at whole clauses


def _once(conflicts: list[Conflict]) -> list[Conflict]:
    """The conflicts without those that only repeat another: of two quotations, or of two clauses."""
    quoted = [conflict.facts for conflict in conflicts if conflict.kind == "quotation"]
    read = [conflict.facts for conflict in conflicts if conflict.decided_by not in _WORDS_FIRST]
    kept: list[Conflict] = []
    seen: list[tuple[Fact, ...]] = []
    standing: set[frozenset[tuple[str, int, int]]] = set()  # places that one deed or another denies already
    for conflict in conflicts:
        if conflict.decided_by == "rules/standing":
            places = frozenset(
                (fact.claim.article, fact.claim.start, fact.claim.end) for fact in conflict.facts
            )
            if places in standing:
                continue
            standing.add(places)
        if conflict.kind != "quotation" and any(_within(facts, conflict.facts) for facts in quoted):
            continue
        if conflict.decided_by in _WORDS_FIRST:
            if any(_within(facts, conflict.facts) for facts in (*read, *seen)):
                continue
            seen.append(conflict.facts)
        kept.append(conflict)
    return kept


def _within(quotations: tuple[Fact, ...], facts: tuple[Fact, ...]) -> bool:
    """Whether each quotation overlaps the words of one of the facts."""
    return all(
        any(
            quotation.claim.article == fact.claim.article
            and quotation.claim.start < fact.claim.end
            and fact.claim.start < quotation.claim.end
            for fact in facts
        )
        for quotation in quotations
    )


def _sort(fact: Fact) -> Sort:
    """Which rules a fact concerns: a figure, an utterance, a cause, a pole of a pair, or a deed."""
    if fact.claim.value:
        return "figure"
    if fact.claim.kind == "statement":
        return "utterance"
    if is_cause(fact):
        return "cause"
    if is_pole(fact):
        return "pole"
    return "denial" if is_denial(fact) else "deed"


@cache
def _rules_hash() -> str:
    """A hash of the rules' own source and data: it changes whenever an answer could."""
    digest = hashlib.sha256()
    for entry in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith((".py", ".toml")):
            digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
