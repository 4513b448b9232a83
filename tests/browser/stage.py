"""A server of decks that can be taken away in the middle, and what is measured of a slide."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.documents.deck import Deck
from core.features.decks.document import pause_document
from core.features.decks.show_routes import DECKS, deck_routes
from tests.features.decks.decks import asking, deck, extreme, followers, ordinary

SESSION = datetime(2026, 10, 26, 9, 15, tzinfo=UTC)
# What stands outside the stage or over the foot, what is under 1/40 of the stage's height, in the slide that is seen.
MEASURE = """
() => {
  const stage = document.querySelector('.frame.now .stage'), box = stage.getBoundingClientRect(), faults = [];
  const foot = stage.querySelector('.foot').getBoundingClientRect();
  const head = stage.querySelector('header').getBoundingClientRect();
  if (Math.abs(box.width / box.height - 16 / 9) > 0.01) faults.push(`stage ${box.width} x ${box.height}`);
  if (box.width > innerWidth + 1 || box.height > innerHeight + 1) faults.push('stage outside the screen');
  for (const element of stage.querySelectorAll('*')) {
    if (element.closest('.unseen, .watermark, title, use')) continue;
    const rect = element.getBoundingClientRect(), style = getComputedStyle(element);
    if (!rect.width || style.display === 'none') continue;
    const name = `${element.tagName}.${element.getAttribute('class') ?? ''} "${element.textContent.slice(0, 30)}"`;
    const isIn = rect.left > box.left - 1 && rect.top > box.top - 1 && rect.right < box.right + 1;
    if (!isIn || rect.bottom > box.bottom + 1) faults.push(`outside: ${name}`);
    const inBody = element.parentElement.closest('.body');
    if (inBody && rect.bottom > foot.top + 1) faults.push(`over the foot by ${rect.bottom - foot.top}: ${name}`);
    if (inBody && rect.top < head.bottom - 1) faults.push(`over the heading by ${head.bottom - rect.top}: ${name}`);
    if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
    const svg = element.ownerSVGElement;
    const size = parseFloat(style.fontSize) * (svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1);
    if (size < box.height / 40 - 0.05) faults.push(`${size / box.height * 720} of 720: ${name}`);
  }
  const parts = [...stage.querySelectorAll('.why > *, .why li, .comment, .lost, .chart, .words, .cut')];
  const isOver = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  parts.forEach((one, i) => parts.slice(i + 1).forEach(other => {
    if (one.contains(other) || other.contains(one)) return;
    if (isOver(one.getBoundingClientRect(), other.getBoundingClientRect()))
      faults.push(`${one.className || one.tagName} over ${other.className || other.tagName}`);
  }));
  return faults;
}
"""


@dataclass(frozen=True)
class Stage:
    """A server of decks. Those with a cookie have the notes and the draft; all wait while ``answers`` is not set."""

    url: str
    server: uvicorn.Server
    thread: threading.Thread
    decks: dict[str, Deck]
    answers: threading.Event

    def deck(self, name: str = "aldreomsorg") -> str:
        """The address of the deck with NAME."""
        return f"{self.url}{DECKS}/{name}"

    def stop(self) -> None:
        """Take the server away, as if its plug had been pulled."""
        self.server.should_exit = True
        self.thread.join(20)


@contextmanager
def on_stage() -> Iterator[Stage]:
    """The server, which answers from the moment that it is given out."""
    decks = {"aldreomsorg": ordinary(), "allt": extreme(), "tomt": deck(), "utkast": ordinary(), "fragan": asking()}
    answers = threading.Event()
    answers.set()
    loop = [ordinary(), ordinary("Förskola")]

    def find(request: Request, name: str) -> Deck | None:
        answers.wait(20)
        found, is_hers = decks.get(name), bool(request.cookies)
        return found if is_hers else None if found is None or name == "utkast" else found.without_notes()

    def asked(request: Request) -> Response:
        """Five have answered, whoever asks; the bars are shown when they are asked for."""
        if request.method == "GET":
            return JSONResponse({"antal": 5} if "omgang" in request.query_params else {"far": bool(request.cookies)})
        is_closed = b"gor=staplar" in request.scope["body"]
        told = {"omgang": "r1", "antal": 5, "stangd": is_closed, "svar": [4, 1] if is_closed else None}
        return JSONResponse(told | {"adress": "x/svara", "bokstaver": "BCDF", "sida": 29, "ruta": "M2 2.5h7"})

    async def read(request: Request) -> Response:
        request.scope["body"] = await request.body()
        return asked(request)

    app = Starlette(
        routes=[Route(f"{DECKS}/fraga{path}", read, methods=["GET", "POST"]) for path in ("", "/lage")]
        + deck_routes(
            find,
            links=lambda one, _: followers(one),
            pause=lambda _: ("paus", partial(pause_document, loop, sessions=[(SESSION, "Äldreomsorg")])),
        )
    )
    # Listens before the server runs: a question that comes early waits instead of being refused.
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, ws="none", lifespan="off", log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    stage = Stage(f"http://localhost:{listening.getsockname()[1]}", server, thread, decks, answers)
    try:
        yield stage
    finally:
        stage.stop()
