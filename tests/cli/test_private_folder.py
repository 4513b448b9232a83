"""The data folder is its owner's only, whatever the umask and whatever it was before."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.cache import SnapshotStore
from core.private import private_file, private_folder, private_subfolder
from core.settings import Settings
from core.state import open_state
from tests.cache.fakes import FakeKolada
from tests.cli.conftest import Run
from tests.shared import small_harvest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """What may be done with FOLDER and the files in it."""
    paths = [folder, *(path for path in folder.iterdir() if not path.is_symlink())]
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}


def is_private(folder: Path) -> bool:
    return modes(folder) == {name: 0o700 if name == folder.name else 0o600 for name in modes(folder)}


def test_what_is_fetched_and_typed_in_is_the_owners_only(
    run: Run, data_dir: Path, kolada: Callable[[FakeKolada], None]
) -> None:
    kolada(FakeKolada(small_harvest()))
    assert run("refresh").status in (0, 2)
    with open_state(Settings.from_environment().database_url) as state:
        state.revision()
        # While it is open the journal lies beside.
        assert {"state.sqlite", "state.sqlite-wal"} <= set(modes(data_dir))
        assert is_private(data_dir), modes(data_dir)


def test_a_half_built_snapshot_is_the_owners_only(data_dir: Path) -> None:
    store = SnapshotStore(data_dir)
    with store.building():
        store.new_file().write_bytes(b"half")
        assert is_private(data_dir), modes(data_dir)


def test_a_folder_from_before_is_closed_by_the_next_command(run: Run, filled_dir: Path, umask: int) -> None:
    filled_dir.chmod(0o755)
    for file in filled_dir.iterdir():
        file.chmod(0o644)
    assert run("status").status == 0
    assert is_private(filled_dir), modes(filled_dir)
    assert os.umask(umask) == umask, "what is exported elsewhere is as the user has it"


def test_a_folder_that_many_use_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "theirs").touch()
    before = modes(shared)
    private_folder(shared)
    assert modes(shared) == before


def test_a_database_elsewhere_is_closed_and_its_folder_is_left(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "there"
    folder.mkdir(0o755)
    before = stat.S_IMODE(folder.stat().st_mode)
    open_state(f"sqlite:///{folder / 'state.sqlite'}").close()
    assert modes(folder) == {"there": before, "state.sqlite": 0o600}


def test_a_link_in_the_folder_leads_nobody_to_a_file_elsewhere(tmp_path: Path) -> None:
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "refresh.lock"
    elsewhere.write_text("somebody else's", encoding="utf-8")
    elsewhere.chmod(0o644)
    link.symlink_to(elsewhere)
    private_file(link)
    assert (stat.S_IMODE(elsewhere.stat().st_mode), elsewhere.read_text(encoding="utf-8")) == (0o644, "somebody else's")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_what_root_makes_in_somebodys_folder_is_hers(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 1234)
    inside = tmp_path / "cache-1.made"
    private_subfolder(inside)
    private_file(inside / "grundskola.json")
    for made in (inside, inside / "grundskola.json"):
        assert (made.stat().st_uid, made.stat().st_gid) == (1234, 1234)
    assert is_private(inside)
