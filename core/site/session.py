"""One run of the script. Only the files beside it, the pages and ``core.features.explore.page`` know Streamlit."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import streamlit as st

from core.access.form import COOKIE
from core.access.service import current_access
from core.features.usage.counting import viewed
from core.outcomes.figures import figure_source
from core.site.site import SITE
from core.site.streamlit_runs import KnownPage, lighten
from core.web.base_path import placed
from core.web.choices import OVERVIEW
from core.web.visit import Visit

FOLDER = Path(__file__).resolve().parents[2] / "pages"

_KEY = "nk-visit"

lighten()


def asked_page() -> st.Page:
    """The page that is asked for, this run's own: Streamlit notes in it whether it may be drawn."""
    return copy(st.navigation(_pages(), position="hidden"))


@cache
def _pages() -> list[st.Page]:
    """Made once: for each, Streamlit looks at every folder on the way to its file."""
    return [
        KnownPage(FOLDER / page.file, title=page.title, url_path=path.strip("/"), default=path == OVERVIEW)
        for path, page in SITE.items()
    ]


def start_visit(path: str) -> Visit:
    """Read who asks, the figures and the address, once a run. Raises NyckeltalError when a store is broken."""
    person = current_access().person_of(st.context.cookies.get(COOKIE), datetime.now(UTC))
    visit = Visit(path, dict(st.query_params), figure_source().get(), person)
    # A form's answer, and a click that changes nothing, show the same again.
    if st.session_state.get(_KEY) != (visit.path, visit.choices):
        viewed(visit)
    st.session_state[_KEY] = visit
    return visit


def end_visit(visit: Visit) -> None:
    """Keep of VISIT what it showed: a tab that is open over night would keep yesterday's figures."""
    st.session_state[_KEY] = (visit.path, visit.choices)


def draw_page() -> None:
    """Put the page on the screen that main.py has started the visit to."""
    draw(drawn()[1])


def drawn() -> tuple[Visit, str]:
    """The visit that main.py has started, and its page in HTML."""
    visit = st.session_state[_KEY]
    if not isinstance(visit, Visit):
        raise TypeError("main.py starts the visit before any page runs")
    return visit, SITE[visit.path].show(visit)


def draw(html: str) -> None:
    """Put HTML from our templates on the page."""
    st.markdown(placed(html), unsafe_allow_html=True)
