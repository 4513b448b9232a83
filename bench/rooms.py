"""A room of phones that write a SWOT within half a minute, over HTTP: none lost, and how soon the screen has them."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx

from bench.serving import cost, processor, started
from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import Role, at_the_terminal
from core.access.service import SignedIn, current_access, opened_state
from core.cycle.exercises import Leading, Way, new_run
from core.cycle.rooms import Room
from core.settings import Settings

PHONES = int(os.environ.get("NYCKELTAL_BENCH_PHONES") or 300)
# With one database; phones come to any of them, the screen to the last.
PROCESSES = int(os.environ.get("NYCKELTAL_BENCH_PROCESSES") or 1)
WITHIN, _NOTES, _WRITES = 30.0, 4, 10.0
_WORDS = "en bra mening"  # of an account in a database that is thrown away
_TOWN = "0126"
_SCRIPT = {"accept": "application/json"}


def run() -> None:
    """Print what each act costs, what a phone waits for each note, and when the leader's screen has them all."""
    with TemporaryDirectory() as folder:
        Path(folder, "x").touch()
        os.environ["NYCKELTAL_DATABASE_URL"] = f"sqlite:///{folder}/state.sqlite"
        engine = opened_state(Settings.from_environment().database_url).engine
        leading = Leading(engine, _TOWN, at_the_terminal("bench"), datetime.now(UTC))
        tried, swot = (
            leading.start(new_run(), {"exercise": "swot", "title": name, "way": Way.ROOM.value}, (), {})
            for name in ("Prov", "SWOT")
        )
        cookie = _leader()
        with started(PROCESSES, os.environ, Path(folder, "log")) as (servers, ports):
            urls = [f"http://localhost:{port}" for port in ports]
            print(f"processor an act: {_acts(servers[0].pid, urls[0], tried.id, cookie)}", flush=True)
            before = sum(processor(one.pid) for one in servers)
            watched = asyncio.run(_swot(urls, swot.id, cookie))
            worked = sum(processor(one.pid) for one in servers) - before
        kept = {one.text for one in Room(engine, _TOWN, swot.id, leading.by, leading.now).board().notes}
        lost = set(watched.sent) - kept
        late = [watched.seen[text] - at for text, at in watched.sent.items() if text in watched.seen]
        print(f"{PHONES} phones in {WITHIN:.0f} s   {_spread(watched.seconds)}   {len(kept)} kept   {len(lost)} lost")
        print(f"on the leader's screen {_spread(late)}   {PROCESSES} servers {worked:.1f} s processor in all")


def _acts(pid: int, url: str, key: str, cookie: str) -> str:
    """What a phone and the screen ask of the server, each one by one."""
    room, new = f"{url}/svara/{_TOWN}/{key}/rum", f"{url}/rum/skarm/{_TOWN}/{key}/nytt"
    with (
        httpx.Client(timeout=60, headers=_SCRIPT, verify=False) as phone,
        httpx.Client(timeout=60, headers={"cookie": cookie}, verify=False) as screen,
    ):
        acts: dict[str, Callable[[int], httpx.Response]] = {
            "page": lambda _: phone.get(room),
            "note": lambda n: phone.post(f"{room}/lapp", data={"id": str(n), "falt": "hot", "text": f"Tanke {n}"}),
            "whether the room has gone on": lambda _: phone.get(f"{room}/lage"),
            "the screen's half second": lambda _: screen.get(new, params={"sedan": "60", "marke": ""}),
            "health, for what any act costs": lambda _: phone.get(f"{url}/halsa"),
        }
        return "   ".join(f"{name} {cost(pid, act, 70):.1f} ms" for name, act in acts.items())


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


async def _swot(urls: list[str], key: str, cookie: str) -> Watched:
    """Phones that write notes and ask how far the room is, and a screen that asks twice a second."""
    watched, phones = Watched(), [f"{url}/svara/{_TOWN}/{key}/rum" for url in urls]
    screen = asyncio.create_task(_screen(f"{urls[-1]}/rum/skarm/{_TOWN}/{key}/nytt", cookie, watched))
    await asyncio.gather(*(_writer(phones[n % len(phones)], n, watched) for n in range(PHONES)))
    watched.is_over = True
    await screen
    return watched


async def _screen(address: str, cookie: str, watched: Watched) -> None:
    since, mark, is_last = 0, "", False
    async with httpx.AsyncClient(timeout=60, headers={"cookie": cookie}, verify=False) as screen:
        while not is_last:
            is_last = watched.is_over
            found = (await screen.get(address, params={"sedan": since, "marke": mark})).raise_for_status().json()
            since, mark, now = found["sedan"], found["marke"], time.perf_counter()
            for _, _, text, _ in found["lappar"]:
                watched.seen.setdefault(text, now)
            await asyncio.sleep(0.5)


async def _writer(address: str, n: int, watched: Watched) -> None:
    chance = random.Random(n)  # noqa: S311 - no secret
    begins = chance.uniform(0, WITHIN - _WRITES)
    await asyncio.sleep(begins)
    async with httpx.AsyncClient(timeout=60, headers=_SCRIPT, verify=False) as phone:
        (await phone.get(address)).raise_for_status()
        for note in range(_NOTES):
            await asyncio.sleep(chance.uniform(0, _WRITES / _NOTES))
            text, at = f"Tanke {note} av telefon {n}", time.perf_counter()
            watched.sent[text] = at
            form = {"id": text, "falt": chance.choice(["styrkor", "svagheter", "mojligheter", "hot"]), "text": text}
            (await phone.post(f"{address}/lapp", data=form)).raise_for_status()
            watched.seconds.append(time.perf_counter() - at)
            (await phone.get(f"{address}/lage")).raise_for_status()
