"""What is page furniture and what only looks like it, line by line; what the text states about itself."""

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import IngestError
from checker.ingest import read_articles
from checker.ingest.article import finish
from checker.ingest.formats import READERS, read_drafts
from checker.ingest.language import detect_language
from checker.ingest.plain import read_plain
from checker.ingest.published import find_date
from checker.model import Article

TITLE = "Bridge talks collapse after nine hours"
FIRST = (
    "Talks on the Sorrel bridge collapsed on Monday after nine hours, the transport ministry said in "
    "Norhaven."
)
SECOND = (
    "“We did not agree on anything,” said the transport minister, Ada Kell, before she left the harbour "
    "office."
)
THIRD = (
    "The bridge was closed on 11 February after divers found cracks in two of its four piers, and stays "
    "closed."
)


def article(text: str) -> Article:
    return finish(read_plain(text, markdown=False), article_id="a1", path="story.txt", source_sha256="")


def reason_of(text: str, words: str) -> str | None:
    """Why `words`, which stand in `text` once, are excluded; None when they are kept."""
    story = article(text)
    at = story.text.index(words)
    return next(
        (span.reason for span in story.excluded if span.start <= at and at + len(words) <= span.end), None
    )


BETWEEN_PARAGRAPHS = {
    "Read more: Ferry prices to double": "promotion line",
    "READ ALSO | Ferry prices to double": "promotion line",
    "Sign up to our morning newsletter": "promotion line",
    "Sign up to our newsletter. Get the day in your inbox.": "promotion line",
    "Follow us on Instagram and WhatsApp": "promotion line",
    "Lesen Sie auch: Fähre wird teurer": "promotion line",
    "À lire aussi : Le ferry coûtera plus cher": "promotion line",
    "Читайте также: Паром подорожает": "promotion line",
    "ADVERTISEMENT": "advertisement",
    "Story continues below advertisement": "advertisement",
    "Share": "share or comment widget",
    "Facebook Twitter WhatsApp Email": "share or comment widget",
    "5 min read": "share or comment widget",
    "Listen to this article": "share or comment widget",
    "We use cookies to improve your experience on this site.": "cookie notice",
    "Cars wait at the bridge on Tuesday. Photograph: Rolf Eder/AFP": "caption",
    "Cars wait at the bridge [Rolf Eder/Reuters]": "caption",
    "Cars wait at the bridge on Tuesday.AP": "caption",
    "FILE PHOTO: Cars wait at the bridge in February": "caption",
    "Photo: Rolf Eder": "photo credit",
    "Getty Images": "photo credit",
    "Updated 2 hours ago": "time stamp",
    "Tags: bridge, Eastmark, transport": "tag list",
    "#bridge #eastmark": "tag list",
    "https://norlandpost.example/news/bridge": "page address or number",
    "Page 2 of 3": "page address or number",
}
APPEALS = (
    "Enjoying this article? Pop your address in the box and we will send you three like it each Friday.",
    "Support journalism that digs. Become a friend of the Weekly from 20 crowns a month.",
    "Catch up on the headlines and make better decisions, free in your inbox every morning.",
    "Got a story? Email newsdesk@norlandpost.example or call the night desk.",
    "If you value our work, give what you can: your support keeps our journalism free.",
    "Become a member of the Post today and read without interruption.",
    "Apúntate a nuestro boletín y recibe cada mañana las noticias.",
    "Unser kostenloser Newsletter informiert Sie jeden Morgen über das Wichtigste.",
    "Recevez chaque matin notre newsletter dans votre boîte mail.",
)


@pytest.mark.parametrize("line", APPEALS)
def test_what_speaks_to_the_reader_as_a_customer_is_a_promotion_line(line: str) -> None:
    assert reason_of(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n", line) == "promotion line"


@pytest.mark.parametrize(
    "line",
    [
        "Jana Dorn | 4 March 2025 | 41 | Share",
        "By Jana Dorn · Mar 4, 2025",
        "News | Saturday 8 March 2025 | 06:00",
    ],
)
def test_names_stamps_and_buttons_with_bars_between_are_no_sentence(line: str) -> None:
    assert reason_of(f"{TITLE}\n\n{line}\n\n{FIRST}\n\n{SECOND}\n", line) is not None


@pytest.mark.parametrize("line", ["Norland 2 | Eastmark 1", "Ada Kell | the minister who would not sign"])
def test_other_lines_with_bars_are_kept(line: str) -> None:
    assert reason_of(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n", line) is None


def test_a_newsletter_box_goes_with_all_its_lines() -> None:
    box = [
        "Sign up to First Edition",
        "Free daily newsletter",
        "What matters and why, every day",
        "Enter your email",
    ]
    text = "\n\n".join([TITLE, FIRST, *box, SECOND, THIRD])
    assert {reason_of(text, line) for line in box} == {"promotion line"}
    assert reason_of(text, SECOND) is None


def test_a_call_to_the_conversation_does_not_end_the_article() -> None:
    call = "Share your thoughts"
    tail = [
        "Copyright 2025 The Norland Post",
        "Comments",
        "Jo Wick",
        "2 hours ago",
        "I remember the bridge as it was.",
    ]
    text = "\n\n".join([TITLE, FIRST, SECOND, call, THIRD, *tail])
    assert reason_of(text, call) == "share or comment widget"
    assert reason_of(text, THIRD) is None
    assert reason_of(text, tail[-1]) == "share or comment widget"


SENTENCES = (
    "Ten deaths were reported from two villages on the coast.",
    "Subscribers to the railway bond will be paid in May.",
    "Get out while you can, the sirens meant.",
    "Join the queue and wait: that was the advice to all 4,000 passengers.",
    "Our journalism has changed, the editor writes, and so has the town.",
    "You have to be mad to sail in this, fishermen in the harbour say.",
    "Email addresses of 4,000 patients were stolen, the hospital has found.",
    "Call it what you like: the newsletter that the ministry sends cost 4 million crowns.",
    "Read the report before you vote, she told the council.",
    "Share prices fell by 3 percent.",
    "Comments from Eastmark were not available.",
    "Comments were not available.",
    "She was an executive producer of a show on Norland Radio for nine years.",
    "Reply came the next day.",
    "More on that is due today.",
    "More than 300 people have called the hotline.",
    "Related talks on the ferry continue.",
    "“No,” said Ms Kell.",
    "Photographs showed cracks in the pier.",
    "By Monday, shops could run short of fruit.",
    "Updated figures are expected on Tuesday.",
    "Advertising for the ferry has doubled.",
    "The order came from AP Holdings.",
    "The court will rule on Friday. (Reuters)",
    "Source close to the talks: there is no deal.",
    "What happens now?",
    "Two sticking points",
    "Watch the water, an old sailor says.",
    "Sign nothing, the lawyer advised.",
    "Live ammunition was found on board.",
    "On 4 March 2025 the bridge reopened for an hour.",
    "The ministry’s statement can be read here: it has 12 pages.",
    "Join us, the minister asked the opposition today.",
    "Cookies were served at the talks.",
    "He is professor of law at the University of Castell.",
    "Correction: an earlier version gave the wrong number of piers.",
)


@pytest.mark.parametrize(("line", "reason"), BETWEEN_PARAGRAPHS.items(), ids=BETWEEN_PARAGRAPHS.keys())
def test_furniture_between_paragraphs_is_excluded_with_its_reason(line: str, reason: str) -> None:
    assert reason_of(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n", line) == reason


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_that_looks_like_furniture_is_kept(line: str) -> None:
    assert reason_of(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n", line) is None
    assert reason_of(f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{line}\n", line) is None


@pytest.mark.parametrize(
    "headline",
    [
        "Opinion: The cod will not wait",
        "Live: Storm hits the south",
        "Watch: Bridge falls",
        "Video: Storm",
        "Will the bridge reopen?",
        "“Nobody was listening”",
        "Strike!",
    ],
)
def test_a_headline_is_never_furniture(headline: str) -> None:
    assert reason_of(f"{headline}\n\n{FIRST}\n\n{SECOND}\n", headline) is None


def test_a_related_box_in_the_middle_does_not_end_the_article() -> None:
    text = "\n\n".join(
        [TITLE, FIRST, "Related articles", "Ferry prices to double", "Mayor quits", SECOND, THIRD]
    )
    assert reason_of(text, "Ferry prices to double") == "related articles"
    assert reason_of(text, SECOND) is None
    assert reason_of(text, THIRD) is None


def test_a_short_last_sentence_below_a_box_is_kept() -> None:
    last = "“No,” said Ms Kell."
    text = "\n\n".join(
        [TITLE, FIRST, SECOND, "Related articles", "Ferry prices to double", "Mayor quits", last]
    )
    assert reason_of(text, "Mayor quits") == "related articles"
    assert reason_of(text, last) is None


def test_reader_comments_are_excluded_to_the_end() -> None:
    remark = "My uncle worked there for thirty years and nobody ever listened to what he had to say about it."
    text = "\n".join(
        [
            TITLE,
            FIRST,
            SECOND,
            "2 comments",
            "harbour_rat",
            "3 hours ago",
            remark,
            "Reply",
            "Oona",
            "1 day ago",
            remark,
            "Reply",
        ]
    )
    story = article(text)
    assert {span.reason for span in story.excluded} == {"share or comment widget"}
    assert story.excluded[-1].end == len(text)


def test_an_author_note_is_excluded_and_names_the_outlet() -> None:
    note = "Jana Dorn is transport editor at The Norland Post"
    text = f"{FIRST}\n{SECOND}\n{note}"
    assert reason_of(text, note) == "author note"
    assert article(text).outlet == "The Norland Post"


DATES: dict[str, date | datetime | None] = {
    "2025-03-04": date(2025, 3, 4),
    "2025-03-04T06:30:00Z": datetime(2025, 3, 4, 6, 30, tzinfo=UTC),
    "2025-03-04T06:30:00.123+01:00": datetime(2025, 3, 4, 6, 30, tzinfo=timezone(timedelta(hours=1))),
    "2025-03-04 06:30": date(2025, 3, 4),
    "Published: March 4, 2025 at 10:14 a.m. EST": datetime(
        2025, 3, 4, 10, 14, tzinfo=timezone(timedelta(hours=-5))
    ),
    "March 4, 2025 at 10:14 a.m. ET": date(2025, 3, 4),
    "Tuesday 4th March 2025, 18:05 GMT": datetime(2025, 3, 4, 18, 5, tzinfo=UTC),
    "4. März 2025": date(2025, 3, 4),
    "4 de marzo de 2025": date(2025, 3, 4),
    "1er mars 2025": date(2025, 3, 1),
    "4 марта 2025 г.": date(2025, 3, 4),
    "4 березня 2025": date(2025, 3, 4),
    "04.03.2025": date(2025, 3, 4),
    "25/12/2024": date(2024, 12, 25),
    "12/25/2024": date(2024, 12, 25),
    "05/05/2025": date(2025, 5, 5),
    "04/05/2025": None,
    "May 19": None,
    "last Friday": None,
    "in March 2025": None,
    "30 February 2025": None,
    "2025-13-01": None,
    "we may 2025": None,
    "version 1.2.2025.7": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), DATES.items(), ids=[text or "nothing" for text in DATES])
def test_only_a_date_stated_in_full_is_read(text: str, expected: date | datetime | None) -> None:
    found = find_date(text)
    assert found == expected
    assert type(found) is type(expected)


STATED = {
    "outlet with a colon": (f"{TITLE}\nNorland Post :\n{FIRST}\n{SECOND}", "Norland Post", None),
    "agency in a dateline": (f"{TITLE}\nNORHAVEN, March 4 (Reuters) - {FIRST}\n{SECOND}", "Reuters", None),
    "full date in a dateline": (f"{TITLE}\nNORHAVEN, March 4, 2025 (AFP) — {FIRST}\n{SECOND}", "AFP", date(2025, 3, 4)),
    "stamp of publication before one of update": (
        f"{TITLE}\nUpdated: 5 March 2025\nPublished: 4 March 2025\n{FIRST}\n{SECOND}", None, date(2025, 3, 4),
    ),
    "byline with a date": (f"{TITLE}\nBy Jana Dorn | 4 March 2025\n{FIRST}\n{SECOND}", None, date(2025, 3, 4)),
    "date in the report": (f"{TITLE}\n{FIRST} It was 4 March 2025.\n{SECOND}", None, None),
    "speaker with a colon": (f"{TITLE}\nAda Kell:\n{FIRST}\n{SECOND}", None, None),
    "once told to an outlet": (f"{TITLE}\n{FIRST} She told Sky News so.\n{SECOND}", None, None),
    "told to a person": (f"{TITLE}\n{FIRST} He told Kell, told Kell and told Kell.\n{SECOND}", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "outlet", "published"), STATED.values(), ids=STATED.keys())
def test_outlet_and_date_only_where_the_text_states_them(
    text: str, outlet: str | None, published: date | None
) -> None:
    story = article(text)
    assert (story.outlet, story.published, story.title) == (outlet, published, TITLE)
    assert ("outlet" in story.found_in, "published" in story.found_in) == (
        outlet is not None,
        published is not None,
    )


FRONT_MATTER = {
    "yaml": ("---\ntitle: A title\noutlet: The Norland Post\n---\n", "A title", "The Norland Post"),
    "toml": ('+++\ntitle = "A title"\nsource = "The Norland Post"\n+++\n', "A title", "The Norland Post"),
    "invalid yaml": (
        "---\ntitle: Minister: no deal\noutlet: The Norland Post\n---\n",
        "Minister: no deal",
        "The Norland Post",
    ),
    "anchors": (
        "---\ntitle: &a A title\nx: *a\noutlet: The Norland Post\n---\n",
        "&a A title",
        "The Norland Post",
    ),
    "nested": (
        "---\ntitle: A title\nmeta:\n  outlet: hidden\npublisher: The Norland Post\n---\n",
        "A title",
        "The Norland Post",
    ),
    "windows line ends": (
        "---\r\ntitle: A title\r\noutlet: The Norland Post\r\n---\r\n",
        "A title",
        "The Norland Post",
    ),
    "deep brackets": (
        "---\ntitle: A title\nx: " + "[" * 5000 + "\noutlet: The Norland Post\n---\n",
        "A title",
        "The Norland Post",
    ),
}


@pytest.mark.parametrize(("block", "title", "outlet"), FRONT_MATTER.values(), ids=FRONT_MATTER.keys())
def test_front_matter_is_read_and_set_apart(block: str, title: str, outlet: str) -> None:
    story = article(f"{block}{FIRST}\n\n{SECOND}\n")
    assert (story.title, story.outlet) == (title, outlet)
    assert story.excluded[0].reason == "front matter"
    assert story.text[story.excluded[0].end :].lstrip().startswith(FIRST)


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{FIRST}\n---\n{SECOND}\n",
        f"---\ntitle: never closed\n\n{FIRST}\n\n{SECOND}\n",
        f"{FIRST}\n---\ntitle: below\n---\n{SECOND}\n",
    ],
)
def test_a_rule_is_not_front_matter(text: str) -> None:
    assert all(span.reason != "front matter" for span in article(text).excluded)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FIRST + SECOND, "en"),
        (
            "Die Gespräche über die Brücke sind am Montag gescheitert, und die Ministerin ist nach Hause "
            "gefahren.",
            "de",
        ),
        (
            "Las negociaciones sobre el puente fracasaron el lunes por la noche, según informó el "
            "ministerio en la capital.",
            "es",
        ),
        (
            "As negociações sobre a ponte não avançaram na segunda-feira, e a ministra deixou o local "
            "com os seus assessores.",
            "pt",
        ),
        (
            "Переговоры о мосте сорвались в понедельник, и министр уехала, потому что не было ни одного "
            "предложения.",
            "ru",
        ),
        (
            "Переговори про міст зірвалися в понеділок, і міністерка поїхала, бо не було жодної "
            "пропозиції, яку вона чекала.",
            "uk",
        ),
        ("桥梁谈判在九个小时后于周一破裂，运输部长在离开之前表示双方没有达成任何协议。", "zh"),
        ("橋に関する協議は月曜日に九時間の末に決裂し、運輸大臣は何も合意しなかったと述べた。", "ja"),
        ("Kell. Norhaven. Sorrel.", None),
        ("", None),
    ],
)
def test_a_language_is_named_only_when_it_is_clear(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "Ab ",
        "“",
        "Share ",
        "By Jana Dorn\n",
        "Related articles\n",
        "2 hours ago\n",
        "* * *\n",
        "12 May 2025 ",
        "x/AFP ",
        "told The Post ",
        "![x](y)\n",
        "---\n",
        f"Related articles\nFerry prices\n{FIRST}\n",
        f"{FIRST}\n",
    ],
)
@pytest.mark.slow
def test_a_long_run_of_anything_is_read(unit: str) -> None:
    # Quadratic work would not end here; the text is as long as a book.
    text = f"{FIRST}\n" + unit * (200_000 // len(unit))
    story = article(text)
    assert story.text == text
    assert all(span.end <= len(text) for span in story.excluded)


LINES = st.sampled_from([
    TITLE, FIRST, SECOND, THIRD, *BETWEEN_PARAGRAPHS, *SENTENCES, "Related articles", "Comments", "2 hours ago", "* * *", "By Jana Dorn",
    "---", "title: x", "", "", "NEWS", "The Norland Post", "4 March 2025", "\u200b", "x" * 500,
])  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=25).map("\n".join)), st.booleans())
@settings(max_examples=200, deadline=None)
def test_excluded_stretches_are_in_order_and_apart(text: str, markdown: bool) -> None:
    try:
        story = finish(read_plain(text, markdown=markdown), article_id="a1", path="x", source_sha256="")
    except IngestError:
        return
    ends = [0]
    for span in story.excluded:
        assert ends[-1] <= span.start < span.end <= len(story.text)
        ends.append(span.end)
    assert story.text.encode("utf-8")


@given(
    st.sampled_from(sorted(READERS)),
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_articles_or_an_ingest_error(suffix: str, data: bytes) -> None:
    try:
        drafts = list(read_drafts(f"x{suffix}", data))
    except IngestError:
        return
    assert drafts


def test_reading_plain_text_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(f"{TITLE}\n{FIRST}\n{SECOND}", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from checker.ingest import read_articles; "
        f"list(read_articles(Path({str(tmp_path)!r}))); "
        "print([name for name in ('trafilatura', 'lxml', 'yaml', 'charset_normalizer', 'email.parser') "
        "if name in sys.modules])"
    )
    assert (
        run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_an_articles_path_and_hash_can_be_checked_from_outside(tmp_path: Path) -> None:
    import hashlib

    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "story.txt").write_text(f"{FIRST}\n", encoding="utf-8")
    [story] = read_articles(tmp_path)
    assert isinstance(story, Article)
    assert story.path == "sub/story.txt"
    assert story.sha256 == hashlib.sha256(story.text.encode()).hexdigest()
    assert story.source_sha256 == hashlib.sha256((tmp_path / "sub" / "story.txt").read_bytes()).hexdigest()
