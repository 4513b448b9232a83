"""Puts the example in place as the current snapshot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from core.cache import SnapshotStore
from core.cache.build import build
from core.catalogue import Catalogue
from core.example.harvest import SOURCE, example_harvest
from core.example.targets import example_targets
from core.example.view import example_catalogue
from core.state import State
from core.targets.store import replace_targets


def install_example(store: SnapshotStore, catalogue: Catalogue, state: State) -> Path:
    """Make the example's snapshot in STORE and its targets in STATE; the snapshot's file.

    Raises RefreshUnderWayError while another snapshot is being built, duckdb.Error when the disk is full, and
    StateError; the old snapshot stays if the new one cannot be built.
    """
    view, now = example_catalogue(catalogue), datetime.now(UTC)
    harvest = example_harvest(view, last_year=now.year - 1, fetched_at=now)
    targets = example_targets(view, harvest)
    with store.building():
        file = store.new_file()
        try:
            build(file, harvest, view)
        except BaseException:
            store.discard(file)
            raise
        store.swap_in(file)
    replace_targets(state.engine, targets, by=SOURCE)
    return file
