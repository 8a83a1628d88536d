"""Chunk → RawClaims: quotations, figures, deeds and dated happenings, each with the words it rests on.

One pass per sentence. A sentence may give several claims (each figure is one, each
deed is one); a sentence in which the rules see nothing checkable gives none and counts as "no claim".
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from checker.engines.rules.causes import Cause, find_causes
from checker.engines.rules.clauses import find_clauses
from checker.engines.rules.contests import result_claims
from checker.engines.rules.pieces import Clause
from checker.engines.rules.quotations import Quotation, SpeakerHow, Speech, read_speech
from checker.engines.rules.ranks import medal_claims
from checker.ingest.sentences import split_sentences
from checker.model import Chunk, ClaimKind, Modality, Quantity, RawClaim, Voice
from checker.normalise.dates import Times, find_periods
from checker.normalise.numerals import find_numerals
from checker.normalise.quantity import find_quantities

MAX_QUOTE_CHARS = 420  # a sentence longer than this is quoted by the clause only
MAX_LEAD_CHARS = 60  # such as "Late on Monday night, " before a clause
MODAL_REACH = 3  # words behind a figure: "40 more jobs will go"
MIN_UTTERANCE_WORDS = 3  # a shorter quotation is a word in inverted commas, not something said
_STATUS_CLASSES = frozenset(
    ("agree", "refuse", "begin", "end", "impose", "lift", "break", "keep", "hold", "free")
)
_ONE_PARTY = frozenset(("contact", "contest"))
_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{1,30}){0,3})"
    r"(?P<day>,(?: (?:[A-Z]\w{1,20}\.?|\d{1,4}),?){1,4})?(?P<agency> ?\([^)\n]{1,40}\))?\s?(?:–|—|--)\s"
)
_SUBORDINATE = re.compile(
    r"\s(?:after|before|when|while|as|following|since|until)\s"
)  # another deed's time follows
_FINITE = frozenset(
    "is are was were be been has have had had he she it they we i due able set wants want".split()
)
_OUTLET = Voice()
_CLAUSE_BREAK = re.compile(r"[;:—–]|,(?=\s)|\s-\s")


class _Sentence(NamedTuple):
    text: str
    start: int  # in the chunk's text


def extract_claims(chunk: Chunk) -> tuple[RawClaim, ...]:
    """The claims of one chunk in order of appearance; `at` is set, so that grounding need not look."""
    text = chunk.text
    spans = split_sentences(text)
    speech = read_speech(text, spans)
    voices = _Voices(speech)
    to_article = _Offsets(chunk)
    claims: list[RawClaim] = []
    for quotation in speech.quotations:
        claims.extend(_utterance(quotation, text))
    for span in spans:
        sentence = _without_dateline(text[span.start : span.end], span.start)
        claims.extend(_figures(sentence, voices))
        claims.extend(_ordinals(sentence, voices))
        claims.extend(_told_otherwise(sentence, voices))
        claims.extend(_deeds(sentence, voices))
        claims.extend(_causes(sentence, voices))
    return tuple(to_article.place(claim) for claim in claims)


def _without_dateline(text: str, start: int) -> _Sentence:
    """The sentence behind a dateline ("PORT HALLAM, 12 May (Meridian) – "), which is of the report itself."""
    found = _DATELINE.match(text)
    plain = found and not (found["day"] or found["agency"] or found["place"].isupper())
    skipped = found.end() if found and not plain else 0
    return _Sentence(text[skipped:], start + skipped)


class _Voices:
    """Who speaks at a place of the text: inside a quotation or in what somebody is reported to say."""

    def __init__(self, speech: Speech) -> None:
        stretches = [(q.start, q.end, _quoted(q), q.denied) for q in speech.quotations]
        stretches += [(r.start, r.end, _voice(r.speaker, r.speaker_how), r.denied) for r in speech.reports]
        self._stretches = sorted(stretches, key=lambda item: item[:2])
        self._starts = [item[0] for item in self._stretches]

    def at(self, place: int) -> tuple[Voice, bool]:
        """The innermost voice at `place` and whether it denies what is said there."""
        for start, end, voice, denied in reversed(self._stretches[: bisect_right(self._starts, place)]):
            if start <= place < end:
                return voice, denied
            if place - start > 5_000:
                break
        return _OUTLET, False


def _quoted(quotation: Quotation) -> Voice:
    """Whoever is quoted: words in quotation marks are never the outlet's own, even where nobody is named."""
    voice = _voice(quotation.speaker, quotation.speaker_how)
    return voice if voice.speaker else Voice(inferred=True)


def _voice(words: str | None, how: SpeakerHow) -> Voice:
    """Who speaks: the outlet where nobody else does; behind an unresolved pronoun somebody not known."""
    return Voice(speaker=words, inferred=how == "pronoun")


def _utterance(quotation: Quotation, text: str) -> Iterator[RawClaim]:
    if quotation.scare or len(quotation.words.split()) < MIN_UTTERANCE_WORDS:
        return
    voice = _voice(quotation.speaker, quotation.speaker_how)
    yield RawClaim(
        kind="statement",
        text=f"{voice.speaker or 'Somebody'} said: {quotation.words}",
        quote=text[quotation.start : quotation.end],
        voice=voice,
        modality="denied" if quotation.denied else "asserted",
        subject=quotation.subject,
        predicate=quotation.verb,
        at=quotation.start,
    )


def _figures(sentence: _Sentence, voices: _Voices) -> Iterator[RawClaim]:
    for quantity in find_quantities(sentence.text):
        quote = _quote(sentence, quantity.start, quantity.end)
        voice, denied = voices.at(sentence.start + quantity.start)
        yield RawClaim(
            kind="quantity",
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality="denied" if denied else _figure_modality(sentence.text, quantity),
            value=_value(sentence.text, quantity),
            at=quote.start,
        )


def _figure_modality(text: str, quantity: Quantity) -> Modality:
    """How a figure is stated: the modal in the clause just before it, or a condition."""
    near = _CLAUSE_BREAK.split(text[max(0, quantity.start - 60) : quantity.start])[-1].lower().split()
    if "if" in near or "would" in near:
        return "conditional"
    if "will" in near or "shall" in near or _is_headline_plan(near):
        return "planned"
    after = _CLAUSE_BREAK.split(text[quantity.end : quantity.end + 40])[0].lower().split()[:MODAL_REACH]
    if "will" in after:
        return "planned"
    return "possible" if {"may", "might", "could"} & set(near) else "asserted"


def _is_headline_plan(before: list[str]) -> bool:
    """Whether a headline's infinitive tells a plan ("Ministry to hire 300"): no verb stands before "to"."""
    if "to" not in before[1:4]:
        return False
    lead = before[: before.index("to", 1)]
    return not any(word in _FINITE or word.endswith(("ed", "ing")) for word in lead)


def _ordinals(sentence: _Sentence, voices: _Voices) -> Iterator[RawClaim]:
    """Ordinals that count nothing ("the 15th time"): compared between sentences otherwise the same."""
    counted = {quantity.start for quantity in find_quantities(sentence.text)}
    for numeral in find_numerals(sentence.text):
        if numeral.form == "ordinal" and numeral.start not in counted:
            voice, denied = voices.at(sentence.start + numeral.start)
            quote = _quote(sentence, numeral.start, numeral.end)
            yield RawClaim(
                kind="quantity",
                text=sentence.text,
                quote=quote.text,
                voice=voice,
                modality="denied" if denied else "asserted",
                value=sentence.text[numeral.start : numeral.end],
                at=quote.start,
            )


def _told_otherwise(sentence: _Sentence, voices: _Voices) -> Iterator[RawClaim]:
    """Figures that no numeral gives, or two together: medals, and results of matches and votes."""
    for start, end in (*medal_claims(sentence.text), *result_claims(sentence.text)):
        voice, denied = voices.at(sentence.start + start)
        quote = _quote(sentence, start, end)
        yield RawClaim(
            kind="quantity",
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality="denied" if denied else "asserted",
            value=sentence.text[start:end],
            at=quote.start,
        )


def _value(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end]


def _deeds(sentence: _Sentence, voices: _Voices) -> Iterator[RawClaim]:
    clauses = find_clauses(sentence.text)
    for clause in clauses:
        quote = _quote(sentence, clause.start, clause.end)
        voice, denied = voices.at(sentence.start + clause.at)
        yield RawClaim(
            kind=_kind(clause),
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality=_modality(clause, denied),
            negated=clause.negated,
            when=_when(sentence.text, clause),
            subject=clause.subject,
            predicate=clause.predicate,
            object=_object(clause),
            at=quote.start,
        )
    if not clauses and any(_times(sentence.text)):
        voice, denied = voices.at(sentence.start)
        yield RawClaim(
            kind="event",
            text=sentence.text,
            quote=sentence.text,
            voice=voice,
            modality="denied" if denied else "asserted",
            at=sentence.start,
        )


def _causes(sentence: _Sentence, voices: _Voices) -> Iterator[RawClaim]:
    """What is said to have caused what; whoever blames it is the one who says so."""
    for cause in find_causes(sentence.text):
        quote = _quote(sentence, cause.start, cause.end)
        voice, denied = voices.at(sentence.start + cause.start)
        if cause.speaker and not voice.speaker and not voice.inferred:
            voice = Voice(speaker=cause.speaker)
        yield RawClaim(
            kind="causal",
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality=_cause_modality(cause, denied),
            negated=cause.stance in ("not because of", "there was no"),
            subject=cause.effect or None,
            predicate=cause.stance,
            object=cause.cause,
            at=quote.start,
        )


def _cause_modality(cause: Cause, denied: bool) -> Modality:
    if cause.guessed:
        return "possible"
    return "denied" if denied else "asserted"


def _when(text: str, clause: Clause) -> str | None:
    """The time words of the clause itself, or of a short phrase set off by a comma before it."""
    lead = text.rfind(",", 0, max(0, clause.start - 2))
    start = lead + 1 if clause.start - lead <= MAX_LEAD_CHARS else clause.start
    times = _times(text)
    behind = _SUBORDINATE.search(text, clause.at)
    end = min(clause.end, behind.start()) if behind else clause.end
    own = [period.text for period in times.periods if start <= period.start < end]
    own += [words for words in times.open_times if start <= text.find(words) < end]
    return own[0] if own else None


@lru_cache(maxsize=16)  # asked once a clause
def _times(text: str) -> Times:
    return find_periods(text)


def _object(clause: Clause) -> str | None:
    """Whom it was done to, where that is one party; else the whole matter, with what narrows it."""
    if clause.passive or clause.verb.classes & _ONE_PARTY:
        return clause.object
    return clause.complement or clause.object


def _kind(clause: Clause) -> ClaimKind:
    if clause.modality == "planned":
        return "prediction"
    is_state = clause.verb.lemma in clause.verb.classes
    return "status" if is_state or clause.verb.classes & _STATUS_CLASSES else "event"


def _modality(clause: Clause, denied: bool) -> Modality:
    return "denied" if denied and clause.modality == "asserted" else clause.modality


def _quote(sentence: _Sentence, start: int, end: int) -> _Sentence:
    """The sentence, or for a long one the clauses around `start:end`, in chunk offsets."""
    if len(sentence.text) <= MAX_QUOTE_CHARS:
        return sentence
    breaks = [match.end() for match in _CLAUSE_BREAK.finditer(sentence.text)]
    first = max((at for at in breaks if at <= start), default=0)
    last = min((at - 1 for at in breaks if at > end), default=len(sentence.text))
    quoted = sentence.text[first : first + max(last - first, end - first)]
    lead = len(quoted) - len(quoted.lstrip())
    return _Sentence(quoted.strip(), sentence.start + first + lead)


class _Offsets:
    """From the chunk's text to the article's: the chunk is made of stretches of the article."""

    def __init__(self, chunk: Chunk) -> None:
        self._article_starts = [span.start for span in chunk.spans]
        self._chunk_starts: list[int] = []
        position = 0
        for span in chunk.spans:
            self._chunk_starts.append(position)
            position += span.end - span.start

    def place(self, claim: RawClaim) -> RawClaim:
        """The claim with `at` as an article offset; unchanged where it has none."""
        if claim.at is None:
            return claim
        index = bisect_right(self._chunk_starts, claim.at) - 1
        at = self._article_starts[index] + claim.at - self._chunk_starts[index]
        return claim.model_copy(update={"at": at})
