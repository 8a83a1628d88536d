"""Lines that say who wrote an article and when: stamps, bylines, author notes."""

import re

from checker.ingest import labels
from checker.ingest.lines import Paragraph
from checker.ingest.published import find_date_span

LONGEST_STAMP = 160  # code points
CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d{2}|h\d{0,2}|\s?[ap]\.?m\b\.?)(?::\d{2})?", re.IGNORECASE)
STAMP_WORDS = re.compile(
    r"\b(?:at|on|um|à|h|uhr|le|el|il|am|em|a las|às|local time|time|et|gmt|utc|bst|cest?|eest|msk|edt|est|"
    r"pdt|pst|"
    r"ist|a\.?m|p\.?m|am|pm|min(?:ute)?s? read|de|del|в|о|of|the|st|nd|rd|th)\b",
    re.IGNORECASE,
)
DAY_NAMES = re.compile(rf"\b{labels.DAYS}\b", re.IGNORECASE)
SHORT_DATE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    r"(?: \d{1,2}(?:st|nd|rd|th)?\b)?(?:,? \d{4}\b)?",
    re.IGNORECASE,
)
JOINED_NAMES = re.compile(r"\s?(?:,|\||·|–|&|\band\b|\by\b|\bet\b|\bund\b|\be\b|\bи\b|\bin\b|\d)\s?")
CAPITAL = "A-ZÀ-ÞА-ЯЁЄІЇҐ"
PERSON = re.compile(
    rf"[{CAPITAL}][\w'’.-]{{0,30}}(?: (?:[{CAPITAL}][\w'’.-]{{0,30}}|de|van|von|der|den|la|bin|al)){{1,4}}"
)
PLACE = re.compile(rf"[{CAPITAL}][\w'’.-]{{1,30}}(?: [{CAPITAL}][\w'’.-]{{1,30}}){{0,2}}")
SAID = re.compile(
    r"[\"“”«»„]|\b(?:said|says|told|added|asked|urged|advised|warned|dijo|sagte|a déclaré|сказал|заявил)",
    re.IGNORECASE,
)
COVERS = re.compile(
    r"(?:[^\W\d_][\w'’.-]{0,30} ){1,4}(?:covers|writes (?:about|on)|reports (?:on|for)) .{3,60} (?:for|"
    r"at) .{3,60}\Z"
)
AUTHOR_NOTE = re.compile(
    rf"(?:[•*_—–-]\s?)?(?:[{CAPITAL}][\w'’.-]{{0,30}} ){{2,5}}(?:is|was|are|es|est|ist|è|é|reports?|writes|"
    r"covers|"
    r"—|–|-|,) (?P<rest>.{3,300})\Z"
)
CONTACT = re.compile(
    r"(?:(?:e-?mail|contact|twitter|x|follow|tel|phone)\W{0,3}(?:.{0,40}\bat )?)?"
    r"(?:@\w{2,30}|[\w.+-]{1,60}@[\w.-]{3,60})[\s.|,]{0,4}\Z",
    re.IGNORECASE,
)


SIGNED_FROM = re.compile(
    rf"{PERSON.pattern}(?:,? and {PERSON.pattern})? reported from {PLACE.pattern}"
    rf"(?:,? and {PERSON.pattern} from {PLACE.pattern})?(?:, {PLACE.pattern})?\.\Z"
)


def is_stamp(line: str) -> bool:
    """Whether a line says when it was published or updated, and nothing else."""
    if len(line) > LONGEST_STAMP:
        return False
    if labels.RELATIVE_STAMP.match(line) or labels.STAMP_LABEL.match(line):
        return True
    rest = labels.STAMP_START.sub(" ", line)
    dated = find_date_span(rest)
    if dated is not None:
        rest = rest[: dated[1]] + " " + rest[dated[2] :]
    elif not any(character.isdigit() for character in rest):
        return False
    timeless = CLOCK.sub(" ", SHORT_DATE.sub(" ", rest))
    if dated is None and timeless == rest:
        return False
    timeless = STAMP_WORDS.sub(" ", DAY_NAMES.sub(" ", timeless))
    return not any(character.isalpha() for character in timeless) and len(re.findall(r"\d+", timeless)) <= 2


def without_date(line: str) -> str | None:
    """A line without the full date it ends with: 'The Norland Post, 15 March 2025' → 'The Norland Post'."""
    dated = find_date_span(line) if len(line) <= LONGEST_STAMP else None
    if dated is None or any(map(str.isalpha, CLOCK.sub("", line[dated[2] :]))):
        return None
    return DAY_NAMES.sub("", line[: dated[1]]).strip(" ,|·–—-")


def is_person(line: str) -> bool:
    """Whether a line is a person's name and nothing else, as far as its capitals say."""
    return len(line) <= 60 and PERSON.fullmatch(line) is not None and not labels.OUTLET_WORDS.search(line)


def is_role(line: str) -> bool:
    """'Transport correspondent'"""
    few_words = 1 <= len(line.split()) <= 5 and not line.endswith(".")
    return few_words and labels.PRESS_ROLE.search(line) is not None


def is_byline(line: str) -> bool:
    """'By Jana Dorn', 'Jana Dorn, Political Editor', 'J. Dorn | Norhaven', with or without a date."""
    if not 5 <= len(line) <= 140 or line.endswith("."):
        return False
    line = without_date(line) or line
    if match := labels.BYLINE.match(line):
        return is_person(JOINED_NAMES.split(match["names"], maxsplit=1)[0])
    name, _, rest = re.sub(r"(?:, | in |\s?\|\s?|\s[-–·]\s)", "\0", line, count=1).partition("\0")
    if not rest or not is_person(name):
        return False
    return labels.PRESS_ROLE.search(rest) is not None or ("|" in line and PLACE.fullmatch(rest) is not None)


def is_made_of_labels(line: str) -> bool:
    """'Jana Dorn | 4 March 2025 | 41 | Share': names, stamps, counts and buttons with bars between."""
    pieces = [piece.strip() for piece in re.split(r"\s?[|·•]\s?", line)] if len(line) <= LONGEST_STAMP else []
    pieces = [piece for piece in pieces if piece]
    kinds = {_label(piece) for piece in pieces}
    return len(pieces) >= 2 and "" not in kinds and ("stamp" in kinds or kinds >= {"name", "button"})


def _label(piece: str) -> str:
    if is_stamp(piece) or labels.SHARE.match(piece):
        return "button" if not is_stamp(piece) else "stamp"
    return (
        "name" if is_byline(piece) or is_person(piece) else "section" if labels.SECTION.match(piece) else ""
    )


def is_author_note(paragraph: Paragraph) -> bool:
    """'Jana Dorn is political editor of The Norland Post', and no statement of hers."""
    if paragraph.words > 60 or SAID.search(paragraph.text):
        return False
    if paragraph.words <= 20 and COVERS.match(paragraph.one_line):
        return True
    match = AUTHOR_NOTE.match(paragraph.one_line)
    return match is not None and labels.PRESS_ROLE.search(" ".join(match["rest"].split()[:9])) is not None
