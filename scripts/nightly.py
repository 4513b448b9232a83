"""Fetches the figures now and then every night, where there is no cron and no timer: in a container."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from datetime import time as time_of
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
SWEDEN = ZoneInfo("Europe/Stockholm")
# What failed is tried again; Kolada is not asked all day.
_AGAIN = timedelta(minutes=20)
_FAILED = 1


def main() -> int:
    """Fetch, wait, and fetch again until told to end."""
    parser = argparse.ArgumentParser(description="Hämtar siffrorna nu och sedan varje natt.")
    parser.add_argument("--at", default="02:30", type=time_of.fromisoformat)
    at = parser.parse_args().at
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        done = subprocess.run([sys.executable, "-m", "core", "refresh"], cwd=ROOT, check=False).returncode
        now = datetime.now(SWEDEN)
        time.sleep((_AGAIN if done == _FAILED else until(now, at.hour, at.minute)).total_seconds())


def until(now: datetime, hour: int, minute: int) -> timedelta:
    """How long it is from NOW to the next HOUR:MINUTE, by the clock on the wall."""
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if then <= now:
        then += timedelta(days=1)
    return timedelta(seconds=then.timestamp() - now.timestamp())


if __name__ == "__main__":
    sys.exit(main())
