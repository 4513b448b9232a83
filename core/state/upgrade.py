"""Brings a database to the newest version of the tables."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.orm import Session

from core.state.audit import Actor, Change, record
from core.state.database import newer, reading, writing_engine
from core.state.tables import HEAD

# What the log of changes calls it: what was done, to what.
MIGRATED = ("förde till en ny version", "databasen")
MIGRATIONS = Path(__file__).with_name("migrations")
POSTGRES_LOCK = 0x6E79636B656C  # any number that no other program in the same database uses
_PROGRAM = Actor("programmet")
_ONE_AT_A_TIME = Lock()  # Alembic keeps what it works on in module globals

log = logging.getLogger(__name__)


def upgrade(engine: Engine) -> None:
    """Bring the database to HEAD; does nothing, fast, when it is there.

    Safe when several processes start at once: one migrates in one transaction, the others wait.
    Raises StateError when the database is newer than the program.
    """
    if _version(engine) != HEAD:
        upgrade_to(engine, HEAD)


def is_known(version: str) -> bool:
    """Whether this program can bring a database of VERSION to the newest."""
    return any(file.name.startswith(f"{version}_") for file in (MIGRATIONS / "versions").glob("*.py"))


def _version(engine: Engine) -> str | None:
    with reading(engine) as connection:
        return _version_by(connection)


def _version_by(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def upgrade_to(engine: Engine, version: str) -> None:
    """Bring the database to VERSION, which is not older than it; its log tells from which. Raises StateError when the
    database is newer.
    """
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _ONE_AT_A_TIME, writing_engine(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_LOCK})
        config.attributes["connection"] = connection
        before = _version_by(connection)
        try:
            command.upgrade(config, version)
        except CommandError as error:
            raise newer() from error
        if before and before != version == HEAD:
            log.warning("the database was brought from version %s to %s", before, version)
            with Session(connection) as session:
                record(session, _PROGRAM, datetime.now(UTC), Change(*MIGRATED, f"version {before} till {version}"))
                session.flush()
