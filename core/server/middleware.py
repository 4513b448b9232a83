"""Headers on every answer, and our own page where Streamlit would give its empty one."""

from __future__ import annotations

import gzip

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.server.first_paint import painted_page
from core.server.index import content_security_policy, not_found_page
from core.ui.choices import DOWNLOADS, PAGES

# Streamlit answers these to anyone: how the server fares, and a description of an API that we do not offer.
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")

# What is not a page of ours but may be opened in a browser all the same.
_OTHER = (
    DOWNLOADS,
    "/assets/",
    "/halsa",
    "/_stcore/",
    "/static/",
    "/media/",
    "/component/",
    "/favicon",
    "/manifest.json",
)

_GZIP_LEVEL = 5

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].startswith(_CLOSED):
            await PlainTextResponse("Finns inte.", status_code=404)(scope, receive, send)
            return
        is_question = scope["method"] in ("GET", "HEAD")
        if is_question and not _leads_somewhere(scope["path"]):
            # Streamlit would draw its main page under an English message.
            await _page(scope, not_found_page().encode(), 404)(scope, receive, send)
            return
        if is_question and scope["path"] in PAGES:
            params = QueryParams(scope["query_string"])
            # In a thread: a view that nobody has asked for before takes a tenth of a second to make.
            content = await anyio.to_thread.run_sync(painted_page, scope["path"], params)
            await _page(scope, content, 200)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _HEADERS.items():
                    headers[name] = value
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = content_security_policy()
            await send(message)

        await self._app(scope, receive, with_headers)


def _leads_somewhere(path: str) -> bool:
    return path in PAGES or path.startswith(_OTHER)


def _page(scope: Scope, content: bytes, status: int) -> Response:
    headers = {**_HEADERS, "Cache-Control": "no-cache", "Content-Security-Policy": content_security_policy()}
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        content = gzip.compress(content, _GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, status, headers, media_type="text/html")
