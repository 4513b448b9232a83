"""Presentations over plain HTTP: a whole document each, and the script that keeps them for when there is no network."""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from core.errors import NyckeltalError
from core.present.deck import Deck
from core.server.index import content_security_policy, not_found_page
from core.ui.choices import PRESENT
from core.ui.deck_parts import carried, worker
from core.ui.deck_view import deck_document
from core.ui.present_page import PAUSE

# Everything under it belongs to the service worker; the page /presentation itself does not.
DECKS = PRESENT
WORKER = "deck-sw.js"
_GZIP_LEVEL = 6
_ONLY_HERE = "frame-ancestors 'self'"

Find = Callable[[Request, str], Deck | None]
Links = Callable[[Deck, str], Mapping[str, str]]
Pause = Callable[[str], str]

log = logging.getLogger(__name__)


def deck_routes(find: Find, *, links: Links | None = None, pause: Pause | None = None) -> list[BaseRoute]:
    """GET /presentation/<name> with the deck that FIND knows by that name for who asks, and what belongs to it.

    LINKS gives the followers' links of a deck from the address that it was asked by ("https://host").
    PAUSE gives the document of /presentation/paus, from the same.
    """

    def deck(request: Request) -> Response:
        found = find(request, request.path_params["name"])
        if found is None:
            return _not_found()
        followers = links(found, _base(request)) if links else {}
        return _document(request, deck_document(found, followers=followers), carried().policy)

    routes: list[BaseRoute] = [Route(f"{DECKS}/{WORKER}", _worker)]
    if pause is not None:
        policy = carried(is_pause=True).policy
        shown = _told(lambda request: _document(request, pause(_base(request)), policy))
        routes.append(Route(f"{DECKS}/{PAUSE}", shown))
    return [*routes, Route(f"{DECKS}/{{name}}", _told(deck))]


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _told(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """ANSWER, with a store that is broken told in words; Starlette runs it in a thread."""

    def answered(request: Request) -> Response:
        try:
            return answer(request)
        except NyckeltalError as error:
            log.warning("a presentation could not be made: %s", error)
            return PlainTextResponse(str(error), HTTPStatus.SERVICE_UNAVAILABLE, {"Cache-Control": "no-store"})

    return answered


def _document(request: Request, html: str, policy: str) -> Response:
    """HTML that a browser keeps, but asks about each time: an edited deck is seen at the next load."""
    content = html.encode()
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


def _not_found() -> Response:
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": content_security_policy()}
    return Response(not_found_page(), HTTPStatus.NOT_FOUND, headers, media_type="text/html")


def _worker(_: Request) -> Response:
    """The service worker. It may only ask this server, and only for what lies under its own folder."""
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
        "Service-Worker-Allowed": f"{DECKS}/",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(worker(), headers=headers, media_type="text/javascript")
