"""What every page shares: the header, the messages about the address, and which page is drawn."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from core.errors import NyckeltalError
from core.ui.choices import OVERVIEW
from core.ui.pages import message
from core.ui.session import draw, start_visit
from core.ui.site import SITE, brand, header, tab_title

FOLDER = Path(__file__).resolve().parents[2] / "pages"

log = logging.getLogger(__name__)


def main() -> None:
    """Draw one run."""
    pages = [
        st.Page(FOLDER / page.file, title=page.title, url_path=path.strip("/"), default=path == OVERVIEW)
        for path, page in SITE.items()
    ]
    chosen = st.navigation(pages, position="hidden")
    path = f"/{chosen.url_path}"
    try:
        visit = start_visit(path)
    except NyckeltalError as error:
        log.exception("the figures cannot be read")
        st.set_page_config(page_title=brand(), layout="wide")
        draw(message(path, "Siffrorna går inte att läsa just nu", error.message, error.advice))
        return
    st.set_page_config(page_title=tab_title(visit), layout="wide", initial_sidebar_state="collapsed")
    draw(header(visit))
    chosen.run()


main()
