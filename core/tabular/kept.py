"""Files that have been read, kept for a while: reading a large one takes seconds, and a page is drawn many times."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

MOST_KEPT = 12
# Some 150 bytes each; two of the largest files that are taken.
MOST_ITEMS = 250_000

T = TypeVar("T")


@dataclass
class _Place(Generic[T]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: T | None = None
    items: int = 0


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
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
        with place.lock:
            if place.found is None:
                place.found = read()
                place.items = self._items(place.found)
            found = place.found
        self._tidy()
        return found

    def _tidy(self) -> None:
        with self._lock:
            while len(self._places) > 1 and self._is_full():
                self._places.popitem(last=False)

    def _is_full(self) -> bool:
        items = sum(place.items for place in self._places.values())
        return len(self._places) > self._most_kept or items > self._most_items
