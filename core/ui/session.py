"""One run of the script: the figures, what the reader has chosen, and drawing. Only this and main.py know Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from core.overview.figures import Figures, figure_source
from core.ui.choices import CHOOSE, OVERVIEW, Choices, Unknown, read
from core.ui.drawn import choose_html
from core.ui.render import render

_KEY = "nk-visit"


@dataclass(frozen=True)
class Visit:
    """What a page has to go on. ``figures`` is None until something has been fetched."""

    figures: Figures | None
    choices: Choices
    unknown: tuple[Unknown, ...]


def start_visit() -> Visit:
    """Read the figures and the address, once a run. Raises NyckeltalError when a store is broken."""
    figures = figure_source().get()
    if figures is None:
        visit = Visit(None, Choices(), ())
    else:
        choices, unknown = read(st.query_params, figures)
        visit = Visit(figures, choices, tuple(unknown))
    st.session_state[_KEY] = visit
    return visit


def visit() -> Visit:
    """The visit that main.py started in this run."""
    found = st.session_state[_KEY]
    if not isinstance(found, Visit):
        raise TypeError("main.py starts the visit before any page runs")
    return found


def draw(html: str) -> None:
    """Put HTML from our templates on the page."""
    st.markdown(html, unsafe_allow_html=True)


def draw_choose(found: Figures, choices: Choices, path: str = OVERVIEW) -> None:
    """Ask for a municipality, in place of a page that needs one."""
    kpi = st.query_params.get("till") if path == CHOOSE else choices.kpi
    known = kpi if kpi in found.catalogue.by_kpi else None
    draw(choose_html(found, choices, kpi=known, address=here(path)))


def here(path: str) -> str:
    """The present address, for the script that waits until it is drawn."""
    params = urlencode(dict(st.query_params))
    return f"{path}?{params}" if params else path


def draw_message(
    title: str, *paragraphs: str, action: str = "", action_address: str = OVERVIEW, path: str = OVERVIEW
) -> None:
    """A page that says what is the matter and what to do."""
    draw(
        render(
            "message.html",
            title=title,
            paragraphs=paragraphs,
            action=action,
            action_address=action_address,
            address=here(path),
        )
    )


def needs_municipality(path: str) -> tuple[Figures, Choices] | None:
    """The figures and choices of a page that needs a municipality; None when something else has been drawn."""
    now = visit()
    if now.figures is None:
        draw_message(
            "Det finns inga siffror än",
            "Administratören hämtar dem från Kolada med: python -m core refresh",
            "Eller gör exempeldata med: python -m core example",
            path=path,
        )
        return None
    if now.choices.municipality is None:
        draw_choose(now.figures, now.choices, path)
        return None
    return now.figures, now.choices
