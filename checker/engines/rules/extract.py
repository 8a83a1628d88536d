"""Chunk → RawClaims: quotations, figures, deeds and dated happenings, each with the words it rests on.

One pass per sentence. A sentence may give several claims (each figure is one, each
deed is one); a sentence in which the rules see nothing checkable gives none and counts as "no claim".
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from checker.engines.rules.clauses import find_clauses
from checker.engines.rules.extract_states import (
    affirmed_claims,
    cause_claims,
    denial_claims,
    pole_claims,
)
from checker.engines.rules.pieces import Clause
from checker.engines.rules.quotations import Quotation, read_speech
from checker.engines.rules.tellings import told_figures, whole_sentences
from checker.engines.rules.voices import (
    CLAUSE_BREAK,
    Sentence,
    Voices,
    quote_around,
    times_of,
    voice_of,
    when_between,
)
from checker.ingest.sentences import split_sentences
from checker.model import Chunk, ClaimKind, Modality, Quantity, RawClaim
from checker.normalise.numerals import find_numerals
from checker.normalise.quantity import find_quantities

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
    r"\s(?:after|before|when|while|as|following|since|until|that|which|who)\s"
)  # another deed's time follows
_FINITE = frozenset(
    "is are was were be been has have had had he she it they we i due able set wants want".split()
)


def extract_claims(chunk: Chunk) -> tuple[RawClaim, ...]:
    """The claims of one chunk in order of appearance; `at` is set, so that grounding need not look."""
    text = chunk.text
    spans = split_sentences(text)
    speech = read_speech(text, spans)
    voices = Voices(speech, text)
    to_article = _Offsets(chunk)
    claims: list[RawClaim] = []
    for quotation in speech.quotations:
        claims.extend(_utterance(quotation, text))
    for span in whole_sentences(text, spans):
        sentence = _without_dateline(text[span.start : span.end], span.start)
        before = len(claims)
        for reader in _READERS:
            claims.extend(reader(sentence, voices))
        if len(claims) == before:
            claims.extend(affirmed_claims(sentence, voices))
    return tuple(to_article.place(claim) for claim in claims)


def _without_dateline(text: str, start: int) -> Sentence:
    """The sentence behind a dateline ("PORT HALLAM, 12 May (Meridian) – "), which is of the report itself."""
    found = _DATELINE.match(text)
    plain = found and not (found["day"] or found["agency"] or found["place"].isupper())
    skipped = found.end() if found and not plain else 0
    return Sentence(text[skipped:], start + skipped)


def _utterance(quotation: Quotation, text: str) -> Iterator[RawClaim]:
    if quotation.scare or len(quotation.words.split()) < MIN_UTTERANCE_WORDS:
        return
    voice = voice_of(quotation.speaker, quotation.speaker_how)
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


def _figures(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    for quantity in find_quantities(sentence.text):
        quote = quote_around(sentence, quantity.start, quantity.end)
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
    stated = CLAUSE_BREAK.split(text[max(0, quantity.start - 60) : quantity.start])[-1].split()
    near = [word.lower() for word in stated if word != "May"]  # the month
    if "if" in near or "would" in near:
        return "conditional"
    if "will" in near or "shall" in near or _is_headline_plan(near):
        return "planned"
    after = CLAUSE_BREAK.split(text[quantity.end : quantity.end + 40])[0].lower().split()[:MODAL_REACH]
    if "will" in after:
        return "planned"
    return "possible" if {"may", "might", "could"} & set(near) else "asserted"


def _is_headline_plan(before: list[str]) -> bool:
    """Whether a headline's infinitive tells a plan ("Ministry to hire 300"): no verb stands before "to"."""
    if "to" not in before[1:4]:
        return False
    lead = before[: before.index("to", 1)]
    return not any(word in _FINITE or word.endswith(("ed", "ing")) for word in lead)


def _ordinals(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    """Ordinals that count nothing ("the 15th time"): compared between sentences otherwise the same."""
    counted = {quantity.start for quantity in find_quantities(sentence.text)}
    for numeral in find_numerals(sentence.text):
        if numeral.form == "ordinal" and numeral.start not in counted:
            voice, denied = voices.at(sentence.start + numeral.start)
            quote = quote_around(sentence, numeral.start, numeral.end)
            yield RawClaim(
                kind="quantity",
                text=sentence.text,
                quote=quote.text,
                voice=voice,
                modality="denied" if denied else "asserted",
                value=sentence.text[numeral.start : numeral.end],
                at=quote.start,
            )


def _told_otherwise(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    """Figures that no numeral gives, or two together: medals, results, nobody and none."""
    for start, end in told_figures(sentence.text):
        voice, denied = voices.at(sentence.start + start)
        quote = quote_around(sentence, start, end)
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


def _deeds(sentence: Sentence, voices: Voices) -> Iterator[RawClaim]:
    clauses = find_clauses(sentence.text)
    for clause in clauses:
        quote = quote_around(sentence, clause.start, clause.end)
        place = sentence.start + clause.at
        voice, denied = voices.at(place)
        meant = voices.meant(clause.pronoun, place) if clause.pronoun else None
        if meant is None and clause.subject is None and clause.object is None:
            continue
        told = clause
        if meant is not None:
            told = clause._replace(object=meant) if clause.passive else clause._replace(subject=meant)
        yield RawClaim(
            kind=_kind(told),
            text=sentence.text,
            quote=quote.text,
            voice=voice,
            modality=_modality(told, denied, reported=voices.is_reported(place)),
            negated=told.negated,
            when=_when(sentence.text, told),
            subject=told.subject,
            predicate=told.predicate,
            object=_object(told),
            at=quote.start,
        )
    if not clauses and any(times_of(sentence.text)):
        voice, denied = voices.at(sentence.start)
        yield RawClaim(
            kind="event",
            text=sentence.text,
            quote=sentence.text,
            voice=voice,
            modality="denied" if denied else "asserted",
            at=sentence.start,
        )


_READERS = (
    _figures, _ordinals, _told_otherwise, _deeds, cause_claims, pole_claims, denial_claims,
)  # fmt: skip


def _when(text: str, clause: Clause) -> str | None:
    """The time words of the clause itself, or of a short phrase set off by a comma before it."""
    behind = _SUBORDINATE.search(text, clause.at)
    end = min(clause.end, behind.start()) if behind else clause.end
    return when_between(text, clause.start, end)


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


def _modality(clause: Clause, denied: bool, *, reported: bool) -> Modality:
    """As the clause has it; "she said she would go" tells a plan, as "I will go" does."""
    if reported and clause.modality == "conditional" and clause.would:
        return "planned"
    return "denied" if denied and clause.modality == "asserted" else clause.modality


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
