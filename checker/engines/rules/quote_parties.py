"""Whose deed or whose praise an utterance is: its subject, inside or outside the marks."""

import re
from collections.abc import Sequence
from typing import Literal

from checker.engines.rules.quotations import Quotation
from checker.engines.rules.quote_align import Alignment
from checker.engines.rules.quote_difference import QuoteDifference, stated_difference, word_ops
from checker.engines.rules.quote_lexicon import people_words, wording
from checker.engines.rules.quote_referents import other_matter
from checker.engines.rules.quote_words import Said


def other_subject(
    a: Quotation,
    b: Quotation,
    alignment: Alignment,
    names: tuple[str | None, str | None],
) -> QuoteDifference | None:
    """The difference where one utterance is said of two parties, or None where that is not provable."""
    matters = other_matter(a, b, names)
    if matters is not None:
        return stated_difference("subject", "subject", *matters, word_ops(a, b, alignment, ()))
    first = alignment.steps[0]
    subject_a = _subject(a, alignment.a, first.a_start, names[0])
    subject_b = _subject(b, alignment.b, first.b_start, names[1])
    if subject_a is None or subject_b is None or alignment.carriers < 3 or alignment.density < 0.75:
        return None
    if {subject_a[1], subject_b[1]} != {"speaker", "others"}:
        return None
    return stated_difference("subject", "subject", subject_a[0], subject_b[0], word_ops(a, b, alignment, ()))


def _subject(
    quotation: Quotation, words: Sequence[Said], at: int, speaker: str | None
) -> tuple[str, Literal["speaker", "others"]] | None:
    """The subject of the stretch, and whether it includes the speaker; None where that is not provable.

    "I" includes the speaker; inside the marks "he", "she" and "they" do not; outside them,
    "he and Vega" does. "We" may stand for a country, and a bare "he" outside for anybody.
    """
    inside = _subject_inside(words, at)
    if inside is not None:
        low = inside.lower()
        if low == "i" or low.startswith("i and ") or low.endswith(" and i"):
            return inside, "speaker"
        return (inside, "others") if low in {"he", "she", "they"} else None
    if at > 0 or quotation.subject is None:
        return None
    parts = re.split(r" and ", quotation.subject)
    if speaker is None:  # "He and Vega, he says, “know …”" needs no name
        by_pronoun = quotation.speaker_how == "pronoun" and len(parts) == 2
        return (quotation.subject, "speaker") if by_pronoun and parts[0].lower() in {"he", "she"} else None
    last_names = {part.split()[-1].casefold() for part in parts if part}
    surname = speaker.split()[-1].casefold()
    if surname in last_names or (len(parts) == 2 and parts[0].lower() in {"he", "she"}):
        return quotation.subject, "speaker"
    if last_names & people_words().pronouns:
        return None
    return quotation.subject, "others"


def _subject_inside(words: Sequence[Said], at: int) -> str | None:
    """The pronoun that is the subject of the word at `at`, past its auxiliaries."""
    index = at - 1
    while index >= 0 and words[index].sentence == words[at].sentence and at - index <= 3:
        if words[index].key in wording().subjects and words[index].kind == "function":
            return words[index].text.split("'")[0].split("’")[0]
        if words[index].kind not in ("modal", "function") and not words[index].text.endswith("ly"):
            return None
        index -= 1
    return None
