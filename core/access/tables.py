"""The tables of accounts and sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.state.tables import Base, UtcDateTime


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


class ContactRow(Base):
    """Where somebody has asked to be reminded, and of what. Gone as soon as she takes it away, or unsubscribes.

    ``token`` is in letters to the address alone: who has it confirms the address, and unsubscribes, without signing in.
    It opens nothing else. ``asked_at`` is when a letter last asked whether the address is right, ``confirmed_at`` when
    that was answered, ``refused_at`` when the mail server last would not have it.
    """

    __tablename__ = "contacts"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
