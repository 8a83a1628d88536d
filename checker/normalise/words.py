"""Words of a text, and their stems.

Tokens keep their place in the text. Stems are Snowball's English ones: they bring
"attacked", "attacks" and "attacking" together, and are for putting claims side by
side, never for judging them.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import Stemmer

# Initialisms with their stops first ("U.S."), then figures with their inner marks, then words
# with at most one inner apostrophe ("doesn't", "Russia’s"). Hyphens part words: "30-day" is two.
_TOKEN = re.compile(r"(?:[A-Z]\.){2,8}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_POSSESSIVE = re.compile(r"['’]s?$")

_STOPWORD_LIST = """
a about above after again against ain't all also although am among an and another any are aren't around as
at back be became because become becomes been before being below between both but by came can can't cannot
come could couldn't did didn't do does doesn't doing don't down during each either else even ever every few
first for from further get gets getting give given go goes going gone got had hadn't has hasn't have haven't
having he he'd he'll he's hence her here here's hers herself him himself his how however i i'd i'll i'm i've
if in into is isn't it it'd it'll it's its itself just keep know last least less let let's like made make
many may me might mightn't mine more most much must mustn't my myself near neither never no nor not now of
off often on once one only or other others ought our ours ourselves out over own per perhaps put quite
rather really said same saw say saying says see seem seemed seems shall shan't she she'd she'll she's should
shouldn't since so some soon still such take than that that's the their theirs them themselves then there
there's therefore these they they'd they'll they're they've this those though through thus to together told
too took toward towards two under until up upon us use used very was wasn't way we we'd we'll we're we've
well went were weren't what what's when when's where where's whether which while who who's whom whose why
will with within without won't would wouldn't yet you you'd you'll you're you've your yours yourself
yourselves
"""
STOPWORDS: frozenset[str] = frozenset(_STOPWORD_LIST.split())
"""Words that carry no matter of their own, lower case, with straight apostrophes."""

_stemmer = Stemmer.Stemmer("english", 0)  # no cache of its own: `stem` has one


def word_set(listed: str) -> frozenset[str]:
    """The words of a list that is parted by white space."""
    return frozenset(listed.split())


REPEATED = 4_096
"""How many sentences' readings are kept: outlets print the same agency copy and the same statements."""


class Token(NamedTuple):
    """One word or figure, and where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The words and figures of `text` in order, without punctuation."""
    return tuple([Token._make((match.group(), *match.span())) for match in _TOKEN.finditer(text)])


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The stem of one word, lower case, without a possessive ending."""
    return str(_stemmer.stemWord(_POSSESSIVE.sub("", plain(word))))


def plain(word: str) -> str:
    """`word` in lower case with straight apostrophes: the form in which words are looked up."""
    return word.lower().replace("’", "'")


_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)  # several patterns ask for the words of one sentence in turn
def letter_words(text: str) -> frozenset[str]:
    """The runs of letters in `text`, lower case: what tells whether a pattern needs a look at it at all."""
    return frozenset(_LETTERS.findall(text.lower()))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that carry matter: no stopwords, no figures, no single letters."""
    return frozenset(stem(word) for word in _TOKEN.findall(text) if _carries_matter(word))


@lru_cache(maxsize=32_768)
def _carries_matter(word: str) -> bool:
    low = plain(word)
    bare = _POSSESSIVE.sub("", low)
    return len(bare) > 1 and not bare[0].isdigit() and not {low, bare} & STOPWORDS
