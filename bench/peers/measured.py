"""How many readers the same page carries in ours, in Dash and in Panel: one process each, in the same run.

Each reader chooses another municipality now and then, as in ``bench.crowd``. Dash and Panel get the rows ready made and
show them plainly: less than ours does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2 as httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.crowd import BETWEEN_ACTS, Reader, Site, Waits
from bench.load import P95_GOAL, Told
from bench.serving import OTHERS_PYTHON, ROOT, UP_WITHIN, family, free_port, memory, started, stopped
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.site.figures import figure_source
from core.web.choices import OVERVIEW

STEPS = (25, 50, 100, 150, 200, 300, 400, 600, 800, 1000, 1200, 1600, 2000, 2400)
_MUNICIPALITIES = 21
_PATIENCE = 60.0


class Guest(ABC):
    """Somebody who looks at the page at URL: she opens it, and then chooses."""

    def __init__(self, url: str, names: Sequence[str], web: httpx.AsyncClient, number: int) -> None:
        self.url, self.names, self.web, self.at = url, names, web, names[0]
        self.dice = random.Random(number)  # noqa: S311 - no secret

    @abstractmethod
    async def open(self) -> None:
        """Open the page, and what it needs to answer."""

    @abstractmethod
    async def choose(self, municipality: str) -> None:
        """Choose MUNICIPALITY, and wait until its table has come."""


class OurGuest(Guest):
    """Of ours, by Streamlit's protocol."""

    figures: Figures

    async def open(self) -> None:
        """As any reader."""
        self._reader = Reader(Site(self.url, self.figures), self.web, self.dice.randrange(10**6), Waits())
        await self._reader.load(OVERVIEW, {"kommun": self.names[0]})
        await self.choose(self.names[0])

    async def choose(self, municipality: str) -> None:
        """A run of the overview."""
        await self._reader.draw(OVERVIEW, {"kommun": municipality})


class DashGuest(Guest):
    """Of Dash: its page, its layout, and a callback by POST."""

    async def open(self) -> None:
        """What its script asks for."""
        for path in ("/", "/_dash-layout", "/_dash-dependencies"):
            (await self.web.get(f"{self.url}{path}")).raise_for_status()
        await self.choose(self.names[0])

    async def choose(self, municipality: str) -> None:
        """The callback."""
        asked = {
            "output": "page.children",
            "outputs": {"id": "page", "property": "children"},
            "inputs": [{"id": "municipality", "property": "value", "value": municipality}],
            "changedPropIds": ["municipality.value"],
        }
        address = f"{self.url}/_dash-update-component"
        try:
            answer = await self.web.post(address, json=asked)
        except (httpx.ReadError, httpx.RemoteProtocolError):
            # The server has closed a line that was idle: a browser asks again without a word.
            answer = await self.web.post(address, json=asked)
        if answer.status_code != 200 or "Tbody" not in answer.text:
            raise RuntimeError(f"Dash answered {answer.status_code}")


class PanelGuest(Guest):
    """Of Panel: its page, and Bokeh's protocol over a websocket."""

    _line: ClientConnection
    _select: str
    _values: Sequence[str]

    async def open(self) -> None:
        """What Bokeh's script does: a token, a line, and the whole document."""
        page = await self.web.get(f"{self.url}/panel_app")
        token = re.search(r'"token":\s*"([^"]+)"', page.text)
        if token is None:
            raise RuntimeError("Panel gave no token")
        self._line = await connect(
            f"{self.url.replace('http', 'ws', 1)}/panel_app/ws",
            subprotocols=[Subprotocol("bokeh"), Subprotocol(token[1])],
            max_size=None,
            ping_interval=None,
            open_timeout=_PATIENCE,
        )
        await self._received("ACK")
        await self._send("PULL-DOC-REQ", {})
        document = await self._received("PULL-DOC-REPLY")
        found = next(one for one in _objects(document) if str(one.get("name", "")).endswith("Select") and "id" in one)
        self._select = found["id"]
        self._values = [one if isinstance(one, str) else one[0] for one in found["attributes"]["options"]]

    async def choose(self, municipality: str) -> None:
        """A change of the list, until the table of another has come."""
        new = self._values[self.names.index(municipality)]
        event = {"kind": "ModelChanged", "model": {"id": self._select}, "attr": "value", "new": new}
        await self._send("PATCH-DOC", {"events": [event]})
        while "table" not in json.dumps(await self._received("PATCH-DOC")):
            pass

    async def _send(self, kind: str, content: Mapping[str, Any]) -> None:
        header = {"msgid": str(self.dice.randrange(10**12)), "msgtype": kind}
        for part in (header, {}, content):
            await self._line.send(json.dumps(part))

    async def _received(self, kind: str) -> Any:
        """The content of the next message of KIND."""
        while True:
            header = json.loads(await self._line.recv())
            _, content = await self._line.recv(), json.loads(await self._line.recv())
            for _ in range(2 * header.get("num_buffers", 0)):
                await self._line.recv()
            if header["msgtype"] == "ERROR":
                raise RuntimeError(str(content)[:200])
            if header["msgtype"] == kind:
                return content


def _objects(part: Any) -> list[dict[str, Any]]:
    """All mappings in PART, itself and within."""
    if isinstance(part, list):
        return [found for one in part for found in _objects(one)]
    if isinstance(part, dict):
        return [part, *_objects(list(part.values()))]
    return []


def command(words: Sequence[str]) -> None:
    """``peers`` with its options."""
    parser = argparse.ArgumentParser(prog="python -m bench peers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long each number of readers stays")
    parser.add_argument("--only", default="ours,dash,panel")
    options = parser.parse_args(words)
    if not OTHERS_PYTHON.exists():
        raise SystemExit("Dash och Panel saknas: make .venv-bench/.installed")
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 16384)), hard))
    own = [p.id for p in figures.catalogue.participants if p.id in figures.snapshot.municipalities]
    chosen = [*own, *(one for one in figures.snapshot.municipalities if one not in own)][:_MUNICIPALITIES]
    OurGuest.figures = figures
    carried = {}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        file.write_text(json.dumps(_rows(figures, chosen)), encoding="utf-8")
        env = {**os.environ, "PEERS_FILE": str(file), "PYTHONPATH": str(ROOT)}
        kinds: Mapping[str, tuple[type[Guest], Callable[[int], list[str]] | None]] = {
            "ours": (OurGuest, None),
            "dash": (DashGuest, _dash),
            "panel": (PanelGuest, _panel),
        }
        for name in options.only.split(","):
            guest, starting = kinds[name]
            with ExitStack() as stack:
                if starting is None:
                    ours = {**env, "NYCKELTAL_DATABASE_URL": f"sqlite:///{folder}/state.sqlite"}
                    servers, ports = stack.enter_context(started(1, ours, Path(folder) / "ours.log"))
                    server, port = servers[0], ports[0]
                else:
                    port = free_port()
                    log = stack.enter_context((Path(folder) / f"{name}.log").open("wb"))
                    server = subprocess.Popen(starting(port), cwd=ROOT, env=env, stdout=log, stderr=log)
                    stack.callback(stopped, server)
                    _wait(f"http://localhost:{port}{'/panel_app' if name == 'panel' else '/'}")
                visit = partial(_visited, guest, f"http://localhost:{port}", chosen, options.seconds)
                carried[name] = _carried(name, visit, options.seconds, server.pid)
    for name, readers in carried.items():
        times = f", ours {carried['ours'] / readers:.1f} times as many" if "ours" in carried and name != "ours" else ""
        print(f"{name} carries {readers} readers (p95 under {P95_GOAL:g} s, none failed){times}")


def _dash(port: int) -> list[str]:
    words = ["-m", "gunicorn", "--workers", "1", "--threads", "8", "--bind", f"127.0.0.1:{port}"]
    return [str(OTHERS_PYTHON), *words, "bench.peers.dash_app:server"]


def _panel(port: int) -> list[str]:
    words = ["-m", "panel", "serve", "bench/peers/panel_app.py", "--port", str(port), "--allow-websocket-origin=*"]
    return [str(OTHERS_PYTHON), *words]


def _wait(url: str) -> None:
    ends = time.monotonic() + UP_WITHIN
    while True:
        try:
            httpx.get(url, timeout=30).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)
        else:
            return


def _rows(figures: Figures, municipalities: Sequence[str]) -> Mapping[str, Any]:
    """What the others show: names, and the rows of MUNICIPALITIES in words."""
    names = {one: figures.snapshot.municipalities[one] for one in municipalities}
    rows = {}
    for one in municipalities:
        rows[one] = [
            {
                "face": "",
                "name": figures.catalogue.by_kpi[row["kpi"]].name,
                "about": f"{row['area']} · {row['year']}",
                "value": str(row["value"]),
                "arrow": str(row["trend"]),
                "square": str(row["standing"]),
            }
            for row in figures.records(Choice(one))
        ]
    return {"names": names, "rows": rows}


def _carried(name: str, visit: Callable[[int], Any], seconds: float, pid: int) -> int:
    """The most readers that are carried, by VISIT of so many for SECONDS."""
    carried = 0
    for readers in STEPS:
        acts, failed = asyncio.run(visit(readers))
        told = Told.of(acts, seconds)
        print(
            f"{name:6} {readers:5d} readers {told.line}   failed {failed}   {sum(map(memory, family(pid))):.0f} MB",
            flush=True,
        )
        if told.p95 >= P95_GOAL or failed or not acts:
            break
        carried = readers
    return max(carried, 1)


async def _visited(
    guest: type[Guest], url: str, names: Sequence[str], seconds: float, readers: int
) -> tuple[list[tuple[float, float]], int]:
    begins = time.perf_counter() + 2 * BETWEEN_ACTS
    acts: list[tuple[float, float]] = []
    failed = 0

    async def one(number: int, web: httpx.AsyncClient) -> None:
        nonlocal failed
        here = guest(url, names, web, number)
        try:
            await asyncio.sleep(here.dice.uniform(0, BETWEEN_ACTS))
            await asyncio.wait_for(here.open(), _PATIENCE)
            while (now := time.perf_counter()) < begins + seconds:
                await asyncio.sleep(min(here.dice.expovariate(1 / BETWEEN_ACTS), begins + seconds - now))
                if (now := time.perf_counter()) >= begins + seconds:
                    return
                here.at = here.dice.choice([name for name in names if name != here.at])
                await asyncio.wait_for(here.choose(here.at), _PATIENCE)
                if now >= begins:
                    acts.append((now, time.perf_counter() - now))
        except Exception as error:  # noqa: BLE001 - counted and told, whatever it was
            failed += 1
            if failed == 1:
                print(f"a reader failed: {type(error).__name__}: {error}"[:200])

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200, keepalive_expiry=2)
    async with httpx.AsyncClient(timeout=_PATIENCE, limits=limits) as web:
        await asyncio.gather(*(one(number, web) for number in range(readers)))
    return acts, failed
