"""Who sends a form, and how it is answered: back to a page, with what was done or why it was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.access.form import COOKIE, RETURN_FIELD, SIGN_IN
from core.access.service import Access, current_access
from core.outcomes.figures import figure_source
from core.web.forms import redirected
from core.web.notices import NOTICE_PARAM, Notice, sealed
from core.web.visit import Visit

_NOT_KEPT = (
    "Du är utloggad, så inget är sparat. Kopiera det du skrev härifrån, gå tillbaka i webbläsaren och logga in. "
    "Så här löd det:"
)


def visit_of(request: Request) -> Visit:
    """REQUEST, with who sends it as the database has her now. Raises NyckeltalError when a store is broken."""
    now = datetime.now(UTC)
    figures = figure_source().get()
    access = current_access(figures.catalogue if figures else None)
    token = request.cookies.get(COOKIE)
    person = access.person_of(token, now)
    writer = person if person.is_signed_in else access.writer_of(token, now)
    return Visit(request.url.path, request.query_params, figures, person, writer, now)


def access_now() -> Access:
    """The accounts, checked against the municipalities and areas of the figures in use."""
    figures = figure_source().get()
    return current_access(figures.catalogue if figures else None)


def back(page: str, notice: Notice | None, **params: str) -> Response:
    """The answer that leads to PAGE with PARAMS of its address, and NOTICE on it."""
    told = {NOTICE_PARAM: sealed(notice)} if notice else {}
    query = urlencode({name: text for name, text in params.items() if text} | told)
    to = f"{page}?{query}" if query else page
    return redirected(f"{to}#{quote(notice.place)}" if notice and notice.place else to)


def attachment(content: bytes, media_type: str, name: str, *, is_kept: bool = True) -> Response:
    """CONTENT as a file called NAME; not IS_KEPT by anybody on the way where it is made for one person."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if not is_kept:
        headers["Cache-Control"] = "no-store"
    return Response(content, headers=headers, media_type=media_type)


def signed_out(page: str, params: Mapping[str, str], *, is_kept: bool, typed: Iterable[str] = ()) -> Response:
    """The answer to a form of PAGE (with PARAMS of its address) that nobody signed in has sent: sign in, and go on.

    Where what was TYPED is not kept, because nobody knows whose it is, it is given back to whoever sent it.
    """
    texts = [text for text in typed if text.strip()]
    if texts and not is_kept:
        return PlainTextResponse(
            "\n\n".join((_NOT_KEPT, *texts)), HTTPStatus.UNAUTHORIZED, {"Cache-Control": "no-store"}
        )
    kept = " Det du skrev finns kvar när du har loggat in." if is_kept else ""
    notice = Notice(f"Du är inte inloggad längre.{kept}", is_good=False)
    query = urlencode({key: text for key, text in params.items() if text})
    return back(SIGN_IN, notice, **{RETURN_FIELD: f"{page}?{query}" if query else page})
