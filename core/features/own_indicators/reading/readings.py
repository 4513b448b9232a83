"""Uploads that have been read, kept for a while."""

from __future__ import annotations

from core.features.own_indicators.models import Upload
from core.tabular.kept import MOST_ITEMS, MOST_KEPT, Kept


class Readings(Kept[Upload]):
    """Uploads: entries and findings are counted together."""

    def __init__(self, most_kept: int = MOST_KEPT, most_items: int = MOST_ITEMS) -> None:
        super().__init__(_items, most_kept, most_items)


def _items(found: Upload) -> int:
    return len(found.rows) + len(found.faults) + len(found.warnings) + len(found.notes) + len(found.skipped)
