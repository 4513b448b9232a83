"""Work that waits its turn: so much at a time, so much that waits in order, and no more than that."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio
import anyio.to_thread

T = TypeVar("T")


class FullError(Exception):
    """So much waits already that more would only make all of it late."""


class Queue:
    """Does AT_ONCE pieces of work; MOST_WAITING others wait, first come first served, of one asker MOST_EACH in all.

    For the event loop. Its threads are its own: whoever waits here keeps nobody from a page.
    """

    def __init__(self, at_once: int, most_waiting: int, *, most_each: int | None = None) -> None:
        self._most = at_once + most_waiting
        self._most_each = most_each or self._most
        self._asking: Counter[str] = Counter()
        self._free = anyio.Semaphore(at_once)
        self._threads = anyio.CapacityLimiter(at_once)

    @asynccontextmanager
    async def turn(self, asker: str = "") -> AsyncIterator[None]:
        """ASKER's turn, until the end of the block. Raises FullError at once rather than let her wait in vain."""
        if self._asking.total() >= self._most or self._asking[asker] >= self._most_each:
            raise FullError
        self._asking[asker] += 1
        try:
            async with self._free:
                yield
        finally:
            self._asking[asker] -= 1
            # Only those who wait are known.
            self._asking = +self._asking

    async def work(self, deed: Callable[[], T], asker: str = "") -> T:
        """What DEED gives, in a thread, when it is ASKER's turn. Raises FullError."""
        async with self.turn(asker):
            return await anyio.to_thread.run_sync(deed, limiter=self._threads)
