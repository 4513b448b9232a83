"""What all tables stand on, and the tables that are nobody's but the state's own.

A change in any table needs a new file in migrations/versions and a new HEAD here.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Stands here so that opening an up-to-date database need not import Alembic; a test holds it to the files.
HEAD = "0017"
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
    """The tables, of whatever room; ``core.site.tables`` has them all."""

    metadata = MetaData(naming_convention=NAMES)


class Revision(Base):
    """One row with a number that grows with every committed change."""

    __tablename__ = "revision"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class TableRevision(Base):
    """The revision that a table was last changed at; none where that was before there was this table."""

    __tablename__ = "table_revisions"

    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    number: Mapped[int]


class InstallationRow(Base):
    """One row of each installation. ``address_key`` is 32 random bytes in hex, ``audit_head`` the log's last link."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address_key: Mapped[str] = mapped_column(String(64))
    audit_head: Mapped[str] = mapped_column(String(64))


class AuditRow(Base):
    """One change of anything; rows are only ever added, each linked to the one before (``core.state.audit``).

    ``before`` and ``after`` are JSON.
    """

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    # No foreign key: what was done stays true whatever becomes of the account.
    who_id: Mapped[int | None]
    who: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32), index=True)
    key: Mapped[str] = mapped_column(String(200))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(64))
