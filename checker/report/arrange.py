"""What every form of the report shows, in an editor's order, and who stands where."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import get_args

from checker.model import (
    Article,
    Evidence,
    Finding,
    FindingSide,
    Report,
    Scope,
    Severity,
    Value,
    Voice,
)
from checker.report import days
from checker.report.visible import one_line, shorten

ENTRY_TIMES = 3  # of a live blog that a side names; its evidence has the others
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


def letter(place: int) -> str:
    """The name of the side at `place`: A to Z, then A1, B1, ..."""
    return chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "")


def source_name(article: Article) -> str:
    """The outlet, or the file's path where no outlet was found."""
    return article.outlet or article.path


Who = Callable[[FindingSide], str]


def who(report: Report) -> Who:
    """What says who stands on a side of the report's findings, by the words it rests on.

    Outlets in their own voice come first, then speakers with the outlets that report them: "Harbour Post;
    Ada Orme (Bay Ledger, north.txt)". Outlets that only copied another's text stand behind: "Harbour Post;
    copied by Bay Ledger". Of a live blog the entries' times: "Harbour Post, 5 March 2031, 14:32 UTC".
    """
    articles, quoted = articles_by_id(report), voices(report)

    def named(side: FindingSide) -> str:
        reported: dict[str, tuple[str, ...]] = {}  # speaker, "" for the outlets' own voice → sources
        for evidence in side.evidence:
            voice = quoted.get((evidence.article, evidence.start, evidence.end))
            speaker = _full_name(voice.speaker or "", side.speakers) if voice else ""
            source = (
                source_name(articles[evidence.article]) if evidence.article in articles else evidence.path
            )
            if source not in side.copies:
                reported[speaker] = (*(each for each in reported.get(speaker, ()) if each != source), source)
        together: dict[tuple[str, ...], list[str]] = {}  # sources → the speakers whom all of them report
        for speaker, sources in reported.items():
            if speaker:
                together.setdefault(sources, []).append(speaker)
        parts = [", ".join(reported.get("", ()))]
        parts += [f"{', '.join(speakers)} ({', '.join(sources)})" for sources, speakers in together.items()]
        holders = "; ".join(filter(None, parts)) or ", ".join(side.outlets) or "unnamed source"
        if side.copies and (own := [outlet for outlet in side.outlets if outlet not in side.copies]):
            holders = f"{holders if any(parts) else ', '.join(own)}; copied by {', '.join(side.copies)}"
        return ", ".join([holders, *_entry_times(side, articles)])

    return named


def _full_name(speaker: str, speakers: Sequence[str]) -> str:
    """The one of the side's speakers who is meant: "Orme" is Ada Orme; else the name as it stands."""
    words = speaker.casefold().split()
    return next((full for full in speakers if words and words[-1] in full.casefold().split()), speaker)


def _entry_times(side: FindingSide, articles: Mapping[str, Article]) -> list[str]:
    entries = (articles[e.article].entry_at(e.start) for e in side.evidence if e.article in articles)
    times = dict.fromkeys(one_line(days.entry_time(entry)) for entry in entries if entry is not None)
    return list(times)[:ENTRY_TIMES]


Voices = Mapping[tuple[str, int, int], Voice]


def voices(report: Report) -> Voices:
    """Who is quoted in which words, by article, start and end; the outlets' own words are not in it."""
    return {
        (claim.article, claim.start, claim.end): claim.voice for claim in report.claims if claim.voice.speaker
    }


def speaker_of(evidence: Evidence, voices: Voices) -> str | None:
    """The speaker of these very words, "probably" where that was inferred; None: the outlet's own words."""
    voice = voices.get((evidence.article, evidence.start, evidence.end))
    if voice is None:
        return None
    return f"probably {voice.speaker}" if voice.inferred else voice.speaker


def heading(side: FindingSide) -> str:
    """The side's position as a heading: one line, cut where an engine put whole sentences into it."""
    return shorten(side.position, LONGEST_HEADING)


def articles_by_id(report: Report) -> dict[str, Article]:
    """The report's articles, by id."""
    return {article.id: article for article in report.articles}


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity)))
