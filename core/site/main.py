"""What every page shares: the header, the messages about the address, and which page is drawn."""

from __future__ import annotations

import logging

import streamlit as st

from core.access.addresses import network
from core.errors import NyckeltalError
from core.measured import CLICK, acted, failed
from core.site.session import asked_page, draw, end_visit, start_visit
from core.site.site import brand, header, tab_title
from core.web.pages import message
from core.web.turns import PAGES_AT_ONCE

log = logging.getLogger(__name__)


def main() -> None:
    """Draw one run."""
    chosen = asked_page()
    path = f"/{chosen.url_path}"
    try:
        visit = start_visit(path)
    except NyckeltalError as error:
        log.exception("the figures cannot be read")
        failed(CLICK)
        st.set_page_config(page_title=brand(), layout="wide")
        draw(message(path, "Siffrorna går inte att läsa just nu", error.message, error.advice))
        return
    st.set_page_config(page_title=tab_title(visit), layout="wide", initial_sidebar_state="collapsed")
    draw(header(visit))
    try:
        chosen.run()
    except Exception:
        # Streamlit would tell it in English, with links to others' search engines.
        log.exception("the page %s cannot be drawn", path)
        failed(CLICK)
        draw(message(path, "Något gick fel hos oss", "Felet är noterat. Ladda om sidan, eller vänta en stund."))
    finally:
        end_visit(visit)


with acted(CLICK), PAGES_AT_ONCE.turn(network(st.context.ip_address or "")):
    main()
