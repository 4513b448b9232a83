"""Notes that a room writes together: nobody can tell who wrote one, nor when, once the room is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Index, Select, String, Text, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.state.tables import Base


class NoteRow(Base):
    """A note in ROOM: the ``field`` it stands in and the ``part`` of it (a heading, a group's page; '' for none).

    ``author`` is a keyed hash of a browser, and ``change`` counts the room's writings, so that whoever watches asks for
    what is new: both are forgotten when the room is closed. One that its author has taken back has no text.
    """

    __tablename__ = "room_notes"
    # The number that SQLite else gives each row would tell the order in which they came.
    __table_args__ = (Index(None, "room", "change"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    room: Mapped[str] = mapped_column(String(32))
    field: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(32))
    change: Mapped[int]


@dataclass(frozen=True)
class Note:
    """A note as it is read; ``change`` is its place in the room's writings, 0 when the room is closed."""

    key: str
    field: str
    part: str
    text: str
    change: int = 0


@dataclass(frozen=True)
class Counts:
    """How many notes a room has, how many of them one author has, and its writings' last number."""

    notes: int
    mine: int
    change: int


def note(session: Session, room: str, key: str) -> tuple[Note, str] | None:
    """The note KEY of ROOM and its author's hash; None for none."""
    found = session.execute(_notes(room, NoteRow.key == key).add_columns(NoteRow.author)).one_or_none()
    return (Note(*found[:-1]), found[-1]) if found else None


def notes(connection: Connection, room: str, *, since: int = 0, author: str = "") -> list[Note]:
    """ROOM's notes that were written or changed after SINCE, in that order; those of AUTHOR alone where it is given.

    Those that were taken back are among them. Of a closed room they stand by what they say.
    """
    mine = (NoteRow.author == author,) if author else ()
    after = (NoteRow.change > since,) if since else ()
    order = (NoteRow.change, NoteRow.text, NoteRow.key)
    return [Note(*row) for row in connection.execute(_notes(room, *mine, *after).order_by(*order))]


def counts(connection: Connection | Session, room: str, author: str = "") -> Counts:
    """What ROOM has, and AUTHOR in it."""
    mine = func.count().filter(NoteRow.author == author)
    row = connection.execute(select(func.count(), mine, func.max(NoteRow.change)).where(NoteRow.room == room)).one()
    return Counts(row[0], row[1], row[2] or 0)


def put_note(session: Session, room: str, one: Note, author: str, known: Counts | None = None) -> Note:
    """Let ONE stand in ROOM, in place of what had its key; as it stands then. In a session that alone writes.

    KNOWN is what the room has, of a note that is new.
    """
    kept = replace(one, change=(known or counts(session, room)).change + 1)
    values = {"field": kept.field, "part": kept.part, "text": kept.text, "change": kept.change}
    is_there = (NoteRow.room == room, NoteRow.key == kept.key)
    if known is None and session.execute(select(NoteRow.key).where(*is_there)).one_or_none():
        session.execute(update(NoteRow).where(*is_there).values(**values))
    else:
        session.execute(insert(NoteRow).values(key=kept.key, room=room, author=author, **values))
    return kept


def authors(connection: Connection | Session, room: str) -> int:
    """How many browsers have written in ROOM, which is open."""
    count: int = connection.execute(
        select(func.count(NoteRow.author.distinct())).where(NoteRow.room == room)
    ).scalar_one()
    return count


def settle(session: Session, room: str, kept: Iterable[Note]) -> None:
    """Let KEPT be all of ROOM's notes, without author and order, by keys that nobody has. In a session that writes."""
    session.execute(delete(NoteRow).where(NoteRow.room == room))
    rows = [
        {"key": uuid4().hex, "room": room, "field": one.field, "part": one.part, "text": one.text}
        | {"author": "", "change": 0}
        for one in kept
    ]
    if rows:
        session.execute(insert(NoteRow), rows)


def _notes(room: str, *conditions: ColumnElement[bool]) -> Select[str, str, str, str, int]:
    row = NoteRow
    return select(row.key, row.field, row.part, row.text, row.change).where(row.room == room, *conditions)
