"""Two quotations compared: what must be reported, what must not, and what always holds."""

import itertools
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engines.rules.quotations import Quotation, find_quotations
from checker.engines.rules.quote_conflicts import compare_quotations, same_utterance, utterance_keys
from checker.ingest.sentences import split_sentences


def the_quotation(text: str) -> Quotation:
    """The longest quotation of a short text."""
    return max(find_quotations(text, split_sentences(text)), key=lambda q: len(q.words))


class Case(NamedTuple):
    """Two sentences of two outlets, and the reason of the difference between them, or None."""

    name: str
    a: str
    b: str
    reason: str | None = None


REPORTED = (
    Case(
        "digits",
        "“We have lost 12 ships in this storm,” Ana Prell said.",
        "“We have lost 21 ships in this storm,” Ana Prell said.",
        "number",
    ),
    Case(
        "number words",
        "“The dam will hold for another three weeks,” engineer Ivo Lund told reporters.",
        "“The dam will hold for another six weeks,” engineer Ivo Lund told reporters.",
        "number",
    ),
    Case(
        "scale",
        "Premier Ana Prell said: “The bridge cost us 3 million crowns and four years.”",
        "Premier Ana Prell said: “The bridge cost us 3 billion crowns and four years.”",
        "number",
    ),
    Case(
        "number among synonyms",
        "“We will start building 40 schools this spring,” Lund said.",
        "“We will begin building 60 schools this spring,” Lund said.",
        "number",
    ),
    Case(
        "year",
        "“The mine closes for good in 2031 and nobody will reopen it,” Prell said.",
        "“The mine closes for good in 2013 and nobody will reopen it,” Prell said.",
        "number",
    ),
    Case(
        "per cent",
        "“Wages in the harbour rose 9 percent over the winter,” the minister, Ana Prell, said.",
        "“Wages in the harbour rose 19 percent over the winter,” the minister, Ana Prell, said.",
        "number",
    ),
    Case(
        "number at the end",
        "“The council owes the ferry company exactly 400,” Lund said.",
        "“The council owes the ferry company exactly 900,” Lund said.",
        "number",
    ),
    Case(
        "not added",
        "“We are ready to sign the treaty,” Prell said.",
        "“We are not ready to sign the treaty,” Prell said.",
        "negation",
    ),
    Case(
        "contraction",
        "“The harbour will reopen before the winter,” mayor Tilda Oost said.",
        "“The harbour won't reopen before the winter,” mayor Tilda Oost said.",
        "negation",
    ),
    Case(
        "never",
        "“I asked the police to clear the square,” Oost told the court.",
        "“I never asked the police to clear the square,” Oost told the court.",
        "negation",
    ),
    Case(
        "no for a",
        "“There is a plan to close the hospital in Varde,” Prell said.",
        "“There is no plan to close the hospital in Varde,” Prell said.",
        "negation",
    ),
    Case(
        "negation in a long one",
        "“The talks were hard but honest. Both sides gave ground. We did agree on the border, and the "
        "commission starts work in May,” Ivo Lund wrote.",
        "“The talks were hard but honest. Both sides gave ground. We did not agree on the border, and the "
        "commission starts work in May,” Ivo Lund wrote.",
        "negation",
    ),
    Case(
        "not outside both partial",
        "Prell said the fleet was not “prepared to leave the northern harbour”.",
        "Prell said the fleet was “prepared to leave the northern harbour”.",
        "negation",
    ),
    Case(
        "with and without",
        "“We can finish the northern tunnel without Sudmark,” Prell said.",
        "“We can finish the northern tunnel with Sudmark,” Prell said.",
        "negation",
    ),
    Case(
        "not kept outside, dropped by the trim",
        "“We will not sign the old treaty of the northern bay,” Prell said.",
        "Prell said they would “sign the old treaty of the northern bay”.",
        "negation",
    ),
    Case(
        "will became never",
        "“The miners will return to the pits of Ostby,” Brandt said.",
        "“The miners will never return to the pits of Ostby,” Brandt said.",
        "negation",
    ),
    Case(
        "other country",
        "“We will buy the gas from Norland this winter,” Prell said.",
        "“We will buy the gas from Sudmark this winter,” Prell said.",
        "name",
    ),
    Case(
        "other person",
        "“I trust Karla Venn to lead the inquiry fairly,” Oost said.",
        "“I trust Bruno Halm to lead the inquiry fairly,” Oost said.",
        "name",
    ),
    Case(
        "other day",
        "“The ferries will stop on Friday unless wages rise,” union leader Ole Brandt said.",
        "“The ferries will stop on Sunday unless wages rise,” union leader Ole Brandt said.",
        "name",
    ),
    Case(
        "other town at the end",
        "“We are moving the whole ministry to Varde,” Prell said.",
        "“We are moving the whole ministry to Ostby,” Prell said.",
        "name",
    ),
    Case(
        "opposite adjective",
        "“This verdict is a strong signal to investors,” Lund said.",
        "“This verdict is a weak signal to investors,” Lund said.",
        "antonym",
    ),
    Case(
        "opposite verb",
        "“The party will accept the budget of the coalition,” Karla Venn said.",
        "“The party will reject the budget of the coalition,” Karla Venn said.",
        "antonym",
    ),
    Case(
        "un-",
        "“The terms of the lease are acceptable to the islanders,” Halm said.",
        "“The terms of the lease are unacceptable to the islanders,” Halm said.",
        "antonym",
    ),
    Case(
        "guilty",
        "“The jury found my client guilty of the arson,” lawyer Petra Sund said.",
        "“The jury found my client innocent of the arson,” lawyer Petra Sund said.",
        "antonym",
    ),
    Case(
        "rise and fall",
        "“We expect rents in the old town to rise next year,” Sund said.",
        "“We expect rents in the old town to fall next year,” Sund said.",
        "antonym",
    ),
    Case(
        "before and after",
        "“The vote comes before the summer recess of parliament,” Venn said.",
        "“The vote comes after the summer recess of parliament,” Venn said.",
        "antonym",
    ),
    Case(
        "will and may",
        "“The central bank will lower its rate in autumn,” governor Nils Aker said.",
        "“The central bank may lower its rate in autumn,” governor Nils Aker said.",
        "modal",
    ),
    Case(
        "'ll and might",
        "“We'll close the northern smelter for good,” Aker said.",
        "“We might close the northern smelter for good,” Aker said.",
        "modal",
    ),
    Case(
        "may added",
        "“The rebels have left the river valley already,” Lund said.",
        "“The rebels may have left the river valley already,” Lund said.",
        "modal",
    ),
    Case(
        "if dropped",
        "“We will reopen the border if the shelling of the villages ends,” Prell said.",
        "“We will reopen the border,” Prell said.",
        "condition",
    ),
    Case(
        "unless dropped",
        "“I shall resign from the board unless the accounts are published,” Aker said.",
        "“I shall resign from the board,” Aker said.",
        "condition",
    ),
    Case(
        "leading if dropped",
        "“If the court agrees, we will sell the northern railway,” Venn said.",
        "“We will sell the northern railway,” Venn said.",
        "condition",
    ),
    Case(
        "they given to he and another",
        "Prell said both unions must settle it “because they know the details of the deal better than we”.",
        "Prell agreed, saying that he and Brandt “know the details of the deal better than we”.",
        "subject",
    ),
    Case(
        "I given to another",
        "“I am tired of these lies about the harbour fund,” Oost said.",
        "Oost said that Brandt “am tired of these lies about the harbour fund”.",
        "subject",
    ),
    Case(
        "two speakers",
        "“Not one tree in the royal park will fall while I hold this office,” Tilda Oost said.",
        "“Not one tree in the royal park will fall while I hold this office,” Bruno Halm said.",
        "speaker",
    ),
    Case(
        "two speakers, one excluded in so many words",
        "“Envy is not a crime,” Tilda Oost, the head of the bank, said in court.",
        "“Envy is not a crime”: with these words prosecutor Bruno Halm, and not the accused Tilda Oost, made the court laugh.",
        "speaker",
    ),
    Case(
        "short, but for an opposite",
        "“We are sick of this war,” the rebels' spokesman Ole Brandt said.",
        "“We are sick of this peace,” rebel spokesman Ole Brandt said.",
        "antonym",
    ),
    Case(
        "some and all",
        "“Some of the referees are corrupt,” Oost said.",
        "Oost said: “All the referees are corrupt.”",
        "share",
    ),
    Case(
        "half and all",
        "“I shall leave half of the house to the parish,” Sund said.",
        "“I shall leave the house to the parish,” Sund said.",
        "share",
    ),
    Case(
        "not without",
        "“We will not sell the islands without a vote,” Prell said.",
        "“We will not sell the islands,” Prell said.",
        "limit",
    ),
    Case(
        "not before",
        "“I will not raise the ferry fares before the autumn,” Aker said.",
        "“I will not raise the ferry fares,” Aker said.",
        "limit",
    ),
    Case(
        "would only if, will",
        "“It would sink us only if the wind turned twice,” Lund said.",
        "“It will sink us,” Lund said.",
        "condition",
    ),
    Case(
        "they, framed alike",
        "Whoever is patient wins: the growers would have to be patient, Brandt said, “because they have waited long enough”.",
        "The banks would have to be patient, Brandt said, “because they have waited long enough”.",
        "subject",
    ),
    Case(
        "it, framed alike",
        "Halm said that the readers had been misled by the press: “It has a great deal to answer for.”",
        "In Halm's view the readers were misled by the church: “It has a great deal to answer for.”",
        "subject",
    ),
    Case(
        "praise of two",
        "Roth praised Ostby's defence: “They are the best we ever played against.”",
        "“They are the best we ever played against,” Roth said of the defenders of Varde.",
        "subject",
    ),
    Case(
        "unknown speaker, same words but one number",
        "“The ice on the lake carried 300 people and two brass bands that night.”",
        "“The ice on the lake carried 800 people and two brass bands that night.”",
        "number",
    ),
)

NOT_REPORTED = (
    Case(
        "one excluded for other words",
        "“Envy is not a crime,” Tilda Oost said in court.",
        "“Fraud is a crime,” prosecutor Bruno Halm, and not Tilda Oost, said in court.",
    ),
    Case(
        "the limit stands outside the marks",
        "“We will not sell the islands without a vote,” Prell said.",
        "Without a vote, Prell said, “we will not sell the islands”.",
    ),
    Case(
        "a limit of what is affirmed",
        "“We will keep the islands until the autumn,” Prell said.",
        "“We will keep the islands,” Prell said.",
    ),
    Case(
        "some and several",
        "“Some of the referees are corrupt,” Oost said.",
        "“Several of the referees are corrupt,” Oost said.",
    ),
    Case(
        "all of two things",
        "“All the referees are corrupt,” Oost said.",
        "“Some of the players are corrupt,” Oost said.",
    ),
    Case(
        "short and synonymous",
        "“We are sick of this war,” Brandt said.",
        "“We are sick of this conflict,” Brandt said.",
    ),
    Case(
        "short opposites of two speakers",
        "“We are sick of this war,” Brandt said.",
        "“We are sick of this peace,” Halm said.",
    ),
    Case(
        "would if, told with its condition",
        "“It would sink us only if the wind turned twice,” Lund said.",
        "If the wind turned twice, “it would sink us”, Lund said.",
    ),
    Case(
        "they, one party in two frames",
        "Both parties, bank and customers, would have to wait, said Oost, “until they know the ruling of the court”.",
        "Neither the bank nor its customers could do anything “until they know the ruling of the court”, Oost said.",
    ),
    Case(
        "they, and frames with nothing in common",
        "Asked about the growers, Brandt said: “They have waited long enough for the rain.”",
        "Over tea with the bishops Brandt said: “They have waited long enough for the rain.”",
    ),
    Case(
        "it, with other words before it",
        "Halm spoke for an hour about the press: “It has a great deal to answer for.”",
        "“It has a great deal to answer for,” Halm said at the end of the debate in the church.",
    ),
    Case(
        "praise of one in two wordings",
        "Roth praised the defenders: “They are the best we ever played against.”",
        "“They are the best we ever played against,” Roth said of the defenders of Varde.",
    ),
    Case(
        "identical",
        "“We will rebuild the northern bridge,” Prell said.",
        "“We will rebuild the northern bridge,” Prell said.",
    ),
    Case(
        "marks and case",
        "'The talks went very well, and peace is near,' Prell wrote.",
        "Prell wrote: “The Talks went VERY WELL, and peace is near”.",
    ),
    Case(
        "translated",
        "“Norland and Sudmark will now start talks on a truce and an end of the war,” Prell said.",
        "“Norland and Sudmark will begin negotiations for a ceasefire now, and the war's end,” Prell said.",
    ),
    Case(
        "translated synonyms",
        "“It is a huge opportunity to create jobs and wealth,” Lund said.",
        "“It is a tremendous chance to create massive employment and riches,” Lund said.",
    ),
    Case(
        "translated negation",
        "“Nobody else would be aware of the details of the contract,” Lund said.",
        "“No one else would know the particulars of the contract,” Lund said.",
    ),
    Case(
        "negation another way",
        "“The council has no plan to close the old library,” Oost said.",
        "“The council does not have a plan to close the old library,” Oost said.",
    ),
    Case(
        "not guilty and innocent",
        "“The jury found my client not guilty of the arson,” Sund said.",
        "“The jury found my client innocent of the arson,” Sund said.",
    ),
    Case(
        "not acceptable and unacceptable",
        "“The terms of the lease are not acceptable to the islanders,” Halm said.",
        "“The terms of the lease are unacceptable to the islanders,” Halm said.",
    ),
    Case(
        "refuse for will not",
        "“We will not accept the new border drawn by the commission,” Prell said.",
        "“We refuse to accept the new border drawn by the commission,” Prell said.",
    ),
    Case(
        "tense",
        "“The storm is destroying the harvest in the valley,” Lund said.",
        "“The storm destroyed the harvest in the valley,” Lund said.",
    ),
    Case(
        "articles and prepositions",
        "“We move towards an agreement on the fishing quota,” Brandt said.",
        "“We move toward agreement over a fishing quota,” Brandt said.",
    ),
    Case(
        "British and American",
        "“The neighbours recognised the colour of the van at once,” Halm said.",
        "“The neighbors recognized the color of the van at once,” Halm said.",
    ),
    Case(
        "spelling of a name",
        "“I will meet Volodar Kraviskyy in the spring,” Prell said.",
        "“I will meet Volodar Kravisky in the spring,” Prell said.",
    ),
    Case(
        "country and its people",
        "“We will talk with the Norlanders about the grain,” Prell said.",
        "“We will talk with Norland about the grain,” Prell said.",
    ),
    Case(
        "number in words and digits",
        "“It took us twenty days to reach the camp,” Aker said.",
        "“It took us 20 days to reach the camp,” Aker said.",
    ),
    Case(
        "thousands written two ways",
        "“We counted 30,000 marchers on the bridge,” Brandt said.",
        "“We counted 30 thousand marchers on the bridge,” Brandt said.",
    ),
    Case(
        "rounded",
        "“The fund holds about 200 million crowns for repairs,” Venn said.",
        "“The fund holds 198 million crowns for repairs,” Venn said.",
    ),
    Case(
        "trimmed at the end",
        "“We will sign the treaty in June, and then we will celebrate,” Prell said.",
        "“We will sign the treaty in June,” Prell said.",
    ),
    Case(
        "trimmed at both ends",
        "Lund called it “a slow and costly repair of the old dam” in a letter.",
        "“What we see here is a slow and costly repair of the old dam, and I regret it,” Lund wrote.",
    ),
    Case(
        "ellipsis in the middle",
        "“The verdict … is a strong signal to investors,” Lund said.",
        "“The verdict, which comes late, is a strong signal to investors,” Lund said.",
    ),
    Case(
        "bracketed word",
        "“They [the islanders] asked for a second ferry last year,” Halm said.",
        "“They asked for a second ferry last year,” Halm said.",
    ),
    Case(
        "two remarks on one topic",
        "“The treaty is good for our farmers and our ports,” Prell said.",
        "“The treaty will need a year of patient work in committee,” Prell said.",
    ),
    Case(
        "two remarks, one with not",
        "“We want peace with Norland,” Prell said.",
        "“We do not want Norland to decide our tariffs for us,” Prell said.",
    ),
    Case(
        "one promise about two people",
        "“We will talk with Karla Venn about the grain,” Prell said.",
        "“I will talk with Bruno Halm about the grain soon,” Prell said.",
    ),
    Case(
        "two goals",
        "“We scored two goals in the first half,” coach Ida Roth said.",
        "“We scored three goals in the second half,” coach Ida Roth said.",
    ),
    Case(
        "two days",
        "“We have lost 12 ships in this storm,” Ana Prell said on Monday.",
        "“We have lost 14 ships in this storm,” Ana Prell said on Wednesday.",
    ),
    Case(
        "slogan on two days",
        "“No mine on the mountain, not now and not ever,” Brandt chanted on Friday, he said.",
        "“No mine on the mountain, not now and not ever,” Brandt said on Sunday.",
    ),
    Case(
        "slogan of two people",
        "“No mine on the mountain,” Ole Brandt said.",
        "“No mine on the mountain,” Petra Sund said.",
    ),
    Case(
        "one repeats the other",
        "“Not one tree in the royal park will fall while I hold this office,” Tilda Oost said.",
        "Repeating Oost, Halm said: “Not one tree in the royal park will fall while I hold this office.”",
    ),
    Case(
        "person and body",
        "“The strike at the northern smelter ends tonight on the terms agreed on,” Ole Brandt said.",
        "“The strike at the northern smelter ends tonight on the terms agreed on,” the Smelter Union said.",
    ),
    Case(
        "condition kept outside the marks",
        "“We will reopen the border if the shelling ends,” Prell said.",
        "If the shelling ends, Prell said, “we will reopen the border”.",
    ),
    Case(
        "when for if",
        "“A truce is possible when the relevant agreements are reached,” Prell said.",
        "“A truce is possible if the relevant agreements are reached,” Prell said.",
    ),
    Case(
        "interjection",
        "“No, we will rebuild the northern bridge this year,” Prell said.",
        "“We will rebuild the northern bridge this year,” Prell said.",
    ),
    Case(
        "not only",
        "“This is not only a victory for the fishermen of Varde,” Brandt said.",
        "“This is a victory for the fishermen of Varde,” Brandt said.",
    ),
    Case(
        "must and have to",
        "“We must lower the price of bread before winter,” Venn said.",
        "“We have to lower the price of bread before winter,” Venn said.",
    ),
    Case(
        "could and can",
        "“The dam could hold another week of rain,” Lund said.",
        "“The dam can hold another week of rain,” Lund said.",
    ),
    Case(
        "he outside is not provable",
        "“They know the old harbour better than anybody,” Prell said.",
        "Prell praised Brandt, saying he would “know the old harbour better than anybody”.",
    ),
    Case(
        "we and the country",
        "“We will never sell the northern islands to anybody,” Prell said.",
        "Prell said that Sudmark “will never sell the northern islands to anybody”.",
    ),
    Case(
        "denied words",
        "Prell denied that the fleet was “ready to leave the northern harbour”.",
        "“The fleet is not ready to leave the northern harbour,” Prell said.",
    ),
    Case(
        "scare quotes",
        "Prell spoke of a “frank” meeting.",
        "Prell spoke of a “friendly” meeting.",
    ),
    Case(
        "names in another order",
        "“Norland and Sudmark must find a compromise on grain,” Prell said.",
        "“Sudmark and Norland must find a compromise on grain,” Prell said.",
    ),
    Case(
        "surname left out",
        "“I trust Karla Venn to lead the inquiry fairly,” Oost said.",
        "“I trust Venn to lead the inquiry fairly,” Oost said.",
    ),
    Case(
        "unknown word for unknown word",
        "“The audit was a shambles from the first page,” Aker said.",
        "“The audit was a farce from the first page,” Aker said.",
    ),
    Case(
        "capital for country",
        "“We shall not take orders from Russia on our pipelines,” Prell said.",
        "“We shall not take orders from Moscow on our pipelines,” Prell said.",
    ),
    Case(
        "different speakers, similar words",
        "“We are ready to sign the treaty,” Prell said.",
        "“We are not ready to sign the treaty,” Halm said.",
    ),
    Case(
        "title for a given name",
        "“I will talk with President Kravisky about the grain soon,” Prell said.",
        "“I will talk with Volodar Kravisky about the grain soon,” Prell said.",
    ),
    Case(
        "capitals of a post",
        "“Norland will bring a lasting END to the Conflict on the bay,” Prell wrote.",
        "“Norland will bring a lasting end to the War on the bay,” Prell wrote.",
    ),
    Case(
        "title case",
        "“We Will Never Sell The Northern Isles To Anybody,” Prell wrote.",
        "“We Will Never Sell The Northern Islets To Anybody,” Prell wrote.",
    ),
    Case(
        "short scale",
        "“The bridge cost us £5m and four years of work,” Prell said.",
        "“The bridge cost us 5 million pounds and four years of work,” Prell said.",
    ),
    Case(
        "or not",
        "“The ferry will sail whether or not the storm passes the bay,” Lund said.",
        "“The ferry will sail whether the storm passes the bay,” Lund said.",
    ),
    Case(
        "the not is in the other part of a split quotation",
        "“We will not sign the old treaty of the northern bay,” Prell said.",
        "“We will not,” the premier of Sudmark said, “sign the old treaty of the northern bay.”",
    ),
    Case(
        "refused outside the marks",
        "“We will not sign the old treaty of the northern bay,” Prell said.",
        "Prell refused to “sign the old treaty of the northern bay”.",
    ),
    Case(
        "I think not, I don't think",
        "“I think the mayor will not come to the opening,” Halm said.",
        "“I don't think the mayor will come to the opening,” Halm said.",
    ),
    Case(
        "no longer and not any more",
        "“The island can no longer feed the herds of the north,” Lund said.",
        "“The island cannot feed the herds of the north any more,” Lund said.",
    ),
    Case(
        "a fifth and 20 percent",
        "“We lost 20 percent of the harvest to the flood,” Lund said.",
        "“We lost a fifth of the harvest to the flood,” Lund said.",
    ),
    Case(
        "double denial",
        "“It is not impossible to finish the tunnel by May,” Lund said.",
        "“It is possible to finish the tunnel by May,” Lund said.",
    ),
)


@pytest.mark.parametrize("case", REPORTED, ids=lambda case: case.name)
def test_a_material_difference_is_reported_with_its_reason(case: Case) -> None:
    a, b = the_quotation(case.a), the_quotation(case.b)
    found = compare_quotations(a, b)
    assert found is not None
    assert found.reason == case.reason
    assert utterance_keys(a) & utterance_keys(b), "a candidate index would have missed it"


@pytest.mark.parametrize("case", NOT_REPORTED, ids=lambda case: case.name)
def test_what_means_the_same_or_is_another_utterance_is_not_reported(case: Case) -> None:
    assert compare_quotations(the_quotation(case.a), the_quotation(case.b)) is None


@pytest.mark.parametrize("case", REPORTED + NOT_REPORTED, ids=lambda case: case.name)
def test_the_order_of_the_two_does_not_matter(case: Case) -> None:
    a, b = the_quotation(case.a), the_quotation(case.b)
    there, back = compare_quotations(a, b), compare_quotations(b, a)
    assert there == (None if back is None else back.mirrored())


@pytest.mark.parametrize("case", REPORTED + NOT_REPORTED, ids=lambda case: case.name)
def test_no_quotation_differs_from_itself(case: Case) -> None:
    for text in (case.a, case.b):
        assert compare_quotations(the_quotation(text), the_quotation(text)) is None


EVERY = tuple(the_quotation(text) for case in REPORTED + NOT_REPORTED for text in (case.a, case.b))


def test_a_difference_between_any_two_quotations_shares_a_key() -> None:
    missed = [
        (a.words, b.words)
        for a, b in itertools.combinations(EVERY, 2)
        if compare_quotations(a, b) is not None and not utterance_keys(a) & utterance_keys(b)
    ]
    assert missed == []


def test_a_difference_names_the_words_and_their_places() -> None:
    a_text = "Late on Monday it came. “We will begin with 40 schools this spring,” Lund said."
    b_text = "“We will start with 60 schools this spring,” Lund said."
    a, b = the_quotation(a_text), the_quotation(b_text)
    found = compare_quotations(a, b)
    assert found is not None
    assert (found.kind, found.a_words, found.b_words) == ("words", "40", "60")
    (material,) = [op for op in found.ops if op.material]
    assert a_text[material.a_start : material.a_end] == "40"
    assert b_text[material.b_start : material.b_end] == "60"
    assert ("alike", "begin", "start") in [(op.op, op.a, op.b) for op in found.ops]


def test_canonical_speakers_decide_where_the_articles_only_give_roles() -> None:
    a = the_quotation("“We are ready to sign the treaty,” the premier said.")
    b = the_quotation("“We are not ready to sign the treaty,” Ana Prell said.")
    found = compare_quotations(a, b, speaker_a="Ana Prell", speaker_b="Ana Prell")
    assert found is not None
    assert found.reason == "negation"


def test_canonical_names_settle_two_names_of_one_person() -> None:
    a = the_quotation("“I trust Bunny Halm to lead the inquiry fairly,” Oost said.")
    b = the_quotation("“I trust Rector to lead the inquiry fairly,” Oost said.")
    one = {"Bunny Halm": "Bruno Halm", "Rector": "Bruno Halm"}
    assert compare_quotations(a, b, canonical=lambda name: one.get(name, name)) is None


def test_translations_and_trims_are_one_utterance() -> None:
    names = {"translated", "translated synonyms", "trimmed at the end", "tense", "number in words and digits"}
    cases = [case for case in NOT_REPORTED if case.name in names]
    assert len(cases) == len(names)
    assert all(same_utterance(the_quotation(case.a), the_quotation(case.b)) for case in cases)


@given(st.sampled_from(EVERY), st.sampled_from(EVERY))
@settings(max_examples=300, deadline=None)
def test_order_never_matters_and_spans_lie_in_the_quotations(a: Quotation, b: Quotation) -> None:
    there, back = compare_quotations(a, b), compare_quotations(b, a)
    assert there == (None if back is None else back.mirrored())
    assert same_utterance(a, b) == same_utterance(b, a)
    if there is not None:
        for op in there.ops:
            assert a.words[op.a_start - a.start : op.a_end - a.start] == op.a
            assert b.words[op.b_start - b.start : op.b_end - b.start] == op.b


_WORDS = st.sampled_from(
    [
        "We",
        "will",
        "may",
        "not",
        "never",
        "sign",
        "break",
        "the",
        "treaty",
        "in",
        "12",
        "40",
        "days",
        "if",
        "Norland",
        "Ostby",
        "agree",
        ",",
        ".",
    ]
)


@given(
    st.lists(_WORDS, min_size=1, max_size=14).map(" ".join),
    st.lists(_WORDS, min_size=1, max_size=14).map(" ".join),
)
@settings(max_examples=300, deadline=None)
def test_nonsense_is_compared_without_regard_to_order_and_never_with_itself(one: str, other: str) -> None:
    a, b = the_quotation(f"Prell said: “{one} x”"), the_quotation(f"Prell said: “{other} x”")
    there, back = compare_quotations(a, b), compare_quotations(b, a)
    assert there == (None if back is None else back.mirrored())
    assert compare_quotations(a, a) is None
