"""Files that were read are kept: read once, not too many, not too much."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from core.tabular.kept import Kept
from core.tabular.progress import each, part, told

PATIENCE = 30


@pytest.fixture
def read() -> list[str]:
    return []


def reader(read: list[str], name: str, items: int = 0) -> Callable[[], list[int]]:
    def made() -> list[int]:
        read.append(name)
        return [0] * items

    return made


def test_the_same_is_read_once(read: list[str]) -> None:
    readings = Kept(len)
    first = readings.get("a", reader(read, "a"))
    assert readings.get("a", reader(read, "a")) is first
    assert read == ["a"]


def test_what_was_asked_for_longest_ago_goes_first(read: list[str]) -> None:
    readings = Kept(len, most_kept=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        readings.get(name, reader(read, name))
    assert read == ["a", "b", "c", "b"]


def test_large_ones_take_each_others_place_and_the_newest_stays(read: list[str]) -> None:
    readings = Kept(len, most_items=10)
    for name in ("a", "b", "b", "a"):
        readings.get(name, reader(read, name, 11))
    assert read == ["a", "b", "a"]


def test_two_that_ask_at_once_read_once(read: list[str]) -> None:
    readings: Kept[list[int]] = Kept(len)
    begun, go_on = threading.Event(), threading.Event()
    found: list[list[int]] = []

    def slow() -> list[int]:
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
    readings = Kept(len)

    def broken() -> list[int]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        readings.get("a", broken)
    readings.get("a", reader(read, "a"))
    assert read == ["a"]


def test_who_does_not_wait_is_told_how_far_it_has_come_until_all_is_read() -> None:
    kept: Kept[list[int]] = Kept(len)
    halfway, go_on = threading.Event(), threading.Event()

    def slow() -> list[int]:
        with part(0, 0.5):
            items = list(each([1, 2, 3]))
        with part(0.5, 1):
            told(0.5)
            halfway.set()
            assert go_on.wait(PATIENCE)
        return items

    assert kept.share("a", slow, 0) < 1
    assert halfway.wait(PATIENCE)
    assert kept.share("a", slow, 0) == 0.75
    go_on.set()
    assert kept.share("a", slow, PATIENCE) == 1
    assert kept.get("a", slow) == [1, 2, 3]


def test_what_is_being_read_is_told_from_what_waits_for_its_turn(
    monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    monkeypatch.setattr("core.tabular.kept._READ_AT_ONCE", threading.Semaphore(1))
    kept: Kept[list[int]] = Kept(len)
    heard, more, go_on = threading.Event(), threading.Event(), threading.Event()

    def silent() -> list[int]:
        told(0)
        heard.set()
        assert more.wait(PATIENCE)
        told(0.5)
        told(0.2)
        heard.set()
        assert go_on.wait(PATIENCE)
        return []

    kept.share("a", silent, 0)
    assert heard.wait(PATIENCE)
    assert 0 < kept.share("a", silent, 0) < 0.5
    assert kept.share("b", reader(read, "b"), 0) == 0
    heard.clear()
    more.set()
    assert heard.wait(PATIENCE)
    # It never goes back.
    assert kept.share("a", silent, 0) == 0.5
    go_on.set()
    assert kept.share("b", reader(read, "b"), PATIENCE) == 1


def test_what_cannot_be_read_says_why_to_whoever_gets_it() -> None:
    kept: Kept[list[int]] = Kept(len)

    def broken() -> list[int]:
        raise RuntimeError

    assert kept.share("a", broken, PATIENCE) == 1
    with pytest.raises(RuntimeError):
        kept.get("a", broken)


def test_what_fails_when_nobody_waits_is_not_begun_again_before_somebody_knows_why(read: list[str]) -> None:
    kept: Kept[list[int]] = Kept(len)
    go_on = threading.Event()

    def broken() -> list[int]:
        read.append("broken")
        assert go_on.wait(PATIENCE)
        raise RuntimeError

    assert kept.share("a", broken, 0) < 1
    go_on.set()
    assert kept.share("a", broken, PATIENCE) == 1
    assert [kept.share("a", broken, 0) for _ in range(3)] == [1, 1, 1]
    assert read == ["broken"]
    with pytest.raises(RuntimeError):
        kept.get("a", broken)
    assert kept.share("a", reader(read, "a"), PATIENCE) == 1
    assert read == ["broken", "broken", "a"]


def test_what_cannot_be_begun_is_read_by_whoever_asks(monkeypatch: pytest.MonkeyPatch, read: list[str]) -> None:
    monkeypatch.setattr("core.tabular.kept._MOST_BEGUN", 1)
    kept: Kept[list[int]] = Kept(len)

    def none_left(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", none_left)
        assert kept.share("a", reader(read, "a"), PATIENCE) == 1
        assert read == []
        kept.get("a", reader(read, "a"))
    # It is no longer among those that are begun.
    assert kept.share("b", reader(read, "b"), PATIENCE) == 1
    assert read == ["a", "b"]


def test_too_many_that_are_begun_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.tabular.kept._MOST_BEGUN", 1)
    kept: Kept[list[int]] = Kept(len)
    go_on, read = threading.Event(), list[str]()

    def slow() -> list[int]:
        assert go_on.wait(PATIENCE)
        return []

    assert kept.share("a", slow, 0) < 1
    assert kept.share("b", reader(read, "b"), 0) == 0
    assert read == []
    go_on.set()
    assert kept.share("a", slow, PATIENCE) == 1
    assert kept.share("b", reader(read, "b"), PATIENCE) == 1
