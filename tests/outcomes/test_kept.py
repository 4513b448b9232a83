"""What is made of figures: once for all who ask, the latest kept, anew when a fact is another."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from core.outcomes.kept import Lasting, Made

AT_ONCE = 8


def counted(made: list[str], word: str, **of: Hashable) -> Callable[[], Made]:
    def make() -> Made:
        made.append(word)
        return Made(object(), of)

    return make


def test_it_is_made_anew_when_what_it_was_made_of_is_another() -> None:
    lasting, facts = Lasting(), {"mål": 1, "kommentar": 1}
    made: list[str] = []

    def get() -> object:
        return lasting.get("sidor", "a", counted(made, "a", mål=facts["mål"]), facts=facts.get, most=2).value

    first = get()
    facts["kommentar"] = 2
    assert get() is first
    facts["mål"] = 2
    second = get()
    assert second is not first
    assert get() is second


def test_the_latest_asked_for_are_kept() -> None:
    lasting = Lasting()
    made: list[str] = []
    for word in ("a", "b", "a", "c", "a", "b"):
        lasting.by_key("sidor", word, partial(made.append, word), most=2)
        lasting.by_key("annat", "x", partial(made.append, "x"), most=1)
    assert made == ["a", "x", "b", "c", "b"]


def test_many_who_ask_at_once_get_what_one_makes() -> None:
    lasting, start = Lasting(), Barrier(AT_ONCE)
    made: list[str] = []

    def ask(_: int) -> object:
        start.wait()
        return lasting.get("sidor", "a", counted(made, "a"), facts=lambda _: None, most=2).value

    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = set(map(id, threads.map(ask, range(AT_ONCE))))
    assert len(found) == 1
    assert made == ["a"]
    assert not lasting._making, "a lock for every address that was ever asked for would grow for ever"


def test_what_fails_is_not_kept_and_the_next_tries_again() -> None:
    lasting = Lasting()

    def fails() -> Made:
        raise ValueError("no")

    for make in (fails, counted([], "a")):
        try:
            lasting.get("sidor", "a", make, facts=lambda _: None, most=2)
        except ValueError:
            continue
    assert lasting.get("sidor", "a", fails, facts=lambda _: None, most=2).value is not None
