"""The tables of decks and of the seminar day."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from core.documents.tables import AreaVersionRow
from core.state.tables import Base
from core.state.versions import Numbered


class DeckRow(AreaVersionRow):
    """A version of an area's deck."""

    __tablename__ = "decks"


class SeminarDayRow(Numbered, Base):
    """One version of what is known of the day, as JSON; the newest holds."""

    __tablename__ = "seminar_day"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
