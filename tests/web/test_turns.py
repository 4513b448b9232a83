"""A burst of readers queues: few are served at a time and askers in turns, what is long gives way, a fault its turn."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Barrier, Thread

import pytest

from core.web.turns import Traffic, Turns

# Seconds of looking, on any machine: queuing takes none.
_MOST_LOOKS = 10_000_000


def waiting(turns: Turns) -> int:
    return sum(map(len, (*turns._waiting.values(), *turns._long.values())))


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


def test_others_work_while_somebody_waits_for_what_is_done_elsewhere() -> None:
    turns, met = Turns(1), Barrier(2, timeout=30)

    def away() -> None:
        with turns.turn("a"), turns.away():
            met.wait()

    one = Thread(target=away, daemon=True)
    one.start()
    with turns.turn("b"):
        # Only who has the one turn meanwhile can come to it.
        met.wait()
    one.join(10)
    assert (turns._free, waiting(turns)) == (1, 0)


class Hall:
    """Readers who queue for TURNS, one after the other, and are noted when they are served."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.served = turns, list[str]()
        self._threads: list[Thread] = []

    def asks(self, name: str, asker: str = "", *, is_long: bool = False) -> None:
        """Let somebody come, and wait until she waits."""

        def reader() -> None:
            with self.turns.turn(asker), self.turns.long() if is_long else nullcontext():
                self.served.append(name)

        before = waiting(self.turns)
        self._threads.append(Thread(target=reader, daemon=True))
        self._threads[-1].start()
        assert any(waiting(self.turns) > before for _ in range(_MOST_LOOKS)), "nobody queues"

    def empties(self) -> str:
        """Who was served, in their order."""
        for thread in self._threads:
            thread.join(10)
        assert (self.turns._free, waiting(self.turns)) == (self.turns._all, 0)
        return " ".join(self.served)


def test_who_asks_for_one_thing_does_not_wait_for_the_many_of_another() -> None:
    hall = Hall(Turns(1))
    with hall.turns.turn():
        for name, asker in (("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c")):
            hall.asks(name, asker)
    assert hall.empties() == "a1 b1 c1 a2 b2 a3"


def test_what_takes_long_is_done_when_nobody_else_waits_and_one_at_a_time() -> None:
    hall = Hall(Turns(1))
    with hall.turns.turn():
        hall.asks("long", is_long=True)
        hall.asks("short")
        hall.asks("another long", is_long=True)
        hall.asks("last")
    assert hall.empties() == "short last long another long"


def test_of_what_takes_long_one_is_done_at_a_time() -> None:
    turns, inside, most = Turns(3), list[int](), list[int]()

    def reader(number: int) -> None:
        with turns.turn(), turns.long():
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    threads = [Thread(target=reader, args=(number,), daemon=True) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == [1] * 20
    assert (turns._free, waiting(turns)) == (3, 0)


def test_what_takes_long_is_not_put_off_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Turns, "LONGEST_WAIT", 2)
    hall = Hall(Turns(1))
    with hall.turns.turn():
        hall.asks("long", is_long=True)
        for name in "abcd":
            hall.asks(name)
    assert hall.empties() in {"a b long c d", "a b c long d"}


def test_what_is_made_ahead_waits_for_nobody() -> None:
    turns = Turns(1)
    with turns.turn(), turns.long():
        pass
    with turns.long():
        assert turns.is_idle


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


def test_it_is_quiet_a_moment_after_the_last_has_been_answered() -> None:
    moments = iter([10.0, 10.125, 10.25])
    traffic = Traffic(lambda: next(moments))
    with traffic.answering():
        seen = [traffic.is_quiet(0.2)]
    assert [*seen, traffic.is_quiet(0.2), traffic.is_quiet(0.2)] == [False, False, True]
