"""A database that fails while the program runs: told in Swedish, nothing lost, and well again without a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from core.access.audit import AuditLog
from core.access.people import at_the_terminal
from core.cycle.book import MEASURES
from core.cycle.models import Measure, Way
from core.state import State, database, open_state
from core.state.database import StateError, writing
from core.state.entries import save_of
from core.state.upgrade import MIGRATED, upgrade_to
from tests.shared import GRADES, HUDDINGE

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
BY = at_the_terminal("x")
NOT_NOW = "Databasen går inte att använda just nu"


def saved(engine: Engine, title: str, now: datetime = NOW) -> None:
    with writing(engine) as session:
        measure = Measure("m1", GRADES, "T", "grundskola", title, Way.UP)
        MEASURES.put(session, HUDDINGE, "m1", measure, save_of(BY, now))


def title_of(engine: Engine) -> str:
    with engine.connect() as connection:
        return MEASURES.values(connection, HUDDINGE)["m1"].title


@pytest.fixture
def impatient(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """A database of SQLite that gives up soon."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        saved(state.engine, "Först")
        yield state


def test_while_somebody_holds_the_lock_readers_read_and_a_save_is_refused_in_words(impatient: State) -> None:
    with closing(sqlite3.connect(impatient.engine.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert title_of(impatient.engine) == "Först"
        with pytest.raises(StateError, match=NOT_NOW):
            saved(impatient.engine, "Sedan")
        other.execute("ROLLBACK")
    saved(impatient.engine, "Sedan")
    assert title_of(impatient.engine) == "Sedan"


def test_a_file_that_is_gone_takes_no_save_that_would_be_gone_with_it(impatient: State) -> None:
    file = Path(impatient.engine.url.database or "")
    away = file.with_name("away")
    file.rename(away)
    with pytest.raises(StateError) as caught:
        saved(impatient.engine, "Sedan")
    assert "är borta" in caught.value.detail
    away.rename(file)
    saved(impatient.engine, "Sedan")
    assert title_of(impatient.engine) == "Sedan"


def test_a_damaged_file_is_told_and_not_written_in(impatient: State) -> None:
    file = Path(impatient.engine.url.database or "")
    impatient.engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    file.write_bytes(bytes(content))
    for act in (lambda: saved(impatient.engine, "Sedan"), impatient.revision):
        with pytest.raises(StateError, match=NOT_NOW):
            act()


def _server_away(server: Engine, name: str) -> Callable[[], None]:
    """Let nobody into the database NAME, and throw out who is in; what is given lets them in again."""
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
        )

    def back() -> None:
        with server.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))

    return back


@pytest.mark.parametrize("state_url", ["postgresql"], indirect=True)
def test_a_server_that_cannot_be_reached_for_a_while_is_told_and_used_again_without_a_restart(
    state: State, state_url: str, postgres_server: str
) -> None:
    saved(state.engine, "Först")
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    back = _server_away(server, make_url(state_url).database or "")
    try:
        for act in (lambda: saved(state.engine, "Sedan"), state.revision):
            with pytest.raises(StateError, match=NOT_NOW):
                act()
    finally:
        back()
        server.dispose()
    assert title_of(state.engine) == "Först"
    saved(state.engine, "Sedan")
    assert title_of(state.engine) == "Sedan"


def test_without_a_connection_left_one_is_told_and_let_in_when_there_is(
    impatient: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrow(url: URL, **options: Any) -> Engine:
        return create_engine(url, **options, pool_size=1, max_overflow=0, pool_timeout=0.05)

    monkeypatch.setattr(database, "create_engine", narrow)
    with open_state(str(impatient.engine.url)) as state:
        with state.engine.connect(), pytest.raises(StateError, match=NOT_NOW):
            state.revision()
        assert state.revision() > 0


def test_a_process_of_an_older_version_writes_nothing_once_a_newer_has_brought_the_database_on(state: State) -> None:
    saved(state.engine, "Först")
    with state.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert title_of(state.engine) == "Först"
    with pytest.raises(StateError, match="nyare version av programmet"):
        saved(state.engine, "Sedan")
    assert title_of(state.engine) == "Först"


def test_the_log_tells_that_the_tables_were_brought_to_a_new_version(
    empty_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = database.make_engine(database.read_url(empty_url))
    upgrade_to(engine, "0008")
    engine.dispose()
    with open_state(empty_url) as state:
        with state.engine.connect() as connection:
            [told] = connection.execute(text("SELECT who, action, kind, key FROM audit_log")).all()
        assert AuditLog(state.engine).verified(by=BY).is_whole
    assert told[:3] == ("programmet", *MIGRATED)
    assert "0008" in told[3]
    assert "from version 0008" in caplog.text


def test_what_is_saved_after_the_clock_was_set_back_holds_all_the_same(state: State) -> None:
    saved(state.engine, "Först")
    saved(state.engine, "Sedan", NOW - timedelta(days=2))
    assert title_of(state.engine) == "Sedan"
    assert AuditLog(state.engine).verified(by=BY).is_whole
