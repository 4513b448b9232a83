"""One run of the script. Only this, main.py and the pages know Streamlit."""

from __future__ import annotations

import streamlit as st

from core.overview.figures import figure_source
from core.ui.site import Visit

_KEY = "nk-visit"


def start_visit(path: str) -> Visit:
    """Read the figures and the address, once a run. Raises NyckeltalError when a store is broken."""
    visit = Visit.of(path, dict(st.query_params), figure_source().get())
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
