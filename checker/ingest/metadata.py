"""Outlet, title, date and language of an article, each with where it was found; nothing is guessed.

Front matter comes before a page's own metadata, that before what the text states about itself.
A file name is no outlet, and a date in the middle of a report is not the day of its publication.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from checker.ingest import labels
from checker.ingest.furniture import Furniture
from checker.ingest.head import outlet_of
from checker.ingest.lines import Paragraph
from checker.ingest.published import find_date

OUTLET_KEYS = (
    "outlet",
    "source",
    "publication",
    "publisher",
    "newspaper",
    "site",
    "site_name",
    "sitename",
    "medium",
    "website",
)
TITLE_KEYS = ("title", "headline", "head")
DATE_KEYS = (
    "published", "date", "datepublished", "date_published", "published_at", "published_time",
    "publication_date", "publication date", "pubdate", "publish_date", "publishdate", "issued", "created",
)  # fmt: skip
LANGUAGE_KEYS = ("language", "lang", "locale", "inlanguage")
LONGEST_NAME, LONGEST_TITLE = 80, 400

SOURCE_LINE = re.compile(
    r"(?:source|outlet|publication|publisher|published (?:in|by)|from|originally published (?:in|on|by)|"
    r"first published (?:in|on|by)|fuente|quelle|fonte|источник|джерело)\s?:\s(?P<name>.{2,80})\Z",
    re.IGNORECASE,
)
FIRST_PUBLISHED = re.compile(
    r"(?:originally|first) (?:published|appeared) (?:in|on|"
    r"by) (?P<name>(?:the )?[A-Z][^.,;()]{1,60}?)(?= on \d| on [A-Z]| in \d|[.,;()]|\Z)",
    re.IGNORECASE,
)
DATELINE_AGENCY = re.compile(r"[^.!?]{2,60}?\((?P<name>[^\W\d_][\w .&’'-]{1,40})\)\s?(?:--?|–|—)\s")
WORKS_AT = re.compile(
    r"\b(?:at|for|of|with|en|de|à|au|bei|beim|der|des|del)\s(?P<name>(?:the |The |El |Le |La |Der |Die |"
    r"Das )?[A-ZÀ-ÞА-Я][\w'’&.-]*(?: (?:of |and |de |du |di )?[A-ZÀ-ÞА-Я0-9][\w'’&.-]*){0,4})[\s.]{0,3}\Z"
)
TOLD = re.compile(
    r"\b(?:told|interviewed by|an interview with|speaking to|spoke to|speaking with|spoke with|"
    r"in comments to|a statement to)\s(?P<name>(?:the |The )?[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*){0,3})"
)
LEAST_TOLD = (
    3  # times that people are said to have told one outlet something, before it is taken for the outlet
)


@dataclass(frozen=True)
class Metadata:
    """What is known about an article, and per field where it was found."""

    outlet: str | None = None
    title: str | None = None
    published: date | datetime | None = None
    language: str | None = None
    found_in: Mapping[str, str] | None = None

    def or_else(self, other: "Metadata") -> "Metadata":
        """These values, and the other's where these are missing."""
        found = dict(self.found_in or {})
        filled = self
        for field in ("outlet", "title", "published", "language"):
            if getattr(self, field) is None and (value := getattr(other, field)) is not None:
                filled = replace(filled, **{field: value})
                found[field] = (other.found_in or {}).get(field, "")
        for note, value in (other.found_in or {}).items():
            if note not in ("outlet", "title", "published", "language"):
                found.setdefault(note, value)
        return replace(filled, found_in=found)


def metadata_from_values(values: Mapping[str, str], where: str) -> Metadata:
    """Metadata from `key: value` pairs in lower-case keys; `where` names the place, the key is added."""
    found: dict[str, str] = {}

    def first(field: str, keys: Sequence[str]) -> str | None:
        for key in keys:
            if value := clean(values.get(key, "")):
                found[field] = f"{where}: {key}"
                return value
        return None

    outlet, title = first("outlet", OUTLET_KEYS), first("title", TITLE_KEYS)
    stated, language = first("published", DATE_KEYS), language_code(first("language", LANGUAGE_KEYS))
    published = find_date(stated) if stated else None
    if stated and published is None:
        found["published"] = f"{where}: no full date in {stated[:40]!r}"
    if outlet and (address := re.match(r"https?://(?:www\.)?([^/\s]+)", outlet)):
        outlet = address.group(1)
    return Metadata(
        outlet=outlet[:LONGEST_NAME] if outlet else None,
        title=title[:LONGEST_TITLE] if title else None,
        published=published,
        language=language,
        found_in={key: value for key, value in found.items() if key != "language" or language},
    )


def clean(value: str) -> str:
    """A value on one line, without control characters; '' for what says nothing."""
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return "" if line.lower() in ("", "null", "none", "unknown", "n/a", "~", "-") else line


def language_code(value: str | None) -> str | None:
    """ISO 639-1 of 'en', 'en-GB', 'en_US' or an English language name; None for anything else."""
    if not value:
        return None
    names = {
        "english": "en",
        "spanish": "es",
        "french": "fr",
        "german": "de",
        "italian": "it",
        "portuguese": "pt",
        "russian": "ru",
        "ukrainian": "uk",
        "dutch": "nl",
        "polish": "pl",
    }
    match = re.match(r"([a-z]{2})(?:[-_][a-z0-9]{1,8}){0,3}\Z", value.strip().lower())
    return match.group(1) if match else names.get(value.strip().lower())


def metadata_from_text(paragraphs: Sequence[Paragraph], furniture: Furniture) -> Metadata:
    """What the text says about itself: its headline, an outlet line, a stamp, a dateline, an author note."""
    found: dict[str, str] = {}
    title = (
        paragraphs[furniture.headline].one_line.lstrip("# ").strip()
        if furniture.headline is not None
        else None
    )
    if title:
        found["title"] = "text: headline"
    outlet, where = _outlet(paragraphs, furniture)
    if outlet:
        found["outlet"] = where
    published, where = _published(paragraphs, furniture)
    if published:
        found["published"] = where
    return Metadata(outlet=outlet, title=title, published=published, found_in=found)


def _outlet(paragraphs: Sequence[Paragraph], furniture: Furniture) -> tuple[str | None, str]:
    for paragraph, reason in zip(paragraphs, furniture.reasons, strict=True):
        line = paragraph.one_line if len(paragraph.text) <= 400 else ""
        if reason == "outlet line" and (name := outlet_of(line)):
            return name, "text: outlet line"
        if reason is not None and (match := SOURCE_LINE.match(line)):
            return clean(match["name"]), "text: source line"
        if reason in ("author note", "reporting credit") and (match := FIRST_PUBLISHED.search(line)):
            return clean(match["name"]), "text: where it was first published"
        if (
            reason == "author note"
            and (match := WORKS_AT.search(line))
            and labels.OUTLET_WORDS.search(match["name"])
        ):
            return match["name"][0].upper() + match["name"][1:], "text: author note"
    return _outlet_from_body(paragraphs, furniture)


def _outlet_from_body(paragraphs: Sequence[Paragraph], furniture: Furniture) -> tuple[str | None, str]:
    kept = [
        paragraph for paragraph, reason in zip(paragraphs, furniture.reasons, strict=True) if reason is None
    ]
    for paragraph in kept[:4]:
        match = DATELINE_AGENCY.match(paragraph.text[:120])
        if match and (
            labels.OUTLET_WORDS.search(match["name"]) or re.fullmatch(labels.AGENCIES, match["name"])
        ):
            return match["name"], "text: dateline"
    told = Counter(
        match["name"]
        for paragraph in kept
        for match in TOLD.finditer(paragraph.text)
        if labels.OUTLET_WORDS.search(match["name"])
    )
    if told and (most := told.most_common(1)[0])[1] >= LEAST_TOLD:
        return most[0], f"text: told or interviewed by it, {most[1]} times"
    return None, ""


def _published(paragraphs: Sequence[Paragraph], furniture: Furniture) -> tuple[date | datetime | None, str]:
    """From stamps above the article's end. A stamp of publication comes before one of an update."""
    stamps: list[tuple[bool, date | datetime]] = []
    prose = 0
    for paragraph, reason in zip(paragraphs, furniture.reasons, strict=True):
        if reason in ("related articles", "other article"):
            break
        prose += reason is None and paragraph.is_prose
        line = paragraph.one_line if len(paragraph.text) <= 400 else ""
        labelled = labels.STAMP_START.match(line) is not None
        if (
            reason in ("time stamp", "byline", "outlet line", "reporting credit")
            and (labelled or prose < 3)  # a standfirst can stand above the stamp
            and (stated := find_date(line))
        ):
            stamps.append(
                (
                    re.match(r"(?i:last |up|modif|mis à|aktual|actual|aggior|atual|обнов|онов)", line)
                    is not None,
                    stated,
                )
            )
    if stamps:
        return min(stamps, key=lambda stamp: stamp[0])[1], "text: time stamp"
    return _published_in_dateline(paragraphs, furniture)


def _published_in_dateline(
    paragraphs: Sequence[Paragraph], furniture: Furniture
) -> tuple[date | datetime | None, str]:
    for paragraph, reason in zip(paragraphs, furniture.reasons, strict=True):
        if reason is None and paragraph.is_prose:
            head = re.match(r"[^.!?]{2,80}?\s?(?:--|–|—|-)\s", paragraph.text[:120])
            stated = find_date(head.group()) if head and head.group()[:4].isupper() else None
            return (stated, "text: dateline") if stated else (None, "")
    return None, ""
