"""The log from the terminal: whether it is as it was written, and all of it to keep elsewhere."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cli import main
from core.state import open_state
from core.state.audit import Actor, Change, record
from core.state.database import writing
from tests.cli.conftest import Run

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def file(data_dir: Path) -> Path:
    """A database whose log has three rows."""
    made = data_dir / "state.sqlite"
    with open_state(f"sqlite:///{made}") as state, writing(state.engine) as session:
        for key in "abc":
            record(session, Actor("anna"), NOW, Change("ändrade", "mål", key, None, {"nivå": "å"}))
    return made


def test_whoever_gives_out_the_whole_log_is_told_of_in_the_log_of_events(file: Path, run: Run) -> None:
    done = run("audit", "export")
    assert (done.status, done.out.count("\n")) == (0, 4)
    assert 'event="export"' in done.err
    assert file.exists()


def verify(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    return main(["audit", "verify", *options]), capsys.readouterr().out


def test_a_log_that_is_as_it_was_written_is_said_to_be(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = verify(capsys)
    assert status == 0
    assert "3 rader" in said
    assert "Loggen är som den skrevs." in said
    head = said.partition("Sista länken: ")[2][:64]
    assert verify(capsys, "--head", head)[0] == 0
    assert "finns inte i loggen" in verify(capsys, "--head", "0" * 63 + "1")[1]


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("UPDATE audit_log SET who = 'bo' WHERE id = 2", "bruten vid rad 2"),
        ("DELETE FROM audit_log WHERE id = 2", "bruten vid rad 3"),
        ("DELETE FROM audit_log WHERE id = 3", "borta i slutet"),
    ],
)
def test_a_log_that_somebody_has_been_at_is_told_of(
    file: Path, capsys: pytest.CaptureFixture[str], deed: str, words: str
) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(deed)
    status, said = verify(capsys)
    assert status == 1
    assert words in said
    assert "som den skrevs" not in said


@pytest.mark.usefixtures("file")
def test_the_log_is_given_out_a_line_a_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "export"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["key"] for row in rows] == ["a", "b", "c", "hela"]
    assert "(uid " in rows[-1]["who"]
    assert rows[0]["at"] == "2026-03-02T09:00:00.000000+00:00"
    assert all(len(row["link"]) == 64 for row in rows)
