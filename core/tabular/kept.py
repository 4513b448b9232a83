"""Files that have been read, kept for a while: reading a large one takes seconds, and a page is drawn many times."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.tabular.progress import heard

MOST_KEPT = 12
# Some 150 bytes each; two of the largest files that are taken.
MOST_ITEMS = 250_000
# Read while nobody waits: so many at a time, so many begun; others begin when they are asked for again.
_READ_AT_ONCE = threading.Semaphore(2)
_MOST_BEGUN = 16
# What is said to be done of what is being read, however little it is: of nothing, one waits for one's turn.
_LEAST_SHARE = 0.01

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass
class _Place(Generic[T]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: T | None = None
    items: int = 0
    share: float = 0.0
    is_begun: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    def heard(self, share: float) -> None:
        # Parts of a file that tell nothing of each other never make it less.
        self.share = max(self.share, share)


class Kept(Generic[T]):
    """What was read, by what it was read from; may be shared by threads. ITEMS tells how many there are in one.

    Those that were asked for longest ago go first, when there are more than MOST_KEPT or they hold more than MOST_ITEMS
    together; the one asked for now always stays.
    """

    def __init__(self, items: Callable[[T], int], most_kept: int = MOST_KEPT, most_items: int = MOST_ITEMS) -> None:
        self._items, self._most_kept, self._most_items = items, most_kept, most_items
        self._places: OrderedDict[Hashable, _Place[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What READ gave for KEY. It is called once, also where several ask at the same time; the others wait."""
        place = self._place(key)
        with place.lock:
            if place.found is None:
                place.ended.clear()
                with heard(place.heard):
                    place.found = read()
                place.items = self._items(place.found)
            found = place.found
        self._tidy()
        return found

    def share(self, key: Hashable, read: Callable[[], T], patience: float) -> float:
        """How much is done of what READ gives for KEY, after PATIENCE seconds at most; 1.0 when ``get`` waits no more.

        It is begun where nobody has begun it, and goes on while nobody waits. What could not be read is begun again
        when somebody has got to know why.
        """
        place = self._place(key)
        with self._lock:
            begun = sum(one.is_begun and one.found is None for one in self._places.values())
            is_new = place.found is None and not place.is_begun and not place.ended.is_set()
            begins = is_new and begun < _MOST_BEGUN
            place.is_begun |= begins
        if begins:
            self._begin(key, read, place)
        if place.found is None:
            place.ended.wait(patience)
        # What cannot be read tells why to whoever gets it.
        return 1.0 if place.found is not None or place.ended.is_set() else min(place.share, 0.99)

    def _begin(self, key: Hashable, read: Callable[[], T], place: _Place[T]) -> None:
        try:
            threading.Thread(target=self._read, args=(key, read, place), daemon=True).start()
        except RuntimeError:
            # There are too many threads: whoever asks reads it.
            log.exception("no reading could be begun")
            self._end(place)

    def _read(self, key: Hashable, read: Callable[[], T], place: _Place[T]) -> None:
        try:
            with _READ_AT_ONCE:
                place.share = _LEAST_SHARE
                self.get(key, read)
        except Exception:
            log.exception("what was begun could not be read")
        finally:
            self._end(place)

    def _end(self, place: _Place[T]) -> None:
        with self._lock:
            place.is_begun = False
            place.ended.set()

    def _place(self, key: Hashable) -> _Place[T]:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
        return place

    def _tidy(self) -> None:
        with self._lock:
            while len(self._places) > 1 and self._is_full():
                # What somebody waits for is not thrown away half read.
                oldest = next((key for key, place in self._places.items() if not place.is_begun), None)
                if oldest is None or oldest == next(reversed(self._places)):
                    return
                del self._places[oldest]

    def _is_full(self) -> bool:
        items = sum(place.items for place in self._places.values())
        return len(self._places) > self._most_kept or items > self._most_items
