"""Somebody's own days as a calendar at a secret address, which she makes, replaces and takes away."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.access.service import current_engine
from core.access.throttle import MustWait, Throttle
from core.catalogue import Catalogue
from core.cycle.feeds import Feeds
from core.documents.calendar import Day, calendar_text
from core.features.undertakings.mine_view import address_of
from core.outcomes.figures import Figures
from core.outcomes.undertakings import AskedMine, undertakings
from core.web.alone import NO_STORE, page_alone
from core.web.answers import back, visit_of
from core.web.base_path import site_of
from core.web.choices import CALENDAR_ADDRESS, UNDERTAKINGS
from core.web.file_desk import FileDesk
from core.web.forms import Form, form_routes
from core.web.forms import address_of as sender_of
from core.web.notices import Notice
from core.web.typed import DEED
from core.words.dates import today

CALENDAR = "/kalender"
_MEDIA = "text/calendar; charset=utf-8"
_NOT_KEPT = {"Cache-Control": NO_STORE}
# What is guessed at, as the throttle counts it beside accounts: no login has a sign like this.
_COUNTED = "?kalender"


def calendar_routes() -> list[BaseRoute]:
    """POST /mina-ataganden/kalender and GET /kalender/<token>.ics."""
    return [
        *form_routes({CALENDAR_ADDRESS: _changed}, at_once=1),
        FileDesk().route(f"{CALENDAR}/{{token}}.ics", _calendar),
    ]


def feeds_now() -> Feeds:
    """The addresses in the process's own database."""
    return Feeds(current_engine())


def _changed(request: Request, form: Form) -> Response:
    """A new address, told once on a page that nobody keeps; or none any more."""
    visit = visit_of(request)
    if form.get(DEED) == "ta-bort":
        feeds_now().end(visit.person, visit.now)
        return back(UNDERTAKINGS, Notice("Kalenderns adress leder ingenstans längre.", is_good=True))
    try:
        token = feeds_now().make(visit.person, visit.now)
    except NotAllowedError as error:
        return back(UNDERTAKINGS, Notice.of(error))
    shown = f"{site_of(request)}{CALENDAR}/{quote(token)}.ics"
    return page_alone("calendar_address.html", shown=shown, back=UNDERTAKINGS)


def _calendar(request: Request) -> Response:
    """The days of whose address it is. Who guesses waits longer and longer; who has a right one never."""
    visit, feeds = visit_of(request), feeds_now()
    person = feeds.person_of(request.path_params["token"][:200])
    if person is None:
        waits = Throttle(feeds.engine).begin(_COUNTED, sender_of(request), visit.now)
        status = 429 if isinstance(waits, MustWait) else 404
        return PlainTextResponse("Adressen leder ingenstans. Gör en ny på sidan Mina åtaganden.", status, _NOT_KEPT)
    if visit.figures is None:
        return PlainTextResponse("Det finns inga siffror än.", 503, _NOT_KEPT)
    text = days_of(visit.figures, person, visit.now, site_of(request))
    return Response(text, headers=_NOT_KEPT, media_type=_MEDIA)


def days_of(figures: Figures, person: Person, now: datetime, site: str) -> str:
    """PERSON's own days, with the addresses of SITE."""
    own = (person.municipality,) if person.municipality else _everywhere(figures.catalogue)
    days = [
        Day(
            f"{one.kind.name.lower()}-{one.key}-{place}",
            one.due,
            one.title,
            one.about,
            f"{site}{address_of(one, place)}",
        )
        for place in own
        for mine in [undertakings(figures, AskedMine(person, place, today(now)))]
        for one in (*mine.late, *mine.next)
        if one.due is not None
    ]
    return calendar_text("Mina åtaganden", days, now)


def _everywhere(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(one.id for one in catalogue.participants)
