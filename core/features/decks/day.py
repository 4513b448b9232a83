"""The seminar day: its name and date, and when which area has its turn."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field, StringConstraints

from core.documents.entry import Entry
from core.words.dates import HERE, day_words

LONGEST_NAME, MOST_SESSIONS = 80, 40


class Session(Entry):
    """When an area has its turn; ``words`` is what stands there where it is no area (Kaffe)."""

    begins: time
    area: str = Field(default="", max_length=64)
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME)] = ""


class SeminarDay(Entry):
    """What is known of the day; all of it may be missing."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME)] = "Nyckeltalskonferens"
    on: date | None = None
    sessions: tuple[Session, ...] = Field(default=(), max_length=MOST_SESSIONS)

    @property
    def words(self) -> str:
        """As it stands at the foot of every slide: "Nyckeltalskonferens 26 oktober"."""
        return f"{self.name} {day_words(self.on)}" if self.on else self.name

    @property
    def year(self) -> int | None:
        """The year that it is in; None while that is not known."""
        return self.on.year if self.on else None

    def begins(self, session: Session) -> datetime | None:
        """When SESSION begins, in Swedish time; None while the day is not known."""
        return datetime.combine(self.on, session.begins, HERE) if self.on else None
