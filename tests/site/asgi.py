"""Asks an ASGI application as a browser would, without a network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

T = TypeVar("T")
HOST = "nyckeltal.test"
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8-sig")


class Client:
    """Asks ``app`` in a loop of its own, where its background tasks live too."""

    def __init__(self, app: ASGIApp, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop

    def get(self, address: str, *, accept: str = "*/*", method: str = "GET", **headers: str) -> Answer:
        """The answer to a request of ADDRESS; a name in HEADERS has _ for -."""
        return self.run(self.asked(address, accept=accept, method=method, **headers))

    async def asked(self, address: str, *, accept: str = "*/*", method: str = "GET", **headers: str) -> Answer:
        """The same, in the app's own loop."""
        named = {"host": "localhost", "accept": accept} | {n.replace("_", "-"): v for n, v in headers.items()}
        return await _asked(self._app, address, method, named)

    def page(self, address: str) -> Answer:
        """The answer to a browser that opens ADDRESS."""
        return self.get(address, accept="text/html,application/xhtml+xml,*/*;q=0.8")

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(PATIENCE)


async def _asked(app: ASGIApp, address: str, method: str, headers: Mapping[str, str]) -> Answer:
    url = urlsplit(address)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": url.path,
        "raw_path": url.path.encode(),
        "root_path": "",
        "query_string": url.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    messages: list[Message] = []
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not asked:
            await asyncio.Event().wait()  # the browser stays on the line
        return asked.pop()

    async def send(message: Message) -> None:
        messages.append(message)

    with suppress(Exception):  # Starlette raises again what it has answered
        await app(scope, receive, send)
    [start] = [m for m in messages if m["type"] == "http.response.start"]
    body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
    return Answer(start["status"], Headers(raw=start["headers"]), body)


@contextmanager
def looping() -> Iterator[asyncio.AbstractEventLoop]:
    """A running loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


def run(task: Coroutine[Any, Any, T]) -> T:
    """What TASK gives, in a loop of its own. ``asyncio.run`` will not where Playwright's loop is in the same thread."""
    with looping() as loop:
        return asyncio.run_coroutine_threadsafe(task, loop).result(PATIENCE)


@contextmanager
def serving(app: ASGIApp) -> Iterator[Client]:
    """A client of APP, which is started and ended as a server would."""
    with looping() as loop:
        client = Client(app, loop)
        told: asyncio.Queue[Message] = asyncio.Queue()
        said: asyncio.Queue[Message] = asyncio.Queue()
        life = asyncio.run_coroutine_threadsafe(_lived(app, told, said), loop)
        for step in ("startup", "shutdown"):
            asyncio.run_coroutine_threadsafe(told.put({"type": f"lifespan.{step}"}), loop).result(PATIENCE)
            answer = client.run(said.get())
            assert answer["type"] == f"lifespan.{step}.complete", answer
            if step == "startup":
                yield client
        life.result(PATIENCE)


async def _lived(app: ASGIApp, told: asyncio.Queue[Message], said: asyncio.Queue[Message]) -> None:
    await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, told.get, said.put)


@dataclass
class Browser:
    """Posts forms as a browser does, from ADDRESS."""

    loop: asyncio.AbstractEventLoop
    app: ASGIApp
    address: str = "192.0.2.1"
    scheme: str = "https"

    def post(
        self,
        path: str,
        form: dict[str, str] | bytes,
        **headers: str | None,
    ) -> Answer:
        """The answer to FORM (fields, or a body as it is); a header that is None is left out, _ stands for -."""
        body = form if isinstance(form, bytes) else urlencode(form).encode()
        usual: dict[str, str | None] = {
            "host": HOST,
            "origin": f"https://{HOST}",
            "content-type": "application/x-www-form-urlencoded",
        }
        named = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        scope: dict[str, object] = {
            "type": "http",
            "method": "POST",
            "scheme": self.scheme,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in named.items() if value is not None],
            "client": (self.address, 1),
            "server": ("127.0.0.1", 8501),
        }
        return asyncio.run_coroutine_threadsafe(self._asked(scope, body), self.loop).result(PATIENCE)

    async def _asked(self, scope: dict[str, object], body: bytes) -> Answer:
        sent: list[Message] = []
        pieces = [body[start : start + 1000] for start in range(0, len(body), 1000)] or [b""]

        async def receive() -> Message:
            piece = pieces.pop(0) if pieces else b""
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return Answer(
            sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])
        )
