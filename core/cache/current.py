"""The snapshot in use: opened once a version, changed when the pointer changes."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from core.cache.snapshot import Snapshot
from core.cache.store import SnapshotStore


class OnlySnapshot:
    """One snapshot, whatever the pointer says."""

    def __init__(self, file: Path) -> None:
        self._open = Snapshot(file)

    def get(self) -> Snapshot:
        """It."""
        return self._open


class CurrentSnapshot:
    """Gives the newest snapshot of a folder; a reader that holds an older one may go on with it in peace."""

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store
        self._lock = Lock()
        self._open: Snapshot | None = None

    def get(self) -> Snapshot | None:
        """The current snapshot, or None when there is none. Raises SnapshotUnreadableError."""
        file = self._store.current()
        if file is None:
            return None
        with self._lock:
            if self._open is None or self._open.file != file:
                # The old one is not closed: pages in other threads may read it. It goes when they drop it.
                self._open = Snapshot(file)
            return self._open
