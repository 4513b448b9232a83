"""The tables of own indicators and of the areas' settings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.state.tables import Base, UtcDateTime

IS_PUBLISHED = text("state = 'published'")


class OwnIndicatorRow(Base):
    """That an own indicator is there, and its area. Never deleted, so that no id is used twice."""

    __tablename__ = "own_indicators"

    id: Mapped[str] = mapped_column(String(6), primary_key=True)
    area: Mapped[str] = mapped_column(String(64), index=True)


class OwnUploadRow(Base):
    """One file with an indicator's values. Never changed: versions whose values are the same share it."""

    __tablename__ = "own_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(ForeignKey("own_indicators.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    # No foreign keys to accounts: who did what stays true whatever becomes of the account.
    uploaded_by_id: Mapped[int]
    uploaded_by: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entries: Mapped[int]
    municipalities: Mapped[int]
    first_year: Mapped[int]
    last_year: Mapped[int]


class OwnValueRow(Base):
    """One value of a file, or why there is none. ``period`` is '' for a whole year."""

    __tablename__ = "own_values"
    __table_args__ = (
        CheckConstraint("gender IN ('T', 'K', 'M')", name="gender"),
        CheckConstraint("(value IS NULL) = (status <> '')", name="value_or_status"),
        # Read by the file and in the key's order, and by nothing else.
        {"sqlite_with_rowid": False},
    )

    upload_id: Mapped[int] = mapped_column(ForeignKey("own_uploads.id"), primary_key=True)
    municipality: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(3), primary_key=True)
    gender: Mapped[str] = mapped_column(String(1), primary_key=True)
    value: Mapped[float | None] = mapped_column(Double)
    status: Mapped[str] = mapped_column(String(32))
    persons: Mapped[int | None]


class OwnVersionRow(Base):
    """One version of an own indicator. Never changed but for its state, whose history is in its steps."""

    __tablename__ = "own_versions"
    __table_args__ = (
        UniqueConstraint("indicator", "number"),
        CheckConstraint(
            "state IN ('draft', 'waiting', 'published', 'refused', 'superseded', 'withdrawn')", name="state"
        ),
        Index(
            "uq_own_versions_published",
            "indicator",
            unique=True,
            sqlite_where=IS_PUBLISHED,
            postgresql_where=IS_PUBLISHED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(ForeignKey("own_indicators.id"))
    number: Mapped[int]
    parent: Mapped[int | None]
    restored: Mapped[int | None]
    is_beside: Mapped[bool]
    state: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    decimals: Mapped[int]
    definition: Mapped[str] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    measured: Mapped[str] = mapped_column(Text)
    contact_role: Mapped[str] = mapped_column(Text)
    quality_note: Mapped[str] = mapped_column(Text)
    break_years: Mapped[str] = mapped_column(Text)
    year_rule: Mapped[str] = mapped_column(String(16))
    least_persons: Mapped[int]
    lowest: Mapped[float | None] = mapped_column(Double)
    highest: Mapped[float | None] = mapped_column(Double)
    note: Mapped[str] = mapped_column(Text)
    upload_id: Mapped[int] = mapped_column(ForeignKey("own_uploads.id"), index=True)
    created_by_id: Mapped[int]
    # All who have made what readers have not seen before in it, herself too.
    editors: Mapped[list[int]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    own: Mapped[OwnIndicatorRow] = relationship(lazy="joined", innerjoin=True)
    upload: Mapped[OwnUploadRow] = relationship(lazy="joined", innerjoin=True)
    steps: Mapped[list[OwnStepRow]] = relationship(lazy="selectin", order_by="OwnStepRow.id")


class OwnStepRow(Base):
    """What was done to a version, by whom and why; rows are only ever added."""

    __tablename__ = "own_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("own_versions.id"), index=True)
    move: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int]
    by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)


class AreaSettingsRow(Base):
    """What is set for an area; an area without a row has what is usual."""

    __tablename__ = "area_settings"

    area: Mapped[str] = mapped_column(String(64), primary_key=True)
    needs_approval: Mapped[bool]
