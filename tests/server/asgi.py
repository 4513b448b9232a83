"""Asks an ASGI application as a browser would, without a network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

T = TypeVar("T")
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
        named = {"host": "localhost", "accept": accept} | {n.replace("_", "-"): v for n, v in headers.items()}
        return self.run(_asked(self._app, address, method, named))

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
