"""What the tables of decks and reports have alike, and the table of templates."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.state.tables import Base
from core.state.versions import Numbered


class AreaVersionRow(Numbered, Base):
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


class TemplateRow(Numbered, Base):
    """One version of a template of OWNER's (a municipality's id; '' for the co-operation) for a kind of document."""

    __tablename__ = "templates"

    owner: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    warnings: Mapped[str] = mapped_column(Text)
    is_used: Mapped[bool]
