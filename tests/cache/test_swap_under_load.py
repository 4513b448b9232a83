"""Many readers at once, while the snapshot is changed under them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.cache import CurrentSnapshot, Snapshot, SnapshotStore
from tests.shared import COST, COUNTY, HUDDINGE, IDS, KPIS, built, small_harvest, value_rows

READERS, SWAPS = 8, 10


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Snapshot number n holds the number n and nothing else, wherever one looks."""
    folder = tmp_path_factory.mktemp("versions")
    files = []
    for number in range(SWAPS + 1):
        values = value_rows([COST]).assign(value=float(number))
        harvest = replace(small_harvest(kpis=[COST]), values=values, source=str(number))
        files.append(built(folder / f"{number}.duckdb", harvest))
    return files


def numbers_in(snapshot: Snapshot) -> set[float]:
    """The numbers that a reader of all kinds of things meets."""
    frames: list[pd.Series] = [
        snapshot.signals_of(HUDDINGE)["value"],
        snapshot.values_of_kpi(COST)["value"],
        snapshot.values_of(IDS)["value"],
        snapshot.means_of([COUNTY, "egen:sodertorn"], KPIS, "T")["value"],
        snapshot.kpi_years["low_cut"],
    ]
    assert all(len(frame) for frame in frames)
    return {float(v) for frame in frames for v in frame.unique()} | {float(snapshot.info.source)}


class Crowd:
    """Readers that read until they are told to stop; the swapper can wait until each has begun and ended anew."""

    def __init__(self, read: Callable[[], None]) -> None:
        self._read = read
        self._turns = [0] * READERS
        self._changed = threading.Condition()
        self.stopped = False

    def reader(self, number: int) -> None:
        try:
            while not self.stopped:
                self._read()
                with self._changed:
                    self._turns[number] += 1
                    self._changed.notify_all()
        finally:
            self.stopped = True
            with self._changed:
                self._changed.notify_all()

    def wait(self) -> None:
        """Until each has ended two turns, of which one is begun after now."""
        with self._changed:
            aim = [turn + 2 for turn in self._turns]
            self._changed.wait_for(
                lambda: self.stopped or all(t >= a for t, a in zip(self._turns, aim, strict=True)), timeout=60
            )


def swapped_in(store: SnapshotStore, version: Path) -> Path:
    file = store.new_file()
    file.write_bytes(version.read_bytes())
    store.swap_in(file)
    return file


def test_readers_see_one_version_whole_while_it_is_swapped_ten_times(tmp_path: Path, versions: list[Path]) -> None:
    store = SnapshotStore(tmp_path)
    swapped_in(store, versions[0])
    current = CurrentSnapshot(store)
    seen: set[float] = set()

    def read() -> None:
        snapshot = current.get()
        assert snapshot is not None
        numbers = numbers_in(snapshot)
        assert len(numbers) == 1
        seen.update(numbers)

    crowd = Crowd(read)
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(crowd.reader, number) for number in range(READERS)]
        for version in versions[1:]:
            crowd.wait()
            swapped_in(store, version)
        crowd.wait()
        crowd.stopped = True
        for reader in readers:
            reader.result()
    assert seen == set(range(SWAPS + 1))


def test_one_snapshot_is_shared_by_many_threads(versions: list[Path]) -> None:
    snapshot = Snapshot(versions[3])
    with ThreadPoolExecutor(READERS) as pool:
        found = list(pool.map(lambda _: numbers_in(snapshot), range(40)))
    assert found == [{3.0}] * 40
    snapshot.close()


def test_a_thread_that_read_the_pointer_before_a_swap_opens_the_old_version_after_it(
    tmp_path: Path, versions: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happens to a slow thread: the pointer is read, another thread moves on, then the file is opened."""
    store = SnapshotStore(tmp_path)
    old = swapped_in(store, versions[0])
    current = CurrentSnapshot(store)
    holder = current.get()
    new = swapped_in(store, versions[1])
    assert current.get() is not holder
    monkeypatch.setattr(store, "current", lambda: old)
    late = current.get()
    assert late is not None
    assert numbers_in(late) in ({0.0}, {1.0})
    monkeypatch.setattr(store, "current", lambda: new)
    latest = current.get()
    assert latest is not None
    assert numbers_in(latest) == {1.0}
    assert holder is not None
    assert numbers_in(holder) == {0.0}
