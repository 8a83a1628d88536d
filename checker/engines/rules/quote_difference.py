"""What the comparison of two quotations answers: the words that differ, in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checker.engines.rules.quotations import Quotation
from checker.engines.rules.quote_align import Alignment, StepKind
from checker.engines.rules.quote_changes import Change, Reason
from checker.engines.rules.quote_words import Said

DifferenceKind = Literal["words", "subject", "speaker"]


@dataclass(frozen=True, slots=True)
class WordOp:
    """One aligned piece: the words on each side, and where they stand in each article."""

    op: Literal["same", "alike", "replaced", "only_a", "only_b"]
    a: str
    b: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    material: bool = False


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """How two quotations of one utterance differ.

    `a_words` and `b_words` are the words that make the difference, "" where a side lacks
    them; for a subject or a speaker, that subject or speaker. `ops` is the shared stretch.
    """

    kind: DifferenceKind
    reason: Reason
    a_words: str
    b_words: str
    explanation: str
    ops: tuple[WordOp, ...]

    def mirrored(self) -> "QuoteDifference":
        """The same difference with the sides exchanged."""
        return stated_difference(
            self.kind, self.reason, self.b_words, self.a_words, tuple(_mirrored(op) for op in self.ops)
        )


def joined_words(words: str, said: Sequence[Said]) -> str:
    return words[said[0].start : said[-1].end] if said else ""


def word_ops(
    a: Quotation, b: Quotation, alignment: Alignment, changes: Sequence[Change]
) -> tuple[WordOp, ...]:
    """The stretch as aligned pieces, and the changes at its edges, in order."""
    spans = {change[1:] for change in changes}
    pieces: list[tuple[tuple[int, int, int, int], StepKind]] = [
        (step[1:], step.kind) for step in alignment.steps
    ]
    pieces += [(span, "changed") for span in spans - {span for span, _ in pieces}]
    ops: list[WordOp] = []
    for span, kind in sorted(pieces, key=lambda piece: piece[0]):
        said_a, said_b = alignment.a[span[0] : span[1]], alignment.b[span[2] : span[3]]
        op: Literal["same", "alike", "replaced", "only_a", "only_b"]
        if kind == "changed":
            op = "replaced" if said_a and said_b else "only_a" if said_a else "only_b"
        else:
            op = "same" if kind == "same" else "alike"
        place_a, place_b = _span(a, alignment.a, *span[:2]), _span(b, alignment.b, *span[2:])
        words_a, words_b = joined_words(a.words, said_a), joined_words(b.words, said_b)
        ops.append(WordOp(op, words_a, words_b, *place_a, *place_b, span in spans))
    return tuple(ops)


def _span(quotation: Quotation, said: Sequence[Said], first: int, last: int) -> tuple[int, int]:
    """Offsets in the article of `said[first:last]`; an empty span at its place if there is none."""
    if first < last:
        return quotation.start + said[first].start, quotation.start + said[last - 1].end
    at = quotation.start + (said[first].start if first < len(said) else len(quotation.words))
    return at, at


def _mirrored(op: WordOp) -> WordOp:
    names: dict[str, Literal["same", "alike", "replaced", "only_a", "only_b"]] = {
        "same": "same", "alike": "alike", "replaced": "replaced", "only_a": "only_b", "only_b": "only_a",
    }  # fmt: skip
    return WordOp(names[op.op], op.b, op.a, op.b_start, op.b_end, op.a_start, op.a_end, op.material)


_SAYS: dict[Reason, str] = {
    "number": "the numbers differ",
    "negation": "one has a negation that the other lacks",
    "name": "the names differ",
    "antonym": "the words mean the opposite",
    "modal": "one states as certain what the other states as possible",
    "condition": "one leaves out the condition",
    "limit": "one leaves out what limits it",
    "share": "one speaks of all, the other of a part",
    "subject": "the words are said of different people",
    "speaker": "the words are given to different speakers",
}


def stated_difference(
    kind: DifferenceKind, reason: Reason, a_words: str, b_words: str, ops: tuple[WordOp, ...]
) -> QuoteDifference:
    sides = " against ".join(f"“{words}”" if words else "nothing" for words in (a_words, b_words))
    return QuoteDifference(
        kind, reason, a_words, b_words, f"One utterance, and {_SAYS[reason]}: {sides}.", ops
    )
