"""What the process does that makes pages for the server (``core.web.maker``): python -m core.site.page_making FD."""

from __future__ import annotations

import logging
import os
import signal
import sys
from multiprocessing.connection import Connection

import core.site.site  # noqa: F401 - all features are known by it, in the server's order
from core.logs import write_logs
from core.outcomes.figures import FigureSource
from core.settings import Settings
from core.site.figures import figure_source
from core.web.maker import Answer, Wanted, made_here

# Whoever reads what is made already goes first.
_GIVES_WAY = 5

log = logging.getLogger(__name__)


def serve(asked: Connection) -> None:
    """Answer each page that is ASKED for, until nobody asks any more."""
    # Ctrl+C is the server's to heed: it finishes what it has begun.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_GIVES_WAY)
    write_logs(as_json=Settings.from_environment().all_logs_json)
    source = figure_source()
    answer(None, source)
    asked.send(None)
    try:
        while True:
            asked.send(answer(asked.recv(), source))
    except (EOFError, OSError):
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
    serve(Connection(int(sys.argv[1])))
