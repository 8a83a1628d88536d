"""`checker fetch`: pages from the web as articles in a folder."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from checker.commands import Outcome
from checker.errors import OutputError

if TYPE_CHECKING:
    from checker.fetch import Fetcher

MOST_HOSTS = 8  # asked at once, each one request at a time


async def run(arguments: Namespace) -> Outcome:
    """One line per address, in the order given; exit 3 where one could not be fetched."""
    from checker.fetch import Fetcher
    from checker.fetch.exchange import Bounds

    folder: Path = arguments.into
    _refuse_unusable(folder)
    bounds = Bounds(seconds=arguments.timeout_s, max_bytes=arguments.max_bytes)
    fetcher = Fetcher(allow_private=arguments.allow_private, bounds=bounds)
    hosts: dict[str, list[str]] = {}
    for url in dict.fromkeys(arguments.url):
        hosts.setdefault(_host(url), []).append(url)
    room = asyncio.Semaphore(MOST_HOSTS)
    lines: dict[str, tuple[str, bool]] = {}

    async def one_by_one(urls: Sequence[str]) -> None:
        async with room:
            for url in urls:
                lines[url] = await _fetched(fetcher, url, folder)

    await asyncio.gather(*map(one_by_one, hosts.values()))
    said = [lines[url] for url in dict.fromkeys(arguments.url)]
    return Outcome("".join(f"{line}\n" for line, _ in said), code=0 if all(saved for _, saved in said) else 3)


async def _fetched(fetcher: "Fetcher", url: str, folder: Path) -> tuple[str, bool]:
    """What became of one address, as a line, and whether its page is in the folder."""
    from checker.fetch import Refused, save

    shown = "".join(char if char.isprintable() else " " for char in url)
    try:
        page = await asyncio.to_thread(fetcher.fetch, url)
    except Refused as error:
        return f"not saved  {shown}: {error} ({error.code})", False
    path, new = save(page, folder)  # on the loop's own thread: one entry in sources.toml at a time
    return f"{'saved' if new else 'unchanged'}  {path.as_posix()}  {page.address}", True


def _refuse_unusable(folder: Path) -> None:
    """Raises before the first request: OutputError for a file, InputError for a broken sources.toml."""
    from checker.ingest.sources import read_sources

    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{str(folder)!r} is a file. Give a folder: checker fetch URL --into FOLDER")
    read_sources(folder)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # the fetcher says what is wrong with it
        return ""
