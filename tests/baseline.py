"""One plain chat over a whole folder against the whole check, with the same model.

    python tests/baseline.py FOLDER... --base-url http://127.0.0.1:8790/v1 --model NAME [--answers FILE] [--offline]

What a user without this program would do: all articles in one message, and "find the contradictions". Its answer comes
in the form of the sweep's, so that both are scored alike: on labelled folders against their answer key, the check
item by item against the chat; on any other folder the questions are printed, to be read by eye. Quotes that do not stand
in their article byte for byte are counted; a statement without one is left out, as in the check.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from checker.commands.engine import Ready, ready_engine
from checker.engines.answers import to_sweep
from checker.engines.asking import Asks
from checker.engines.questions import read_text
from checker.engines.sweep import Sweep
from checker.engines.wire import Swept
from checker.evaluate import Outcome, folder_outcomes, labelled_articles
from checker.labelled import ANSWER_KEY, read_expected
from checker.model import Article, Chunk, Comparison, Confirmation, Conflict, Extraction, Group, Report
from checker.pipeline import Limits, check_articles
from checker.scoreboard import scoreboard, to_text
from checker.settings import Settings, load_settings

PLAIN = """Here are {number} news articles about one story. Find all contradictions: between the articles, within one of them, \
and between the people they quote.

For each contradiction give the question, the different answers, and for each answer the exact words of the articles that \
give it, copied verbatim. Answer as JSON.

{articles}"""


class PlainChat:
    """An `Engine` that asks one question for the whole folder and takes the answer as it is."""

    name = "plain chat"
    fingerprint = "plain-chat-1"
    limits: tuple[str, ...] = ()
    sweep_chars = sys.maxsize

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self.quotes = 0
        self.exact = 0

    async def extract(self, chunk: Chunk) -> Extraction:
        """Nothing: the one question reads the articles."""
        return Extraction(chunk=chunk.id, claims=())

    async def compare(self, group: Group) -> Comparison:
        """Nothing more than the one question gave."""
        return Comparison(group=group.id, conflicts=())

    async def confirm(self, conflict: Conflict) -> Confirmation:
        """Kept: nobody looks twice."""
        return Confirmation(conflict=conflict.id, verdict="keep", reason="", stability=1.0)

    async def sweep(self, articles: Sequence[Article]) -> Sweep:
        """The chat's contradictions."""
        texts = [
            f"Article {number} ({article.outlet or 'outlet not known'}, {article.published or 'no date'})\n\n{read_text(article)}"
            for number, article in enumerate(articles, 1)
        ]
        question = PLAIN.format(number=len(articles), articles="\n\n".join(texts))
        reply = await self._asks.ask(
            system="You are a careful news editor.", user=question, schema=Swept, name="plain_chat"
        )
        for dispute in reply.value.disputes:
            for statement in dispute.statements:
                self.quotes += 1
                known = statement.article <= len(articles)
                self.exact += known and statement.quote in articles[statement.article - 1].text
        found, failures = to_sweep(reply.value, name="plain", articles=articles, decided_by=self.name)
        return found.model_copy(update={"failures": failures, "usage": reply.usage})


async def main() -> int:
    """Both ways over every folder, then the scores."""
    arguments = _arguments()
    given = {
        name: "yes" if value is True else str(value)
        for name, value in vars(arguments).items()
        if name in Settings.model_fields and value
    }
    settings = load_settings(given, env=os.environ, config=None).settings
    plain_outcomes: list[Outcome] = []
    outcomes: list[Outcome] = []
    async with ready_engine(settings, "llm") as ready:
        chat = PlainChat(ready.engine._endpoint)  # type: ignore[attr-defined]
        for folder in arguments.folders:
            plain, full = await asyncio.gather(_report(folder, chat, ready.limits), _report_of(folder, ready))
            key = arguments.expected or folder / ANSWER_KEY
            if key.exists():
                expected = read_expected(key)
                plain_outcomes += folder_outcomes(plain, expected, name=folder.name)
                outcomes += folder_outcomes(full, expected, name=folder.name)
            else:
                print(_questions(folder, "one plain chat", plain))
                print(_questions(folder, "the check", full))
        model = getattr(ready.engine, "model", None)
    if outcomes:
        print(to_text(scoreboard(plain_outcomes, engine=chat.name, model=model)))
        print(to_text(scoreboard(outcomes, engine="llm", model=model, before=tuple(plain_outcomes))))
    print(f"the chat's quotes that stand in their article byte for byte: {chat.exact} of {chat.quotes}")
    return 0


async def _report(folder: Path, chat: PlainChat, limits: Limits) -> Report:
    return await check_articles(labelled_articles(folder), engine=chat, limits=limits)


async def _report_of(folder: Path, ready: Ready) -> Report:
    return await check_articles(labelled_articles(folder), engine=ready.engine, limits=ready.limits)


def _questions(folder: Path, how: str, report: Report) -> str:
    found = [f"  {each.scope:9} {each.kind:11} {each.question}" for each in report.findings]
    unsure = [f"  undecided {each.finding.kind:11} {each.finding.question}" for each in report.undecided]
    head = f"{folder.name}, {how}: {len(found)} findings, {len(unsure)} undecided, {len(report.quarantined)} quotes not found"
    return "\n".join([head, *found, *unsure, ""])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--expected", type=Path, help="the answer key of one folder that does not hold it")
    parser.add_argument("--base-url")
    parser.add_argument("--model")
    parser.add_argument("--answers", type=Path, help="where answers are kept, so that none is paid for twice")
    parser.add_argument("--timeout-s")
    parser.add_argument("--max-concurrency")
    parser.add_argument("--offline", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
