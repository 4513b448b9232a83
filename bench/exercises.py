"""A room of phones that answer a survey, and what a deck asks its audience, over HTTP: none lost, the result right."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx

from bench.serving import cost, processor, until_warm, up
from core.access.people import at_the_terminal
from core.access.service import opened_state
from core.catalogue import default_catalogue
from core.catalogue.exercises import default_exercises
from core.cycle.audience import Question, Stage
from core.cycle.exercises import Leading, Way, new_run
from core.outcomes.exercises import asked_pages, results_of
from core.settings import Settings

PHONES = int(os.environ.get("NYCKELTAL_BENCH_PHONES") or 300)
WITHIN, _PAGES = 30.0, 4
_SCRIPT = {"accept": "application/json"}
_TOWN, _EXERCISE = "0126", "roda-traden-tjansteman"
# What a deck asks is answered while it stands on the screen.
_AUDIENCE, _SOON, _LOOKS = 200, 10.0, 3.0
_ASKED = Question("grundskola", "fraga-1", "Vad ska vi prioritera?", ("Lärare", "Lokaler", "Läsning"))


def run() -> None:
    """Print what each phone waits for a page, and whether all that was sent is in the result."""
    with TemporaryDirectory() as folder:
        Path(folder, "x").touch()
        os.environ["NYCKELTAL_DATABASE_URL"] = f"sqlite:///{folder}/state.sqlite"
        engine = opened_state(Settings.from_environment().database_url).engine
        leading = Leading(engine, _TOWN, at_the_terminal("bench"), datetime.now(UTC))
        typed = {"exercise": _EXERCISE, "title": "Röda tråden", "way": Way.ROOM.value}
        tried, begun = (leading.start(new_run(), typed, (), {}) for _ in "ab")
        stage = Stage(engine, "grundskola", "bench", at_the_terminal("bench"), datetime.now(UTC))
        showing, asked = stage.show(_ASKED)
        with up() as (server, url):
            until_warm(server.pid)
            survey, hall = f"{url}/svara/{_TOWN}/{tried.id}", f"{url}/fraga/{showing.id}"
            print(f"processor an act: {_acts(server.pid, survey, hall, asked.round.id)}", flush=True)
            _, asked = stage.show(_ASKED, is_anew=True)
            sent, told = _measured(server.pid, PHONES, WITHIN, partial(_phone, f"{url}/svara/{_TOWN}/{begun.id}"))
            asks = partial(_audience_phone, f"{url}/fraga/{showing.id}", asked.round.id)
            heard, told_of_deck = _measured(server.pid, _AUDIENCE, _SOON, asks)
        closed = leading.close(begun.id)
        exercise = default_exercises()[_EXERCISE]
        shown = results_of(closed, exercise, leading.given(begun.id), default_catalogue())
        vision = next(one for _, some in shown.sections for one in some if one.question.id == "vision")
        counted = dict(zip(vision.options, vision.bars[0].counts, strict=True))
        result = "right" if counted == {**counted, **sent} else f"WRONG: {counted} of {sent}"
        print(f"{told}   {closed.answered} kept   result {result}")
        _, bars = stage.bars(_ASKED)
        is_right = bars.counts == tuple(heard[str(n)] for n in range(len(_ASKED.choices)))
        print(f"a deck's question: {told_of_deck}   {bars.count} kept   result {'right' if is_right else 'WRONG'}")


def _acts(pid: int, survey: str, hall: str, round_id: str) -> str:
    """What a phone asks of the server, each one by one."""
    page = asked_pages(default_exercises()[_EXERCISE], (), default_catalogue())[0]
    form = {"sida": "1"} | {one.name: next(iter(one.options)) for one in page.fields if one.options}
    answer = {"omgang": round_id}
    with httpx.Client(timeout=60, headers=_SCRIPT, verify=False) as phone:
        acts: dict[str, Callable[[int], object]] = {
            "a survey's page": lambda _: phone.get(survey),
            "its answer": lambda _: phone.post(f"{survey}/svar", data=form),
            "a question's page": lambda _: phone.get(hall),
            "its answer on a slide": lambda n: phone.post(f"{hall}/svar", data=answer | {"svar": str(n % 2)}),
            "whether there is another": lambda _: phone.get(f"{hall}/lage"),
        }
        return "   ".join(f"{name} {cost(pid, act):.1f} ms" for name, act in acts.items())


# What a phone does, and notes: what it answered, and how long each request took.
Phone = Callable[[random.Random, Counter[str], list[float]], Awaitable[None]]


def _measured(server: int, phones: int, within: float, phone: Phone) -> tuple[Counter[str], str]:
    """What PHONES answered WITHIN so many seconds, and in words what they waited for SERVER."""
    before = processor(server)
    sent, seconds = asyncio.run(_room(phones, within, phone))
    worked = processor(server) - before
    at = [round(one * 1000) for one in sorted(seconds)]
    told = f"p50 {at[len(at) // 2]} ms   p95 {at[int(len(at) * 0.95)]} ms   max {at[-1]} ms"
    told = f"{told}   server {worked / len(at) * 1000:.1f} ms processor each"
    return sent, f"{phones} phones in {within:.0f} s   {len(at)} requests   {told}"


async def _room(phones: int, within: float, phone: Phone) -> tuple[Counter[str], list[float]]:
    sent: Counter[str] = Counter()
    seconds: list[float] = []

    async def one(n: int) -> None:
        chance = random.Random(n)  # noqa: S311
        await asyncio.sleep(chance.uniform(0, within))
        await phone(chance, sent, seconds)

    await asyncio.gather(*map(one, range(phones)))
    return sent, seconds


async def _audience_phone(
    address: str, round_id: str, chance: random.Random, sent: Counter[str], seconds: list[float]
) -> None:
    """Reads the question, answers it by its script, and asks again and again whether there is another."""
    answer = chance.choice("0012")
    async with httpx.AsyncClient(timeout=60, headers=_SCRIPT, verify=False) as phone:
        for ask in (
            partial(phone.get, address),
            partial(phone.post, f"{address}/svar", data={"omgang": round_id, "svar": answer}),
            *[partial(phone.get, f"{address}/lage")] * 3,
        ):
            begins = time.perf_counter()
            (await ask()).raise_for_status()
            seconds.append(time.perf_counter() - begins)
            await asyncio.sleep(_LOOKS if ask.args[0].endswith("/lage") else chance.uniform(0, _LOOKS))
    sent[answer] += 1


async def _phone(address: str, chance: random.Random, sent: Counter[str], seconds: list[float]) -> None:
    answer = chance.choice(["ja", "ja", "nej", "vet_inte"])
    pages = asked_pages(default_exercises()[_EXERCISE], (), default_catalogue())
    async with httpx.AsyncClient(timeout=60, follow_redirects=True, verify=False) as phone:
        begins = time.perf_counter()
        (await phone.get(address)).raise_for_status()
        seconds.append(time.perf_counter() - begins)
        for number, page in enumerate(pages[:_PAGES], 1):
            form = {one.name: chance.choice(list(one.options)) for one in page.fields if one.options}
            form |= {"vision": answer} if "vision" in form else {}
            begins = time.perf_counter()
            (await phone.post(f"{address}/svar", data={"sida": number, **form})).raise_for_status()
            seconds.append(time.perf_counter() - begins)
    sent[answer] += 1
