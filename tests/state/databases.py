"""A fresh database for each test, on SQLite and on PostgreSQL: for all tests, by way of tests/conftest.py."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from core.state import State, open_state
from tests.state.postgres_server import NoServerError, running_server


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


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them, to be copied: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("template") / "state.sqlite"
    open_state(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of such a database on the server."""
    name = _named()
    _on_server(postgres_server, f"CREATE DATABASE {name}")
    open_state(_url(postgres_server, name)).close()
    yield name
    _on_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the test's own (for SQLite one that does not exist yet)."""
    if request.param == "sqlite":
        yield _sqlite_url(tmp_path)
    else:
        yield from _database(request.getfixturevalue("postgres_server"), "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own, with all tables and nothing in them."""
    if request.param == "sqlite":
        url = _sqlite_url(tmp_path)
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield url
    else:
        template = request.getfixturevalue("postgres_template")
        yield from _database(request.getfixturevalue("postgres_server"), template)


@pytest.fixture
def state(state_url: str) -> Iterator[State]:
    with open_state(state_url) as opened:
        yield opened


def _named() -> str:
    return f"nyckeltal_{uuid4().hex}"


def _sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'state.sqlite'}"


def _url(server: str, name: str) -> str:
    return make_url(server).set(database=name, drivername="postgresql").render_as_string(hide_password=False)


def _database(server: str, template: str) -> Iterator[str]:
    """A database made from TEMPLATE, for as long as it is used."""
    name = _named()
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _url(server, name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: str, statement: str) -> None:
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with closing(engine.connect()) as connection:
        connection.execute(text(statement))
    engine.dispose()
