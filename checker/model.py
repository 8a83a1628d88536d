"""The values that flow through a check, in the order of the flow.

    folder → Article → Chunk → RawClaim → Claim → Fact → Group → Conflict → Finding → Report

All are frozen and picklable. Offsets are code points into `Article.text`,
half-open: `article.text[start:end]`. Nothing here imports another module of the
package, and nothing here decides anything.
"""

from bisect import bisect_right
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal[1] = 1

ClaimKind = Literal["quantity", "event", "statement", "status", "causal", "prediction", "opinion"]
Modality = Literal["asserted", "denied", "possible", "conditional", "planned"]
FindingKind = Literal["numeric", "temporal", "attribution", "quotation", "status", "factual", "causal"]
Scope = Literal["outlets", "speakers", "article", "update"]
Severity = Literal["high", "medium", "low"]
Stage = Literal["ingest", "extract", "ground", "sweep", "normalise", "group", "compare", "confirm", "report"]
CoverageClass = Literal["compared", "claimed", "no_claim", "excluded", "lost"]
Bound = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than"]
Precision = Literal["minute", "hour", "day", "week", "month", "season", "year", "decade"]


class Value(BaseModel):
    """Base of every value: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of_valid(cls, **fields: Any) -> Self:
        """The value of `fields`, all of which are given, in order, and known to be valid.

        Does what `model_construct` does, in a fifth of its time. Raises: TypeError for a missing field.
        """
        known = _field_names(cls)
        if len(fields) != len(known):
            raise TypeError(f"{cls.__name__} has {len(known)} fields, {len(fields)} were given")
        value = cls.__new__(cls)
        object.__setattr__(value, "__dict__", fields)
        object.__setattr__(value, "__pydantic_fields_set__", known)
        object.__setattr__(value, "__pydantic_extra__", None)
        object.__setattr__(value, "__pydantic_private__", None)
        return value


@cache
def _field_names(kind: type[BaseModel]) -> set[str]:
    """The fields of a value of that kind; one set for all of them, or each would take two kilobytes."""
    return set(kind.model_fields)


class Span(Value):
    """A half-open range of code points in one article's text."""

    start: int
    end: int


class Excluded(Span):
    """A stretch of an article's text that is not compared, and why."""

    reason: str


class Suspicious(Span):
    """A stretch of an article's text that speaks to a program and not to a reader, and what it tries."""

    reason: str


class Entry(Span):
    """A stretch of a live blog with a time of its own.

    `head` is the time as the page gives it. `published` has no zone where the blog states none, and is
    None where the day is not known.
    """

    head: str
    published: date | datetime | None = None


class Article(Value):
    """One file, decoded and read. `text` is what the report shows and what every offset refers to."""

    id: str  # "a1", "a2", ... in path order
    path: str  # relative to the folder checked, with forward slashes
    outlet: str | None = None
    title: str | None = None
    published: date | datetime | None = None
    language: str | None = None  # ISO 639-1
    sha256: str  # of `text` in UTF-8: checkable from the report alone
    source_sha256: str  # of the file's bytes
    text: str
    excluded: tuple[Excluded, ...] = ()
    found_in: dict[str, str] = Field(default_factory=dict)  # outlet, title, ... → where it was found
    copy_of: str | None = None  # Article.id: much of this text stands in that article, which came first
    version_of: str | None = None  # Article.id: the same outlet's earlier version of this article
    suspicious: tuple[Suspicious, ...] = ()
    entries: tuple[Entry, ...] = ()  # of a live blog, in the order of the text; none in any other article

    def entry_at(self, offset: int) -> Entry | None:
        """The entry of a live blog that holds the character at `offset`; None outside all of them."""
        index = bisect_right(self.entries, offset, key=lambda entry: entry.start) - 1
        return self.entries[index] if index >= 0 and offset < self.entries[index].end else None

    def published_at(self, offset: int) -> date | datetime | None:
        """When what stands at `offset` was published: the time of its entry, else the article's."""
        entry = self.entry_at(offset)
        return entry.published if entry is not None and entry.published is not None else self.published


class Chunk(Value):
    """Whole paragraphs of one article, as much as an engine reads at once.

    `text` is `article.text[start:end]` with the excluded spans left out (each
    replaced by nothing; the paragraph breaks around it stay). `context` is up to
    a few sentences that stand before `start`, to resolve pronouns: never a source
    of claims. `spans` are the article's stretches that `text` is made of, in order:
    "".join(article.text[s.start:s.end] for s in spans) == text.
    """

    id: str  # "a1.c1"
    article: str  # Article.id
    outlet: str | None = None
    title: str | None = None
    published: date | datetime | None = None
    language: str | None = None
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]
    context: str = ""


class Voice(Value):
    """Who says it. `speaker` None: the outlet itself. `via`: through whom (an agency, a newspaper)."""

    speaker: str | None = None
    via: str | None = None
    inferred: bool = False  # the article says "he": the speaker is the last one named, None if open


class RawClaim(Value):
    """What an engine says the chunk claims, before anything is checked.

    `quote` must stand in the chunk byte for byte. `at` is the article offset where an
    engine that knows it found the quote; None lets grounding look. The role fields are
    the words of the article for who did what to whom; null where the sentence has none.
    """

    kind: ClaimKind
    text: str  # self-contained sentence
    quote: str
    voice: Voice = Voice()
    modality: Modality = "asserted"
    negated: bool = False
    when: str | None = None  # the article's time words
    value: str | None = None  # the article's figure words, with the thing counted
    subject: str | None = None
    predicate: str | None = None  # the verb, as the article has it
    object: str | None = None
    at: int | None = None


class Claim(RawClaim):
    """A claim whose quote was located: `article.text[start:end] == quote`."""

    id: str  # "a1.k1": order of appearance in the article
    article: str
    chunk: str
    start: int
    end: int
    grounding: Literal["exact", "exact_first_of_several"] = "exact"


class Quarantined(Value):
    """A claim whose words are not in the article: counted and shown, never compared."""

    article: str
    chunk: str
    text: str
    quote: str
    reason: str


class Quantity(Value):
    """A number as stated: a closed range in one unit, of one counted thing.

    `low`/`high` are None where open. "about 30,000 soldiers" is low = high = 30000,
    bound "about"; "200 to 300" is low 200, high 300; "at least 12" is low 12, high None,
    bound "at_least". `unit` is "" for bare counts, "%" , "pp" (percentage points), an ISO 4217
    code for money, an SI-like symbol ("km", "kg", "h", "min", "day", ...), "ordinal" for
    ordinals. `of` is the counted noun in the singular, lower case ("soldier"), or "".
    `start`/`end` are offsets into the text it was parsed from.
    """

    low: Decimal | None
    high: Decimal | None
    bound: Bound = "exact"
    unit: str = ""
    of: str = ""
    text: str
    start: int
    end: int


class Period(Value):
    """A stretch of time that a text states, with the precision it states it in.

    First and last calendar day, both inclusive; `hour`/`minute` only for a stated clock time.
    `anchor` says what it was resolved against.
    """

    first: date
    last: date
    precision: Precision
    hour: int | None = None
    minute: int | None = None
    timezone: str | None = None
    anchor: Literal["explicit", "published", "stated"]
    text: str
    start: int
    end: int


class Fact(Value):
    """A claim with its numbers, times and names normalised; what engines compare.

    `context` is the claim's sentence with its neighbours; `names` are canonical and sorted;
    `open_times` are time words that could not be resolved to a period.
    """

    claim: Claim
    outlet: str | None
    published: date | datetime | None
    context: str
    speaker: str | None = None  # canonical
    subject: str | None = None  # canonical
    object: str | None = None  # canonical
    names: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    periods: tuple[Period, ...] = ()
    open_times: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()  # content words, stemmed, names excluded


class Group(Value):
    """Facts on the same matter, worth comparing, and why they were put together."""

    id: str
    reason: str
    topic: str
    facts: tuple[Fact, ...]


class Side(Value):
    """One position in a conflict: what it says, and the claims that say it."""

    position: str
    claims: tuple[str, ...]  # Claim.id


class Conflict(Value):
    """Two or more sides that cannot all be true, as an engine proposes it."""

    id: str
    kind: FindingKind
    scope: Scope
    topic: str
    question: str  # the one question whose answers differ: "Who called whom on Monday?"
    explanation: str
    severity: Severity = "medium"
    sides: tuple[Side, ...]
    facts: tuple[Fact, ...]  # the facts behind all sides
    decided_by: str  # rule name, or prompt version and model


class Evidence(Value):
    """Words in one article: `text[start:end] == quote`."""

    article: str
    path: str
    start: int
    end: int
    quote: str


class FindingSide(Value):
    """A side as the report shows it."""

    position: str
    outlets: tuple[str, ...]
    speakers: tuple[str, ...]
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    copies: tuple[str, ...] = ()  # of the outlets, those that stand here only with a copy of another's text


class Finding(Value):
    """A conflict that survived the second look."""

    id: str
    kind: FindingKind
    scope: Scope
    topic: str
    severity: Severity
    explanation: str
    question: str
    decided_by: str
    stability: Annotated[float, Field(ge=0, le=1)]  # share of looks that came out the same
    sides: tuple[FindingSide, ...]


class Undecided(Value):
    """A conflict on which the second look did not agree with itself: shown apart, never a finding."""

    finding: Finding
    reason: str


class Dropped(Value):
    """A conflict that the second look rejected, with its reason."""

    conflict: str
    question: str
    reason: str
    claims: tuple[str, ...]


class Failure(Value):
    """Something that was lost: which unit, at which stage, and why."""

    stage: Stage
    unit: str  # path, chunk id, group id or conflict id
    error: str  # stable short code
    message: str


class Usage(Value):
    """What a step cost. Tokens are 0 where no model was asked."""

    calls: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class Extraction(Value):
    """An engine's answer to one chunk."""

    chunk: str
    claims: tuple[RawClaim, ...]
    failures: tuple[Failure, ...] = ()
    lost: bool = False  # the chunk (or a part of it) could not be read: its text counts as lost
    usage: Usage = Usage()


class Comparison(Value):
    """An engine's answer to one group."""

    group: str
    conflicts: tuple[Conflict, ...]
    failures: tuple[Failure, ...] = ()
    usage: Usage = Usage()


class Confirmation(Value):
    """An engine's second look at one conflict. `kind` and `scope` are set for `relabel` only."""

    conflict: str
    verdict: Literal["keep", "relabel", "drop", "undecided"]
    kind: FindingKind | None = None
    scope: Scope | None = None
    reason: str
    stability: float = 1.0
    failures: tuple[Failure, ...] = ()
    usage: Usage = Usage()


class CoverageShare(Value):
    """How much of an article fell into one class."""

    characters: int
    sentences: int


class Coverage(Value):
    """Where every character of one article went. The five classes sum to the whole text."""

    article: str
    characters: int
    sentences: int
    compared: CoverageShare
    claimed: CoverageShare  # has a claim, but no counterpart elsewhere
    no_claim: CoverageShare
    excluded: CoverageShare
    lost: CoverageShare


class Run(Value):
    """Which engine, model, prompts and settings made the report, and when."""

    engine: str
    model: str | None
    endpoint: str | None
    prompts: dict[str, str]  # name → sha256
    settings: dict[str, Any]
    limits: tuple[str, ...] = ()  # what this engine cannot see, in sentences
    started: datetime
    finished: datetime
    checker_version: str


class Report(Value):
    """Everything a check found, compared, excluded and lost."""

    schema_version: Literal[1] = SCHEMA_VERSION
    run: Run
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    failures: tuple[Failure, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    usage: dict[str, Usage] = Field(default_factory=dict)  # per stage, and "total"

    def __repr__(self) -> str:
        """Short: asyncio formats the result of its main task, and a whole report takes it seconds."""
        counts = f"{len(self.articles)} articles, {len(self.claims)} claims, {len(self.findings)} findings"
        return f"Report({counts})"
