"""The current snapshot changes by one rename, and nothing that goes wrong on the way leaves a trace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cache import CurrentSnapshot, RefreshUnderWayError, Snapshot, SnapshotStore, store
from core.cache.build import build
from core.locks import lock
from tests.shared import ROOT, built, small_catalogue, small_harvest

NO_LINKS = "no right to make links"


@pytest.fixture
def folder(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "data")


@pytest.fixture(params=["symlink", "hardlink"])
def either(request: pytest.FixtureRequest, folder: SnapshotStore, monkeypatch: pytest.MonkeyPatch) -> SnapshotStore:
    """A store where symbolic links can be made, and one where they cannot."""
    if request.param == "hardlink":

        def refused(self: Path, *_: object, **__: object) -> None:
            raise OSError(NO_LINKS)

        monkeypatch.setattr(Path, "symlink_to", refused)
    return folder


def added(into: SnapshotStore, small_file: Path) -> Path:
    """A new version in the store, swapped in."""
    file = into.new_file()
    file.write_bytes(small_file.read_bytes())
    into.swap_in(file)
    return file


def names(of: SnapshotStore) -> set[str]:
    return {file.name for file in of.folder.iterdir()} - {"refresh.lock"}


def test_without_a_snapshot_there_is_none(folder: SnapshotStore) -> None:
    assert folder.current() is None
    assert CurrentSnapshot(folder).get() is None


def test_asking_for_a_name_makes_only_the_folder(folder: SnapshotStore) -> None:
    folder.new_file()
    assert names(folder) == set()
    assert folder.current() is None


def test_what_was_swapped_in_is_current(either: SnapshotStore, small_file: Path) -> None:
    for _ in range(3):
        file = added(either, small_file)
        assert either.current() == file
        assert either.pointer.read_bytes() == small_file.read_bytes()


def test_the_pointer_is_changed_by_one_rename_over_the_old(
    either: SnapshotStore, small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = added(either, small_file)
    seen: list[Path | None] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append(either.current())
        result = replace(self, target)
        seen.append(either.current())
        return result

    monkeypatch.setattr(Path, "replace", watched)
    after = added(either, small_file)
    assert seen == [before, after]


def test_a_swap_leaves_no_temporary_file(either: SnapshotStore, small_file: Path) -> None:
    file = added(either, small_file)
    assert names(either) == {file.name, "cache.duckdb"}


def test_what_a_crash_left_of_a_swap_does_not_stop_the_next(
    folder: SnapshotStore, small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    before = added(folder, small_file)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            added(folder, small_file)
    assert folder.current() == before
    after = added(folder, small_file)
    assert folder.current() == after


def test_a_pointer_to_a_file_that_is_gone_is_no_snapshot(folder: SnapshotStore, small_file: Path) -> None:
    added(folder, small_file).unlink()
    assert folder.current() is None
    assert CurrentSnapshot(folder).get() is None


def test_a_copied_folder_whose_pointer_has_become_a_file_shows_the_newest_whole_snapshot(
    folder: SnapshotStore, small_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    added(folder, small_file)
    newest = added(folder, small_file)
    (folder.folder / "cache-99990101T000000000000.duckdb").write_bytes(b"half built when it was copied")
    copied = SnapshotStore(Path(shutil.copytree(folder.folder, tmp_path / "copied", symlinks=False)))
    assert copied.current() == copied.current() == copied.folder / newest.name
    assert [r.levelname for r in caplog.records] == ["WARNING"]
    assert newest.name in caplog.text
    later = added(copied, small_file)
    assert copied.current() == later


def test_a_pointer_that_was_copied_alone_is_a_snapshot(folder: SnapshotStore, small_file: Path, tmp_path: Path) -> None:
    copied = SnapshotStore(tmp_path)
    shutil.copy(small_file, copied.pointer)
    assert copied.current() == copied.pointer


def test_a_pointer_to_a_file_that_was_not_copied_gives_the_newest_that_was(
    folder: SnapshotStore, small_file: Path
) -> None:
    kept = added(folder, small_file)
    added(folder, small_file).unlink()
    assert folder.current() == kept


def test_a_data_folder_can_be_moved(folder: SnapshotStore, small_file: Path, tmp_path: Path) -> None:
    file = added(folder, small_file)
    moved = folder.folder.rename(tmp_path / "elsewhere")
    assert SnapshotStore(moved).current() == moved / file.name


def test_old_versions_are_cleared_away_and_the_current_one_never(either: SnapshotStore, small_file: Path) -> None:
    files = [added(either, small_file) for _ in range(5)]
    assert names(either) == {files[-1].name, files[-2].name, "cache.duckdb"}
    assert either.current() == files[-1]


def test_the_current_version_stays_even_when_the_clock_has_gone_backwards(
    folder: SnapshotStore, small_file: Path
) -> None:
    for _ in range(3):
        added(folder, small_file)
    early = folder.folder / "cache-20010101T000000000000.duckdb"
    early.write_bytes(small_file.read_bytes())
    folder.swap_in(early)
    assert folder.current() == early


def test_a_discarded_version_leaves_nothing(folder: SnapshotStore) -> None:
    file = folder.new_file()
    file.touch()
    Path(f"{file}.wal").touch()
    folder.discard(file)
    folder.discard(file)
    assert names(folder) == set()


def test_what_a_killed_build_left_is_cleared_away_by_later_swaps(folder: SnapshotStore, small_file: Path) -> None:
    half = folder.new_file()
    half.write_bytes(b"half")
    Path(f"{half}.wal").write_bytes(b"half")
    files = [added(folder, small_file) for _ in range(2)]
    assert names(folder) == {files[0].name, files[1].name, "cache.duckdb"}


def test_a_reader_of_the_old_goes_on_while_a_new_reader_gets_the_new(folder: SnapshotStore) -> None:
    old_file = folder.new_file()
    built(old_file)
    folder.swap_in(old_file)
    current = CurrentSnapshot(folder)
    old = current.get()
    assert old is not None
    assert current.get() is old
    new_file = folder.new_file()
    build(new_file, small_harvest(fetched_at=datetime(2025, 1, 1, tzinfo=UTC)), small_catalogue())
    folder.swap_in(new_file)
    new = current.get()
    assert new is not None
    assert (new.file, new.info.fetched_at.year) == (new_file, 2025)
    assert (old.file, old.info.fetched_at.year) == (old_file, 2024)
    assert len(old.signals_of("0126")) == len(new.signals_of("0126"))
    for snapshot in (old, new):
        snapshot.close()


def test_a_reader_that_holds_the_old_can_read_it_after_it_has_been_cleared_away(
    folder: SnapshotStore, small_file: Path
) -> None:
    old = Snapshot(added(folder, small_file))
    for _ in range(2):
        added(folder, small_file)
    assert not old.file.exists()
    assert len(old.signals_of("0126"))
    old.close()


def test_a_new_reader_in_the_same_process_gets_the_new(folder: SnapshotStore) -> None:
    for year in (2024, 2025):
        file = folder.new_file()
        build(file, small_harvest(fetched_at=datetime(year, 1, 1, tzinfo=UTC)), small_catalogue())
        folder.swap_in(file)
        snapshot = CurrentSnapshot(folder).get()
        assert snapshot is not None
        assert snapshot.info.fetched_at.year == year


def test_a_second_build_at_the_same_time_is_refused_in_swedish(folder: SnapshotStore) -> None:
    with (
        folder.building(),
        pytest.raises(RefreshUnderWayError, match=r"En annan hämtning pågår redan i .* Vänta tills den är klar"),
        SnapshotStore(folder.folder).building(),
    ):
        pass
    with folder.building():
        assert folder.folder.exists()


def test_the_right_to_build_is_given_back_when_a_build_fails(folder: SnapshotStore) -> None:
    with pytest.raises(ZeroDivisionError), folder.building():
        raise ZeroDivisionError
    with folder.building():
        assert folder.folder.exists()


HOLD = """
import sys
from pathlib import Path
from core.cache import SnapshotStore
with SnapshotStore(Path(sys.argv[1])).building():
    print("holding", flush=True)
    sys.stdin.readline()
"""


def test_a_build_in_another_process_keeps_us_out_until_it_ends_even_if_it_is_killed(folder: SnapshotStore) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        with pytest.raises(RefreshUnderWayError), folder.building():
            pass
    finally:
        process.kill()
        process.communicate()
    with folder.building():
        assert process.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="flock is not there")
def test_the_lock_does_not_wait(folder: SnapshotStore) -> None:
    folder.folder.mkdir()
    with (folder.folder / "refresh.lock").open("a+b") as first, (folder.folder / "refresh.lock").open("a+b") as second:
        lock(first.fileno())
        with pytest.raises(OSError, match=r"."):
            lock(second.fileno())


def test_what_was_made_of_a_snapshot_goes_with_it(folder: SnapshotStore, small_file: Path) -> None:
    files = [added(folder, small_file) for _ in range(2)]
    forgotten = folder.folder / "cache-20200101T000000000000.made"
    for made in (*map(store.beside, files), forgotten):
        made.mkdir()
        (made / "skola.json").write_text("{}")
    newest = added(folder, small_file)
    assert names(folder) == {store.POINTER, newest.name, files[1].name, store.beside(files[1]).name}
