"""A verb and its opposite, or a denial, contradict each other of one happening only: what marks another one."""

import pytest
from test_rules_judgement import findings

TWO_HAPPENINGS = [
    ("Marlow Town won 2-0 against Pell on Saturday.", "Marlow Town had lost 3-1 against Pell in March."),
    ("The harbour bridge closed at 22:15 on Monday.", "The harbour bridge opened again at 23:30 on Monday."),
    ("Polls in Ostrell open at 8 on Sunday.", "Polls in Ostrell close at 6 on Sunday."),
    (
        "Police made 15 arrests in Marlow on Friday.",
        "There were no further arrests in Marlow on Friday, police said.",
    ),
    ("Three of the 12 councillors voted against the plan.", "Nine of the 12 councillors voted for the plan."),
    (
        "Five people were hurt in the collision at Tarn.",
        "Nobody was seriously hurt in the collision at Tarn.",
    ),
    (
        "The ministry rejected the first offer of the union.",
        "The ministry accepted the offer of the union after a night of talks.",
    ),
    (
        "The court convicted Benz of fraud but acquitted him of forgery.",
        "Benz was acquitted of forgery, the court said.",
    ),
    (
        "Shares of Tessaly rose in the morning.",
        "Shares of Tessaly fell in the afternoon trading and closed two percent lower.",
    ),
    ("The mayor said the school would stay open.", "The school will close in 2030, the county plans show."),
    ("The minister did not resign on Monday, as some had expected.", "The minister resigned on Thursday."),
    (
        "The airport was closed for three hours after the storm.",
        "The airport is open again, its operator said.",
    ),
    ("Opposition parties reject the bill.", "Parliament passed the bill with the votes of the coalition."),
    ("Two of the hostages were freed on Monday.", "Four hostages were still held on Tuesday."),
    ("The eastern gate remained open.", "The western gate was closed by police."),
    ("Vorst denied that she had taken money.", "Vorst took money from the firm, the prosecutor said."),
    ("Halvorn lost the first half but won the match.", "Halvorn won the match."),
    (
        "The patient's condition improved overnight, the hospital said on Monday.",
        "The patient's condition worsened on Wednesday, the hospital said.",
    ),
    ("The talks failed to produce an agreement on prisoners.", "The talks produced an agreement on grain."),
    (
        "No one has claimed responsibility for the attack.",
        "The Red Lantern group claimed responsibility for the attack in Kesh last year.",
    ),
    ("The bank did not raise its rate in May.", "The bank raised its rate by a quarter of a point in June."),
    ("Officials had earlier said that the dam was safe.", "The dam was not safe, an inquiry has found."),
    ("Workers at two plants went on strike.", "Workers at the third plant did not strike."),
    ("If the vote fails, the government will fall.", "The vote succeeded."),
]

ONE_HAPPENING = [
    ("The harbour bridge opened at 22:15 on Monday.", "The harbour bridge did not open at 22:15 on Monday."),
    (
        "Nobody was seriously hurt in the collision at Tarn.",
        "Two sailors were seriously hurt in the collision at Tarn.",
    ),
    ("The bank raised its rate in May.", "The bank did not raise its rate in May."),
    ("The council approved the stadium plan again.", "The council rejected the stadium plan again."),
]


@pytest.mark.parametrize(("first", "second"), TWO_HAPPENINGS)
async def test_what_may_be_two_happenings_is_not_reported(first: str, second: str) -> None:
    assert not await findings(first, second)


@pytest.mark.parametrize(("first", "second"), ONE_HAPPENING)
async def test_the_same_mark_on_both_sides_is_one_happening(first: str, second: str) -> None:
    assert len(await findings(first, second)) == 1
