"""The log is a chain: whatever is changed in it afterwards, put in or taken out, is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, text, update
from sqlalchemy.orm import Session

from core.access.audit import AuditLog, Chain
from core.access.people import READER
from core.access.rights import NotAllowedError
from core.access.rows import noting
from core.state import State, open_state
from core.state.audit import START, Actor, Change, linked, record
from core.state.database import make_engine, read_url, writing
from core.state.tables import AuditRow
from core.state.upgrade import upgrade_to
from tests.access.conftest import NOW, TERMINAL

WRITERS, EACH = 4, 15


def write(state: State, n: int = 5, *, who: str = "anna") -> None:
    with writing(state.engine) as session:
        for key in range(n):
            change = Change("ändrade", "mål", f"mål {key}", {"nivå": 1.5, "å": None}, {"nivå": 2})
            record(session, Actor(who, 7), NOW, change)


def verified(state: State, wanted: str = "") -> Chain:
    return AuditLog(state.engine).verified(by=TERMINAL, wanted=wanted)


@pytest.mark.both_databases
def test_what_is_written_is_one_whole_chain(state: State) -> None:
    assert verified(state) == Chain(0, START, (), is_cut=False, has_wanted=True)
    write(state)
    chain = verified(state)
    assert chain.is_whole
    assert chain.rows == 5


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("deed", "broken", "is_cut"),
    [
        (update(AuditRow).where(AuditRow.id == 3).values(who="bo"), (3,), False),
        (update(AuditRow).where(AuditRow.id == 3).values(at=datetime(2020, 1, 1, tzinfo=UTC)), (3,), False),
        (update(AuditRow).where(AuditRow.id == 3).values(after=None), (3,), False),
        (update(AuditRow).where(AuditRow.id == 3).values(link="f" * 64), (3, 4), False),
        (delete(AuditRow).where(AuditRow.id == 3), (4,), False),
        (delete(AuditRow).where(AuditRow.id == 1), (2,), False),
        (delete(AuditRow).where(AuditRow.id == 5), (), True),
        (delete(AuditRow), (), True),
        (
            insert(AuditRow).values(id=9, at=NOW, who="bo", action="godkände", kind="mål", key="x", link="a" * 64),
            (9,),
            False,
        ),
    ],
)
def test_what_is_done_to_the_log_afterwards_is_found(
    state: State, engine: Engine, deed: object, broken: tuple[int, ...], is_cut: bool
) -> None:
    write(state)
    with Session(engine) as session, session.begin():
        session.execute(deed)  # type: ignore[call-overload]
    chain = verified(state)
    assert (chain.broken, chain.is_cut) == (broken, is_cut)
    assert not chain.is_whole


def test_a_log_that_is_written_anew_lacks_the_link_that_was_noted_elsewhere(state: State, engine: Engine) -> None:
    write(state)
    noted = verified(state).head
    write(state, 2)
    assert verified(state, noted).is_whole
    with Session(engine) as session, session.begin():
        session.execute(delete(AuditRow))
        session.execute(text("UPDATE installation SET audit_head = :start"), {"start": START})
    write(state, who="bo")
    chain = verified(state, noted)
    assert not chain.has_wanted
    assert not chain.is_whole
    assert verified(state).is_whole


@pytest.mark.both_databases
def test_who_writes_at_once_writes_one_chain(state_url: str, state: State) -> None:
    def work(writer: int) -> None:
        # With connections of their own, as processes have, and by both ways of writing.
        with open_state(state_url) as other:
            for n in range(EACH):
                with writing(other.engine) if n % 2 else noting(other.engine) as session:
                    record(session, Actor(f"nr {writer}"), NOW, Change("ändrade", "mål", str(n)))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    chain = verified(state)
    assert chain.is_whole
    assert chain.rows == WRITERS * EACH


def test_what_is_given_out_can_be_followed_elsewhere(state: State) -> None:
    write(state)
    link = START
    for row in AuditLog(state.engine).every(by=TERMINAL):
        link = linked(link, row)
        assert row["link"] == link
        assert json.loads(row["after"] or "") == {"nivå": 2}


def test_who_may_not_read_the_log_neither_verifies_nor_gets_it(state: State) -> None:
    log = AuditLog(state.engine)
    with pytest.raises(NotAllowedError):
        log.verified(by=READER)
    with pytest.raises(NotAllowedError):
        next(log.every(by=READER))


@pytest.fixture
def old(empty_url: str) -> Iterator[Engine]:
    """A database as it was before the chain."""
    url = read_url(empty_url)
    if url.get_backend_name() == "sqlite":
        # A file that is there is not the copy of a whole database that other tests begin with.
        Path(url.database or "").parent.mkdir(exist_ok=True)
        Path(url.database or "").touch()
    engine = make_engine(url)
    upgrade_to(engine, "0007")
    yield engine
    engine.dispose()


@pytest.mark.both_databases
def test_what_was_in_the_log_before_is_chained_when_the_program_is_upgraded(empty_url: str, old: Engine) -> None:
    columns = ("at", "who_id", "who", "action", "kind", "key", "before", "after")
    values = ", ".join(f":{name}" for name in columns)
    with old.begin() as connection:
        for n in range(4):
            at = NOW.replace(microsecond=n)
            kept = f"{at:%Y-%m-%d %H:%M:%S.%f}" if old.dialect.name == "sqlite" else at
            told = (kept, None, "berit", "lade till", "konto", "å", None, json.dumps({"namn": n}))
            statement = f"INSERT INTO audit_log ({', '.join(columns)}) VALUES ({values})"
            connection.execute(text(statement), dict(zip(columns, told, strict=True)))
    with open_state(empty_url) as state:
        write(state)
        chain = verified(state)
    assert chain.is_whole
    assert chain.rows == 10, "the upgrade is told too"
