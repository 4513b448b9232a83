"""What the parts of access share about the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.access.people import Person, Role
from core.access.tables import AccountRow
from core.errors import NyckeltalError
from core.state.database import explained, in_turn, writing_engine

# What a database's integer holds.
LARGEST_ID = 2**31 - 1


class NoAccountError(NyckeltalError):
    """Somebody without an account cannot be told from others, and so can be no second person."""

    def __init__(self) -> None:
        super().__init__("Egna nyckeltal läggs in och publiceras av den som har ett konto.", "Logga in i webbläsaren.")


def account_of(person: Person) -> int:
    """The id of PERSON's account. Raises NoAccountError."""
    if person.id is None:
        raise NoAccountError
    return person.id


@contextmanager
def noting(engine: Engine, *, one_at_a_time: bool = False) -> Iterator[Session]:
    """A session to write what no page shows: sessions, failed sign-ins. Committed at the end, or rolled back.

    Unlike ``core.state.database.writing`` it leaves the revision alone: a sign-in must not make everybody's
    kept figures old. ONE_AT_A_TIME waits for all other writers, for what is read first and then written.
    Raises StateError when the database refuses.
    """
    with explained(engine.url), Session(writing_engine(engine)) as session, session.begin():
        if one_at_a_time:
            in_turn(session)
        yield session


def as_person(row: AccountRow) -> Person:
    """The person that ROW is about."""
    place, areas = row.municipality, tuple(row.areas)
    return Person(row.id, row.login, row.name, Role(row.role), place, areas, row.is_active, row.is_password_given)


def digest(text: str) -> str:
    """SHA-256 of TEXT: 64 characters."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
