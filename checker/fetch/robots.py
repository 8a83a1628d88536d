"""What a site asks robots not to fetch (RFC 9309), read with the standard library's parser."""

from urllib.robotparser import RobotFileParser

from checker.fetch.exchange import ROBOT

MAX_ROBOTS_BYTES = 500_000  # RFC 9309 asks robots to read at least that much
LONGEST_DELAY_S = 30.0
LONGEST_LINE = 2_000  # characters; nobody asks for an address that long


def read_robots(status: int, body: bytes) -> RobotFileParser:
    """The rules. None there (4xx): everything is allowed; a server in trouble (5xx): nothing."""
    rules = RobotFileParser()
    if 200 <= status < 300:
        lines = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace").splitlines()
        rules.parse(line for line in lines if len(line) <= LONGEST_LINE)
    elif 400 <= status < 500:
        rules.allow_all = True  # type: ignore[attr-defined]
        rules.modified()
    else:
        rules.disallow_all = True  # type: ignore[attr-defined]
        rules.modified()
    return rules


def delay_of(rules: RobotFileParser, *, least: float) -> float:
    """The pause in seconds between two requests that the site asks for, within reason."""
    asked = rules.crawl_delay(ROBOT)
    return max(least, min(float(asked), LONGEST_DELAY_S)) if asked is not None else least
