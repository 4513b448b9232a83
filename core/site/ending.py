"""A server that is told to end lets what is under way be finished, but not for ever."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

# Whoever ended the server is to see it gone within ten seconds.
PATIENCE_SECONDS = 9.0
_ENDED_BY = 128

log = logging.getLogger(__name__)


@contextmanager
def ending_in_time() -> Iterator[None]:
    """Inside, SIGTERM and SIGINT end the process within PATIENCE_SECONDS, whoever keeps a request open.

    uvicorn takes no more requests, finishes those that it has, and would wait for the last of them as long as it takes.
    What the database has not committed by then, it takes back whole. Does nothing outside the main thread.
    """
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            if callable(handler := signal.getsignal(number)):
                signal.signal(number, _limited(handler))
    yield


Handler = Callable[[int, FrameType | None], object]


def _limited(handler: Handler) -> Handler:
    def limited(number: int, frame: FrameType | None) -> None:
        handler(number, frame)
        timer = threading.Timer(PATIENCE_SECONDS, _leave, (number,))
        timer.daemon = True
        timer.start()

    return limited


def _leave(number: int) -> None:
    log.warning("ended before everything that was under way was finished")
    logging.shutdown()
    os._exit(_ENDED_BY + number)
