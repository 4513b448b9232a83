"""The example, made once for all its tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cache import Snapshot, SnapshotStore
from core.cache.harvest import Harvest
from core.catalogue import Catalogue, default_catalogue
from core.cycle.book import CycleBooks
from core.example import example_catalogue, example_harvest
from core.goals.book import GoalBooks
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.state import State, open_state
from core.targets.store import held_targets
from tests.shared import opened

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
def installed(tmp_path_factory: pytest.TempPathFactory, _example: Path) -> Iterator[Installed]:
    """What the command has made, in a folder of these tests' own."""
    folder = tmp_path_factory.mktemp("example") / "data"
    shutil.copytree(_example, folder, symlinks=True)
    with open_state(f"sqlite:///{folder / 'state.sqlite'}") as state:
        store = SnapshotStore(folder)
        file = store.current()
        assert file is not None
        with opened(file) as snapshot:
            yield Installed(store, state, snapshot)


@pytest.fixture(scope="session")
def figures(installed: Installed, view: Catalogue) -> Figures:
    engine = installed.state.engine
    entered = Entered(lambda: held_targets(engine), lambda _: (), GoalBooks(engine), cycle=CycleBooks(engine))
    return Figures(installed.snapshot, view, entered, revision=1)
