"""What makes pages for the servers (``core.web.maker``) does: python -m core.site.page_making PLACE."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

import core.site.site  # noqa: F401 - all features are known by it, in the servers' order
from core.locks import lock
from core.logs import write_logs
from core.outcomes.figures import FigureSource
from core.settings import Settings
from core.site.figures import figure_source
from core.web.maker import Answer, Wanted, lock_of, made_here, opened

# Whoever reads what is made already goes first.
_GIVES_WAY = 5
# Who started it asks as soon as it answers.
_ASKED_WITHIN_SECONDS = 60.0
_OURS_ALONE = 0o077

log = logging.getLogger(__name__)


def main(place: Path) -> None:
    """Answer whoever asks at PLACE; at once done where another process does so already."""
    # Ctrl+C is the server's to heed: it finishes what it has begun.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(_OURS_ALONE)
    mine = lock_of(place)
    with mine.open("ab") as handle:
        try:
            lock(handle.fileno())
        except OSError:
            return
        os.nice(_GIVES_WAY)
        write_logs(as_json=Settings.from_environment().all_logs_json)
        with opened(place) as (line, name):
            source = figure_source()
            answer(None, source)
            try:
                place.unlink(missing_ok=True)
                line.bind(name)
                line.listen()
                serve(line, source)
            finally:
                place.unlink(missing_ok=True)
                mine.unlink(missing_ok=True)


def serve(line: socket.socket, source: FigureSource) -> None:
    """Answer each page that is asked for on LINE, until the last has gone who asked."""
    asking: set[Connection] = set()
    while ready := wait([line, *asking], None if asking else _ASKED_WITHIN_SECONDS):
        for one in ready:
            if isinstance(one, Connection):
                try:
                    one.send(answer(one.recv(), source))
                except (OSError, EOFError):
                    one.close()
                    asking.discard(one)
            else:
                come = Connection(line.accept()[0].detach())
                asking.add(come)
                with suppress(OSError):
                    come.send(None)
        if not asking:
            return


def answer(wanted: Wanted | None, source: FigureSource) -> Answer | None:
    """What is WANTED, of the figures that SOURCE has now; None where it cannot be made, which the log tells."""
    try:
        figures = source.get()
        return None if wanted is None else made_here(wanted, figures)
    except Exception:
        # The server makes it itself, and meets the same where it is the page's.
        log.exception("a page could not be made ahead of its reader")
        return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
