"""Answers that nobody can tell who gave: a code lets one answer once, and the two are kept apart."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Connection, String, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.errors import NyckeltalError
from core.state.tables import Base

# None that looks like another, or makes a word.
_LETTERS, CODE_LENGTH = "23456789BCDFGHJKMNPQRTVWXZ", 6
MOST_CODES = 200


class CodeRow(Base):
    """A participant code of a ballot (``room``), of which only a hash is kept, and whether it is used."""

    __tablename__ = "participant_codes"
    __table_args__ = (UniqueConstraint("room", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    is_used: Mapped[bool]


class BallotRow(Base):
    """An answer. Its key tells nothing of when it came, and nothing tells by which code."""

    __tablename__ = "ballots"
    # The number that SQLite else gives each row would tell the order in which they came.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way of saying it

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    room: Mapped[str] = mapped_column(String(32), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class CodeError(NyckeltalError):
    """A code that is none of the room's, or is used."""


def make_codes(session: Session, room: str, count: int) -> tuple[str, ...]:
    """COUNT new codes for ROOM, to be handed out now: they cannot be read again. In a session that writes."""
    codes: set[str] = set()
    while len(codes) < count:
        codes.add("".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH)))
    rows = [{"room": room, "code_hash": _hashed(room, code), "is_used": False} for code in sorted(codes)]
    session.execute(insert(CodeRow), rows)
    return tuple(sorted(codes))


def replace_codes(session: Session, room: str) -> tuple[str, ...]:
    """New codes for ROOM in place of all that nobody has used: those no longer hold. In a session that writes."""
    unused = (CodeRow.room == room, CodeRow.is_used.is_(False))
    count = session.execute(select(func.count()).where(*unused)).scalar_one()
    session.execute(delete(CodeRow).where(*unused))
    return make_codes(session, room, count) if count else ()


def cast(session: Session, room: str, code: str, content: Mapping[str, Any]) -> None:
    """Keep CONTENT as the answer of whoever has CODE. Raises CodeError. In a session that writes."""
    mine = (CodeRow.room == room, CodeRow.code_hash == _hashed(room, code))
    is_used = session.execute(select(CodeRow.is_used).where(*mine)).scalar_one_or_none()
    if is_used is None:
        raise CodeError("Koden gäller inte här.", "Kontrollera den, eller be om en ny.", field="code")
    if is_used:
        raise CodeError("Koden är redan använd: varje kod ger en röst.", "Be om en ny om du inte har röstat.")
    session.execute(update(CodeRow).where(*mine).values(is_used=True))
    session.execute(insert(BallotRow).values(key=uuid4().hex, room=room, content=dict(content)))


def put_answer(session: Session, room: str, key: str, asked: Collection[str], given: Mapping[str, Any]) -> None:
    """Let GIVEN be what KEY has answered of ASKED in ROOM; what it has answered else stays. In a session that writes.

    So an answer that is sent twice is one, and a page that is sent again is changed. What says nothing makes no answer.
    """
    mine = (BallotRow.room == room, BallotRow.key == key)
    before = session.execute(select(BallotRow.content).where(*mine)).scalar_one_or_none()
    content = {name: one for name, one in (before or {}).items() if name not in asked} | dict(given)
    if before is not None:
        session.execute(update(BallotRow).where(*mine).values(content=content))
    elif content:
        session.execute(insert(BallotRow).values(key=key, room=room, content=content))


def answer_of(connection: Connection, room: str, key: str) -> Mapping[str, Any] | None:
    """What KEY has answered in ROOM; None for nothing."""
    mine = (BallotRow.room == room, BallotRow.key == key)
    return connection.execute(select(BallotRow.content).where(*mine)).scalar_one_or_none()


def forget_keys(session: Session, room: str) -> None:
    """Give every answer in ROOM a key that nobody has. In a session that writes, when nothing is to be changed more."""
    for key in session.execute(select(BallotRow.key).where(BallotRow.room == room)).scalars().all():
        session.execute(update(BallotRow).where(BallotRow.key == key).values(key=uuid4().hex))


def answered(connection: Connection, room: str) -> int:
    """How many have answered in ROOM."""
    return connection.execute(select(func.count()).where(BallotRow.room == room)).scalar_one()


def answers(connection: Connection, room: str) -> list[dict[str, Any]]:
    """All answers in ROOM, in an order that says nothing. Whoever asks has closed it."""
    found = select(BallotRow.content).where(BallotRow.room == room).order_by(BallotRow.key)
    return list(connection.execute(found).scalars())


def _hashed(room: str, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(f"{room}:{plain}".encode()).hexdigest()
