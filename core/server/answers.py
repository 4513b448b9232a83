"""Who sends a form, and how it is answered: back to a page, with what was done or why it was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from core.access.form import COOKIE, RETURN_FIELD, SIGN_IN
from core.access.people import Person
from core.access.service import Access, current_access
from core.catalogue import Catalogue, default_catalogue
from core.overview.figures import Figures, figure_source
from core.server.forms import redirected
from core.ui.notices import NOTICE_PARAM, Notice, sealed
from core.ui.unsent import UNSENT, UNSENT_PARAM


@dataclass(frozen=True)
class Asking:
    """Somebody and when she asks, as the database has her now; ``figures`` is None when nothing has been fetched."""

    person: Person
    now: datetime
    figures: Figures | None

    @property
    def catalogue(self) -> Catalogue:
        """That of the figures in use."""
        return self.figures.catalogue if self.figures else default_catalogue()


def asking(request: Request) -> Asking:
    """Who sends REQUEST. Raises NyckeltalError when a store is broken."""
    now = datetime.now(UTC)
    figures = figure_source().get()
    access = current_access(figures.catalogue if figures else None)
    return Asking(access.person_of(request.cookies.get(COOKIE), now), now, figures)


def access_now() -> Access:
    """The accounts, checked against the municipalities and areas of the figures in use."""
    figures = figure_source().get()
    return current_access(figures.catalogue if figures else None)


def back(page: str, notice: Notice | None, **params: str) -> Response:
    """The answer that leads to PAGE with PARAMS of its address, and NOTICE on it."""
    told = {NOTICE_PARAM: sealed(notice)} if notice else {}
    query = urlencode({name: text for name, text in params.items() if text} | told)
    return redirected(f"{page}?{query}" if query else page)


def attachment(content: bytes, media_type: str, name: str, *, is_kept: bool = True) -> Response:
    """CONTENT as a file called NAME; not IS_KEPT by anybody on the way where it is made for one person."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if not is_kept:
        headers["Cache-Control"] = "no-store"
    return Response(content, headers=headers, media_type=media_type)


def signed_out(page: str, params: Mapping[str, str], typed: Mapping[str, str]) -> Response:
    """The answer to a form of PAGE (with PARAMS of its address) that nobody sent: sign in, and TYPED is there again."""
    name = UNSENT.keep(typed, datetime.now(UTC))
    whole = {key: text for key, text in params.items() if text} | ({UNSENT_PARAM: name} if name else {})
    kept = " Det du skrev finns kvar när du har loggat in." if name else ""
    notice = Notice(f"Du är inte inloggad längre.{kept}", is_good=False)
    return back(SIGN_IN, notice, **{RETURN_FIELD: f"{page}?{urlencode(whole)}"})
