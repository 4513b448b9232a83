"""A database of own indicators, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from core.own.store import OwnStore
from core.state import State
from tests.state.conftest import postgres_server, state, state_url

__all__ = ["postgres_server", "state", "state_url"]


@pytest.fixture
def store(state: State) -> OwnStore:
    return OwnStore(state)
