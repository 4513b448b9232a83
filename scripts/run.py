"""Starts the app; fetches the figures first when there are none."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import runpy
import signal
import socket
import sys
from pathlib import Path

DONE, FAILED, SOME_STALE = 0, 1, 2  # what the refresh command ends with
ENDED = 128 + signal.SIGTERM
HIGHEST_PORT = 65535
# What is shown where nothing could be fetched.
EXAMPLE = "startar med exempeldata i stället"
OLDER = "startar med de siffror som finns, som en äldre version av programmet hämtade"

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.cache import Snapshot, SnapshotStore  # noqa: E402 - the project is not installed, only found
from core.cache.shared import shared_snapshots  # noqa: E402
from core.cli import main as command  # noqa: E402
from core.errors import NyckeltalError  # noqa: E402
from core.kolada import KoladaClient  # noqa: E402
from core.locks import servers_using  # noqa: E402
from core.settings import Settings  # noqa: E402


def main() -> int:
    """Fetch if needed, then become the server."""
    parser = argparse.ArgumentParser(description="Startar Nyckeltal.")
    parser.add_argument("--port", type=port_number, default=8501, help="port på den här datorn")
    options = parser.parse_args()
    os.chdir(ROOT)
    # Told to end while it fetches: what is half made is cleared away, as at Ctrl+C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    folder = Settings.from_environment().data_dir
    if fault := why_not(options.port, folder):
        print(f"Startar inte: {fault}", file=sys.stderr)
        return FAILED
    store = SnapshotStore(folder)
    is_shared = take_shared(store)
    current = store.current()
    info = Snapshot.info_of(current) if current else None
    if not is_shared and (info is None or info.is_example or info.is_older):
        is_kept = info is not None and info.is_older and not info.is_example
        # An example of an older version is made anew; what cannot be read is left for whoever can mend it.
        has_figures = current is not None and (is_kept or info is None or not info.is_older)
        fetch(has_figures=has_figures, otherwise=OLDER if is_kept else EXAMPLE)
    for port in servers_using(folder):
        print(f"Obs: Nyckeltal är redan igång på http://localhost:{port} med samma data ({folder}). Båda sparar dit.")
    print(f"Startar på http://localhost:{options.port} (avsluta med Ctrl+C)")
    sys.stdout.flush()
    # A proxy on this machine, however it is written where one listens on both kinds of addresses.
    os.environ.setdefault("FORWARDED_ALLOW_IPS", "127.0.0.1,::1,::ffff:127.0.0.1")
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(options.port)]
    # In this process: what stops this one stops the server, and what has been loaded is not loaded again.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return DONE


def port_number(text: str) -> int:
    """TEXT as a port."""
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"”{text}” är ingen port. Ange ett tal från 1 till {HIGHEST_PORT}.")
    return int(text)


def why_not(port: int, folder: Path) -> str:
    """Why nothing can be started on PORT, and what to do; empty when it can."""
    if port in servers_using(folder):
        return (
            f"Nyckeltal är redan igång på http://localhost:{port} med samma data ({folder}). "
            "Öppna den adressen, eller avsluta den först med Ctrl+C där den startades."
        )
    with socket.socket() as probe:
        # As the server does: what an ended one has left behind is in nobody's way.
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            why = "används redan av ett annat program" if is_taken else "får inte användas av dig"
            return f"porten {port} {why}. Välj en annan, till exempel: make run PORT={max(port, 8500) + 1}"
    return ""


def take_shared(store: SnapshotStore) -> bool:
    """Whether another machine fetches the figures: those that it has laid out come into STORE, or why not is said."""
    shared = shared_snapshots(Settings.from_environment())
    if shared is None:
        return False
    try:
        shared.collect(store)
    except NyckeltalError as error:
        print("\n".join(filter(None, (f"Obs: {error}", error.detail))), file=sys.stderr)
    if store.current() is None:
        print(
            "Inga siffror är utlagda än: startar utan. De visas inom en minut efter python -m core refresh, med samma "
            "NYCKELTAL_FIGURES_URL.",
            file=sys.stderr,
        )
    return True


def fetch(*, has_figures: bool, otherwise: str) -> None:
    """Fetch from Kolada; where it cannot be reached, say so in one line with what is shown OTHERWISE, and make the
    example data where there is nothing else.
    """
    settings = Settings.from_environment()
    # The one line below says what a person needs to know.
    logging.getLogger("core.kolada").setLevel(logging.CRITICAL)
    try:
        with KoladaClient(settings.kolada_url) as client:
            client.ping()
    except NyckeltalError:
        print(f"Kolada går inte att nå på {settings.kolada_url}: {otherwise}.")
    else:
        logging.getLogger("core.kolada").setLevel(logging.NOTSET)
        status = command(["refresh"])
        if status in (DONE, SOME_STALE):
            return
        if status != FAILED:
            sys.exit(status)
        print(f"Hämtningen lyckades inte: {otherwise}.")
    if not has_figures:
        command(["example"])


if __name__ == "__main__":
    sys.exit(main())
