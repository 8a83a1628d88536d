"""The report in counts and sentences: what was found, what was compared, what was not."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from checker.model import Article, Coverage, Report
from checker.report.arrange import sections


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


def usage(report: Report) -> str:
    """What was asked of the model, in a sentence; empty where none was."""
    total = report.usage.get("total")
    if report.run.model is None or total is None:
        return ""
    return (
        f"{counted(total.calls, 'question')} to the model, {total.cached:,} answered from the store; "
        f"{total.prompt_tokens:,} tokens sent, {total.completion_tokens:,} received."
    )


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


def lineage(report: Report) -> tuple[str, ...]:
    """What is a copy or a version of what, in sentences; an original with all its copies in one."""
    articles = {article.id: article for article in report.articles}
    copies: dict[str, list[str]] = {}
    versions = []
    for article in report.articles:
        if article.copy_of in articles:
            copies.setdefault(article.copy_of, []).append(_named(article))
        if article.version_of in articles:
            versions.append((article, article.version_of))
    sentences = [
        f"{', '.join(found)} {'repeats' if len(found) == 1 else 'repeat'} the text of "
        f"{_named(articles[original])}: one voice."
        for original, found in copies.items()
    ]
    sentences += [
        f"{_named(article)} is a later version of {_named(articles[before])}: what differs is an update."
        for article, before in versions
    ]
    return tuple(sentences)


def _named(article: Article) -> str:
    return f"{article.outlet} ({article.path})" if article.outlet else article.path


def suspicious(report: Report) -> tuple[str, ...]:
    """The articles with passages that speak to a program, in sentences; the words are marked in the text."""
    return tuple(
        f"{_named(article)} has {counted(len(article.suspicious), 'passage')} that "
        f"{'speaks' if len(article.suspicious) == 1 else 'speak'} to a program and not to a reader: "
        f"{', '.join(dict.fromkeys(span.reason for span in article.suspicious))}."
        for article in report.articles
        if article.suspicious
    )


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
