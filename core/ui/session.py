"""One run of the script. Only this, main.py and the pages know Streamlit."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from core.access.form import COOKIE
from core.access.service import current_access
from core.overview.figures import figure_source
from core.ui.visit import Visit

_KEY = "nk-visit"


def start_visit(path: str) -> Visit:
    """Read who asks, the figures and the address, once a run. Raises NyckeltalError when a store is broken."""
    person = current_access().person_of(st.context.cookies.get(COOKIE), datetime.now(UTC))
    visit = Visit.of(path, dict(st.query_params), figure_source().get(), person)
    st.session_state[_KEY] = visit
    return visit


def this_visit() -> Visit:
    """The visit that main.py started in this run."""
    found = st.session_state[_KEY]
    if not isinstance(found, Visit):
        raise TypeError("main.py starts the visit before any page runs")
    return found


def draw(html: str) -> None:
    """Put HTML from our templates on the page."""
    st.markdown(html, unsafe_allow_html=True)
