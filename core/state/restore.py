"""Puts a backup back: all of it or nothing, whatever version of the tables it was made with."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, IntegrityError

from core.state.audit import Change, Who, record
from core.state.backup import FIGURES, BackupError, Contents, make_backup, opened_backup, table_file
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
from core.state.models import Base, InstallationRow, Revision
from core.state.upgrade import upgrade, upgrade_to


@dataclass(frozen=True)
class Restored:
    """What was put back, and the file with what was there before (None where nothing was)."""

    contents: Contents
    kept: Path | None


def restore(engine: Engine, file: Path, *, folder: Path, who: Who, now: datetime, replaces: bool = False) -> Restored:
    """Let ENGINE's database, which is at the newest version, hold what is in the backup FILE and nothing else.

    It is first laid out, and brought to the newest version, in a database of its own in FOLDER; then it goes over in
    one transaction. What was there is kept as a backup in FOLDER. Nobody is signed in afterwards. Raises BackupError
    when the file cannot be used, or when something is there and not REPLACES.
    """
    with opened_backup(file) as (archive, contents):
        is_empty = _is_empty(engine)
        if not is_empty and not replaces:
            raise BackupError(
                "Databasen är inte tom: där finns redan sådant som någon har lagt in.",
                "Lägg till --replace om det ska ersättas. Det som finns sparas då först som en egen säkerhetskopia.",
            )
        with _laid_out(archive, contents, folder) as beside:
            kept = None if is_empty else folder / f"före-återställning-{now:%Y%m%dT%H%M%S}.zip"
            if kept is not None:
                make_backup(engine, kept, now=now)
            try:
                _replace(engine, beside, contents, who, now)
            except (DataError, IntegrityError) as error:
                raise BackupError(
                    f"Säkerhetskopian {file} går inte att lägga in i den här databasen ({type(error.orig).__name__}). "
                    "Inget har ändrats.",
                    "Använd en annan säkerhetskopia, eller en SQLite-databas.",
                ) from error
    return Restored(contents, kept)


def restore_figures(file: Path, to: Path) -> None:
    """Write the snapshot in the backup FILE, which has one, to the file TO."""
    with opened_backup(file) as (archive, _), archive.open(FIGURES) as source, to.open("wb") as target:
        shutil.copyfileobj(source, target)


def _is_empty(engine: Engine) -> bool:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in NOT_CARRIED | OF_THE_PROGRAM]
    with reading(engine) as connection:
        return not any(connection.scalar(select(func.count()).select_from(table)) for table in tables)


@contextmanager
def _laid_out(archive: zipfile.ZipFile, contents: Contents, folder: Path) -> Iterator[Connection]:
    """The backup as a database of the newest version, for as long as it is needed."""
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
                        with archive.open(table_file(table.name)) as lines:
                            put_lines(connection, table, carried.columns, lines)
            upgrade(engine)
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _replace(engine: Engine, beside: Connection, contents: Contents, who: Who, now: datetime) -> None:
    """Everything goes and what is BESIDE comes, in one transaction; the revision is a new one, so that all see it."""
    tables = Base.metadata.sorted_tables
    with writing(engine) as session:
        connection = session.connection()
        before = connection.scalar(select(Revision.number)) or 0
        head = connection.scalar(select(InstallationRow.audit_head))
        for table in reversed(tables):
            connection.execute(delete(table))
        for table in tables:
            if table.name not in NOT_CARRIED:
                put_rows(connection, table, [name for name, _ in columns_of(table)], rows_of(beside, table))
        restored = connection.scalar(select(Revision.number)) or 0
        connection.execute(update(Revision).values(number=max(before, restored)))
        set_counters(connection, tables, contents.last)
        # What was noted of the log that is gone can be told from a forgery.
        facts = {"gjord": contents.made_at.isoformat(), "rader": contents.rows, "länk före": head}
        record(session, who, now, Change("återställde", "säkerhetskopia", contents.version, after=facts))
