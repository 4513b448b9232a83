"""Puts a backup back: all of it or nothing, whatever version of the tables it was made with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, exists, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, IntegrityError

from core.state.audit import Change, Who, record
from core.state.backup import Backup, BackupError, Contents, DamagedBackupError, table_file, write_backup
from core.state.carried import (
    NOT_CARRIED,
    OF_THE_PROGRAM,
    columns_of,
    put_lines,
    put_rows,
    rows_of,
    set_counters,
    tables_in,
)
from core.state.database import make_engine, reading, writing
from core.state.tables import InstallationRow, Revision
from core.state.upgrade import upgrade, upgrade_to


@dataclass(frozen=True)
class Restored:
    """What was put back, and the file with what was there before (None where nothing was)."""

    contents: Contents
    kept: Path | None


def restore(
    engine: Engine,
    backup: Backup,
    tables: Sequence[Table],
    *,
    folder: Path,
    who: Who,
    now: datetime,
    replaces: bool = False,
) -> Restored:
    """Let ENGINE's database, which is at the newest version and has TABLES, hold what is in BACKUP and nothing else.

    It is first laid out, and brought to the newest version, in a database of its own in FOLDER. Then, while nobody else
    can save, what is there is kept as a backup in FOLDER, and gives way. Nobody is signed in afterwards. Raises
    BackupError when the file cannot be used, or when something is there and not REPLACES.
    """
    with reading(engine) as connection:
        # Before the work of laying out; it is asked again when it can no longer change.
        _require_replaceable(connection, tables, replaces=replaces)
    try:
        with _laid_out(backup, folder) as beside, writing(engine) as session:
            connection = session.connection()
            _shut_out_others(connection, tables)
            is_empty = _require_replaceable(connection, tables, replaces=replaces)
            kept = None if is_empty else folder / f"före-återställning-{now:%Y%m%dT%H%M%S}.zip"
            if kept is not None:
                write_backup(connection, kept, now=now)
            head = _replace(connection, beside, tables, backup.contents.last)
            # What was noted of the log that is gone can be told from a forgery.
            contents = backup.contents
            facts = {"gjord": contents.made_at.isoformat(), "rader": contents.rows, "länk före": head}
            record(session, who, now, Change("återställde", "säkerhetskopia", contents.version, after=facts))
    except (DataError, IntegrityError) as error:
        raise BackupError(
            f"Säkerhetskopian {backup.file} går inte att lägga in i den här databasen ({type(error.orig).__name__}). "
            "Inget har ändrats.",
            "Använd en annan säkerhetskopia, eller en SQLite-databas.",
        ) from error
    return Restored(backup.contents, kept)


def _shut_out_others(connection: Connection, tables: Sequence[Table]) -> None:
    """Let nobody else change any table until CONNECTION's transaction is over; SQLite's writer is alone already."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables)
        connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _require_replaceable(connection: Connection, tables: Sequence[Table], *, replaces: bool) -> bool:
    """Whether nobody has entered anything. Raises BackupError where somebody has and not REPLACES."""
    entered = [table for table in tables if table.name not in NOT_CARRIED | OF_THE_PROGRAM]
    is_empty = not any(connection.scalar(select(exists().select_from(table))) for table in entered)
    if not is_empty and not replaces:
        raise BackupError(
            "Databasen är inte tom: där finns redan sådant som någon har lagt in.",
            "Lägg till --replace om det ska ersättas. Det som finns sparas då först som en egen säkerhetskopia.",
        )
    return is_empty


@contextmanager
def _laid_out(backup: Backup, folder: Path) -> Iterator[Connection]:
    """BACKUP as a database of the newest version, for as long as it is needed. Raises DamagedBackupError."""
    contents = backup.contents
    with tempfile.TemporaryDirectory(prefix=".återställer-", dir=folder) as place:
        engine = make_engine(make_url("sqlite://").set(database=str(Path(place) / "state.sqlite")))
        try:
            upgrade_to(engine, contents.version)
            with engine.begin() as connection:
                tables = tables_in(connection)
                for table in reversed(tables):
                    connection.execute(delete(table))
                for table in tables:
                    if (carried := contents.tables.get(table.name)) is not None:
                        with backup.archive.open(table_file(table.name)) as lines:
                            if put_lines(connection, table, carried.columns, lines) != carried.rows:
                                raise DamagedBackupError(backup.file)
            upgrade(engine)
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _replace(
    connection: Connection, beside: Connection, tables: Sequence[Table], last: Mapping[str, int]
) -> str | None:
    """Everything goes and what is BESIDE comes, with LAST the ids given; the log's last link as it was.

    The revision is a new one, so that all see it.
    """
    before = connection.scalar(select(Revision.number)) or 0
    head: str | None = connection.scalar(select(InstallationRow.audit_head))
    # Whoever waits to save waits for the row of the revision: it stays, so that she has it when it is her turn.
    others = [table for table in tables if table.name != Revision.__tablename__]
    for table in reversed(others):
        connection.execute(delete(table))
    for table in others:
        if table.name not in NOT_CARRIED:
            put_rows(connection, table, [name for name, _ in columns_of(table)], rows_of(beside, table))
    restored = beside.scalar(select(Revision.number)) or 0
    connection.execute(update(Revision).values(number=max(before, restored)))
    set_counters(connection, tables, last)
    return head
