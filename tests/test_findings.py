"""One dispute, one finding: how conflicts are joined before the second look and findings after it."""

from checker.findings import distinct_conflicts, merge_findings, scope_of, to_finding
from checker.model import Article, Claim, Conflict, Fact, Side, Voice


def fact(claim_id: str, quote: str = "", *, speaker: str | None = None, inferred: bool = False) -> Fact:
    article, number = claim_id.split(".")
    start = 100 * int(number.strip("k"))
    quote = quote or f"words of {claim_id}"
    claim = Claim(
        id=claim_id,
        article=article,
        chunk="c",
        kind="event",
        text=quote,
        quote=quote,
        start=start,
        end=start + len(quote),
        voice=Voice(speaker=speaker, inferred=inferred),
    )
    return Fact(claim=claim, outlet=article, published=None, context=quote, speaker=speaker)


def conflict(name: str, *sides: tuple[str, ...], kind: str = "numeric", by: str = "rules/test") -> Conflict:
    return Conflict(
        id=name,
        kind=kind,
        scope="outlets",
        topic="t",
        question=f"{name}?",
        explanation="e",
        sides=tuple(Side(position=f"{name} side {n}", claims=side) for n, side in enumerate(sides)),
        facts=tuple(fact(claim) for side in sides for claim in side),
        decided_by=by,
    )


ARTICLES = {
    f"a{n}": Article(
        id=f"a{n}", path=f"{n}.txt", outlet=f"Outlet {n}", sha256="0", source_sha256="0", text="x" * 40
    )
    for n in range(1, 5)
}


def findings(*conflicts: Conflict):
    return merge_findings([to_finding(item, articles=ARTICLES) for item in conflicts])


def test_two_proposers_with_a_claim_in_common_on_both_sides_ask_one_question() -> None:
    joined = distinct_conflicts(
        [
            conflict("x", ("a1.k1",), ("a2.k1",)),
            conflict("y", ("a2.k1", "a3.k1"), ("a1.k1",), by="sweep"),
        ]
    )
    assert [item.id for item in joined] == ["x"]
    assert [side.claims for side in joined[0].sides] == [("a1.k1",), ("a2.k1", "a3.k1")]
    assert {item.claim.id for item in joined[0].facts} == {"a1.k1", "a2.k1", "a3.k1"}


def test_what_one_proposer_asks_twice_or_of_another_kind_stays_two_questions() -> None:
    first, same = conflict("x", ("a1.k1",), ("a2.k1",)), conflict("y", ("a1.k1",), ("a2.k1",))
    other = conflict("z", ("a1.k1",), ("a2.k1",), kind="factual", by="sweep")
    assert len(distinct_conflicts([first, same])) == 2
    assert len(distinct_conflicts([first, other])) == 2


def test_two_proposers_may_quote_more_or_less_of_the_same_words() -> None:
    longer = conflict("x", ("a1.k1",), ("a2.k1",))
    shorter = conflict("y", ("a1.k7",), ("a2.k7",), by="sweep")
    moved = tuple(
        each.model_copy(update={"claim": each.claim.model_copy(update={"start": 104, "end": 108})})
        for each in shorter.facts
    )
    (joined,) = distinct_conflicts([longer, shorter.model_copy(update={"facts": moved})])
    assert [side.claims for side in joined.sides] == [("a1.k1", "a1.k7"), ("a2.k1", "a2.k7")]
    assert len(distinct_conflicts([longer, shorter])) == 2


def test_two_proposers_may_give_one_question_two_kinds() -> None:
    first, second = (
        conflict("x", ("a1.k1",), ("a2.k1",)),
        conflict("y", ("a1.k1",), ("a2.k1",), kind="status", by="b"),
    )
    asked = [
        first.model_copy(update={"question": "Did the delegation refuse a ceasefire, or consider one?"}),
        second.model_copy(update={"question": "Did the delegation refuse or consider a ceasefire?"}),
    ]
    assert len(distinct_conflicts([first, second])) == 2
    assert len(distinct_conflicts(asked)) == 1


def test_conflicts_that_share_one_side_only_are_two_questions() -> None:
    assert (
        len(
            distinct_conflicts([conflict("x", ("a1.k1",), ("a2.k1",)), conflict("y", ("a1.k1",), ("a3.k1",))])
        )
        == 2
    )


def test_findings_that_share_a_side_are_one_dispute_with_more_sides() -> None:
    merged = findings(conflict("x", ("a1.k1",), ("a2.k1",)), conflict("y", ("a1.k1",), ("a3.k1",)))
    assert len(merged) == 1
    assert [side.claims for side in merged[0].sides] == [("a1.k1",), ("a2.k1",), ("a3.k1",)]


def test_findings_of_two_kinds_stay_two() -> None:
    merged = findings(
        conflict("x", ("a1.k1",), ("a2.k1",)), conflict("y", ("a1.k1",), ("a3.k1",), kind="temporal")
    )
    assert len(merged) == 2


def test_what_a_model_asks_as_two_questions_stays_two_though_they_share_a_claim() -> None:
    first = conflict("x", ("a1.k1",), ("a2.k1",), by="compare_group/v1 m")
    second = conflict("y", ("a1.k1",), ("a3.k1",), by="compare_group/v1 m")
    assert len(findings(first, second)) == 2
    alike = [
        each.model_copy(update={"question": "How many were hurt in the harbour fire?"})
        for each in (first, second)
    ]
    assert len(findings(*alike)) == 1


def test_one_question_of_two_kinds_on_the_same_words_is_one_finding() -> None:
    first = conflict("x", ("a1.k1",), ("a2.k1",), kind="status", by="compare_group/v1 m")
    second = conflict("y", ("a1.k1",), ("a2.k1", "a2.k2"), kind="factual", by="sweep_articles/v1 m")
    asked = [
        first.model_copy(update={"question": "Has Quell made concessions?"}),
        second.model_copy(update={"question": "Has Ulvendia made concessions?"}),
    ]
    assert len(findings(first, second)) == 2
    (joined,) = findings(*asked)
    assert [side.claims for side in joined.sides] == [("a1.k1",), ("a2.k1", "a2.k2")]


def test_a_claim_never_ends_up_on_two_sides() -> None:
    merged = findings(
        conflict("x", ("a1.k1",), ("a2.k1",)),
        conflict("y", ("a2.k1",), ("a3.k1",)),
        conflict("z", ("a3.k1",), ("a1.k1",)),
    )
    for finding in merged:
        claims = [claim for side in finding.sides for claim in side.claims]
        assert len(claims) == len(set(claims))


def test_an_id_follows_the_words_and_not_their_place() -> None:
    first = to_finding(conflict("x", ("a1.k1",), ("a2.k1",)), articles=ARTICLES)
    moved = conflict("x", ("a1.k1",), ("a2.k1",))
    moved = moved.model_copy(
        update={
            "facts": tuple(
                item.model_copy(update={"claim": item.claim.model_copy(update={"start": 9, "end": 25})})
                for item in moved.facts
            )
        }
    )
    assert to_finding(moved, articles=ARTICLES).id == first.id


def test_who_is_at_odds_decides_the_scope() -> None:
    outlet_1, outlet_2, inner = fact("a1.k1"), fact("a2.k1"), fact("a1.k2")
    holt, lenz = fact("a1.k3", speaker="Dana Holt"), fact("a2.k3", speaker="Ivo Lenz")
    holt_elsewhere, somebody = fact("a2.k4", speaker="Dana Holt"), fact("a2.k5", inferred=True)
    assert scope_of([outlet_1], [outlet_2]) == "outlets"
    assert scope_of([outlet_1], [inner]) == "article"
    assert scope_of([holt], [lenz]) == "speakers"
    assert scope_of([holt], [holt_elsewhere]) == "outlets"
    assert scope_of([outlet_1], [lenz]) == "outlets"
    assert scope_of([holt], [somebody]) == "speakers"
