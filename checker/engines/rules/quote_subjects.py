"""Whose speech it is: the noun phrase that stands as subject of a verb.

No grammar is parsed: the phrase is read off capitals, titles, determiners and commas,
and None is the answer wherever these do not settle it.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from checker.engines.rules.quote_lexicon import people_words, speech_words
from checker.engines.rules.quote_tokens import Word

SpeakerHow = Literal["named", "pronoun", "role", "none"]

_MAX_PHRASE = 12  # words
_MAX_JOB = 3  # words
_MAX_SEGMENTS = 5  # between commas: a name and its appositions
_MAX_SEGMENT = 30  # words
_LINKS = frozenset({"of", "for"})
_ROLE_LINKS = frozenset({"of", "for", "at", "in", "from", "with", "to", "on"})
_PAST = ("ed", "said", "told", "wrote", "says")


class Phrase(NamedTuple):
    """A noun phrase: `words[first:last]`, and what kind of speaker it names."""

    first: int
    last: int
    how: SpeakerHow


def phrase_before(
    words: Sequence[Word], end: int, floor: int = 0, *, governed: bool = False
) -> Phrase | None:
    """The noun phrase whose last word is `words[end - 1]`; nothing before `floor` is read.

    A phrase that a preposition governs is no subject: None, unless `governed` allows it.
    """
    if end <= floor or words[end - 1].kind != "word":
        return None
    people = people_words()
    last = words[end - 1]
    if last.low in people.pronouns:
        return Phrase(end - 1, end, "pronoun")
    if last.low in people.times or last.low in people.breaks or last.low in people.prepositions:
        return None
    if last.capital and not _plain_role(words, end):
        first: int | None = _name_start(words, end, floor)
    else:
        first = _role_start(words, end, floor, governed=governed)
    if first is None or end - first > _MAX_PHRASE:
        return None
    if (
        first > floor
        and not governed
        and (words[first - 1].low in people.prepositions or words[first - 1].low == "of")
    ):
        return None
    return Phrase(first, end, _how(words, first, end))


def _plain_role(words: Sequence[Word], end: int) -> bool:
    """Whether the phrase is one plural noun, capital only because it opens the sentence."""
    return words[end - 1].low in people_words().roles


def _how(words: Sequence[Word], first: int, end: int) -> SpeakerHow:
    people = people_words()
    head = words[end - 1]
    for index in range(first + 1, end):
        if words[index].low in people.prepositions and words[index].low != "of":
            head = words[index - 1]
            break
    if head.low in people.roles:
        return "role"
    return "named" if head.capital or _of_capital(words, first, end) else "role"


def _of_capital(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether the head before "of" is capital: "Ministry of health"."""
    return any(words[index].low == "of" and words[index - 1].capital for index in range(first + 1, end))


def _name_start(words: Sequence[Word], end: int, floor: int) -> int | None:
    """Where a phrase that ends in a name begins: its titles and determiner included."""
    people = people_words()
    first = _capital_run(words, end, floor)
    while True:
        before = first - 1
        if (
            before - 1 >= floor
            and words[before].low in _LINKS
            and (words[before - 1].capital or words[before - 1].low in people.titles)
        ):
            first = before - 1
        elif (
            before - 2 >= floor
            and words[before].low == "the"
            and words[before - 1].low == "of"
            and words[before - 2].kind == "word"
        ):
            first = before - 2
        elif before >= floor and _titled(words, before):
            first = before
        elif (
            before >= floor
            and first < end
            and _capital_run(words, first, floor) < first
            and not _opener(words[before])
        ):  # a name before the title: "Norland premier Ann Roe"
            first = before
        else:
            break
    first = _job_start(words, first, floor)
    if first - 2 >= floor and words[first - 1].possessive and words[first - 2].low in people.determiners:
        first -= 1
    if first > floor and words[first - 1].low in people.determiners and words[first - 1].low != "that":
        first -= 1
    return _coordinated(words, first, floor)


def _job_start(words: Sequence[Word], first: int, floor: int) -> int:
    """`first`, moved before a job that opens the clause: "…”, harbour engineer Ivo Lund said"."""
    people = people_words()
    start = first
    while start > floor and words[start - 1].kind == "word" and first - start <= _MAX_JOB:
        word = words[start - 1]
        if (
            word.capital
            or _opener(word)
            or word.low in people.auxiliaries
            or word.low in speech_words().verbs
        ):
            return first
        if (
            word.low in speech_words().adverbs
            or word.low.endswith("ly")
            or word.possessive
            or word.low == "and"
        ):
            return first
        start -= 1
    bounded = start > floor and words[start - 1].kind in ("quotation", "comma")
    return start if bounded and first - start <= _MAX_JOB else first


def _opener(word: Word) -> bool:
    """Whether the word opens a clause and is no part of a name, capital or not."""
    return word.low in people_words().openers


def _titled(words: Sequence[Word], index: int) -> bool:
    """Whether the lower-case word at `index` belongs to the name after it: a title or what goes with one."""
    people = people_words()
    word = words[index]
    if word.kind != "word" or word.capital:
        return False
    parts = word.low.split("-")
    return parts[-1] in people.titles or parts[-1] in people.modifiers or parts[-1] == "based"


def _coordinated(words: Sequence[Word], first: int, floor: int) -> int:
    """`first`, moved before "X and" where X opens the clause: "Oslo and Bergen said"."""
    people = people_words()
    if first - 2 < floor or words[first - 1].low != "and" or not words[first - 2].capital:
        return first
    start = _capital_run(words, first - 1, floor)
    if start == floor or words[start - 1].kind != "word" or words[start - 1].low in people.breaks:
        return start
    return first


def _capital_run(words: Sequence[Word], end: int, floor: int) -> int:
    people = people_words()
    first = end
    while first > floor:
        word = words[first - 1]
        inner = word.low in people.particles and first < end
        if word.kind != "word" or not (word.capital or inner):
            break
        if first < end and (_opener(word) or (word.low.endswith("ly") and first - 1 == floor)):
            break
        first -= 1
    return first


def _role_start(words: Sequence[Word], end: int, floor: int, *, governed: bool) -> int | None:
    """Where a phrase without a name begins: its determiner, or the clause for a bare plural."""
    people = people_words()
    first = end
    while first > floor and end - first < _MAX_PHRASE:
        word = words[first - 1]
        if word.kind != "word" or word.low in people.breaks or word.low in people.auxiliaries or _past(word):
            break
        if word.low in people.prepositions and word.low not in _ROLE_LINKS:
            break
        first -= 1
        linked = first > floor and words[first - 1].low in _ROLE_LINKS
        if word.low in people.determiners and (governed or not linked):
            return first
        if word.possessive and not (
            first > floor and (words[first - 1].low in people.determiners or words[first - 1].capital)
        ):
            return first
    if first == end or words[first].low in people.prepositions:
        return None
    head = words[end - 1].low
    bare_plural = head in people.roles or head in people.titles or head.rstrip("s") in people.titles
    return first if bare_plural and end - first <= 5 else None


def _past(word: Word) -> bool:
    return not word.capital and word.low in speech_words().verbs and word.low.endswith(_PAST)


def phrase_with_apposition(words: Sequence[Word], comma: int, floor: int = 0) -> Phrase | None:
    """The phrase that the appositions before `comma` explain: "Ann Roe, the mayor," gives Ann Roe.

    The leftmost name among the segments between commas wins, else the leftmost role.
    """
    role: Phrase | None = None
    named: Phrase | None = None
    end = comma
    for _ in range(_MAX_SEGMENTS):
        start = _segment_start(words, end, floor)
        if start is None:
            break
        phrase = _opening_phrase(words, start, end)
        if phrase is not None and phrase.how == "named":
            named = phrase
        elif phrase is not None:
            role = phrase
        if start == floor or words[start - 1].kind != "comma":
            break
        end = start - 1
    return named or role


def _segment_start(words: Sequence[Word], end: int, floor: int) -> int | None:
    start = end
    while start > floor and words[start - 1].kind == "word":
        start -= 1
        if end - start > _MAX_SEGMENT:
            return None
    return start if start < end else None


def _opening_phrase(words: Sequence[Word], start: int, end: int) -> Phrase | None:
    """The noun phrase with which `words[start:end]` opens, all of it or up to a preposition."""
    people = people_words()
    while start < end and words[start].low in {"and", "but", "that", "while", "so"}:
        start += 1
    if start == end:
        return None
    low = words[start].low
    if low in people.no_phrase or low.endswith("ly") or low == "who":
        return None
    phrase = phrase_after(words, start, end)
    if phrase is None or phrase.last >= end:
        return phrase
    following = words[phrase.last].low
    if following == "and" and phrase.last + 1 < end and words[phrase.last + 1].capital:
        second = phrase_after(words, phrase.last + 1, end)
        return None if second is None else Phrase(phrase.first, second.last, second.how)
    if following == "by" or (phrase.first == 0 and phrase.last == 1):
        return None  # "Led by Vega", "Minutes before the call"
    return phrase


def phrase_after(words: Sequence[Word], start: int, limit: int | None = None) -> Phrase | None:
    """The noun phrase that begins at `start`: up to a comma, a preposition other than "of", or a break."""
    people = people_words()
    limit = len(words) if limit is None else limit
    if start < limit and words[start].low in people.pronouns:
        return Phrase(start, start + 1, "pronoun")
    end = start
    while end < limit and words[end].kind == "word" and end - start < _MAX_PHRASE:
        word = words[end]
        if (
            word.low in people.breaks
            or word.low in people.auxiliaries
            or word.low in people.times
            or word.low == "who"
        ):
            break
        if word.low in people.prepositions or (word.low.endswith("ly") and not word.capital):
            break
        if end > start and not word.capital and _closes_name(words[end - 1]) and not _goes_on(words, end):
            break
        end += 1
    if end == start or words[start].low in speech_words().adverbs:
        return None
    how = _how(words, start, end)
    if end == start + 1 and words[start].low in people.determiners:
        return None
    introduced = words[start].low in people.determiners or words[start].possessive
    if how == "role" and not introduced and not _bare_role(words, start, end):
        return None
    return Phrase(start, end, how)


def _closes_name(word: Word) -> bool:
    """Whether a lower-case word after this one is no part of its phrase: unlike after "the", "Vega’s"."""
    open_ended = word.low in people_words().determiners or word.possessive or word.low.endswith("-based")
    return word.capital and not open_ended


def _goes_on(words: Sequence[Word], index: int) -> bool:
    """Whether the lower-case word at `index`, after a capital one, still belongs to the phrase."""
    people = people_words()
    low = words[index].low
    plural_title = low.endswith("s") and low[:-1] in people.titles
    return (
        low == "of" or plural_title or low in people.particles or low in people.roles or _titled(words, index)
    )


def _bare_role(words: Sequence[Word], start: int, end: int) -> bool:
    people = people_words()
    heads = {words[index].low for index in range(start, end)}
    return bool(heads & (people.roles | people.titles)) or words[start].low.split("-")[-1] in people.titles


def clause_subject(words: Sequence[Word], verb: int) -> Phrase | None:
    """The name or pronoun that opens the sentence of a verb without a subject of its own.

    "Vega shrugged and said", "Vega left early, saying". None where the sentence does not open
    with a name, after at most one introductory segment ("On Monday, Vega …").
    """
    people = people_words()
    start = 0
    for _ in range(2):
        while start < verb and words[start].low in {"and", "but", "meanwhile", "then"}:
            start += 1
        if start >= verb or words[start].kind != "word":
            return None
        if words[start].low in people.pronouns:
            return Phrase(start, start + 1, "pronoun")
        phrase = phrase_after(words, start, verb)
        if phrase is not None and phrase.how == "named" and _verb_follows(words, phrase.last, verb):
            return phrase
        comma = next((i for i in range(start, min(verb, start + 10)) if words[i].kind == "comma"), None)
        if comma is None:
            return None
        start = comma + 1
    return None


def _verb_follows(words: Sequence[Word], index: int, verb: int) -> bool:
    if index >= verb or words[index].kind != "word" or (index == 1 and words[0].low.endswith("ing")):
        return False  # "Outlining the plan"
    people = people_words()
    return words[index].low not in people.prepositions and words[index].low not in people.breaks
