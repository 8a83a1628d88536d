"""What kind a cause is of, and which event an effect tells: the words of `causes.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from checker.normalise.words import content_stems, plain, stem, tokens

# Words that are no cause of their kind here: "wind farm", "ice rink", "heart attack".
_NAMED_SO = re.compile(
    r"\b(?:wind (?:farms?|turbines?|power)|(?:ice|snow) (?:rink|cream|hockey)|"
    r"(?<=heart )attack|(?<=panic )attack)\b",
    re.IGNORECASE,
)
# Words of an effect that say nothing of what it happened to.
_NO_THING = frozenset(
    map(stem, "down off price cost single people year day time week month last next".split())
)


class Kinds(NamedTuple):
    """Stem of a word → the kinds of cause it may be; stem or phrase → the event it tells.

    `chains`: pairs of kinds of which one may bring about the other; `combined`: events with several causes.
    """

    causes: dict[str, frozenset[str]]
    chains: frozenset[frozenset[str]]
    events: dict[str, str]
    phrases: dict[str, str]
    combined: frozenset[str]


@cache
def kinds() -> Kinds:
    """The words of `causes.toml`, stemmed; read once."""
    data = tomllib.loads(files(__package__).joinpath("causes.toml").read_text(encoding="utf-8"))
    causes: dict[str, set[str]] = {}
    for name, words in data["kinds"].items():
        for word in words.split():
            causes.setdefault(stem(word), set()).add(name)
    return Kinds(
        causes={word: frozenset(names) for word, names in causes.items()},
        chains=frozenset(
            frozenset((name, other)) for name, others in data["chains"].items() for other in others.split()
        ),
        events={stem(word): name for name, words in data["events"].items() for word in words.split()},
        phrases=data["event_phrases"],
        combined=frozenset(data["combined"]["events"].split()),
    )


@lru_cache(maxsize=4_096)
def kinds_of(cause: str) -> frozenset[str]:
    """The kinds of cause that the words of `cause` may be; none where no word is known."""
    known = kinds().causes
    found: set[str] = set()
    for word in content_stems(_NAMED_SO.sub("", cause)):
        found |= known.get(word, frozenset())
    return frozenset(found)


@lru_cache(maxsize=4_096)
def event_of(effect: str) -> str | None:
    """The event of one cause that `effect` tells, or None."""
    low = plain(effect)
    for phrase, name in kinds().phrases.items():
        if phrase in low:
            return name
    events = kinds().events
    return next((events[word] for token in tokens(effect) if (word := stem(token.text)) in events), None)


@lru_cache(maxsize=4_096)
def thing_of(effect: str) -> frozenset[str]:
    """Content stems of what it happened to: those of the effect without the event itself."""
    return frozenset(word for word in content_stems(effect) if word not in kinds().events) - _NO_THING
