"""An empty database gets the tables that the models say; starting is safe and fast."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from core.site.tables import TABLES
from core.state import StateError, open_state
from core.state.database import make_engine, read_url, writing_engine
from core.state.tables import HEAD, Base
from core.state.upgrade import MIGRATIONS, POSTGRES_LOCK

ROOT = Path(__file__).parents[2]
PROCESSES = 2
THREADS = 8


def test_an_empty_database_gets_all_tables_and_the_newest_version(empty_url: str) -> None:
    open_state(empty_url).close()
    engine = make_engine(read_url(empty_url))
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {*(table.name for table in TABLES), "alembic_version"}
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    engine.dispose()


def test_the_migrations_make_what_the_models_say(empty_url: str) -> None:
    open_state(empty_url).close()
    engine = make_engine(read_url(empty_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_unique_key_holds_for_current_versions_only(empty_url: str) -> None:
    open_state(empty_url).close()
    engine = make_engine(read_url(empty_url))
    with engine.connect() as connection:
        (index,) = [i for i in inspect(connection).get_indexes("targets") if i["name"] == "uq_targets_current"]
    assert index["unique"]
    assert index["column_names"] == ["municipality", "kpi", "gender_key", "year"]
    condition = index["dialect_options"][f"{engine.dialect.name}_where"]
    assert "superseded_at IS NULL" in str(condition)
    engine.dispose()


def test_the_newest_version_in_the_code_is_that_of_the_files() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    engine = make_engine(read_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE targets (id INTEGER)"))
    with pytest.raises(StateError, match="targets"):
        open_state(empty_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["targets"]
    engine.dispose()


def test_a_database_from_a_newer_program_is_refused_untouched(empty_url: str) -> None:
    open_state(empty_url).close()
    engine = make_engine(read_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StateError, match="nyare version av programmet"):
        open_state(empty_url)
    engine.dispose()


def test_several_threads_may_start_at_once_on_an_empty_database(empty_url: str) -> None:
    barrier = Barrier(THREADS)

    def start(_: int) -> int:
        barrier.wait(timeout=30)
        with open_state(empty_url) as state:
            return state.revision()

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(start, range(THREADS))) == [0] * THREADS


def test_one_that_starts_waits_for_one_that_migrates(empty_url: str) -> None:
    engine = make_engine(read_url(empty_url))
    with ThreadPoolExecutor(1) as pool:
        with writing_engine(engine).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_LOCK})
            opened = pool.submit(open_state, empty_url)
            with pytest.raises(TimeoutError):
                opened.result(timeout=1)
        opened.result(timeout=30).close()
    engine.dispose()


def test_several_processes_may_start_at_once_on_an_empty_database(empty_url: str) -> None:
    # All have imported what they need before any may go on, so that they do meet.
    program = (
        "import sys, alembic.command; from core.state import open_state;"
        "print('ready', flush=True); input(); open_state(sys.argv[1]).close()"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program, empty_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES, answers
    with open_state(empty_url) as state:
        assert state.revision() == 0


def test_opening_an_up_to_date_database_does_not_import_alembic(tmp_path: Path) -> None:
    state_url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    open_state(state_url).close()
    program = (
        "import sys; from core.state import open_state; open_state(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, state_url], cwd=ROOT, check=False).returncode == 0
