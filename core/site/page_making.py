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
from core.locks import lock_patiently
from core.logs import write_logs
from core.outcomes.figures import FigureSource
from core.settings import Settings
from core.site.figures import figure_source
from core.web.maker import PATIENCE_SECONDS, UP_WITHIN_SECONDS, Answer, Wanted, lock_of, made_here, opened, place_for

# Whoever reads what is made already goes first.
_GIVES_WAY = 5
# Who started it asks as soon as it answers.
_ASKED_WITHIN_SECONDS = 60.0
_OURS_ALONE = 0o077

log = logging.getLogger(__name__)


def main(place: Path) -> None:
    """Answer whoever asks at PLACE; at once done where another process does so already."""
    # Those are the servers' to heed: they finish what they have begun, and it ends with the last of them.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    # What takes so long never ends: whoever asks has another started.
    signal.alarm(UP_WITHIN_SECONDS)
    os.umask(_OURS_ALONE)
    if place != place_for(place.parent):
        log.warning("the program is another than the server's: restart the server")
        sys.exit(1)
    with lock_of(place).open("ab") as handle:
        try:
            lock_patiently(handle.fileno())
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
                signal.alarm(0)
                serve(line, source)
            finally:
                place.unlink(missing_ok=True)


def serve(line: socket.socket, source: FigureSource) -> None:
    """Answer each page that is asked for on LINE, until the last has gone who asked."""
    asking: set[Connection] = set()
    while ready := wait([line, *asking], None if asking else _ASKED_WITHIN_SECONDS):
        for one in ready:
            if isinstance(one, Connection):
                signal.alarm(PATIENCE_SECONDS)
                try:
                    one.send(answer(one.recv(), source))
                except (OSError, EOFError):
                    one.close()
                    asking.discard(one)
                signal.alarm(0)
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
