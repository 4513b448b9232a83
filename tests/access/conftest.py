"""A database with an administrator, on SQLite and on PostgreSQL, and hashes that are quick to make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.access import passwords
from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.service import Access, SignedIn
from core.state import State
from core.state.database import make_engine, read_url

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))

TERMINAL = at_the_terminal("drift")
PASSWORD = "blå åsnor äter höö"
OTHER = "gula kossor sover gott"
HERE, THERE = "192.0.2.1", "198.51.100.7"

ADMINISTRATOR = Details("Berit Ask", Role.ADMINISTRATOR)
CONVENOR = Details("Anna Ek", Role.CONVENOR, None, ("grundskola",))
MANAGER = Details("Cilla Al", Role.MANAGER, "0126", ())


@pytest.fixture(autouse=True)
def nobodys_hash() -> Iterator[None]:
    """Nobody has asked yet."""
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def access(state: State) -> Access:
    return Access(state)


@pytest.fixture
def berit(access: Access) -> Person:
    """The only administrator."""
    return access.accounts.add("berit", ADMINISTRATOR, PASSWORD, by=TERMINAL, now=NOW, is_own=True)


@pytest.fixture
def anna(access: Access, berit: Person) -> Person:
    """A convenor of one area."""
    return access.accounts.add("anna", CONVENOR, PASSWORD, by=berit, now=NOW, is_own=True)


@pytest.fixture
def engine(state_url: str, state: State) -> Iterator[Engine]:
    """Past the API, to what is stored."""
    engine = make_engine(read_url(state_url))
    yield engine
    engine.dispose()


def token(access: Access, login: str, now: datetime = NOW, *, password: str = PASSWORD, address: str = HERE) -> str:
    """What LOGIN's browser keeps after signing in."""
    result = access.sign_in(login, password, address, now)
    assert isinstance(result, SignedIn), result
    return result.token
