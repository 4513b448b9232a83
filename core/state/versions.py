"""What everything that is kept in versions has alike: who made each and when, and that nobody is passed by unseen."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.errors import NyckeltalError
from core.state.tables import IS_CURRENT, UtcDateTime
from core.words.dates import moment_words


class VersionError(NyckeltalError):
    """A version cannot be made, found or read as it was asked for."""


class OvertakenError(VersionError):
    """Somebody else has saved since one looked, and nothing is overwritten.

    SAID tells who, what and when, ADVICE what to do. ``newest`` is what she saved, and ``kept`` what was sent, where it
    is kept beside.
    """

    def __init__(self, said: str, advice: str, *, newest: Any = None, kept: Any = None) -> None:
        super().__init__(f"{said} när din kom.", advice)
        self.newest = newest
        self.kept = kept


class Author(Protocol):
    """Somebody who makes a version: a ``core.access.people.Person``."""

    @property
    def id(self) -> int | None:
        """The account's id; None for who has none."""
        ...

    @property
    def name(self) -> str:
        """What she is called."""
        ...


class Authored:
    """The columns that tell who made a row, by her name as it was then, and when.

    No foreign key to accounts: who did what stays true whatever becomes of the account.
    """

    created_by_id: Mapped[int | None]
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Numbered(Authored):
    """A version of something: they count from 1."""

    number: Mapped[int]


def one_current(table: str, *columns: str) -> Index:
    """The rule that of TABLE's rows with the same COLUMNS one holds: that which nothing has superseded."""
    name = f"uq_{table}_current"
    return Index(name, *columns, unique=True, sqlite_where=IS_CURRENT, postgresql_where=IS_CURRENT)


V = TypeVar("V", bound=Numbered)


def authored(by: Author, now: datetime) -> dict[str, Any]:
    """The columns of ``Authored`` for what BY makes."""
    return {"created_by_id": by.id, "created_by": by.name, "created_at": now}


def newest_of(session: Session, row: type[V], *which: ColumnElement[bool]) -> V | None:
    """The version of ROW with the highest number among those that are WHICH; None for none."""
    return session.scalars(select(row).where(*which).order_by(row.number.desc()).limit(1)).one_or_none()


def who_had(name: str, done: str, at: datetime) -> str:
    """Who had DONE something AT a moment, to whoever comes after."""
    return f"{name} hade redan {done} ({moment_words(at)})"


def who_saved(name: str, number: int, at: datetime) -> str:
    """Who had saved a version: "Anna hade redan sparat version 2 (…)"."""
    return who_had(name, f"sparat version {number}", at)
