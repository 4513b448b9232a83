"""Lets what is done for a request know from where it came, for the log of security events."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from core.access.events import coming_from


class Coming:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        client = scope.get("client")
        # A websocket is answered for hours: what is done there knows no address.
        if scope["type"] != "http" or not client:
            await self._app(scope, receive, send)
            return
        with coming_from(client[0]):
            await self._app(scope, receive, send)
