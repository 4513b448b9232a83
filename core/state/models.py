"""The tables. A change here needs a new file in migrations/versions and a new HEAD in upgrade.py."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Computed,
    DateTime,
    Dialect,
    Double,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Named, because SQLite and PostgreSQL name constraints differently and a later migration must find them.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
IS_CURRENT = text("superseded_at IS NULL")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment that goes in and comes out in UTC, also from SQLite, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """VALUE in UTC. Raises ValueError for a moment without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """VALUE as an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The state's tables."""

    metadata = MetaData(naming_convention=NAMES)


class Revision(Base):
    """One row with a number that grows with every committed change."""

    __tablename__ = "revision"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class TargetRow(Base):
    """One version of one target; the current one is that without ``superseded_at``."""

    __tablename__ = "targets"
    __table_args__ = (
        CheckConstraint("gender IN ('T', 'K', 'M')", name="gender"),
        Index(
            "uq_targets_current",
            "municipality",
            "kpi",
            "gender_key",
            "year",
            unique=True,
            sqlite_where=IS_CURRENT,
            postgresql_where=IS_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality: Mapped[str] = mapped_column(String(16))
    kpi: Mapped[str] = mapped_column(String(64))
    gender: Mapped[str | None] = mapped_column(String(1))
    # The database itself holds that no gender and T are one key, whoever writes.
    gender_key: Mapped[str] = mapped_column(String(1), Computed("coalesce(gender, 'T')", persisted=True))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    value: Mapped[float | None] = mapped_column(Double)
    value2: Mapped[float | None] = mapped_column(Double)
    base_year: Mapped[int | None]
    comparison_group: Mapped[str | None] = mapped_column(String(64))
    rank: Mapped[int | None]
    tolerance: Mapped[float | None] = mapped_column(Double)
    is_final: Mapped[bool]
    decided_by: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_batch: Mapped[str] = mapped_column(String(32))
