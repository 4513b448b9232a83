"""What is done before the first visitor comes: heavy imports, the stores, the participants' first view."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
import streamlit as st

from core.errors import NyckeltalError

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, bool]]:
    """Warm up, then serve. A store that cannot be read is told on the page, not by refusing to start."""
    await anyio.to_thread.run_sync(warm_up)
    yield {"ready": True}


def warm_up() -> None:
    """Make the overview of every participant, so that nobody waits for the first one."""
    from core.overview.figures import figure_source  # noqa: PLC0415 - pandas and DuckDB take a second to load
    from core.ui.choices import Choices  # noqa: PLC0415
    from core.ui.drawn import overview_html  # noqa: PLC0415

    try:
        figures = figure_source().get()
    except NyckeltalError:
        log.exception("the figures cannot be read")
        return
    for participant in figures.catalogue.participants if figures else ():
        if figures and participant.id in figures.snapshot.municipalities:
            overview_html(figures, Choices(municipality=participant.id))
