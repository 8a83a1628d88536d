"""Text that a page carries and no reader sees: taken out before anything reads it, and counted.

Hidden by style, by attribute, by white on white, pushed off the page, in comments. And in any
text: zero-width, tag and bidirectional control characters, which hide or reorder words.
"""

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from checker.ingest.lines import word_set

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HIDING_STYLE = re.compile(
    r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}(?:hidden|collapse)|"
    r"opacity\s{0,5}:\s{0,5}0?\.?0{1,4}(?![\d.])|font-size\s{0,5}:\s{0,5}0?\.?0{1,4}(?:px|pt|em|rem|"
    r"%)?\s{0,5}(?:;|!|\Z)|"
    r"(?:left|top|right|text-indent|margin-left|margin-top)\s{0,5}:\s{0,5}-\d{4,6}|"
    r"clip\s{0,5}:\s{0,5}rect\(\s{0,3}[01](?:px)?[\s,]|clip-path\s{0,5}:\s{0,5}inset\(\s{0,3}(?:50|100)%|"
    r"(?:max-)?(?:height|width)\s{0,5}:\s{0,5}[01](?:px)?\s{0,5}(?:;|!|\Z)|"
    r"transform\s{0,5}:\s{0,5}scale\(\s{0,3}0\s{0,3}\)|color\s{0,5}:\s{0,5}transparent",
    re.IGNORECASE,
)
COLOR = re.compile(r"(?:^|;|\s)color\s{0,5}:\s{0,5}([^;!]{1,40})", re.IGNORECASE)
BACKGROUND = re.compile(r"background(?:-color)?\s{0,5}:\s{0,5}([^;!]{1,40})", re.IGNORECASE)
# One rule of a style sheet, or where a group of rules (@media) begins and ends.
CSS_RULE = re.compile(
    r"(?P<open>@[^{};]{1,500}\{)|(?P<names>[^{}@;]{1,500})\{(?P<style>[^{}]{0,2000})\}|(?P<close>\})"
)
CSS_COMMENT = re.compile(r"/\*[^*]{0,5000}\*{1,5}/")
CSS_NAME = re.compile(r"[a-z][a-z0-9]{0,10}[.#][\w-]{1,80}\Z|[.#][\w-]{1,80}\Z")
FADING = re.compile(r"opacity\s{0,5}:[^;}]{0,20}", re.IGNORECASE)
MOST_SHEETS, LONGEST_SHEET = 50, 500_000
WHITE = word_set("white #fff #ffffff #fefefe #fdfdfd rgb(255,255,255) rgba(255,255,255,1) hsl(0,0%,100%)")


def hidden_elements(tree: "HtmlElement") -> Counter[str]:
    """Takes hidden elements and comments out of the tree; returns how many of which kind held text."""
    from lxml import etree

    counts: Counter[str] = Counter()
    hiding = _hiding_selectors(tree)
    for element in list(tree.iter()):
        if element.getparent() is None:
            continue
        if element.tag is etree.Comment:
            counts["comment"] += bool((element.text or "").strip())
            _drop(element)
        elif (
            isinstance(element.tag, str)
            and element.tag not in ("body", "head", "script", "style", "template", "meta", "link")
            and (_is_hidden(element) or (hiding and _is_selected(element, hiding)))
        ):
            counts["hidden passage"] += bool(element.text_content().strip())
            _drop(element)
    return +counts


def _hiding_selectors(tree: "HtmlElement") -> frozenset[str]:
    """What the page's own style sheets hide from everybody: ".promo", "#x", "p.promo".

    Only what stands in a rule for one class or id: rules for some screens (`@media`) and longer
    selectors depend on what is not known here. `opacity` does not count: pages fade their text in with it.
    """
    found: set[str] = set()
    for sheet in islice(tree.iter("style"), MOST_SHEETS):
        css = CSS_COMMENT.sub(" ", (sheet.text or "")[:LONGEST_SHEET])
        depth = 0
        for match in CSS_RULE.finditer(css):
            if match["close"]:
                depth = max(0, depth - 1)
            elif match["open"]:
                depth += 1
            elif depth == 0 and _hides(match["style"]):
                found.update(
                    name for name in map(str.strip, match["names"].split(",")) if CSS_NAME.match(name)
                )
    return frozenset(found)


def _hides(style: str) -> bool:
    return HIDING_STYLE.search(FADING.sub("", style)) is not None or _is_white_on_white(style)


def _is_selected(element: "HtmlElement", selectors: frozenset[str]) -> bool:
    marks = [f".{name}" for name in (element.get("class") or "")[:2000].split()]
    if name := element.get("id"):
        marks.append(f"#{name}")
    return any(mark in selectors or f"{element.tag}{mark}" in selectors for mark in marks)


def _drop(element: "HtmlElement") -> None:
    """Removes the element and its contents; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _is_hidden(element: "HtmlElement") -> bool:
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style = (element.get("style") or "")[:2000]
    return bool(style) and (HIDING_STYLE.search(style) is not None or _is_white_on_white(style))


def _is_white_on_white(style: str) -> bool:
    color, background = COLOR.search(style), BACKGROUND.search(style)
    if color is None:
        return False
    front = re.sub(r"\s", "", color.group(1)).lower()
    back = re.sub(r"\s", "", background.group(1)).lower() if background else "white"
    return front == back or (front in WHITE and back in WHITE)


def plain_note(counts: Counter[str]) -> str | None:
    """'2 comments, 1 hidden passage removed', or None."""
    if not counts:
        return None
    return (
        ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items()))
        + " removed"
    )


# Zero-width characters, bidirectional controls, tags, smuggled variation selectors, control characters, lone
# surrogates; the joiners only where no script or emoji needs them.
_NEVER_SEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
)
MAYBE_INVISIBLE = re.compile(f"[{_NEVER_SEEN}\u200c\u200d]")
INVISIBLE = re.compile(
    f"[{_NEVER_SEEN}]|(?<![\u0590-\u1cff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])[\u200c\u200d]"
)


def without_invisible(text: str) -> tuple[str, int]:
    """The text without characters that no reader sees, and how many there were."""
    if MAYBE_INVISIBLE.search("".join(set(text))) is None:  # each character once
        return text, 0
    return INVISIBLE.subn("", text)


def invisible_note(count: int) -> str:
    return f"{count} invisible character{'s' if count > 1 else ''} removed"
