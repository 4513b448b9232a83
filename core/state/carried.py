"""Rows as lines of text that any database can take: what a backup is made of."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, DateTime, LargeBinary, MetaData, Table, insert, select, text

# Who is signed in begins anew after a restore, so that no session that has ended comes to life again. When tables were
# changed is told of the database itself.
NOT_CARRIED = frozenset({"alembic_version", "sessions", "sign_in_failures", "table_revisions"})
# Never empty, whatever people have done.
OF_THE_PROGRAM = frozenset({"revision", "installation"})

_BATCH = 20  # a frozen deck takes a few hundred kilobytes
_TIME, _BYTES, _PLAIN = "time", "bytes", "plain"

Columns: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Carried:
    """How a table is written: its columns, each with how its values are, and how many rows there are."""

    columns: Columns
    rows: int


def tables_in(connection: Connection) -> list[Table]:
    """All tables that CONNECTION's database has now, at whatever version, those first that others refer to."""
    metadata = MetaData()
    metadata.reflect(bind=connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def columns_of(table: Table) -> list[tuple[str, str]]:
    """TABLE's columns that are stored by us, and how each one's values are written."""
    return [(column.name, _kind(column)) for column in table.columns if column.computed is None]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """TABLE's rows, one a line, in the order of its key; a few at a time in memory."""
    kinds = [kind for _, kind in columns_of(table)]
    for row in rows_of(connection, table):
        values = [_WRITTEN[kind](value) for kind, value in zip(kinds, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def rows_of(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """TABLE's rows in the order of its key, of the columns in ``columns_of``."""
    columns = [table.c[name] for name, _ in columns_of(table)]
    statement = select(*columns).order_by(*table.primary_key.columns)
    yield from connection.execute(statement.execution_options(yield_per=_batch(table)))


def put_lines(connection: Connection, table: Table, columns: Columns, lines: Iterable[bytes]) -> int:
    """Put LINES, written as COLUMNS tell, into TABLE; how many."""
    kinds = [kind for _, kind in columns]
    rows = ([_READ[kind](value) for kind, value in zip(kinds, json.loads(line), strict=True)] for line in lines)
    return put_rows(connection, table, [name for name, _ in columns], rows)


def put_rows(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Put ROWS, whose values stand as NAMES, into TABLE; how many."""
    count, batch = 0, []
    for row in rows:
        batch.append(dict(zip(names, row, strict=True)))
        count += 1
        if len(batch) == _batch(table):
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    return count


def counters(connection: Connection) -> dict[str, int]:
    """The last id given in each table whose ids are never used twice, by table."""
    if connection.dialect.name == "sqlite":
        has_any = connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'"))
        found = connection.execute(text("SELECT name, seq FROM sqlite_sequence")) if has_any else ()
        return {name: int(last) for name, last in found}
    statement = text(
        "SELECT t.relname, pg_sequence_last_value(s.oid::regclass) FROM pg_class s"
        " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') JOIN pg_class t ON t.oid = d.refobjid"
        " WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace"
    )
    return {name: int(last) for name, last in connection.execute(statement) if last is not None}


def set_counters(connection: Connection, tables: Iterable[Table], last: Mapping[str, int]) -> None:
    """Let the next id in each of TABLES come after what is in it, and after what LAST says was given."""
    for table in tables:
        given = last.get(table.name, 0)
        if connection.dialect.name == "sqlite":
            if table.kwargs.get("sqlite_autoincrement"):
                _set_sqlite_counter(connection, table.name, given)
        elif (key := table.autoincrement_column) is not None:
            highest = max(given, connection.scalar(select(key).order_by(key.desc()).limit(1)) or 0)
            names = {"table": table.name, "column": key.name, "last": max(highest, 1), "is_given": highest > 0}
            connection.execute(
                text(
                    # Never backwards: a counter is not taken back with its transaction.
                    "SELECT setval(s, greatest(:last, coalesce(pg_sequence_last_value(s::regclass), 1)),"
                    " :is_given OR pg_sequence_last_value(s::regclass) IS NOT NULL)"
                    " FROM pg_get_serial_sequence(:table, :column) s WHERE s IS NOT NULL"
                ),
                names,
            )


def _set_sqlite_counter(connection: Connection, name: str, given: int) -> None:
    # The table of counters has no key: what the rows themselves have made of it is replaced by the higher.
    names = {"name": name, "given": given}
    found = connection.scalar(text("SELECT max(seq) FROM sqlite_sequence WHERE name = :name"), names) or 0
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), names)
    statement = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
    connection.execute(statement, names | {"last": max(given, found)})


def _batch(table: Table) -> int:
    """Uploaded files go one by one."""
    return 1 if any(isinstance(column.type, LargeBinary) for column in table.columns) else _BATCH


def _kind(column: Column[Any]) -> str:
    if isinstance(column.type, LargeBinary):
        return _BYTES
    kept = getattr(column.type, "impl_instance", column.type)
    return _TIME if isinstance(kept, DateTime) else _PLAIN


def _time_written(value: datetime | None) -> str | None:
    if value is None:
        return None
    return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()


_WRITTEN: Mapping[str, Callable[[Any], Any]] = {
    _PLAIN: lambda value: value,
    _TIME: _time_written,
    _BYTES: lambda value: None if value is None else base64.b64encode(value).decode(),
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    _PLAIN: lambda value: value,
    _TIME: lambda value: None if value is None else datetime.fromisoformat(value),
    _BYTES: lambda value: None if value is None else base64.b64decode(value),
}
