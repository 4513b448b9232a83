"""What tests of several parts share, made once: a small snapshot, its figures, and a data folder to run on."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from hypothesis import settings
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from core.access.service import opened_state
from core.cache import Snapshot, SnapshotStore
from core.catalogue import default_catalogue
from core.cli import main
from core.features.decks.presentations import _day
from core.outcomes.figures import Figures, FigureSource
from core.outcomes.kept import Lasting
from core.private import FOLDER_MODE
from core.settings import Settings
from core.signals import TargetKind
from core.site.figures import figure_source, open_figures
from core.state import database
from tests.shared import (
    COST,
    ELECTION,
    FALLS,
    FETCHED_AT,
    GRADES,
    HUDDINGE,
    KPIS,
    SAFE,
    WAIT,
    Values,
    built,
    figures_of,
    opened,
    small_harvest,
)
from tests.shared import target as goal
from tests.state.databases import empty_url, postgres_server, postgres_template, sqlite_template, state, state_url
from tests.workers import made_once

__all__ = ["empty_url", "postgres_server", "postgres_template", "sqlite_template", "state", "state_url"]

pytest_plugins = ["tests.drawn"]

# How long an example takes says nothing about the product. A rule on frames takes fifty milliseconds an example:
# ten of each at every change, a hundred when everything is asked for.
settings.register_profile(
    "calm", deadline=None, database=None, max_examples=100 if os.environ.get("NYCKELTAL_EVERYTHING") else 10
)
settings.load_profile("calm")

# What tests themselves are told by the environment.
OF_TESTS = {f"NYCKELTAL_{one}" for one in ("CHROMIUM", "EVERYTHING", "FUZZ_EXAMPLES", "TEST_POSTGRES_URL")}
SHIPPED = f"cache-{FETCHED_AT:%Y%m%dT%H%M%S%f}.duckdb"
_LASTING = Lasting()

# Huddinge's grades fall and end among the lowest; its waits shorten and end among the shortest; two in five
# fall less often, as they have done for years; its women's grades are secret the last year.
STORY: Values = {
    (GRADES, HUDDINGE, "T"): {2019: 72.0, 2020: 70.0, 2021: 68.0, 2022: 65.0, 2023: 62.5},
    (GRADES, HUDDINGE, "K"): {2023: "Privacy"},
    (WAIT, HUDDINGE, "T"): {2020: 44.0, 2021: 40.0, 2022: 30.0, 2023: 22.0},
    (SAFE, HUDDINGE, "T"): {2022: None, 2023: "Missing"},
}


def pytest_configure() -> None:
    """Nothing of what is loaded and collected is garbage: not to be looked through again and again."""
    gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those that drive the browser first, and all on one database but those of what the two do differently.

    The first worker's share then has all of the browser's tests: one server, one browser, one fetching. On PostgreSQL
    run all tests of the state itself, and of those that stand on it what is marked by hand: locks, constraints,
    moments, odd signs, what comes back. All run when all are asked for.
    """
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/"))
    if os.environ.get("NYCKELTAL_EVERYTHING"):
        return
    left_out = [
        item
        for item in items
        if "postgresql" in item.name
        and not item.nodeid.startswith("tests/state/")
        and not item.get_closest_marker("both_databases")
    ]
    config.hook.pytest_deselected(items=left_out)
    chosen = set(left_out)
    items[:] = [item for item in items if item not in chosen]


def pytest_collection_finish() -> None:
    """From here on there is garbage, but not among what has been loaded."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish() -> None:
    """At the end everything is looked through, so that nothing that was left open goes unnoticed."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _settings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the project's data folder, nor what the machine is set to: they would tell of the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [one for one in os.environ if one.startswith("NYCKELTAL_") and one not in OF_TESTS]:
            patch.delenv(name)
        patch.setenv("NYCKELTAL_DATA_DIR", str(tmp_path_factory.mktemp("settings") / "no-data"))
        # A minute of the processor for every server that is started.
        patch.setenv("NYCKELTAL_PAGES_AHEAD", "nej")
        yield


@pytest.fixture(autouse=True)
def _migrated_before(sqlite_template: Path) -> Iterator[None]:
    """A new SQLite database is a copy of one with all tables."""
    prepare = database._prepare_sqlite

    def copied(url: URL) -> None:
        file = Path(url.database or "")
        # What cannot be made is told by the program itself.
        with suppress(OSError):
            file.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            if not file.exists():
                shutil.copy(sqlite_template, file)
        prepare(url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_prepare_sqlite", copied)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """bcrypt with its least cost: a quarter of a second a hash is for those who guess. A process asks for the real."""
    salt = bcrypt.gensalt
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bcrypt.gensalt", lambda: salt(4))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    """SQLite is done when it has handed over: nothing here is to outlive the tests."""

    def hand_over(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    event.listen(Engine, "connect", hand_over)
    yield
    event.remove(Engine, "connect", hand_over)


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """All databases of a kind share what SQLAlchemy has made of the statements, as in a server, which has one."""
    kinds: dict[str, Engine] = {}

    def sharing(url: URL, **options: Any) -> Engine:
        made = create_engine(url, **options)
        kind = url.get_backend_name()
        if kind not in kinds:
            # A dialect knows its server when it has been there once.
            asked = create_engine("sqlite://" if kind == "sqlite" else url, **options)
            with suppress(DBAPIError), asked.connect():
                kinds[kind] = asked
            asked.dispose()
        if kind in kinds:
            made.dialect, made._compiled_cache = kinds[kind].dialect, kinds[kind]._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", sharing)
        yield


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the plain small harvest."""
    return built(tmp_path_factory.mktemp("small") / "cache-1.duckdb")


@pytest.fixture(scope="session")
def small_snapshot(small_file: Path) -> Iterator[Snapshot]:
    with opened(small_file) as snapshot:
        yield snapshot


@pytest.fixture(scope="session")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Figures with STORY, and targets of Huddinge's."""
    targets = [
        goal(GRADES, 2023, TargetKind.AT_LEAST, value=80.0, decision="KF § 12", link="https://example.se/12"),
        goal(GRADES, 2026, TargetKind.AT_LEAST, value=85.0, is_final=True),
        goal(WAIT, 2022, TargetKind.AT_MOST, value=25.0),
        goal(FALLS, 2023, TargetKind.AS_GROUP, group="sodertorn"),
        goal(COST, 2030, TargetKind.AT_MOST, value=100_000.0),
    ]
    folder = tmp_path_factory.mktemp("figures")
    with figures_of(folder, *targets, harvest=small_harvest(own=STORY)) as made:
        yield made


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the program is set to use."""
    folder = tmp_path / "data"
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(folder))
    monkeypatch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
    monkeypatch.setenv("NYCKELTAL_KOLADA_URL", "https://kolada.test/v3")
    return folder


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of STORY under the catalogue that ships with the product."""
    harvest = small_harvest(kpis=[*KPIS, ELECTION], own=STORY)
    return built(tmp_path_factory.mktemp("shipped") / "cache-1.duckdb", harvest, default_catalogue())


@pytest.fixture
def filled_dir(data_dir: Path, shipped_file: Path) -> Path:
    """A data folder with a snapshot under the shipped catalogue, and no targets."""
    store = SnapshotStore(data_dir)
    file = store.new_file().with_name(SHIPPED)
    shutil.copy(shipped_file, file)
    store.swap_in(file)
    return data_dir


@pytest.fixture
def remembered(filled_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``filled_dir``, of whose own figures everything is made once for all tests that ask for this.

    As in a server that goes on: what is entered meanwhile is among what things are made of.
    """
    read = FigureSource._read
    # Kept by the state's revision, of which each test has its own.
    _LASTING._shelves.pop(_day, None)

    def reading(source: FigureSource, snapshot: Snapshot, revision: int) -> Figures:
        found = read(source, snapshot, revision)
        is_shipped = snapshot.file.name == SHIPPED and not found.others.indicators
        return replace(found, lasting=_LASTING) if is_shipped else found

    monkeypatch.setattr(FigureSource, "_read", reading)
    return filled_dir


@pytest.fixture
def source() -> Iterator[None]:
    """The process's figures are read anew in this test, from the folder in the environment."""
    forget()
    yield
    forget()


@pytest.fixture
def opened_figures(filled_dir: Path) -> Iterator[FigureSource]:
    """Another source than the process's, on ``filled_dir``."""
    made = open_figures(Settings.from_environment())
    yield made
    close(made)


def current(source: FigureSource) -> Figures:
    """The figures of SOURCE, which has some."""
    found = source.get()
    assert found is not None
    return found


def forget() -> None:
    """Drop what the process has open, as if it began anew."""
    if figure_source.cache_info().currsize:
        close(figure_source())
    figure_source.cache_clear()
    opened_state.cache_clear()


def close(opened_source: FigureSource) -> None:
    """Let go of both stores, whoever still holds what they gave."""
    if opened_source._snapshots._open:
        opened_source._snapshots._open.close()
    opened_source._state.close()


@pytest.fixture(scope="session")
def _example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made by the command ``example``."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NYCKELTAL_DATA_DIR", str(folder))
            patch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
            assert main(["example"]) == 0

    return made_once(tmp_path_factory, "example-data", make)


@pytest.fixture
def example_dir(_example: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the example, only to be read."""
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(_example))
    return _example
