"""Opens a snapshot's file: alone, with rows laid beside it, or one that an older version of the program made."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from core.cache.schema import OLDEST, TABLES, VERSION
from core.errors import NyckeltalError

log = logging.getLogger(__name__)

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
# To lay something beside the file it must first be reached from a database in memory, which is then closed to others.
_LOCKS = ("enable_external_access", "lock_configuration")
_CONFIG_BESIDE = {name: value for name, value in _CONFIG.items() if name not in _LOCKS}


class SnapshotUnreadableError(NyckeltalError):
    """The file is broken, or made by another version of the program."""

    def __init__(self, file: Path, why: str) -> None:
        detail = f"{file.name}: {why}. Hämta om siffrorna med: python -m core refresh"
        super().__init__("Siffrorna går inte att läsa just nu.", "Försök igen om en stund.", detail=detail)


def opened(file: Path, beside: Mapping[str, pd.DataFrame]) -> tuple[duckdb.DuckDBPyConnection, dict[str, str]]:
    """A connection that answers with the tables of FILE and the rows BESIDE them, and what FILE says of itself.

    What an older version of the program did not have is empty: its tables, and its columns null. Raises
    SnapshotUnreadableError.
    """
    try:
        connection, is_alone = duckdb.connect(file, read_only=True, config=_CONFIG), False
        try:
            meta: dict[str, str] = dict(connection.execute("select name, content from meta").fetchall())
            version = meta.get("version", "")
            if not version.isdecimal() or not OLDEST <= int(version) <= int(VERSION):
                raise SnapshotUnreadableError(file, "filen är gjord av en annan version av programmet")
            is_alone = version == VERSION and not beside
        finally:
            if not is_alone:
                connection.close()
        if version != VERSION:
            log.warning("%s has tables of version %s, not %s: what that one had not is empty", file, version, VERSION)
        return (connection if is_alone else _joined(file, beside)), meta
    except duckdb.Error as error:
        raise SnapshotUnreadableError(file, str(error).splitlines()[0]) from error


def _joined(file: Path, beside: Mapping[str, pd.DataFrame]) -> duckdb.DuckDBPyConnection:
    """A database in memory that answers with the tables of FILE and the rows BESIDE them."""
    connection = duckdb.connect(":memory:", config=_CONFIG_BESIDE)
    try:
        path = str(file).replace("'", "''")
        connection.execute(f"attach '{path}' as fetched (read_only)")
        connection.execute("create schema beside; set schema = 'beside'")
        connection.execute(TABLES)
        for table, rows in beside.items():
            connection.register("incoming", rows)
            # Tables' names are this package's own words, here and below.
            connection.execute(f"insert into {table} by name select * from incoming")  # noqa: S608
            connection.unregister("incoming")
        fetched = _tables(connection, "database_name = 'fetched'")
        for table in _tables(connection, "schema_name = 'beside'"):
            both = f"from fetched.{table} union all by name " if table in fetched else ""
            connection.execute(f"create view main.{table} as {both}from beside.{table}")
        for name in _LOCKS:
            connection.execute(f"set {name} = {_CONFIG[name]}")
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _tables(connection: duckdb.DuckDBPyConnection, where: str) -> list[str]:
    """The names of those tables that WHERE, this module's own words, says."""
    found = connection.execute(f"select table_name from duckdb_tables() where {where}").fetchall()  # noqa: S608
    return [table for (table,) in found]
