"""A database of own indicators, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from core.access.accounts import Accounts
from core.access.details import Details
from core.access.people import Person, at_the_terminal
from core.catalogue import default_catalogue
from core.features.own_indicators.store import OwnStore
from core.state import State
from tests.features.own_indicators.stored import ANNA, BERIT, BODIL, CILLA, NOW, STRANGER


@pytest.fixture
def store(state: State) -> OwnStore:
    return OwnStore(state)


@pytest.fixture
def people(state: State) -> dict[str, Person]:
    """Those of ``tests.features.own_indicators.stored`` who have accounts, in the database too."""
    accounts = Accounts(state.engine, default_catalogue())
    made = {}
    for one in (ANNA, BODIL, CILLA, BERIT, STRANGER):
        details = Details(one.name, one.role, one.municipality, one.areas)
        made[one.login] = accounts.add(
            one.login, details, "en bra mening", by=at_the_terminal("x"), now=NOW, is_own=True
        )
    assert [person.id for person in made.values()] == [1, 2, 3, 4, 5]
    return made
