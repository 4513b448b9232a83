"""What every page shares: the header, the messages about the address, and which page is drawn."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.catalogue import default_catalogue
from core.errors import NyckeltalError
from core.ui.choices import ABOUT, CHOOSE, INDICATOR, OVERVIEW, link
from core.ui.render import render
from core.ui.session import Visit, draw, draw_message, start_visit

FOLDER = Path(__file__).resolve().parents[2] / "pages"
# What each address is called in the browser's tab, and which stand in the header.
TITLES = {OVERVIEW: "Översikt", INDICATOR: "Indikator", ABOUT: "Om", CHOOSE: "Välj kommun"}
IN_HEADER = (OVERVIEW, ABOUT)
FILES = {OVERVIEW: "overview.py", INDICATOR: "indicator.py", ABOUT: "about.py", CHOOSE: "choose.py"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HeaderLink:
    """A page's link in the header."""

    words: str
    address: str
    chosen: bool


def main() -> None:
    """Draw one run."""
    pages = {
        path: st.Page(FOLDER / FILES[path], title=title, url_path=path.strip("/"), default=path == OVERVIEW)
        for path, title in TITLES.items()
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    path = f"/{chosen.url_path}"
    try:
        visit = start_visit()
    except NyckeltalError as error:
        log.exception("the figures cannot be read")
        st.set_page_config(page_title=default_catalogue().cooperation.name, layout="wide")
        draw_message("Siffrorna går inte att läsa just nu", error.message, error.advice)
        return
    st.set_page_config(page_title=_tab_title(visit, path), layout="wide", initial_sidebar_state="collapsed")
    draw(_header(visit, path))
    chosen.run()


def _header(visit: Visit, path: str) -> str:
    return render(
        "shell.html",
        brand=default_catalogue().cooperation.name,
        home=link(OVERVIEW, visit.choices),
        pages=[HeaderLink(TITLES[p], link(p, visit.choices), p == path) for p in IN_HEADER],
        is_example=visit.figures is not None and visit.figures.snapshot.info.is_example,
        unknowns=visit.unknown,
    )


def _tab_title(visit: Visit, path: str) -> str:
    words = [TITLES[path], default_catalogue().cooperation.name]
    if visit.figures and visit.choices.kpi and path == INDICATOR:
        words[0] = visit.figures.catalogue.by_kpi[visit.choices.kpi].name
    if visit.figures and visit.choices.municipality and path in (OVERVIEW, INDICATOR):
        words.insert(1, visit.figures.snapshot.municipalities[visit.choices.municipality])
    return " – ".join(words)


main()
