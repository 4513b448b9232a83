"""Files that were read are kept: read once, not too many, not too much."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.readings import Readings
from core.tabular.faults import Note

PATIENCE = 30


def upload(items: int = 0) -> Upload:
    return Upload("a.csv", None, notes=(Note(0, ""),) * items)


@pytest.fixture
def read() -> list[str]:
    return []


def reader(read: list[str], name: str, items: int = 0) -> Callable[[], Upload]:
    def made() -> Upload:
        read.append(name)
        return upload(items)

    return made


def test_the_same_is_read_once(read: list[str]) -> None:
    readings = Readings()
    first = readings.get("a", reader(read, "a"))
    assert readings.get("a", reader(read, "a")) is first
    assert read == ["a"]


def test_what_was_asked_for_longest_ago_goes_first(read: list[str]) -> None:
    readings = Readings(most_kept=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        readings.get(name, reader(read, name))
    assert read == ["a", "b", "c", "b"]


def test_large_ones_take_each_others_place_and_the_newest_stays(read: list[str]) -> None:
    readings = Readings(most_items=10)
    for name in ("a", "b", "b", "a"):
        readings.get(name, reader(read, name, 11))
    assert read == ["a", "b", "a"]


def test_two_that_ask_at_once_read_once(read: list[str]) -> None:
    readings, begun, go_on = Readings(), threading.Event(), threading.Event()
    found: list[Upload] = []

    def slow() -> Upload:
        begun.set()
        assert go_on.wait(PATIENCE)
        return reader(read, "a")()

    first = threading.Thread(target=lambda: found.append(readings.get("a", slow)))
    second = threading.Thread(target=lambda: found.append(readings.get("a", reader(read, "second"))))
    first.start()
    assert begun.wait(PATIENCE)
    second.start()
    # Another file does not wait for it.
    readings.get("b", reader(read, "b"))
    go_on.set()
    for thread in (first, second):
        thread.join(PATIENCE)
    assert read == ["b", "a"]
    assert found[0] is found[1]


def test_a_reading_that_fails_is_tried_again(read: list[str]) -> None:
    readings = Readings()

    def broken() -> Upload:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        readings.get("a", broken)
    readings.get("a", reader(read, "a"))
    assert read == ["a"]
