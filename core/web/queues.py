"""Work that waits its turn: so much at a time, those who ask in turns, and no more waiting than that."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.requests import HTTPConnection

from core.access.addresses import network

T = TypeVar("T")


class FullError(Exception):
    """So much waits already that more would only make all of it late."""


def asker_of(request: HTTPConnection) -> str:
    """Whom the queues count REQUEST for: the network that it comes from. A whole hall may share one."""
    return network(request.client.host if request.client else "")


class Queue:
    """Does AT_ONCE pieces of work; MOST_WAITING others wait, of one asker MOST_EACH in all.

    Of each asker's the first that came goes first, and the askers take turns: whoever asks for one thing does not wait
    for the hundreds that another asks for. For the event loop. Its threads are its own: whoever waits here keeps nobody
    from a page.
    """

    def __init__(self, at_once: int, most_waiting: int, *, most_each: int | None = None) -> None:
        self._most = at_once + most_waiting
        self._most_each = most_each or self._most
        self._asking: Counter[str] = Counter()
        self._free = at_once
        self._waiting: OrderedDict[str, deque[anyio.Event]] = OrderedDict()
        self._threads = anyio.CapacityLimiter(at_once)

    @asynccontextmanager
    async def turn(self, asker: str = "") -> AsyncIterator[None]:
        """ASKER's turn, until the end of the block. Raises FullError at once rather than let her wait in vain."""
        if self._asking.total() >= self._most or self._asking[asker] >= self._most_each:
            raise FullError
        self._asking[asker] += 1
        try:
            await self._wait(asker)
            try:
                yield
            finally:
                self._give_on()
        finally:
            self._asking[asker] -= 1
            # Only those who wait are known.
            self._asking = +self._asking

    async def work(self, deed: Callable[[], T], asker: str = "") -> T:
        """What DEED gives, in a thread, when it is ASKER's turn. Raises FullError."""
        async with self.turn(asker):
            return await anyio.to_thread.run_sync(deed, limiter=self._threads)

    async def _wait(self, asker: str) -> None:
        if self._free:
            self._free -= 1
            return
        mine = anyio.Event()
        self._waiting.setdefault(asker, deque()).append(mine)
        try:
            await mine.wait()
        except BaseException:
            # She gave up: her turn goes to another, or her place to nobody.
            if mine.is_set():
                self._give_on()
            else:
                self._waiting[asker].remove(mine)
                if not self._waiting[asker]:
                    del self._waiting[asker]
            raise

    def _give_on(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        asker, line = self._waiting.popitem(last=False)
        line.popleft().set()
        if line:
            self._waiting[asker] = line
