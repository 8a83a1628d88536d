"""What a page states as entries of a live blog: schema.org updates, or elements with their own time."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from checker.ingest.liveblog import LIVE, LONGEST_HEAD, MOST_ENTRIES, Timed, bare

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_ENTRIES = 2
BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "section", "td")
LIVE_NAME = re.compile(
    r"(?:^|[\s_-])live-?(?:blog|feed|ticker|stream|entry|post|update|coverage)?s?(?=$|[\s_-])|liveblog", re.I
)


def updates_in(node: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Time and texts of each update that a schema.org LiveBlogPosting states, as they stand there."""
    updates = node.get("liveBlogUpdate")
    for update in (updates if isinstance(updates, list) else [updates])[:MOST_ENTRIES]:
        if not isinstance(update, Mapping):
            continue
        stated = update.get("datePublished") or update.get("dateModified")
        texts = tuple(
            value for key in ("headline", "articleBody", "text") if isinstance(value := update.get(key), str)
        )
        if isinstance(stated, str) and texts:
            yield stated.strip()[:LONGEST_HEAD], texts


def entries_in_page(tree: "HtmlElement", *, is_blog: bool) -> tuple[Timed, ...]:
    """The entries that stand side by side in a page, each with a `time`; none in a page that is no live blog.

    `is_blog`: the page's own data say that it is one. Else its headline or a name in its markup must.
    """
    dated = list(islice(tree.iter("time"), MOST_ENTRIES))
    beside = _beside(dated)
    parents: dict[HtmlElement, list[tuple[HtmlElement, str]]] = {}
    for element in dated:
        stated = (element.get("datetime") or element.text_content()).strip()[:LONGEST_HEAD]
        entry = _entry(element, beside)
        if stated and entry is not None and (parent := entry.getparent()) is not None:
            held = parents.setdefault(parent, [])
            if not held or held[-1][0] is not entry:
                held.append((entry, stated))
    fullest = max(parents.items(), key=lambda item: sum(_chars(entry) for entry, _ in item[1]), default=None)
    if fullest is None or len(fullest[1]) < FEWEST_ENTRIES:
        return ()
    parent, held = fullest
    if not (is_blog or _is_called_live(tree, parent)):
        return ()
    timed = tuple(Timed(stated, _texts(entry)) for entry, stated in held)
    for entry, _ in held:
        _make_plain(entry)
    return timed


def _beside(dated: Iterable["HtmlElement"]) -> Counter["HtmlElement"]:
    """Per element, in how many of its children a `time` stands."""
    seen: set[HtmlElement] = set()
    counts: Counter[HtmlElement] = Counter()
    for element in dated:
        parent = element.getparent()
        while parent is not None and element not in seen:
            seen.add(element)
            counts[parent] += 1
            element, parent = parent, parent.getparent()
    return counts


def _entry(element: "HtmlElement", beside: Mapping["HtmlElement", int]) -> "HtmlElement | None":
    """The block around a `time` that stands beside other blocks with one: the entry that it dates."""
    parent = element.getparent()
    while parent is not None and beside[parent] < FEWEST_ENTRIES:
        element, parent = parent, parent.getparent()
    return element if parent is not None and element.tag != "time" else None


def _chars(entry: "HtmlElement") -> int:
    return sum(len(paragraph.text_content()) for paragraph in entry.iter("p"))


def _make_plain(entry: "HtmlElement") -> None:
    """Makes a block without times of an entry: of several `article` elements the library keeps one."""
    entry.tag = "div"
    entry.attrib.clear()  # a class "entry" would make it the whole article
    for dated in list(entry.iter("time")):
        heading = dated.getparent()
        dated.drop_tree()
        if heading is not None and heading is not entry and not heading.text_content().strip():
            heading.drop_tree()


def _texts(entry: "HtmlElement") -> tuple[str, ...]:
    """The paragraphs of an entry: the text of each block that holds no other block."""
    blocks = (block for block in entry.iter(*BLOCKS) if next(block.iterdescendants(*BLOCKS), None) is None)
    texts = (" ".join(block.text_content().split()) for block in blocks)
    return tuple(dict.fromkeys(text for text in texts if bare(text)))


def _is_called_live(tree: "HtmlElement", parent: "HtmlElement") -> bool:
    titles = (element.text_content()[:300] for element in tree.iter("title", "h1"))
    if any(LIVE.search(title) for title in titles):
        return True
    block: HtmlElement | None = parent
    while block is not None:
        if LIVE_NAME.search(
            f"{block.get('class', '')} {block.get('id', '')} {block.get('itemtype', '')}"[:500]
        ):
            return True
        block = block.getparent()
    return any(
        LIVE_NAME.search((child.get("class") or "")[:300]) for child in parent if isinstance(child.tag, str)
    )
