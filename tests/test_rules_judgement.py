"""What the rules engine reports of two sentences from two outlets, and what it never reports."""

import hashlib
from datetime import date

import pytest

from checker.engines.rules import RulesEngine
from checker.model import Article, Finding
from checker.pipeline import check_articles

MONDAY, TUESDAY = date(2031, 5, 5), date(2031, 5, 6)


def article(number: int, text: str, published: date | None = None) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=f"a{number}",
        path=f"outlet-{number}.txt",
        outlet=f"Outlet {number}",
        published=published,
        language="en",
        sha256=digest,
        source_sha256=digest,
        text=text,
    )


async def findings(
    *texts: str, published: tuple[date | None, ...] = (), context: str = ""
) -> tuple[Finding, ...]:
    days = published or (None,) * len(texts)
    articles = [
        article(number, f"{context}\n\n{text}".strip(), day)
        for number, (text, day) in enumerate(zip(texts, days, strict=True), 1)
    ]
    return (await check_articles(articles, engine=RulesEngine())).findings


REPORTED = [
    # figures
    ("The fire at the Orsa mill killed 12 workers.", "The fire at the Orsa mill killed 19 workers.", "numeric", "outlets"),
    ("The new bridge cost 40 million euros.", "The new bridge cost 14 million euros.", "numeric", "outlets"),
    ("Turnout in Lund was 61.2 percent.", "Turnout in Lund was 52.1 percent.", "numeric", "outlets"),
    ("At least 40 miners were trapped in the Drost pit.", "Just 22 miners were trapped in the Drost pit.", "numeric", "outlets"),
    ("The flood forced 3,400 people out of their homes in Velm.", "In Velm the flood forced 340 people out of their homes.", "numeric", "outlets"),
    ("The ferry Alma carried 212 passengers.", "The ferry Alma carried 112 passengers.", "numeric", "outlets"),
    # times
    ("The dam at Korr burst on Monday.", "The dam at Korr burst on Wednesday.", "temporal", "outlets"),
    ("Writer Ada Quell died on 3 March 2031.", "Writer Ada Quell died on 9 March 2031.", "temporal", "outlets"),
    ("The mayor Ivo Lenz resigned in March.", "The mayor Ivo Lenz resigned in June.", "temporal", "outlets"),
    ("The verdict came three weeks after the raid.", "The verdict came three days after the raid.", "temporal", "outlets"),
    # roles
    ("Dana Holt called Ivo Lenz on Monday.", "Ivo Lenz called Dana Holt on Monday.", "attribution", "outlets"),
    ("Ivo Lenz was telephoned by Dana Holt.", "Ivo Lenz telephoned Dana Holt.", "attribution", "outlets"),
    ("Dana Holt proposed the harbour tax reform.", "Ivo Lenz proposed the harbour tax reform.", "attribution", "outlets"),
    ("Brenn United beat Orsa Rovers on Sunday.", "Orsa Rovers beat Brenn United on Sunday.", "attribution", "outlets"),
    # standing
    ("Vostrel has agreed to the ceasefire.", "Vostrel has not agreed to the ceasefire.", "status", "outlets"),
    ("The council approved the stadium plan.", "The council rejected the stadium plan.", "status", "outlets"),
    ("The strike in the port has ended.", "The strike in the port has not ended.", "status", "outlets"),
    ("Holt accepted the ceasefire.", "Holt never accepted a ceasefire.", "status", "outlets"),
    ("Vostrel made some concessions.", "Vostrel left the talks without making any real concessions.", "status", "outlets"),
    ("The ceasefire is in force, the mediator said.", "The ceasefire is not in force.", "status", "outlets"),
    ("The Kesh bridge is open.", "The Kesh bridge is closed.", "status", "outlets"),
    # quotations
    ('"The mill had passed every inspection this year," Dana Holt said.',
     '"The mill had passed no inspection this year," Dana Holt said.', "quotation", "outlets"),
    ('"Nobody believed in this bridge until it stood in the river," Dana Holt said.',
     '"Nobody believed in this bridge until it stood in the river," Ivo Lenz said.', "attribution", "outlets"),
    ('Dana Holt said: "We will sign the treaty with the islands in May."',
     'Dana Holt said: "We will not sign the treaty with the islands in May."', "quotation", "outlets"),
]  # fmt: skip

NEVER_REPORTED = [
    ("rounding", "The call lasted two hours.", "The call lasted about two hours."),
    ("rounding to thousands", "Some 30,000 people marched in Lund.", "In Lund 29,640 people marched."),
    ("one length, two units", "The front is 1,100 kilometres long.", "The front is 700 miles long."),
    ("a bound that holds", "At least 12 workers died at the Orsa mill.", "At the Orsa mill 15 workers died."),
    ("the next package", "Europe adopted its 17th package of sanctions.", "Europe prepares its next package of sanctions, the 18th."),
    ("part and whole", "The fire killed 12 people, three of them children.", "The fire killed 12 people, among them a fireman."),
    ("part of another whole", "Unemployment stands at 6 percent.", "Among people under 25, unemployment stands at 14 percent."),
    ("two places", "The storm killed 4 people in Lund.", "The storm killed 9 people in Korr."),
    ("two things", "Donors pledged $2 billion for Velm.", "The rebuilding of Velm will cost $9 billion."),
    ("two measures", "The blast killed 12 people in Velm.", "The blast injured 30 people in Velm."),
    ("a spelling", "Dana Holt called Ivo Kovalskyy on Monday.", "Dana Holt called Ivo Kovalski on Monday."),
    ("more detail", "The dam burst on Monday.", "The dam burst on Monday night at about ten."),
    ("two occasions", "Dana Holt called Ivo Lenz on Monday.", "Ivo Lenz called Dana Holt on Thursday."),
    ("a condition", "Vostrel will sign if the shelling stops.", "Vostrel will not sign."),
    ("a possibility", "Vostrel may agree to the ceasefire.", "Vostrel has not agreed to the ceasefire."),
    ("a narrower denial", "Vostrel agreed to a truce of three days.", "Vostrel has not agreed to an unconditional truce."),
    ("two parties", "Vostrel accepted the ceasefire.", "Sarnovia rejected the ceasefire."),
    ("for whom", "The agency has approved the vaccine for adults.", "The agency has not approved the vaccine for children."),
    ("a plan against now", "A ticket will cost 3.20 euros from January.", "At present a ticket costs 2.80 euros."),
    ("open in another sense", "The minister is open to talks.", "The minister is closed to the press."),
    ("another day", "The harbour was closed on Monday.", "The harbour was open on Tuesday."),
    ("two opinions", "The talks were a triumph, Holt thinks.", "The talks were a disaster, Lenz thinks."),
    ("a translation", '"He spoke rather emotionally about the prospects of our relations," said Ivo Lenz.',
     '"He spoke quite emotionally about the prospects of our relations," said Ivo Lenz.'),
    ("a trimmed quotation", '"We will sign the treaty with the islands in May, as we promised," Dana Holt said.',
     '"We will sign the treaty with the islands in May," Dana Holt said.'),
    ("two utterances", '"We will sign the treaty," Dana Holt said.', '"Nobody believed in this bridge," Dana Holt said.'),
    ("no child and two children", "No child has died of the fever this year.", "Two children died of the fever last year."),
    ("a figure of speech", "I told him a million times, Holt said.", "I told him three times, Holt said."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "kind", "scope"), REPORTED, ids=[row[0][:40] for row in REPORTED]
)
async def test_what_cannot_both_be_true_is_reported(first: str, second: str, kind: str, scope: str) -> None:
    found = await findings(first, second)
    assert [(finding.kind, finding.scope) for finding in found] == [(kind, scope)]
    assert {len(finding.sides) for finding in found} == {2}


@pytest.mark.parametrize(("why", "first", "second"), NEVER_REPORTED, ids=[row[0] for row in NEVER_REPORTED])
async def test_what_can_both_be_true_is_never_reported(why: str, first: str, second: str) -> None:
    found = await findings(first, second)
    assert [(finding.kind, finding.question) for finding in found] == [], why


async def test_a_later_toll_is_an_update_and_no_contradiction() -> None:
    found = await findings(
        "The fire at the Orsa mill killed 12 workers.",
        "The fire at the Orsa mill killed 19 workers.",
        published=(MONDAY, TUESDAY),
    )
    assert [(finding.kind, finding.scope) for finding in found] == [("numeric", "update")]


async def test_a_fixed_figure_does_not_become_an_update_by_being_printed_later() -> None:
    found = await findings(
        "The new bridge is 400 metres long.",
        "The new bridge is 900 metres long.",
        published=(MONDAY, TUESDAY),
    )
    assert [(finding.kind, finding.scope) for finding in found] == [("numeric", "outlets")]


async def test_two_named_people_in_dispute_are_no_fault_of_the_outlets() -> None:
    found = await findings(
        "Dana Holt said the council had approved the stadium plan.",
        "Ivo Lenz said the council had not approved the stadium plan.",
    )
    assert [(finding.kind, finding.scope) for finding in found] == [("status", "speakers")]
    assert {side.speakers for side in found[0].sides} == {("Dana Holt",), ("Ivo Lenz",)}


async def test_an_article_against_itself_has_scope_article() -> None:
    text = "Dana Holt called Ivo Lenz on Monday.\n\nIt was late. Ivo Lenz called Dana Holt on Monday."
    found = await findings(text)
    assert [(finding.kind, finding.scope) for finding in found] == [("attribution", "article")]


async def test_three_outlets_on_two_figures_are_one_dispute() -> None:
    sentence = "The fire at the Orsa mill killed {} workers."
    found = await findings(sentence.format(12), sentence.format(19), sentence.format(12))
    assert len(found) == 1
    assert sorted(side.outlets for side in found[0].sides) == [("Outlet 1", "Outlet 3"), ("Outlet 2",)]


async def test_words_that_the_article_takes_back_are_dropped_with_the_reason() -> None:
    report = await check_articles(
        [
            article(1, "The fire at the Orsa mill killed 12 workers."),
            article(2, "Correction: we wrongly said otherwise. The fire at the Orsa mill killed 19 workers."),
        ],
        engine=RulesEngine(),
    )
    assert report.findings == ()
    assert [dropped.reason for dropped in report.dropped] == ["the article itself calls it 'correction:'"]
