"""Figures and times of one thing in other words: which pairs of sentences are reported, and which never."""

import hashlib

import pytest

from checker.engines.rules import RulesEngine
from checker.model import Article, Finding
from checker.pipeline import check_articles


def article(number: int, text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=f"a{number}",
        path=f"outlet-{number}.txt",
        outlet=f"Outlet {number}",
        language="en",
        sha256=digest,
        source_sha256=digest,
        text=text,
    )


async def findings(*texts: str) -> tuple[Finding, ...]:
    report = await check_articles(
        [article(number, text) for number, text in enumerate(texts, 1)], engine=RulesEngine()
    )
    return tuple(finding for finding in report.findings if finding.kind in ("numeric", "temporal"))


REPORTED = [
    ("At least 70 climbers were on the Kolm glacier when it broke, the rescue service said.",
     "No more than 20 climbers had been on the Kolm glacier, according to the rescue service."),
    ("More than a thousand demonstrators gathered outside the Orsa parliament on Saturday.",
     "Police counted 350 demonstrators outside the Orsa parliament on Saturday."),
    ("Fewer than ten ships were waiting at the Velm lock on Monday.",
     "On Monday 45 ships queued at the Velm lock."),
    ("Up to 40 jobs will go at the Brenn paper mill, the company said.",
     "The Brenn paper mill will lose 180 jobs, its owner said."),
    ("Thousands of hens perished in the barn fire near Lund.",
     "About 200 hens died when the barn near Lund burned down."),
    ("The flood destroyed hundreds of homes in Korr.", "Nine homes in Korr were destroyed by the flood."),
    ("The yacht was sold for 3.4 million euros at auction in Velm.",
     "At the auction in Velm the yacht fetched 4.3 million euros."),
    ("The bank was fined 20 million euros for the data leak.",
     "For the data leak the bank must pay a penalty of 2 million euros."),
    ("Dana Holt won 5,000 euros in the Orsa chess prize.",
     "The Orsa chess prize brought Dana Holt 50,000 euros."),
    ("The new Velm opera house cost 310 million euros.",
     "Velm's new opera house was built for 130 million euros."),
    ("Brenn Steel made a loss of 40 million euros last year.",
     "Last year Brenn Steel lost 400 million euros."),
    ("The thieves escaped with jewels worth 80,000 pounds from the Holt shop.",
     "Jewels worth 800,000 pounds were taken from the Holt shop."),
    ("The harbour loan of 12 million crowns was granted on Tuesday.",
     "On Tuesday a loan of 21 million crowns for the harbour was granted."),
    ("The zoo of Lund has bought 14 penguins from Korr.",
     "Forty penguins have arrived at the zoo of Lund from Korr."),
    ("Ivo Lenz was sentenced to six years in prison for arson.",
     "For arson Ivo Lenz must go to prison for nine years."),
    ("Surgeons in Orsa separated the twins in an operation of 14 hours.",
     "The operation in Orsa to separate the twins took 40 hours."),
    ("The Tarn bridge is 620 metres long.", "With its 260 metres the Tarn bridge spans the gorge."),
    ("The ship had 212 containers on board when it ran aground off Velm.",
     "When it ran aground off Velm, the ship was carrying 122 containers."),
    ("Seventeen bakeries in Orsa have closed since January.",
     "Since January, 71 bakeries have shut in Orsa."),
    ("The museum of Lund had 48,000 visitors in July.",
     "In July 84,000 people visited the museum of Lund."),
    ("Farmers blocked the Velm motorway with 60 tractors.",
     "With 600 tractors farmers blocked the motorway at Velm."),
    ("Three suspects were arrested after the robbery in Korr.",
     "After the robbery in Korr police arrested five suspects."),
    ("The mayor was re-elected with 54 percent of the vote on Sunday.",
     "On Sunday the mayor won re-election with 45 percent of votes."),
    ("Turnout in the Orsa referendum was 38 percent.",
     "In the Orsa referendum 83 percent of voters cast a ballot."),
    ("Rents in Velm rose by 4 percent last year.", "Last year rents in Velm climbed by 14 percent."),
    ("The storm left 12,000 homes in Korr without power.",
     "In Korr 1,200 homes had no electricity after the storm."),
    ("The submarine can dive to 300 metres, the navy says.",
     "According to the navy the submarine dives as deep as 900 metres."),
    ("The train was running at 160 km/h when it left the rails near Lund.",
     "Near Lund the train left the rails at 60 km/h."),
    ("The boy, 9, was pulled from the well in Velm alive.",
     "The boy, 14, was pulled from the well in Velm alive."),
    ("The 34-year-old pilot Ida Brandt landed the glider on the Orsa road.",
     "Pilot Ida Brandt, 43, landed her glider on the road to Orsa."),
    ("Two thirds of the Orsa dockers voted for the strike.",
     "Only 40 percent of Orsa's dockers voted for the strike."),
    ("All eight lifeboats of the Alma were damaged.", "Two of the Alma's eight lifeboats were damaged."),
    ("Brenn United won 2-0 at Orsa Rovers on Saturday.",
     "Orsa Rovers lost 3-0 to Brenn United on Saturday."),
    ("Ada Quell took bronze in the Lund regatta on Sunday.",
     "On Sunday Ada Quell came in fifth in the Lund regatta."),
    ("Monday's launch was the fourth test of the Skarn rocket.",
     "With Monday's launch the Skarn rocket made its sixth test."),
    ("Ivo Lenz begins his fifth term as mayor of Orsa on Monday.",
     "On Monday Ivo Lenz starts his second term as mayor of Orsa."),
    ("The power cut in Velm lasted twenty minutes on Friday.",
     "On Friday Velm was without power for three hours."),
    ("The Orsa tunnel was closed for six weeks after the fire.",
     "After the fire the Orsa tunnel stayed shut for six months."),
    ("The Alma ferry sank shortly before midnight on Monday.",
     "The Alma ferry sank on Monday at about six in the evening."),
    ("The trial of Ivo Lenz begins on 4 May.", "Ivo Lenz goes on trial on 11 May."),
    ("Dana Holt died on Tuesday at the age of 81, her family said.",
     "The death of Dana Holt came on Sunday, her family said."),
    ("The dam of Korr broke at dawn on Thursday.", "It was Thursday afternoon when the dam of Korr broke."),
    ("The strike in the Velm port began on Monday.",
     "Dockers in the Velm port have been on strike since Friday."),
    ("Ivo Lenz resigned before the vote in parliament.",
     "Ivo Lenz resigned only after the vote in parliament."),
    ("The Brenn airport closed at 22:15 on Friday.", "Brenn airport was closed at 19:30 on Friday."),
    ("The treaty was signed in 1998 in Lund.", "Signed in 2003 in Lund, the treaty is still in force."),
    ("Ada Quell was arrested on Monday, a day before the congress.",
     "Ada Quell was arrested two days after the congress."),
    ("The cable car in Tarn has been standing still since Wednesday.",
     "The cable car in Tarn stopped on Sunday."),
    ("The mayor of Orsa took office in 2019.", "The mayor of Orsa has been in office since 2023."),
    ("The warning reached the Velm town hall an hour before the flood.",
     "The warning reached the Velm town hall twenty minutes after the flood."),
    ("Polls in Orsa close at 6 p.m. on Sunday.", "On Sunday polls in Orsa close at 8 p.m."),
]  # fmt: skip

NEVER_REPORTED = [
    ("The Orsa zoo has 14 penguins.", "The Orsa zoo bought four penguins from Korr."),
    ("The mayor got 54 percent of the vote in Lund.",
     "In the first round the mayor got 38 percent of the vote in Lund."),
    ("The concert in Velm drew 12,000 people on Friday.",
     "The concert in Velm drew 9,000 people on Saturday."),
    ("The Tarn bridge is 620 metres long.", "The Tarn bridge is 40 metres high."),
    ("Brenn Steel made a profit of 40 million euros in the first quarter.",
     "Brenn Steel made a profit of 95 million euros in the first half."),
    ("Police arrested five suspects after the robbery in Korr.",
     "Two of the suspects arrested after the robbery in Korr were released."),
    ("The storm left 12,000 homes in Korr without power.",
     "By the evening 3,000 homes in Korr were still without power."),
    ("Nobody was injured when the crane fell in Lund.", "The crane that fell in Korr injured four people."),
    ("No child was injured when the bus overturned near Lund.",
     "Three adults were injured when the bus overturned near Lund."),
    ("The museum of Lund had 48,000 visitors in July.",
     "The museum of Lund had 310,000 visitors last year."),
    ("Ticket prices at the Velm opera rise by 5 percent.", "Wages at the Velm opera rise by 3 percent."),
    ("The plane with 180 passengers on board landed in Orsa.",
     "Twelve passengers of the plane that landed in Orsa were taken to hospital."),
    ("The bank was fined 20 million euros for the data leak.",
     "The bank set aside 50 million euros for the data leak."),
    ("Brenn United won 2-0 at Orsa Rovers on Saturday.",
     "Brenn United had lost 3-1 at Orsa Rovers in March."),
    ("The hall in Lund seats 2,000 people.", "Some 1,400 people came to the hall in Lund."),
    ("Ada Quell was third after the first run in Lund on Sunday.",
     "Ada Quell won silver in Lund on Sunday."),
    ("Dana Holt, 54, leads the Orsa bank.", "Dana Holt led the Orsa bank for 12 years."),
    ("The Korr ferry takes 40 minutes to the island.", "The Korr ferry was delayed by 90 minutes."),
    ("A day ticket for the Velm fair costs 12 euros.", "A family ticket for the Velm fair costs 30 euros."),
    ("Two firemen died in the Orsa mill.", "Twelve people died in the Orsa mill, among them two firemen."),
    ("The new tram line in Lund will have 14 stops.",
     "Six stops of the new tram line in Lund are under ground."),
    ("The company will cut 400 jobs in Velm.", "The company has cut 150 jobs in Korr."),
    ("Some 300 soldiers were sent to the flooded valley of Tarn.",
     "Another 200 soldiers were sent to the flooded valley of Tarn."),
    ("The strike at Brenn Steel is in its third week.", "The strike at Brenn Steel could last five weeks."),
    ("Orsa has built 120 flats this year.", "Orsa has built 900 flats since 2020."),
    ("The trial of Ivo Lenz heard 23 witnesses on Monday.",
     "The trial of Ivo Lenz has heard 80 witnesses so far."),
    ("The fire in Korr was put out after two hours.",
     "The fire in Korr broke out two days after the storm."),
    ("Holt said that 40 percent of the farmers in Orsa had lost their harvest.",
     "Of the farmers in Orsa, 12 percent grow maize."),
    ("Rain fell for three days in Velm.", "Rain is forecast for the next five days in Velm."),
    ("No goals were scored in the first half in Brenn.", "Three goals were scored in Brenn."),
    ("The Velm lock is 80 metres long; 45 ships pass it daily.",
     "Twelve ships waited at the Velm lock on Monday."),
    ("Prosecutors demanded nine years for Ivo Lenz.", "Ivo Lenz was sentenced to six years."),
    ("The hospital in Orsa treated 18 people after the crash.",
     "Four people were killed in the crash near Orsa, the hospital said."),
    ("The council of Lund gives the theatre 2 million euros.",
     "The council of Lund gives the library 900,000 euros."),
    ("The orchestra of Orsa has 90 players.", "The orchestra of Orsa takes 60 players to Japan."),
    ("Half of the samples from the Velm well were contaminated in May.",
     "In June, 10 percent of the samples from the Velm well were contaminated."),
    ("The council of Lund discussed the bill on Monday.", "The council of Lund passed the bill on Friday."),
    ("The Alma ferry left Velm on Monday morning.", "The Alma ferry sank on Monday evening."),
    ("The trial of Ivo Lenz begins on 4 May.", "The trial of Ivo Lenz ends on 11 May."),
    ("Dana Holt died on Tuesday.", "Dana Holt will be buried on Friday."),
    ("The dam of Korr broke at dawn on Thursday.",
     "On Thursday afternoon the army reached the dam of Korr that broke."),
    ("The strike in the Velm port began on Monday.", "The strike in the Velm port ended on Friday."),
    ("The Orsa museum will reopen next spring.", "The Orsa museum has been closed since autumn."),
    ("Ivo Lenz resigned before the vote in parliament.", "Ivo Lenz spoke after the vote in parliament."),
    ("The curfew in Korr begins at eight in the evening.",
     "The curfew in Korr ends at six in the morning."),
    ("The Brenn airport closed at 22:15 on Friday.", "Brenn airport opened again at 23:30 on Friday."),
    ("The treaty was signed in 1998 in Lund.", "The treaty has been in force since 2003."),
    ("Ada Quell was arrested on Monday.", "Ada Quell was charged on Wednesday."),
    ("The cable car in Tarn stopped on Sunday.",
     "The cable car in Tarn has been running again since Wednesday."),
    ("The mayor of Orsa took office in 2019.", "The mayor of Orsa was re-elected in 2023."),
    ("Polls in Orsa open at 8 a.m. on Sunday.", "Polls in Orsa close at 6 p.m. on Sunday."),
    ("The rocket lifted off in Skarn at 9 p.m. on Monday.",
     "The rocket reached orbit at 9:40 p.m. on Monday."),
    ("The train from Lund was due at noon.", "The train from Lund arrived at 2 p.m."),
    ("Rain began to fall in Velm on Monday morning.", "Rain fell in Velm until Monday evening."),
    ("Dana Holt spoke in Lund on Monday.", "Dana Holt spoke in Lund again on Thursday."),
    ("The report was published on Tuesday.", "The report will be debated on Thursday."),
    ("The earthquake struck Korr in the early hours of Wednesday.",
     "A second earthquake struck Korr on Wednesday afternoon."),
    ("The bridge in Velm was closed in March after cracks were found.",
     "The cracks in the Velm bridge were found in January."),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), REPORTED, ids=[row[0][:40] for row in REPORTED])
async def test_two_figures_of_one_thing_are_reported(first: str, second: str) -> None:
    found = await findings(first, second)
    assert [finding.scope in ("outlets", "speakers") for finding in found] == [True]


@pytest.mark.parametrize(("first", "second"), NEVER_REPORTED, ids=[row[1][:40] for row in NEVER_REPORTED])
async def test_figures_of_two_things_are_never_reported(first: str, second: str) -> None:
    found = await findings(first, second)
    assert [finding.question for finding in found] == []


@pytest.mark.parametrize(("first", "second"), REPORTED[::5], ids=[row[0][:40] for row in REPORTED[::5]])
async def test_who_reports_first_makes_no_difference(first: str, second: str) -> None:
    forth, back = await findings(first, second), await findings(second, first)
    assert [finding.question for finding in forth] == [finding.question for finding in back]
