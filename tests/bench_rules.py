"""Prints how fast the rules engine checks generated articles, and in how much memory. Asserts nothing.

    python tests/bench_rules.py [ARTICLES]
    python tests/bench_rules.py --alone 10000

Articles of about 700 words, 20 on each story: people, places, figures, days and quotations of
the story, of which every seventh article has one wrong, among sentences that only fill. Every
name is invented, and the same seed gives the same articles. The second part puts all articles
on one story, which is the most that can stand in one folder. With --alone one folder of so many articles
is checked, and nothing else.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS = 700
PER_STORY = 20


def words(text: str) -> tuple[str, ...]:
    """The words of a list."""
    return tuple(text.split())


SYLLABLES = words(
    "bar ben cor dal den el far gol har is kel lan mar nor ost pel quin ras sol tal ul ver wes zan"
)
DAYS = words("Monday Tuesday Wednesday Thursday Friday")
NOUNS = words(
    "bridge budget ferry harbour hospital inquiry law market meeting mine orchard plant quarry reservoir road"
    " school strike summit tower tunnel vote warehouse workshop archive barge canal chapel depot engine mast"
    " garden library mill museum oven pier signal stadium station theatre turbine valley village well"
)
ADJECTIVES = words(
    "old new northern southern narrow wide disputed quiet crowded costly public private empty early late"
    " wooden broken famous modest distant"
)
VERBS = words("opened closed visited inspected described repaired measured crossed left reached praised sold")
MEASURES = (
    ("{n} people were injured in the {noun} fire in {place}", 5, 90),
    ("the repair of the {noun} will cost {n} million euros", 2, 80),
    ("{n} workers at the {noun} in {place} walked out", 40, 900),
    ("the {noun} in {place} is {n} kilometres long", 3, 70),
    ("{n} percent of the voters in {place} chose {person}", 12, 80),
)
QUOTES = (
    "We will not sign the paper on the {noun}",
    "The {noun} will be open again before the winter",
    "Nobody asked us about the {noun} in {place}",
    "I have never spoken with {person} about the {noun}",
)


@dataclass(frozen=True)
class Story:
    """What the articles on one story are about."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    sentences: tuple[tuple[str, int], ...]  # with {n} for the figure, and the figure


def name(chance: random.Random, parts: int) -> str:
    """An invented name."""
    return "".join(chance.choice(SYLLABLES) for _ in range(parts)).capitalize()


def story(chance: random.Random) -> Story:
    """Invented people and places, and what is said of them."""
    people = tuple(f"{name(chance, 2)} {name(chance, 3)}" for _ in range(6))
    places = tuple(name(chance, 3) for _ in range(4))

    def fill(template: str) -> str:
        return (
            template.replace("{noun}", chance.choice(NOUNS))
            .replace("{place}", chance.choice(places))
            .replace("{person}", chance.choice(people))
        )

    sentences: list[tuple[str, int]] = []
    for template, low, high in MEASURES * 2:
        text = f"{fill(template)}, {chance.choice(people)} said on {chance.choice(DAYS)}"
        sentences.append((f"{text[0].upper()}{text[1:]}.", chance.randint(low, high)))
    for template in QUOTES * 2:
        sentences.append((f"“{fill(template)},” {chance.choice(people)} said on {chance.choice(DAYS)}.", 0))
    first, second = people[:2]
    sentences.append((f"{first} called {second} on {chance.choice(DAYS)} and spoke for two hours.", 0))
    return Story(people, places, tuple(sentences))


def article(about: Story, chance: random.Random, *, wrong: bool, least: int) -> str:
    """At least so many words; with `wrong`, one figure is another than in the story's other articles."""
    known = list(about.sentences)
    chance.shuffle(known)
    mistaken = max(index for index, (_, figure) in enumerate(known) if figure) if wrong else -1
    paragraphs: list[str] = []
    words = 0
    while words < least:
        lines = [filler(about, chance) for _ in range(chance.randint(1, 3))]
        if known:
            text, figure = known.pop()
            if len(known) == mistaken:
                figure += figure // 2 + 3
            lines.insert(chance.randint(0, len(lines)), text.replace("{n}", str(figure)))
        paragraphs.append(" ".join(lines))
        words += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs) + "\n"


def filler(about: Story, chance: random.Random) -> str:
    """A sentence that contradicts nothing."""
    thing = f"The {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"
    subject = chance.choice(about.people) if chance.random() < 0.3 else thing
    place, scene = chance.choice(about.places), f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"
    return (
        f"{subject} {chance.choice(VERBS)} the {scene} near {place} while the {chance.choice(NOUNS)} "
        f"stood beside the {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}."
    )


def write_articles(folder: Path, count: int, *, per_story: int, least: int = WORDS) -> None:
    """`count` files with front matter, each of at least so many words."""
    folder.mkdir(parents=True)
    for number, text in enumerate(articles(count, per_story=per_story, least=least)):
        head = (
            f"---\noutlet: Paper {number % per_story}\ntitle: Story\ndate: 2031-03-07\nlanguage: en\n---\n\n"
        )
        (folder / f"{number:05}.md").write_text(head + text, encoding="utf-8")


def articles(count: int, *, per_story: int, least: int) -> Iterator[str]:
    """The texts, the same every time."""
    for number in range(count):
        about = story(random.Random(number // per_story))
        yield article(about, random.Random(10_000 + number), wrong=number % 7 == 0, least=least)


def measure(folder: Path) -> None:
    """Check `folder` in this process, from command line to written report, and print what it took."""
    from checker.cli import main as checker

    out = folder.parent / f"{folder.name}-report"
    began = time.perf_counter()
    checker(["check", str(folder), "--engine", "rules", "--out", str(out), "--quiet"])
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        "\n"
        + json.dumps(
            {
                "seconds": seconds,
                "cpu_s": used.ru_utime + used.ru_stime,
                "peak_mb": used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2),
                "report": str(out / "report.json"),
            }
        )
    )


def measured(folder: Path) -> dict[str, Any]:
    """What `measure` says in a process of its own, so that the peak is this folder's alone."""
    command = [sys.executable, __file__, "--measure", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.rpartition("\n{")[2].join(["{", ""]))
    report = json.loads(Path(result["report"]).read_text(encoding="utf-8"))
    result |= {name: len(report[name]) for name in ("claims", "findings", "failures")}
    result["steps"] = {
        stage: usage["seconds"] for stage, usage in report["usage"].items() if stage != "total"
    }
    return result


def checked(root: Path, count: int, *, per_story: int) -> dict[str, Any]:
    """What a check of so many generated articles took, printed in two lines."""
    folder = root / str(count)
    write_articles(folder, count, per_story=per_story)
    result = measured(folder)
    print(
        f"  {count:>6,} articles: {result['seconds']:6.1f} s, "
        f"{count / result['seconds']:5.0f} articles/s, peak {result['peak_mb']:4.0f} MB; "
        f"{result['claims']:,} claims, {result['findings']:,} findings, {result['failures']} failures"
    )
    print(f"          processor: {result['cpu_s']:.1f} s; by step: {result['steps']}")
    return result


def alone(count: int) -> None:
    """Two lines for one folder of so many articles."""
    print(f"{PER_STORY} articles on each story")
    with tempfile.TemporaryDirectory() as root:
        checked(Path(root), count, per_story=PER_STORY)


def compare(count: int, *, per_story: int, label: str) -> None:
    """One line for a tenth of the articles, one for all, and the ratio of their times."""
    print(label)
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as root:
        for number in (count // 10, count):
            results.append(checked(Path(root), number, per_story=min(per_story, number)))
    tenth, whole = results
    print(
        f"  ten times the articles take {whole['seconds'] / tenth['seconds']:.1f} times as long "
        f"({whole['cpu_s'] / tenth['cpu_s']:.1f} by processor time)"
    )


def page_size() -> None:
    """One line: how large the page of a large report is; it opens in a browser under 1 MB."""
    from sample_report import large

    from checker.report.html import to_html

    size = len(to_html(large(articles=50, findings=300)).encode())
    print(f"report.html of 50 articles with 300 findings: {size:,} bytes")


def main(arguments: Sequence[str]) -> None:
    """Two comparisons, with --alone one folder; --measure is what runs in a process of its own."""
    if arguments[:1] == ["--measure"]:
        measure(Path(arguments[1]))
        return
    if arguments[:1] == ["--alone"]:
        alone(int(arguments[1]))
        return
    count = int(arguments[0]) if arguments else 1000
    compare(count, per_story=PER_STORY, label=f"{PER_STORY} articles on each story")
    compare(count, per_story=count, label="all articles on one story")
    page_size()


if __name__ == "__main__":
    main(sys.argv[1:])
