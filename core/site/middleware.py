"""Headers on every answer, and our own page where Streamlit would give its empty one."""

from __future__ import annotations

import gzip
import logging
import re
from contextlib import nullcontext
from functools import lru_cache
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.access.events import coming_from
from core.access.form import COOKIE
from core.features.decks.show_routes import WORKER
from core.measured import FORM, OTHER, PAINT, SESSIONS, acted, failed
from core.site.first_paint import painted_page
from core.site.site import FEATURES, SITE, moved_to
from core.web.alone import CONTENT_SECURITY_POLICY, NO_STORE, busy, not_found_page
from core.web.base_path import base_path, placed, placed_json, within
from core.web.choices import (
    ANSWER,
    ASK,
    CALENDAR_ADDRESS,
    CONFIRM_ADDRESS,
    DOWNLOADS,
    PRESENT,
    ROOM,
    UNSUBSCRIBE,
    VOTE_CODES,
)
from core.web.forms import is_from_here
from core.web.queues import FullError, Queue, asker_of
from core.web.turns import TRAFFIC

log = logging.getLogger(__name__)

# Streamlit answers these to anyone: how the server fares, a description of an API that we do not offer, and room
# in the process's memory for files that no page asks for.
_CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file")

HEALTH = "/halsa"
# Where addresses stand that lead to other pages.
_WITH_ADDRESSES = ("text/html", "application/json")

# What is neither a page of ours nor a feature's own, but may be opened in a browser all the same.
_OTHER = (
    DOWNLOADS,
    "/assets/",
    HEALTH,
    "/.well-known/security.txt",
    "/_stcore/",
    "/static/",
    "/media/",
    "/component/",
    "/favicon",
    "/manifest.json",
)

# Pages in HTML that are not Streamlit's index page: its own, and those of ours that stand alone.
_ANSWERS_IN_HTML = (
    *("/component/", "/oauth2callback", f"{PRESENT}/", VOTE_CODES, CALENDAR_ADDRESS),
    *(ANSWER, f"{ASK}/", CONFIRM_ADDRESS, UNSUBSCRIBE, f"{ROOM}/skarm/"),
)

# Ours and Streamlit's files, the same for everybody: they stay with whoever has signed in too.
_FOR_EVERYBODY = (
    "/assets/",
    "/static/",
    "/favicon",
    "/manifest.json",
    f"{PRESENT}/{WORKER}",
    f"{ASK}/telefon.js",
    *(f"{ROOM}/{script}.js" for script in ("phone", "front", "screen")),
)

_GZIP_LEVEL = 5

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Of this name only: a municipality's others are not ours to bind.
_BY_TLS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}

# Streamlit's own, for a sign-in and for uploads that we do not use; one of them would copy what the providers' sign-in
# keeps on the way. Without Secure, and sent to every path.
_STREAMLITS_COOKIES = "_streamlit_"
# Those that are painted wait in ``PAGES_AT_ONCE``, or for a page that is made elsewhere, and others go past them;
# they keep no thread from files and health. Of one address as many as a full hall behind it asks for, and no more.
_PAINTED_AT_ONCE, _MOST_WAITING, _OF_ONE = 40, 600, 240
# What RFC 6455 calls a violation of the server's policy.
_REFUSED = 1008


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._painting = Queue(_PAINTED_AT_ONCE, _MOST_WAITING, most_each=_OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; of a site that is under a path, what is asked there."""
        if base_path() and scope["type"] in ("http", "websocket"):
            # Health is asked by what stands beside, too.
            path = within(scope["path"]) or (HEALTH if scope["path"] == HEALTH else None)
            if path is not None:
                await self._answer_any(_inside(scope, path), receive, _placing(send))
            elif scope["type"] == "http":
                is_start = scope["path"] == base_path()
                answer = RedirectResponse(f"{base_path()}/", 308) if is_start else _not_found(scope)
                await answer(scope, receive, _placing(send))
            else:
                await send({"type": "websocket.close", "code": _REFUSED})
            return
        await self._answer_any(scope, receive, send)

    async def _answer_any(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not is_from_here(HTTPConnection(scope)):
            # Before Streamlit sees it: it lets in this machine's other ports, and asks a service elsewhere what we are.
            await send({"type": "websocket.close", "code": _REFUSED})
            return
        if scope["type"] != "http":
            # A websocket is answered for hours: what is done there knows no address.
            with SESSIONS.track_inprogress() if scope["type"] == "websocket" else nullcontext():
                await self._app(scope, receive, send)
            return
        kind = _kind(scope)

        async def counted(message: Message) -> None:
            if message.get("status", 0) >= HTTPStatus.INTERNAL_SERVER_ERROR:
                failed(kind)
            await send(message)

        with acted(kind), TRAFFIC.answering(), coming_from(scope["client"][0] if scope.get("client") else ""):
            await self._answer_http(scope, receive, counted)

    async def _answer_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        is_question = scope["method"] in ("GET", "HEAD")
        if path.startswith(_CLOSED):
            await PlainTextResponse("Sidan finns inte.", 404, _headers(scope))(scope, receive, send)
        elif is_question and (address := moved_to(path.rstrip("/"), scope["query_string"].decode("latin-1"))):
            # For the time being: other pages may take the address.
            await RedirectResponse(address, 307, _headers(scope))(scope, receive, send)
        elif is_question and not _leads_somewhere(path):
            # Streamlit would draw its main page under an English message.
            await _not_found(scope)(scope, receive, send)
        elif is_question and path in SITE:
            await self._paint(scope, receive, send)
        elif is_question and path.rstrip("/") in SITE:
            query = scope["query_string"].decode("latin-1")
            address = f"{path.rstrip('/')}?{query}" if query else path.rstrip("/")
            await RedirectResponse(address, 308, _headers(scope))(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _paint(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page; in a thread, for a view that nobody has asked for before takes a tenth of a second to make."""
        request = Request(scope)
        params, token, asker = request.query_params, request.cookies.get(COOKIE), asker_of(request)
        try:
            response = await self._painting.work(
                lambda: _page(scope, painted_page(scope["path"], params, token, asker), 200, private=bool(token)),
                asker,
            )
        except FullError:
            response = busy()
            response.headers.update(_headers(scope))
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Streamlit or a route answer, with our headers; a fault is logged and told without its trace."""
        guarded = _Guarded(scope, receive, send)
        try:
            await self._app(scope, receive, guarded)
        except Exception:
            if guarded.has_begun:
                raise
            log.exception("a request failed: %s", scope["path"])
            await PlainTextResponse("Något gick fel hos oss. Försök igen.", 500, _headers(scope))(scope, receive, send)


class _Guarded:
    """Sends on an answer with our headers, and ours instead of an index page that Streamlit falls back on."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._is_replaced = False
        # Made for somebody who has signed in: it must not come back after she has signed out.
        self._is_personal = COOKIE in Request(scope).cookies and not scope["path"].startswith(_FOR_EVERYBODY)
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        """Send MESSAGE on."""
        self.has_begun = True
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(_headers(self._scope))
            _drop_streamlits_cookies(headers)
            if self._is_personal:
                headers["Cache-Control"] = NO_STORE
            # Streamlit's is no fault to itself; our own pages that tell of one stand as they are.
            is_html = message["status"] == HTTPStatus.OK and headers.get("content-type", "").startswith("text/html")
            if is_html and not self._scope["path"].startswith(_ANSWERS_IN_HTML):
                self._is_replaced = True
                await _not_found(self._scope)(self._scope, self._receive, self._send)
        if not self._is_replaced:
            await self._send(message)


def _inside(scope: Scope, path: str) -> Scope:
    """SCOPE as it would be if the site had the name to itself; what is made is not compressed before it is placed."""
    headers = [(name, text) for name, text in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "path": path, "raw_path": path.encode(), "headers": headers}


def _placing(send: Send) -> Send:
    """What sends on, with addresses that lead to where the site is."""
    begun: list[Message] = []
    parts: list[bytes] = []

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            _place_headers(headers)
            if headers.get("content-type", "").startswith(_WITH_ADDRESSES):
                begun.append(message)
                return
        elif message["type"] == "http.response.body" and begun:
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            start = begun.pop()
            headers = MutableHeaders(raw=start["headers"])
            place = placed_json if headers["content-type"].startswith("application/json") else placed
            body = place(b"".join(parts).decode()).encode()
            if "content-length" in headers and body:
                headers["content-length"] = str(len(body))
            await send(start)
            message = {"type": "http.response.body", "body": body}
        await send(message)

    return sent


def _place_headers(headers: MutableHeaders) -> None:
    base, to = base_path(), headers.get("location", "")
    if to.startswith("/") and not to.startswith((f"{base}/", "//")):
        headers["location"] = f"{base}{to}"
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for one in cookies:
        headers.append("set-cookie", re.sub(r"(?i)(; path=)/", rf"\1{base}/", one))


def _kind(scope: Scope) -> str:
    return FORM if scope["method"] == "POST" else PAINT if scope["path"] in SITE else OTHER


def _headers(scope: Scope) -> dict[str, str]:
    return _HEADERS | _BY_TLS_ONLY if scope["scheme"] == "https" else _HEADERS


def _drop_streamlits_cookies(headers: MutableHeaders) -> None:
    kept = [one for one in headers.getlist("set-cookie") if not one.startswith(_STREAMLITS_COOKIES)]
    del headers["set-cookie"]
    for one in kept:
        headers.append("set-cookie", one)


def _leads_somewhere(path: str) -> bool:
    return path.rstrip("/") in SITE or path in SITE or path.startswith((*_OTHER, *_of_features()))


@lru_cache(maxsize=1)
def _of_features() -> tuple[str, ...]:
    """How the addresses begin that features answer beside their pages."""
    routes = [route for feature in FEATURES for route in feature.routes() if isinstance(route, (Route, Mount))]
    asked = [route for route in routes if isinstance(route, Mount) or "GET" in (route.methods or ())]
    return tuple(sorted({route.path.partition("{")[0] for route in asked}))


def _not_found(scope: Scope) -> Response:
    return _page(scope, not_found_page().encode(), 404)


def _page(scope: Scope, content: bytes, status: int, *, private: bool = False) -> Response:
    """PRIVATE: made for somebody who has signed in."""
    kept = NO_STORE if private else "no-cache"
    headers = {**_headers(scope), "Cache-Control": kept, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        content = gzip.compress(content, _GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, status, headers, media_type="text/html")
