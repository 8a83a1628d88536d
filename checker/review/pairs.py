"""Decisions → labelled pairs, as `checker eval` reads them: this desk's own measure of the check.

An accepted or added dispute is a contradiction, a dismissed one is none; each two of its sides make a
pair. A dispute to follow up has no label yet. An accepted update is no contradiction between the two
texts, as `checker eval` counts, and a dismissed update says nothing either way: it is left out.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from checker.ingest import split_sentences
from checker.labelled import Label, Pair
from checker.model import Article, Report
from checker.review.decisions import Addition, Dispute, Verdict, Words
from checker.review.identity import distinct
from checker.review.state import State


def to_pairs(state: State, report: Report | None = None) -> tuple[Pair, ...]:
    """The pairs, in the order of their first decision.

    A text is the sentence that holds the quote, where the report still has it; else the quote.
    """
    articles = {article.path: article for article in report.articles} if report else {}
    return tuple(
        pair
        for decision, label in _labelled(state)
        for pair in _pairs(decision, label, decision.about, articles)
    )


def to_jsonl(pairs: tuple[Pair, ...]) -> str:
    """One pair a line, what is not known left out."""
    return "".join(pair.model_dump_json(exclude_none=True) + "\n" for pair in pairs)


def _labelled(state: State) -> Iterator[tuple[Verdict | Addition, Label]]:
    for judged in distinct(state):
        verdict = judged.verdict
        if verdict is None or verdict.what not in {"accept", "dismiss"}:
            continue
        if verdict.about.scope != "update":
            yield verdict, "contradiction" if verdict.what == "accept" else "neutral"
        elif verdict.what == "accept":
            yield verdict, "neutral"
    for addition in state.added:
        yield addition, "neutral" if addition.about.scope == "update" else "contradiction"


def _pairs(
    decision: Verdict | Addition, label: Label, about: Dispute, articles: dict[str, Article]
) -> Iterator[Pair]:
    sides = [side.words[0] for side in about.sides if side.words]
    several = len(sides) > 2
    for n, (first, second) in enumerate(combinations(sides, 2), 1):
        yield Pair(
            id=f"{about.finding}.{n}" if several else about.finding,
            a=_text(first, articles),
            b=_text(second, articles),
            label=label,
            kind=about.kind,
            scope=about.scope,
            outlet_a=first.outlet,
            outlet_b=second.outlet,
            date_a=_date(first, articles),
            date_b=_date(second, articles),
            speaker_a=first.speaker,
            speaker_b=second.speaker,
            source=f"review by {decision.who}, {decision.at.date().isoformat()}",
            why=decision.why or None,
        )


def _text(words: Words, articles: dict[str, Article]) -> str:
    article = articles.get(words.path)
    start = article.text.find(words.quote) if article else -1
    if article is None or start < 0:
        return words.quote
    end = start + len(words.quote)
    touched = [span for span in split_sentences(article.text) if span.start < end and start < span.end]
    if not touched:
        return words.quote
    return article.text[min(start, touched[0].start) : max(end, touched[-1].end)]


def _date(words: Words, articles: dict[str, Article]) -> date | None:
    article = articles.get(words.path)
    return article.published if article else None
