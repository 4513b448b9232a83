"""What is done before somebody waits for it: heavy imports, the stores, the participants' first view, the decks."""

from __future__ import annotations

import gc
import logging
import random
import secrets
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import anyio.to_thread
import streamlit as st

from core.access.events import write_events
from core.access.service import address_secret_of, opened_state
from core.cache import SnapshotStore
from core.cache.shared import shared_snapshots
from core.errors import NyckeltalError
from core.features.decks.shown import make_decks
from core.features.search.rules import search
from core.features.usage.counting import keep_writing
from core.locks import serving
from core.logs import write_logs
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.settings import Settings
from core.site.ending import ending_in_time
from core.site.figures import figure_source
from core.site.site import SITE
from core.site.watched import serve_numbers
from core.web.choices import AREAS, COMPARE, GOALS, INDICATOR, LEARN, OVERVIEW
from core.web.maker import MAKER, place_for
from core.web.turns import PAGES_AT_ONCE, TRAFFIC
from core.web.visit import Visit

# To look costs a link and a row; whoever asks before new figures are found waits as if nobody had warmed up.
_LOOKS_AGAIN_SECONDS, _LOOKS_AGAIN_AT_LEAST_SECONDS = 5, 300
_GIVES_WAY_SECONDS = 0.05
_PAGE_MAKING = "core.site.page_making"
_TAKES_AGAIN_SECONDS = (10, 20)
# Whoever asks again within this waits for no page that nobody has asked for.
_QUIET_SECONDS = 0.2

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, bool]]:
    """Warm up, then serve. A store that cannot be read is told on the page, not by refusing to start."""
    with serving(Settings.from_environment().data_dir, st.get_option("server.port")), ending_in_time():
        settings = Settings.from_environment()
        write_logs(as_json=settings.all_logs_json)
        if settings.metrics_port:
            serve_numbers(settings.metrics_port)
        await anyio.to_thread.run_sync(_write_events)
        first = await anyio.to_thread.run_sync(first_view)
        is_over = threading.Event()
        warming = threading.Thread(target=keep_warm, args=(first, is_over), name="warm-up", daemon=True)
        # Not waited for at the end: a store that does not answer would hold it up. What is half taken is thrown away.
        taking = threading.Thread(target=keep_new, args=(is_over,), name="new-figures", daemon=True)
        counting = threading.Thread(target=keep_writing, args=(is_over,), name="views", daemon=True)
        making = threading.Thread(target=keep_making, args=(is_over,), name="page-maker", daemon=True)
        for thread in (making, warming, taking, counting):
            thread.start()
        yield {"ready": True}
        is_over.set()
        for thread in (making, warming, counting):
            await anyio.to_thread.run_sync(thread.join)


def _write_events() -> None:
    try:
        write_events(address_secret_of(opened_state(Settings.from_environment().database_url)))
    except NyckeltalError:
        # Told on every page until it is mended; addresses are not known again over that.
        log.exception("the database cannot be used")
        write_events(secrets.token_bytes(32))


def first_view() -> Figures | None:
    """Load everything and make one overview of the figures, which are returned; None without any."""
    try:
        figures = _figures()
    except NyckeltalError:
        log.exception("the figures cannot be read")
        return None
    if figures is not None:
        for municipality in _participants(figures)[:1]:
            _draw_overview(figures, municipality)
    return figures


def warm_up(figures: Figures) -> Iterator[None]:
    """Make what most visitors of FIGURES begin with, step by step: the participants' overviews, the areas' decks."""
    for municipality in _participants(figures):
        _draw_overview(figures, municipality)
        yield
    # What stands nowhere takes all that the search keeps: the words of every definition too.
    search(figures, "qqqqqq")
    yield
    yield from make_decks(figures)


def pages_ahead(figures: Figures) -> Iterator[None]:
    """Make other pages of FIGURES step by step: the participants' goals, areas, indicators, and all overviews."""
    for municipality in _participants(figures):
        SITE[GOALS].show(Visit(GOALS, {"kommun": municipality}, figures))
        yield
    for area in figures.catalogue.area_by_id:
        for municipality in taking_part(figures, area):
            for path in (OVERVIEW, AREAS, COMPARE):
                SITE[path].show(Visit(path, {"kommun": municipality, "omrade": area}, figures))
                yield
    for indicator in figures.catalogue.indicators:
        for municipality in taking_part(figures, indicator.area):
            for path in (INDICATOR, LEARN):
                SITE[path].show(Visit(path, {"kommun": municipality, "nyckeltal": indicator.kpi}, figures))
                yield
    for municipality in figures.snapshot.municipalities:
        _draw_overview(figures, municipality)
        yield


def keep_warm(figures: Figures | None, is_over: threading.Event) -> None:
    """Warm up FIGURES, and whatever others come in their place."""
    warmed = None
    while not is_over.is_set():
        if figures is not None and figures.snapshot is not warmed:
            warmed = figures.snapshot
            try:
                # A step at a time: whoever stops the server does not wait for all of them.
                any(is_over.is_set() for _ in warm_up(figures))
                _keep_for_good()
                # Some minutes' work, which gives way to every reader.
                if Settings.from_environment().pages_ahead:
                    any(_is_over_when_idle(is_over) for _ in pages_ahead(figures))
            except Exception:
                # Nobody waits for this; who asks for what failed is told then.
                log.exception("the warm-up failed")
        is_over.wait(_LOOKS_AGAIN_SECONDS)
        # A store that is broken is told, and logged, when somebody asks.
        with suppress(NyckeltalError):
            figures = _figures()


def _keep_for_good() -> None:
    """Let the search for garbage pass by what stands now: with 800 readers that was a tenth of the server's work."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def keep_making(is_over: threading.Event) -> None:
    """Have pages made in a process of their own, and start another where it is lost."""
    settings, pause = Settings.from_environment(), _LOOKS_AGAIN_SECONDS
    # Of the program as it is now: what is laid in its place belongs to the server that is started after.
    place = place_for(settings.data_dir)
    while settings.pages_ahead and not is_over.is_set():
        if not MAKER.is_up:
            MAKER.start(_PAGE_MAKING, place, is_over)
            pause = _LOOKS_AGAIN_SECONDS if MAKER.is_up else min(2 * pause, _LOOKS_AGAIN_AT_LEAST_SECONDS)
        MAKER.look_after()
        is_over.wait(pause)
    MAKER.end()


def keep_new(is_over: threading.Event) -> None:
    """Take over what another machine has fetched, where the settings say from where, within half a minute."""
    settings = Settings.from_environment()
    shared, store, said = shared_snapshots(settings), SnapshotStore(settings.data_dir), ""
    while shared is not None and not is_over.is_set():
        try:
            if file := shared.collect(store):
                log.info("new figures: %s", file.name)
            said = ""
        except NyckeltalError as error:
            # The old ones are shown meanwhile; said once, not every time that it is tried.
            if said != str(error):
                log.exception("new figures could not be taken")
            said = str(error)
        is_over.wait(random.uniform(*_TAKES_AGAIN_SECONDS))  # noqa: S311 - so that not all ask at once


def _is_over_when_idle(is_over: threading.Event) -> bool:
    while not (MAKER.is_idle or (PAGES_AT_ONCE.is_idle and TRAFFIC.is_quiet(_QUIET_SECONDS)) or is_over.is_set()):
        is_over.wait(_GIVES_WAY_SECONDS)
    return is_over.is_set()


def _figures() -> Figures | None:
    return figure_source().get()


def _participants(figures: Figures) -> list[str]:
    known = figures.snapshot.municipalities
    return [participant.id for participant in figures.catalogue.participants if participant.id in known]


def _draw_overview(figures: Figures, municipality: str) -> None:
    SITE["/"].show(Visit("/", {"kommun": municipality}, figures))
