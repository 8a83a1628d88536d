"""The review in a terminal: one finding after the other, one letter and Enter for each decision."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from pydantic import ValidationError

from checker.errors import OutputError
from checker.model import Article, Finding
from checker.report import arrange
from checker.report.page import Page
from checker.report.visible import one_line, visible, wrap
from checker.review.desk import (
    Asked,
    AskedAddition,
    AskedCorrection,
    AskedNote,
    AskedVerdict,
    DecisionError,
    Desk,
    Passage,
)
from checker.review.view import FindingView, View, view

Read = Callable[[str], str | None]  # prompt → a line, or None at the end of the input
Write = Callable[[str], None]

PROMPT = "accept, dismiss, follow up, note, correct, undo, skip, back, missed, quit [a d f n c u s b m q]: "
_VERDICTS: Mapping[str, Literal["accept", "follow_up", "reopen"]] = {
    "a": "accept",
    "f": "follow_up",
    "u": "reopen",
}


def converse(desk: Desk, *, reviewer: str, read: Read, write: Write, width: int = 80) -> int:
    """How many decisions were taken. Starts at the first open finding; ends with `q` or the input's end."""
    return _Conversation(desk, reviewer=reviewer, read=read, write=write, width=width).run()


class _Conversation:
    def __init__(self, desk: Desk, *, reviewer: str, read: Read, write: Write, width: int) -> None:
        self._desk = desk
        self._who = reviewer
        self._read = read
        self._write = write
        self._width = max(40, width)
        self._taken = 0
        self._page = Page(desk.report)

    def run(self) -> int:
        findings = self._page.findings
        place = self._first_open()
        if not findings:
            self._write("No findings to review. m adds a contradiction that was missed.\n")
        while True:
            if place < len(findings):
                self._write("".join(f"{line}\n" for line in self._card(findings[place], place)))
            elif findings:
                self._write(f"\nThat was the last finding. {self._view().counts}.\n")
            word = self._read(PROMPT)
            if word is None or word.strip().lower() in {"q", "quit"}:
                return self._taken
            place = self._act(word.strip().lower()[:1], place)

    def _first_open(self) -> int:
        said = self._view().findings
        decided = {key for key, each in said.items() if each.verdict != "open"}
        return next((n for n, f in enumerate(self._page.findings) if f.id not in decided), 0)

    def _act(self, letter: str, place: int) -> int:
        """What the letter asks for is done; the place of the next finding to show."""
        findings = self._page.findings
        if letter in {"s", ""}:
            return min(place + 1, len(findings))
        if letter == "b":
            return max(place - 1, 0)
        if letter == "m":
            self._missed()
            return place
        if place >= len(findings) or letter not in "adfncu":
            self._write("Not possible here.\n")
            return place
        finding = findings[place]
        if letter in _VERDICTS:
            verdict = AskedVerdict(who=self._who, what=_VERDICTS[letter], finding=finding.id)
            return place + 1 if self._decide(verdict) and letter != "u" else place
        if letter == "d":
            why = self._asked("Reason: ")
            dismissal = AskedVerdict(who=self._who, what="dismiss", finding=finding.id, why=why)
            return place + 1 if why and self._decide(dismissal) else place
        if letter == "n":
            if text := self._asked("Note: "):
                self._decide(AskedNote(who=self._who, what="note", finding=finding.id, why=text))
            return place
        self._correct(finding)
        return place

    def _correct(self, finding: Finding) -> None:
        claims = [claim for side in finding.sides for claim in side.claims if claim in self._page.claims]
        for number, key in enumerate(claims, 1):
            claim = self._page.claims[key]
            says = one_line(claim.voice.speaker or "the outlet itself")
            number_is = f"; number: {one_line(claim.value)}" if claim.value else ""
            self._lines(f"“{claim.quote}” (says {says}{number_is})", first=f"  {number}. ", indent="     ")
        chosen = self._asked("Which claim? ")
        if not chosen.isdigit() or not 0 < int(chosen) <= len(claims):
            self._write("None corrected.\n")
            return
        field = self._asked("speaker or number? [s n] ")[:1].lower()
        if field not in {"s", "n"}:
            self._write("None corrected.\n")
            return
        now = self._asked("It should be (empty: none): ")
        asked = {"s": "speaker", "n": "number"}[field]
        why = self._asked("Remark, if any: ")
        self._decide(
            AskedCorrection.model_validate(
                {
                    "who": self._who,
                    "what": "correct",
                    "claim": claims[int(chosen) - 1],
                    "field": asked,
                    "now": now,
                    "why": why,
                }
            )
        )

    def _missed(self) -> None:
        articles = self._desk.report.articles
        for number, article in enumerate(articles, 1):
            self._lines(_name(article), first=f"  {number}. ", indent="     ")
        passages = []
        for name in ("first", "second"):
            chosen = self._asked(f"Article of the {name} passage: ")
            quote = self._asked("Its words: ")
            if not chosen.isdigit() or not 0 < int(chosen) <= len(articles) or not quote:
                self._write("Nothing added.\n")
                return
            passages.append(Passage(article=articles[int(chosen) - 1].id, quote=quote))
        question = self._asked("The question they answer differently: ")
        if question:
            self._decide(
                AskedAddition(
                    who=self._who, what="add", question=question, passages=(passages[0], passages[1])
                )
            )

    def _asked(self, prompt: str) -> str:
        return (self._read(f"  {prompt}") or "").strip()

    def _decide(self, asked: Asked) -> bool:
        try:
            self._desk.decide(asked)
        except (DecisionError, OutputError, ValidationError) as error:
            self._write(f"  {visible(str(error))}\n")
            return False
        self._taken += 1
        self._write("  Saved.\n")
        return True

    def _view(self) -> View:
        read, state = self._desk.refreshed()
        return view(self._desk.report, read, state)

    def _card(self, finding: Finding, place: int) -> Iterator[str]:
        yield ""
        head = f"{place + 1} of {len(self._page.findings)}  "
        kind = f"({finding.kind}, {finding.severity})"
        yield from self._wrapped(f"{finding.question} {kind}", first=head)
        yield from self._wrapped(finding.explanation)
        for number, side in enumerate(finding.sides):
            who = self._page.who(side)
            yield from self._wrapped(f"{who}: {arrange.heading(side)}", first=f"{arrange.letter(number)}  ")
            for evidence in side.evidence[:3]:
                passage = self._page.passage(evidence)
                text = f"{passage.before}▸{passage.quote}◂{passage.after}"
                yield from self._wrapped(f"{text} ({_name(passage.article)})", first="     ", indent="     ")
            if len(side.evidence) > 3:
                yield f"     {len(side.evidence) - 3} more in the report"
        yield from self._decided(self._view().findings.get(finding.id))

    def _decided(self, said: FindingView | None) -> Iterator[str]:
        if said is None:
            return
        for line in [*said.text.splitlines(), *(note.text for note in said.notes)]:
            yield from self._wrapped(line, first="=> ")

    def _lines(self, text: str, *, first: str, indent: str) -> None:
        self._write("".join(f"{line}\n" for line in self._wrapped(text, first=first, indent=indent)))

    def _wrapped(self, text: str, *, first: str = "   ", indent: str = "   ") -> list[str]:
        lines = wrap(text, self._width - max(len(indent), len(first)))
        return [(indent if n else first) + line for n, line in enumerate(lines)]


def _name(article: Article) -> str:
    return one_line(arrange.source_name(article))
