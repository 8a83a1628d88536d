"""Text of others made safe to look at: what would act on a screen is shown instead, and widths are honest.

Nothing here escapes for a format: HTML and Markdown do that themselves, after this.
"""

import re
import unicodedata

# joiners shape Persian words and emoji and cannot reorder or hide anything
_JOINERS = frozenset("\u200c\u200d")
_SOFT_HYPHEN = "\u00ad"  # by definition unseen, and web pages are full of it
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text with control, format, bidirectional and separator characters replaced by a visible name.

    Tabs and line breaks stay: `one_line` takes them out. "\\x1b" becomes "␛", U+202E "⟨U+202E⟩".
    """
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def one_line(text: str) -> str:
    """The visible text on one line: every run of white space is one blank, none at the ends."""
    return _SPACE.sub(" ", visible(text.replace("\u2028", "\n").replace("\u2029", "\n"))).strip()


def shorten(text: str, width: int) -> str:
    """The text on one line of at most `width` columns, cut at a word where one ends near, with "…"."""
    line = one_line(text)
    if columns(line) <= width:
        return line
    kept = _take(line, max(width - 1, 0))
    at_word = kept.rfind(" ")
    if at_word > len(kept) * 2 // 3:
        kept = kept[:at_word]
    return kept.rstrip(" ,;:") + "…"


def columns(text: str) -> int:
    """How many terminal columns the text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def wrap(text: str, width: int) -> list[str]:
    """The visible text as lines of at most `width` columns, broken at blanks or within long words.

    At least one line; East Asian text without blanks is broken where the line is full.
    """
    lines: list[str] = []
    line = ""
    for word in one_line(text).split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while columns(line) > width:
            head = _take(line, width) or line[0]
            lines.append(head)
            line = line[len(head) :]
    if line or not lines:
        lines.append(line)
    return lines


def _shown(char: str) -> str:
    if char.isprintable() or char in "\n\t" or char in _JOINERS:
        return char
    if char == "\r":
        return "\n"
    if char == _SOFT_HYPHEN:
        return ""
    category = unicodedata.category(char)
    if category == "Zs":  # no-break and other blanks
        return " "
    if ord(char) < 0x20:
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"} or ord(char) & 0xFFFE == 0xFFFE:
        return f"⟨U+{ord(char):04X}⟩"  # U+FFFE and its like are no characters, and XML refuses them
    return char  # unassigned or private: a box on the screen, nothing more


def _columns_of(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"} or char in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _take(text: str, width: int) -> str:
    used = 0
    for position, char in enumerate(text):
        used += _columns_of(char)
        if used > width:
            return text[:position]
    return text
