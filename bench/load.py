"""Many readers at once, over Streamlit's own protocol: what each waits for an act, and what the server takes.

The readers are on the same machine as the server, so the numbers are pessimistic.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.serving import processor, start, wait
from core.outcomes.figures import Figures
from core.site.figures import figure_source
from core.web.choices import AREAS, COMPARE, INDICATOR, LEARN, OVERVIEW

READERS = tuple(int(n) for n in (os.environ.get("NYCKELTAL_BENCH_READERS") or "200,400,800").split(","))
SECONDS = float(os.environ.get("NYCKELTAL_BENCH_SECONDS") or 60)
BETWEEN_ACTS = 8.0
# Of a hundred acts: mostly the overview, of one's own or another municipality; then what it leads to.
_PAGES = ((OVERVIEW, 45), (INDICATOR, 25), (COMPARE, 15), (AREAS, 10), (LEARN, 5))
# Of all acts at home; of the others, at municipalities that take no part and that nobody may have looked at.
_AT_HOME, _STRANGERS = 0.6, 0.1
_SOONEST_LATE = 3.0


@dataclass
class Waits:
    """What the readers met: seconds an act, and acts that never ended."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def tell(self, readers: int, lasted: float, server: int, worked: float) -> None:
        """Print a line; WORKED is the processor seconds that the process SERVER took meanwhile."""
        ordered = sorted(self.seconds) or [float("nan")]
        p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        late = sum(s > _SOONEST_LATE for s in ordered)
        print(
            f"{readers:5d} readers   {len(self.seconds) / lasted:6.1f} acts/s   p50 {p50 * 1000:7.0f} ms"
            f"   p95 {p95 * 1000:7.0f} ms   max {ordered[-1] * 1000:7.0f} ms   over 3 s {late:4d}"
            f"   failed {self.failed:3d}   server {worked / max(1, len(self.seconds)) * 1000:4.0f} ms processor an act,"
            f" {_memory(server):4.0f} MB",
            flush=True,
        )


def run() -> None:
    """Print a line for each number of readers."""
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    server, url = start()
    try:
        wait(url)
        _until_warm(server.pid)
        for readers in READERS:
            waits, before = Waits(), processor(server.pid)
            asyncio.run(_crowd(url, figures, readers, waits))
            waits.tell(readers, SECONDS, server.pid, processor(server.pid) - before)
    finally:
        server.terminate()
        server.wait(20)


async def _crowd(url: str, figures: Figures, readers: int, waits: Waits) -> None:
    """READERS come during the time of one act each, and act until the time is out; the first round is not counted."""
    begins = time.perf_counter() + BETWEEN_ACTS
    await asyncio.gather(*(_reader(url, figures, random.Random(i), begins, waits) for i in range(readers)))  # noqa: S311


async def _reader(url: str, figures: Figures, dice: random.Random, begins: float, waits: Waits) -> None:
    await asyncio.sleep(dice.uniform(0, BETWEEN_ACTS))
    own = dice.choice([p.id for p in figures.catalogue.participants])
    try:
        async with connect(
            f"{url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            ping_interval=None,
        ) as line:
            await _act(line, OVERVIEW, {"kommun": own})
            while (now := time.perf_counter()) < begins + SECONDS:
                await asyncio.sleep(min(dice.expovariate(1 / BETWEEN_ACTS), begins + SECONDS - now))
                if (now := time.perf_counter()) >= begins + SECONDS:
                    return
                await _act(line, *_choice(figures, own, dice))
                if now >= begins:
                    waits.seconds.append(time.perf_counter() - now)
    except Exception as error:  # noqa: BLE001 - counted and told, whatever it was
        waits.failed += 1
        if waits.failed == 1:
            print(f"a reader failed: {error!r}")


def _choice(figures: Figures, own: str, dice: random.Random) -> tuple[str, dict[str, str]]:
    """A page and what its address says."""
    page = dice.choices([p for p, _ in _PAGES], [weight for _, weight in _PAGES])[0]
    participants = [p.id for p in figures.catalogue.participants]
    elsewhere = list(figures.snapshot.municipalities) if dice.random() < _STRANGERS else participants
    municipality = own if dice.random() < _AT_HOME else dice.choice(elsewhere)
    params = {"kommun": municipality}
    if page in (INDICATOR, LEARN):
        params["nyckeltal"] = dice.choice(figures.catalogue.indicators).kpi
    if page in (AREAS, COMPARE):
        params["omrade"] = dice.choice(figures.catalogue.areas).id
    return page, params


async def _act(line: ClientConnection, page: str, params: dict[str, str]) -> None:
    """Go to PAGE with PARAMS, and wait until all of it has come."""
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode(params)
    asked.rerun_script.page_script_hash = calc_hash(page.strip("/"))
    await line.send(asked.SerializeToString())
    while True:
        data = await asyncio.wait_for(line.recv(), 60)
        if not isinstance(data, bytes):
            raise TypeError(data)
        # What is drawn is long, and only the end is waited for.
        if len(data) < 200 and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            return


def _until_warm(pid: int) -> None:
    """Until the server has made what it makes before anybody asks."""
    before = -1.0
    while (now := processor(pid)) - before > 0.1:
        before = now
        time.sleep(1)


def _memory(pid: int) -> float:
    """Megabytes that the process holds; not a number where the system does not tell."""
    file = Path(f"/proc/{pid}/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if file.exists() else float("nan")
