"""Phones without an account, hundreds at once: the lines that they wait in, their scripts, and answers to these."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from core.errors import NyckeltalError
from core.web.alone import NO_STORE, busy
from core.web.forms import MOST_BYTES, MOST_FIELDS, Answer, form_routes
from core.web.queues import FullError, Queue, asker_of

# A hall of several hundred behind one address asks and sends at the same time.
_READ_AT_ONCE, _MOST_WAITING = 2, 1200
# Those who write at the same time share a transaction (``core.cycle.together``): each waits in a thread for its end.
_WRITTEN_AT_ONCE = 24
_A_YEAR = "public, max-age=31536000, immutable"


class Crowd:
    """The lines of one feature: those who read wait for none who write."""

    def __init__(self) -> None:
        self._reading, self._writing = Queue(_READ_AT_ONCE, _MOST_WAITING), Queue(_WRITTEN_AT_ONCE, _MOST_WAITING)

    def asked(self, path: str, answer: Callable[[Request], Response]) -> Route:
        """GET PATH, which ANSWER gives in a thread; what cannot be told now is said in words."""

        async def work(request: Request) -> Response:
            try:
                return await self._reading.work(partial(_safely, answer, request), asker_of(request))
            except FullError:
                return busy()

        return Route(path, work, methods=["GET"])

    def sent(
        self, answers: Mapping[str, Answer], *, most_bytes: int = MOST_BYTES, most_fields: int = MOST_FIELDS
    ) -> list[BaseRoute]:
        """POST routes by path, as of ``form_routes``."""
        at_once, queue = _WRITTEN_AT_ONCE, self._writing
        return form_routes(answers, at_once=at_once, queue=queue, most_bytes=most_bytes, most_fields=most_fields)


def _safely(answer: Callable[[Request], Response], request: Request) -> Response:
    try:
        return answer(request)
    except NyckeltalError:
        text = "Det går inte just nu. Försök igen om en stund."
        return PlainTextResponse(text, 503, {"Cache-Control": NO_STORE})


def is_script(request: Request) -> bool:
    """Whether a script of ours asks, which is answered with ``as_json``; else a page is."""
    return "application/json" in request.headers.get("accept", "")


def as_json(found: Any, status: int = 200) -> Response:
    """FOUND for a script of ours, kept by nobody."""
    return JSONResponse(found, status, {"Cache-Control": NO_STORE})


@dataclass(frozen=True)
class OwnScript:
    """The FILES as the one script of pages that stand alone, at PATH: browsers keep it until it is another."""

    path: str
    files: tuple[Path, ...]

    @cached_property
    def _text(self) -> str:
        return "\n".join(file.read_text(encoding="utf-8") for file in self.files)

    @cached_property
    def address(self) -> str:
        """Where pages get it."""
        return f"{self.path}?v={hashlib.sha256(self._text.encode()).hexdigest()[:12]}"

    @property
    def route(self) -> Route:
        """GET it."""
        return Route(self.path, self._answer, methods=["GET"])

    def _answer(self, _: Request) -> Response:
        return Response(self._text, media_type="text/javascript", headers={"Cache-Control": _A_YEAR})
