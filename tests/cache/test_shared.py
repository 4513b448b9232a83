"""What one machine has fetched another shows: whole, checked, and what it had before until that can be read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from core.cache import Snapshot, SnapshotStore
from core.cache.opening import SnapshotUnreadableError
from core.cache.shared import NEWEST, DamagedError, SharedError, SharedSnapshots, shared_snapshots
from core.errors import NyckeltalError
from core.settings import Settings

OLD, NEW = "cache-20240301T120000000000.duckdb", "cache-20240302T120000000000.duckdb"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder that takes the object store's place."""
    return tmp_path / "shared"


@pytest.fixture
def replica(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "replica")


def laid_out(place: Path, small_file: Path, name: str) -> Path:
    """A refresher's snapshot called NAME, published."""
    file = place.parent / "refresher" / name
    file.parent.mkdir(exist_ok=True)
    shutil.copy(small_file, file)
    SharedSnapshots(str(place)).publish(file)
    return file


def names(store: SnapshotStore) -> set[str]:
    return {file.name for file in store.folder.iterdir()}


def test_a_replica_takes_what_was_published_and_asks_again_for_nothing(
    place: Path, replica: SnapshotStore, small_file: Path
) -> None:
    shared = SharedSnapshots(str(place))
    assert (shared.newest(), shared.collect(replica), replica.current()) == (None, None, None)
    published = laid_out(place, small_file, OLD)
    taken = shared.collect(replica)
    assert taken is not None
    assert (taken.name, taken.read_bytes()) == (OLD, published.read_bytes())
    assert replica.current() == taken
    assert taken.stat().st_mode & 0o077 == 0
    assert shared.collect(replica) is None
    laid_out(place, small_file, NEW)
    assert (shared.collect(replica) or taken).name == NEW
    # And back, where whoever refreshes takes a bad one back.
    laid_out(place, small_file, OLD)
    assert shared.collect(replica) == taken == replica.current()


def test_the_three_newest_stay_where_they_are_shared(place: Path, small_file: Path) -> None:
    made = [f"cache-2024030{day}T120000000000.duckdb" for day in range(1, 6)]
    for name in made:
        laid_out(place, small_file, name)
    assert {file.name for file in place.iterdir()} == {*made[-3:], NEWEST}


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _grown(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")


def _turned(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"\1")


@pytest.mark.parametrize("harm", [_cut, _grown, _turned])
def test_what_did_not_come_whole_leaves_the_old_ones_and_comes_when_it_is_mended(
    place: Path, replica: SnapshotStore, small_file: Path, harm: Callable[[Path], None]
) -> None:
    laid_out(place, small_file, OLD)
    shared = SharedSnapshots(str(place))
    old = shared.collect(replica)
    file = laid_out(place, small_file, NEW)
    harm(place / NEW)
    with pytest.raises(DamagedError, match="kontrollsumman"):
        shared.collect(replica)
    assert replica.current() == old
    assert names(replica) == {OLD, "cache.duckdb", "refresh.lock"}
    shared.publish(file)
    assert (shared.collect(replica) or file).name == NEW


def test_a_replica_of_an_older_version_keeps_what_it_can_read_and_downloads_it_once(
    place: Path, replica: SnapshotStore, small_file: Path
) -> None:
    laid_out(place, small_file, OLD)
    shared = SharedSnapshots(str(place))
    old = shared.collect(replica)
    newer = place.parent / "refresher" / NEW
    shutil.copy(small_file, newer)
    with duckdb.connect(newer) as connection:
        connection.execute("update meta set content = '999' where name = 'version'")
    shared.publish(newer)
    with pytest.raises(SnapshotUnreadableError):
        shared.collect(replica)
    (place / NEW).unlink()
    assert shared.collect(replica) is None
    assert replica.current() == old


def test_a_file_that_a_broken_disk_has_left_is_taken_again_at_the_next_start(
    place: Path, replica: SnapshotStore, small_file: Path
) -> None:
    laid_out(place, small_file, OLD)
    file = SharedSnapshots(str(place)).collect(replica)
    assert file is not None
    file.write_bytes(b"broken")
    assert SharedSnapshots(str(place)).collect(replica) == file
    assert Snapshot.info_of(file) is not None


def test_two_processes_with_one_folder_take_it_once(place: Path, replica: SnapshotStore, small_file: Path) -> None:
    laid_out(place, small_file, OLD)
    with replica.building():
        assert SharedSnapshots(str(place)).collect(replica) is None
    assert SharedSnapshots(str(place)).collect(replica) == replica.current()


@pytest.mark.parametrize(
    "said",
    ["", "[]", '{"name": "../state.sqlite"}', f'{{"name": "{OLD}", "sha256": "a", "size": 1}}'],
)
def test_what_says_nothing_that_we_know_leads_nowhere(place: Path, replica: SnapshotStore, said: str) -> None:
    place.mkdir()
    (place / NEWEST).write_text(said, encoding="utf-8")
    with pytest.raises(SharedError):
        SharedSnapshots(str(place)).collect(replica)


def test_a_name_that_leads_out_of_the_folder_is_none_of_ours(
    place: Path, replica: SnapshotStore, small_file: Path
) -> None:
    laid_out(place, small_file, OLD)
    said = json.loads((place / NEWEST).read_text(encoding="utf-8"))
    (place / NEWEST).write_text(json.dumps(said | {"name": f"../{OLD}"}), encoding="utf-8")
    with pytest.raises(SharedError):
        SharedSnapshots(str(place)).collect(replica)


@pytest.mark.parametrize("url", ["s3://hink/nyckeltal", "okand://hink", "s3://"])
def test_a_store_that_does_not_answer_is_told_of_without_its_secrets(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "nyckelns-namn",
        "AWS_SECRET_ACCESS_KEY": "hemligheten",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NyckeltalError) as told:
        SharedSnapshots(url).newest()
    assert "NYCKELTAL_FIGURES_URL" in str(told.value)
    assert url in told.value.detail
    assert "hemligheten" not in told.value.detail


def test_without_the_setting_each_machine_fetches_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert shared_snapshots(Settings.from_environment()) is None
    monkeypatch.setenv("NYCKELTAL_FIGURES_URL", f"{tmp_path}/")
    assert shared_snapshots(Settings.from_environment()) is not None
