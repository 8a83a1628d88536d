"""One canonical name for each person, place and body in a folder of articles.

What is one name is learnt from the folder itself: a surname belongs to the one person whose
full name ends in it; spellings that only a transliteration parts are one; "Russian President
Vladimir Putin" teaches who "the Russian president" is; "International Criminal Court (ICC)"
teaches initials. Countries, renamed places and well-known bodies come from `aliases.toml`.
Nothing else is built in: no list of office holders, no list of people. Where the folder leaves
two answers open, the name stays as it is written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

from checker.normalise.aliases import aliases, key
from checker.normalise.census import Bearers, Census
from checker.normalise.sightings import Role, Sighting, find_names, find_roles


class Mention(NamedTuple):
    """A name in a text: its canonical form, and where the words stand that say it."""

    name: str
    start: int
    end: int


class NameTable:
    """The names of a folder: how each is written in full, and who holds which office."""

    def __init__(self, full: dict[str, str], bearers: Bearers, ordinary: frozenset[str]) -> None:
        """Use `build`. `full`: key → canonical name.

        `ordinary`: words whose capital alone makes no name of them.
        """
        self._full = full
        self._bearers = bearers
        self._ordinary = ordinary
        self._roles: dict[Role, str] = {}
        self._lone: dict[
            str, str | None
        ] = {}  # answers of `_bearer`, kept: a folder asks for the same few words
        self._canonical: dict[str, str] = {}  # answers of `canonical`: likewise

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """The table learnt from all texts. Their order does not matter; each is read once."""
        seen = Census()
        for text in texts:
            seen.read(text)
        table = cls(*seen.canonical_forms(), seen.ordinary())
        # Not `canonical`, which keeps its answers: offices are still unknown.
        table._roles = seen.holders(table._resolve)
        return table

    def canonical(self, name: str) -> str:
        """The name under which the folder knows `name`: titles gone, surnames completed, offices resolved.

        An unknown name comes back as it is, without articles and possessive endings. Idempotent.
        """
        known = self._canonical.get(name)
        if known is None:
            known = self._canonical[name] = self._resolve(name)
        return known

    def _resolve(self, name: str) -> str:
        current = name
        for _ in range(4):
            known = self._once(current)
            if known == current:
                break
            current = known
        return current

    def stands_for(self, name: str) -> str | None:
        """The country or body that a seat of government stands for ("Kremlin" → "Russia").

        None for any other name.
        """
        return aliases().metonyms.get(self.canonical(name))

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names and the offices resolved to names in `text`, in order, never overlapping."""
        mentions: list[Mention] = []
        roles = [
            Mention(self._roles[role.role], role.start, role.end)
            for role in find_roles(text)
            if self._holds(role.role, role.past)
        ]
        for sighting in find_names(text):
            mentions.extend(self._mentions(sighting))
        starts = {mention.start for mention in mentions}
        kept = [role for role in roles if not _followed(text, role, starts)]
        return tuple(_apart([*kept, *mentions]))  # an office before a name at the same place

    def _holds(self, role: Role, past: bool) -> bool:
        return not past and role in self._roles

    def _mentions(self, sighting: Sighting) -> list[Mention]:
        known = self._known(sighting.words)
        if known is not None:
            return [Mention(known, sighting.start, sighting.end)]
        pair = self._pair(sighting)
        if pair:
            return pair
        if len(sighting.words) > 1:
            inner = self._inner(sighting)
            if inner:
                return inner
        if self._is_ordinary(sighting):
            return []
        return [Mention(" ".join(sighting.words), sighting.start, sighting.end)]

    def _pair(self, sighting: Sighting) -> list[Mention]:
        """The known halves of "Trump-Putin", and the name in "Vienna-based".

        Empty for a name with a hyphen of its own.
        """
        parts = _compound(sighting)
        known = [(self._known((word,)), word, start) for word, start in parts]
        named = [Mention(name, start, start + len(word)) for name, word, start in known if name]
        if named or not parts or not sighting.words[0].rpartition("-")[2][:1].islower():
            return named
        return [Mention(word, start, start + len(word)) for word, start in parts if len(word) > 2]

    def _inner(self, sighting: Sighting) -> list[Mention]:
        """The known names inside an unknown run of capitals, longest first: headlines, "Russian Embassy"."""
        found: list[Mention] = []
        offsets = _offsets(sighting)
        at, count = 0, len(sighting.words)
        while at < count:
            for size in range(min(count - at, 5), 0, -1):
                name = self._known(sighting.words[at : at + size])
                if name is not None:
                    found.append(Mention(name, offsets[at][0], offsets[at + size - 1][1]))
                    at += size
                    break
            else:
                at += 1
        return found

    def _is_ordinary(self, sighting: Sighting) -> bool:
        """Whether capitals are all that speaks for a name: an ordinary word, or one that merely opens a
        sentence.
        """
        words = sighting.words
        if sighting.titled:
            return False
        if len(words) == 1:
            return sighting.opens or len(words[0]) == 1 or words[0].lower() in self._ordinary
        return all(word.lower() in self._ordinary or word.isupper() for word in words)

    def _known(self, words: Sequence[str]) -> str | None:
        stated = key(" ".join(words))
        table = aliases()
        known = self._full.get(stated) or table.names.get(stated) or table.people.get(stated)
        return known or (self._bearer(stated) if " " not in stated else None)

    def _bearer(self, lone: str) -> str | None:
        """The one person whose surname (or, failing that, first name) the lone word is.

        None where two share it.
        """
        if lone not in self._lone:
            self._lone[lone] = None if lone.lower() in self._ordinary else self._bearers.of(lone)
        return self._lone[lone]

    def _once(self, name: str) -> str:
        bare = _ARTICLE.sub("", " ".join(name.split()).strip(' ,;:"“”'))
        bare = re.sub(r"(?<=\w)['’]s?$", "", bare)
        known = self._known((bare,))
        if known is not None:
            return known
        for role in find_roles(bare):
            if (role.start, role.end) == (0, len(bare)) and self._holds(role.role, role.past):
                return self._roles[role.role]
        sightings = list(find_names(bare))
        if len(sightings) == 1 or (sightings and "," in bare):
            chosen = sightings[0] if "," in bare else sightings[-1]
            rest = bare[: chosen.start]
            if (
                chosen.titled and _only_titles(rest) and (chosen.end == len(bare) or bare[chosen.end] == ",")
            ) or (not rest and bare[chosen.end : chosen.end + 1] == ","):
                return self._known(chosen.words) or " ".join(chosen.words)
        if (
            len(sightings) == 2 and sightings[1].titled and sightings[1].end == len(bare)
        ):  # US Secretary of State Marco Rubio
            return self._known(sightings[1].words) or " ".join(sightings[1].words)
        return bare or name


_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)


def _only_titles(words: str) -> bool:
    return re.search(r"[.;:!?](?: |$)(?<!\w\. )", words) is None and len(words) < 80


def _apart(mentions: list[Mention]) -> Iterator[Mention]:
    """The mentions in order without overlaps; names inside an office's words give way to it."""
    at = 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.start >= at:
            yield mention
            at = mention.end


def _followed(text: str, role: Mention, starts: set[int]) -> bool:
    """Whether the holder's name follows the office directly: then the name is the mention."""
    return any(at in starts and text[role.end : at].strip(" ,") == "" for at in (role.end + 1, role.end + 2))


def _compound(sighting: Sighting) -> list[tuple[str, int]]:
    """The halves of "Trump-Putin" with their places; one element when the name is no such pair."""
    if len(sighting.words) != 1 or "-" not in sighting.words[0]:
        return []
    parts, at = [], sighting.start
    for part in sighting.words[0].split("-"):
        parts.append((part, at))
        at += len(part) + 1
    return [(part, start) for part, start in parts if part[:1].isupper()]


def _offsets(sighting: Sighting) -> list[tuple[int, int]]:
    """Start and end of each word of the name; words are parted by one character."""
    offsets, at = [], sighting.start
    for word in sighting.words:
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    return offsets
