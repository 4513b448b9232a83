"""Headers on every answer, and our index page instead of Streamlit's."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.server.index import content_security_policy, index_page, not_found_page
from core.ui.choices import DOWNLOADS, PAGES

# Streamlit answers these to anyone: how the server fares, and a description of an API that we do not offer.
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")

# What is not a page of ours but may be opened in a browser all the same.
_OTHER = (DOWNLOADS, "/assets/", "/halsa", "/_stcore/", "/static/", "/media/", "/component/", "/oauth2callback")

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
        is_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
        if is_page and not _leads_somewhere(scope["path"]):
            # Streamlit would draw its main page under an English message.
            await _page(not_found_page(), 404)(scope, receive, send)
            return
        # A whole page each time: a cached copy would outlive a change of ours, since Streamlit's file is the same.
        plain = [(n, v) for n, v in scope["headers"] if n not in (b"if-none-match", b"if-modified-since")]
        inner = {**scope, "headers": plain} if is_page else scope
        await self._app(inner, receive, _Sender(scope, receive, send))


class _Sender:
    """Adds the headers, and swaps the body where Streamlit answers with its index page."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._swapped = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers[name] = value
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Security-Policy"] = content_security_policy()
                if message["status"] == 200:
                    self._swapped = True
                    await self._answer_with_our_page()
                    return
        if not self._swapped:
            await self._send(message)

    async def _answer_with_our_page(self) -> None:
        await _page(index_page(), 200)(self._scope, self._receive, self._send)


def _leads_somewhere(path: str) -> bool:
    return path in PAGES or path.startswith(_OTHER)


def _page(content: str | bytes, status: int) -> Response:
    headers = {**_HEADERS, "Cache-Control": "no-cache", "Content-Security-Policy": content_security_policy()}
    return Response(content, status, headers, media_type="text/html")
