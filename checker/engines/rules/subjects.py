"""The words before a verb that may be its subject, with all that narrows them: "the gate of the depot"."""

from checker.engines.rules.pieces import (
    ADVERBS,
    BE,
    DO,
    HAVE,
    MODALS,
    PRONOUNS,
    PUNCTUATION,
    Piece,
    breaks_before,
)

MAX_SUBJECT = 12  # words
SELF = frozenset("i he she".split())  # who may be the one who speaks
ABSENT = frozenset("no nobody none neither nothing".split())
_SAYS = frozenset("says said insists insisted claims claimed admits admitted denies denied".split())
_HEADS = frozenset("the a an his her its their our no nobody none neither nothing".split())
_LEADING = frozenset("late early on in at by after last next this since before during".split())
_RELATIVE = frozenset("who which whose where".split())
_AUXILIARIES = BE | HAVE | DO | MODALS.keys()


def subject_before(text: str, found: list[Piece], end: int) -> str:
    """The words before the verb chain at `end`; "" where a relative clause or nothing stands there.

    "A did it and was punished" gives A for both verbs; "A says he was ill" and "A fell; it broke"
    give A for the pronoun.
    """
    start = end
    while start > 0 and end - start < MAX_SUBJECT and not _ends_subject(found, start - 1):
        start -= 1
    if start and found[start - 1].low in _RELATIVE:
        return ""
    while start < end and found[start].low in ADVERBS and found[start].low not in ("all", "both"):
        start += 1
    if start == end:
        shared = start > 1 and found[start - 1].low in ("and", "but")
        return _first_subject(text, found, start - 1) if shared else ""
    if found[start].low in _LEADING:
        heads = (at for at in range(start + 1, end) if found[at].low in _HEADS)
        start = next(heads, _name_run(found, start, end))
    elif end - start == 1 and found[start].low in ("he", "she", "it", "they"):
        return _speaker(text, found, start) or _first_subject(text, found, start) or found[start].text
    return text[found[start].start : found[end - 1].end] if start < end else ""


def _ends_subject(found: list[Piece], at: int) -> bool:
    """Whether the piece ends what may stand left of a subject; "between A and B" holds together."""
    if found[at].low == "and" and any(piece.low == "between" for piece in found[max(0, at - 4) : at]):
        return False
    return breaks_before(found, at)


def _speaker(text: str, found: list[Piece], at: int) -> str:
    """Who "he" is right behind "Vega says (that)": Vega."""
    if found[at].low not in ("he", "she") or at < 2:
        return ""
    end = at - 1 if found[at - 1].low == "that" else at
    if end < 2 or found[end - 1].low not in _SAYS:
        return ""
    start = _name_run(found, 0, end - 1)
    return text[found[start].start : found[end - 2].end] if start < end - 1 else ""


def _first_subject(text: str, found: list[Piece], end: int) -> str:
    """The words before the first verb of a sentence that has another: up to its first auxiliary or past."""
    for index in range(1, end):
        piece = found[index]
        if piece.text in PUNCTUATION:
            return ""
        if not piece.is_name and (
            piece.low in _AUXILIARIES or piece.low.endswith("ed") or _third(found, index)
        ):
            subject = text[found[0].start : found[index - 1].end]
            low = subject.lower()
            return "" if low in PRONOUNS or low.split()[0] in _LEADING else subject
    return ""


def _third(found: list[Piece], index: int) -> bool:
    """Whether a word in -s is a verb by the determiner or adverb behind it: "sends the pictures"."""
    if not found[index].low.endswith("s") or index + 1 >= len(found):
        return False
    return (
        found[index + 1].low in ("the", "a", "an", "his", "her", "its", "their")
        or found[index + 1].low in ADVERBS
    )


def _name_run(found: list[Piece], start: int, end: int) -> int:
    """Where the run of capitals begins that ends the stretch."""
    at = end
    while at > start and found[at - 1].is_name:
        at -= 1
    return at
