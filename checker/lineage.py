"""Which articles are copies or versions of others, so that five reprints are one voice.

Articles are compared by shingles: every run of five words. An article much of whose shingles
stands in another is its copy (a wire text under several mastheads, also one that was cut) or,
where outlet and headline tell the same outlet at a later time, its next version.

Near-linear: one shingle in eight is looked up in an index of originals; copies are not indexed, and a
shingle that 64 originals share is a stock phrase. What the index proposes is counted on all shingles.
MinHash estimates how alike two texts are, which a reprint cut to a third is not; so it is the
share of the copy that is counted here, not the likeness.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import chain
from zlib import crc32

from checker.model import Article, Conflict, Entry, Fact, Finding, FindingSide, Side

SHINGLE = 5  # words
SAMPLED = 8  # one shingle in so many is indexed
LEAST_SHINGLES = 25  # a text of three short sentences says nothing about where it comes from
# Reports written independently on one story share at most .05 of their shingles (55 pairs of outlets in the
# project's cases, seeds and five real articles); three paragraphs of a wire with two of the paper's own keep
# .49, a wire text in which one word in fifteen is changed .69.
COPIED = 0.4
STOCK = 64  # originals that share a shingle, before it is a stock phrase
CANDIDATES = 4  # originals that are counted in full for one article

# Writing without blanks has no words to see: each of its characters stands for one.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")


def trace(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles in their order, `copy_of` and `version_of` filled in.

    `copy_of` names an article that is itself no copy; `version_of` the version just before. The
    original is the one published first; where that is not known, the longer, then the first in the folder.
    """
    originals = _Originals()
    found: dict[str, dict[str, str]] = {}
    for article in sorted(articles, key=_age):
        shingles = _shingles(article)
        if len(shingles) < LEAST_SHINGLES:
            continue
        link = originals.link(article, shingles)
        found[article.id] = link
        if "copy_of" not in link:
            originals.add(article, shingles)
    return tuple(article.model_copy(update=found.get(article.id, {})) for article in articles)


@dataclass
class _Originals:
    """The articles that are no copies, by the shingles sampled of them."""

    articles: list[Article] = field(default_factory=list)
    # Of each article 3 kB for 700 words; a set takes 45 kB.
    shingles: "list[array[int]]" = field(default_factory=list)
    holders: dict[int, list[int]] = field(default_factory=dict)

    def add(self, article: Article, shingles: frozenset[int]) -> None:
        for key in _sample(shingles):
            held = self.holders.setdefault(key, [])
            if len(held) < STOCK:
                held.append(len(self.articles))
        self.articles.append(article)
        self.shingles.append(array("L", shingles))

    def link(self, article: Article, shingles: frozenset[int]) -> dict[str, str]:
        """What the article is to an earlier one: the field of `Article` and the other's id, or nothing."""
        best: tuple[float, int, dict[str, str]] = (0.0, 0, {})
        for place in self._candidates(shingles):
            other, theirs = self.articles[place], self.shingles[place]
            shared = sum(map(shingles.__contains__, theirs))
            version = _is_later_version(article, other)
            share = shared / (min(len(shingles), len(theirs)) if version else len(shingles))
            # the version replaced is the last of those alike, the original of a copy the first
            rank = (round(share, 2), place if version else -place)
            if share >= COPIED and rank > best[:2]:
                best = (*rank, {"version_of" if version else "copy_of": other.id})
        return best[2]

    def _candidates(self, shingles: frozenset[int]) -> Iterator[int]:
        sample = _sample(shingles)
        counts = Counter(chain.from_iterable(self.holders.get(key, ()) for key in sample))
        # A cut version is shorter than what it replaces and the other way round: the bar is low here.
        ranked = sorted(counts.items(), key=lambda item: (-item[1], -item[0]))
        yield from (place for place, count in ranked[:CANDIDATES] if count >= 2)


def _age(article: Article) -> tuple[datetime, int, int]:
    """Oldest first; what has no date comes last; of one age the longest first."""
    number = int("".join(filter(str.isdigit, article.id)) or 0)
    return (_moment(article.published), -len(article.text), number)


def _moment(published: date | datetime | None) -> datetime:
    if published is None:
        return datetime.max.replace(tzinfo=UTC)
    if not isinstance(published, datetime):
        return datetime.combine(published, time.min, UTC)
    return published if published.tzinfo else published.replace(tzinfo=UTC)


def _is_later_version(article: Article, other: Article) -> bool:
    if article.outlet is None or other.outlet is None or article.published is None or other.published is None:
        return False
    if article.outlet.casefold() != other.outlet.casefold():
        return False
    if isinstance(article.published, datetime) and isinstance(other.published, datetime):
        return _moment(article.published) > _moment(other.published)
    return _moment(article.published).date() > _moment(other.published).date()


def _shingles(article: Article) -> frozenset[int]:
    """The checksum of every run of five words that is compared, in one writing."""
    words: list[str] = []
    at = 0
    for span in article.excluded:
        words += _WORD.findall(article.text[at : span.start].casefold())
        at = max(at, span.end)
    words += _WORD.findall(article.text[at:].casefold())
    runs = map(" ".join, zip(*(words[n:] for n in range(SHINGLE)), strict=False))
    return frozenset(crc32(run.encode("utf-8", "surrogatepass")) for run in runs)


def _sample(shingles: Iterable[int]) -> list[int]:
    return [shingle for shingle in shingles if shingle % SAMPLED == 0]


@dataclass(frozen=True)
class OneVoice:
    """Facts without those that a copy repeats word for word; `echoes` has these, by the original's claim."""

    facts: tuple[Fact, ...]
    echoes: Mapping[str, tuple[Fact, ...]]

    def echoed(self, claims: Iterable[str]) -> frozenset[str]:
        """The claims of copies that repeat one of `claims`."""
        return frozenset(echo.claim.id for claim in claims for echo in self.echoes.get(claim, ()))

    def joined(self, conflict: Conflict) -> Conflict:
        """The conflict with the copies' claims beside the claims that they repeat."""
        taken = {claim for side in conflict.sides for claim in side.claims}
        facts = {fact.claim.id: fact for fact in conflict.facts}
        sides: list[Side] = []
        for side in conflict.sides:
            echoes = [
                echo
                for claim in side.claims
                for echo in self.echoes.get(claim, ())
                if echo.claim.id not in taken
            ]
            facts.update((echo.claim.id, echo) for echo in echoes)
            claims = (*side.claims, *(echo.claim.id for echo in echoes))
            sides.append(side.model_copy(update={"claims": claims}))
        if len(facts) == len(conflict.facts):
            return conflict
        return conflict.model_copy(update={"sides": tuple(sides), "facts": tuple(facts.values())})


def one_voice(facts: Sequence[Fact], articles: Iterable[Article]) -> OneVoice:
    """The facts to compare. A copy's claim is left out where its original says the same in the same words.

    What a copy changed stays: that it differs from its original is worth knowing.
    """
    original_of = {article.id: article.copy_of for article in articles if article.copy_of}
    originals = frozenset(original_of.values())
    said: dict[tuple[object, ...], str] = {}
    for fact in facts:
        if fact.claim.article in originals:
            said.setdefault((fact.claim.article, *_words_and_voice(fact)), fact.claim.id)
    kept: list[Fact] = []
    echoes: dict[str, list[Fact]] = {}
    for fact in facts:
        original = original_of.get(fact.claim.article)
        repeated = said.get((original, *_words_and_voice(fact))) if original else None
        if repeated is None:
            kept.append(fact)
        else:
            echoes.setdefault(repeated, []).append(fact)
    return OneVoice(tuple(kept), {claim: tuple(repeats) for claim, repeats in echoes.items()})


def _words_and_voice(fact: Fact) -> tuple[object, ...]:
    claim = fact.claim
    words = tuple(_WORD.findall(claim.quote.casefold()))
    return (words, fact.speaker, claim.value, claim.when, claim.modality, claim.negated)


def settle(finding: Finding, articles: Mapping[str, Article]) -> Finding:
    """The finding with the outlets marked that only copied.

    Between two versions of one article, or two entries of one live blog, it is an `update`.
    """
    sides = tuple(_with_copies(side, articles) for side in finding.sides)
    scope = finding.scope
    if (scope == "outlets" and _is_between_versions(finding, articles)) or (
        scope == "article" and _is_between_entries(finding, articles)
    ):
        scope = "update"
    return finding.model_copy(update={"sides": sides, "scope": scope})


def _with_copies(side: FindingSide, articles: Mapping[str, Article]) -> FindingSide:
    standing = {evidence.article for evidence in side.evidence}
    own = {articles[name].outlet for name in standing if articles[name].copy_of not in standing}
    return side.model_copy(update={"copies": tuple(outlet for outlet in side.outlets if outlet not in own)})


def _is_between_versions(finding: Finding, articles: Mapping[str, Article]) -> bool:
    """Whether all sides stand in versions of one article, or their copies, and no version on two sides."""
    stories: set[str] = set()
    seen: set[str] = set()
    for side in finding.sides:
        texts = {articles[evidence.article].copy_of or evidence.article for evidence in side.evidence}
        if texts & seen:
            return False
        seen |= texts
        stories |= {_first_version(text, articles) for text in texts}
    return len(stories) == 1


def _is_between_entries(finding: Finding, articles: Mapping[str, Article]) -> bool:
    """Whether all sides stand in entries of one live blog, and no entry on two sides."""
    seen: set[Entry] = set()
    for side in finding.sides:
        entries = {articles[each.article].entry_at(each.start) for each in side.evidence}
        dated = {entry for entry in entries if entry is not None}
        if len(dated) < len(entries) or dated & seen:
            return False
        seen |= dated
    return len({each.article for side in finding.sides for each in side.evidence}) == 1


def _first_version(article: str, articles: Mapping[str, Article]) -> str:
    before = articles[article].version_of
    while before is not None and before in articles:
        article, before = before, articles[before].version_of
    return article
