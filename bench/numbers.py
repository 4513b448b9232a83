"""How measurements are told."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def machine() -> str:
    """The machine, as far as the system tells."""
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.processor()
    )
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def timed(work: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds that each of TIMES runs of WORK took by CLOCK: by time.process_time of the processor alone, which says
    something on a busy machine too.
    """
    seconds = []
    for _ in range(times):
        started = clock()
        work()
        seconds.append(clock() - started)
    return seconds


def tell(what: str, seconds: Sequence[float], target: float | None = None) -> None:
    """Print the median and the worst of SECONDS in milliseconds, beside the TARGET (seconds)."""
    ordered = sorted(seconds)
    middle = ordered[len(ordered) // 2]
    goal = "" if target is None else f"   target {target * 1000:6.0f} ms   {'met' if middle < target else 'MISSED'}"
    print(f"{what:58s} p50 {middle * 1000:8.1f} ms   max {ordered[-1] * 1000:8.1f} ms   n={len(ordered):3d}{goal}")
