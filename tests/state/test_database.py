"""The database's address and its failures are told in Swedish, never with the password."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import NyckeltalError
from core.state import StateError, open_state
from core.state.database import read_url

PASSWORD = "mycket-hemligt"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_read_as_psycopg(scheme: str) -> None:
    assert read_url(f"{scheme}://anna@server/nyckeltal").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://anna:{PASSWORD}@127.0.0.1:1/nyckeltal",
        f"postgresql+psycopg://127.0.0.1:1/nyckeltal?user=anna&password={PASSWORD}",
        f"mysql://anna:{PASSWORD}@127.0.0.1/nyckeltal",
        f"anna:{PASSWORD}@127.0.0.1",
        f"postgresql://anna:{PASSWORD}@127.0.0.1:port/nyckeltal",
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(url: str) -> None:
    with pytest.raises(NyckeltalError) as caught:
        open_state(url)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    assert "atabasen" in caught.value.message
    assert "NYCKELTAL_DATABASE_URL" in caught.value.detail


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "", "state.sqlite"])
def test_an_address_that_keeps_nothing_or_is_none_is_refused(url: str) -> None:
    with pytest.raises(StateError, match=r"i minnet|går inte att läsa"):
        open_state(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StateError, match="data"):
        open_state(f"sqlite:///{tmp_path / 'data' / 'state.sqlite'}")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    file.write_text("Viktiga anteckningar som inte får skrivas över. " * 50)
    before = file.read_bytes()
    with pytest.raises(StateError, match=r"state\.sqlite"):
        open_state(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_sqlite_is_in_wal_mode(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    open_state(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_another_process_saves_is_seen_however_often_this_one_has_opened_the_file(tmp_path: Path) -> None:
    """Who opens and closes the file itself lets go of SQLite's locks: the next process then throws away the journal."""
    file = tmp_path / "state.sqlite"
    other = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.close()"
    with open_state(f"sqlite:///{file}") as first:
        assert first.revision() == 0
        for number in (1, 2):
            with open_state(f"sqlite:///{file}") as second:
                assert second.revision() == number - 1
                change = f"UPDATE revision SET number = {number}"
                subprocess.run([sys.executable, "-c", other, str(file), change], check=True)
                assert (first.revision(), second.revision()) == (number, number)
        assert file.with_name("state.sqlite-wal").exists()


def test_a_folder_with_odd_signs_works(tmp_path: Path) -> None:
    file = tmp_path / "100 % åäö" / "state.sqlite"
    with open_state(f"sqlite:///{file}") as state:
        assert state.revision() == 0
    assert file.exists()


def test_a_table_that_is_gone_is_told_in_swedish(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    with open_state(f"sqlite:///{file}") as state:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("DROP TABLE revision")
        with pytest.raises(StateError, match="Databasen går inte att använda"):
            state.revision()
