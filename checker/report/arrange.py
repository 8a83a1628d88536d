"""What every form of the report shows, in an editor's order: disputes, the rest, the run."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from types import MappingProxyType
from typing import get_args

from checker.model import (
    Article,
    Coverage,
    Evidence,
    Finding,
    FindingSide,
    Report,
    Run,
    Scope,
    Severity,
    Value,
)
from checker.report.visible import shorten

LONGEST_HEADING = 140  # columns: about three lines in a column of three

_SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # worst first


class ScopeWords(Value):
    """How one scope is spoken of."""

    title: str
    note: str
    one: str  # in a count: "2 within an article"
    many: str
    label: str


SCOPES: Mapping[Scope, ScopeWords] = MappingProxyType(
    {
        "outlets": ScopeWords(
            title="Outlets contradict each other",
            note="What these outlets report cannot all be true.",
            one="between outlets",
            many="between outlets",
            label="between outlets",
        ),
        "article": ScopeWords(
            title="One article against itself",
            note="Two passages of the same article cannot both be true.",
            one="within an article",
            many="within an article",
            label="within an article",
        ),
        "speakers": ScopeWords(
            title="Speakers dispute",
            note="People who are quoted dispute each other. That is news, not an error of the outlets.",
            one="between speakers",
            many="between speakers",
            label="between speakers",
        ),
        "update": ScopeWords(
            title="Updated since",
            note="A later report replaces an earlier one. Not a contradiction.",
            one="update",
            many="updates",
            label="update",
        ),
    }
)


class Section(Value):
    """The findings of one scope, worst first."""

    scope: Scope
    words: ScopeWords
    findings: tuple[Finding, ...]


def sections(report: Report) -> tuple[Section, ...]:
    """The findings by scope, in the order of `SCOPES`, worst first within; no section is empty."""
    return tuple(
        Section(
            scope=scope, words=words, findings=_worst_first([f for f in report.findings if f.scope == scope])
        )
        for scope, words in SCOPES.items()
        if any(finding.scope == scope for finding in report.findings)
    )


def in_order(report: Report) -> tuple[Finding, ...]:
    """All findings in the order the report shows them; a finding's number is its place here."""
    return tuple(finding for section in sections(report) for finding in section.findings)


def summary(report: Report) -> str:
    """One line of counts, as in "2 findings: 1 between outlets, 1 update · 3 articles · 80 claims · ..."."""
    counts = [
        f"{len(section.findings)} {section.words.one if len(section.findings) == 1 else section.words.many}"
        for section in sections(report)
    ]
    parts = [counted(len(report.findings), "finding") + (f": {', '.join(counts)}" if counts else "")]
    if report.undecided:
        parts.append(f"{len(report.undecided)} undecided")
    parts.append(counted(len(report.articles), "article"))
    parts.append(counted(len(report.claims), "claim"))
    parts.append(f"{len(report.quarantined)} quarantined")
    parts.append(counted(len(report.failures), "failure"))
    return " · ".join(parts)


def headline(report: Report) -> str:
    """The result in a few words, as in "7 findings in 5 articles"."""
    articles = counted(len(report.articles), "article")
    return f"{counted(len(report.findings), 'finding') if report.findings else 'No finding'} in {articles}"


def reading(report: Report) -> str:
    """What the result means, in a sentence or two, above all where nothing was found."""
    if report.findings:
        return ""
    compared = sum(share.compared.sentences for share in report.coverage)
    if not report.articles:
        return "No article could be read, so nothing was compared."
    if len(report.articles) == 1:
        return (
            "One article only: there is no other to compare it with. "
            "Its own passages were compared with each other, and no contradiction was found."
        )
    if not report.claims:
        return f"No claim was found in {counted(len(report.articles), 'article')}, so nothing was compared."
    if report.coverage and not compared:
        return (
            f"The {len(report.articles)} articles share no matter that could be compared: "
            f"none of their {counted(len(report.claims), 'claim')} has a counterpart in another article."
        )
    return (
        f"No contradiction was found in {counted(len(report.articles), 'article')}. "
        f"{counted(compared, 'sentence')} with a counterpart elsewhere "
        f"{'was' if compared == 1 else 'were'} compared, out of "
        f"{sum(share.sentences for share in report.coverage)}. "
        "That is no proof that the articles agree: see what was not compared."
    )


def counted(number: int, noun: str) -> str:
    """A count with its noun, as in "1 claim" and "2,120 claims"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """A part as a whole percentage; "<1%" and ">99%" rather than a rounded nothing or all."""
    if not whole or not part:
        return "0%"
    percent = 100 * part / whole
    if percent < 1:
        return "<1%"
    if 99 < percent < 100:
        return ">99%"
    return f"{percent:.0f}%"


def source_name(article: Article) -> str:
    """The outlet, or the file's path where no outlet was found."""
    return article.outlet or article.path


def day(article: Article) -> str:
    """The day of publication in ISO form, or "no date"."""
    return article.published.isoformat()[:10] if article.published else "no date"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # not from the locale: the same report, the same bytes


def written_day(article: Article) -> str:
    """The day of publication as a reader writes it, as in "5 March 2031", or "no date found"."""
    if article.published is None:
        return "no date found"
    return f"{article.published.day} {_MONTHS[article.published.month - 1]} {article.published.year}"


def letter(place: int) -> str:
    """The name of the side at `place`: A to Z, then A1, B1, ..."""
    return chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "")


def who(side: FindingSide, articles: Mapping[str, Article]) -> str:
    """Who stands on a side: its speakers and the outlets that report them: "Ada Orme (Harbour Post)"."""
    outlets = ", ".join(side.outlets or _outlets_of(side.evidence, articles)) or "unnamed source"
    if not side.speakers:
        return outlets
    return f"{', '.join(side.speakers)} ({outlets})"


def _outlets_of(evidence: Sequence[Evidence], articles: Mapping[str, Article]) -> tuple[str, ...]:
    names = [source_name(articles[e.article]) if e.article in articles else e.path for e in evidence]
    return tuple(dict.fromkeys(names))


Voices = Mapping[tuple[str, int, int], str]


def voices(report: Report) -> Voices:
    """Who is quoted in which words: article, start, end → speaker; the outlets' own words are not in it."""
    return {
        (claim.article, claim.start, claim.end): claim.voice.speaker
        for claim in report.claims
        if claim.voice.speaker
    }


def speaker_of(evidence: Evidence, voices: Voices) -> str | None:
    """The speaker of these very words; None where they are the outlet's own."""
    return voices.get((evidence.article, evidence.start, evidence.end))


def heading(side: FindingSide) -> str:
    """The side's position as a heading: one line, cut where an engine put whole sentences into it."""
    return shorten(side.position, LONGEST_HEADING)


def usage(report: Report) -> str:
    """What was asked of the model, in a sentence; empty where none was."""
    total = report.usage.get("total")
    if report.run.model is None or total is None:
        return ""
    return (
        f"{counted(total.calls, 'question')} to the model, {total.cached:,} answered from the store; "
        f"{total.prompt_tokens:,} tokens sent, {total.completion_tokens:,} received."
    )


def moment(run: Run) -> str:
    """When the run was made and how long it took, as in "7 March 2031, 09:00 UTC, 2.0 s"."""
    started = run.started.astimezone(UTC)
    seconds = (run.finished - run.started).total_seconds()
    day = f"{started.day} {_MONTHS[started.month - 1]} {started.year}"
    return f"{day}, {started.hour:02}:{started.minute:02} UTC, {seconds:.1f} s"


def articles_by_id(report: Report) -> dict[str, Article]:
    """The report's articles, by id."""
    return {article.id: article for article in report.articles}


def missing_facts(report: Report) -> tuple[str, ...]:
    """What was not found about the articles, in sentences: no date, no outlet."""
    sentences = []
    for noun, lacking, consequence in (
        (
            "publication date",
            [article.path for article in report.articles if article.published is None],
            "days like “on Monday” may stay open there",
        ),
        (
            "outlet",
            [article.path for article in report.articles if article.outlet is None],
            "the file’s path stands in for it",
        ),
    ):
        every = len(report.articles) > 1 and len(lacking) == len(report.articles)
        if lacking:
            where = f"any of the {len(lacking)} articles" if every else ", ".join(lacking)
            sentences.append(f"No {noun} found in {where}: {consequence}.")
    return tuple(sentences)


def excluded_in_words(article: Article) -> str:
    """What was excluded from an article, by reason: "related articles (2 places, 310 characters)"."""
    reasons = dict.fromkeys(span.reason for span in article.excluded)
    parts = []
    for reason in reasons:
        lengths = [span.end - span.start for span in article.excluded if span.reason == reason]
        parts.append(f"{reason} ({counted(len(lengths), 'place')}, {counted(sum(lengths), 'character')})")
    return ", ".join(parts)


def whole(coverage: Sequence[Coverage]) -> dict[str, int]:
    """Characters per coverage class, over all articles."""
    classes = ("compared", "claimed", "no_claim", "excluded", "lost")
    return {name: sum(getattr(entry, name).characters for entry in coverage) for name in classes}


COVERAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "compared": "compared with a counterpart",
        "claimed": "claimed, no counterpart",
        "no_claim": "no claim found",
        "excluded": "excluded",
        "lost": "lost",
    }
)


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity)))
