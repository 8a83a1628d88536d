"""Which times a text states, what they resolve to, and what stays open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Period
from checker.normalise.dates import compare_periods, find_periods, month_days, stated_date, weekday_names

PUBLISHED = date(2025, 5, 21)  # a Wednesday


def one(text: str, published: date | None = PUBLISHED) -> Period:
    times = find_periods(text, published=published)
    assert times.open_times == ()
    (period,) = times.periods
    return period


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("on May 19, 2025", "2025-05-19", "2025-05-19", "day"),
        ("on 19 May 2025", "2025-05-19", "2025-05-19", "day"),
        ("on the 19th of May, 2025", "2025-05-19", "2025-05-19", "day"),
        ("Monday, May 19, 2025", "2025-05-19", "2025-05-19", "day"),
        ("2025-05-19", "2025-05-19", "2025-05-19", "day"),
        ("16.05.2025", "2025-05-16", "2025-05-16", "day"),
        ("16/05/2025", "2025-05-16", "2025-05-16", "day"),
        ("05/16/2025", "2025-05-16", "2025-05-16", "day"),
        ("Sept. 11, 2001", "2001-09-11", "2001-09-11", "day"),
        ("May 16-18, 2025", "2025-05-16", "2025-05-18", "day"),
        ("in March 2022", "2022-03-01", "2022-03-31", "month"),
        ("in February 2024", "2024-02-01", "2024-02-29", "month"),
        ("in 2016", "2016-01-01", "2016-12-31", "year"),
        ("the war of 1700-21", "1700-01-01", "1721-12-31", "year"),
        ("the 1990s", "1990-01-01", "1999-12-31", "decade"),
        ("the summer of 2024", "2024-06-01", "2024-08-31", "season"),
    ],
)
def test_full_dates_need_no_anchor(text: str, first: str, last: str, precision: str) -> None:
    period = one(text, published=None)
    assert (str(period.first), str(period.last), period.precision) == (first, last, precision)
    assert period.anchor == "explicit"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("They met on Monday.", "2025-05-19", "2025-05-19"),
        ("He spoke on Wednesday.", "2025-05-21", "2025-05-21"),
        ("He spoke last Wednesday.", "2025-05-14", "2025-05-14"),
        ("The talks last Friday failed.", "2025-05-16", "2025-05-16"),
        ("It burnt on Monday night.", "2025-05-19", "2025-05-19"),
        ("Tuesday's vote failed.", "2025-05-20", "2025-05-20"),
        ("They will meet on Friday.", "2025-05-23", "2025-05-23"),
        ("On Saturday, they will meet.", "2025-05-24", "2025-05-24"),
        ("They meet next Tuesday.", "2025-05-27", "2025-05-27"),
        ("They meet on Tuesday next week.", "2025-05-27", "2025-05-27"),
        ("They spoke today.", "2025-05-21", "2025-05-21"),
        ("They spoke yesterday.", "2025-05-20", "2025-05-20"),
        ("They meet tomorrow.", "2025-05-22", "2025-05-22"),
        ("They met two days ago.", "2025-05-19", "2025-05-19"),
        ("They met a week ago.", "2025-05-11", "2025-05-17"),
        ("last month", "2025-04-01", "2025-04-30"),
        ("this year", "2025-01-01", "2025-12-31"),
        ("last week", "2025-05-12", "2025-05-18"),
        ("earlier this week", "2025-05-19", "2025-05-21"),
        ("on May 16", "2025-05-16", "2025-05-16"),
        ("on December 30", "2024-12-30", "2024-12-30"),
        ("on 17 August last year", "2024-08-17", "2024-08-17"),
        ("in January", "2025-01-01", "2025-01-31"),
        ("by the end of June", "2025-06-19", "2025-06-30"),
        ("last summer", "2024-06-01", "2024-08-31"),
    ],
)
def test_relative_times_are_resolved_against_publication(text: str, first: str, last: str) -> None:
    period = one(text)
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.anchor == "published"


def test_a_report_in_the_past_tense_and_a_plan_in_one_sentence() -> None:
    times = find_periods("He said on Monday that talks will start on Thursday.", published=PUBLISHED)
    assert [str(period.first) for period in times.periods] == ["2025-05-19", "2025-05-22"]


def test_years_ago_are_as_wide_as_they_are_vague() -> None:
    period = one("It failed three years ago.")
    assert period.first <= date(2022, 3, 15) <= period.last
    assert period.precision == "year"


def test_a_stated_day_serves_where_publication_is_unknown() -> None:
    (period,) = find_periods("They met on Monday.", stated=PUBLISHED).periods
    assert (str(period.first), period.anchor) == ("2025-05-19", "stated")


def test_days_later_count_from_the_day_named_before() -> None:
    times = find_periods("He left on May 16, 2025; two days later he was back.")
    assert [str(period.first) for period in times.periods] == ["2025-05-16", "2025-05-18"]


@pytest.mark.parametrize(
    "text",
    [
        "on Monday",
        "yesterday",
        "May 16",
        "last month",
        "three years ago",
        "last summer",
        "in the 20th century",
        "tonight",
    ],
)
def test_without_an_anchor_a_relative_time_stays_open(text: str) -> None:
    times = find_periods(f"It happened {text}.")
    assert times.periods == ()
    assert len(times.open_times) == 1


@pytest.mark.parametrize(
    "text", ["a few days after the call", "two days earlier", "on 4/5/2025", "on Feb. 30, 2024", "at 8 pm"]
)
def test_what_no_anchor_can_resolve_stays_open(text: str) -> None:
    times = find_periods(f"It happened {text}.", published=PUBLISHED)
    assert times.periods == ()
    assert len(times.open_times) == 1


@pytest.mark.parametrize(
    "text",
    ["May everything go well", "It may rain", "March on the town", "Mr. May left", "prices fall 3%", "in three years", "2,000 ships",
     "some 2000 people", "the year was hard", "12 killed", "the second of two", "every Monday", "Marching orders", "a summery day", "in the fallout", "on the springboard"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert find_periods(text, published=PUBLISHED) == ((), ())


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at 10:30 a.m. ET on Monday", (10, 30, "America/New_York", "minute")),
        ("Monday at 5:30pm Moscow time", (17, 30, "Europe/Moscow", "minute")),
        ("at 0900 GMT on Monday", (9, 0, "UTC", "minute")),
        ("Monday at 4pm", (16, None, None, "hour")),
        ("on Monday at noon", (12, None, None, "hour")),
        ("at 22:15 on Monday", (22, 15, None, "minute")),
    ],
)
def test_clock_times_belong_to_their_day(text: str, clock: tuple[int, int | None, str | None, str]) -> None:
    period = one(text)
    assert (period.hour, period.minute, period.timezone, period.precision) == clock
    assert period.first == date(2025, 5, 19)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Bridge reopens\nBy A. Writer | May 19, 2025\n\nThe bridge opened.", date(2025, 5, 19)),
        ("VELDTOWN, May 19, 2025 (Newswire) — The bridge opened.", date(2025, 5, 19)),
        ("Published 19 May 2025 14:03 GMT\n\nThe bridge opened.", date(2025, 5, 19)),
        ("Updated: 2025-05-19T10:00Z\n\nThe bridge opened.", date(2025, 5, 19)),
        ("Monday, 19 May 2025\n\nThe bridge opened.", date(2025, 5, 19)),
        ("On May 16, 2025, the bridge opened.", None),
        ("The bridge of May 16, 2025 is closed again.", None),
        ("VELDTOWN, May 19 (Newswire) — The bridge opened.", None),
        ("", None),
    ],
)
def test_the_day_an_article_states_as_its_own(text: str, day: date | None) -> None:
    assert stated_date(text) == day


def test_open_weekdays_and_days_of_a_month_can_still_be_put_side_by_side() -> None:
    assert weekday_names("They met on Monday and on Tuesday night.") == (0, 1)
    assert weekday_names("Not before Friday, not next Friday, not on Fridays.") == ()
    assert month_days("On May 16 and on the 17th of May") == ((5, 16), (5, 17))


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("May 19, 2025", "on Monday", "same"),
        ("May 19, 2025", "May 20, 2025", "disjoint"),
        ("May 2025", "May 19, 2025", "overlap"),
        ("three years ago", "in March 2022", "overlap"),
        ("in 2016", "in 2022", "disjoint"),
        ("since 2016", "in 2022", "overlap"),
        ("before 2016", "in 2022", "disjoint"),
        ("by Friday", "on Monday", "overlap"),
        ("at 10:30 a.m. ET on Monday", "Monday at 5:30pm Moscow time", "same"),
        ("Monday at 4pm", "Monday at 9pm", "disjoint"),
        ("Monday at 4pm", "at 4:10 p.m. on Monday", "overlap"),
        ("Monday at 4pm", "on Monday", "overlap"),
        ("Monday at 4pm", "Monday at 9pm GMT", "overlap"),
    ],
)
def test_comparison_in_both_orders(a: str, b: str, relation: str) -> None:
    assert compare_periods(one(a), one(b)) == relation
    assert compare_periods(one(b), one(a)) == relation


PIECES = st.sampled_from(
    [
        "on",
        "last",
        "next",
        "Monday",
        "Tuesday",
        "May",
        "16",
        ",",
        "2025",
        "2025-05-19",
        "16.05.2025",
        "31/12/2024",
        "yesterday",
        "two",
        "days",
        "ago",
        "earlier",
        "years",
        "by the end of",
        "June",
        "the",
        "summer",
        "of",
        "2024",
        "1990s",
        "at",
        "10:30",
        "a.m.",
        "ET",
        "noon",
        "will",
        "said",
        "in",
        "March",
        "since",
        "30",
        "February",
        "this week",
        "99999",
        "1700-21",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=150),
    st.lists(PIECES, max_size=20).map(" ".join),
    st.lists(PIECES, max_size=20).map("".join),
)
DAYS = st.one_of(st.none(), st.dates())


@given(TEXTS, DAYS, DAYS)
def test_periods_stand_where_they_say_and_run_forwards(
    text: str, published: date | None, stated: date | None
) -> None:
    times = find_periods(text, published=published, stated=stated)
    for period in times.periods:
        assert text[period.start : period.end] == period.text
        assert period.text
        assert period.first <= period.last
        assert published or period.anchor != "published"
        assert compare_periods(period, period) == "same"
    assert all(words in text for words in times.open_times)


@given(TEXTS, TEXTS)
def test_comparison_does_not_depend_on_order(first: str, second: str) -> None:
    for a in find_periods(first, published=PUBLISHED).periods[:4]:
        for b in find_periods(second, published=PUBLISHED).periods[:4]:
            assert compare_periods(a, b) == compare_periods(b, a)


@given(TEXTS)
def test_stated_dates_and_open_names_never_fail(text: str) -> None:
    day = stated_date(text)
    assert day is None or date.min <= day <= date.max
    assert all(0 <= number <= 6 for number in weekday_names(text))
    assert all(1 <= month <= 12 and 1 <= day_ <= 31 for month, day_ in month_days(text))
