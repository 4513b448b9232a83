"""Who is signed in: rows in the database, looked up at every run, so that what is ended is ended at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from core.access.people import READER, Person
from core.access.rights import Action, may_somewhere
from core.access.rows import as_person, digest, noting
from core.access.tables import AccountRow, SessionRow
from core.settings import Settings
from core.state.database import explained, reading

# Ended after so long in any case; without a click by ``idle_of``.
LONGEST = timedelta(hours=12)
# How exactly it is known when somebody was last here: a write for every click would be too many.
SEEN_EVERY = timedelta(minutes=1)
# How long it is known from which addresses somebody has signed in.
KEPT = timedelta(days=30)

_TOKEN_BYTES = 32
_KEY_LENGTH = 16
_TOKEN_LENGTH = len(secrets.token_urlsafe(_TOKEN_BYTES))


@dataclass(frozen=True)
class OpenSession:
    """Where somebody is signed in. ``key`` names it among her own, and is no way in; ``is_this`` is the one asking."""

    key: str
    device: str
    began: datetime
    last_seen: datetime
    is_this: bool


class Sessions:
    """The sessions of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def person_of(self, token: str | None, now: datetime) -> Person:
        """Who has signed in and got TOKEN, as the database has her at NOW; READER when that is over, or never was.

        One query, and at most once a minute a small write. Raises StateError when the database refuses.
        """
        if not token:
            return READER
        found = self._found(token, SessionRow.created_at > now - LONGEST)
        if found is None:
            return READER
        person, last_seen = found
        if last_seen <= now - idle_of(person):
            return READER
        if last_seen <= now - SEEN_EVERY:
            self._see(digest(token or ""), now)
        return person

    def writer_of(self, token: str | None, now: datetime) -> Person:
        """Whose TOKEN was, also when her session is over by the clock: to keep what she typed, and for nothing else.

        READER where somebody ended the session: by signing out, by a new password, by closing the account.
        """
        found = self._found(token, SessionRow.last_seen_at > now - KEPT)
        return found[0] if found else READER

    def _found(self, token: str | None, *conditions: ColumnElement[bool]) -> tuple[Person, datetime] | None:
        """Whose session TOKEN's is where CONDITIONS hold, and when she was last here."""
        if not token or len(token) != _TOKEN_LENGTH:
            return None
        statement = (
            select(AccountRow, SessionRow.last_seen_at)
            .join(SessionRow, SessionRow.account_id == AccountRow.id)
            .where(SessionRow.token_hash == digest(token), SessionRow.ended_at.is_(None), AccountRow.is_active)
            .where(*conditions)
        )
        with explained(self._engine.url), Session(self._engine) as session:
            found = session.execute(statement).one_or_none()
            return (replace(as_person(found[0]), session=_key(digest(token))), found[1]) if found else None

    def end(self, token: str | None, now: datetime) -> None:
        """End the session of TOKEN, in every tab; nothing happens when there is none."""
        if not token or len(token) != _TOKEN_LENGTH:
            return
        is_it = (SessionRow.token_hash == digest(token), SessionRow.ended_at.is_(None))
        with noting(self._engine) as session:
            session.execute(update(SessionRow).where(*is_it).values(ended_at=now))

    def open_of(self, person: Person, now: datetime) -> tuple[OpenSession, ...]:
        """Where PERSON is signed in at NOW, the one she asks in first, then the last used."""
        last = now - min(idle_of(person), LONGEST)
        row = SessionRow
        statement = (
            select(row.token_hash, row.device, row.created_at, row.last_seen_at)
            .where(row.account_id == person.id, row.ended_at.is_(None))
            .where(row.last_seen_at > last, row.created_at > now - LONGEST)
            .order_by(row.last_seen_at.desc())
        )
        with reading(self._engine) as connection:
            found = [
                OpenSession(_key(hashed), device, began, seen, is_this=_key(hashed) == person.session)
                for hashed, device, began, seen in connection.execute(statement)
            ]
        return tuple(sorted(found, key=lambda one: not one.is_this))

    def end_of(self, person: Person, key: str, now: datetime) -> bool:
        """End PERSON's own session that KEY names; whether there was one."""
        with noting(self._engine) as session:
            mine = select(SessionRow).where(SessionRow.account_id == person.id, SessionRow.ended_at.is_(None))
            found = [row for row in session.scalars(mine) if _key(row.token_hash) == key]
            for row in found:
                row.ended_at = now
        return bool(found)

    def _see(self, key: str, now: datetime) -> None:
        is_it = (SessionRow.token_hash == key, SessionRow.ended_at.is_(None), SessionRow.last_seen_at < now)
        with noting(self._engine) as session:
            session.execute(update(SessionRow).where(*is_it).values(last_seen_at=now))


def idle_of(person: Person) -> timedelta:
    """How long PERSON's session lasts without a click: shorter where she may approve or administer."""
    is_short = may_somewhere(person, Action.APPROVE) or may_somewhere(person, Action.MANAGE_USERS)
    return min(Settings.from_environment().idle, LONGEST) if is_short else LONGEST


def start(session: Session, account_id: int, address_key: str, device: str, now: datetime) -> str:
    """A new session of the account, in SESSION's transaction; the token, of which only the hash is kept."""
    session.execute(delete(SessionRow).where(SessionRow.last_seen_at < now - KEPT))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    values = {"account_id": account_id, "address_key": address_key, "created_at": now, "last_seen_at": now}
    values["device"] = device
    session.execute(insert(SessionRow).values(token_hash=digest(token), **values))
    return token


def end_all(session: Session, account_id: int, now: datetime) -> None:
    """End every session of the account, in SESSION's transaction."""
    is_it = (SessionRow.account_id == account_id, SessionRow.ended_at.is_(None))
    session.execute(update(SessionRow).where(*is_it).values(ended_at=now))


def _key(token_hash: str) -> str:
    return digest(token_hash)[:_KEY_LENGTH]
