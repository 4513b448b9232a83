"""The database behind the state: its URL, its connections, and its refusals in Swedish."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, make_url, select, text, update
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from core.errors import NyckeltalError
from core.private import FOLDER_MODE, private_file
from core.state.tables import HEAD, Revision, TableRevision

BUSY_SECONDS = 30.0
RETRY_SECONDS = 0.02
CONNECT_SECONDS = 10
_CHANGED = "nyckeltal_changed"


class StateError(NyckeltalError):
    """The database cannot be reached or used."""


def read_url(url: str) -> URL:
    """URL as SQLAlchemy has it, PostgreSQL without a driver read as psycopg.

    Raises StateError for what is no URL, for other databases, and for SQLite in memory, which keeps nothing.
    """
    advice = "Ange sqlite:///sökväg eller postgresql://namn:lösenord@server/databas i NYCKELTAL_DATABASE_URL."
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Not chained, and not quoted: what could not be read may hold a password.
        raise _unusable(f"Databasens adress går inte att läsa. {advice}") from None
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise _unusable(f"Databasen ”{parsed.drivername}” stöds inte. {advice}")
    if parsed.database in {None, "", ":memory:"}:
        raise _unusable(f"En SQLite-databas i minnet sparar ingenting. {advice}")
    return parsed


def make_engine(url: URL) -> Engine:
    """An engine for URL (from ``read_url``); SQLite's folder and file are made, PostgreSQL is not yet asked.

    Raises StateError when the folder or file cannot be used.
    """
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS})
    else:
        _prepare_sqlite(url)
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    event.listen(engine, "after_cursor_execute", _note_change)
    return engine


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the database's refusals inside into StateError, without the password.

    Rows that break a constraint are a fault of the program, not of the database, and pass unchanged.
    """
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DBAPIError, PoolTimeoutError) as error:
        # Not chained: a driver's error may repeat the whole connection string.
        raise _refusal(url, error) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read by. Raises StateError when the database does not answer."""
    with explained(engine.url), engine.connect() as connection:
        yield connection


def glancing_engine(engine: Engine) -> Engine:
    """ENGINE, for short questions that need no transaction: each goes to the database once."""
    if engine.url.get_backend_name() == "sqlite":
        return engine.execution_options(sqlite_begin="")
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session to write by: one transaction, one writer at a time, and a new revision if rows were changed.

    Committed at the end, rolled back on any exception. Raises StateError when the database refuses.
    """
    with explained(engine.url), Session(writing_engine(engine)) as session, session.begin():
        in_turn(session)
        info = session.connection().info
        changed = info[_CHANGED] = set()
        yield session
        session.flush()
        if changed:
            _tell_changed(session, frozenset(changed))


def _tell_changed(session: Session, tables: Collection[str]) -> None:
    """A new revision, which TABLES were changed at."""
    row, plainly = TableRevision, {"synchronize_session": False}
    grown = update(Revision).values(number=Revision.number + 1).returning(Revision.number)
    number = session.scalars(grown, execution_options=plainly).one()
    told = session.scalars(
        update(row).where(row.name.in_(tables)).values(number=number).returning(row.name), execution_options=plainly
    )
    if missing := set(tables) - set(told):
        session.execute(insert(row), [{"name": name, "number": number} for name in sorted(missing)])


def in_turn(session: Session) -> None:
    """Wait for all other writers, and see that the tables are still those that this program knows.

    A process that goes on while a newer one has brought the database on would write what that does not understand.
    Raises StateError.
    """
    # PostgreSQL's queue of writers; SQLite has queued at BEGIN IMMEDIATE already.
    session.execute(select(Revision.number).with_for_update())
    if session.scalar(text("SELECT version_num FROM alembic_version")) != HEAD:
        raise newer()


def newer() -> StateError:
    """That the database is of a newer program."""
    return StateError("Databasen är gjord av en nyare version av programmet.", "Uppgradera programmet och försök igen.")


def writing_engine(engine: Engine) -> Engine:
    """ENGINE, whose SQLite transactions take the write lock when they begin.

    A transaction that reads first and asks for the lock later is refused at once if another has written. Raises
    StateError where SQLite's file is gone: what is open would go on, and be lost with the process.
    """
    if engine.url.get_backend_name() == "sqlite" and not Path(engine.url.database or "").exists():
        raise _unusable(f"SQLite-filen {engine.url.database} är borta. Lägg tillbaka den, eller starta om.")
    return engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")


def _prepare_sqlite(url: URL) -> None:
    """Make the folder and put the file in WAL mode, where readers and a writer do not wait for each other."""
    file = Path(url.database or "")
    try:
        file.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        private_file(file)
        _use_wal(file)
    except (OSError, sqlite3.Error) as error:
        raise _refusal(url, error) from None


def _use_wal(file: Path) -> None:
    deadline = time.monotonic() + BUSY_SECONDS
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                # The busy timeout does not cover this change of mode when several processes make it at once.
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_SECONDS)
            else:
                # Some file systems stay in another mode; that is slower, not wrong.
                return


def _on_sqlite_connect(connection: DBAPIConnection, _record: object) -> None:
    # Python's driver would begin transactions late and by its own rules; _on_sqlite_begin does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("sqlite_begin", "BEGIN"):
        connection.exec_driver_sql(begin)


def _note_change(
    connection: Connection,
    _cursor: object,
    _sql: str,
    _values: Any,
    context: DefaultExecutionContext | None,
    _many: bool,
) -> None:
    if context is not None and (context.isinsert or context.isupdate or context.isdelete):
        statement: Any = context.compiled.statement  # type: ignore[union-attr]  # it is what told so
        connection.info.setdefault(_CHANGED, set()).add(statement.table.name)


def _refusal(url: URL, error: Exception) -> StateError:
    if url.get_backend_name() == "sqlite":
        where = f"SQLite-filen {url.database}"
        advice = "Kontrollera att mappen finns, går att skriva i och har plats kvar."
    else:
        host = url.host or url.query.get("host") or "den egna datorn"
        port = f", port {url.port}" if url.port else ""
        where = f"PostgreSQL på {host}{port}, databas {url.database}"
        advice = "Kontrollera NYCKELTAL_DATABASE_URL, att servern är igång och att kontot har rätt till databasen."
    cause = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    for secret in (url.password, url.query.get("password")):
        if isinstance(secret, str) and secret:
            cause = cause.replace(secret, "***")
    return _unusable(f"{where} ({cause}). {advice}")


def _unusable(detail: str) -> StateError:
    """What readers are told, and DETAIL for whoever runs the server."""
    return StateError("Databasen går inte att använda just nu.", "Försök igen om en stund.", detail=detail)
