"""Runs many batches on a few threads and hands each result to the thread that asked."""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable

from core.kolada.batches import Batch
from core.kolada.errors import KoladaBusy, KoladaError, KoladaUnreachable
from core.kolada.models import Observation

THREADS = 4
# Twice round all threads: then Kolada is down, and trying the rest would only delay the bad news.
GIVE_UP_AFTER = 2 * THREADS

Read = Callable[[Batch], list[Observation]]
OnDone = Callable[[Batch, list[Observation] | KoladaError], None]
_Result = tuple[Batch, list[Observation] | Exception]

_log = logging.getLogger(__name__)


def run(read: Read, batches: Iterable[Batch], on_done: OnDone) -> None:
    """Call ``read`` for each batch on at most four threads and ``on_done`` in this thread with what it gave.

    Each batch is reported once. After eight KoladaUnreachable or KoladaBusy in a row the batches not begun
    are reported with the same error. Any other exception, from ``read``, ``on_done`` or Ctrl-C, is raised at
    once; batches not begun are dropped and those under way are not waited for.
    """
    waiting = deque(batches)
    left = len(waiting)
    results: queue.SimpleQueue[_Result] = queue.SimpleQueue()
    # Daemons, unlike the threads of concurrent.futures: after Ctrl-C nobody must wait for a slow answer.
    workers = [
        threading.Thread(target=_work, args=(read, waiting, results), name=f"kolada-{n}", daemon=True)
        for n in range(min(THREADS, left))
    ]
    try:
        for worker in workers:
            worker.start()
        _deliver(left, waiting, results, on_done)
    finally:
        waiting.clear()
    for worker in workers:
        worker.join()


def _work(read: Read, waiting: deque[Batch], results: queue.SimpleQueue[_Result]) -> None:
    while (batch := _next(waiting)) is not None:
        try:
            results.put((batch, read(batch)))
        except Exception as error:  # noqa: BLE001 - raised again by _deliver, in the thread that asked
            results.put((batch, error))


def _next(waiting: deque[Batch]) -> Batch | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _deliver(left: int, waiting: deque[Batch], results: queue.SimpleQueue[_Result], on_done: OnDone) -> None:
    failures_in_a_row = 0
    while left:
        try:
            batch, outcome = results.get(timeout=0.5)
        except queue.Empty:
            continue  # an untimed wait would keep Ctrl-C from us on Windows
        if isinstance(outcome, Exception) and not isinstance(outcome, KoladaError):
            raise outcome
        on_done(batch, outcome)
        left -= 1
        down = isinstance(outcome, KoladaUnreachable | KoladaBusy)
        failures_in_a_row = failures_in_a_row + 1 if down else 0
        if isinstance(outcome, KoladaError) and failures_in_a_row >= GIVE_UP_AFTER:
            left -= _give_up(waiting, outcome, on_done)


def _give_up(waiting: deque[Batch], error: KoladaError, on_done: OnDone) -> int:
    """Report ``error`` for all that has not begun; how many that was."""
    dropped = 0
    while (batch := _next(waiting)) is not None:
        on_done(batch, error)
        dropped += 1
    if dropped:
        _log.error("Kolada seems to be down: %d batches not tried", dropped)
    return dropped
