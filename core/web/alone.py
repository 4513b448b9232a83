"""Pages that stand alone: a phone's, and where there is nothing to show: what was asked for must wait, or is gone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.access.form import RETURN_FIELD, SIGN_IN
from core.catalogue import default_catalogue
from core.web.assets import asset_version
from core.web.choices import OVERVIEW, page_of
from core.web.render import render

# A password is verified in a quarter of a second and the largest file made in ten; ten are in the queue at most.
RETRY_SECONDS = 10
_NO_FILE: Mapping[int, str] = {
    HTTPStatus.FORBIDDEN: "Du kommer inte åt filen",
    HTTPStatus.NOT_FOUND: "Filen finns inte",
}


# What a page may load: only from here, and no script that stands in it. Streamlit makes styles as it draws.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
NO_STORE = "no-store"


def page_alone(template: str, status: int = HTTPStatus.OK, **context: Any) -> Response:
    """TEMPLATE as a page that stands alone, made for whoever asks and kept by nobody."""
    return _answer(_drawn(template, **context), status, {"Cache-Control": NO_STORE})


def told_alone(title: str, *texts: str, status: int = HTTPStatus.OK, again: str = "") -> Response:
    """A page alone that says how it is; AGAIN is where one goes from there."""
    return page_alone("answer_told.html", status, title=title, texts=texts, again=again)


@cache
def not_found_page() -> str:
    """What an address that leads nowhere is answered with."""
    return _alone("Sidan finns inte", "Adressen leder ingenstans. Den kan vara felskriven, eller så har sidan flyttat.")


def not_found() -> Response:
    """The answer with it."""
    return _answer(not_found_page(), HTTPStatus.NOT_FOUND, {"Cache-Control": "no-cache"})


def busy() -> Response:
    """The answer where so many wait that one more would only wait in vain. To load it again sends a form again too."""
    headers = {"Cache-Control": NO_STORE, "Retry-After": str(RETRY_SECONDS)}
    return _answer(_busy_page(), HTTPStatus.SERVICE_UNAVAILABLE, headers)


@cache
def _busy_page() -> str:
    text = "Vi hinner inte med alla på en gång. Vänta några sekunder och ladda om sidan, så görs det du bad om."
    return _alone("Många är här just nu", text)


def no_file(request: Request, why: str, status: int) -> Response:
    """The answer to who asks for a file that she does not get: WHY, and the ways to its page and to signing in.

    A program, which asks for no page, gets the words alone.
    """
    headers = {"Cache-Control": "no-cache" if status == HTTPStatus.NOT_FOUND else NO_STORE}
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(why, status, headers)
    path = page_of(request.url.path)
    page = path if path == OVERVIEW else f"/{path.split('/')[1]}"
    to = f"{page}?{request.url.query}" if request.url.query else page
    ways = {"Tillbaka till sidan": to}
    if status == HTTPStatus.FORBIDDEN:
        ways = {"Logga in": f"{SIGN_IN}?{urlencode({RETURN_FIELD: to})}", **ways}
    html = _alone(_NO_FILE.get(status, "Filen går inte att hämta just nu"), why, ways)
    return _answer(html, status, headers)


def _alone(title: str, text: str, ways: Mapping[str, str] | None = None) -> str:
    return _drawn("alone.html", title=title, text=text, ways=ways or {})


def _drawn(template: str, **context: Any) -> str:
    return render(template, brand=default_catalogue().cooperation.name, version=asset_version(), **context)


def _answer(page: str, status: int, headers: dict[str, str]) -> Response:
    headers = {**headers, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return Response(page, status, headers, media_type="text/html")
