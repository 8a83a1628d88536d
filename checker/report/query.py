"""For each finding a short, neutral question that could be sent to the outlet, or to the desk."""

from collections.abc import Mapping

from checker.model import Article, Evidence, Finding, Report, Scope
from checker.report import arrange, days, overview
from checker.report.visible import one_line, shorten

LONGEST_QUOTE = 280  # code points: about two sentences, so that the letter stays short
LONGEST_TITLE = 120


def to_queries(report: Report) -> str:
    """The questions of all findings as plain text, in the report's order, ending in a newline."""
    if not report.findings:
        return overview.reading(report) + "\n"
    articles, voices = arrange.articles_by_id(report), arrange.voices(report)
    queries = (query(finding, articles, voices) for finding in arrange.in_order(report))
    return "\n\n".join(f"{number}. {text}" for number, text in enumerate(queries, 1)) + "\n"


def query(finding: Finding, articles: Mapping[str, Article], voices: arrange.Voices) -> str:
    """The question to the source of the first side: each side's words, then what differs. Takes no side."""
    pieces = []
    for place, side in enumerate(finding.sides):
        evidence = side.evidence[0] if side.evidence else None
        article = articles.get(evidence.article) if evidence else None
        if evidence is None or article is None:
            continue
        pieces.append(f"{_piece(article, first=not place, scope=finding.scope)} {_says(evidence, voices)}")
    return " ".join([*pieces, one_line(finding.question), _ASK[finding.scope]])


_ASK: Mapping[Scope, str] = {
    "outlets": "Which is right, and what is it based on?",
    "article": "Which of these is right?",
    "speakers": "Do you know of anything that settles it?",
    "update": "Has your piece been updated since?",
}


def _piece(article: Article, *, first: bool, scope: Scope) -> str:
    day = f" of {days.written_day(article)}" if article.published else ""
    name = one_line(arrange.source_name(article))
    if first:
        title = f" “{shorten(article.title, LONGEST_TITLE)}”" if article.title else ""
        return f"Your piece{title}{day} ({name})"
    return "Elsewhere it" if scope == "article" else f"{name}{day}"


def _says(evidence: Evidence, voices: arrange.Voices) -> str:
    speaker = arrange.speaker_of(evidence, voices)
    words = f"“{shorten(evidence.quote, LONGEST_QUOTE)}”."
    return f"has {one_line(speaker)} saying: {words}" if speaker else f"says: {words}"
