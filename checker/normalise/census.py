"""What the texts of a folder teach about names, counted so that nothing depends on the texts' order."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from checker.normalise.aliases import aliases, key
from checker.normalise.sightings import Role, Sighting, country_of, find_names, find_roles, is_body
from checker.normalise.spelling import consonants, same_spelling

Words = tuple[str, ...]

_SUFFIX = re.compile(r"(?:[IVX]{1,5}|Jr|Sr)\.?$")
_INITIALS = re.compile(r" \((?P<initials>[A-Z][A-Za-z]{1,7})\)")
_NAME_BEFORE = re.compile(
    r"(?<!\w)[A-Z][\w’'-]{1,30}(?: (?:of |for |and |the |on )?[A-Z][\w’'-]{1,30}){1,7}$"
)
_LOWER_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,20}(?![\w-])")
_HOLDER_AFTER = 4  # at most this far behind the office its holder's name begins: ", " or " "


class Bearers:
    """Who bears which surname and which first name."""

    def __init__(self) -> None:
        self._last: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._first: dict[str, set[str]] = defaultdict(set)

    def add(self, ways: Iterable[Words], name: str, *, titled: bool) -> None:
        """Note a person, with all ways to write the name.

        Only who bears a title is also known by the first name (Xi Jinping).
        """
        for surname in sorted({_surname(words) for words in ways}):
            self._last[consonants(surname)].append((surname, name))
        for words in ways if titled else ():
            self._first[words[0].lower()].add(name)

    def of(self, lone: str) -> str | None:
        """The one person of that surname, else of that first name; of several none."""
        near = self._last.get(consonants(lone), [])
        exact = {name for surname, name in near if surname.lower() == lone.lower()}
        alike = exact or {name for surname, name in near if same_spelling(surname, lone)}
        people = alike or self._first.get(lone.lower(), set())
        return next(iter(people)) if len(people) == 1 else None


class Census:
    """What the texts hold, counted, so that nothing depends on their order."""

    def __init__(self) -> None:
        self.names: Counter[Words] = Counter()
        self.titled: Counter[Words] = Counter()
        self.inside: Counter[str] = Counter()  # single names that stand inside a sentence
        self.lower: Counter[str] = Counter()
        self.offices: dict[Role, Counter[Words]] = defaultdict(Counter)
        self.initials: dict[str, Counter[str]] = defaultdict(Counter)

    def read(self, text: str) -> None:
        """Count what one text holds."""
        self.lower.update(_LOWER_WORD.findall(text))
        sightings = [sighting for sighting in find_names(text) if not _headline(sighting)]
        for sighting in sightings:
            self.names[sighting.words] += 1
            if sighting.titled:
                self.titled[sighting.words] += 1
            if len(sighting.words) == 1 and not sighting.opens:
                self.inside[sighting.words[0]] += 1
        self._read_offices(text, sightings)
        for match in _INITIALS.finditer(text):
            before = _NAME_BEFORE.search(text[max(0, match.start() - 100) : match.start()])
            if before and (name := _abbreviated(before.group(), match["initials"].upper())):
                self.initials[match["initials"]][name] += 1

    def _read_offices(self, text: str, sightings: list[Sighting]) -> None:
        by_start = {sighting.start: sighting for sighting in sightings}
        by_end = {sighting.end: sighting for sighting in sightings}
        for role in find_roles(text):
            if role.past:
                continue
            holder = next(
                (by_start[at] for at in range(role.end + 1, role.end + _HOLDER_AFTER) if at in by_start), None
            )
            if holder is not None and text[role.end : holder.start].strip(" ,"):
                holder = None
            if holder is None:  # Friedrich Merz, the German chancellor
                before = re.search(r", (?:the )?$", text[max(0, role.start - 6) : role.start])
                holder = by_end.get(role.start - len(before.group())) if before else None
            if holder is None and role.end < len(
                text
            ):  # President Emmanuel Macron of France is seen by its country
                continue
            if holder is not None and not is_body(holder.words):
                self.offices[role.role][holder.words] += 1
        for sighting in sightings:
            self._read_country_behind(text, sighting)

    def _read_country_behind(self, text: str, sighting: Sighting) -> None:
        """ "Prime Minister Giorgia Meloni of Italy"."""
        if not sighting.titled:
            return
        behind = _COUNTRY_BEHIND.match(text, sighting.end)
        office = _OFFICE_BEFORE.search(text[max(0, sighting.start - 24) : sighting.start])
        country = country_of(behind["country"]) if behind else None
        if office and country:
            self.offices[Role(office["office"].lower(), country)][sighting.words] += 1

    def ordinary(self) -> frozenset[str]:
        """Words that also stand in lower case, at least as often as with a capital inside a sentence."""
        capital: Counter[str] = Counter()
        for word, count in self.inside.items():
            capital[word.lower()] += count
        return frozenset(word for word, count in self.lower.items() if count >= capital[word])

    def canonical_forms(self) -> tuple[dict[str, str], Bearers]:
        """Key of every known way to write a name → the name in full; and who bears which surname."""
        full: dict[str, str] = {}
        groups = self._people()
        for group in groups:
            chosen = _fullest(group)
            full.update((key(" ".join(words)), chosen) for words in group)
        full.update(self._bodies(full))
        bearers = Bearers()
        for group in groups:
            bearers.add(group, _fullest(group), titled=any(self.titled[words] for words in group))
            surname = key(_surname(next(iter(group))))
            if surname in aliases().people and any(self.titled[words] for words in group):
                full[surname] = _fullest(group)  # a titled Mr Turk of the folder, not the Turks
        return full, bearers

    def _people(self) -> list[dict[Words, int]]:
        """Groups of full names that are one person: surname and given name each a spelling of the other."""
        buckets: dict[tuple[str, str], list[Words]] = defaultdict(list)
        for words in sorted(self.names):
            if self._is_person(words):
                first, last = _given(words), _surname(words)
                buckets[consonants(first)[:1], consonants(last)].append(words)
        groups = []
        for bucket in buckets.values():
            groups.extend(self._group(bucket))
        return groups

    def _group(self, bucket: list[Words]) -> list[dict[Words, int]]:
        """The bucket's names grouped with the first, most frequent name that each is a spelling of."""
        groups: list[dict[Words, int]] = []
        for words in sorted(bucket, key=lambda words: (-self.names[words], words)):
            for group in groups:
                leader = next(iter(group))
                if same_spelling(_surname(words), _surname(leader)) and same_spelling(
                    _given(words), _given(leader)
                ):
                    group[words] = self.names[words]
                    break
            else:
                groups.append({words: self.names[words]})
        return groups

    def _is_person(self, words: Words) -> bool:
        if not 2 <= len(words) <= 6 or is_body(words):
            return False
        stated = key(" ".join(words))
        table = aliases()
        if stated in table.names or stated in table.people:
            return False
        if self.titled[words]:
            return True
        surname = _surname(words)
        if (
            surname.lower() in self.lower
            or words[0].lower() in self.lower
            or key(words[0]) in table.people
            or (words[0].isupper() and len(words[0]) > 2)
        ):
            return False
        return key(surname) not in table.people and key(surname) not in table.names and len(surname) > 1

    def _bodies(self, full: dict[str, str]) -> dict[str, str]:
        """Names of several words that are no persons stand for themselves.

        Initials stand for the name they abbreviate.
        """
        found: dict[str, str] = {}
        table = aliases()
        for words, count in self.names.items():
            stated = key(" ".join(words))
            if (
                len(words) > 1
                and stated not in full
                and stated not in table.names
                and stated not in table.people
                and (count > 1 or is_body(words))
            ):
                found[stated] = " ".join(words)
        for initials, names in self.initials.items():
            ranked = sorted(names.items(), key=lambda item: (-item[1], item[0]))
            if key(initials) not in table.names and len({key(name) for name in names}) == 1:
                found[key(initials)] = ranked[0][0]
                found.setdefault(key(ranked[0][0]), ranked[0][0])
        return found

    def holders(self, canonical: Callable[[str], str]) -> dict[Role, str]:
        """Who holds each office: the one person named so, or the one named so three times as often as any
        other.
        """
        held: dict[Role, str] = {}
        for role, names in self.offices.items():
            people: Counter[str] = Counter()
            for words, count in names.items():
                people[canonical(" ".join(words))] += count
            ranked = sorted(people.items(), key=lambda item: (-item[1], item[0]))
            if len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]:
                held[role] = ranked[0][0]
        return held | _leaders(held)


_COUNTRY_BEHIND = re.compile(r" of (?:the )?(?P<country>[A-Z]\w+(?: [A-Z]\w+)?)")
_OFFICE_BEFORE = re.compile(
    r"\b(?P<office>President|Prime Minister|Chancellor|Foreign Minister|King|Queen) $"
)
_HEADS = ("president", "chancellor", "prime minister", "king", "queen", "supreme leader")


def _leaders(held: dict[Role, str]) -> dict[Role, str]:
    """ "The Ukrainian leader" where the folder knows exactly one head of state or government of the
    country.
    """
    heads: dict[str, set[str]] = defaultdict(set)
    for role, name in held.items():
        if role.office in _HEADS:
            heads[role.country].add(name)
    return {
        Role("leader", country): next(iter(names))
        for country, names in heads.items()
        if len(names) == 1 and Role("leader", country) not in held
    }


def _surname(words: Words) -> str:
    """The last word that is no suffix; of "Leo XIV" the first."""
    kept = [word for word in words if not _SUFFIX.fullmatch(word)]
    return kept[-1] if kept else words[-1]


def _given(words: Words) -> str:
    return words[0].replace(".", "")


def _fullest(group: dict[Words, int]) -> str:
    """The most frequent way to write a name; of equals the longest, then the first in the alphabet."""
    best = min(group, key=lambda words: (-group[words], -len(" ".join(words)), words))
    return " ".join(best)


def _abbreviated(name: str, initials: str) -> str | None:
    """The last words of `name` that the initials abbreviate; None when they abbreviate something else."""
    words = name.split()
    for start in range(len(words) - 1):
        if (
            "".join(word[0] for word in words[start:] if word[0].isupper()) == initials
            and words[start][0].isupper()
        ):
            return " ".join(words[start:])
    return None


def _headline(sighting: Sighting) -> bool:
    """Whether the name stands in a title-case line, where capitals mean nothing: four and more untitled
    words in a row.
    """
    return len(sighting.words) > 3 and not sighting.titled and sighting.opens and not is_body(sighting.words)
