"""The language of a text by its most frequent small words; None when that is not clear.

Only words that carry a text of a few sentences are counted, so a name or a quotation in another
language does not turn it. Enough to tell which article the rules can read; no more is claimed.
"""

import re
from collections import Counter

SAMPLE = 6000  # code points from the middle of the text: its ends are where furniture is
FEWEST_HITS = 5
LEAST_LEAD = 1.35  # hits of the best language over the second, where both share words (es/pt, ru/uk, da/no)

WORD = re.compile(r"[^\W\d_]+")
STOPWORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": (
            "the and of to in that is was for with on as by at from his has have had not are were been "
            "which their they this but who will would said it he she an be after about into than its over"
        ),
        "es": (
            "el la los las de del que en y a un una por con para su se al es fue como más pero sus le ha "
            "han este esta según también sobre entre cuando sin ser lo no desde hasta tras"
        ),
        "fr": (
            "le la les de des du et en un une que qui dans pour par sur au aux avec est sont a été ce "
            "cette il elle ils ne pas plus son sa ses mais ou où selon après nous leur d l qu"
        ),
        "de": (
            "der die das und den dem des ein eine einen einem einer ist im mit von zu zum zur auf für "
            "nicht sich auch nach bei aus wie es sie er hat haben wurde werden sind war dass als über "
            "wird noch am an vor"
        ),
        "it": (
            "il lo la i gli le di del della dei delle che e è in un una per con su da dal dalla non si "
            "sono ha hanno più anche come al alla nel nella ma ci suo sua tra dopo questo questa"
        ),
        "pt": (
            "o a os as de do da dos das que em no na nos nas um uma e é por para com não se ao à mais "
            "foi como mas sua seu são também pela pelo entre após ou ser tem há já"
        ),
        "nl": (
            "de het een en van in is dat op te zijn met voor niet aan er door om ook als bij naar maar "
            "uit heeft hebben werd worden over nog wordt die dit was ze hij"
        ),
        "pl": (
            "i w na z się nie do to że jest o po za od przez jak dla ale co czy oraz był był są tym jego "
            "jej który która które także tylko już"
        ),
        "cs": (
            "a v na se že je s z do o to i pro by jsou ale za podle jako po jeho který která které není "
            "byl byla bylo také při od však už"
        ),
        "sv": (
            "och i att det som en på är av för med den till inte har om ett han var men de från vid kan "
            "ska efter under sig hon också"
        ),
        "da": (
            "og i at det som en på er af for med den til ikke har om et han var men de fra ved kan skal "
            "efter under sig hun også blev"
        ),
        "no": (
            "og i at det som en på er av for med den til ikke har om et han var men de fra ved kan skal "
            "etter under seg hun også ble"
        ),
        "fi": (
            "ja on ei että se oli hän ovat myös mutta kun sen kuin joka jos tai ole mukaan niin ollut "
            "nyt vain hänen jo"
        ),
        "tr": (
            "ve bir bu da de için ile çok olarak daha olan gibi sonra kadar ancak ise ne dedi ya her en "
            "var değil"
        ),
        "ro": "și în de la a cu că pe nu din o un pentru este care au fost mai sunt dar ce lui prin după sau",
        "hu": "a az és hogy nem is egy ez meg volt de csak már van mint még ki el be szerint azt",
        "ru": (
            "и в не на что с по как он это к но из у о за его от для до же был она так они который были "
            "также если только было об после бы при ее их ещё уже"
        ),
        "uk": (
            "і в не на що з до як він це та але за від його про для у й був вона так вони який були "
            "також якщо тільки було після би при її їх ще вже є або під"
        ),
        "bg": (
            "и в на не да се от за е с по че това са като до но към ще след през той които който има "
            "беше при"
        ),
        "sr": "и у је да се на за са од који које као су није али што по до који из то ће",
    }.items()
}  # fmt: skip
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile(r"[\u3400-\u9fff]"), 0.3),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.5),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.5),
    ("hi", re.compile(r"[\u0900-\u097f]"), 0.5),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.5),
    ("ka", re.compile(r"[\u10a0-\u10ff]"), 0.5),
    ("hy", re.compile(r"[\u0530-\u058f]"), 0.5),
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
PERSIAN = re.compile(r"[پچژگ]")
URDU = re.compile(r"[ٹڈڑے]")
OTHER_SCRIPT = re.compile("|".join(pattern.pattern for _, pattern, _ in (*SCRIPTS, ("ar", ARABIC, 0))))


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None when it is too short or too mixed to say."""
    middle = max(0, (len(text) - SAMPLE) // 2)
    sample = text[middle : middle + SAMPLE].lower()
    if OTHER_SCRIPT.search(sample) and (by_script := _by_script(sample)):
        return by_script
    counts = Counter(WORD.findall(sample))
    hits = sorted(
        ((sum(counts[word] for word in counts.keys() & words), code) for code, words in STOPWORDS.items()),
        reverse=True,
    )
    (best, code), (second, _) = hits[0], hits[1]
    enough = best >= FEWEST_HITS and best >= 0.12 * sum(counts.values())
    return (
        code if enough and best >= LEAST_LEAD * second else _tie_break(code, hits, sample) if enough else None
    )


def _by_script(sample: str) -> str | None:
    letters = max(1, sum(map(str.isalpha, sample)))
    for code, pattern, share in SCRIPTS:
        if len(pattern.findall(sample)) >= max(10, share * letters):
            return code
    if len(ARABIC.findall(sample)) >= max(10, letters // 2):
        if len(URDU.findall(sample)) > letters // 50:
            return "ur"
        return "fa" if len(PERSIAN.findall(sample)) > letters // 50 else "ar"
    return None


# Letters only one of two close languages has, for a text whose small words leave it open.
TELLING_LETTERS = {
    "ru": "ыэъ",
    "uk": "іїєґ",
    "bg": "ъщ",
    "sr": "јљњћђ",
    "es": "ñ¿¡",
    "pt": "ãõçê",
    "da": "æø",
    "no": "æø",
    "sv": "äö",
}


def _tie_break(code: str, hits: list[tuple[int, str]], sample: str) -> str | None:
    other = hits[1][1]
    here = sum(map(sample.count, TELLING_LETTERS.get(code, "")))
    there = sum(map(sample.count, TELLING_LETTERS.get(other, "")))
    return code if here > 2 * there + 2 else None
