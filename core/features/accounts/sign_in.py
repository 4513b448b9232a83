"""Signing in and out: two plain forms, answered by a redirect. What somebody may do never comes from the client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, TypedDict
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.devices import device_words
from core.access.form import (
    COOKIE,
    DEVICE_COOKIE,
    ELSEWHERE,
    NAME_FIELD,
    PASSWORD_FIELD,
    RETURN_FIELD,
    SIGN_IN,
    SIGN_OUT,
    WAIT,
    WRONG,
    local_address,
    refused,
)
from core.access.people import Person
from core.access.service import Access, OnlyElsewhere, SignedIn, current_access
from core.access.throttle import DEVICE_KEPT, MustWait
from core.outcomes.figures import figure_source
from core.outcomes.undertakings import AskedMine, undertakings
from core.web.choices import ACCOUNT, OVERVIEW, UNDERTAKINGS, Choices, link
from core.web.forms import Form, address_of, form_routes, redirected
from core.web.queues import Queue, asker_of
from core.words.dates import today

# A password takes a quarter of a second of a core: more at once would only make everybody else wait, and so would a
# longer queue. Of one network no more than half of it, so that a stranger's leaves room for the others.
_AT_ONCE, _MOST_WAITING, _OF_ONE_NETWORK = 2, 16, 9
# Whoever comes by a device that is known has a queue beside that of strangers; of one device, one who waits.
_KNOWN_AT_ONCE, _KNOWN_WAITING, _OF_ONE_DEVICE = 2, 16, 2

_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


class _Manners(TypedDict):
    path: str
    secure: bool
    httponly: bool
    samesite: Literal["lax"]


def sign_in_routes() -> list[BaseRoute]:
    """POST /logga-in and /logga-ut."""
    strangers = Queue(_AT_ONCE, _MOST_WAITING, most_each=_OF_ONE_NETWORK)
    known = Queue(_KNOWN_AT_ONCE, _KNOWN_WAITING, most_each=_OF_ONE_DEVICE)

    def line(request: Request, form: Form) -> tuple[Queue, str]:
        device = request.cookies.get(DEVICE_COOKIE, "")
        if device and current_access().knows(form.get(NAME_FIELD, ""), device):
            return known, device
        return strangers, asker_of(request)

    return [
        *form_routes({SIGN_IN: _signed_in}, at_once=_AT_ONCE, line=line),
        *form_routes({SIGN_OUT: _signed_out}, at_once=_AT_ONCE),
    ]


def _signed_in(request: Request, form: Form) -> Response:
    access, now = current_access(), datetime.now(UTC)
    return_to = local_address(form.get(RETURN_FIELD, ""))
    name, password = form.get(NAME_FIELD, ""), form.get(PASSWORD_FIELD, "")
    device, browser = request.cookies.get(DEVICE_COOKIE, ""), browser_of(request)
    result = access.sign_in(name, password, address_of(request), now, device=device, browser=browser)
    if isinstance(result, MustWait):
        return redirected(refused(WAIT, return_to, result.seconds))
    if isinstance(result, OnlyElsewhere):
        return redirected(refused(ELSEWHERE, return_to))
    if not isinstance(result, SignedIn):
        return redirected(refused(WRONG, return_to))
    if result.must_change_password:
        return_to = f"{ACCOUNT}?{urlencode({RETURN_FIELD: return_to})}"
    response = signed_in(request, access, result.token, return_to, now)
    response.set_cookie(DEVICE_COOKIE, result.device, max_age=int(DEVICE_KEPT.total_seconds()), **_manners(request))
    return response


def browser_of(request: Request) -> str:
    """What REQUEST comes from, in plain words."""
    return device_words(request.headers.get("user-agent", ""))


def signed_in(request: Request, access: Access, token: str, return_to: str, now: datetime) -> Response:
    """The answer to whoever has got TOKEN: on to RETURN_TO, or in place of the overview to what she has to do.

    Whoever was signed in here before is not any more.
    """
    access.sign_out(request.cookies.get(COOKIE), now)
    asked = urlsplit(return_to)
    first = _first_page(access.person_of(token, now), asked.query, now) if asked.path == OVERVIEW else ""
    response = redirected(first or return_to)
    response.set_cookie(COOKIE, token, **_manners(request))
    return response


def _first_page(person: Person, asked: str, now: datetime) -> str:
    """Where PERSON on her way to the overview, with what she ASKED for there, goes first: to what she has to do,
    else to her own municipality's; '' where she has neither, or asked for another's.
    """
    figures = figure_source().get()
    if figures is None or person.municipality is None:
        return ""
    if undertakings(figures, AskedMine(person, person.municipality, today(now))).has_any:
        return UNDERTAKINGS
    return "" if asked else link(OVERVIEW, Choices(person.municipality))


def _signed_out(request: Request, form: Form) -> Response:
    current_access().sign_out(request.cookies.get(COOKIE), datetime.now(UTC))
    response = redirected(local_address(form.get(RETURN_FIELD, "")))
    response.delete_cookie(COOKIE, **_manners(request))
    # Pages that Back would show. What scripts keep is nobody's secret (her municipality, decks as all may see them),
    # and a presenter who signs out has the day's slides without the network still.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _manners(request: Request) -> _Manners:
    """The cookie's attributes. It goes when the browser is closed; the database decides when the session is over."""
    is_own_machine = request.url.scheme == "http" and request.url.hostname in _OWN_MACHINE
    return {"path": "/", "secure": not is_own_machine, "httponly": True, "samesite": "lax"}
