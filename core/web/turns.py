"""Few pages are made at a time, in the order they were asked for. No Streamlit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """Lets AT_ONCE threads work; the others sleep in a queue and are let in one by one, first come first served.

    Streamlit gives every run a thread. A hundred that share an interpreter all become late together; in a queue the
    first is done at once, and what one of them made is kept for those behind.
    """

    def __init__(self, at_once: int) -> None:
        self._all = self._free = at_once
        self._changing = Lock()
        self._waiting: deque[Lock] = deque()

    @property
    def is_idle(self) -> bool:
        """Whether nobody works or waits."""
        return self._free == self._all

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it until the end of the block."""
        mine = self._place()
        if mine is not None:
            mine.acquire()
        try:
            yield
        finally:
            self._give_on()

    def _place(self) -> Lock | None:
        """A locked place in the queue, unlocked by whoever gives on the turn; None when there is no need to wait."""
        with self._changing:
            if self._free:
                self._free -= 1
                return None
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
            return mine

    def _give_on(self) -> None:
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


# Two work while a third waits for a store.
PAGES_AT_ONCE = Turns(3)
