"""A fresh, empty database for each test, on SQLite and on PostgreSQL; a small catalogue; files to import."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from core.catalogue import Catalogue, Category, Direction, Participant, default_catalogue
from core.state import State, open_state
from core.state.targets import COLUMNS
from tests.state.postgres_server import NoServerError, running_server

WriteFile = Callable[..., Path]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a database on a server where the tests may create others."""
    with ExitStack() as stack:
        url = os.environ.get("NYCKELTAL_TEST_POSTGRES_URL", "")
        if not url:
            try:
                url = stack.enter_context(running_server())
            except NoServerError as error:
                pytest.skip(f"no PostgreSQL: {error}; or set NYCKELTAL_TEST_POSTGRES_URL")
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the test's own (for SQLite one that does not exist yet)."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'state.sqlite'}"
        return
    server = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
    name = f"nyckeltal_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def state(state_url: str) -> Iterator[State]:
    with open_state(state_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped one, cut down to two participants, one group and five indicators made for these tests.

    High is good, low is, neither is (a cost), information, and one of Kolada's U.
    """
    whole = default_catalogue()
    like = next(indicator for indicator in whole.indicators if indicator.unit == "%")
    indicators = [
        ("N15001", "Behöriga till gymnasiet", Direction.HIGH, Category.RESULT_OBJECTIVE),
        ("N15002", "Elever som känner oro", Direction.LOW, Category.RESULT_SUBJECTIVE),
        ("N15003", "Kostnad för grundskola", Direction.NONE, Category.RESOURCE),
        ("N15004", "Invånare 6 till 15 år", Direction.NONE, Category.INFORMATION),
        ("U15005", "Lärare med legitimation", Direction.HIGH, Category.RESOURCE),
    ]
    names = ("kpi", "name", "direction", "category")
    own = {
        "participants": [Participant(id="0126", name="Huddinge"), Participant(id="0127", name="Botkyrka")],
        "groups": [group for group in whole.groups if group.id == "sodertorn"],
        "indicators": [like.model_copy(update=dict(zip(names, row, strict=True))) for row in indicators],
    }
    return Catalogue.model_validate({name: getattr(whole, name) for name in Catalogue.model_fields} | own)


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Writes a targets file with our header and the given rows, and returns its path."""

    def write(*rows: str, header: str = ";".join(COLUMNS), name: str = "mål.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="")
        return path

    return write
