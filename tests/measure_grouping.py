"""Prints how many claims worth comparing meet in a group, and how many pairs that costs. Asserts nothing.

    python tests/measure_grouping.py [--data DIR] [--max-facts N ...] [--most FACTS]

Three parts. The labelled cases: all claims of both sides of every pair in one pool; do the sides of a
contradicting pair meet? ECB+ (others' data, in DIR): the sentences of all rows in one pool; do the two on the
same event meet? Both with the rules engine's claims and with each sentence as one claim. Growth:
invented facts, up to FACTS of them. Sides meet when a claim of one shares a group with a claim of the other.
"""

import argparse
import asyncio
import hashlib
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.engines.rules import RulesEngine
from checker.grounding import ground
from checker.grouping import group_facts
from checker.ingest import chunk_article, split_sentences
from checker.labelled import read_pairs
from checker.model import Article, Claim, Fact, Group
from checker.normalise.facts import to_fact
from checker.normalise.names import NameTable

CASES = Path(__file__).resolve().parent.parent / "fixtures" / "cases"
SEED = 11


class Texts(NamedTuple):
    """Two texts, and what their label says of them."""

    a: str
    b: str
    label: str


class Met(NamedTuple):
    """How a pool came out."""

    claims: int
    wanted: int  # pairs of texts that should meet
    met: int
    pairs: int  # of claims that share a group, each as often as it does
    members: int  # of groups, a claim in two groups counting twice: how often claims are asked about
    silent: int  # of the wanted, those with a side that has no claim


def main() -> None:
    """Print the three parts."""
    parser = argparse.ArgumentParser(description="Measure grouping alone.", allow_abbrev=False)
    parser.add_argument("--data", type=Path, default=None, help="others' labelled data")
    parser.add_argument(
        "--max-facts", type=int, nargs="+", default=[6, 12, 40], help="claims in a group (default: 6 12 40)"
    )
    parser.add_argument("--most", type=int, default=100_000, help="facts in the last step of the growth")
    arguments = parser.parse_args()
    print(
        f"{'pool':<17}{'claims are':<11}{'claims':>6}{'size':>5}{'meet':>9}{'share':>7}{'no claim':>9}",
        end="",
    )
    print(f"{'pairs/':>7}{'asked/':>7}\n{'':<64}{'claim':>7}{'claim':>7}")
    for name, texts, wanted in pools(arguments.data):
        for form in ("sentences", "rules"):
            for size, met in measure(texts, wanted=wanted, form=form, sizes=arguments.max_facts):
                share = met.met / met.wanted
                print(
                    f"{name:<17}{form:<11}{met.claims:>6}{size:>5}{f'{met.met}/{met.wanted}':>9}{share:>7.3f}"
                    f"{met.silent:>9}{met.pairs / met.claims:>7.1f}{met.members / met.claims:>7.1f}"
                )
    growth(arguments.most, 12)


def pools(data: Path | None) -> Iterator[tuple[str, tuple[Texts, ...], str]]:
    """Name, texts, and the label of those that should meet."""
    for half in ("tune", "frozen"):
        pairs = read_pairs(CASES / f"pairs.{half}.jsonl")
        yield f"cases, {half}", tuple(Texts(each.a, each.b, each.label) for each in pairs), "contradiction"
    file = data / "ecbplus_eventpairs.dev.jsonl" if data else None
    if file and file.exists():
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        yield "ecb+ same event", tuple(Texts(row["a"], row["b"], row["label"]) for row in rows), "same_event"


def measure(
    texts: Sequence[Texts], *, wanted: str, form: str, sizes: Sequence[int]
) -> Iterator[tuple[int, Met]]:
    """What meets in one pool of all texts, by size of group; a text that comes twice is one article."""
    articles = {text: _article(number, text) for number, text in enumerate(_distinct(texts), 1)}
    facts = asyncio.run(_facts(tuple(articles.values()), form=form))
    claimed = {fact.claim.article for fact in facts}
    rows = {(articles[each.a].id, articles[each.b].id) for each in texts if each.label == wanted}
    for size in sizes:
        groups = tuple(group_facts(facts, max_facts=size))
        together = _together(groups)
        yield (
            size,
            Met(
                claims=len(facts),
                wanted=len(rows),
                met=sum(b in together[a] for a, b in rows),
                pairs=pair_count(groups),
                members=sum(len(group.facts) for group in groups),
                silent=sum(a not in claimed or b not in claimed for a, b in rows),
            ),
        )


def _distinct(texts: Iterable[Texts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in texts for text in (each.a, each.b)))


def _together(groups: Iterable[Group]) -> dict[str, set[str]]:
    """Article → the articles it shares a group with."""
    together: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        members = {fact.claim.article for fact in group.facts}
        for each in members:
            together[each] |= members
    return together


def pair_count(groups: Iterable[Group]) -> int:
    """How many pairs of claims the groups hold."""
    return sum(len(group.facts) * (len(group.facts) - 1) // 2 for group in groups)


def _article(number: int, text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=f"a{number}", path=f"{number}.txt", outlet=f"Outlet {number}", language="en", sha256=digest,
        source_sha256=digest, text=text,
    )  # fmt: skip


async def _facts(articles: Sequence[Article], *, form: str) -> list[Fact]:
    names = NameTable.build(article.text for article in articles)
    facts: list[Fact] = []
    for article in articles:
        claims = await _rules_claims(article) if form == "rules" else _sentence_claims(article)
        facts.extend(to_fact(claim, article=article, names=names, context=article.text) for claim in claims)
    return facts


async def _rules_claims(article: Article) -> tuple[Claim, ...]:
    engine = RulesEngine()
    claims: list[Claim] = []
    for chunk in chunk_article(article):
        raw = (await engine.extract(chunk)).claims
        claims.extend(ground(raw, chunk=chunk, article=article, first=len(claims) + 1)[0])
    return tuple(claims)


def _sentence_claims(article: Article) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            id=f"{article.id}.k{number}", article=article.id, chunk=f"{article.id}.c1", kind="event",
            text=article.text[span.start : span.end], quote=article.text[span.start : span.end],
            start=span.start, end=span.end,
        )
        for number, span in enumerate(split_sentences(article.text), 1)
    )  # fmt: skip


# Growth


def growth(most: int, max_facts: int) -> None:
    """Time and pairs for ever more invented facts; the exponent is that of time by number (1: linear)."""
    print(f"\n{'facts':>9}{'seconds':>9}{'exponent':>10}{'groups':>9}{'pairs/claim':>13}")
    before: tuple[int, float] | None = None
    for size in (most // 100, most // 10, most):
        facts = invented_facts(size)
        began = time.perf_counter()
        groups = tuple(group_facts(facts, max_facts=max_facts))
        spent = time.perf_counter() - began
        slope = math.log(spent / before[1]) / math.log(size / before[0]) if before else None
        shown = "" if slope is None else f"{slope:.2f}"
        print(f"{size:>9,}{spent:>9.2f}{shown:>10}{len(groups):>9,}{pair_count(groups) / size:>13.2f}")
        before = (size, spent)


def invented_facts(size: int) -> list[Fact]:
    """Facts of stories with forty facts each: own names and words, and common ones by Zipf's law."""
    draw = random.Random(SEED)
    ranks = range(1, 20_001)
    weights = [1 / rank for rank in ranks]
    common = draw.choices(ranks, weights, k=size * 9)
    facts: list[Fact] = []
    for number in range(size):
        story = number // 40
        words = {f"w{word}" for word in common[number * 9 : number * 9 + 9]}
        words.update(f"s{story}w{draw.randrange(30)}" for _ in range(4))
        people = tuple(
            sorted({f"s{story}n{draw.randrange(8)}" for _ in range(2)} | {f"N{draw.randrange(200)}"})
        )
        facts.append(_invented(number, frozenset(words), people))
    return facts


def _invented(number: int, stems: frozenset[str], people: tuple[str, ...]) -> Fact:
    quote = " ".join(sorted(stems))
    claim = Claim(
        id=f"a{number % 1000 + 1}.k{number}", article=f"a{number % 1000 + 1}", chunk="c1", kind="event",
        text=quote, quote=quote, start=number * 100, end=number * 100 + 90, predicate=min(stems),
    )  # fmt: skip
    return Fact(
        claim=claim,
        outlet="Outlet",
        published=None,
        context=quote,
        names=people,
        subject=people[0],
        stems=stems,
    )


if __name__ == "__main__":
    main()
