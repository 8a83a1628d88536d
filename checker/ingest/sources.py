"""`sources.toml` in the folder checked: what the desk knows about its files and the files do not say.

    ["wire/*.txt"]
    outlet = "Norland Press"
    published = 2025-03-04
    language = "en"

`checker fetch` writes entries with the page's `address`, when it was `fetched`, and its `sha256`.
A glob without a slash matches names in any subfolder. The first entry that states a field counts.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from checker.errors import InputError
from checker.ingest.metadata import Metadata, clean, language_code
from checker.ingest.published import find_date

NAME = "sources.toml"
FIELDS = ("outlet", "title", "published", "date", "language", "address", "asked", "fetched", "sha256")
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Sources:
    """Globs, in order, with what they state."""

    entries: tuple[tuple[str, Metadata], ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)  # by glob, of what was fetched

    def listed(self, path: str, *, source_sha256: str = "") -> Metadata:
        """What is stated of the file at `path` in the folder, and whether it is still what was fetched."""
        metadata = Metadata()
        for glob, stated in self.entries:
            name = path if "/" in glob else path.rpartition("/")[2]
            if fnmatchcase(name, glob):
                metadata = metadata.or_else(stated)
                if self.hashes.get(glob, source_sha256) != source_sha256:
                    found = {**(metadata.found_in or {}), "file": "changed since it was fetched"}
                    metadata = replace(metadata, found_in=found)
        return metadata


def read_sources(folder: Path) -> Sources:
    """The folder's `sources.toml`, empty when there is none. Raises `InputError` when it is broken."""
    path = folder / NAME
    if not path.is_file():
        return Sources()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{NAME}: more than {MOST_BYTES:,} bytes.")
        loaded = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{NAME} is not valid TOML: {error}.") from error
    except OSError as error:
        raise InputError(f"{NAME} cannot be read: {error.strerror}.") from error
    entries = tuple((glob, _metadata(glob, values)) for glob, values in loaded.items())
    hashes = {glob: str(values["sha256"]) for glob, values in loaded.items() if "sha256" in values}
    return Sources(entries, hashes)


def _metadata(glob: str, values: object) -> Metadata:
    if not isinstance(values, Mapping):
        raise InputError(f"{NAME}: {glob!r} must be a table: write [{glob!r}] and its fields below.")
    unknown = sorted(set(values) - set(FIELDS))
    if unknown:
        raise InputError(
            f"{NAME}: unknown field {unknown[0]!r} under {glob!r}; known are {', '.join(FIELDS)}."
        )
    stated = values.get("published", values.get("date"))
    published = stated if isinstance(stated, date) else find_date(str(stated)) if stated else None
    if stated and published is None:
        raise InputError(f"{NAME}: {glob!r}: no full date in {str(stated)!r}; write 2025-03-04.")
    if isinstance(published, datetime) and published.tzinfo is None:
        published = published.date()
    language = language_code(str(values.get("language", "")))
    outlet, title = clean(str(values.get("outlet", ""))), clean(str(values.get("title", "")))
    found = {"outlet": outlet, "title": title, "published": published, "language": language}
    return Metadata(
        outlet or None,
        title or None,
        published,
        language,
        {field: NAME for field, value in found.items() if value}
        | {note: clean(str(values[note])) for note in ("address", "fetched") if values.get(note)},
    )
