"""The numbers of the running server on a port of their own, for whoever watches it; off unless it is set."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from prometheus_client import start_http_server

from core.access.service import opened_state
from core.errors import NyckeltalError
from core.measured import (
    FIGURES_AGE,
    GIVEN_OUT,
    MAKER_MEMORY,
    MAKER_RESTARTS,
    MAKER_UP,
    NUMBERS,
    SAVES,
    is_well,
    memory_of,
)
from core.settings import Settings
from core.site.figures import figure_source
from core.web.maker import MAKER

# Who watches from another machine comes by a proxy, as readers do.
_HERE = "127.0.0.1"
_UNKNOWN = -1.0

log = logging.getLogger(__name__)


def serve_numbers(port: int) -> None:
    """Answer on PORT of this machine alone with all numbers, in Prometheus' form. A port that is taken is logged."""
    SAVES.set_function(_saves)
    FIGURES_AGE.set_function(_age)
    MAKER_UP.set_function(lambda: is_well(MAKER.process_id, is_up=MAKER.is_up))
    MAKER_RESTARTS.set_function(lambda: MAKER.restarts)
    MAKER_MEMORY.set_function(lambda: memory_of(MAKER.process_id))
    try:
        start_http_server(port, addr=_HERE, registry=NUMBERS)
    except OSError as error:
        log.warning("no numbers are given out on port %s: %s", port, error)
    else:
        GIVEN_OUT.port = port


def _saves() -> float:
    try:
        return float(opened_state(Settings.from_environment().database_url).revision())
    except NyckeltalError:
        return _UNKNOWN


def _age() -> float:
    try:
        figures = figure_source().get()
    except NyckeltalError:
        return _UNKNOWN
    return (datetime.now(UTC) - figures.snapshot.info.fetched_at).total_seconds() if figures else _UNKNOWN
