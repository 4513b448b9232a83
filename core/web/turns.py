"""Few pages are made at a time: those who ask take turns, and what takes long gives way. No Streamlit."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, local


class Turns:
    """Lets AT_ONCE threads work; the others sleep in a queue and are let in one by one.

    Streamlit gives every run a thread. A hundred that share an interpreter all become late together; in a queue the
    first is done at once, and what one of them made is kept for those behind. Of each asker's the first that came goes
    first, and the askers take turns. Whoever finds that what she asks for takes long says so (``long``): one such at a
    time, when nobody else waits, or at the latest when LONGEST_WAIT others have gone before.
    """

    LONGEST_WAIT = 60

    def __init__(self, at_once: int) -> None:
        self._all = self._free = at_once
        self._changing = Lock()
        self._waiting: OrderedDict[str, deque[Lock]] = OrderedDict()
        self._long: OrderedDict[str, deque[Lock]] = OrderedDict()
        self._has_long = False
        self._gone_before = 0
        self._mine = local()

    @property
    def is_idle(self) -> bool:
        """Whether nobody works or waits."""
        return self._free == self._all

    @contextmanager
    def turn(self, asker: str = "") -> Iterator[None]:
        """Wait for ASKER's turn, and have it until the end of the block."""
        self._wait(self._waiting, asker)
        self._mine.asker = asker
        try:
            yield
        finally:
            self._mine.asker = None
            self._give_on()

    @property
    def asker(self) -> str:
        """Whose turn this thread has; '' without one."""
        return getattr(self._mine, "asker", None) or ""

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within one's turn: wait for what others do, and let others work meanwhile. Elsewhere it is nothing."""
        asker = getattr(self._mine, "asker", None)
        if asker is None:
            yield
            return
        self._give_on()
        try:
            yield
        finally:
            self._wait(self._waiting, asker)

    @contextmanager
    def long(self) -> Iterator[None]:
        """Within one's turn: let others go before, and work when nobody else wants to. Elsewhere it is nothing."""
        asker = getattr(self._mine, "asker", None)
        if asker is None:
            yield
            return
        self._give_on()
        self._wait(self._long, asker)
        try:
            yield
        finally:
            with self._changing:
                self._has_long = False
                self._let_in()

    def _wait(self, line: OrderedDict[str, deque[Lock]], asker: str) -> None:
        """A place in LINE, until it is let in."""
        mine = Lock()
        mine.acquire()
        with self._changing:
            line.setdefault(asker, deque()).append(mine)
            self._let_in()
        mine.acquire()

    def _give_on(self) -> None:
        with self._changing:
            self._free += 1
            self._let_in()

    def _let_in(self) -> None:
        """Whoever is next, as long as there are turns."""
        while self._free and (line := self._next()) is not None:
            self._free -= 1
            asker, places = line.popitem(last=False)
            places.popleft().release()
            if places:
                line[asker] = places

    def _next(self) -> OrderedDict[str, deque[Lock]] | None:
        """The line that is next; None where nobody can be let in."""
        is_long = bool(self._long) and not self._has_long
        if is_long and (not self._waiting or self._gone_before >= self.LONGEST_WAIT):
            self._has_long, self._gone_before = True, 0
            return self._long
        if not self._waiting:
            return None
        self._gone_before += is_long
        return self._waiting


class Traffic:
    """Whether somebody is answered over plain HTTP, or was a moment ago: a room of phones asks for no turns.

    Noted by one thread, read by any.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._answered = 0
        self._last = float("-inf")

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Until the end of the block somebody is answered."""
        self._answered += 1
        try:
            yield
        finally:
            self._answered -= 1
            self._last = self._now()

    def is_quiet(self, seconds: float) -> bool:
        """Whether nobody is answered, nor has been for so many SECONDS."""
        return not self._answered and self._now() - self._last >= seconds


# Two work while a third waits for a store.
PAGES_AT_ONCE = Turns(3)
TRAFFIC = Traffic()
