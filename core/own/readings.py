"""Files that have been read, kept for a while: reading a large one takes seconds, and a page is drawn many times."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from core.own.models import Upload

MOST_KEPT = 12
# Some 150 bytes each; two of the largest files that are taken.
MOST_ITEMS = 250_000


@dataclass
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    upload: Upload | None = None

    @property
    def items(self) -> int:
        found = self.upload
        if found is None:
            return 0
        return len(found.rows) + len(found.faults) + len(found.warnings) + len(found.notes) + len(found.skipped)


class Readings:
    """Uploads by what they were read from; may be shared by threads.

    Those that were asked for longest ago go first, when there are more than MOST_KEPT or they hold more than MOST_ITEMS
    entries and findings together; the one asked for now always stays.
    """

    def __init__(self, most_kept: int = MOST_KEPT, most_items: int = MOST_ITEMS) -> None:
        self._most_kept, self._most_items = most_kept, most_items
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Upload]) -> Upload:
        """What READ gave for KEY. It is called once, also where several ask at the same time; the others wait."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
        with place.lock:
            if place.upload is None:
                place.upload = read()
            upload = place.upload
        self._tidy()
        return upload

    def _tidy(self) -> None:
        with self._lock:
            while len(self._places) > 1 and self._is_full():
                self._places.popitem(last=False)

    def _is_full(self) -> bool:
        items = sum(place.items for place in self._places.values())
        return len(self._places) > self._most_kept or items > self._most_items
