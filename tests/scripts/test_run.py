"""``make run`` says plainly why it does not start."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.locks import servers_using, serving
from scripts import run
from tests.shared import ROOT


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.fixture
def free(taken: int) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_taken_is_told_before_anything_is_fetched(
    taken: int, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", "--port", str(taken)])
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.chdir(ROOT)
    assert run.main() == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"Startar inte: porten {taken} används redan av ett annat program. "
        f"Välj en annan, till exempel: make run PORT={max(taken, 8500) + 1}\n"
    )
    assert not data_dir.exists()


def test_the_second_start_says_that_the_first_runs(data_dir: Path, taken: int, free: int) -> None:
    with serving(data_dir, taken):
        assert run.why_not(taken, data_dir) == (
            f"Nyckeltal är redan igång på http://localhost:{taken} med samma data ({data_dir}). "
            "Öppna den adressen, eller avsluta den först med Ctrl+C där den startades."
        )
        # Several may share a folder, each on a port of its own: that is said, not refused.
        assert run.why_not(free, data_dir) == ""
        assert servers_using(data_dir) == [taken]
    assert servers_using(data_dir) == []


def test_a_folder_that_cannot_be_used_does_not_keep_a_server_from_starting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with serving(tmp_path / "file" / "data", 8501):
        assert servers_using(tmp_path / "file" / "data") == []


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "85 01", "²"])
def test_what_is_no_port_is_told(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", f"--port={text}"])
    with pytest.raises(SystemExit, match="2"):
        run.main()
    assert f"”{text}” är ingen port. Ange ett tal från 1 till 65535." in capsys.readouterr().err
