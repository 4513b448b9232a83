"""The tables. A change here needs a new file in migrations/versions and a new HEAD in upgrade.py."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Computed, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.features.decks.tables import AreaVersionRow, DeckRow, ReportRow, SeminarDayRow
from core.features.own_indicators.tables import (
    AreaSettingsRow,
    CommentRow,
    OwnIndicatorRow,
    OwnStepRow,
    OwnUploadRow,
    OwnValueRow,
    OwnVersionRow,
    PendingRow,
)
from core.state.base import IS_CURRENT, Base, UtcDateTime

__all__ = [
    "AccountRow",
    "AreaSettingsRow",
    "AreaVersionRow",
    "AuditRow",
    "Base",
    "CommentRow",
    "DeckRow",
    "FailureRow",
    "IdentityRow",
    "InstallationRow",
    "OwnIndicatorRow",
    "OwnStepRow",
    "OwnUploadRow",
    "OwnValueRow",
    "OwnVersionRow",
    "PendingRow",
    "ReportRow",
    "Revision",
    "SeminarDayRow",
    "SessionRow",
    "TargetRow",
    "UtcDateTime",
]


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


class AccountRow(Base):
    """Somebody who may sign in. Never deleted: the log tells of her."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("role IN ('convenor', 'manager', 'administrator')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(16))
    municipality: Mapped[str | None] = mapped_column(String(16))
    areas: Mapped[list[str]] = mapped_column(JSON)
    password_hash: Mapped[str] = mapped_column(String(60))
    is_active: Mapped[bool]
    # Set by another than herself: to be changed before anything else.
    is_password_given: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdentityRow(Base):
    """Who somebody is where she works: an account that is signed in to there, and has no password here."""

    __tablename__ = "identities"

    tenant: Mapped[str] = mapped_column(String(100), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)


class SessionRow(Base):
    """One sign-in. Whoever reads the table can sign in as nobody: of the token it has only the SHA-256."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    address_key: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FailureRow(Base):
    """Failed sign-ins of one account or address: when the last is forgotten, and until when the next must wait."""

    __tablename__ = "sign_in_failures"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    forgotten_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    blocked_until: Mapped[datetime] = mapped_column(UtcDateTime)


class InstallationRow(Base):
    """One row of each installation. ``address_key`` is 32 random bytes in hex, ``audit_head`` the log's last link."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address_key: Mapped[str] = mapped_column(String(64))
    audit_head: Mapped[str] = mapped_column(String(64))


class AuditRow(Base):
    """One change of anything; rows are only ever added, each linked to the one before (``core.state.chain``).

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
