"""The model engine: reads, compares and looks again by asking a language model.

Each method asks its prompt's question (`questions.py`), gets an answer of the shape in
`wire.py`, and keeps what can be checked of it (`answers.py`). It never sees the wire: whoever
`Asks` (an endpoint, a store of answers in front of one, a fake) sends, repairs and counts.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.engines.answers import to_confirmation, to_conflicts, to_raw_claim, to_sweep
from checker.engines.asking import Asks, LostUnitError, Reply, T, usage_of
from checker.engines.questions import (
    Passage,
    comparison_question,
    extraction_question,
    mending_question,
    second_look_question,
    sweep_question,
)
from checker.engines.sweep import Sweep
from checker.engines.verbatim import Source
from checker.engines.wire import (
    ANSWERS,
    ExtractedClaim,
    ExtractedClaims,
    GroupComparison,
    MendedQuotes,
    SecondLook,
    Swept,
    schema_sha256,
)
from checker.errors import AnswerError
from checker.model import (
    Article,
    Chunk,
    Comparison,
    Confirmation,
    Conflict,
    Extraction,
    Fact,
    Failure,
    Group,
    RawClaim,
    Usage,
    Value,
)
from checker.prompt import Filled, Prompt, hashes, load_prompt
from checker.store import Origin

VERSION = 1  # raise when questions or answers are read differently
BACK = "sweep-back"  # the sweep that reads the articles in opposite order
SHORT_STORY = 3_000  # characters of all articles together
SHORTEST_HALF = 300  # characters; a shorter passage is not split again
# Faults that a smaller question may not have; for the others the same answer would come twice.
SPLIT_ON = frozenset(
    {"cut", "invalid_json", "wrong_schema", "too_large", "timeout", "context_exceeded", "empty_answer"}
    | {"refusal", "content_filter"}
)


class Sizes(Value):
    """How much the engine should be given at once."""

    max_chars: int
    max_group: int
    sweep_chars: int


def fitting_sizes(context_tokens: int | None, *, max_output_tokens: int | None = None) -> Sizes:
    """The largest sizes that leave room for prompt, schema and answer in a context of so many tokens.

    Prompt and schema take about 2,500 tokens; a passage one for 3.5 characters; its claims, at 110 tokens of
    JSON each, 1.25 for a character (seen on the sample folder: 173 claims of 14,337 characters in 18,264
    tokens); a claim in a group 80. Unknown counts as 8,192.
    A group above a dozen is for models whose context shows that they are not small.
    """
    tokens = context_tokens or 8_192
    answer = min((tokens - 2_500) / (1 + 1 / (3.5 * 1.25)), max_output_tokens or tokens)
    max_chars = min(6_000, max(600, int(answer / 1.25)))
    room = max(4, (tokens - 5_000) // 80)
    max_group = min(room, 12 if tokens < 30_000 else 400)
    sweep_chars = 0 if tokens < 16_000 else min(150_000, int((tokens - 8_000) * 3.5))
    return Sizes(max_chars=max_chars, max_group=max_group, sweep_chars=sweep_chars)


@dataclass
class _Read:
    """What reading one passage gave."""

    claims: list[RawClaim] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    lost: bool = False
    cut: bool = False


class LlmEngine:
    """An `Engine`, and a `Sweeper`, on top of anything that `Asks`."""

    name = "llm"
    limits: tuple[str, ...] = (
        "A language model read, compared and confirmed; it can overlook disputes. Every quote was checked "
        "against the articles, the judgement was not.",
    )

    def __init__(self, endpoint: Asks, *, origin: Origin, sweep_chars: int = 0) -> None:
        self._endpoint = endpoint
        self.model = origin.model
        self.endpoint_url = origin.endpoint
        self.sweep_chars = sweep_chars
        self._extract = load_prompt("extract_claims")
        self._mend = load_prompt("mend_quotes")
        self._compare = load_prompt("compare_group")
        self._confirm = load_prompt("confirm_conflict")
        self._sweep = load_prompt("sweep_articles")
        used = (self._extract, self._mend, self._compare, self._confirm, self._sweep)
        self.prompts = hashes(used)
        schemas = {name: schema_sha256(model) for name, model in ANSWERS.items()}
        identity = [VERSION, origin.model_dump(mode="json"), self.prompts, schemas]
        digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
        self.fingerprint = f"llm-{digest[:16]}"

    async def extract(self, chunk: Chunk) -> Extraction:
        """The chunk's claims. A failed or cut answer is asked for once more, in two halves.

        Raises: AnswerError when nothing of the chunk could be read.
        """
        whole = Passage(text=chunk.text, context=chunk.context)
        try:
            read = await self._read(chunk, whole)
        except AnswerError as error:
            read = await self._read_halves(chunk, whole, error)
        else:
            if read.cut:
                read = await self._complete(chunk, whole, read)
        return Extraction(
            chunk=chunk.id,
            claims=tuple(read.claims),
            failures=tuple(read.failures),
            lost=read.lost,
            usage=read.usage,
        )

    async def compare(self, group: Group) -> Comparison:
        """The conflicts among a group's facts, in whatever order they come. Raises: AnswerError."""
        group = group.model_copy(update={"facts": tuple(sorted(group.facts, key=_place))})
        question = comparison_question(self._compare, group)
        reply = await self._ask(self._compare, question, GroupComparison)
        conflicts, failures = to_conflicts(
            reply.value, group=group, decided_by=self._decider(self._compare, reply)
        )
        failures += _items_lost(reply, Failure(stage="compare", unit=group.id, error="cut", message=""))
        return Comparison(group=group.id, conflicts=conflicts, failures=failures, usage=reply.usage)

    async def confirm(self, conflict: Conflict) -> Confirmation:
        """The verdict of two looks, the second with sides and claims in opposite order.

        One look lost: undecided. Raises: AnswerError when both are.
        """
        looks = await asyncio.gather(
            *(
                self._ask(
                    self._confirm, second_look_question(self._confirm, conflict, backwards=turn), SecondLook
                )
                for turn in (False, True)
            ),
            return_exceptions=True,
        )
        seen = [look for look in looks if not isinstance(look, BaseException)]
        lost = [look for look in looks if isinstance(look, AnswerError)]
        for error in looks:
            if isinstance(error, BaseException) and not isinstance(error, AnswerError):
                raise error
        usage = sum((reply.usage for reply in seen), sum(map(usage_of, lost), Usage()))
        if not seen:
            raise LostUnitError(lost[0], usage=usage)
        if not lost:
            return to_confirmation(conflict, [reply.value for reply in seen]).model_copy(
                update={"usage": usage}
            )
        failures = tuple(
            Failure(stage="confirm", unit=conflict.id, error=error.code, message=str(error)) for error in lost
        )
        return Confirmation(
            conflict=conflict.id,
            verdict="undecided",
            reason=f"one of two looks failed; the other said: {seen[0].value.reason}",
            stability=0.5,
            failures=failures,
            usage=usage,
        )

    async def sweep(self, articles: Sequence[Article]) -> Sweep:
        """The disputes of a small story, all articles in one question, asked in two orders of the articles.

        A reader of a long text sees less of its middle: what one order misses, the other may find. A story
        that is short has no middle, and is read once. One order lost: a failure. Raises: AnswerError when
        all are.
        """
        orders = [("sweep", list(articles)), (BACK, list(reversed(articles)))]
        if sum(len(article.text) for article in articles) <= SHORT_STORY:
            del orders[1:]
        outcomes = await asyncio.gather(
            *(self._swept(name, order) for name, order in orders), return_exceptions=True
        )
        found = Sweep(claims=(), conflicts=())
        lost: list[AnswerError] = []
        for (name, _), outcome in zip(orders, outcomes, strict=True):
            if isinstance(outcome, Sweep):
                found += outcome
            elif isinstance(outcome, AnswerError):
                failure = Failure(stage="sweep", unit=name, error=outcome.code, message=str(outcome))
                found += Sweep(claims=(), conflicts=(), failures=(failure,), usage=usage_of(outcome))
                lost.append(outcome)
            else:
                raise outcome
        if len(lost) == len(orders):
            raise LostUnitError(lost[0], usage=found.usage)
        return found

    async def _swept(self, name: str, articles: Sequence[Article]) -> Sweep:
        reply = await self._ask(self._sweep, sweep_question(self._sweep, articles), Swept)
        decider = self._decider(self._sweep, reply) + (", articles in opposite order" if name == BACK else "")
        found, failures = to_sweep(reply.value, name=name, articles=articles, decided_by=decider)
        failures += _items_lost(reply, Failure(stage="sweep", unit=name, error="cut", message=""))
        return found.model_copy(update={"failures": failures, "usage": reply.usage})

    async def _read(self, chunk: Chunk, passage: Passage) -> _Read:
        """The claims of one passage, with one re-ask for quotes that do not stand in it."""
        reply = await self._ask(
            self._extract, extraction_question(self._extract, chunk, passage), ExtractedClaims
        )
        source = Source(passage.text)
        read = _Read(usage=reply.usage, cut=reply.truncated_items_lost > 0)
        found = await self._mended(chunk, passage, source, reply.value.claims, read)
        shown = [
            passage.text,
            passage.context,
            chunk.title or "",
            chunk.outlet or "",
            str(chunk.published or ""),
        ]
        known = Source("\n".join(shown))
        read.claims = [to_raw_claim(claim, source=source, chunk=chunk, known=known) for claim in found]
        return read

    async def _mended(
        self, chunk: Chunk, passage: Passage, source: Source, claims: Sequence[ExtractedClaim], read: _Read
    ) -> list[ExtractedClaim]:
        """The claims; a quote that is not in the passage is replaced by a second copy that is."""
        mended = list(claims)
        wrong = [index for index, claim in enumerate(mended) if source.find(claim.quote) is None]
        if not wrong:
            return mended
        question = mending_question(self._mend, passage, [(mended[i].quote, mended[i].claim) for i in wrong])
        try:
            reply = await self._ask(self._mend, question, MendedQuotes)
        except AnswerError as error:  # the quotes stay as they are, and grounding quarantines them
            read.failures.append(
                Failure(stage="extract", unit=chunk.id, error=error.code, message=str(error))
            )
            read.usage += usage_of(error)
            return mended
        read.usage += reply.usage
        for copy in reply.value.quotes:
            if copy.quote and copy.number <= len(wrong) and source.find(copy.quote):
                index = wrong[copy.number - 1]
                mended[index] = mended[index].model_copy(update={"quote": copy.quote})
        return mended

    async def _read_halves(self, chunk: Chunk, whole: Passage, error: AnswerError) -> _Read:
        """What the halves of a passage give whose whole failed. Raises: `error` when neither does."""
        halves = whole.halves(shortest=SHORTEST_HALF) if error.code in SPLIT_ON else None
        if halves is None:
            raise error
        read = _Read(usage=usage_of(error))
        for outcome in await self._read_each(chunk, halves):
            if isinstance(outcome, AnswerError):
                _note_lost(read, chunk, outcome)
            else:
                _append(read, chunk, outcome)
        if read.lost and not read.claims:
            raise LostUnitError(error, usage=read.usage)
        return read

    async def _complete(self, chunk: Chunk, whole: Passage, first: _Read) -> _Read:
        """A cut answer made whole by its halves; its complete items stand in for a half that fails too."""
        halves = whole.halves(shortest=SHORTEST_HALF)
        if halves is None:
            _note_cut(first, chunk)
            return first
        read = _Read(usage=first.usage, failures=first.failures)
        for half, outcome in zip(halves, await self._read_each(chunk, halves), strict=True):
            if not isinstance(outcome, AnswerError):
                _append(read, chunk, outcome)
                if not outcome.cut:
                    continue
                seen = {claim.quote for claim in outcome.claims}
            else:
                _note_lost(read, chunk, outcome)
                seen = set()
            read.claims.extend(c for c in first.claims if c.quote in half.text and c.quote not in seen)
        return read

    async def _read_each(self, chunk: Chunk, passages: Sequence[Passage]) -> list[_Read | AnswerError]:
        outcomes = await asyncio.gather(
            *(self._read(chunk, half) for half in passages), return_exceptions=True
        )
        kept: list[_Read | AnswerError] = []
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, AnswerError):
                raise outcome
            kept.append(outcome)
        return kept

    async def _ask(self, prompt: Prompt, question: Filled, schema: type[T]) -> Reply[T]:
        return await self._endpoint.ask(
            system=question.system, user=question.user, schema=schema, name=f"{prompt.name}_v{prompt.version}"
        )

    def _decider(self, prompt: Prompt, reply: Reply[T]) -> str:
        return f"{prompt.label} {reply.model or self.model}"


def _place(fact: Fact) -> tuple[str, int, str]:
    """Where a fact's claim stands: the order in which the model sees them."""
    return (fact.claim.article, fact.claim.start, fact.claim.id)


def _append(read: _Read, chunk: Chunk, half: _Read) -> None:
    read.claims.extend(half.claims)
    read.failures.extend(half.failures)
    read.usage += half.usage
    if half.cut:
        _note_cut(read, chunk)


def _note_cut(read: _Read, chunk: Chunk) -> None:
    read.lost = True
    message = "the answer was cut off at its length limit; its complete claims are kept"
    read.failures.append(Failure(stage="extract", unit=chunk.id, error="cut", message=message))


def _note_lost(read: _Read, chunk: Chunk, error: AnswerError) -> None:
    read.lost = True
    read.usage += usage_of(error)
    message = f"half of the chunk could not be read: {error}"
    read.failures.append(Failure(stage="extract", unit=chunk.id, error=error.code, message=message))


def _items_lost(reply: Reply[T], failure: Failure) -> tuple[Failure, ...]:
    if not reply.truncated_items_lost:
        return ()
    message = "the answer was cut off at its length limit; its complete disputes are kept"
    return (failure.model_copy(update={"message": message}),)
