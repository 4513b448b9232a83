"""A burst of readers queues: few are served at a time, first come first served, and a fault gives its turn on."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from core.web.turns import Turns

# Seconds of looking, on any machine: queuing takes none.
_MOST_LOOKS = 10_000_000


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


def test_who_waits_is_served_in_the_order_she_came() -> None:
    turns, served = Turns(1), list[int]()

    def reader(number: int) -> None:
        with turns.turn():
            served.append(number)

    threads = []
    with turns.turn():
        for number in range(5):
            threads.append(Thread(target=reader, args=(number,), daemon=True))
            threads[-1].start()
            assert any(waiting(turns) > number for _ in range(_MOST_LOOKS)), "nobody queues"
        assert served == []
    for thread in threads:
        thread.join(10)
    assert served == [0, 1, 2, 3, 4]
    assert (turns._free, waiting(turns)) == (1, 0)


def test_whoever_fails_gives_her_turn_on() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass


def test_many_threads_all_get_their_turn() -> None:
    turns, start, most = Turns(3), Barrier(40), list[int]()
    inside: set[int] = set()

    def reader(number: int) -> None:
        start.wait()
        with turns.turn():
            inside.add(number)
            most.append(len(inside))
            inside.discard(number)

    threads = [Thread(target=reader, args=(number,), daemon=True) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(most) == 40
    assert max(most) <= 3


def test_it_is_idle_when_nobody_works() -> None:
    turns = Turns(2)
    seen = [turns.is_idle]
    with turns.turn():
        seen.append(turns.is_idle)
    assert [*seen, turns.is_idle] == [True, False, True]
