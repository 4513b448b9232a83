"""The secret address of somebody's calendar: known by its hash alone, replaced and taken away by herself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, NotAllowedError, may_somewhere
from core.access.rows import account_of, as_person, digest
from core.access.tables import AccountRow
from core.state.database import reading, writing
from core.state.entries import Entries, save_of
from core.words.dates import today

# Of no municipality: an account may have more than one.
_NOWHERE = "-"
_BYTES = 32


@dataclass(frozen=True)
class Feed:
    """That an account has an address since a day. Kept by the address' SHA-256."""

    account: int
    since: date


_FEEDS = Entries("kalenderadress", Feed)


@dataclass(frozen=True)
class Feeds:
    """The calendar addresses of one database. All raise StateError."""

    engine: Engine

    def of(self, person: Person) -> Feed | None:
        """PERSON's, None where she has none."""
        with reading(self.engine) as connection:
            held = _FEEDS.values(connection, _NOWHERE).values()
        return next((one for one in held if one.account == person.id), None)

    def make(self, by: Person, now: datetime) -> str:
        """A new address' token in place of the one before, told now and never again. Raises NotAllowedError."""
        if not may_somewhere(by, Action.READ_PLANS):
            raise NotAllowedError(by, Action.READ_PLANS)
        token = secrets.token_urlsafe(_BYTES)
        with writing(self.engine) as session:
            self.end_in(session, by, now)
            feed = Feed(account_of(by), today(now))
            _FEEDS.put(session, _NOWHERE, digest(token), feed, save_of(by, now), is_public=False)
        return token

    def end(self, by: Person, now: datetime) -> None:
        """Let BY's address lead nowhere from now on."""
        with writing(self.engine) as session:
            self.end_in(session, by, now)

    @staticmethod
    def end_in(session: Session, by: Person, now: datetime) -> None:
        """The same, as a part of what SESSION does."""
        for key, one in _FEEDS.values(session.connection(), _NOWHERE).items():
            if one.account == by.id:
                _FEEDS.put(session, _NOWHERE, key, None, save_of(by, now), is_public=False)

    def person_of(self, token: str) -> Person | None:
        """Whose address TOKEN is, as her account is now; None for one that is nobody's, or of who may not any more."""
        with reading(self.engine) as connection:
            entry = _FEEDS.newest(connection, _NOWHERE, digest(token))
            if entry is None or entry.value is None:
                return None
            row = Session(connection).get(AccountRow, entry.value.account)
            person = as_person(row) if row else None
        return person if person and may_somewhere(person, Action.READ_PLANS) else None
