"""Opposite states and denied verbs: what is reported of two sentences, and what never is."""

import asyncio
import hashlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engines.rules import RulesEngine
from checker.engines.rules.denials import find_denials
from checker.engines.rules.poles import find_poles, read_predicate, to_predicate
from checker.model import Article, Finding
from checker.pipeline import check_articles


def findings(*texts: str, published: tuple[date | None, ...] = ()) -> tuple[Finding, ...]:
    days = published or (None,) * len(texts)
    articles = [
        Article(
            id=f"a{number}",
            path=f"outlet-{number}.txt",
            outlet=f"Outlet {number}",
            published=day,
            language="en",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            source_sha256=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
        )
        for number, (text, day) in enumerate(zip(texts, days, strict=True), 1)
    ]
    return asyncio.run(check_articles(articles, engine=RulesEngine())).findings


READ = [
    ("The gate of the depot was locked.", ("gate", "no", False, "locked", "The gate of the depot")),
    ("The gate of the depot stood open.", ("gate", "yes", False, "open", "The gate of the depot")),
    ("The fire in the mill has been put out.", ("fire", "no", False, "put out", "The fire in the mill")),
    ("The portrait has not been sold.", ("sale", "yes", True, "sold", "The portrait")),
    ("No hostage is free.", ("freedom", "yes", True, "free", "No hostage")),
    ("The bomb left the church undamaged.", ("damage", "no", False, "undamaged", "the church")),
    ("The drone hit the silo.", ("damage", "yes", False, "hit", "the silo")),
    ("Ivo Lenz says he knew nothing of the plan.", ("knowledge", "no", False, "knew nothing of", "Ivo Lenz")),
    ("The probe landed and has fallen silent.", ("contact", "no", False, "fallen silent", "The probe")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), READ)
def test_a_sentence_puts_its_thing_on_a_side(sentence: str, expected: tuple[object, ...]) -> None:
    assert expected in [pole[:5] for pole in find_poles(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The gate may be locked.",
        "If the gate is locked, ring the bell.",
        "Is the gate locked?",
        "The gate was locked in the morning and the gate was open at noon.",
        "She wants to resign.",
        "They were open to talks, and it was fine.",
    ],
)
def test_what_is_not_plainly_so_puts_nothing_on_a_side(sentence: str) -> None:
    assert [pole for pole in find_poles(sentence) if pole.pair in ("gate", "office")] == []


DENIED = [
    ("The rocket never reached its orbit.", ("reach", "The rocket", "its orbit")),
    ("Nobody had warned the passengers.", ("warn", "", "the passengers")),
    ("The villagers had not been evacuated.", ("evacu", "The villagers", "")),
    ("No ship touched the pier.", ("touch", "ship", "the pier")),
    ("The drug killed the pain but did not cure the disease.", ("cure", "The drug", "the disease")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), DENIED)
def test_a_denied_verb_is_read_with_its_parts(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(denial.verb, denial.subject, denial.rest) for denial in find_denials(sentence)]


CONTRARY = [
    ("The bus drivers of Velm are back at work.", "The bus drivers of Velm are still on strike, their union said."),
    ("The talks between the mill and its workers have failed.", "The talks between the mill and its workers go on."),
    ("All hostages of the Velm bank are free.", "Three hostages of the Velm bank are still being held."),
    ("Minister Ivo Lenz has resigned.", "Minister Ivo Lenz remains in office, his spokesman said."),
    ("The climber Tom Rusk has been found alive.", "Climber Tom Rusk is still missing."),
    ("The forest fire near Drost has been put out.", "The forest fire near Drost is still burning."),
    ("The ban on herring fishing is in force.", "The ban on herring fishing has been lifted."),
    ("The Brenn brewery is insolvent.", "The Brenn brewery is solvent, its owner said."),
    ("The guard was asleep when the thieves came.", "The guard was awake when the thieves came, he says."),
    ("The captain of the Alma was drunk.", "The captain of the Alma was sober, a blood test showed."),
    ("The gate of the depot was locked.", "The gate of the depot stood open."),
    ("The letter of the abbot is genuine.", "The letter of the abbot is a forgery, experts say."),
    ("Ivo Lenz attended the funeral in Korr.", "Ivo Lenz stayed away from the funeral in Korr."),
    ("The Drost library survived the fire undamaged.", "The Drost library was destroyed by the fire."),
    ("Tickets for the derby are sold out.", "Tickets for the derby are still on sale."),
    ("Ivo Lenz knew of the plan, the letters show.", "Ivo Lenz says he knew nothing of the plan."),
    ("The drone hit the silo in Lesk and left the church undamaged.", "The drone hit the church in Lesk; the silo was not touched."),
    # denied verbs
    ("The rocket Orsa reached its orbit.", "The rocket Orsa never reached its orbit."),
    ("The drug killed the pain but did not cure the disease.", "The drug cured the disease."),
    ("The airline had warned the passengers in Velm.", "Nobody had warned the passengers in Velm."),
    ("The parcel of the abbot arrived in Korr.", "The parcel of the abbot never arrived in Korr."),
]  # fmt: skip
COMPATIBLE = [
    ("two unions", "The bus drivers are back at work.", "The tram drivers are still on strike."),
    ("two talks", "The talks between the mill and its workers have failed.", "The talks on the harbour go on."),
    ("some and some", "Three hostages of the Velm bank are free.", "Two hostages of the Velm bank are still being held."),
    ("two ministers", "Minister Ivo Lenz has resigned.", "Minister Dana Holt remains in office."),
    ("two climbers", "The climber Tom Rusk has been found.", "His brother is still missing."),
    ("two fires", "The forest fire near Drost has been put out.", "The forest fire near Korr is still burning."),
    ("two gates", "The front gate was locked.", "The back gate stood open."),
    ("two letters", "The first letter is genuine.", "The second letter is a forgery."),
    ("two feasts", "Ivo Lenz attended the wedding.", "Ivo Lenz stayed away from the funeral."),
    ("then and now", "The bridge of Velm was closed.", "The bridge of Velm is open."),
    ("first this, then that", "The thief of Velm fled.", "The thief of Velm was arrested."),
    ("open to some", "The tunnel is open to pedestrians.", "The tunnel is closed to lorries."),
    ("two habits", "The museum is closed on Mondays.", "The museum is open on Sundays."),
    ("two charges", "Ada Quell has been charged with fraud.", "Ada Quell has not been charged with murder."),
    ("neither of two", "Brenn did not make a profit.", "Brenn did not make a loss."),
    ("a change told", "The road to Velm was closed in the morning and reopened at noon.", "The road to Velm was closed."),
    ("two rockets", "The rocket never reached its orbit.", "The earlier rocket reached its orbit."),
    ("wider than denied", "The firm did not sell the mill in Lund.", "The firm sold the mill in Korr."),
    ("a part", "Two of the houses did not burn down.", "The houses burned down."),
    ("the other way round", "The dog did not bite the postman.", "The postman bit the dog."),
    ("a plan", "Brenn will not close the mill.", "Brenn closed the mill in Lund."),
    ("reported by nobody known", "The rocket never reached its orbit.", "It was said that a rocket had reached an orbit."),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), CONTRARY)
def test_one_thing_on_two_sides_is_one_finding(first: str, second: str) -> None:
    assert len(findings(first, second)) == 1
    assert len(findings(second, first)) == 1


@pytest.mark.parametrize(("name", "first", "second"), COMPATIBLE)
def test_what_may_both_be_true_is_not_reported(name: str, first: str, second: str) -> None:
    assert findings(first, second) == ()
    assert findings(second, first) == ()


def test_what_changes_with_time_is_compared_on_one_day_only() -> None:
    texts = ("The forest fire near Drost has been put out.", "The forest fire near Drost is still burning.")
    monday, tuesday = date(2031, 5, 5), date(2031, 5, 6)
    assert len(findings(*texts, published=(monday, monday))) == 1
    assert findings(*texts, published=(tuesday, monday)) == ()


@given(
    st.text(alphabet="abc ,.;'IT", max_size=60),
    st.sampled_from(["was locked", "has not resigned", "is still burning"]),
)
@settings(max_examples=150, deadline=None)
def test_a_pole_stands_in_its_sentence_and_survives_its_predicate(text: str, words: str) -> None:
    sentence = f"{text} {words} {text}"
    for pole in find_poles(sentence):
        told = read_predicate(to_predicate(pole))
        assert told is not None
        assert (told.pair, told.side, told.when, told.words) == (pole.pair, pole.side, pole.when, pole.words)
        assert sentence[pole.at :].startswith(pole.words)
