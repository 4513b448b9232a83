"""The document that every page comes in, with the page as plain HTML in it: readable before Streamlit has come.

Streamlit draws in the browser, and begins when three megabytes of script and a websocket are there. The links of what
is painted first work as they stand: whoever has a slow line, or a firewall that stops websockets, can read everything.
The script takes it away when Streamlit has drawn the same.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import streamlit
from markupsafe import Markup, escape

from core.access.service import current_access
from core.site.figures import figure_source
from core.site.site import SITE, brand, header, long_pages, pages_as_json, tab_title
from core.web.assets import ASSETS, asset_version
from core.web.base_path import base_path
from core.web.choices import feed_link
from core.web.pages import Whose
from core.web.render import render
from core.web.turns import PAGES_AT_ONCE
from core.web.visit import Visit

log = logging.getLogger(__name__)

# Of Streamlit's own page, the lines that load it. The names of the files change with its version.
_LOADING = re.compile(
    r'<link\s+rel="(?:preload|modulepreload|stylesheet)"[^>]*>|<script type="module"[^>]*></script>', re.DOTALL
)
_FONT = re.compile(r'href="(/static/media/SourceSansVF-Upright[^"]+)"')
# Where a page's own title, feed and content go.
_TITLE, _FEED, _CONTENT = "nk-here-title", "nk-here-feed", "nk-here-content"


def painted_page(path: str, params: Mapping[str, str], token: str | None, asker: str = "") -> bytes:
    """The document with the content of PATH in it, as whoever has the session TOKEN sees it; made in ASKER's turn.

    Without content when the figures cannot be read.
    """
    try:
        with PAGES_AT_ONCE.turn(asker):
            person = current_access().person_of(token, datetime.now(UTC))
            visit = Visit(path, params, figure_source().get(), person)
            content, title, feed = header(visit) + SITE[path].show(visit), tab_title(visit), _feed(visit)
            is_only_read = _is_only_read(visit)
    except Exception:
        log.exception("the first paint could not be made")
        content, title, feed, is_only_read = "", brand(), "", False
    before, to_feed, between, after = _document(SITE[path].parts, has_content=bool(content), is_only_read=is_only_read)
    return f"{before}{escape(title)}{to_feed}{feed}{between}{content}{after}".encode()


def _feed(visit: Visit) -> str:
    """What tells a reader of feeds where that of the municipality, or its area, is; '' on pages of neither."""
    choices = visit.choices
    if visit.figures is None or choices.municipality is None or SITE[visit.path].whose is not Whose.MUNICIPALITY:
        return ""
    names = [f"Nytt från {visit.figures.snapshot.municipalities[choices.municipality]}"]
    names += [visit.catalogue.area_by_id[choices.area].name] if choices.area else []
    return render("feed_link.html", title=", ".join(names), address=feed_link(choices.municipality, choices.area))


def _is_only_read(visit: Visit) -> bool:
    """Whether Streamlit has nothing to do there but lead to other pages: no widgets, and nothing of one's own."""
    page = SITE[visit.path]
    return not (page.parts or page.whose is Whose.PERSON or visit.person.is_signed_in)


@cache
def _document(parts: tuple[str, ...], *, has_content: bool, is_only_read: bool) -> tuple[str, str, str, str]:
    """What stands before a page's title, its feed, its content, and after that; it loads PARTS ahead."""
    static = Path(streamlit.__file__).parent / "static"
    index = (static / "index.html").read_text(encoding="utf-8")
    loading = "\n".join(_LOADING.findall(index)).replace('"./', '"/')
    if "<script" not in loading:
        raise RuntimeError("Streamlit's index.html loads nothing that we know any more")
    font = _FONT.search(loading)
    whole = render(
        "document.html",
        title=_TITLE,
        feed=_FEED,
        content=_CONTENT if has_content else "",
        base=base_path(),
        pages=pages_as_json(),
        long=long_pages(),
        is_only_read=is_only_read,
        version=asset_version(),
        # Streamlit declares its font by script; the first paint has it before.
        font=font[1] if font else "",
        parts=[f"/static/js/{file.name}" for part in parts for file in (static / "static" / "js").glob(f"{part}.*.js")],
        streamlit=Markup(loading),  # noqa: S704 - the installed package's own file
        symbols=Markup((ASSETS / "symbols.svg").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    )
    before, _, rest = whole.partition(_TITLE)
    to_feed, _, rest = rest.partition(_FEED)
    between, _, after = rest.partition(_CONTENT) if has_content else (rest, "", "")
    return before, to_feed, between, after
