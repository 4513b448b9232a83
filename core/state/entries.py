"""What people enter in the steering cycle (bodies, plans, assignments …): one table of versions for all of it.

Each kind has a type of its own, a frozen dataclass, and is kept as JSON. Nothing is overwritten: a save makes a new
version, a removal one without content, an undo one with the content from before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Index, String, Text, UniqueConstraint, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.state.audit import Change, Who, differing, record
from core.state.tables import Base, UtcDateTime
from core.state.versions import Author, Numbered, OvertakenError, VersionError, authored, one_current, who_saved

V = TypeVar("V")

ADDED, CHANGED, REMOVED, UNDID = "lade till", "ändrade", "tog bort", "ångrade"
_ADVICE = "Läs det som finns nu, och spara igen om ditt ska gälla."


class EntryRow(Numbered, Base):
    """One version of one thing; the current one is that without ``superseded_at``. Removed where there is no content.

    ``is_public`` tells that readers may see it: they see the newest version that is. ``batch`` is alike for all that
    one save made.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("kind", "municipality", "key", "number"),
        one_current("entries", "kind", "municipality", "key"),
        Index(None, "municipality", "kind"),
        Index(None, "batch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    municipality: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))
    content: Mapped[str | None] = mapped_column(Text)
    is_public: Mapped[bool]
    batch: Mapped[str] = mapped_column(String(32))
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Entry(Generic[V]):
    """One version of a thing: ``value`` is None where it is removed."""

    key: str
    number: int
    value: V | None
    is_public: bool
    batch: str
    created_by: str
    created_at: datetime

    @property
    def said(self) -> str:
        """Who had saved it and when, to whoever comes after."""
        return who_saved(self.created_by, self.number, self.created_at)


class Maker(Author, Who, Protocol):
    """Somebody who makes a version that the log tells of: a ``core.access.people.Person``."""


@dataclass(frozen=True)
class Save:
    """One save, of however many things: who makes it, when, and what marks all that it made."""

    by: Maker
    now: datetime
    batch: str


def save_of(by: Maker, now: datetime) -> Save:
    """A new save."""
    return Save(by, now, uuid4().hex)


class Entries(Generic[V]):
    """All things of one KIND (the word for it in the log too), each an OF."""

    def __init__(self, kind: str, of: type[V]) -> None:
        self.kind = kind
        self._form: TypeAdapter[V] = TypeAdapter(of)

    def current(self, connection: Connection, municipality: str, *, public: bool = False) -> list[Entry[V]]:
        """What MUNICIPALITY has now, in the order that each came to be; PUBLIC: as readers may see it."""
        return [self._entry(one) for _, *one in _current(connection, municipality, (self.kind,), public=public)]

    def values(self, connection: Connection, municipality: str, *, public: bool = False) -> dict[str, V]:
        """The same without their versions, by key."""
        held = self.current(connection, municipality, public=public)
        return {entry.key: entry.value for entry in held if entry.value is not None}

    def history(self, connection: Connection, municipality: str, key: str) -> list[Entry[V]]:
        """All versions of what KEY names, newest first."""
        named = _named(self.kind, municipality, key)
        return [self._entry(one) for one in connection.execute(_select(*named).order_by(EntryRow.number.desc()))]

    def versions(self, connection: Connection, municipality: str, keys: Collection[str]) -> list[Entry[V]]:
        """All versions of what KEYS name, newest first."""
        row = EntryRow
        mine = (row.kind == self.kind, row.municipality == municipality, row.key.in_(keys))
        return [self._entry(one) for one in connection.execute(_select(*mine).order_by(row.id.desc()))] if keys else []

    def newest(self, connection: Connection | Session, municipality: str, key: str) -> Entry[V] | None:
        """The current version of what KEY names, a removed one too; None where there never was any."""
        named = _named(self.kind, municipality, key)
        found = connection.execute(_select(*named, EntryRow.superseded_at.is_(None))).one_or_none()
        return self._entry(found) if found else None

    def put(
        self,
        session: Session,
        municipality: str,
        key: str,
        value: V | None,
        save: Save,
        *,
        seen: int | None = None,
        is_public: bool | None = True,
    ) -> Entry[V] | None:
        """Let VALUE hold for KEY from now on, in a session that writes; None removes it.

        SEEN is the number of the version that the maker saw (0: there was none; None: it does not matter). The same
        again makes no version. IS_PUBLIC None: as the version before was. Gives what holds, None where there never was
        anything. Raises OvertakenError.
        """
        before = self.newest(session, municipality, key)
        if is_public is None:
            is_public = before is not None and before.is_public
        if before is None and value is None:
            return None
        if before is not None and (before.value, before.is_public) == (value, is_public):
            return before
        if before is not None and seen is not None and seen != before.number and (seen or before.value is not None):
            raise _overtaken(before)
        content = None if value is None else self._form.dump_json(value).decode()
        number = _put(session, _Row(self.kind, municipality, key, content, is_public), save)
        return Entry(key, number, value, is_public, save.batch, save.by.name, save.now)

    def _entry(self, row: Any) -> Entry[V]:
        key, number, content, *rest = row
        return Entry(key, number, None if content is None else self._form.validate_json(content), *rest)


def values_of(
    connection: Connection, municipality: str, of: Collection[Entries[Any]], *, public: bool = False
) -> dict[str, dict[str, Any]]:
    """``Entries.values`` of several kinds in one question, by kind."""
    by_kind = {one.kind: one for one in of}
    found: dict[str, dict[str, Any]] = {kind: {} for kind in by_kind}
    for kind, *row in _current(connection, municipality, tuple(by_kind), public=public):
        entry = by_kind[kind]._entry(row)
        found[kind][entry.key] = entry.value
    return found


def numbers_of(connection: Connection, municipality: str, of: Collection[Entries[Any]]) -> dict[str, int]:
    """The number of the version that holds of each thing that MUNICIPALITY has of several kinds, by key."""
    row, kinds = EntryRow, [one.kind for one in of]
    mine = (row.municipality == municipality, row.kind.in_(kinds), row.superseded_at.is_(None))
    return {one.key: one.number for one in connection.execute(select(row.key, row.number).where(*mine))}


def as_made(session: Session, save: Save) -> Save:
    """SAVE, without its batch where it made no version: there is nothing to undo."""
    made = session.scalar(select(EntryRow.id).where(EntryRow.batch == save.batch).limit(1))
    return replace(save, batch="") if made is None else save


@dataclass(frozen=True)
class Made:
    """A thing that a save made versions of, the first of them with the number ``first``; ``by_id`` who saved."""

    kind: str
    key: str
    first: int
    is_public: bool
    is_overtaken: bool
    by_id: int | None


def saved_in(session: Session, municipality: str, batch: str) -> list[Made]:
    """What the save BATCH of MUNICIPALITY made, in its order. Raises VersionError for a save that is not there."""
    row = EntryRow
    made = select(row).where(row.municipality == municipality, row.batch == batch).order_by(row.id)
    found: dict[tuple[str, str], list[EntryRow]] = {}
    for one in session.scalars(made):
        found.setdefault((one.kind, one.key), []).append(one)
    if not found:
        raise VersionError("Det som skulle ångras finns inte.", "Läs in sidan igen.")
    return [
        Made(
            *named,
            versions[0].number,
            any(version.is_public for version in versions),
            versions[-1].superseded_at is not None,
            versions[0].created_by_id,
        )
        for named, versions in found.items()
    ]


def undo(session: Session, municipality: str, batch: str, by: Maker, now: datetime) -> int:
    """Let hold what MUNICIPALITY had before the save BATCH, in a session that writes; how many things came back.

    What readers saw before is what they see again. Raises OvertakenError where somebody has saved any of them since,
    VersionError for a save that is not there.
    """
    made, save = saved_in(session, municipality, batch), save_of(by, now)
    for one in made:
        if one.is_overtaken:
            current = _named(one.kind, municipality, one.key)
            raise _overtaken(session.execute(_select(*current, EntryRow.superseded_at.is_(None))).one())
    for one in made:
        earlier = (*_named(one.kind, municipality, one.key), EntryRow.number < one.first)
        newest = select(EntryRow).where(*earlier).order_by(EntryRow.number.desc()).limit(1)
        before = session.scalars(newest).one_or_none()
        is_seen = before.is_public if before else one.is_public
        if one.is_public and not is_seen:
            seen = session.scalars(newest.where(EntryRow.is_public)).one_or_none()
            _put(
                session,
                _Row(one.kind, municipality, one.key, seen.content if seen else None, is_public=True),
                save,
                UNDID,
            )
        content = before.content if before else None
        _put(session, _Row(one.kind, municipality, one.key, content, is_seen), save, UNDID)
    return len(made)


def mark(connection: Connection, municipality: str, kinds: Collection[str], *, public: bool) -> str:
    """What marks the newest save of MUNICIPALITY's entries of KINDS, '' before the first; PUBLIC: that readers may see.

    No two saves have one mark, in whatever database.
    """
    shown = (EntryRow.is_public,) if public else ()
    mine = (EntryRow.municipality == municipality, EntryRow.kind.in_(kinds))
    newest = select(EntryRow.batch).where(*mine, *shown).order_by(EntryRow.id.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none() or ""


_COLUMNS = tuple(
    getattr(EntryRow, name) for name in ("key", "number", "content", "is_public", "batch", "created_by", "created_at")
)


@dataclass(frozen=True)
class _Row:
    """What a version is about and says, as it is stored."""

    kind: str
    municipality: str
    key: str
    content: str | None
    is_public: bool


def _current(connection: Connection, municipality: str, kinds: tuple[str, ...], *, public: bool) -> Iterable[Any]:
    """kind and _COLUMNS of what MUNICIPALITY has now of KINDS, in the order that each came to be."""
    row = EntryRow
    mine = (row.kind.in_(kinds), row.municipality == municipality)
    named = (row.kind, row.key)
    first = select(*named, func.min(row.id).label("first")).where(*mine).group_by(*named).subquery()
    newest = select(func.max(row.id)).where(*mine, *((row.is_public,) if public else ())).group_by(*named)
    found = select(row.kind, *_COLUMNS).join(first, (first.c.kind == row.kind) & (first.c.key == row.key))
    held = found.where(row.id.in_(newest), row.content.is_not(None)).order_by(first.c.first)
    return connection.execute(held)


def _select(*conditions: ColumnElement[bool]) -> Any:
    return select(*_COLUMNS).where(*conditions)


def _named(kind: str, municipality: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return EntryRow.kind == kind, EntryRow.municipality == municipality, EntryRow.key == key


def _overtaken(newest: Any) -> OvertakenError:
    return OvertakenError(who_saved(newest.created_by, newest.number, newest.created_at), _ADVICE, newest=newest)


def _put(session: Session, row: _Row, save: Save, action: str = "") -> int:
    """Make a version of ROW and tell the log; its number."""
    named = _named(row.kind, row.municipality, row.key)
    before = session.execute(
        select(EntryRow.number, EntryRow.content).where(*named, EntryRow.superseded_at.is_(None))
    ).one_or_none()
    session.execute(update(EntryRow).where(*named, EntryRow.superseded_at.is_(None)).values(superseded_at=save.now))
    number: int = before.number + 1 if before else 1
    version = {"number": number, "batch": save.batch, **authored(save.by, save.now)}
    session.execute(insert(EntryRow).values(**asdict(row), **version))
    old, new = differing(_facts(before.content if before else None), _facts(row.content))
    done = action or (REMOVED if row.content is None else CHANGED if before and before.content else ADDED)
    record(
        session, save.by, save.now, Change(done, row.kind, f"{row.municipality} {row.key}", old or None, new or None)
    )
    return number


def _facts(content: str | None) -> dict[str, Any]:
    """What CONTENT says by field; parts that have ids of their own are told one by one, so that the log fits them."""
    facts: dict[str, Any] = {}
    for name, value in (json.loads(content) if content else {}).items():
        if isinstance(value, list) and value and all(isinstance(part, dict) and "id" in part for part in value):
            facts |= {f"{name} {part['id']}": part for part in value}
        else:
            facts[name] = value
    return facts
