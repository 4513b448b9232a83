"""The log of every change, as the administrator reads it. ``record`` writes it, in the change's own transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Engine, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core.access.events import Event, told
from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.state.audit import START, TOLD, Actor, Change, Facts, Linked, Who, differing, linked, record
from core.state.database import reading
from core.state.tables import AuditRow, InstallationRow

__all__ = ["Actor", "AuditLog", "AuditPage", "Chain", "Change", "Entry", "Filter", "Who", "differing", "record"]

MOST_ON_PAGE = 500
LONGEST_FILTER = 100
_WHOLE = select(*(getattr(AuditRow, name) for name in ("id", *TOLD, "link"))).order_by(AuditRow.id)


@dataclass(frozen=True)
class Entry:
    """One change. ``at`` is in UTC; ``who`` is the login as it was then; ``before`` and ``after`` are what differed."""

    id: int
    at: datetime
    who_id: int | None
    who: str
    action: str
    kind: str
    key: str
    before: Facts | None
    after: Facts | None


@dataclass(frozen=True)
class Filter:
    """Which changes: texts match parts of them, in any case. ``since`` is included, ``until`` is not."""

    who: str = ""
    kind: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AuditPage:
    """Changes, newest first. ``older`` is what to ask for the next page by; None when this is the last."""

    entries: tuple[Entry, ...]
    older: int | None


@dataclass(frozen=True)
class Chain:
    """How the log hangs together: how many ``rows``, the last link (``head``), and what is wrong.

    ``broken`` are the ids of rows that do not follow on the one before as they were written: changed, moved or put in,
    or the first after some that are gone. ``is_cut`` tells that rows are gone at the end, and ``has_wanted`` whether a
    link that was asked for, noted before, is in it.
    """

    rows: int
    head: str
    broken: tuple[int, ...]
    is_cut: bool
    has_wanted: bool

    @property
    def is_whole(self) -> bool:
        """Whether every row is as it was written, and none is gone."""
        return not (self.broken or self.is_cut) and self.has_wanted


class LogRow(Linked):
    """A row of the log with its number."""

    id: int


class AuditLog:
    """The log of one database. Raises NotAllowedError for who may not read it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def entries(self, wanted: Filter, *, by: Person, older: int | None = None, most: int = 50) -> AuditPage:
        """The newest MOST of the WANTED changes, or of those that come after the page that gave OLDER."""
        require(by, Action.READ_AUDIT)
        most = max(1, min(most, MOST_ON_PAGE))
        statement = _WHOLE.where(*_conditions(wanted)).order_by(None).order_by(AuditRow.id.desc()).limit(most + 1)
        if older is not None:
            statement = statement.where(AuditRow.id < older)
        with reading(self._engine) as connection:
            found = [_entry(row) for row in _rows(connection, statement)]
        return AuditPage(tuple(found[:most]), found[most - 1].id if len(found) > most else None)

    def verified(self, *, by: Person, wanted: str = "") -> Chain:
        """How the whole log hangs together, and whether the link WANTED ('' for none) is in it."""
        require(by, Action.READ_AUDIT)
        rows, link, broken, has_wanted = 0, START, [], wanted in ("", START)
        with reading(self._engine) as connection:
            # Asked first: what is written meanwhile must not seem cut off.
            head = connection.execute(select(InstallationRow.audit_head)).scalar_one()
            is_cut = head != START
            for row in _rows(connection, _WHOLE):
                if row["link"] != linked(link, row):
                    broken.append(row["id"])
                rows, link = rows + 1, row["link"]
                is_cut, has_wanted = is_cut and link != head, has_wanted or link == wanted
        return Chain(rows, link, tuple(broken), is_cut, has_wanted)

    def every(self, *, by: Person) -> Iterator[LogRow]:
        """Every row as it is kept, oldest first, with its ``link``: enough to follow the chain elsewhere."""
        require(by, Action.READ_AUDIT)
        with reading(self._engine) as connection:
            yield from _rows(connection, _WHOLE)

    def note_export(self, *, by: Person, now: datetime) -> None:
        """Put in the log that all of it is given out to BY."""
        require(by, Action.READ_AUDIT)
        with noting(self._engine, one_at_a_time=True) as session:
            record(session, by, now, Change("lämnade ut", "ändringslogg", "hela"))
        told(Event.EXPORT, by.login, about="the log of changes")

    def kinds(self, *, by: Person) -> tuple[str, ...]:
        """The kinds of things that have been changed, to choose among."""
        require(by, Action.READ_AUDIT)
        with reading(self._engine) as connection:
            return tuple(connection.scalars(select(AuditRow.kind).distinct().order_by(AuditRow.kind)))


def _rows(connection: Connection, statement: Select[Any]) -> Iterator[LogRow]:
    for row in connection.execute(statement).mappings():
        yield cast("LogRow", dict(row))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    row = AuditRow
    conditions: list[ColumnElement[bool]] = []
    if wanted.who.strip():
        conditions.append(_has(wanted.who, row.who))
    if wanted.kind:
        conditions.append(row.kind == _bounded(wanted.kind))
    if wanted.text.strip():
        conditions.append(_has(wanted.text, row.key, row.action, row.before, row.after))
    if wanted.since is not None:
        conditions.append(row.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(row.at < wanted.until)
    return conditions


def _has(text: str, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """Whether any of COLUMNS has TEXT in it. SQLite knows only a to z as letters with cases, hence the spellings."""
    plain = _bounded(text.strip())
    spellings = {plain, plain.lower(), plain.upper(), plain.capitalize(), plain.title()}
    return or_(*(column.icontains(spelling, autoescape=True) for column in columns for spelling in sorted(spellings)))


def _bounded(text: str) -> str:
    return text[:LONGEST_FILTER].replace("\0", "")


def _entry(row: LogRow) -> Entry:
    told = (row["id"], row["at"], row["who_id"], row["who"], row["action"], row["kind"], row["key"])
    return Entry(*told, before=_facts(row["before"]), after=_facts(row["after"]))


def _facts(text: str | None) -> Facts | None:
    facts: Facts | None = json.loads(text) if text is not None else None
    return facts
