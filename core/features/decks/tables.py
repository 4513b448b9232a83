"""The tables of decks, reports and of the seminar day; found through ``core.state.models``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.state.base import Base, UtcDateTime


class AreaVersionRow(Base):
    """One version of what is written for an area; the newest is the one that is worked on. Rows are only ever added.

    ``plan`` is what is written, as JSON; ``frozen`` the whole of it with its figures, where the version is frozen.
    """

    __abstract__ = True

    area: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parent: Mapped[int | None]
    plan: Mapped[str] = mapped_column(Text)
    frozen: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int | None]
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeckRow(AreaVersionRow):
    """A version of an area's deck."""

    __tablename__ = "decks"


class ReportRow(AreaVersionRow):
    """A version of an area's report; one that is frozen is given out."""

    __tablename__ = "reports"


class SeminarDayRow(Base):
    """One version of what is known of the day, as JSON; the newest holds."""

    __tablename__ = "seminar_day"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int | None]
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
