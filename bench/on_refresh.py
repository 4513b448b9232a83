"""How fast the whole catalogue is fetched from the stand-in, where it is present, and a KPI that a reader asks for."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.serving import stopped
from core.cache import Snapshot, SnapshotStore
from core.cache.asked import AskedStore
from core.cache.asking import AskedKpis
from core.cache.refresh import refresh
from core.catalogue import default_catalogue
from core.kolada import AWAITED, KoladaClient

STAND_IN = Path(__file__).resolve().parents[2] / "shared" / "kolada" / "serve.py"
# Not in the catalogue; by gender since 1997 and 1998.
ASKED = ("N02926", "N00906")
SLOWNESS = ("--latency-ms", "100")


def run() -> None:
    """Print the numbers, with 100 ms latency, without faults and with 10 %."""
    if not STAND_IN.exists():
        print("refresh: no stand-in server here, not measured")
        return
    with tempfile.TemporaryDirectory() as name:
        for faults in ([], ["--faults", "429,500,503,504html,drop,truncate", "--fault-rate", "0.1"]):
            _measure(Path(name), [*SLOWNESS, *faults])
        _ask(Path(name))


@contextmanager
def served(options: list[str]) -> Iterator[str]:
    """The address of a stand-in with OPTIONS."""
    words = [sys.executable, str(STAND_IN), "--port", "0", *options]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server, ExitStack() as stack:
        stack.callback(stopped, server)
        yield server.stdout.readline().strip() if server.stdout else ""


def _measure(folder: Path, options: list[str]) -> None:
    with served(options) as base, KoladaClient(base) as client:
        started = time.perf_counter()
        report = refresh(SnapshotStore(folder), default_catalogue(), client, source=base)
        seconds = time.perf_counter() - started
    print(
        f"refresh {' '.join(options)}: {report.kpis} KPIs, {report.values} values in {seconds:.1f} s "
        f"({report.values / seconds:.0f} values/s), {len(report.failed)} failed   target 180 s"
    )


def _ask(folder: Path) -> None:
    """One KPI beside the snapshot in FOLDER: fetched and kept, and found by words in Kolada's whole list."""
    file = SnapshotStore(folder).current()
    if file is None:
        return
    with served(list(SLOWNESS)) as base:
        kpis, snapshot = AskedKpis(AskedStore(folder), lambda: KoladaClient(base, policy=AWAITED), base), Snapshot(file)

        def timed(name: str, target: str, *keys: str) -> None:
            started = time.perf_counter()
            for key in keys:
                kpis.begin(key, snapshot, "bench") if key else kpis.search("a")
                kpis.wait(key)
            print(f"asked: {name} in {(time.perf_counter() - started) / len(keys):.2f} s{target}")

        timed("a KPI fetched and kept", "   target 3 s", *ASKED)
        timed("Kolada's list fetched and kept", "", "")
        for words in ("personal i förskola", "aldre hemtjanst", "qqqqqq"):
            started = time.perf_counter()
            found = kpis.search(words)
            print(f"asked: {found.total} found for {words!r} in {(time.perf_counter() - started) * 1000:.0f} ms")
        snapshot.close()
