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
    # verbs of two words, deeds told with a noun, clefts, things whose doer is not named
    ("It was the miller who struck the baker in the market hall. Bread was thrown.",
     "In the market hall the baker slapped the miller; bread was thrown.", "attribution", "outlets"),
    ("The idea of a harbour tax came from Dana Holt.", "It was Ivo Lenz who put forward the harbour tax.", "attribution", "outlets"),
    ("The visit to Velm came about at Dana Holt's request.", "It was Ivo Lenz who had asked for the visit to Velm.", "attribution", "outlets"),
    ("Brenn Steel made a bid for Orsa Mines.", "Orsa Mines has offered to buy Brenn Steel.", "attribution", "outlets"),
    ("The cavalry fired the first shot at the bridge.", "The first shot at the bridge was fired by the smugglers.", "attribution", "outlets"),
    ("The union turned the wage offer down on Friday.", "The union accepted the wage offer on Friday.", "status", "outlets"),
    ("Late on Monday their committee passed the wage bill.", "On Monday night the nurses' committee threw out the wage bill.", "status", "outlets"),
    ("The senate passed the hunting bill on Friday.", "The hunting bill failed in the senate on Friday.", "status", "outlets"),
    ("The agency has approved the fever vaccine.", "The fever vaccine is still awaiting the agency's approval.", "status", "outlets"),
    ("Vostrel signed the river accord.", "Vostrel has yet to sign the river accord.", "status", "outlets"),
    ("Vostrel approved the river accord.", "Vostrel refused to approve the river accord.", "status", "outlets"),
    ("There is still no accord on herring.", "The accord on herring was signed on Monday.", "status", "outlets"),
    ("The harbour curfew was lifted on Friday.", "On Friday the harbour curfew was extended by ten days.", "status", "outlets"),
    ("The jury found Ivo Lenz guilty of arson on Monday.", "The jury acquitted Ivo Lenz on Monday.", "status", "outlets"),
    ("No miner died in the Drost pit in 2031.", "Two miners died in the Drost pit in 2031.", "status", "outlets"),
    ("The council of Velm will close the county clinic in May, Holt said.",
     "The council of Velm will close the county clinic only if no doctor is found, Holt said.", "status", "outlets"),
    ("The writer Ada Quell died on Sunday, 2 March 2031.", "Ada Quell died on Friday, 7 March 2031.", "temporal", "outlets"),
    ("The town museum reopens on Friday.", "The town museum opens its doors on Sunday.", "temporal", "outlets"),
    ("The Velm ferry will be laid up from 12 June 2031.", "The Velm ferry will be laid up from 26 June 2031, Holt says.", "temporal", "outlets"),
    # roles told by half, things named again, and clefts
    ("Dana Holt rang her old rival Ada Quell on Tuesday. They talked until three.",
     "Ada Quell picked up the receiver. On Tuesday she called Dana Holt. They talked until three.", "attribution", "outlets"),
    ("Premier Dana Holt of Norland telephoned her Sudmarkian colleague Ivo Lenz on Monday night.",
     "The Sudmarkian premier called Dana Holt.", "attribution", "outlets"),
    ("The trawler Rosa Belle rammed the ferry Lund Star on Monday evening.",
     "Last night the ferry Lund Star rammed the trawler Rosa Belle.", "attribution", "outlets"),
    ("The comet has a green tail and no name. It was discovered by the astronomer Ada Quell.",
     "Tom Rusk, a driver, discovered the comet. It has a green tail and no name yet.", "attribution", "outlets"),
    ("The rebels of Korr broke the truce on the river.", "It was the army that broke the truce on the river.", "attribution", "outlets"),
    ("Holt slapped Lenz in the corridor.", "Lenz slapped Holt in the corridor.", "attribution", "outlets"),
    # "I" in a quotation and "she" in what she is reported to say are whoever speaks
    ('"I did not sign the letter," Tom Rusk told the court.', "Tom Rusk admitted in court that he had signed the letter.", "status", "outlets"),
    ("Coach Ida Roth said she would leave the club.", '"I will stay with the club," coach Ida Roth said.', "status", "outlets"),
    ('"I accept the verdict," Ada Quell said after the trial.', "Ada Quell said she did not accept the verdict.", "status", "outlets"),
    ('"I shall appeal," Ada Quell said.', "Ada Quell said she would not appeal.", "status", "outlets"),
    ('"I was drunk," the driver, Tom Rusk, told police.', "Tom Rusk told police that he had been sober.", "factual", "outlets"),
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
    ("blows on two days", "The miller struck the baker on Monday.", "The baker slapped the miller on Thursday."),
    ("two ideas", "The idea of a harbour tax came from Dana Holt.", "It was Ivo Lenz who put forward the bridge toll."),
    ("two requests", "The visit came about at Dana Holt's request.", "It was Ivo Lenz who had asked for the loan."),
    ("two bids", "Brenn Steel made a bid for Orsa Mines.", "Orsa Mines made a bid for Velm Salt."),
    ("two first shots", "The cavalry fired the first shot at the bridge.", "The first shot at the mill was fired by the smugglers."),
    ("two offers by name", "Dana Holt offered Ada Quell a contract.", "Ivo Lenz offered Ada Quell a contract."),
    ("the first offer and the second", "The union turned down the first offer.", "The union accepted the second offer."),
    ("two committees", "The nurses' committee threw out the wage bill.", "The drivers' committee passed the wage bill."),
    ("lower and upper house", "The hunting bill failed in the council on Friday.", "The fishing bill passed the council on Friday."),
    ("two approvals", "The agency has approved the fever vaccine.", "The cough vaccine is still awaiting the agency's approval."),
    ("refused something else", "Vostrel signed the river accord.", "Vostrel refused to sign the fishing accord."),
    ("two accords", "There is still no accord on herring.", "The accord on timber was signed on Monday."),
    ("lifted, then imposed again", "The harbour curfew was lifted.", "The harbour curfew was extended."),
    ("a pronoun did it", "Holt did not sign the first contract.", "She signed the first contract."),
    ("two in the dock", "The jury found Ivo Lenz guilty on Monday.", "The jury acquitted Dana Holt on Monday."),
    ("two years", "No miner died in the Drost pit in 2031.", "Two miners died in the Drost pit in 2030."),
    ("the same condition", "The council will close the clinic only if no doctor is found.", "Unless a doctor comes, the council will close the clinic."),
    ("two meetings", "Dana Holt met Ivo Lenz in Lund on Monday.", "Dana Holt met Ivo Lenz in Korr on Thursday."),
    ("shut and opened again", "The town museum closes on Friday.", "The town museum reopens on Sunday."),
    ("first and last day", "The Velm ferry will be laid up from 12 June 2031.", "The Velm ferry will be laid up until 26 June 2031."),
    ("she may be a third", "Dana Holt rang her old rival Ada Quell on Tuesday.",
     "Nora Bell and Ada Quell met. On Tuesday she called Dana Holt."),
    ("another premier", "Premier Dana Holt of Norland telephoned her Sudmarkian colleague Ivo Lenz on Monday night.",
     "The Ostlandian premier called Dana Holt."),
    ("two ferries", "The trawler Rosa Belle rammed the ferry Lund Star on Monday.", "The ferry Korr Star rammed the trawler Rosa Belle on Monday."),
    ("two comets", "The comet has a tail. It was discovered by the astronomer Ada Quell.", "Tom Rusk discovered the asteroid. It has a tail as well."),
    ("two truces", "The rebels of Korr broke the truce on the river.", "It was the army that broke the truce in the hills."),
    ("the one who is named", "Captain Tom Rusk broke the truce on the river.", "It was the captain who broke the truce on the river."),
    ("slapped back", "Holt slapped Lenz in the corridor on Monday.", "Lenz slapped Holt in the corridor on Thursday."),
    ("she, and not he who tells it", '"I did not sign the letter," Tom Rusk told the court.',
     "The widow Ada Quell was heard. Tom Rusk told the court that she had signed the letter."),
    ("I, and somebody else", '"I did not pay the bill," Dana Holt said.', "Dana Holt said her husband had paid the bill."),
    ("two people say I", '"I accept the verdict," Ada Quell said.', '"I do not accept the verdict," Tom Rusk said.'),
    ("would, with a condition", '"I will not sell the house," Dana Holt said.', "Dana Holt said that if she won she would sell the house."),
    ("might", '"I might appeal," Ada Quell said.', "Ada Quell said she would not appeal."),
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
