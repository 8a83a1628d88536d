"""Sentence → causes: what is said to have caused what, or not to have caused it.

Patterns, not understanding: an effect and a cause are the words on the two sides of "because
of", "was caused by", "blamed … on", "killed", "has nothing to do with" and the like, up to the next
mark. What is guessed ("may have", "possibly"), asked or supposed is marked as such.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from checker.engines.rules.cause_forms import CUES, MAX_SIDE, FormName, find_forms
from checker.engines.rules.cause_kinds import event_of, kinds_of
from checker.normalise.words import REPEATED, content_stems, letter_words, plain

Stance = Literal["because of", "only because of", "not because of", "after", "there was no"]
STANCES: frozenset[str] = frozenset(
    ("because of", "only because of", "not because of", "after", "there was no")
)
_GUESS = re.compile(
    r"\b(?:may|might|could|possibly|perhaps|probably|likely|believed|suspects?|suspected|thought|feared|whether|"
    r"if|unless|would|should|apparently|appears?|appeared|seems?|seemed|allegedly|reportedly|"
    r"not known|unclear|can)\b"
)
_NEGATED = re.compile(r"\b(?:not|never|no|nobody|none|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_BREAK = re.compile(
    r"[.;:!?—–“”\"«»]|,(?=\s)|\s(?:that|said|says|because|but|while|whereas|although)\s|\sand\s(?=\w)"
)
_AUXILIARIES = re.compile(
    r"\b(?:(?:was|were|is|are|been|being|be|did|does|has|have|had|not|never|(?:was|is|did|has|had|were|are)n['’]t|also|"
    r"[a-z]{2,20}ly) ){1,5}$"
)
MAX_AUXILIARIES = 60  # characters
_SOLE = re.compile(
    r"\b(?:alone|solely|exclusively|nothing else|no other (?:cause|reason)|nothing but|"
    r"the only (?:cause|reason))\b",
    re.IGNORECASE,
)
# "virus, not wind farm, killed the seals"; behind the cause: ", not the wind farm"
_INSTEAD = re.compile(
    r"^(?P<cause>[^,]{2,100}), (?:and |but )?not (?:because of |by |of )?(?P<other>[^,]{2,100}),?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r",? (?:and |but )?not (?:because of |by |of )?(?P<other>[^,;:.]{3,80})")
_UNKNOWN = re.compile(
    r"^(?:(?:not|yet|still|as yet|so far) )*(?:known|unknown|unclear|open|found|being)\b", re.IGNORECASE
)
_TAIL = re.compile(r"(?: alone)?(?: (?:had|has|have|itself))?$")
_PRONOUNS = frozenset("it this that they them these those he she which what who".split())
_AT_LARGE = ("caus", "trigger", "spark", "brought about")  # what people do as well as things


class Cause(NamedTuple):
    """One stated cause: `text[start:end]` holds both. `effect` is "" where the clause names none."""

    effect: str
    cause: str
    stance: Stance
    guessed: bool
    start: int
    end: int
    speaker: str | None = None  # who blames it


@lru_cache(maxsize=REPEATED)
def find_causes(sentence: str) -> tuple[Cause, ...]:
    """The causes that one sentence states, excludes or guesses; each once."""
    words = letter_words(sentence)
    if words.isdisjoint(CUES) or sentence.rstrip().endswith("?"):
        return ()
    taken = bytearray(len(sentence))  # where a form has been read that holds others
    found: list[Cause] = []
    for name, match in find_forms(sentence, words):
        if name in ("forward", "reverse") and taken[match.start()]:
            continue
        read = tuple(_READERS[name](sentence, match))
        if read and name in ("cleft", "not_but"):
            start, end = match.span()
            taken[start:end] = b"\1" * (end - start)
        found.extend(read)
    return tuple(dict.fromkeys(found))


def _blamed(text: str, match: re.Match[str]) -> Iterator[Cause]:
    effect, cause = match["effect"] or match["effect2"], match["cause"] or match["cause2"]
    return _stated(text, match, effect, cause, speaker=match["who"])


def _named(text: str, match: re.Match[str]) -> Iterator[Cause]:
    return _stated(text, match, match["effect"] or "", match["cause"], excluded=bool(match["not"]))


def _cleft(text: str, match: re.Match[str]) -> Iterator[Cause]:
    if event_of(match["effect"]):
        yield from _stated(
            text, match, match["effect"], match["cause"], excluded=bool(match["not"]), only=True
        )


def _nothing(text: str, match: re.Match[str]) -> Iterator[Cause]:
    """ "The drought has nothing to do with the price": either may be the cause."""
    left, right = _left(text, match.start()), _right(text, match.end())
    yield from _stated(text, match, left, right, excluded=True)
    yield from _stated(text, match, right, left, excluded=True)


def _not_but(text: str, match: re.Match[str]) -> Iterator[Cause]:
    """ "It was not the ice but the captain that sank the ferry": one cause excluded, one given."""
    left, right = _left(text, match.start()), _right(text, match.end())
    effect = left if match["cue"] and content_stems(left) else right
    if (match["cue"] or event_of(effect)) and not plain(match["other"]).startswith("only"):
        yield from _stated(text, match, effect, match["other"], excluded=True)
        yield from _stated(text, match, effect, match["cause"], only=True)


def _died_how(text: str, match: re.Match[str]) -> Iterator[Cause]:
    effect = f"{_left(text, match.start())} died"
    if not _NEGATED.search(effect):
        yield from _stated(text, match, effect, match["self"] or match["done"])


def _forward(text: str, match: re.Match[str]) -> Iterator[Cause]:
    """ "E because of C", "E was caused by C", "E died of C", "E burst after C"."""
    verb = match["harm"] or match["of"] or match["after"] or ""
    at, denied = _verb_start(text, match.start())
    effect, cause = f"{_left(text, at)} {verb}".strip(), _right(text, match.end())
    if _NEGATED.search(effect):
        return  # "did not play because of an injury": what is denied is open
    if match["harm"] and not kinds_of(cause):
        return  # killed by somebody: a deed, not a cause
    if match["weak"]:
        if content_stems(cause):
            span = _span(text, match, effect, cause)
            yield Cause(effect, _bare(cause), "after", _guessed(text, match), *span)
        return
    yield from _stated(
        text, match, effect, cause, excluded=denied or bool(match["not"]), only=bool(match["only"])
    )


def _verb_start(text: str, at: int) -> tuple[int, bool]:
    """Where the auxiliaries before the verb at `at` begin, and whether they deny it: "had not been"."""
    found = _AUXILIARIES.search(text, max(0, at - MAX_AUXILIARIES), at)
    if found is None:
        return at, False
    return found.start(), _NEGATED.search(found.group()) is not None


def _reverse(text: str, match: re.Match[str]) -> Iterator[Cause]:
    """ "C caused E", "C had not killed E", "C is to blame for E"."""
    verb = (match["verb"] or match["base"] or "").lower()
    at, denied = _verb_start(text, match.start())
    cause, right = _left(text, at), _right(text, match.end())
    if (match["noun"] and at == match.start()) or cause.lower().endswith((" and", " or", " who", " which")):
        return  # "looked for the cause of the fire"; "shot and killed"
    excluded = denied or any(match[name] for name in ("not", "none"))
    instead = _INSTEAD.match(text[max(0, at - MAX_SIDE) : at].strip())
    if instead:
        cause = f"{instead['cause']}, not {instead['other']}"
    if verb and not kinds_of(cause) and not verb.startswith(_AT_LARGE):
        return  # somebody killed, started or sank it: a deed
    effect = f"{right} {verb}" if event_of(verb) else right
    yield from _stated(text, match, effect, cause, excluded=excluded)


def _ruled_out(text: str, match: re.Match[str]) -> Iterator[Cause]:
    groups = match.groupdict()
    cause = groups["cause"] or _clean(groups.get("before") or "", side="left")
    if plain(cause) not in _PRONOUNS:
        yield from _stated(text, match, groups.get("effect") or "", cause, excluded=True)


def _sound(text: str, match: re.Match[str]) -> Iterator[Cause]:
    return _stated(text, match, "", match["cause"], excluded=True)


def _none(text: str, match: re.Match[str]) -> Iterator[Cause]:
    cause = _bare(match["cause"])
    if cause:
        yield Cause("", cause, "there was no", _guessed(text, match), match.start(), match.end())


_READERS: dict[FormName, Callable[[str, re.Match[str]], Iterator[Cause]]] = {
    "forward": _forward, "reverse": _reverse, "nothing": _nothing, "blamed": _blamed, "named": _named,
    "cleft": _cleft, "not_but": _not_but, "died_how": _died_how, "ruled_out": _ruled_out,
    "sound": _sound, "none": _none,
}  # fmt: skip


def _stated(
    text: str,
    match: re.Match[str],
    effect: str,
    cause: str,
    *,
    excluded: bool = False,
    only: bool = False,
    speaker: str | None = None,
) -> Iterator[Cause]:
    """The cause, and the other one that the same words exclude: "virus, not wind farm,"."""
    guessed, span = _guessed(text, match), _span(text, match, effect, cause)
    effect = "" if plain(effect) in _PRONOUNS else effect
    instead = _INSTEAD.match(cause)
    behind = _BEHIND.match(text, span[1])
    if instead:
        yield Cause(effect, _bare(instead["other"]), "not because of", guessed, *span, speaker)
        cause, only = instead["cause"], True
    if behind and not excluded and not plain(behind["other"]).startswith("only"):
        yield Cause(effect, _bare(behind["other"]), "not because of", guessed, *span, speaker)
        only = True
    bare = _bare(cause)
    if _UNKNOWN.search(bare) or not content_stems(bare):
        return
    stance: Stance = "not because of" if excluded else "because of"
    if not excluded and (only or _SOLE.search(text)):
        stance = "only because of"
    if content_stems(effect) or excluded or not effect:
        yield Cause(effect, bare, stance, guessed, *span, speaker)


def _span(text: str, match: re.Match[str], effect: str, cause: str) -> tuple[int, int]:
    """From the first to the last of the words of the match, the effect and the cause."""
    low, high = max(0, match.start() - MAX_SIDE), match.end() + MAX_SIDE
    places = [match.span()]
    for words in (effect, cause):
        at = text.find(words, low, high) if words else -1
        if at >= 0:
            places.append((at, at + len(words)))
    return min(place[0] for place in places), max(place[1] for place in places)


def _guessed(text: str, match: re.Match[str]) -> bool:
    """Whether the clause around the match guesses, supposes or asks."""
    return _GUESS.search(text, max(0, match.start() - MAX_SIDE), match.end() + 40) is not None


def _left(text: str, at: int) -> str:
    return _clean(text[max(0, at - MAX_SIDE) : at], side="left")


def _right(text: str, at: int) -> str:
    return _clean(text[at : at + MAX_SIDE], side="right")


def _clean(words: str, *, side: Literal["left", "right"]) -> str:
    """The stretch next to a cue: what stands between it and the next mark or clause."""
    parts = _BREAK.split(words.rstrip(" ,") if side == "left" else words.lstrip(" ,"))
    return (parts[-1] if side == "left" else parts[0]).strip()


def _bare(words: str) -> str:
    return _TAIL.sub("", words.strip(" ,.;:“”\"'’"))
