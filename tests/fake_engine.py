"""An engine for tests: a peer of the real ones, with answers that are plain to see.

It claims every sentence, finds two sentences in conflict that are equal but for one number,
and confirms everything. What a test wants lost, it names in `lose`.
"""

import re
from itertools import combinations

from checker.errors import AnswerError
from checker.findings import scope_of
from checker.ingest import split_sentences
from checker.model import (
    Chunk,
    Comparison,
    Confirmation,
    Conflict,
    Extraction,
    Fact,
    Group,
    RawClaim,
    Side,
    Usage,
)

_NUMBER = re.compile(r"\d+")


class FakeEngine:
    """Implements `Engine`; `asked` counts the questions per step."""

    name = "fake"
    fingerprint = "fake-1"
    limits = ("It sees digits only.",)

    def __init__(self, *, lose: frozenset[str] = frozenset(), invent: bool = False) -> None:
        self.lose = lose
        self.invent = invent
        self.asked: dict[str, int] = {"extract": 0, "compare": 0, "confirm": 0}

    async def extract(self, chunk: Chunk) -> Extraction:
        self._ask("extract", chunk.id)
        claims = [
            RawClaim(kind="quantity", text=quote, quote=quote, value=_first_number(quote))
            for span in split_sentences(chunk.text)
            if (quote := chunk.text[span.start : span.end])
        ]
        if self.invent:
            claims.append(RawClaim(kind="event", text="It never stood there.", quote="It never stood there."))
        return Extraction(chunk=chunk.id, claims=tuple(claims), usage=Usage(calls=1))

    async def compare(self, group: Group) -> Comparison:
        self._ask("compare", group.id)
        conflicts = [_conflict(a, b) for a, b in combinations(group.facts, 2) if _one_number_apart(a, b)]
        return Comparison(group=group.id, conflicts=tuple(conflicts), usage=Usage(calls=1))

    async def confirm(self, conflict: Conflict) -> Confirmation:
        self._ask("confirm", conflict.id)
        return Confirmation(conflict=conflict.id, verdict="keep", reason="as asked", usage=Usage(calls=1))

    def _ask(self, step: str, unit: str) -> None:
        self.asked[step] += 1
        if step in self.lose or unit in self.lose:
            raise AnswerError(f"{unit} was lost on purpose", code="fake")


def _first_number(text: str) -> str | None:
    found = _NUMBER.search(text)
    return found.group() if found else None


def _one_number_apart(a: Fact, b: Fact) -> bool:
    first, second = a.claim.quote, b.claim.quote
    return first != second and _NUMBER.sub("#", first) == _NUMBER.sub("#", second)


def _conflict(a: Fact, b: Fact) -> Conflict:
    first, second = sorted((a, b), key=lambda fact: (fact.claim.article, fact.claim.start))
    return Conflict(
        id=f"{first.claim.id}:{second.claim.id}",
        kind="numeric",
        scope=scope_of([first], [second]),
        topic="numbers",
        question="Which number?",
        explanation="The sentences differ in a number.",
        sides=(
            Side(position=first.claim.value or "", claims=(first.claim.id,)),
            Side(position=second.claim.value or "", claims=(second.claim.id,)),
        ),
        facts=(first, second),
        decided_by="fake/digits",
    )
