"""The forms in which a sentence states a cause: patterns, and the words without which none can match.

In `forward` forms the effect stands left of the match and the cause right of it, in `reverse`
forms the other way round; the others name both. Every repeat is bounded: articles are not trusted.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

FormName = Literal[
    "forward", "reverse", "nothing", "blamed", "named", "cleft", "not_but", "died_how",
    "ruled_out", "sound", "none",
]  # fmt: skip
MAX_SIDE = 160  # characters of an effect or a cause

_NOT = r"(?P<not>not |never )?"
_BE = r"(?:was|were|is|are|been|being)"
_HARM = (
    r"killed|destroyed|sunk|wrecked|poisoned|brought down|ruined|derailed|wiped out|stopped|halted|"
    r"grounded|knocked out"
)
_MAKE = (
    r"caused|causes|causing|triggered|sparked|brought about|brought down|set off|started|led to|killed|"
    r"kills|destroyed|sank|wrecked|poisoned|wiped out|ruined|forced|prevented|stopped|halted|grounded|"
    r"derailed|ignited|knocked out|set fire to"
)
_SIDE = rf"[^,;:.]{{3,{MAX_SIDE}}}"
_ENDS = r"(?=[,;:.]|$)"


class _Form(NamedTuple):
    name: FormName
    pattern: re.Pattern[str]
    cues: frozenset[str]  # one of these words stands in whatever the pattern matches


def _form(name: FormName, pattern: str, cues: str, *, cased: bool = False) -> _Form:
    return _Form(name, re.compile(pattern, 0 if cased else re.IGNORECASE), frozenset(cues.split()))


_FORMS = (
    _form(  # "The mayor blamed the fire on a candle", "attributed it to", "blamed a candle for the fire"
        "blamed",
        rf"(?P<who>[A-Z][^,;:.]{{2,80}}?)? ?\b(?:(?:blam(?:ed|es)|attribut(?:ed|es)) (?P<effect>{_SIDE}?) "
        rf"(?:on|to) (?P<cause>{_SIDE})|(?:blam(?:ed|es)|holds|held) (?P<cause2>{_SIDE}?) "
        rf"(?:responsible )?for (?P<effect2>{_SIDE}))",
        "blamed blames attributed attributes holds held",
        cased=True,
    ),
    _form(  # "The cause of the fire was a candle", "The reason: a candle", "the culprit was not the storm"
        "named",
        rf"\b(?:cause|reason|culprit)s?(?: (?:of|for|behind|in) (?P<effect>{_SIDE}?))?"
        rf"(?: (?:was|were|is|had been) {_NOT}|: )(?P<cause>{_SIDE})",
        "cause causes reason reasons culprit culprits",
    ),
    _form(  # "What killed the limes was salt"
        "cleft",
        rf"\bwhat (?P<effect>(?:{_MAKE}) [^,;:.]{{3,80}}?) {_BE} {_NOT}(?P<cause>{_SIDE})",
        "what",
    ),
    _form(  # "It was the snow that brought down the roof"
        "cleft",
        rf"\bit (?:was|is) {_NOT}(?:because of |due to )?(?P<cause>[^;:.]{{3,{MAX_SIDE}}}?),? "
        rf"that (?P<effect>{_SIDE})",
        "it",
    ),
    _form(  # "not because of the fog but because of the strike"
        "not_but",
        r"\bnot (?P<cue>because of |because |by |of |from |due to )?(?P<other>[^,;:.]{3,80}?),? but "
        r"(?:because of |because |by |of |from |due to )?(?P<cause>[^,;:.]{3,80}?)"
        r"(?= that | which | (?:was|had|has|is) |[,;:.]|$)",
        "not",
    ),
    _form(  # how somebody died, as a verb: the cause is in it
        "died_how",
        r"\b(?:(?P<self>drowned|suffocated|starved|froze to death|hanged (?:him|her)self|"
        r"shot (?:him|her)self|took (?:his|her) own life|burnt to death|bled to death)|"
        r"(?:was|were|been) (?P<done>shot(?: dead)?|stabbed|strangled|poisoned|murdered|beaten to death|"
        r"drowned|struck by lightning|electrocuted|hanged|run over|trampled))\b",
        "drowned suffocated starved froze hanged shot took burnt bled stabbed strangled poisoned murdered "
        "beaten struck electrocuted run trampled",
    ),
    _form(
        "nothing",
        r"\b(?:has|have|had) (?:had )?nothing (?:at all |whatsoever )?to do with\b",
        "nothing",
    ),
    _form(
        "forward",
        r"\b(?:(?P<only>only |simply |solely |just |purely )?(?:because of|because|due to|owing to|"
        r"as a result of|as a consequence of|on account of|in consequence of|for want of)"
        r"|(?:caused|triggered|sparked|brought about|brought on|set off|started|ignited) by"
        r"|the (?:result|consequence|work|fault) of|down to|owed to"
        r"|(?:stems?|stemmed|resulted?|resulting) from|fell victim to"
        rf"|(?P<harm>{_HARM}) by"
        r"|(?P<of>died|dies|die|burst|perished|collapsed|fell ill|fallen ill|sick|resigned|resigns|"
        r"cancelled|quit) (?P<not>not )?(?:of|from|over|for)"
        r"|(?P<after>burst|collapsed|crashed|sank|exploded|died|came down|went out|derailed|caught fire|"
        r"called off|cancelled|closed|broke out|fell ill|resigned) (?P<weak>after))\b",
        "because due owing result consequence account want caused triggered sparked brought set started "
        "ignited work fault down owed stem stems stemmed resulted resulting victim killed destroyed sunk "
        "wrecked poisoned ruined derailed wiped stopped halted grounded knocked died dies die burst perished "
        "collapsed fell fallen sick resigned resigns cancelled quit crashed sank exploded came went caught "
        "called closed broke",
    ),
    _form(
        "reverse",
        rf"\b(?:(?P<verb>{_MAKE})|(?<=not |n't |n’t )(?P<base>cause|trigger|spark|bring down|set off|"
        r"start|kill|destroy|sink)"
        r"|(?P<noun>the (?:real |main |true |only |sole )?(?:cause of|reason for|reason why|culprit in))"
        rf"|(?P<be>{_BE}) (?P<not>not )?(?:behind|to blame for|blamed for|responsible for|at fault for)"
        r"|(?P<none>(?:played|plays|had|has) no (?:part|role|share) (?:in|whatever in))"
        r"|(?P<headline>blamed for))\b(?! by\b)",
        "caused causes causing triggered sparked brought set started led killed kills destroyed sank wrecked "
        "poisoned wiped ruined forced prevented stopped halted grounded derailed ignited knocked cause "
        "trigger spark bring start kill destroy sink reason culprit behind blame blamed responsible fault no",
    ),
    _form(  # "it ruled out the parasite (as a cause)", "a bomb was ruled out"
        "ruled_out",
        rf"\b(?:(?:ruled|rules|ruling) out (?P<cause>{_SIDE}?)(?: as (?:a |the |one )?(?:possible )?causes?"
        rf"(?: of (?P<effect>{_SIDE}))?)?{_ENDS}"
        r"|(?P<before>[^,;:.]{3,120}?) (?:was|were|has been|have been|had been|is|are) ruled out\b(?! by))",
        "ruled rules ruling",
    ),
    _form(  # "looked into the noise and ruled it out"
        "ruled_out",
        r"\b(?:into|at|considered|examined|checked) (?P<cause>the [^,;:.]{3,80}?)(?: as well| too)? and "
        r"(?:has |have |had )?ruled (?:it|them|this|that) out\b",
        "ruled",
    ),
    _form(  # "The brakes were in perfect order"
        "sound",
        r"(?P<cause>\b[Tt]he [^,;:.]{3,60}?) (?:was|were|had been|is|are) (?:all |both )?"
        r"(?:in (?:perfect |good |full )?(?:working )?order|sound|intact|faultless|without (?:a )?fault|"
        r"working (?:properly|perfectly|as they should|as it should))\b",
        "order sound intact faultless fault working",
        cased=True,
    ),
    _form(  # "There had been no storm near Orrin"
        "none",
        r"\bthere (?:was|were|is|are|has been|have been|had been) (?:simply |in fact |never )?"
        r"(?:no|never any|not any) (?P<cause>[^,;:.]{3,80}?)"
        r"(?=[,;:.]|$| and | but | that | when | at the time)",
        "there",
    ),
)  # fmt: skip
CUES = frozenset[str]().union(*(form.cues for form in _FORMS))


def find_forms(sentence: str, words: frozenset[str]) -> Iterator[tuple[FormName, re.Match[str]]]:
    """Every match of every form in `sentence`, form by form; `words` are its runs of letters, lower case."""
    for form in _FORMS:
        if not words.isdisjoint(form.cues):
            for match in form.pattern.finditer(sentence):
                yield form.name, match
