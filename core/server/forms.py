"""Forms that are posted: only from our own pages, bounded, and answered in a thread of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core.errors import NyckeltalError

MOST_BYTES = 8_000
MOST_FIELDS = 60

_FORM = "application/x-www-form-urlencoded"
_NOT_KEPT = {"Cache-Control": "no-store"}

# Fields by name; of one that is ticked several times all values, with a space between.
Form = Mapping[str, str]
Answer = Callable[[Request, Form], Response]

log = logging.getLogger(__name__)


class _RefusedError(Exception):
    """A request that is no form of ours."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


def form_routes(answers: Mapping[str, Answer], *, at_once: int) -> list[BaseRoute]:
    """POST routes by path; at most AT_ONCE forms are answered at the same time, the others wait."""
    limiter = anyio.CapacityLimiter(at_once)
    return [Route(path, partial(_answered, answer, limiter), methods=["POST"]) for path, answer in answers.items()]


def redirected(address: str) -> Response:
    """The answer to a form: go on to ADDRESS, where a reload sends nothing again."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, _NOT_KEPT)


def is_from_here(request: Request) -> bool:
    """Whether a page of ours sent the form: others could sign a reader in, or out, without her knowing.

    Browsers say with every POST where it comes from; what says nothing at all is no browser, and has nobody's cookie.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    try:
        sent_from = urlsplit(origin)
    except ValueError:
        return False
    # The scheme is not compared: behind a proxy the server may not know its own.
    host = request.headers.get("host", "")
    return sent_from.scheme in ("http", "https") and sent_from.netloc.lower() == host.lower() != ""


async def _answered(answer: Answer, limiter: anyio.CapacityLimiter, request: Request) -> Response:
    """What ANSWER makes of the request's form, in a thread of its own: passwords and databases are slow."""
    try:
        form = await _form(request)
        return await anyio.to_thread.run_sync(answer, request, form, limiter=limiter)
    except _RefusedError as error:
        return PlainTextResponse(str(error), error.status, _NOT_KEPT)
    except NyckeltalError:
        log.exception("a form could not be answered: %s", request.url.path)
        text = "Det går inte just nu. Försök igen om en stund."
        return PlainTextResponse(text, HTTPStatus.SERVICE_UNAVAILABLE, _NOT_KEPT)


async def _form(request: Request) -> Form:
    """The fields of the body. Raises _RefusedError for what is not from here, too large, or no form."""
    if not is_from_here(request):
        raise _RefusedError(
            HTTPStatus.FORBIDDEN, "Formuläret kom från en annan webbplats. Gå till vår och försök igen."
        )
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Det här är inget formulär.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Formuläret är för stort.")
    try:
        # latin-1 takes every byte as it is; what is a letter stands in the %-signs, in UTF-8.
        fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "Formuläret har för många fält.") from error
    form: dict[str, str] = {}
    for name, content in fields:
        form[name] = f"{form[name]} {content}" if name in form else content
    return form
