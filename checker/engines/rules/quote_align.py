"""Two quotations laid side by side: the stretch they share, word by word.

A local alignment (Smith and Waterman's recurrence) with rare words weighing most. What
stands outside the shared stretch was trimmed by one of the two or is another utterance.
Source: T. F. Smith, M. S. Waterman, "Identification of common molecular subsequences",
J. Mol. Biol. 147 (1981), 195-197.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from checker.engines.rules.quote_words import Said, alike, likeness_features

StepKind = Literal["same", "alike", "changed"]

# A skipped word costs a fraction of its weight: two translations of twelve words differ in
# four or five of them, and the stretch must not end at each.
_GAP = 0.3
_MISMATCH = 0.3


class Step(NamedTuple):
    """Words that answer each other: `a[a_start:a_end]` and `b[b_start:b_end]`; one of them may be none."""

    kind: StepKind
    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The shared stretch of two quotations. `steps` begin and end with words that answer each other."""

    a: tuple[Said, ...]
    b: tuple[Said, ...]
    steps: tuple[Step, ...]
    matched: float  # weight of the content words that answer each other
    carriers: int  # how many those are
    coverage: float  # of the shorter quotation's content weight
    density: float  # of the stretch's content weight, on the side that has more of it


def align(a: tuple[Said, ...], b: tuple[Said, ...]) -> Alignment | None:
    """The stretch that `a` and `b` share; None when no word with content does."""
    path = _path(a, b)
    if not path:
        return None
    steps = _steps(a, b, path)
    pairs = [(i, j) for i, j in path if a[i].carries and b[j].carries and alike(a[i], b[j]) > 0]
    if not pairs:
        return None
    matched = sum(min(a[i].weight, b[j].weight) for i, j in pairs)
    shorter = min(_weight(a), _weight(b))
    region_a, region_b = a[path[0][0] : path[-1][0] + 1], b[path[0][1] : path[-1][1] + 1]
    longest = max(_weight(region_a), _weight(region_b))
    return Alignment(
        a, b, steps, matched, len(pairs), min(1.0, matched / shorter), min(1.0, matched / longest)
    )


def _weight(words: Sequence[Said]) -> float:
    return sum(word.weight for word in words if word.carries)


def _path(a: tuple[Said, ...], b: tuple[Said, ...]) -> list[tuple[int, int]]:
    """The pairs of words that answer each other on the best local path, in order."""
    width = len(b) + 1
    above = [0.0] * width
    moves = [bytearray(width)]
    best, best_at = 0.0, (0, 0)
    weights = [word.weight for word in b]
    likenesses = _Likeness(b)
    for i, word in enumerate(a, 1):
        row, move = [0.0] * width, bytearray(width)
        weight, gap_a = word.weight, _GAP * word.weight
        gains = likenesses.of(word)
        for j, other in enumerate(weights, 1):
            gain = gains.get(j - 1)
            if gain is None:
                score, step = above[j - 1] - _MISMATCH * (weight if weight > other else other), 4
            else:
                score, step = above[j - 1] + gain, 1
            if above[j] - gap_a > score:
                score, step = above[j] - gap_a, 2
            if row[j - 1] - _GAP * other > score:
                score, step = row[j - 1] - _GAP * other, 3
            if score > 0:
                row[j], move[j] = score, step
                if score > best + 1e-9:
                    best, best_at = score, (i, j)
        moves.append(move)
        above = row
    return _walk(moves, best_at)


class _Likeness:
    """Which words of `b` a word answers, and what that is worth, without trying each."""

    def __init__(self, b: tuple[Said, ...]) -> None:
        self._b = b
        self._by_feature: dict[str, list[int]] = {}
        for j, word in enumerate(b):
            for feature in (word.key, *likeness_features(word)):
                self._by_feature.setdefault(feature, []).append(j)

    def of(self, word: Said) -> dict[int, float]:
        """The places in `b` of words alike, each with the weight that answering it earns."""
        places = {j for f in (word.key, *likeness_features(word)) for j in self._by_feature.get(f, ())}
        found = {j: alike(word, self._b[j]) * min(word.weight, self._b[j].weight) for j in places}
        return {j: gain for j, gain in found.items() if gain > 0}


def _walk(moves: Sequence[bytearray], at: tuple[int, int]) -> list[tuple[int, int]]:
    i, j = at
    pairs: list[tuple[int, int]] = []
    while moves[i][j]:
        step = moves[i][j]
        if step == 1:
            pairs.append((i - 1, j - 1))
        if step != 3:
            i -= 1
        if step != 2:
            j -= 1
    return pairs[::-1]


def _steps(a: tuple[Said, ...], b: tuple[Said, ...], path: Sequence[tuple[int, int]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    last_a, last_b = path[0]
    for i, j in path:
        if i > last_a or j > last_b:
            steps.append(Step("changed", last_a, i, last_b, j))
        kind: StepKind = "same" if a[i].key == b[j].key else "alike"
        previous = steps[-1] if steps else None
        if previous is not None and previous.kind == kind and previous.a_end == i and previous.b_end == j:
            steps[-1] = previous._replace(a_end=i + 1, b_end=j + 1)
        else:
            steps.append(Step(kind, i, i + 1, j, j + 1))
        last_a, last_b = i + 1, j + 1
    return tuple(steps)
