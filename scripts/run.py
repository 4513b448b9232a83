"""Starts the app; fetches the figures first when there are none."""

from __future__ import annotations

import argparse
import logging
import os
import runpy
import sys
from pathlib import Path

DONE, FAILED, SOME_STALE = 0, 1, 2  # what the refresh command ends with

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.cache import Snapshot, SnapshotStore  # noqa: E402 - the project is not installed, only found
from core.cli import main as command  # noqa: E402
from core.errors import NyckeltalError  # noqa: E402
from core.kolada import KoladaClient  # noqa: E402
from core.settings import Settings  # noqa: E402


def main() -> int:
    """Fetch if needed, then become the server."""
    parser = argparse.ArgumentParser(description="Startar Nyckeltal.")
    parser.add_argument("--port", type=int, default=8501, help="port på den här datorn")
    options = parser.parse_args()
    os.chdir(ROOT)
    current = SnapshotStore(Settings.from_environment().data_dir).current()
    if current is None or Snapshot.is_example_file(current):
        fetch(has_example=current is not None)
    print(f"Startar på http://localhost:{options.port} (avsluta med Ctrl+C)")
    sys.stdout.flush()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(options.port)]
    # In this process: what stops this one stops the server, and what has been loaded is not loaded again.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return DONE


def fetch(*, has_example: bool) -> None:
    """Fetch from Kolada; where it cannot be reached, say so in one line and make the example data."""
    settings = Settings.from_environment()
    # The one line below says what a person needs to know.
    logging.getLogger("core.kolada").setLevel(logging.CRITICAL)
    try:
        with KoladaClient(settings.kolada_url) as client:
            client.ping()
    except NyckeltalError:
        print(f"Kolada går inte att nå på {settings.kolada_url}: startar med exempeldata i stället.")
    else:
        logging.getLogger("core.kolada").setLevel(logging.NOTSET)
        status = command(["refresh"])
        if status in (DONE, SOME_STALE):
            return
        if status != FAILED:
            sys.exit(status)
        print("Hämtningen lyckades inte: startar med exempeldata i stället.")
    if not has_example:
        command(["example"])


if __name__ == "__main__":
    sys.exit(main())
