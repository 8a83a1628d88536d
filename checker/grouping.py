"""Facts → Groups worth comparing: neighbours by shared rare keys, never all pairs.

Each fact is known by keys: its content stems, its names, and pairs of them (who with whom,
who with which deed, which thing is counted). A key weighs what it tells: log(facts / facts that have it).
Each fact asks for its nearest few by the summed weight of the keys both have, over posting lists of bounded
length, so the cost grows with the number of facts and not with its square. The strongest
links are joined into groups no larger than the engine judges well; links that cross two full
groups are joined once more among themselves, so that the limit on size parts few near pairs.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from checker.model import Fact, Group
from checker.normalise.words import stem

MAX_POSTINGS = 64  # a key that more facts share says too little to be worth reading
KEYS_PER_FACT = 14  # the rarest ones; the rest only costs time
NEIGHBOURS = 3  # links a fact may ask for: of 3, 4, 5 and 8 it lets most of the cases meet at 6 pairs a claim

Link = tuple[float, int, int]  # weight, lower index, higher index


def group_facts(facts: Sequence[Fact], *, max_facts: int) -> Iterator[Group]:
    """Groups of 2 to `max_facts` facts, each with its reason; the order of `facts` does not change them.

    Up to `max_facts` facts in all are one group: a small story is judged whole.
    """
    ordered = sorted(facts, key=_identity)
    if len(ordered) < 2:
        return
    if len(ordered) <= max_facts:
        yield _group(ordered, range(len(ordered)), "all claims of a small story")
        return
    links = _links(ordered)
    groups, crossing = _cluster(links, len(ordered), max_facts)
    for members in groups:
        yield _group(ordered, members, "shared names and rare words")
    groups, _ = _cluster(crossing, len(ordered), max_facts)
    for members in _packed(groups, max_facts):
        yield _group(ordered, members, "near claims that the limit on size had parted")


def twins(facts: Sequence[Fact]) -> dict[str, tuple[Fact, ...]]:
    """Facts that say one thing in the same words in the same voice, under the claim id of the first of them.

    A hundred outlets that print one sentence are compared once: otherwise its words are too
    common to be keys, and the one outlet that prints another figure is never met.
    """
    same: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        claim = fact.claim
        said = (claim.kind, claim.quote, claim.value, claim.subject, claim.predicate, claim.object)
        same.setdefault((*said, claim.negated, claim.modality, fact.speaker, fact.published), []).append(fact)
    ordered = (sorted(members, key=_identity) if len(members) > 1 else members for members in same.values())
    return {members[0].claim.id: tuple(members) for members in ordered}


def _identity(fact: Fact) -> tuple[str, str, int, str]:
    """A sort key that follows the claim's words and not its place in the input."""
    claim = fact.claim
    return (claim.quote, fact.outlet or "", claim.start, claim.id)


def keys(fact: Fact) -> frozenset[str]:
    """What a fact is known by. Prefixes keep the sorts of key apart."""
    claim = fact.claim
    found = {f"w:{word}" for word in fact.stems}
    found.update(f"n:{name}" for name in fact.names)
    found.update(f"nn:{a}|{b}" for a, b in combinations(fact.names[:6], 2))
    counted = {quantity.of or quantity.unit for quantity in fact.quantities} - {""}
    found.update(f"q:{thing}" for thing in counted)
    found.update(f"qw:{thing}|{word}" for thing in counted for word in sorted(fact.stems)[:8])
    if claim.predicate:
        deed = stem(claim.predicate.split()[-1])
        people = sorted({person for person in (fact.subject, fact.object) if person})
        found.update(f"p:{deed}|{person}" for person in people)
        found.update(f"pw:{deed}|{word}" for word in sorted(fact.stems)[:8])
        if len(people) == 2:
            found.add(f"pp:{deed}|{people[0]}|{people[1]}")
    return frozenset(found)


def _links(facts: Sequence[Fact]) -> list[Link]:
    """The strongest links of each fact, strongest first; ties by index."""
    kept = _rare_keys(facts)
    postings: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(kept):
        for key in found:
            postings[key].append(index)
    weights = {key: math.log((1 + len(facts)) / len(members)) for key, members in postings.items()}
    best: dict[tuple[int, int], float] = {}
    for index, found in enumerate(kept):
        scores: dict[int, float] = defaultdict(float)
        for key in found:
            weight = weights[key]
            for other in postings[key]:
                scores[other] += weight
        nearest = _nearest(facts, index, scores)
        for other, score in nearest:
            best[min(index, other), max(index, other)] = score
    return sorted(((score, low, high) for (low, high), score in best.items()), key=lambda x: (-x[0], x[1:]))


def _rare_keys(facts: Sequence[Fact]) -> list[list[str]]:
    """The keys of each fact that say most."""
    once: dict[str, str] = {}  # a string per fact and key would be most of what a large folder needs
    keyed = [[once.setdefault(key, key) for key in keys(fact)] for fact in facts]
    counts = _places(facts, keyed)
    return [_rarest(found, counts) for found in keyed]


def _places(facts: Sequence[Fact], keyed: Sequence[Sequence[str]]) -> Counter[str]:
    """On how many stretches of text each key stands: several claims on one sentence count once."""
    sentences: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        sentences[fact.claim.article, fact.claim.start].append(index)
    counts: Counter[str] = Counter()
    for members in sentences.values():
        counts.update({key for index in members for key in keyed[index]})
    return counts


def _nearest(facts: Sequence[Fact], index: int, scores: dict[int, float]) -> list[tuple[int, float]]:
    """The other facts with the highest scores; claims on the same words of one article are not compared."""
    ranked = sorted(sorted(scores), key=scores.__getitem__, reverse=True)  # of equal scores the first fact
    claim = facts[index].claim
    nearest: list[tuple[int, float]] = []
    for other in ranked:
        theirs = facts[other].claim
        if claim.article == theirs.article and claim.start < theirs.end and theirs.start < claim.end:
            continue
        nearest.append((other, scores[other]))
        if len(nearest) == NEIGHBOURS:
            break
    return nearest


def _rarest(found: Iterable[str], counts: Counter[str]) -> list[str]:
    shared = [key for key in found if 1 < counts[key] <= MAX_POSTINGS]
    return sorted(shared, key=lambda key: (counts[key], key))[:KEYS_PER_FACT]


def _cluster(links: Sequence[Link], size: int, max_facts: int) -> tuple[list[list[int]], list[Link]]:
    """Groups grown from the strongest links up to `max_facts`, and the links that no group holds."""
    group_of = list(range(size))
    members: dict[int, list[int]] = {index: [index] for index in range(size)}
    for _, low, high in links:
        a, b = group_of[low], group_of[high]
        if a != b and len(members[a]) + len(members[b]) <= max_facts:
            for index in members[b]:
                group_of[index] = a
            members[a].extend(members.pop(b))
    crossing = [link for link in links if group_of[link[1]] != group_of[link[2]]]
    return [sorted(group) for group in members.values() if len(group) > 1], crossing


def _packed(groups: Sequence[list[int]], max_facts: int) -> Iterator[list[int]]:
    """Small groups put together up to `max_facts`: a question to a model costs the same for two facts."""
    pack: list[int] = []
    for group in groups:
        if len(pack) + len(group) > max_facts:
            yield pack
            pack = []
        pack = [*pack, *group]
    if pack:
        yield pack


def _group(facts: Sequence[Fact], members: Iterable[int], reason: str) -> Group:
    chosen = sorted(
        (facts[index] for index in members),
        key=lambda fact: (fact.claim.article, fact.claim.start, fact.claim.id),
    )
    members_hash = hashlib.sha256(" ".join(fact.claim.id for fact in chosen).encode()).hexdigest()
    return Group(
        id=f"g.{chosen[0].claim.id}.{members_hash[:10]}",
        reason=reason,
        topic=_topic(chosen),
        facts=tuple(chosen),
    )


def _topic(facts: Sequence[Fact]) -> str:
    """The names that most of the facts have, for a reader."""
    counts = Counter(name for fact in facts for name in fact.names)
    common = sorted(
        (name for name, count in counts.items() if count > 1), key=lambda name: (-counts[name], name)
    )
    return ", ".join(common[:3])
