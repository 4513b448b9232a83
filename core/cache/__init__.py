"""The snapshot of Kolada: built beside the old one, swapped in whole, read by everyone. Nothing else knows its SQL."""

from core.cache.current import CurrentSnapshot
from core.cache.opening import SnapshotUnreadableError
from core.cache.snapshot import Info, KpiInfo, Snapshot
from core.cache.store import RefreshUnderWayError, SnapshotStore

__all__ = [
    "CurrentSnapshot",
    "Info",
    "KpiInfo",
    "RefreshUnderWayError",
    "Snapshot",
    "SnapshotStore",
    "SnapshotUnreadableError",
]
