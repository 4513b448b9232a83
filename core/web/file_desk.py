"""Files that are made of figures: kept by what they are made of, and each made once for all who ask for it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.access.rows import digest
from core.errors import NyckeltalError
from core.outcomes.figures import Figures
from core.web.alone import busy, no_file
from core.web.answers import attachment, visit_of
from core.web.queues import FullError, Queue, asker_of
from core.web.visit import Visit

# The day's PowerPoint takes ten seconds and half a megabyte, a table a third of a second.
_MOST_BYTES = 32_000_000
_MADE_AT_ONCE, _MOST_TO_MAKE, _OF_ONE_TO_MAKE = 1, 24, 8
# What is asked for is looked up in a tenth of a second. A hall of two hundred behind one address may ask at the same
# time, and so may whoever wants to be in its way.
_LOOKED_UP_AT_ONCE, _MOST_ASKING, _OF_ONE_ASKING = 2, 600, 240


@dataclass(frozen=True)
class Recipe:
    """A file that can be made: MAKE gives it, ``key`` is all that it is made of. ``respond`` makes the answer of it."""

    key: str
    make: Callable[[], bytes]
    respond: Callable[[bytes], Response]


def recipe(make: Callable[[], bytes], media_type: str, name: str, *made_of: str, is_kept: bool = True) -> Recipe:
    """That of an attachment called NAME, which MAKE makes of MADE_OF and nothing else; IS_KEPT as in ``attachment``."""
    return Recipe(
        digest("\0".join((media_type, *made_of))),
        make,
        lambda content: attachment(content, media_type, name, is_kept=is_kept),
    )


def asked_file(request: Request, kinds: Collection[str]) -> tuple[Visit, Figures, str] | Response:
    """Who asks, the figures and which of KINDS she asks for; or what is lacking, in words."""
    visit, kind = visit_of(request), request.path_params["kind"]
    if kind not in kinds:
        return no_file(request, f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(kinds)}.", 404)
    if visit.figures is None:
        return no_file(request, "Det finns inga siffror än.", 503)
    return visit, visit.figures, kind


def asked_file_of(request: Request, kinds: Collection[str]) -> tuple[Visit, Figures, str, str] | Response:
    """The same with the municipality that it is of."""
    found = asked_file(request, kinds)
    if isinstance(found, Response):
        return found
    municipality = found[0].choices.municipality
    if municipality is None:
        return no_file(request, "Länken är inte hel: välj en kommun först.", 404)
    return *found, municipality


log = logging.getLogger(__name__)

# Who asks may what, and what is it that she asks for; quick, and in a thread.
Find = Callable[[Request], Response | Recipe]


class MadeFiles:
    """Files in memory (at most MOST_BYTES, the latest asked for), made one at a time; for the event loop."""

    def __init__(
        self, *, most_bytes: int = _MOST_BYTES, most_to_make: int = _MOST_TO_MAKE, most_each: int = _OF_ONE_TO_MAKE
    ) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._begun: dict[str, asyncio.Task[bytes]] = {}
        self._making = Queue(_MADE_AT_ONCE, most_to_make, most_each=most_each)

    async def get(self, found: Recipe, asker: str = "") -> bytes:
        """The file of FOUND for ASKER, made unless it is kept. Raises FullError, and what its maker raises."""
        if found.key in self._kept:
            self._kept.move_to_end(found.key)
            return self._kept[found.key]
        if found.key not in self._begun:
            self._begun[found.key] = asyncio.create_task(self._made(found, asker))
        # Whoever gives up takes it from none of the others.
        return await asyncio.shield(self._begun[found.key])

    async def _made(self, found: Recipe, asker: str) -> bytes:
        try:
            content = await self._making.work(found.make, asker)
        finally:
            del self._begun[found.key]
        self._kept[found.key] = content
        while sum(map(len, self._kept.values())) > self._most_bytes:
            self._kept.popitem(last=False)
        return content


class FileDesk:
    """Routes of one kind of files, with queues and threads of their own: no page waits for them, nor another kind."""

    def __init__(self, files: MadeFiles | None = None) -> None:
        self._files = files or MadeFiles()
        self._asking = Queue(_LOOKED_UP_AT_ONCE, _MOST_ASKING, most_each=_OF_ONE_ASKING)

    def route(self, path: str, find: Find) -> Route:
        """GET PATH with the file that FIND finds."""

        async def answer(request: Request) -> Response:
            asker = asker_of(request)
            try:
                found = await self._asking.work(partial(find, request), asker)
                if isinstance(found, Response):
                    return found
                content = await self._files.get(found, asker)
                return await anyio.to_thread.run_sync(found.respond, content)
            except FullError:
                return busy()
            except NyckeltalError as error:
                log.warning("a file could not be made: %s", error, exc_info=True)
                return no_file(request, str(error), HTTPStatus.SERVICE_UNAVAILABLE)

        return Route(path, answer)
