"""A backup: one file with everything that people have entered, whole while the server runs and saves.

A zip with a file of lines for each table and a description, read in one transaction; its last 64 bytes are the digest
of all before them. It can be restored to SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Engine, inspect, text

from core.errors import NyckeltalError
from core.state.carried import NOT_CARRIED, Carried, columns_of, counters, lines_of, tables_in
from core.state.database import explained
from core.state.upgrade import is_known

FORMAT = 1
DESCRIPTION = "beskrivning.json"
FIGURES = "siffror.duckdb"
_DIGEST_LENGTH = 64
_CHUNK = 1 << 20


class BackupError(NyckeltalError):
    """A backup cannot be made or used."""


class DamagedBackupError(BackupError):
    """The file is not what was once written."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Säkerhetskopian {file} är skadad, inte hel eller ingen säkerhetskopia. Inget har ändrats.",
            "Kopiera filen en gång till från där den förvaras, eller använd en äldre säkerhetskopia.",
        )


class Contents(BaseModel):
    """What a backup holds: the ``version`` of the tables, which they are, and the ``last`` ids given in them."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    version: str
    made_at: datetime
    tables: Mapping[str, Carried]
    last: Mapping[str, int]
    has_figures: bool

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables.values())


def table_file(name: str) -> str:
    """Where the rows of the table NAME are in the zip."""
    return f"tabeller/{name}.jsonl"


@dataclass(frozen=True)
class Backup:
    """A backup that is open to be read: its digest has been found right."""

    file: Path
    contents: Contents
    archive: zipfile.ZipFile

    def write_figures(self, to: Path) -> None:
        """Write the snapshot in it, where there is one, to the file TO."""
        with self.archive.open(FIGURES) as source, to.open("wb") as target:
            shutil.copyfileobj(source, target, _CHUNK)


def make_backup(engine: Engine, file: Path, *, now: datetime, figures: Path | None = None) -> Contents:
    """Write the content of ENGINE's database, as it is at one moment, to FILE; with the snapshot FIGURES if given.

    FILE is its owner's only, and there only when it is whole. Raises BackupError and StateError.
    """
    with _one_moment(engine) as connection:
        return write_backup(connection, file, now=now, figures=figures)


def write_backup(connection: Connection, file: Path, *, now: datetime, figures: Path | None = None) -> Contents:
    """As ``make_backup``, of what CONNECTION's transaction sees, which nobody else may change meanwhile."""
    if file.exists():
        raise BackupError(f"{file} finns redan.", "Välj ett annat namn: ingen säkerhetskopia skrivs över.")
    part = None
    try:
        # A name that nobody can guess, and write in before us.
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(handle)
        part = Path(name)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            contents = _write(connection, archive, now, figures)
            archive.comment = b"0" * _DIGEST_LENGTH
        _seal(part)
        part.replace(file)
    except OSError as error:
        raise BackupError(
            f"Säkerhetskopian {file} går inte att skriva: {error.strerror}.",
            "Kontrollera att mappen finns, att du får skriva i den och att disken har plats.",
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return contents


@contextmanager
def opened_backup(file: Path) -> Iterator[Backup]:
    """The backup FILE, whose digest is asked for once.

    Raises DamagedBackupError, and BackupError for a file that cannot be read or that a newer program has made.
    """
    try:
        if _digest(file) != _last_bytes(file):
            raise DamagedBackupError(file)
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise DamagedBackupError(file) from None
    except OSError as error:
        raise BackupError(f"{file} går inte att läsa: {error.strerror}.", "Kontrollera sökvägen.") from error
    with archive:
        yield Backup(file, _described(file, json.loads(archive.read(DESCRIPTION))), archive)


def check_backup(file: Path) -> Contents:
    """What is in FILE, when it is whole and this program can restore it. Raises as ``opened_backup`` does."""
    with opened_backup(file) as backup:
        for name, table in backup.contents.tables.items():
            with backup.archive.open(table_file(name)) as lines:
                if sum(1 for _ in lines) != table.rows:
                    raise DamagedBackupError(file)
    return backup.contents


def _write(connection: Connection, archive: zipfile.ZipFile, now: datetime, figures: Path | None) -> Contents:
    if not inspect(connection).has_table("alembic_version"):
        raise BackupError("Det finns inget att säkerhetskopiera ännu: databasen är tom.")
    version = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    carried = {}
    for table in tables_in(connection):
        if table.name in NOT_CARRIED:
            continue
        rows = 0
        with archive.open(table_file(table.name), "w", force_zip64=True) as member:
            for line in lines_of(connection, table):
                member.write(line)
                rows += 1
        carried[table.name] = Carried(columns_of(table), rows)
    if figures is not None:
        with figures.open("rb") as source, archive.open(FIGURES, "w", force_zip64=True) as member:
            shutil.copyfileobj(source, member, _CHUNK)
    last, has_figures = counters(connection), figures is not None
    contents = Contents(version=version, made_at=now, tables=carried, last=last, has_figures=has_figures)
    archive.writestr(DESCRIPTION, contents.model_dump_json(indent=1))
    return contents


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees the database as it is when it first reads, whatever others save meanwhile."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with explained(engine.url), engine.connect().execution_options(**level) as connection:
        yield connection


def _described(file: Path, facts: Mapping[str, Any]) -> Contents:
    if facts["format"] > FORMAT or not is_known(facts["version"]):
        raise BackupError(
            f"Säkerhetskopian {file} är gjord av en nyare version av programmet. Inget har ändrats.",
            "Uppgradera programmet och försök igen.",
        )
    return Contents.model_validate(facts)


def _seal(file: Path) -> None:
    """Put the digest where the zip's comment is: last."""
    digest = _digest(file)
    with file.open("r+b") as written:
        written.seek(-_DIGEST_LENGTH, os.SEEK_END)
        written.write(digest)
        written.flush()
        os.fsync(written.fileno())


def _digest(file: Path) -> bytes:
    """Of all but the last bytes of FILE, in hex."""
    left, digest = file.stat().st_size - _DIGEST_LENGTH, hashlib.sha256()
    with file.open("rb") as source:
        while left > 0 and (chunk := source.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest().encode()


def _last_bytes(file: Path) -> bytes:
    with file.open("rb") as source:
        source.seek(max(0, file.stat().st_size - _DIGEST_LENGTH))
        return source.read()
