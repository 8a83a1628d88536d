"""One utterance with materially different words, said of somebody else, or given to another speaker."""

from functools import lru_cache

from checker.engines.rules.evidence import conflict
from checker.engines.rules.quotations import Quotation, SpeakerHow
from checker.engines.rules.quote_conflicts import QuoteDifference, compare_quotations, utterance_keys
from checker.ingest.sentences import split_sentences
from checker.model import Conflict, Fact, Voice

QUESTIONS = {
    "words": "What exactly did {speaker} say: “{words} …”?",
    "subject": "Of whom did {speaker} say “{words} …”?",
    "speaker": "Who said “{words} …”?",
}
OPENING_WORDS = 8  # of the shorter quotation, to tell a reader which utterance it is


def find_quote_conflict(a: Fact, b: Fact) -> Conflict | None:
    """The conflict of two quotations of one utterance, or None. Symmetric.

    Two quotations in one article are two utterances; only those of two articles are compared.
    """
    if a.claim.kind != "statement" or b.claim.kind != "statement" or a.claim.article == b.claim.article:
        return None
    if a.claim.modality != b.claim.modality or a.claim.modality not in ("asserted", "planned"):
        return None
    first, second = _quotation(a), _quotation(b)
    if not utterance_keys(first) & utterance_keys(second):
        return None
    found = compare_quotations(first, second, speaker_a=a.speaker, speaker_b=b.speaker)
    return None if found is None else _conflict(a, b, found)


def _conflict(a: Fact, b: Fact, found: QuoteDifference) -> Conflict:
    speaker = a.speaker or b.speaker or "the speaker"
    return conflict(
        a,
        b,
        rule="speakers" if found.kind == "speaker" else "quotations",
        positions=_positions(found),
        question=QUESTIONS[found.kind].format(speaker=speaker, words=_opening(a, b)),
        explanation=found.explanation,
        severity="high" if found.reason in ("negation", "number", "antonym") else "medium",
        scope="outlets",
    )


def _positions(found: QuoteDifference) -> tuple[str, str]:
    """The words that make the difference, on each side."""
    one, other = found.a_words, found.b_words
    if found.kind == "subject":
        return f"said of “{one}”", f"said of “{other}”"
    if found.kind == "speaker":
        return one, other
    return (
        f"“{one}”" if one else f"without “{other}”",
        f"“{other}”" if other else f"without “{one}”",
    )


def _opening(a: Fact, b: Fact) -> str:
    quote = min(a.claim.quote, b.claim.quote, key=lambda quote: (len(quote), quote))
    return " ".join(quote.split()[:OPENING_WORDS]).rstrip(" ,;:.")


def _quotation(fact: Fact) -> Quotation:
    """The claim as the quotation it came from, with the rest of its sentences around it."""
    claim = fact.claim
    before, after, lead = _around(fact.context, claim.quote)
    return Quotation(
        words=claim.quote,
        start=claim.start,
        end=claim.end,
        sentence_start=claim.start - len(before),
        sentence_end=claim.end + len(after),
        speaker=claim.voice.speaker,
        speaker_how=_how(claim.voice),
        verb=claim.predicate,
        partial=claim.quote[:1].islower(),
        subject=claim.subject,
        before=before,
        after=after,
        denied=claim.modality == "denied",
        lead=lead,
    )


def _how(voice: Voice) -> SpeakerHow:
    speaker = voice.speaker
    if voice.inferred:
        return "pronoun"
    if speaker is None:
        return "none"
    return "named" if any(word[0].isupper() for word in speaker.split()) else "role"


@lru_cache(maxsize=2_048)
def _around(context: str, quote: str) -> tuple[str, str, str]:
    """What stands before and after the quote in the sentences it stands in, and the sentence before."""
    at = context.find(quote)
    if at < 0:
        return "", "", ""
    end = at + len(quote)
    spans = split_sentences(context)
    touched = [span for span in spans if span.start < end and span.end > at]
    if not touched:
        return "", "", ""
    first = spans.index(touched[0])
    lead = context[spans[first - 1].start : spans[first - 1].end] if first else ""
    return context[touched[0].start : at], context[end : touched[-1].end], lead
