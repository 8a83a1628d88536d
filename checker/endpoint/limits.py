"""How many requests at a time, how long between attempts, and how many tokens in all."""

import asyncio
import random
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from checker.model import Usage

SUSPECT_SHARE = 0.5  # prompts reported at under half of what their length promises were cut by the server
CUT_SIZES = tuple(2**power for power in range(10, 18))  # a server that cuts reports exactly its window


class Gate:
    """Lets at most `limit` requests run; an overload halves it, each success wins a little back.

    Halved at most once for all requests that were under way together: eight 429 answers to eight
    simultaneous requests are one overload.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.limit = float(most)
        self._running = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._lowered_at = 0.0
        self._closed_until = 0.0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[float]:
        """Hold one place for a request; yields when it began (monotonic seconds)."""
        await self._enter()
        try:
            await self._opening()
            yield time.monotonic()
        finally:
            self._running -= 1
            self._admit()

    def overloaded(self, began: float, *, pause_s: float = 0.0) -> None:
        """Halve the limit, and let nobody in for `pause_s`."""
        now = time.monotonic()
        self._closed_until = max(self._closed_until, now + pause_s)
        if began >= self._lowered_at:
            self.limit = max(1.0, self.limit / 2)
            self._lowered_at = now

    def succeeded(self) -> None:
        """Raise the limit by one for each round of successes, up to `most`."""
        self.limit = min(float(self.most), self.limit + 1 / self.limit)
        self._admit()

    async def _opening(self) -> None:
        pause = self._closed_until - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)
            await self._opening()  # another overload may have put it off

    async def _enter(self) -> None:
        if not self._queue and self._running < int(self.limit):
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the place was given in the same moment: pass it on
                self._running -= 1
                self._admit()
            raise

    def _admit(self) -> None:
        while self._queue and self._running < int(self.limit):
            turn = self._queue.popleft()
            if not turn.done():
                self._running += 1
                turn.set_result(None)


def pause_before(attempt: int, *, base_s: float, cap_s: float, asked_s: float | None) -> float | None:
    """Return how long to wait before the next try, or None where the server asks for more than the cap.

    `attempt` counts from 1. A server's Retry-After is kept as it is; otherwise the wait doubles,
    with jitter so that simultaneous failures do not come back together.
    """
    if asked_s is not None:
        return asked_s if asked_s <= cap_s else None
    doubled: float = base_s * 2.0 ** min(attempt - 1, 16)
    return min(cap_s, doubled) * random.uniform(0.5, 1.0)


class Ledger:
    """Counts what every attempt cost, failed ones too, and keeps the run inside its token budget.

    A request reserves its estimated prompt and its whole output limit before it is sent, so the
    budget holds with any number of requests under way; one that fits only if others cost less
    than they may waits for them.
    """

    def __init__(self, most: int | None) -> None:
        self.most = most
        self.usage = Usage()
        self._reserved = 0
        self._settled = asyncio.Event()

    @property
    def spent(self) -> int:
        """Return the tokens of all attempts so far."""
        return self.usage.prompt_tokens + self.usage.completion_tokens

    @asynccontextmanager
    async def reserved(self, tokens: int) -> AsyncIterator[bool]:
        """Hold `tokens` of the budget for one request; yields False where the budget cannot cover them."""
        if self.most is None:
            yield True
            return
        while self.spent + tokens <= self.most < self.spent + self._reserved + tokens:
            self._settled.clear()
            await self._settled.wait()
        if self.spent + tokens > self.most:
            yield False
            return
        self._reserved += tokens
        try:
            yield True
        finally:
            self._reserved -= tokens
            self._settled.set()

    def add(self, usage: Usage) -> None:
        """Count one attempt."""
        self.usage = self.usage + usage


class TokenScale:
    """How many tokens a text has at this endpoint, learnt from what the server reports."""

    def __init__(self, per_byte: float | None = None) -> None:
        self.per_byte = per_byte

    def estimate(self, *texts: str) -> int:
        """Return about how many prompt tokens the texts make; one for three bytes until the server told."""
        size = sum(len(text.encode("utf-8", "replace")) for text in texts)
        return int(size * (self.per_byte or 1 / 3)) + 16

    def bytes_for(self, tokens: int) -> int:
        """Return about how long a text of so many tokens is."""
        return int(tokens / (self.per_byte or 1 / 4))

    def learn(self, reported: int, *texts: str) -> None:
        """Take a server's count into account."""
        size = sum(len(text.encode("utf-8", "replace")) for text in texts)
        if size >= 200 and reported > 0:
            seen = reported / size
            self.per_byte = seen if self.per_byte is None else 0.8 * self.per_byte + 0.2 * seen

    def looks_cut(self, reported: int | None, *texts: str, known_room: int = 0) -> bool:
        """Tell whether the server counted far fewer prompt tokens than were sent: it cut the prompt.

        Either under half of what the length promises, or exactly a usual window size where more was
        sent. `known_room`: longer prompts than that size have been seen to arrive, so it is chance.
        """
        if not reported or self.per_byte is None:
            return False
        expected = self.estimate(*texts)
        if expected > 1000 and reported < SUSPECT_SHARE * expected:
            return True
        return reported in CUT_SIZES and reported >= known_room and expected > 1.1 * reported
