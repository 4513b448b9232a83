"""A room of phones that write a SWOT within half a minute, over HTTP: none lost, and how soon the screen has them."""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx

from bench.serving import processor, up
from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import Role, at_the_terminal
from core.access.service import SignedIn, current_access, opened_state
from core.cycle.exercises import Leading, Way, new_run
from core.cycle.rooms import Room
from core.settings import Settings

PHONES = int(os.environ.get("NYCKELTAL_BENCH_PHONES") or 300)
WITHIN, _NOTES, _WRITES = 30.0, 4, 10.0
_WORDS = "en bra mening"  # of an account in a database that is thrown away
_TOWN = "0126"


def run() -> None:
    """Print what a phone waits for each note, whether all are kept, and when the leader's screen has them."""
    with TemporaryDirectory() as folder:
        Path(folder, "x").touch()
        os.environ["NYCKELTAL_DATABASE_URL"] = f"sqlite:///{folder}/state.sqlite"
        engine = opened_state(Settings.from_environment().database_url).engine
        leading = Leading(engine, _TOWN, at_the_terminal("bench"), datetime.now(UTC))
        swot = leading.start(new_run(), {"exercise": "swot", "title": "SWOT", "way": Way.ROOM.value}, (), {})
        cookie = _leader()
        with up() as (server, url):
            before = processor(server.pid)
            watched = asyncio.run(_swot(url, swot.id, cookie))
            worked = processor(server.pid) - before
        kept = {one.text for one in Room(engine, _TOWN, swot.id, leading.by, leading.now).board().notes}
        lost = set(watched.sent) - kept
        late = [watched.seen[text] - at for text, at in watched.sent.items() if text in watched.seen]
        print(f"{PHONES} phones in {WITHIN:.0f} s   {_spread(watched.seconds)}   {len(kept)} kept   {len(lost)} lost")
        print(f"on the leader's screen {_spread(late)}   server {worked:.1f} s processor in all")


def _spread(seconds: list[float]) -> str:
    at = [round(one * 1000) for one in sorted(seconds)]
    return f"{len(at)}: p50 {at[len(at) // 2]} ms   p95 {at[int(len(at) * 0.95)]} ms   max {at[-1]} ms"


def _leader() -> str:
    """The cookie of a leader who has signed in."""
    access, now, terminal = current_access(), datetime.now(UTC), at_the_terminal("bench")
    access.accounts.add("bench", Details("Bench", Role.MANAGER, _TOWN), _WORDS, by=terminal, now=now, is_own=True)
    done = access.sign_in("bench", _WORDS, "127.0.0.1", now)
    if not isinstance(done, SignedIn):
        raise TypeError(done)
    return f"{COOKIE}={done.token}"


@dataclass
class Watched:
    """When each note was sent and first seen on the screen, and how long each took to be answered."""

    sent: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    is_over: bool = False


async def _swot(url: str, key: str, cookie: str) -> Watched:
    """Phones that write notes and ask how far the room is, and a screen that asks twice a second."""
    watched, phones = Watched(), f"{url}/svara/{_TOWN}/{key}/rum"
    screen = asyncio.create_task(_screen(f"{url}/rum/skarm/{_TOWN}/{key}/nytt", cookie, watched))
    await asyncio.gather(*(_writer(phones, n, watched) for n in range(PHONES)))
    watched.is_over = True
    await screen
    return watched


async def _screen(address: str, cookie: str, watched: Watched) -> None:
    since, is_last = 0, False
    async with httpx.AsyncClient(timeout=60, headers={"cookie": cookie}, verify=False) as screen:
        while not is_last:
            is_last = watched.is_over
            found = (await screen.get(address, params={"sedan": since, "marke": "x"})).raise_for_status().json()
            since, now = found["sedan"], time.perf_counter()
            for _, _, text, _ in found["lappar"]:
                watched.seen.setdefault(text, now)
            await asyncio.sleep(0.5)


async def _writer(address: str, n: int, watched: Watched) -> None:
    chance = random.Random(n)  # noqa: S311 - no secret
    begins = chance.uniform(0, WITHIN - _WRITES)
    await asyncio.sleep(begins)
    async with httpx.AsyncClient(timeout=60, headers={"accept": "application/json"}, verify=False) as phone:
        (await phone.get(address)).raise_for_status()
        for note in range(_NOTES):
            await asyncio.sleep(chance.uniform(0, _WRITES / _NOTES))
            text, at = f"Tanke {note} av telefon {n}", time.perf_counter()
            watched.sent[text] = at
            form = {"id": text, "falt": chance.choice(["styrkor", "svagheter", "mojligheter", "hot"]), "text": text}
            (await phone.post(f"{address}/lapp", data=form)).raise_for_status()
            watched.seconds.append(time.perf_counter() - at)
            (await phone.get(f"{address}/lage")).raise_for_status()
