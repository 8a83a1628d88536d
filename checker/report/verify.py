"""A report checked against itself, and against the folder it was made from: no engine, no network.

The hashes guard against mishaps and careless edits. Who can rewrite report.json can also write new hashes:
only the files themselves, given as `folder`, speak against that.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from checker import __version__
from checker.errors import InputError
from checker.model import Article, Claim, Coverage, Evidence, Finding, FindingSide, Report, Value
from checker.report import WRITTEN, render
from checker.report.json import place, plain, problems_of
from checker.report.visible import one_line


class Problem(Value):
    """Something in a report that is not as it must be: a place in report.json, and what is wrong."""

    where: str
    message: str


def verify(directory: Path, *, folder: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of the report in `directory`, in the file's order; empty when all is as it must be.

    With `folder`, the files that were checked are hashed again too.

    Raises: InputError when there is no report.json to read, or no such folder.
    """
    try:
        text = (directory / "report.json").read_bytes()
    except OSError as error:
        raise InputError(
            f"no report to verify in {str(directory)!r}: report.json: {error.strerror}. "
            "Give the folder that `checker check` wrote with --out."
        ) from error
    if folder is not None and not folder.is_dir():
        raise InputError(f"no such folder to verify against: {str(folder)!r}")
    try:
        report = Report.model_validate_json(text, strict=True)
    except ValidationError as error:
        return tuple(Problem(where=where, message=message) for where, message in problems_of(error))
    problems = [
        *_repeated_keys(text),
        *_missing_keys(json.loads(text), plain(report)),
        *problems_in(report),
    ]
    if not problems:
        problems += _other_forms(report, directory)
    if folder is not None:
        problems += _changed_files(report, folder)
    # ids and paths of a report come from others: what they say must not act on the reader's terminal
    return tuple(Problem(where=one_line(p.where), message=one_line(p.message)) for p in problems)


def problems_in(report: Report) -> Iterator[Problem]:
    """Every problem that the report shows by itself."""
    articles = {article.id: article for article in report.articles}
    claims = {claim.id: claim for claim in report.claims}
    findings = [(f"findings[{n}]", finding) for n, finding in enumerate(report.findings)]
    findings += [(f"undecided[{n}].finding", entry.finding) for n, entry in enumerate(report.undecided)]

    yield from _repeated("articles", (article.id for article in report.articles))
    yield from _repeated("articles", (article.path for article in report.articles), what="path")
    yield from _repeated("claims", (claim.id for claim in report.claims))
    yield from _repeated("findings", (finding.id for _, finding in findings))
    for n, article in enumerate(report.articles):
        yield from _in_article(f"articles[{n}]", article)
    for n, claim in enumerate(report.claims):
        yield from _in_claim(f"claims[{n}]", claim, articles)
    for where, finding in findings:
        yield from _in_finding(where, finding, articles, claims)
    for n, dropped in enumerate(report.dropped):
        yield from _unknown(f"dropped[{n}].claims", dropped.claims, claims, "claim")
    for n, quarantined in enumerate(report.quarantined):
        yield from _unknown(f"quarantined[{n}].article", [quarantined.article], articles, "article")
    yield from _in_coverage(report, articles)


def _in_article(where: str, article: Article) -> Iterator[Problem]:
    found = hashlib.sha256(article.text.encode()).hexdigest()
    if found != article.sha256:
        yield Problem(
            where=f"{where}.sha256", message=f"is {article.sha256!r}, but the text hashes to {found!r}"
        )
    end = 0
    for n, excluded in enumerate(article.excluded):
        if not end <= excluded.start < excluded.end <= len(article.text):
            yield Problem(
                where=f"{where}.excluded[{n}]",
                message=f"[{excluded.start}:{excluded.end}] is empty, out of order or outside the text",
            )
        end = max(end, excluded.end)


def _in_claim(where: str, claim: Claim, articles: Mapping[str, Article]) -> Iterator[Problem]:
    yield from _unknown(f"{where}.article", [claim.article], articles, "article")
    if claim.article in articles:
        yield from _misquoted(where, articles[claim.article], claim)


def _in_finding(
    where: str, finding: Finding, articles: Mapping[str, Article], claims: Mapping[str, Claim]
) -> Iterator[Problem]:
    if len(finding.sides) < 2:
        yield Problem(
            where=f"{where}.sides", message=f"a dispute has two sides or more, found {len(finding.sides)}"
        )
    for n, side in enumerate(finding.sides):
        yield from _in_side(f"{where}.sides[{n}]", side, articles, claims)


def _in_side(
    where: str, side: FindingSide, articles: Mapping[str, Article], claims: Mapping[str, Claim]
) -> Iterator[Problem]:
    yield from _unknown(f"{where}.claims", side.claims, claims, "claim")
    if not side.evidence:
        yield Problem(where=f"{where}.evidence", message="a side without evidence")
    own = [claims[claim] for claim in side.claims if claim in claims]
    for n, evidence in enumerate(side.evidence):
        yield from _in_evidence(f"{where}.evidence[{n}]", evidence, articles, own)
    sources = [articles[claim.article] for claim in own if claim.article in articles]
    outlets = {article.outlet for article in sources}
    if sources and None not in outlets and not set(side.outlets) <= outlets:
        others = ", ".join(repr(outlet) for outlet in side.outlets if outlet not in outlets)
        yield Problem(where=f"{where}.outlets", message=f"no claim of this side comes from {others}")


def _in_evidence(
    where: str, evidence: Evidence, articles: Mapping[str, Article], claims: Iterable[Claim]
) -> Iterator[Problem]:
    if evidence.article not in articles:
        yield from _unknown(f"{where}.article", [evidence.article], articles, "article")
        return
    article = articles[evidence.article]
    if evidence.path != article.path:
        yield Problem(
            where=f"{where}.path", message=f"is {evidence.path!r}, but {article.id} is {article.path!r}"
        )
    yield from _misquoted(where, article, evidence)
    if not any(_belongs(evidence, claim) for claim in claims):
        yield Problem(where=where, message="belongs to no claim of this side")


def _belongs(evidence: Evidence, claim: Claim) -> bool:
    """Whether the evidence is the claim's own words, or a stretch within or around them."""
    within = claim.start <= evidence.start and evidence.end <= claim.end
    around = evidence.start <= claim.start and claim.end <= evidence.end
    return evidence.article == claim.article and (within or around)


def _misquoted(where: str, article: Article, words: Claim | Evidence) -> Iterator[Problem]:
    # a negative or swapped offset would slice something, so it is refused before it is used
    if not 0 <= words.start < words.end <= len(article.text):
        yield Problem(
            where=where,
            message=f"[{words.start}:{words.end}] is no stretch of {article.id}, "
            f"which has {len(article.text)} characters",
        )
    elif article.text[words.start : words.end] != words.quote:
        yield Problem(
            where=f"{where}.quote",
            message=f"{article.id}[{words.start}:{words.end}] reads "
            f"{_start_of(article.text[words.start : words.end])}, not {_start_of(words.quote)}",
        )


def _in_coverage(report: Report, articles: Mapping[str, Article]) -> Iterator[Problem]:
    yield from _repeated("coverage", (entry.article for entry in report.coverage), what="article")
    for n, entry in enumerate(report.coverage):
        yield from _unknown(f"coverage[{n}].article", [entry.article], articles, "article")
        yield from _sums(f"coverage[{n}]", entry, articles)
    covered = {entry.article for entry in report.coverage}
    missing = [article.id for article in report.articles if article.id not in covered]
    if missing:
        yield Problem(where="coverage", message=f"nothing about {', '.join(missing)}")


def _sums(where: str, entry: Coverage, articles: Mapping[str, Article]) -> Iterator[Problem]:
    shares = (entry.compared, entry.claimed, entry.no_claim, entry.excluded, entry.lost)
    if any(share.characters < 0 or share.sentences < 0 for share in shares):
        yield Problem(where=where, message="a share below nothing")
    characters = sum(share.characters for share in shares)
    sentences = sum(share.sentences for share in shares)
    if characters != entry.characters:
        yield Problem(
            where=where, message=f"the classes sum to {characters} characters, not {entry.characters}"
        )
    if sentences != entry.sentences:
        yield Problem(where=where, message=f"the classes sum to {sentences} sentences, not {entry.sentences}")
    article = articles.get(entry.article)
    if article is not None and entry.characters != len(article.text):
        yield Problem(
            where=f"{where}.characters",
            message=f"is {entry.characters}, but the text has {len(article.text)}",
        )


def _repeated(where: str, names: Iterable[str], *, what: str = "id") -> Iterator[Problem]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(where=where, message=f"the {what} {name!r} occurs more than once")
        seen.add(name)


def _unknown(where: str, names: Iterable[str], known: Mapping[str, object], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(where=where, message=f"no {what} {name!r} in this report")


def _repeated_keys(text: bytes) -> list[Problem]:
    """Keys that one JSON object holds twice: two programs would read two different reports."""
    problems: list[Problem] = []

    def keys(pairs: list[tuple[str, object]]) -> None:
        problems.extend(_repeated("report.json", (key for key, _ in pairs), what="key"))

    json.loads(text, object_pairs_hook=keys)
    return problems


def _missing_keys(found: Any, promised: Any, *path: int | str) -> Iterator[Problem]:
    """Fields of the schema that are not there, though the model has a default for them."""
    if isinstance(promised, dict):
        for key, value in promised.items():
            if key in found:
                yield from _missing_keys(found[key], value, *path, key)
            else:
                yield Problem(where=place((*path, key)), message="is missing")
    elif isinstance(promised, list):
        for n, (there, value) in enumerate(zip(found, promised, strict=True)):
            yield from _missing_keys(there, value, *path, n)


def _other_forms(report: Report, directory: Path) -> Iterator[Problem]:
    """The page and the Markdown that do not show what report.json says; another version's are left alone."""
    if report.run.checker_version != __version__:
        return
    for name, form in WRITTEN[1:]:
        try:
            written = (directory / name).read_bytes()
        except FileNotFoundError:
            continue  # report.json alone is a report
        except OSError as error:
            yield Problem(where=name, message=f"cannot be read: {error.strerror}")
            continue
        if written != render(report, form).encode():
            yield Problem(where=name, message="does not show what report.json says: made anew it differs")


def _changed_files(report: Report, folder: Path) -> Iterator[Problem]:
    for n, article in enumerate(report.articles):
        where = f"articles[{n}].source_sha256"
        path = PurePosixPath(article.path)
        if path.is_absolute() or ".." in path.parts:  # a report must not make verify read elsewhere
            yield Problem(where=f"articles[{n}].path", message=f"{article.path!r} leads out of the folder")
            continue
        try:
            with (folder / path).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError) as error:  # ValueError: a null byte in the path
            reason = getattr(error, "strerror", None) or str(error)
            yield Problem(where=where, message=f"{article.path!r} cannot be read: {reason}")
            continue
        if found != article.source_sha256:
            yield Problem(where=where, message=f"{article.path!r} has changed since: it hashes to {found!r}")


def _start_of(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
