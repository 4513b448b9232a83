"""When the next request may start, and how long to wait after a failure."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
_CLOSE_ENOUGH = 1e-6


class Pace:
    """Lets requests start one at a time, at least ``interval`` seconds apart, across all threads.

    ``clock`` gives seconds that never go back; ``sleep`` waits so many, or raises to end the wait.
    """

    def __init__(self, interval: float, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        """The first turn is free."""
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next_start = -math.inf

    def wait_turn(self) -> None:
        """Return when this thread may start a request."""
        while True:
            with self._lock:
                now = self._clock()
                pause = self._next_start - now
                if pause <= _CLOSE_ENOUGH:
                    self._next_start = now + self._interval
                    return
            # The turn is taken after the sleep, not before: a hold that comes meanwhile binds sleepers too.
            self._sleep(pause)

    def hold(self, seconds: float) -> None:
        """Let no thread start anything for ``seconds``."""
        with self._lock:
            self._next_start = max(self._next_start, self._clock() + seconds)


def growing_wait(failures: int, jitter: float) -> float:
    """Seconds to wait after the ``failures``-th failure in a row (from 1): doubling, plus up to half more.

    ``jitter`` lies in [0, 1); it keeps threads that failed together from coming back together.
    """
    doubled: float = FIRST_WAIT * 2 ** (failures - 1)
    return min(LONGEST_WAIT, doubled * (1 + jitter / 2))


def retry_after_seconds(header: str | None, now: float) -> float | None:
    """Seconds that a Retry-After header asks for, within 0-60, or None when it says nothing we understand.

    The header holds seconds or an HTTP date; ``now`` is the wall clock in seconds since 1970.
    """
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            when = parsedate_to_datetime(header)
        except ValueError:
            return None
        seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now
    return min(LONGEST_WAIT, max(0.0, seconds)) if math.isfinite(seconds) else None
