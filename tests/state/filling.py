"""Awkward rows in every table, made of what the tables themselves say: a new table is filled too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Double, Integer, LargeBinary, String, Table, insert, select

from core.site.tables import TABLES
from core.state.carried import OF_THE_PROGRAM
from core.state.store import State
from core.state.tables import UtcDateTime

ROWS = 3
TEXTS = ('rad 1\nrad 2\r\n"citat" \\ ; ,', "åäö \N{NO-BREAK SPACE}\N{LINE SEPARATOR}\N{FACE WITH TEARS OF JOY}", "null")
NUMBERS = (0.1 + 0.2, -0.0, 1e-300)
# What constraints ask for beside the types.
ASKED: dict[tuple[str, str], tuple[Any, ...]] = {
    ("targets", "gender"): (None, "K", "T"),
    ("accounts", "role"): ("convenor", "manager", "administrator"),
    ("own_values", "gender"): ("T", "K", "M"),
    ("own_values", "value"): (1.5, None, -0.0),
    ("own_values", "status"): ("", "Privacy", ""),
    ("own_versions", "state"): ("draft", "published", "withdrawn"),
}


def fill(state: State) -> None:
    """Put ROWS rows in every table of STATE that people's doings fill."""
    with state.engine.begin() as connection:
        for table in TABLES:
            if table.name not in OF_THE_PROGRAM:
                connection.execute(insert(table), [_row(connection, table, i) for i in range(ROWS)])


def content(state: State) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in STATE by table, but for who is signed in, whose turn it is and the numbers of the changes."""
    apart = {"sessions", "sign_in_failures", "revision", "table_revisions"}
    with state.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in TABLES
            if table.name not in apart
        }


def _row(connection: Connection, table: Table, i: int) -> dict[str, Any]:
    return {c.name: _value(connection, table, c, i) for c in table.columns if c.computed is None}


def _value(connection: Connection, table: Table, column: Column[Any], i: int) -> Any:
    if (asked := ASKED.get((table.name, column.name))) is not None:
        return asked[i]
    for key in column.foreign_keys:
        return list(connection.scalars(select(key.column).order_by(key.column)))[i]
    kind = column.type
    if column.nullable and i == 1:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime(2026, 11, 29, 8, 15, 30, 123456, tzinfo=UTC) + timedelta(days=i)
    if isinstance(kind, String):
        return f"{i}{TEXTS[i]}"[: kind.length]
    values: dict[type, Any] = {
        Boolean: bool(i % 2),
        Integer: i + 1,
        Double: NUMBERS[i],
        LargeBinary: bytes(range(256)) * (i + 1),
        JSON: {"text": TEXTS[i], "lista": [i, None, 0.5]},
    }
    return next(made for type_, made in values.items() if isinstance(kind, type_))
