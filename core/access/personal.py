"""What is kept of an account, in every table: shown to her who asks, and removed.

Found by the tables' own columns, so that a new table is not forgotten: what refers to the account is hers alone and
goes; where she stands as who has made something, that stays and her name goes. The log of changes stays as it was
written: its rows are a chain (docs/personal-data.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Table, delete, select, update
from sqlalchemy.orm import Session

from core.access.accounts import account_row, keep_one_administrator
from core.access.events import Event, told
from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import as_person
from core.access.tables import AccountRow
from core.state.audit import Change, record
from core.state.database import reading, writing
from core.state.tables import AuditRow

# A row with the first is hers alone; with one of the others she has made it, under the name that stands beside.
HERS = "account_id"
MADE_BY: Mapping[str, str] = {"created_by_id": "created_by", "uploaded_by_id": "uploaded_by", "by_id": "by"}
LOGGED = "who_id"
GONE = "Borttaget konto"
# What opens something, or is a file of some megabytes: that it is there is told, and no more.
_UNTOLD = {"password_hash", "token_hash", "token", "content", "address_key"}
_ACCOUNT, _LOG = AccountRow.__tablename__, AuditRow.__tablename__

Rows = list[dict[str, Any]]


def shown(engine: Engine, tables: Sequence[Table], login: str, *, by: Person) -> dict[str, Rows]:
    """All rows of TABLES that are about LOGIN or made by her, by the table's name. For administrators.

    Of what opens something only that it is there. Raises NotAllowedError, AccountError, StateError.
    """
    require(by, Action.MANAGE_USERS)
    with reading(engine) as connection, Session(connection) as session:
        row = account_row(session, login)
        found = {
            table.name: [_told(dict(one)) for one in connection.execute(select(table).where(about)).mappings()]
            for table, about in _about(tables, row.id, row.name)
        }
    return {name: rows for name, rows in found.items() if rows}


def forget(
    engine: Engine,
    tables: Sequence[Table],
    login: str,
    *,
    by: Person,
    now: datetime,
    ending: Callable[[Session, Person], None] = lambda _session, _person: None,
) -> dict[str, int]:
    """Remove what is LOGIN's alone from TABLES and her name from what she has made; how many rows, by table.

    ENDING ends, in the same transaction, what of hers no column tells of. The account stays closed and nameless, so
    that no number is used twice. Raises NotAllowedError, AccountError (the last administrator is not forgotten),
    StateError.
    """
    require(by, Action.MANAGE_USERS)
    with writing(engine) as session:
        row = account_row(session, login)
        keep_one_administrator(session, row)
        ending(session, as_person(row))
        key, name, gone = row.id, row.name, f"borttaget-{row.id}"
        row.login, row.name, row.is_active, row.password_hash = gone, GONE, False, ""
        row.areas, row.municipality = [], None
        session.flush()
        changed = {_ACCOUNT: 1}
        for table, about in _about(tables, key, name):
            if table.name in (_ACCOUNT, _LOG):
                continue
            if HERS in table.columns:
                done = session.execute(delete(table).where(about))
            else:
                done = session.execute(update(table).where(about).values({_named(table): GONE}))
            changed[table.name] = done.rowcount  # type: ignore[attr-defined]  # of what changes rows
        record(session, by, now, Change("glömde", "konto", gone))
    told(Event.ACCOUNT, by.login, about=f"{gone} forgotten")
    return {name: count for name, count in changed.items() if count}


def _about(tables: Sequence[Table], account: int, name: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each of TABLES that may tell of ACCOUNT, called NAME, with which of its rows do."""
    for table in tables:
        column = next((one for one in (HERS, *MADE_BY, LOGGED) if one in table.columns), None)
        if table.name == _ACCOUNT:
            yield table, table.c.id == account
        elif column:
            yield table, table.c[column] == account
        elif "created_by" in table.columns:
            yield table, table.c.created_by == name


def _named(table: Table) -> str:
    return next((name for column, name in MADE_BY.items() if column in table.columns), "created_by")


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "finns" if name in _UNTOLD and content else content for name, content in row.items()}
