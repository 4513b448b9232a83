"""How fast the whole catalogue is fetched from the stand-in, where it is present."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.cache import SnapshotStore
from core.cache.refresh import refresh
from core.catalogue import default_catalogue
from core.kolada import KoladaClient

STAND_IN = Path(__file__).resolve().parents[2] / "shared" / "kolada" / "serve.py"


def run() -> None:
    """Print the numbers, with 100 ms latency, without faults and with 10 %."""
    if not STAND_IN.exists():
        print("refresh: no stand-in server here, not measured")
        return
    for faults in ([], ["--faults", "429,500,503,504html,drop,truncate", "--fault-rate", "0.1"]):
        _measure(["--latency-ms", "100", *faults])


def _measure(options: list[str]) -> None:
    server = subprocess.Popen(
        [sys.executable, str(STAND_IN), "--port", "0", *options], stdout=subprocess.PIPE, text=True
    )
    try:
        base = server.stdout.readline().strip() if server.stdout else ""
        with tempfile.TemporaryDirectory() as folder, KoladaClient(base) as client:
            started = time.perf_counter()
            report = refresh(SnapshotStore(Path(folder)), default_catalogue(), client, source=base)
            seconds = time.perf_counter() - started
        print(
            f"refresh {' '.join(options)}: {report.kpis} KPIs, {report.values} values in {seconds:.1f} s "
            f"({report.values / seconds:.0f} values/s), {len(report.failed)} failed   target 180 s"
        )
    finally:
        server.terminate()
        server.communicate(timeout=20)
