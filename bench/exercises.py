"""A room of phones that answer a survey within half a minute, over plain HTTP: none lost, and the result right."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx

from bench.serving import processor, start, wait
from core.access.people import at_the_terminal
from core.access.service import opened_state
from core.catalogue import default_catalogue
from core.catalogue.exercises import default_exercises
from core.cycle.exercises import Leading, Way, new_run
from core.outcomes.exercises import asked_pages, results_of
from core.settings import Settings

PHONES = int(os.environ.get("NYCKELTAL_BENCH_PHONES") or 300)
WITHIN, _PAGES = 30.0, 4
_TOWN, _EXERCISE = "0126", "roda-traden-tjansteman"


def run() -> None:
    """Print what each phone waits for a page, and whether all that was sent is in the result."""
    with TemporaryDirectory() as folder:
        Path(folder, "x").touch()
        os.environ["NYCKELTAL_DATABASE_URL"] = f"sqlite:///{folder}/state.sqlite"
        engine = opened_state(Settings.from_environment().database_url).engine
        leading = Leading(engine, _TOWN, at_the_terminal("bench"), datetime.now(UTC))
        typed = {"exercise": _EXERCISE, "title": "Röda tråden", "way": Way.ROOM.value}
        begun = leading.start(new_run(), typed, (), {})
        server, url = start()
        try:
            wait(url)
            before = processor(server.pid)
            sent, seconds = asyncio.run(_room(f"{url}/svara/{_TOWN}/{begun.id}"))
            worked = processor(server.pid) - before
        finally:
            server.terminate()
            server.wait(20)
        closed = leading.close(begun.id)
        exercise = default_exercises()[_EXERCISE]
        shown = results_of(closed, exercise, leading.given(begun.id), default_catalogue())
        vision = next(one for _, some in shown.sections for one in some if one.question.id == "vision")
        counted = dict(zip(vision.options, vision.bars[0].counts, strict=True))
        at = [round(one * 1000) for one in sorted(seconds)]
        told = f"p50 {at[len(at) // 2]} ms   p95 {at[int(len(at) * 0.95)]} ms   max {at[-1]} ms"
        told = f"{told}   server {worked / len(at) * 1000:.1f} ms processor each   {closed.answered} kept"
        result = "right" if counted == {**counted, **sent} else f"WRONG: {counted} of {sent}"
        print(f"{PHONES} phones in {WITHIN:.0f} s   {len(at)} requests   {told}   result {result}")


async def _room(address: str) -> tuple[Counter[str], list[float]]:
    """What the phones answered to one question, and how long each request took."""
    sent: Counter[str] = Counter()
    seconds: list[float] = []
    await asyncio.gather(*(_phone(address, random.Random(n), sent, seconds) for n in range(PHONES)))  # noqa: S311
    return sent, seconds


async def _phone(address: str, chance: random.Random, sent: Counter[str], seconds: list[float]) -> None:
    await asyncio.sleep(chance.uniform(0, WITHIN))
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
