"""What many write at the same time: one transaction for all who wait, and to each what came of hers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.cycle.together import Together
from core.cycle.working import CycleError
from core.state import State
from core.state.ballots import BallotRow
from core.state.database import reading


def put(session: Session, key: str) -> str:
    session.execute(insert(BallotRow).values(key=key, room="r", content={}))
    return key


def refused(_: Session) -> str:
    raise CycleError("Övningen är stängd.", "Säg det i rummet.")


def done_in_one_turn(state: State, *deeds: Callable[[Session], str]) -> list[Future[str]]:
    """DEEDS asked for while another is done, so that all of them wait for the next turn."""
    together, is_there, goes_on = Together(state.engine), Event(), Event()

    def first(session: Session) -> str:
        is_there.set()
        goes_on.wait(60)
        return put(session, uuid4().hex)

    with ThreadPoolExecutor(len(deeds) + 1) as pool:
        begun = pool.submit(together.done, first)
        assert is_there.wait(60)
        found = [pool.submit(together.done, one) for one in deeds]
        while together.waiting < len(deeds):
            assert not begun.done()
        goes_on.set()
    return found


def kept(state: State) -> int:
    with reading(state.engine) as connection:
        return connection.execute(select(func.count()).select_from(BallotRow)).scalar_one()


@pytest.mark.both_databases
def test_those_who_wait_are_written_at_once_and_each_is_told_of_hers(state: State) -> None:
    commits: list[object] = []
    event.listen(state.engine, "commit", commits.append)
    keys = [uuid4().hex for _ in range(20)]
    found = done_in_one_turn(state, *[partial(put, key=key) for key in keys], refused)
    assert [one.result() for one in found[:-1]] == keys
    with pytest.raises(CycleError, match="stängd"):
        found[-1].result()
    # Only what wrote: the one that all waited for, and then all of them.
    assert (len(commits), kept(state)) == (2, 21)


@pytest.mark.both_databases
def test_what_the_database_does_not_take_of_one_loses_nobody_elses(state: State) -> None:
    found = done_in_one_turn(state, *[partial(put, key=key) for key in ("a", "b", "a", "c")])
    told = [one.exception() for one in found]
    assert [type(one) for one in told if one] == [IntegrityError]
    assert kept(state) == 4


def test_it_goes_on_after_a_fault(state: State) -> None:
    together = Together(state.engine)
    for fault in (refused, lambda _: 1 // 0):
        with pytest.raises((CycleError, ZeroDivisionError)):
            together.done(fault)
    assert together.done(lambda session: put(session, "a")) == "a"
