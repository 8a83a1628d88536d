"""What the model must answer, exactly as it goes over the wire.

Every docstring and field description here is read by the model: it is prompt text. The schemas
keep to what all structured-output engines support: closed objects, every field required (a
default would let `{}` pass as "nothing found"), null only where it means something, enums, bounded
integers, `maxItems`; no unions but with null, no patterns, no bounded floats. Fields stand in the
order in which a model should think: words before labels, reasons before verdicts.
"""

import hashlib
import json
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from checker.model import ClaimKind, FindingKind, Modality, Scope, Severity

Number = Annotated[int, Field(ge=1, le=100_000)]


class Wire(BaseModel):
    """Base of every wire model: closed, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ExtractedClaim(Wire):
    """One thing the passage claims."""

    quote: str = Field(description="The passage's own words, copied character for character.")
    claim: str = Field(description="What is claimed, as one sentence that stands alone.")
    kind: ClaimKind
    speaker: str | None = Field(description="Whose word it is; null: the outlet's own voice.")
    via: str | None = Field(description="Through whom it came; null: directly.")
    modality: Modality
    negated: bool = Field(description="True if the claim says that something is not so.")
    when: str | None = Field(description="The passage's own time words; null: none.")
    value: str | None = Field(description="The figure with the thing counted, as in the quote; null: none.")
    subject: str | None = Field(description="Who did it.")
    predicate: str | None = Field(description="The verb.")
    object: str | None = Field(description="To whom or to what.")


class ExtractedClaims(Wire):
    """All claims of the passage, in its order."""

    # A passage of 6,000 characters gives 20 to 50; the bound stops a model that repeats itself.
    claims: list[ExtractedClaim] = Field(max_length=120)


class MendedQuote(Wire):
    """One quote copied again."""

    number: Number
    quote: str | None = Field(
        description="The passage's words, character for character; null: not stated there."
    )


class MendedQuotes(Wire):
    """An answer for each numbered quote."""

    quotes: list[MendedQuote] = Field(max_length=120)


class DisputeSide(Wire):
    """One answer to the question."""

    position: str = Field(description="The answer this side gives, in a short sentence.")
    claims: list[Number] = Field(description="Numbers of the claims that give it.", max_length=200)


class Dispute(Wire):
    """One question to which the claims give answers that cannot all be true."""

    question: str = Field(description="The one question whose answers differ.")
    topic: str = Field(description="The matter in two to five words.")
    sides: list[DisputeSide] = Field(description="Two or more.", max_length=12)
    explanation: str = Field(description="Why not all can be true, and why this scope.")
    scope: Scope
    kind: FindingKind
    severity: Severity


class GroupComparison(Wire):
    """All disputes among the claims; often none."""

    disputes: list[Dispute] = Field(max_length=60)


class SecondLook(Wire):
    """The verdict on one alleged dispute."""

    reason: str = Field(description="One or two sentences with the deciding words.")
    verdict: Literal["conflict", "no_conflict"]
    scope: Scope | None = Field(description="Who disagrees; null: no conflict.")
    kind: FindingKind | None = Field(description="What is disputed; null: no conflict.")


class SweptStatement(Wire):
    """Words of one article that give one of the answers."""

    position: Number = Field(description="Which of the positions, counted from 1.")
    article: Number = Field(description="The article's number.")
    quote: str = Field(description="The article's own words, copied character for character.")
    claim: str = Field(description="What they claim, as one sentence that stands alone.")
    speaker: str | None = Field(description="Whose word it is; null: the outlet's own voice.")


class SweptDispute(Wire):
    """One question to which the articles, or those they quote, give answers that cannot all be true."""

    question: str = Field(description="The one question whose answers differ.")
    topic: str = Field(description="The matter in two to five words.")
    positions: list[str] = Field(description="The answers, two or more.", max_length=12)
    statements: list[SweptStatement] = Field(max_length=60)
    explanation: str = Field(description="Why not all can be true, and why this scope.")
    scope: Scope
    kind: FindingKind
    severity: Severity


class Swept(Wire):
    """All disputes of the story."""

    disputes: list[SweptDispute] = Field(max_length=60)


ANSWERS: dict[str, type[Wire]] = {
    model.__name__: model for model in (ExtractedClaims, MendedQuotes, GroupComparison, SecondLook, Swept)
}


@cache  # pydantic takes 9 ms for a schema, and every question needs it
def schema_sha256(model: type[BaseModel]) -> str:
    """The hash of a wire model's JSON schema: part of what an answer depends on."""
    text = json.dumps(model.model_json_schema(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
