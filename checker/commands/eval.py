"""`checker eval`: labelled pairs and labelled folders → how often the check is right."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.commands import Outcome
from checker.commands.check import refuse_unwritable
from checker.commands.engine import Ready, engine_name, ready_engine
from checker.errors import InputError, OutputError
from checker.evaluate import Outcome as Judged
from checker.evaluate import judge_folder, judge_pairs, read_outcomes, sampled, to_jsonl
from checker.labelled import ANSWER_KEY, Expected, Pair, labelled_folders, read_expected, read_pairs
from checker.progress import Shown
from checker.scoreboard import scoreboard, to_text
from checker.settings import Settings, load_settings

Labelled = tuple[Path, tuple[Pair, ...] | Expected]


async def run(arguments: Namespace) -> Outcome:
    """The scores over everything that is labelled; against an earlier run where one is given."""
    given = {name: value for name, value in vars(arguments).items() if name in Settings.model_fields}
    resolved = load_settings(given, env=os.environ, config=arguments.config)
    before = read_outcomes(arguments.against) if arguments.against else None
    labelled = tuple(_labelled(arguments.labelled, arguments.expected, arguments.sample))
    if arguments.to is not None:
        refuse_unwritable(arguments.to)
    async with ready_engine(resolved.settings, engine_name(resolved)) as ready:
        judged = [outcome for each in labelled for outcome in await _judge(each, ready)]
        model = getattr(ready.engine, "model", None)
        board = scoreboard(judged, engine=ready.engine.name, model=model, before=before)
    scores = json.dumps(board.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    notes: tuple[str, ...] = ()
    if arguments.to is not None:
        _write(arguments.to, {"outcomes.jsonl": to_jsonl(judged), "scores.json": scores})
        notes = (f"written to {arguments.to.as_posix()}/: outcomes.jsonl, scores.json",)
    return Outcome(scores if arguments.form == "json" else to_text(board), notes)


def _labelled(paths: Sequence[Path], key: Path | None, sample: int | None) -> Iterator[Labelled]:
    """Everything that carries labels, read before the first question. Raises: InputError."""
    if key is not None:
        if len(paths) != 1 or not paths[0].is_dir():
            raise InputError(
                f"--expected {str(key)!r} is the answer key of one folder: name that folder alone"
            )
        yield paths[0], read_expected(key)
        return
    names: set[str] = set()
    for path in paths:
        for each in labelled_folders(path) if path.is_dir() else (path,):
            if each.name in names:
                raise InputError(f"two labelled files or folders are called {each.name!r}: rename one")
            names.add(each.name)
            if each.is_dir():
                yield each, read_expected(each / ANSWER_KEY)
            else:
                yield each, sampled(read_pairs(each), sample)


async def _judge(labelled: Labelled, ready: Ready) -> tuple[Judged, ...]:
    """What became of each item of a file of pairs, or of a folder with its answer key."""
    path, labels = labelled
    if isinstance(labels, Expected):
        return await judge_folder(path, labels, engine=ready.engine, limits=ready.limits)
    with Shown(sys.stderr, live=sys.stderr.isatty()) as progress:
        return await judge_pairs(
            labels,
            engine=ready.engine,
            limits=ready.limits,
            source=path.name,
            progress=lambda done: progress("compare", done, len(labels)),
        )


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write to {str(folder)!r}: {error.strerror}") from error
