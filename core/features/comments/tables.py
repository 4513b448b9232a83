"""The table of comments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.state.tables import Base, UtcDateTime
from core.state.versions import Numbered, one_current


class CommentRow(Numbered, Base):
    """One version of a comment; the current one is that without ``superseded_at``. Removed where both texts are ''."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("municipality", "indicator", "year", "number"),
        one_current("comments", "municipality", "indicator", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality: Mapped[str] = mapped_column(String(16))
    # Kolada's or an own one's.
    indicator: Mapped[str] = mapped_column(String(16))
    year: Mapped[int]
    why: Mapped[str] = mapped_column(Text)
    actions: Mapped[str] = mapped_column(Text)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
