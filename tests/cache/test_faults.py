"""A snapshot that cannot be read is told in Swedish wherever it is asked for, and the next one is shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from core.cache import CurrentSnapshot, SnapshotStore
from core.cache.opening import SnapshotUnreadableError


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20_000])


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    file.write_bytes(bytes(content))


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def unreadable(file: Path) -> None:
    """A folder in its place: root reads what nobody else may."""
    file.unlink()
    file.mkdir()


FAULTS: Mapping[str, Callable[[Path], None]] = {one.__name__: one for one in (cut_off, damaged, emptied, unreadable)}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_snapshot_that_cannot_be_read_is_told_and_the_next_is_shown(
    tmp_path: Path, small_file: Path, fault: str
) -> None:
    store = SnapshotStore(tmp_path / "data")
    broken = store.new_file()
    shutil.copy(small_file, broken)
    store.swap_in(broken)
    FAULTS[fault](broken)
    source = CurrentSnapshot(store)
    with pytest.raises(SnapshotUnreadableError, match="går inte att läsa"):
        source.get()
    whole = store.new_file()
    shutil.copy(small_file, whole)
    store.swap_in(whole)
    found = source.get()
    assert found is not None
    assert found.file == whole
    found.close()
