"""A backup that is taken while many save, and restored elsewhere, has all that was confirmed before it was begun."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from core.access.audit import AuditLog
from core.access.people import at_the_terminal
from core.cycle.book import MEASURES
from core.cycle.models import Measure, Way
from core.state import open_state
from core.state.database import StateError, writing
from core.state.entries import save_of
from tests.shared import GRADES, HUDDINGE, ROOT

pytestmark = pytest.mark.faults
BY = at_the_terminal("x")
SAVERS, BACKUPS = 8, 3


class Saver(Thread):
    """Saves one thing again and again; ``confirmed`` is how many times it has been told that it is saved."""

    def __init__(self, url: str, key: str, is_over: Event) -> None:
        super().__init__()
        self.confirmed = 0
        self._url, self.key, self._is_over = url, key, is_over

    def run(self) -> None:
        with open_state(self._url) as state:
            while not self._is_over.is_set():
                measure = Measure(self.key, GRADES, "T", "grundskola", str(self.confirmed + 1), Way.UP)
                # SQLite has no queue: of eight without a pause one may find it locked for half a minute on a machine
                # that is busy. She is told so, and saves again.
                with suppress(StateError):
                    with writing(state.engine) as session:
                        MEASURES.put(session, HUDDINGE, self.key, measure, save_of(BY, datetime.now(UTC)))
                    self.confirmed += 1


def command(folder: Path, *words: str) -> None:
    environment = os.environ | {"NYCKELTAL_DATA_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "core", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_backup_under_load_has_all_that_was_confirmed_and_is_restored_whole(tmp_path: Path) -> None:
    here = tmp_path / "data"
    url = f"sqlite:///{here / 'state.sqlite'}"
    open_state(url).close()
    is_over = Event()
    savers = [Saver(url, f"m{i}", is_over) for i in range(SAVERS)]
    for saver in savers:
        saver.start()
    try:
        for turn in range(BACKUPS):
            file, there = tmp_path / f"{turn}.zip", tmp_path / f"restored{turn}"
            before = {saver.key: saver.confirmed for saver in savers}
            command(here, "backup", str(file))
            after = {saver.key: saver.confirmed for saver in savers}
            command(here, "backup", "--check", str(file))
            command(there, "restore", str(file))
            with open_state(f"sqlite:///{there / 'state.sqlite'}") as state:
                with state.engine.connect() as connection:
                    held = MEASURES.values(connection, HUDDINGE)
                assert AuditLog(state.engine).verified(by=BY).is_whole
            found = {key: int(held[key].title) if key in held else 0 for key in before}
            # One that was committed and not yet told may be in it.
            assert all(before[key] <= found[key] <= after[key] + 1 for key in before), (before, found, after)
            assert sum(after.values()) > sum(before.values()), "nobody saved meanwhile"
    finally:
        is_over.set()
        for saver in savers:
            saver.join()
