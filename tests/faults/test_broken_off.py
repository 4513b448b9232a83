"""Whatever breaks an act off, what was committed is whole, nothing is half done, and it can be done again."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.acting import ACTS, ENDED_WELL, REFUSED
from tests.shared import ROOT

pytestmark = pytest.mark.faults
TOLD = ("Databasen går inte att använda just nu", "Inläsningen gick inte", "Det går inte att skriva i")


def broken_off(folder: Path, act: str, how: str) -> list[dict[str, Any]]:
    """What is told of each time."""
    asked = [sys.executable, "-m", "tests.faults.acting", str(folder), act, how]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def times(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert [one["fault"] for one in lines if "fault" in one] == []
    return [one for one in lines if "step" in one]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_whose_process_is_killed_is_done_whole_or_not_at_all(tmp_path: Path, act: str) -> None:
    *killed, whole = times(broken_off(tmp_path, act, "killed"))
    assert len(killed) > 3
    assert {one["ended"] for one in killed} == {-signal.SIGKILL}
    assert whole["ended"] == ENDED_WELL
    for one in killed:
        assert one["is_before"] or one["rows"] == whole["rows"], one
        # What was not done is done when it is asked for again; what was done is refused in words or changes nothing.
        assert one["again"] in ((ENDED_WELL,) if one["is_before"] else (ENDED_WELL, REFUSED)), one
    assert any(one["is_before"] for one in killed)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_finds_the_disk_full_is_told_in_swedish_and_done_whole_or_not_at_all(
    tmp_path: Path, act: str
) -> None:
    """No file of the process may grow: RLIMIT_FSIZE, a little later each time."""
    lines = broken_off(tmp_path, act, "full")
    *full, whole = times(lines)
    assert whole["ended"] == ENDED_WELL
    for one in full:
        assert one["ended"] == REFUSED, one
        assert one["is_before"], one
        assert one["again"] == ENDED_WELL, one
    told = [one["told"] for one in lines if "told" in one]
    assert [one for one in told if not one.startswith(TOLD)] == []
    assert full, "the limit was too wide to try anything"


@pytest.mark.parametrize("how", ["killed", "full"])
def test_a_refresh_that_is_broken_off_leaves_readers_the_old_or_the_new_and_the_next_one_clears_away(
    tmp_path: Path, small_file: Path, how: str
) -> None:
    shutil.copy(small_file, tmp_path / "small.duckdb")
    *broken, whole = times(broken_off(tmp_path, "refresh", how))
    assert whole["ended"] == ENDED_WELL
    assert {one["ended"] for one in broken} == {-signal.SIGKILL if how == "killed" else REFUSED}
    assert {one["reader"] for one in broken} == {ENDED_WELL}
    assert {one["again"] for one in broken} == {ENDED_WELL}
    assert max(one["left"] for one in broken) <= 1, "one older version is kept"
