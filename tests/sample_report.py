"""Reports to test with: invented outlets, people and events, built so that every offset is right.

`sample()` is what an editor meets on a good day, `hostile()` the same with text that attacks every
form, `quiet()`, `single()` and `empty()` the reports without findings, `large()` the big one.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any

from checker.model import (
    Article,
    Claim,
    ClaimKind,
    Coverage,
    CoverageShare,
    Dropped,
    Evidence,
    Excluded,
    Failure,
    Finding,
    FindingKind,
    FindingSide,
    Quarantined,
    Report,
    Run,
    Scope,
    Severity,
    Undecided,
    Usage,
    Voice,
)

POST = """Ferry aground off Tallow Point

TALLOW BAY — The car ferry Merganser ran aground off Tallow Point on Tuesday night with 160 passengers on board, the coast guard said. Nobody was badly hurt.

The operator, Bay Lines, agreed on Wednesday to pay for every night in a hotel. “We will pay every bill, and we will pay it this week,” said its director, Ilse Brandt.

The mayor, Odo Farrant, said the harbour lights had been out for a month. The port office denies that any light was out.

The Merganser left port at 9.40 p.m., twenty minutes late. Two tugs pulled the ferry free at dawn on Wednesday.

Related Articles
Ten walks along the bay

By Wednesday evening 12 people had been treated for bruises. The repair will cost £1.2 million, Bay Lines said."""

LEDGER = """Passengers spend night on stranded ferry

About 60 people spent a cold night aboard the Merganser after it struck the sandbank off Tallow Point on Tuesday.

Bay Lines has not agreed to pay for hotels, a spokeswoman said on Thursday. “We will look at every bill,” its director, Ilse Brandt, told reporters.

One tug pulled the ferry free at dawn on Wednesday, and it reached the yard under its own power. Later the paper's own account has it that two tugs were at work.

Read more: The winter that froze the bay"""

WIRE = """UPDATE 3 - Seventeen hurt in ferry grounding

Seventeen people were treated for bruises after the ferry Merganser ran aground on Wednesday night, hospital officials said on Thursday, up from 12 a day earlier.

The harbour master, Lena Quill, said no light had failed. The union's Piet Osk said the crew had warned of the dark lights for weeks.

The repair will cost £2.1 million, according to Bay Lines."""

RADIO = """Was bisher bekannt ist

Die Fähre Merganser lief am Dienstagabend vor Tallow Point auf Grund. 東京の読者のために：船は無事です。"""


class Builder:
    """Collects articles, claims and findings; finds offsets by the words."""

    def __init__(self, twist: Callable[[str], str] = lambda text: text) -> None:
        self.twist = twist
        self.articles: list[Article] = []
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []

    def article(
        self, path: str, text: str, *, excluded: Sequence[tuple[str, str]] = (), **fields: Any
    ) -> None:
        spans = [
            Excluded(start=text.index(words), end=text.index(words) + len(words), reason=self.twist(reason))
            for words, reason in excluded
        ]
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.articles.append(
            Article(
                id=f"a{len(self.articles) + 1}",
                path=path,
                text=text,
                sha256=digest,
                source_sha256=digest,
                excluded=tuple(spans),
                **fields,
            )
        )

    def claim(self, article: str, quote: str, *, kind: ClaimKind = "event", **fields: Any) -> str:
        text = self._article(article).text
        number = sum(claim.article == article for claim in self.claims) + 1
        claim = Claim(
            id=f"{article}.k{number}",
            article=article,
            chunk=f"{article}.c1",
            kind=kind,
            text=quote,
            quote=quote,
            start=text.index(quote),
            end=text.index(quote) + len(quote),
            **fields,
        )
        self.claims.append(claim)
        return claim.id

    def finding(
        self,
        kind: FindingKind,
        scope: Scope,
        question: str,
        *sides: tuple[str, Sequence[str]],
        severity: Severity = "medium",
        explanation: str = "The articles cannot both be right.",
        topic: str = "the Merganser",
        stability: float = 1.0,
    ) -> Finding:
        return Finding(
            id=f"f{len(self.findings) + 1}",
            kind=kind,
            scope=scope,
            topic=self.twist(topic),
            severity=severity,
            explanation=self.twist(explanation),
            question=self.twist(question),
            decided_by=f"rules/{kind}",
            stability=stability,
            sides=tuple(self._side(position, claims) for position, claims in sides),
        )

    def add(self, finding: Finding) -> None:
        self.findings.append(finding)

    def _side(self, position: str, ids: Sequence[str]) -> FindingSide:
        claims = [claim for claim in self.claims if claim.id in ids]
        articles = [self._article(claim.article) for claim in claims]
        speakers = [claim.voice.speaker for claim in claims if claim.voice.speaker]
        return FindingSide(
            position=self.twist(position),
            outlets=tuple(dict.fromkeys(article.outlet for article in articles if article.outlet)),
            speakers=tuple(dict.fromkeys(speakers)),
            claims=tuple(ids),
            evidence=tuple(
                Evidence(article=a.id, path=a.path, start=c.start, end=c.end, quote=c.quote)
                for a, c in zip(articles, claims, strict=True)
            ),
        )

    def _article(self, article: str) -> Article:
        return next(candidate for candidate in self.articles if candidate.id == article)

    def report(self, **fields: Any) -> Report:
        return Report(
            run=fields.pop("run", RUN),
            articles=tuple(self.articles),
            claims=tuple(self.claims),
            findings=tuple(self.findings),
            coverage=tuple(self._coverage(article) for article in self.articles),
            **fields,
        )

    def _coverage(self, article: Article) -> Coverage:
        classes = ["no_claim"] * len(article.text)
        on_a_side = {claim for finding in self.findings for side in finding.sides for claim in side.claims}
        for claim in self.claims:
            if claim.article == article.id:
                name = "compared" if claim.id in on_a_side else "claimed"
                classes[claim.start : claim.end] = [name] * (claim.end - claim.start)
        for span in article.excluded:
            classes[span.start : span.end] = ["excluded"] * (span.end - span.start)
        names = ("compared", "claimed", "no_claim", "excluded", "lost")
        shares = {
            name: CoverageShare(characters=classes.count(name), sentences=(classes.count(name) + 79) // 80)
            for name in names
        }
        sentences = sum(share.sentences for share in shares.values())
        return Coverage(article=article.id, characters=len(article.text), sentences=sentences, **shares)


RUN = Run(
    engine="rules",
    model=None,
    endpoint=None,
    prompts={},
    settings={"max_chars": 6000, "fail_on": "any"},
    limits=(
        "The rules engine compares numbers, dates, quotations, who did what, negation and status words.",
        "It does not see contradictions that need background knowledge or inference over several sentences.",
    ),
    started=datetime(2031, 3, 7, 9, 0, 0, tzinfo=UTC),
    finished=datetime(2031, 3, 7, 9, 0, 2, tzinfo=UTC),
    checker_version="0.1.0",
)


def sample(
    twist: Callable[[str], str] = lambda text: text,
    *,
    names: Callable[[str], str] | None = None,
    quoted: str = "",
) -> Report:
    """Seven findings in all four scopes, one undecided, and something of everything that is not compared."""
    name = names or (lambda text: text)
    build = Builder(twist)
    _read(build, name)
    _numbers(build)
    _people(build, name)
    if quoted:
        _quoted(build, quoted)
    return build.report(
        undecided=(_undecided(build),),
        dropped=(
            Dropped(
                conflict="g4.x1",
                question=twist("When was the ferry free?"),
                reason=twist("Both articles say dawn on Wednesday."),
                claims=("a1.k2",),
            ),
        ),
        quarantined=(
            Quarantined(
                article="a2",
                chunk="a2.c1",
                text=twist("The captain was asleep."),
                quote=twist("the captain slept on the bridge"),
                reason=twist("the words are not in the article"),
            ),
        ),
        failures=(
            Failure(
                stage="ingest", unit=name("scan.txt"), error="binary", message=twist("not text: null bytes")
            ),
        ),
        usage={"extract": Usage(calls=4, seconds=0.2), "total": Usage(calls=4, seconds=0.4)},
    )


def _read(build: Builder, name: Callable[[str], str]) -> None:
    build.article(
        name("harbour-post.txt"),
        build.twist(POST),
        outlet=name("Harbour Post"),
        title=build.twist("Ferry aground off Tallow Point"),
        published=date(2031, 3, 5),
        language="en",
        excluded=[("Related Articles\nTen walks along the bay", "related articles")],
        found_in={"outlet": "front matter", "title": "first line", "published": "front matter"},
    )
    build.article(
        name("ledger.html"),
        build.twist(LEDGER),
        outlet=name("The Tallow Ledger"),
        title=build.twist("Passengers spend night on stranded ferry"),
        published=datetime(2031, 3, 6, 7, 30, tzinfo=UTC),
        language="en",
        excluded=[("Read more: The winter that froze the bay", "link to another article")],
        found_in={"published": "meta article:published_time"},
    )
    build.article(
        name("wire/kestrel.md"),
        build.twist(WIRE),
        outlet=name("Kestrel Wire"),
        title=build.twist("UPDATE 3 - Seventeen hurt in ferry grounding"),
        published=date(2031, 3, 6),
        language="en",
    )
    build.article(name("radio.txt"), build.twist(RADIO), language="de")


def _numbers(build: Builder) -> None:
    hundred = build.claim("a1", "with 160 passengers on board", kind="quantity", value="160 passengers")
    sixty = build.claim(
        "a2", "About 60 people spent a cold night aboard", kind="quantity", value="About 60 people"
    )
    build.add(
        build.finding(
            "numeric",
            "outlets",
            "How many people were aboard the Merganser?",
            ("160 passengers", [hundred]),
            ("about 60 people", [sixty]),
            severity="high",
            explanation="Two counts of the people aboard on the night of the grounding, neither inside the other.",
        )
    )
    tuesday = build.claim("a1", "ran aground off Tallow Point on Tuesday night", when="Tuesday night")
    wednesday = build.claim("a3", "ran aground on Wednesday night", when="Wednesday night")
    build.add(
        build.finding(
            "temporal",
            "outlets",
            "On which night did the Merganser run aground?",
            ("Tuesday 4 March", [tuesday]),
            ("Wednesday 5 March", [wednesday]),
            explanation="One grounding, two nights.",
        )
    )
    twelve = build.claim("a1", "12 people had been treated for bruises", kind="quantity", value="12 people")
    seventeen = build.claim(
        "a3", "Seventeen people were treated for bruises", kind="quantity", value="Seventeen people"
    )
    build.add(
        build.finding(
            "numeric",
            "update",
            "How many people were treated?",
            ("12 by Wednesday evening", [twelve]),
            ("17 by Thursday", [seventeen]),
            severity="low",
            explanation="The later report says that the figure rose from 12.",
        )
    )
    one = build.claim("a2", "One tug pulled the ferry free", kind="quantity", value="One tug")
    two = build.claim("a2", "two tugs were at work", kind="quantity", value="two tugs")
    build.add(
        build.finding(
            "numeric",
            "article",
            "How many tugs pulled the ferry free?",
            ("one tug", [one]),
            ("two tugs", [two]),
        )
    )


def _people(build: Builder, name: Callable[[str], str]) -> None:
    agreed = build.claim("a1", "agreed on Wednesday to pay for every night in a hotel", kind="status")
    refused = build.claim("a2", "Bay Lines has not agreed to pay for hotels", kind="status", negated=True)
    build.add(
        build.finding(
            "status",
            "outlets",
            "Has Bay Lines agreed to pay for hotels?",
            ("agreed", [agreed]),
            ("not agreed", [refused]),
            severity="high",
        )
    )
    brandt = Voice(speaker=name("Ilse Brandt"))
    pay = build.claim(
        "a1", "We will pay every bill, and we will pay it this week", kind="statement", voice=brandt
    )
    look = build.claim("a2", "We will look at every bill", kind="statement", voice=brandt)
    build.add(
        build.finding(
            "quotation",
            "outlets",
            "What did Ilse Brandt say about the bills?",
            ("will pay every bill this week", [pay]),
            ("will look at every bill", [look]),
            severity="low",
            stability=0.75,
        )
    )
    out = build.claim(
        "a1", "the harbour lights had been out for a month", voice=Voice(speaker=name("Odo Farrant"))
    )
    warned = build.claim(
        "a3", "the crew had warned of the dark lights for weeks", voice=Voice(speaker=name("Piet Osk"))
    )
    lit = build.claim("a3", "no light had failed", voice=Voice(speaker=name("Lena Quill")), negated=True)
    denies = build.claim("a1", "denies that any light was out", voice=Voice(speaker=name("the port office")))
    build.add(
        build.finding(
            "factual",
            "speakers",
            "Were the harbour lights out?",
            ("out for weeks", [out, warned]),
            ("no light failed", [lit, denies]),
        )
    )


def _quoted(build: Builder, words: str) -> None:
    here, there = (build.claim(article, words, kind="statement") for article in ("a1", "a2"))
    build.add(build.finding("factual", "outlets", "Which words?", (words, [here]), ("others", [there])))


def _undecided(build: Builder) -> Undecided:
    bay_lines = Voice(speaker="Bay Lines")
    low = build.claim("a1", "The repair will cost £1.2 million", value="£1.2 million", voice=bay_lines)
    high = build.claim("a3", "The repair will cost £2.1 million", value="£2.1 million", voice=bay_lines)
    finding = build.finding(
        "numeric",
        "outlets",
        "What will the repair cost?",
        ("£1.2 million", [low]),
        ("£2.1 million", [high]),
        stability=0.5,
    )
    return Undecided(
        finding=finding.model_copy(update={"id": "u1"}),
        reason=build.twist("the second look came out differently when the sides were swapped"),
    )


ATTACK = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} ${7*7} "
    "[click](javascript:alert(3)) javascript:alert(4) \u202eevil\u202c \x1b[31mred\x1b[0m \x00null "
    "<!-- ]]> `code` *bold* _it_ | cell | @everyone #123 =HYPERLINK(\"http://x.example\") 'quoted' &amp; \u2028 e\u0301 東京"
)


def hostile() -> Report:
    """The sample with text that attacks every form in every place where others' text can stand."""
    return sample(
        lambda text: f"{text} {ATTACK}",
        names=lambda text: f'{text} "><b onclick=alert(5)>{ATTACK[:60]}',
        quoted=ATTACK,
    )


def quiet() -> Report:
    """Two articles that were compared and agree."""
    build = Builder()
    build.article("a.txt", "Four geese crossed the road. It rained.", outlet="Harbour Post")
    build.article(
        "b.txt", "Four geese crossed the road on Monday.", outlet="Kestrel Wire", published=date(2031, 3, 5)
    )
    build.claim("a1", "Four geese crossed the road")
    build.claim("a2", "Four geese crossed the road on Monday")
    report = build.report()
    shares = [
        entry.model_copy(update={"compared": entry.claimed, "claimed": entry.compared})
        for entry in report.coverage
    ]
    return report.model_copy(update={"coverage": tuple(shares)})


def single() -> Report:
    """One article, so nothing to compare it with."""
    build = Builder()
    build.article("a.txt", "Four geese crossed the road. It rained.", outlet="Harbour Post")
    build.claim("a1", "Four geese crossed the road")
    return build.report()


def empty() -> Report:
    """No article could be read."""
    failure = Failure(stage="ingest", unit="scan.txt", error="binary", message="not text: null bytes")
    return Builder().report(failures=(failure,))


def large(*, articles: int = 50, findings: int = 300) -> Report:
    """Many articles of about 700 words with about 40 claims each, and many findings on them."""
    build = Builder()
    for number in range(articles):
        build.article(
            f"day/{number:03}.txt",
            "\n\n".join(_paragraph(number, n) for n in range(14)),
            outlet=f"Outlet {number % 25}",
            title=f"The long night of the Merganser, part {number}",
            published=date(2031, 3, 1 + number % 28),
            language="en",
        )
        for n in range(14):
            for quote in _quotes(number, n):
                build.claim(f"a{number + 1}", quote, kind="quantity", value=quote)
    pairs = list(combinations(range(1, articles + 1), 2))
    scopes: tuple[Scope, ...] = ("outlets", "outlets", "speakers", "article", "update")
    kinds: tuple[FindingKind, ...] = ("numeric", "quotation", "temporal", "status", "factual", "attribution")
    severities: tuple[Severity, ...] = ("high", "medium", "low")
    for number in range(findings):
        first, second = pairs[number * 3 % len(pairs)]
        claim = 1 + number % 40
        build.add(
            build.finding(
                kinds[number % 6],
                scopes[number % 5],
                f"How many crates did the ship of part {number} carry on the night in question?",
                (f"{number} crates", [f"a{first}.k{claim}", f"a{first}.k{claim + 1}"]),
                (f"{number + 7} crates", [f"a{second}.k{claim}"]),
                severity=severities[number % 3],
                explanation="Two counts of the same crates, neither of them inside the other, in the same hold.",
            )
        )
    return build.report()


def _quotes(article: int, paragraph: int) -> tuple[str, ...]:
    base = 1000 * paragraph + article
    return (
        f"the ship carried {base + 100} crates of salted herring",
        f"the yard counted {base + 200} broken lamps along the quay",
        f"some {base + 300} residents had signed the petition",
    )


def _paragraph(article: int, paragraph: int) -> str:
    crates, lamps, residents = _quotes(article, paragraph)
    return (
        f"Late that evening {crates}, the harbour office said in its log. On the next morning {lamps}, "
        f"and the mayor asked for patience until the tide had turned. By the end of the week {residents}, "
        "which the council took note of without a word."
    )
