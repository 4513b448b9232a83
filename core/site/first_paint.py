"""The page as plain HTML in the very first answer: readable before Streamlit's three megabytes have come.

Its links work as they stand, so whoever has a slow line, or a firewall that stops websockets, can read everything.
The script takes it away when Streamlit has drawn the same.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from markupsafe import Markup, escape

from core.access.service import current_access
from core.site.figures import figure_source
from core.site.site import SITE, brand, header, tab_title
from core.web.render import render
from core.web.streamlit_index import TITLE_MARK, index_page
from core.web.turns import PAGES_AT_ONCE
from core.web.visit import Visit

log = logging.getLogger(__name__)


def painted_page(path: str, params: Mapping[str, str], token: str | None) -> bytes:
    """The index page with the content of PATH in it, as whoever has the session TOKEN sees it.

    Without content when the figures cannot be read.
    """
    before, after = index_page()
    try:
        with PAGES_AT_ONCE.turn():
            person = current_access().person_of(token, datetime.now(UTC))
            visit = Visit(path, params, figure_source().get(), person)
            content = Markup(header(visit) + SITE[path].draw(visit))  # noqa: S704 - from our own escaping templates
        first, title = render("first_paint.html", content=content), tab_title(visit)
    except Exception:
        log.exception("the first paint could not be made")
        first, title = "", brand()
    return before.replace(TITLE_MARK, escape(title).encode(), 1) + first.encode() + after
