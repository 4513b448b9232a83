"""What is done before the first visitor comes: heavy imports, the stores, the participants' first view."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import anyio.to_thread
import streamlit as st

from core.errors import NyckeltalError

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, bool]]:
    """Warm up, then serve. A store that cannot be read is told on the page, not by refusing to start."""
    rest = await anyio.to_thread.run_sync(warm_up)
    threading.Thread(target=rest, name="warm-up", daemon=True).start()
    yield {"ready": True}


def warm_up() -> Callable[[], None]:
    """Load everything and make one overview; what is returned makes the other participants'."""
    from core.overview.figures import figure_source  # noqa: PLC0415 - pandas and DuckDB take a second to load
    from core.ui.choices import Choices  # noqa: PLC0415
    from core.ui.drawn import overview_html  # noqa: PLC0415

    try:
        figures = figure_source().get()
    except NyckeltalError:
        log.exception("the figures cannot be read")
        figures = None
    known = figures.snapshot.municipalities if figures else {}
    places = [p.id for p in figures.catalogue.participants if p.id in known] if figures else []

    def draw(some: list[str]) -> None:
        for municipality in some:
            if figures:
                overview_html(figures, Choices(municipality=municipality))

    draw(places[:1])
    return partial(draw, places[1:])
