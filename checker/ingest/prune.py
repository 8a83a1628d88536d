"""Takes out of an HTML tree what its own markup shows to be no article, before the text is extracted.

Three signs: elements and class names made for furniture (`nav`, `related`, `cookie`), cards (a
heading that is nothing but a link to another page, with its teaser), and a second article below
the first. What holds much of the page's running text is never taken out for its class name.
"""

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import TYPE_CHECKING

from checker.ingest.lines import word_set

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_OF_A_PAGE = 0.4  # of the characters in paragraphs; a block with more is kept whatever its name says
SHORTEST_ARTICLE = 500  # code points of paragraphs
LONGEST_CARD = 700  # code points of a card: headline, teaser, byline and date

NOT_ARTICLE_TAGS = word_set(
    "nav footer aside form button select option iframe object embed svg canvas audio video dialog menu "
    "figure figcaption picture noscript template script style head"
)
NOT_ARTICLE_ROLES = word_set("navigation complementary contentinfo banner search dialog alertdialog")
KEPT_TAGS = word_set("html body main article p h1")
# Class and id tokens, whole: "share" is furniture, "shareholders" and "has-share" are not.
NOT_ARTICLE_TOKENS = re.compile(
    r"(?:^|[\s_-])(?<!has[_-])(?<!with[_-])(?<!no[_-])(?<!is[_-])(?<!not[_-])(?:share|sharing|social|"
    r"social-?(?:links|media|bar|share)|related(?:-?(?:articles?|"
    r"posts?|stories|content|links|box))?|recommended|recommendations|read-?(?:more|next|also)|"
    r"more-?(?:from|on|stories)|"
    r"most-?(?:read|viewed|popular)|trending|comments?|comment-?(?:list|section|thread|form)|disqus|"
    r"respond|newsletter|sign-?up|subscribe|subscription|paywall|promo|promotion|teaser|advert|"
    r"advertisement|ads?|ad-?(?:slot|unit|container|wrapper|break)|sponsored|outbrain|taboola|"
    r"cookie|cookies|consent|gdpr|breadcrumbs?|byline|author-?(?:bio|box|info|card)|bio|tags?|tag-?list|"
    r"topics|topic-?list|caption|credit|photo-?credit|image-?(?:caption|credit)|gallery|carousel|slideshow|sidebar|"
    r"widget|navigation|nav|menu|footer|masthead|site-?header|skip-?link|toolbar|"
    r"pull-?quotes?|autor|auteur|autore|fecha|datum|share-?bar|print-?only|popup|modal|overlay|banner|"
    r"disclaimer|firma|compartir|boletin|archivado|publi|nl|mas-?informacion|lesetipp|lese-?tipp|lire-?aussi|"
    r"external-?content|externer-?inhalt|embed-?consent|callout|copyright|timestamp|dateline-?meta|post-?meta|entry-?meta|"
    r"article-?meta|meta|published|updated|read-?time|reading-?time|follow|follow-?us|app-?promo|"
    r"audio-?player|video-?player|player|live-?now|ticker|kicker|section-?label|rubric|"
    r"eyebrow)(?:[\s_-](?:box|bar|block|list|container|wrapper|module|section|links?|area|inner|items?|"
    r"buttons?|tools?|component|group|widget|panel|unit|text|card|line|info|inline|callout|tease|prompt|offer|embed|reactions|"
    r"desk))?(?=\s|$)",
    re.IGNORECASE,
)
ARTICLE_TOKENS = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|content)[-_]?(?:body|content|text|main)", re.IGNORECASE
)
CAPTION_TOKEN = re.compile(
    r"(?:^|[\s_-])(?:image|photo|picture|img|media|figure|video|wp)-?caption(?:-text)?(?=\s|$)", re.I
)
NAMING = ("class", "id", "data-component", "data-testid", "data-module")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "imageCaption": two words
HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def prune(tree: "HtmlElement") -> None:
    """Removes furniture, cards and further articles from `tree`."""
    _drop_cards(tree)
    _drop_further_articles(tree)
    _drop_above_headline(tree)
    chars = _paragraph_chars(tree)
    limit = MOST_OF_A_PAGE * max(1, chars[tree])
    waiting = [tree]
    while waiting:
        for child in list(waiting.pop()):
            if not isinstance(child.tag, str):
                continue
            if _is_not_article(child) and chars[child] <= limit:
                child.drop_tree()
            else:
                waiting.append(child)


def _is_not_article(element: "HtmlElement") -> bool:
    if element.tag in KEPT_TAGS:
        return element.tag == "p" and CAPTION_TOKEN.search(_names(element)) is not None
    if element.tag in NOT_ARTICLE_TAGS or (element.get("role") or "") in NOT_ARTICLE_ROLES:
        return True
    names = _names(element)
    return NOT_ARTICLE_TOKENS.search(names) is not None and ARTICLE_TOKENS.search(names) is None


def _names(element: "HtmlElement") -> str:
    return CAMEL.sub("-", " ".join(element.get(name, "") for name in NAMING)[:500])


def _paragraph_chars(tree: "HtmlElement") -> dict["HtmlElement", int]:
    """Per element, how many characters stand in the paragraphs within it."""
    from lxml import etree

    chars: dict[HtmlElement, int] = {}
    for _, element in etree.iterwalk(tree, events=("end",)):
        if element.tag == "p":
            chars[element] = len(element.text_content())
        else:
            chars[element] = sum(chars.get(child, 0) for child in element)
    return chars


def _drop_cards(tree: "HtmlElement") -> None:
    """Removes blocks whose heading is only a link to elsewhere, when the page has at least two of them."""
    cards = [_card(heading) for heading in tree.iter(*HEADINGS) if _links_elsewhere(heading)]
    if len(cards) >= 2:
        for card in cards:
            if card.getparent() is not None:
                card.drop_tree()


def _links_elsewhere(heading: "HtmlElement") -> bool:
    parent = heading.getparent()
    links = [*heading.iter("a"), *([parent] if parent is not None and parent.tag == "a" else [])]
    text = heading.text_content().strip()
    elsewhere = (link for link in links if not (link.get("href") or "#").startswith("#"))
    return bool(text) and any(len(link.text_content().strip()) >= 0.9 * len(text) for link in elsewhere)


def _card(heading: "HtmlElement") -> "HtmlElement":
    """The widest block around a linked heading that has no other heading and is no longer than a card."""
    card = None
    for block in _ancestors(heading):
        if block.tag in ("html", "body", "main") or len(block.text_content()) > LONGEST_CARD:
            break
        if sum(1 for _ in block.iter("h1", *HEADINGS)) > 1:
            break
        card = block
    return card if card is not None else heading


def _ancestors(element: "HtmlElement") -> Iterator["HtmlElement"]:
    parent = element.getparent()
    while parent is not None:
        yield parent
        parent = parent.getparent()


def _drop_further_articles(tree: "HtmlElement") -> None:
    """Removes `article` elements with a main heading of their own below the first that has one."""
    articles = [element for element in tree.iter("article") if element.find(".//h1") is not None]
    first = next(iter(articles), None)
    for further in articles[1:]:
        if first is not None and first not in _ancestors(further) and further.getparent() is not None:
            further.drop_tree()


def _drop_above_headline(tree: "HtmlElement") -> None:
    """Removes what stands before the one main heading when an article's worth of text stands below it."""
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        return
    heading = headings[0]
    after = dropwhile(lambda element: element is not heading, tree.iter("h1", "p"))
    if sum(len(element.text_content()) for element in after if element.tag == "p") < SHORTEST_ARTICLE:
        return
    for element in [heading, *_ancestors(heading)]:
        if element.tag in ("html", "body"):
            break
        for before in list(element.itersiblings(preceding=True)):
            if isinstance(before.tag, str):
                before.drop_tree()
