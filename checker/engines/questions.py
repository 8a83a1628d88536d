"""What the model is shown: values of the flow, laid out for the prompts' slots.

Whatever comes from an article, its outlet and headline too, is always inside a fence that cannot
occur in it. Where several texts stand in one list, each is put on one line, so that none can pass
itself off as the next item. The same values give the same text, byte for byte: answers are kept
under it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from checker.model import Article, Chunk, Claim, Conflict, Fact, Group
from checker.prompt import Filled, Prompt, fence, one_line

NOT_KNOWN = "not known"
CLAIMS_PER_SIDE = 6  # the second look reads this many claims of a side; the rest repeat them
_CONTEXT_CHARS = 1_500  # before a passage, and around a quote


@dataclass(frozen=True)
class Passage:
    """What one extraction request reads: a chunk, or a half of one."""

    text: str
    context: str

    def halves(self, *, shortest: int) -> tuple["Passage", "Passage"] | None:
        """Two passages, parted at the break nearest to the middle; None where too short."""
        if len(self.text) < 2 * shortest:
            return None
        at = _middle_break(self.text)
        before = self.text[:at]
        return (
            Passage(text=before, context=self.context),
            Passage(text=self.text[at:], context=before[-_CONTEXT_CHARS // 3 :]),
        )


def extraction_question(prompt: Prompt, chunk: Chunk, passage: Passage) -> Filled:
    """The request to list the claims of a passage."""
    said = [one_line(chunk.outlet or NOT_KNOWN), one_line(chunk.title or NOT_KNOWN)]
    before = passage.context[-_CONTEXT_CHARS:] or "(nothing)"
    outlet, title, context, text = fence([*said, before, passage.text], name="passage")
    return prompt.fill(
        outlet=outlet,
        title=title,
        published=_day(chunk.published) or NOT_KNOWN,
        context=context,
        passage=text,
    )


def mending_question(prompt: Prompt, passage: Passage, wanted: Sequence[tuple[str, str]]) -> Filled:
    """The request to copy quotes again; `wanted` are pairs of quote and claim."""
    lines = [
        f"[{number}] quote: {one_line(quote)}\n    claim: {one_line(claim)}"
        for number, (quote, claim) in enumerate(wanted, 1)
    ]
    text, quotes = fence([passage.text, "\n".join(lines)], name="passage")
    return prompt.fill(passage=text, quotes=quotes)


def comparison_question(prompt: Prompt, group: Group) -> Filled:
    """The request to find the disputes of a group; claim N of the question is `group.facts[N - 1]`."""
    lines = [_claim_lines(number, fact) for number, fact in enumerate(group.facts, 1)]
    topic, claims = fence([one_line(group.topic) or NOT_KNOWN, "\n".join(lines)], name="claims")
    return prompt.fill(topic=topic, claims=claims)


def second_look_question(prompt: Prompt, conflict: Conflict, *, backwards: bool) -> Filled:
    """The request to judge one conflict afresh; `backwards` turns sides and claims round."""
    facts = {fact.claim.id: fact for fact in conflict.facts}
    sides = [[facts[claim] for claim in side.claims if claim in facts] for side in conflict.sides]
    shown = [_spread(side) for side in sides]
    if backwards:
        shown = [list(reversed(side)) for side in reversed(shown)]
    lines: list[str] = []
    number = 0
    for letter, side in zip("ABCDEFGHIJKL", shown, strict=False):
        lines.append(f"Side {letter}")
        for fact in side:
            number += 1
            lines.append(_claim_lines(number, fact))
            lines.append(f"    around: {one_line(fact.context)[:_CONTEXT_CHARS]}")
    question, claims = fence([one_line(conflict.question), "\n".join(lines)], name="claims")
    return prompt.fill(question=question, claims=claims)


def sweep_question(prompt: Prompt, articles: Sequence[Article]) -> Filled:
    """The request to read whole articles; article N of the question is `articles[N - 1]`."""
    texts = []
    for article in articles:
        head = (
            f"Outlet: {one_line(article.outlet or NOT_KNOWN)}\n"
            f"Headline: {one_line(article.title or NOT_KNOWN)}\n"
            f"Published: {_day(article.published) or NOT_KNOWN}"
        )
        texts.append(f"{head}\n\n{read_text(article)}")
    parts = [f"Article {number}\n{text}" for number, text in enumerate(fence(texts, name="article"), 1)]
    return prompt.fill(articles="\n\n".join(parts))


def read_text(article: Article) -> str:
    """The article's text without its excluded stretches."""
    kept: list[str] = []
    at = 0
    for span in sorted(article.excluded, key=lambda span: span.start):
        kept.append(article.text[at : span.start])
        at = max(at, span.end)
    return "".join([*kept, article.text[at:]]).strip()


def _claim_lines(number: int, fact: Fact) -> str:
    claim = fact.claim
    said = [
        f"article {claim.article}",
        f"outlet {one_line(fact.outlet)}" if fact.outlet else "outlet not known",
        f"published {_day(fact.published) or NOT_KNOWN}",
        _voice(claim, fact),
    ]
    head = f"[{number}] {' | '.join(said)}"
    return f"{head}\n    claim: {one_line(claim.text)}\n    quote: {one_line(claim.quote)}"


def _voice(claim: Claim, fact: Fact) -> str:
    speaker = fact.speaker or claim.voice.speaker
    via = f", through {one_line(claim.voice.via)}" if claim.voice.via else ""
    return (f"said by {one_line(speaker)}" if speaker else "the outlet's own voice") + via


def _spread(side: Sequence[Fact]) -> list[Fact]:
    """At most `CLAIMS_PER_SIDE` facts: the first of each article before the second of any."""
    seen: dict[str, int] = {}
    ranked: list[tuple[int, int]] = []
    for index, fact in enumerate(side):
        rank = seen.get(fact.claim.article, 0)
        seen[fact.claim.article] = rank + 1
        ranked.append((rank, index))
    chosen = sorted(index for _, index in sorted(ranked)[:CLAIMS_PER_SIDE])
    return [side[index] for index in chosen]


def _day(published: date | datetime | None) -> str | None:
    if published is None:
        return None
    if isinstance(published, datetime):
        return published.strftime("%A %Y-%m-%d %H:%M %Z").strip()
    return published.strftime("%A %Y-%m-%d")


def _middle_break(text: str) -> int:
    middle = len(text) // 2
    for mark in ("\n\n", "\n", ". ", " "):
        places = [text.rfind(mark, 0, middle), text.find(mark, middle)]
        near = [place + len(mark) for place in places if len(text) // 4 <= place < len(text) * 3 // 4]
        if near:
            return min(near, key=lambda place: abs(place - middle))
    return middle
