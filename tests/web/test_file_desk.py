"""Files made of figures: once for all who ask, one at a time, kept by what they are made of, and no endless queue."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import anyio.to_thread
import pytest
from starlette.requests import Request
from starlette.responses import Response

from core.errors import NyckeltalError
from core.features.decks import presentations
from core.web.file_desk import FileDesk, MadeFiles, Recipe
from core.web.queues import FullError, Queue
from tests.features.decks.deck_site import Site, access, site
from tests.site.asgi import PATIENCE, Answer, run

__all__ = ["access", "site"]

T = TypeVar("T")


def recipe(key: str, make: Callable[[], bytes]) -> Recipe:
    return Recipe(key, make, Response)


async def all_of(tasks: list[Coroutine[Any, Any, T]]) -> list[T | BaseException]:
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_a_file_that_many_ask_for_is_made_once() -> None:
    files, made = MadeFiles(), []

    def make() -> bytes:
        made.append(1)
        return b"fil"

    async def asked() -> None:
        for _ in range(2):
            assert await all_of([files.get(recipe("a", make)) for _ in range(50)]) == [b"fil"] * 50

    run(asked())
    assert len(made) == 1


def test_files_are_made_one_at_a_time_and_those_that_too_many_wait_before_are_refused() -> None:
    files, now, most = MadeFiles(most_to_make=3), [0], [0]

    def make() -> bytes:
        now[0] += 1
        most[0] = max(most[0], now[0])
        now[0] -= 1
        return b"fil"

    found = run(all_of([files.get(recipe(str(number), make)) for number in range(20)]))
    assert [one for one in found if one == b"fil"] == [b"fil"] * 4
    assert all(isinstance(one, FullError) for one in found if one != b"fil")
    assert most == [1]


def test_what_was_asked_for_longest_ago_goes_when_there_is_no_more_room() -> None:
    files, made = MadeFiles(most_bytes=10), []

    def make(key: str) -> bytes:
        made.append(key)
        return b"1234"

    async def asked(key: str) -> None:
        await files.get(recipe(key, partial(make, key)))

    async def all_asked() -> None:
        for key in "abacabd":
            await asked(key)

    run(all_asked())
    assert made == ["a", "b", "c", "b", "d"]


def test_a_file_that_could_not_be_made_is_tried_again() -> None:
    files = MadeFiles()

    def fail() -> bytes:
        raise NyckeltalError("Det gick inte.", "Försök igen.")

    async def asked() -> None:
        found = await all_of([files.get(recipe("a", fail)) for _ in range(3)])
        assert all(isinstance(one, NyckeltalError) for one in found)
        assert await files.get(recipe("a", lambda: b"fil")) == b"fil"

    run(asked())


def test_whoever_gives_up_takes_the_file_from_nobody() -> None:
    files, goes_on = MadeFiles(), threading.Event()

    async def asked() -> bytes:
        first = asyncio.create_task(files.get(recipe("a", lambda: b"fil" * goes_on.wait(PATIENCE))))
        other = asyncio.create_task(files.get(recipe("a", lambda: b"")))
        await asyncio.sleep(0)
        first.cancel()
        goes_on.set()
        return await other

    assert run(asked()) == b"fil"


def test_a_queue_knows_nobody_who_has_had_her_turn() -> None:
    queue = Queue(1, 1, most_each=1)

    async def come() -> None:
        async with queue.turn("anna"):
            with pytest.raises(FullError):
                await queue.work(lambda: None, "anna")
        for number in range(3):
            await queue.work(lambda: None, f"192.0.2.{number}")

    run(come())
    assert not queue._asking


def test_those_who_ask_take_turns_however_much_one_of_them_asks_for() -> None:
    queue, done = Queue(1, 600, most_each=240), []

    async def come(asker: str) -> None:
        with suppress(FullError):
            await queue.work(lambda: done.append(asker), asker)

    async def crowd() -> None:
        # Whoever wants to be in the way came first, and asks for more than she may.
        await asyncio.gather(*map(come, ["attacker"] * 300), *map(come, ["hall"] * 200))

    run(crowd())
    assert Counter(done) == {"attacker": 240, "hall": 200}
    assert Counter(done[:401])["hall"] == 200, "one of each in turn"
    assert not queue._asking
    assert not queue._waiting


def test_whoever_gives_up_her_place_in_the_queue_keeps_it_from_nobody() -> None:
    queue = Queue(1, 10)

    async def come() -> str:
        async with queue.turn("first"):
            tired = asyncio.create_task(queue.work(lambda: "", "tired"))
            patient = asyncio.create_task(queue.work(lambda: "fil", "patient"))
            await asyncio.sleep(0)
            tired.cancel()
        return await patient

    assert run(come()) == "fil"
    assert queue._free == 1
    assert not queue._waiting


@pytest.mark.parametrize("asked", ["hall", "attacker"])
def test_a_hall_behind_one_address_gets_its_file_while_another_address_fills_the_queue(asked: str) -> None:
    """Two hundred telephones ask for one file: it is made once, after at most a few of the attacker's."""
    desk, made = FileDesk(), []

    def make(key: str) -> bytes:
        made.append(key)
        return key.encode()

    def found(key: str) -> Recipe:
        return recipe(key, partial(make, key))

    async def crowd() -> tuple[list[Response], list[Response]]:
        attacks = [ask(desk, found(f"a{number}"), "198.51.100.1") for number in range(300)]
        hall = [ask(desk, found("hall"), "192.0.2.1") for _ in range(200)]
        first, last = (attacks, hall) if asked == "attacker" else (hall, attacks)
        answers = await asyncio.gather(*first, *last)
        return answers[: len(first)], answers[len(first) :]

    before, after = run(crowd())
    hall, attacks = (after, before) if asked == "attacker" else (before, after)
    assert [(one.status_code, bytes(one.body)) for one in hall] == [(200, b"hall")] * 200
    assert made.index("hall") < 10
    assert {503} <= {one.status_code for one in attacks} <= {200, 503}


@pytest.mark.usefixtures("source")
def test_the_days_powerpoint_is_made_once_for_a_crowd_while_other_threads_are_free(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, goes_on = [], threading.Event()

    def make(*_: object) -> bytes:
        made.append(1)
        assert goes_on.wait(PATIENCE)
        return b"bildspel"

    media_type = presentations._MAKERS["pptx"][1]
    monkeypatch.setattr(presentations, "_MAKERS", {"pptx": (make, media_type), "pdf": (make, media_type)})

    async def crowd() -> list[Answer]:
        asked = [asyncio.create_task(site.asked("/presentation/dagen.pptx")) for _ in range(45)]
        while not made:
            await asyncio.sleep(0)
        # The threads that pages are made in.
        taken = anyio.to_thread.current_default_thread_limiter().borrowed_tokens
        goes_on.set()
        assert taken == 0
        return await asyncio.gather(*asked)

    answers = site.run(crowd())
    assert [(answer.status, answer.content) for answer in answers] == [(200, b"bildspel")] * 45
    assert len(made) == 1
    site.get("/presentation/dagen.pdf")
    assert len(made) == 2, "another kind is another file"


def test_a_full_desk_says_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = FileDesk(MadeFiles(most_to_make=0))
    monkeypatch.setattr(desk._files, "_making", Queue(0, 0))
    found = recipe("a", lambda: b"fil")
    answer = run(ask(desk, found))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "ladda om sidan" in bytes(answer.body).decode()


async def ask(desk: FileDesk, found: Recipe, address: str = "192.0.2.1") -> Response:
    request = Request({"type": "http", "client": (address, 1), "headers": []})
    answer: Response = await desk.route("/fil", lambda _: found).endpoint(request)
    return answer
