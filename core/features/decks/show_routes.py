"""Presentations over plain HTTP: a whole document each, and the script that keeps them for when there is no network."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.access.rows import digest
from core.documents.deck import Deck
from core.features.decks.document import deck_document
from core.features.decks.document_parts import carried, worker
from core.features.decks.present_page import PAUSE
from core.web.alone import not_found
from core.web.base_path import site_of
from core.web.choices import PRESENT
from core.web.file_desk import FileDesk, Recipe

# Everything under it belongs to the service worker; the page /presentation itself does not.
DECKS = PRESENT
WORKER = "deck-sw.js"
_GZIP_LEVEL = 6
_ONLY_HERE = "frame-ancestors 'self'"

Find = Callable[[Request, str], Deck | None]
Links = Callable[[Deck, str], Mapping[str, str]]
# What the pause shows is made of, and what makes its document.
Pause = Callable[[str], tuple[str, Callable[[], str]]]


def deck_routes(find: Find, *, links: Links | None = None, pause: Pause | None = None) -> list[BaseRoute]:
    """GET /presentation/<name> with the deck that FIND knows by that name for who asks, and what belongs to it.

    LINKS gives the followers' links of a deck from the address that it was asked by ("https://host").
    PAUSE tells what the document of /presentation/paus is made of, and what makes it, from the same.
    """
    # Their own: whoever stands on the stage does not wait for somebody's PowerPoint.
    desk = FileDesk()

    def deck(request: Request) -> Response | Recipe:
        found = find(request, request.path_params["name"])
        if found is None:
            return not_found()
        followers = links(found, _base(request)) if links else {}
        key = "\0".join((found.model_dump_json(), *followers.values()))
        return _shown(request, key, lambda: deck_document(found, followers=followers), carried().policy)

    routes: list[BaseRoute] = [Route(f"{DECKS}/{WORKER}", _worker)]
    if pause is not None:
        policy = carried(is_pause=True).policy
        routes.append(desk.route(f"{DECKS}/{PAUSE}", lambda request: _shown(request, *pause(_base(request)), policy)))
    return [*routes, desk.route(f"{DECKS}/{{name}}", deck)]


def _shown(request: Request, key: str, make: Callable[[], str], policy: str) -> Recipe:
    """The document that MAKE makes of KEY and nothing else."""
    return Recipe(f"html {digest(key)}", lambda: make().encode(), lambda content: _document(request, content, policy))


def _base(request: Request) -> str:
    return site_of(request)


def _document(request: Request, content: bytes, policy: str) -> Response:
    """CONTENT (HTML) that a browser keeps, but asks about each time: an edited deck is seen at the next load."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": f"{policy}; {_ONLY_HERE}",
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, _GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type="text/html")


def _worker(_: Request) -> Response:
    """The service worker. It may only ask this server, and only for what lies under its own folder."""
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
        "Service-Worker-Allowed": f"{DECKS}/",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(worker(), headers=headers, media_type="text/javascript")
