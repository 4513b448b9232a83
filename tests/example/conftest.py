"""The example, made once for all its tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cache import Snapshot, SnapshotStore
from core.cache.harvest import Harvest
from core.catalogue import Catalogue, default_catalogue
from core.example import example_catalogue, example_harvest, install_example
from core.state import State, open_state

LAST_YEAR = 2025
FETCHED_AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Installed:
    store: SnapshotStore
    state: State
    snapshot: Snapshot


@pytest.fixture(scope="session")
def view() -> Catalogue:
    return example_catalogue(default_catalogue())


@pytest.fixture(scope="session")
def harvest() -> Harvest:
    return example_harvest(default_catalogue(), last_year=LAST_YEAR, fetched_at=FETCHED_AT)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder: Path = tmp_path_factory.mktemp("example")
    with open_state(f"sqlite:///{folder / 'state.sqlite'}") as state:
        store = SnapshotStore(folder)
        snapshot = Snapshot(install_example(store, default_catalogue(), state))
        yield Installed(store, state, snapshot)
        snapshot.close()
