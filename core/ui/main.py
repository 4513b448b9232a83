"""What every page shares: the header, the messages about the address, and which page is drawn."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from core.access.form import SIGN_IN
from core.errors import NyckeltalError
from core.ui.choices import (
    ABOUT,
    ACCOUNT,
    ACCOUNTS,
    AREAS,
    AUDIT,
    CHOOSE,
    COMMENT,
    COMPARE,
    DECK,
    GROUP,
    INDEX,
    INDICATOR,
    LEARN,
    OVERVIEW,
    OWN,
    OWN_HISTORY,
    OWN_WORK,
    PRESENT,
    REPORT,
    RESOURCES,
    SEARCH,
    TARGETS,
)
from core.ui.session import draw, start_visit
from core.ui.site import TITLES, brand, header, message, tab_title

FOLDER = Path(__file__).resolve().parents[2] / "pages"
FILES = {
    OVERVIEW: "overview.py",
    AREAS: "areas.py",
    COMPARE: "compare.py",
    RESOURCES: "resources.py",
    INDEX: "result_index.py",
    LEARN: "learn.py",
    INDICATOR: "indicator.py",
    SEARCH: "search.py",
    ABOUT: "about.py",
    CHOOSE: "choose.py",
    GROUP: "group.py",
    TARGETS: "targets.py",
    OWN: "own.py",
    OWN_HISTORY: "own_history.py",
    OWN_WORK: "own_work.py",
    COMMENT: "comment.py",
    PRESENT: "present.py",
    DECK: "deck.py",
    REPORT: "report.py",
    SIGN_IN: "sign_in.py",
    ACCOUNT: "account.py",
    ACCOUNTS: "accounts.py",
    AUDIT: "audit.py",
}

log = logging.getLogger(__name__)


def main() -> None:
    """Draw one run."""
    pages = [
        st.Page(FOLDER / FILES[path], title=title, url_path=path.strip("/"), default=path == OVERVIEW)
        for path, title in TITLES.items()
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
