"""Deeds told with a noun: "the idea came from X", "at X's request", "still waiting for X's approval".

News English says half of what was proposed, approved or agreed with a noun. Each form here gives the deed
that a verb would give: who, what, and whether it is denied.
"""

import re
from typing import NamedTuple

from checker.engines.rules.verbs import lexicon
from checker.normalise.words import letter_words

_WORD = r"[^\W_][\w’'-]{0,30}"
_PHRASE = rf"{_WORD}(?: {_WORD}){{0,5}}"
_WHO = rf"(?P<who>(?:(?:the|their|its|his|her) )?{_WORD}(?: {_WORD}){{0,3}}?)"
_MATTER = r"(?P<what>[^,.;:!?\"“”]{1,80})"
_RESULTS = "agreement|deal|accord|truce|ceasefire|settlement|pact|treaty|compromise|breakthrough"
_POSSESSIVE = r"(?:['’]s|(?<=s)['’])"


class NominalDeed(NamedTuple):
    """A deed told with a noun; offsets are those of the sentence."""

    lemma: str
    who: str | None
    what: str | None
    denied: bool
    start: int
    end: int


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    cues: frozenset[str]  # one of these words stands in every sentence of the form
    lemma: str | None = None  # of the noun in group "noun" where None
    denied: bool = False


def _form(pattern: str, cues: str, lemma: str | None = None, *, denied: bool = False) -> _Form:
    return _Form(re.compile(pattern, re.IGNORECASE), frozenset(cues.split()), lemma, denied)


_FORMS = (
    _form(  # "The motion to close the library came from Ada Quell"
        r"\b(?:the|an?|this|that) (?:\w{1,20} )?(?P<noun>proposal|motion|idea|suggestion|request|"
        r"initiative|offer|invitation)"
        rf"(?P<what>(?: (?!came|comes|come){_WORD}){{0,8}}) (?:(?:had|has|first|originally) "
        rf")?(?:came|comes|come) from "
        rf"(?P<who>{_PHRASE})",
        "came comes come",
    ),
    _form(  # "The team was Quell's own choice"
        rf"(?<=\w) (?:was|is|had been|were) {_WHO}{_POSSESSIVE} (?:own )?"
        r"(?P<noun>idea|choice|proposal|suggestion|initiative|invention|design|decision)\b",
        "idea choice proposal suggestion initiative invention design decision",
    ),
    _form(  # "The meeting came about at Quell's request"
        rf"(?<=\w),? (?:at|on|upon) {_WHO}{_POSSESSIVE} "
        r"(?P<noun>request|suggestion|initiative|invitation|orders|order|instructions|proposal)\b",
        "request suggestion initiative invitation orders order instructions proposal",
    ),
    _form(  # "The meeting came about at the request of Ada Quell"
        rf"(?<=\w),? (?:at|on|upon) the (?P<noun>request|suggestion|initiative|invitation|orders|"
        rf"instructions|proposal) of (?P<who>{_PHRASE})",
        "request suggestion initiative invitation orders instructions proposal",
    ),
    _form(  # "The vaccine is still waiting for the agency's approval"
        rf"(?<=\w) (?:is|are|was|were|has been|have been)?(?: still)? ?"
        rf"(?:waiting for|awaiting|awaits|lacks|without) {_WHO}{_POSSESSIVE} "
        r"(?P<noun>approval|consent|permission|signature|ratification|endorsement)\b",
        "approval consent permission signature ratification endorsement",
        denied=True,
    ),
    _form(  # "The hunting ban failed in parliament"
        r"(?<=\w) (?:has |had )?(?:failed|fell|(?:was|been) (?:defeated|voted down|"
        r"thrown out)) in (?:the )?"
        r"(?P<who>parliament|senate|assembly|council|committee|chamber|house|congress)\b",
        "parliament senate assembly council committee chamber house congress",
        "reject",
    ),
    _form(  # "There is still no agreement on wages"
        r"\bthere (?:is|was|are|has been|had been) (?:(?:still|as yet|yet|so far|currently) )?"
        rf"(?:no|not any|not an?)(?: \w{{1,20}})? (?P<noun>{_RESULTS})\b(?: (?:on|about|over|to|for|"
        rf"with|of|under|between) {_MATTER})?",
        _RESULTS.replace("|", " "),
        "exist",
        denied=True,
    ),
    _form(  # "We have an agreement on wages"
        r"\b(?:there (?:is|was) (?:now )?|(?:have|has|had|got|reached|struck|concluded|signed) )an? "
        r"(?:\w{1,20} )?"
        rf"(?P<noun>{_RESULTS})\b(?: (?:on|about|over|to|for|with|of|under|between) {_MATTER})?",
        _RESULTS.replace("|", " "),
        "exist",
    ),
    _form(  # "The accord on cod was signed on Monday"
        rf"\b(?:the|an?) (?:\w{{1,20}} )?(?P<noun>{_RESULTS})(?: (?:on|about|over) "
        rf"(?P<what>{_WORD}(?: {_WORD})?))?"
        r" (?:was|has been|had been) (?:finally )?(?:signed|reached|concluded|sealed|struck|agreed)\b",
        _RESULTS.replace("|", " "),
        "exist",
    ),
    _form(  # "adjourned without a vote on the sale of the park"
        rf"\b(?:the|its|their|his|her) (?P<who>{_WORD}) (?:has |had )?(?:adjourned|ended|broke up|"
        rf"met|parted|closed|left|rose)"
        rf"[^,.;:!?]{{0,60}} without (?:an?|any|taking an?|reaching an?) (?:\w{{1,20}} "
        rf")?(?P<noun>vote|decision|agreement)"
        rf"(?: (?:on|about|over) {_MATTER})?",
        "without",
        "agree",
        denied=True,
    ),
)  # fmt: skip
CUES = frozenset[str]().union(*(form.cues for form in _FORMS))
MAX_BEFORE = 120
# The words of the thing, which stand before the form; looked at only where the form is found.
_BEFORE = re.compile(r"[^\W_][\w’'-]*(?: [^\W_][\w’'-]*){0,5}$")
_ENDS = re.compile(
    r"\s(?:who|which|that|when|while|and|but|because|as|after|before|on|in|at|for|to|from|by|"
    r"with|is|was|has|had|said|says"
    r")\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = re.compile(
    r"(?:\s(?:is|are|was|were|has|have|been|still|came|come|comes|about|happened))+$", re.IGNORECASE
)
_STARTS = re.compile(
    r"^(?:.{0,80}\b(?:said|says|that|because|and|but|when|while|where)\s)?(?:also |it |he |she |they )?",
    re.DOTALL,
)


def find_nominal_deeds(sentence: str) -> tuple[NominalDeed, ...]:
    """The deeds of one sentence that a noun tells, in the order of the forms."""
    words = letter_words(sentence)
    if words.isdisjoint(CUES):
        return ()
    found = []
    for form in _FORMS:
        if words.isdisjoint(form.cues):
            continue
        for match in form.pattern.finditer(sentence):
            found.append(_deed(form, match))
    return tuple(found)


def _deed(form: _Form, match: re.Match[str]) -> NominalDeed:
    groups = match.groupdict()
    noun = (groups.get("noun") or "").lower()
    who = groups.get("who")
    what = groups.get("what")
    start = match.start()
    if form.lemma != "exist" and "what" not in form.pattern.groupindex:
        before = _BEFORE.search(match.string, max(0, start - MAX_BEFORE), start)
        what, start = (before.group(), before.start()) if before else (None, start)
    if form.lemma == "exist":
        who, what = f"{noun} on {what.strip()}" if what else noun, None
    else:
        who = _ENDS.sub("", who.strip()) if who else None
        what = _TAIL.sub("", _STARTS.sub("", what.strip())).strip() if what else None
    lemma = form.lemma or lexicon().nouns[noun]
    return NominalDeed(lemma, who or None, what or None, form.denied, start, match.end())
