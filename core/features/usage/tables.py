"""The table of how many times pages have been shown."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.state.tables import Base


class ViewsRow(Base):
    """How many times a page (of an area, '' of none) was shown in the week from a Monday. Nothing of by whom."""

    __tablename__ = "page_views"

    monday: Mapped[str] = mapped_column(String(10), primary_key=True)
    page: Mapped[str] = mapped_column(String(40), primary_key=True)
    area: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
