"""Decisions and reports to review with: the sample report's invented outlets and people."""

import json
import queue
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from command_line import environment

from checker.model import Finding, Report
from checker.report import write_report
from checker.review.decisions import Dispute, Stand, Verdict, VerdictName, Words, dispute_of

NOON = datetime(2031, 3, 8, 12, 0, tzinfo=UTC)


def dispute(*sides: Sequence[str], finding: str = "f-1", kind: str = "numeric") -> Dispute:
    """Sides of quotes "path: words"."""
    stands = tuple(
        Stand(position=quotes[0], words=tuple(_words(quote) for quote in quotes)) for quotes in sides
    )
    return Dispute.model_validate(
        {
            "finding": finding,
            "kind": kind,
            "scope": "outlets",
            "question": "How many people were aboard?",
            "decided_by": "rules/figures",
            "sides": stands,
        }
    )


def _words(quote: str) -> Words:
    path, _, text = quote.partition(": ")
    return Words(path=path, outlet=path.partition(".")[0], quote=text)


def verdict(
    about: Dispute, what: VerdictName, *, who: str = "Ann", minute: int = 0, mark: str = "", why: str = "so"
) -> Verdict:
    """A decision, `minute` minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    return Verdict(
        decision=mark or f"d-{about.finding}-{who}-{minute}", at=at, who=who, what=what, why=why, about=about
    )


def on(report: Report, finding: Finding, what: VerdictName, **fields: Any) -> Verdict:
    """A verdict on a finding as it stands in a report."""
    return verdict(dispute_of(finding, report), what, **fields)


def written(report: Report, folder: Path) -> Path:
    """The folder with the report in it."""
    write_report(report, folder)
    return folder


@dataclass
class Served:
    """`checker review` in a process of its own."""

    address: str
    process: subprocess.Popen[str]

    def get(self, path: str = "", **headers: str) -> tuple[int, str]:
        """The answer's code and text."""
        return self._ask(urllib.request.Request(self.address + path, headers=headers))

    def decide(self, asked: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
        """The answer to a decision, as the page sends it."""
        origin = re.match(r"http://[^/]+", self.address)
        assert origin
        sent = {"content-type": "application/json", "origin": origin.group()} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        request = urllib.request.Request(
            self.address + "decisions", data=json.dumps(asked).encode(), headers=sent, method="POST"
        )
        code, text = self._ask(request)
        return code, json.loads(text)

    @staticmethod
    def _ask(request: urllib.request.Request) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@contextmanager
def served(folder: Path, *, who: str = "Ann") -> Iterator[Served]:
    """`checker review FOLDER`, ended at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", "review", str(folder), "--no-browser", "--as", who],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in process.stderr], daemon=True).start()  # type: ignore[union-attr]
    try:
        found = re.search(r"http://\S+", lines.get(timeout=60))
        assert found
        yield Served(found.group(), process)
    finally:
        process.kill()
        process.wait()
