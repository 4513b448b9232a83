"""Who holds a folder is known to others, and whoever asks is in nobody's way."""

from __future__ import annotations

import fcntl
import logging
from pathlib import Path

import pytest

from core import locks
from core.locks import servers_using, serving


def test_a_server_is_known_while_it_runs(tmp_path: Path) -> None:
    with serving(tmp_path, 8501):
        assert servers_using(tmp_path) == [8501]
    assert servers_using(tmp_path) == []


def test_two_who_ask_at_once_do_not_take_each_other_for_a_server(tmp_path: Path) -> None:
    with serving(tmp_path, 8501):
        pass
    with (tmp_path / "server-8501.lock").open("a+b") as asking:
        locks.lock(asking.fileno(), is_shared=True)
        assert servers_using(tmp_path) == []


def test_a_server_that_starts_while_somebody_asks_is_known_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(tmp_path, 8501):
        pass
    with (tmp_path / "server-8501.lock").open("a+b") as asking:
        locks.lock(asking.fileno(), is_shared=True)
        # In the pause between two tries the other is done.
        monkeypatch.setattr("time.sleep", lambda _: fcntl.flock(asking, fcntl.LOCK_UN))
        with serving(tmp_path, 8501):
            assert servers_using(tmp_path) == [8501]
    assert not caplog.records


def test_a_server_that_cannot_be_known_says_so_in_the_log_and_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    with serving(tmp_path, 8501), caplog.at_level(logging.WARNING), serving(tmp_path, 8501):
        assert "server-8501.lock cannot be locked" in caplog.text
