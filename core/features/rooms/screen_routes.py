"""A room's screen for its leader: the page, what is new twice a second, and what she does."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.form import RETURN_FIELD, SIGN_IN
from core.access.rights import Action, NotAllowedError, require
from core.access.service import current_engine
from core.catalogue.exercises import Picture
from core.cycle.rooms import Room
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.features.rooms.screen_view import screen_state
from core.features.rooms.scripts import script_of
from core.state.versions import OvertakenError
from core.web.alone import page_alone, told_alone
from core.web.answers import visit_of
from core.web.base_path import site_of
from core.web.choices import ANSWER, EXERCISES, ROOM, Choices, link, room_link, room_screen_path
from core.web.crowd import Crowd, as_json
from core.web.forms import Form, redirected
from core.web.typed import DEED
from core.web.visit import Visit
from core.words.numbers import number_in

_SCREEN = f"{ROOM}/skarm/{{municipality}}/{{key}}"
SCREEN_SCRIPT = script_of("screen-room.js", "screen-cards.js", "screen-phases.js", "screen-conclusions.js", "screen.js")
# As many keys as are moved at once, and a conclusion of which every letter takes six signs.
_MOST_BYTES = 40_000
_SIGNED_OUT = "Du är inte inloggad längre. Logga in i en ny flik, så fortsätter rummet här med allt du har skrivit."
# What the screen goes through, by what is written.
_PHASES = {
    Picture.NOTES: (
        ("skriva", "Skriva"),
        ("gruppera", "Gruppera"),
        ("rosta", "Rösta"),
        ("ordning", "Ordning"),
        ("slutsatser", "Slutsatser"),
    ),
    Picture.FRONT_PAGE: (("skriva", "Skriva och visa"), ("slutsatser", "Slutsatser")),
}


def screen_routes() -> list[BaseRoute]:
    """GET /rum/skarm/<municipality>/<room> and its /nytt, POST /gor under it."""
    # The screen waits for no phone.
    crowd = Crowd()
    return [
        SCREEN_SCRIPT.route,
        crowd.asked(_SCREEN, _page),
        crowd.asked(f"{_SCREEN}/nytt", _new),
        *crowd.sent({f"{_SCREEN}/gor": _done}, most_bytes=_MOST_BYTES),
    ]


def room_of(visit: Visit, municipality: str, key: str) -> Room:
    """The room KEY of MUNICIPALITY for who asks, in the process's own database."""
    return Room(current_engine(), municipality, key, visit.person, visit.now)


def _room(request: Request) -> tuple[Visit, Room]:
    visit = visit_of(request)
    return visit, room_of(visit, request.path_params["municipality"][:16], request.path_params["key"][:32])


def _page(request: Request) -> Response:
    """The screen; a leader who is not signed in signs in and comes back to it."""
    try:
        visit, room = _room(request)
        if not visit.person.is_signed_in:
            return redirected(f"{SIGN_IN}?{urlencode({RETURN_FIELD: request.url.path})}")
        require(visit.person, Action.LEAD_EXERCISE, municipality=room.municipality)
        board = room.board()
    except NyckeltalError as error:
        status = 403 if isinstance(error, NotAllowedError) else 404 if isinstance(error, CycleError) else 503
        return told_alone("Rummet går inte att visa", str(error), status=status)
    if board.run.closed_on or board.run.of is None:
        return redirected(room_link(room.municipality, room.key))
    names = visit.figures.snapshot.municipalities if visit.figures else {}
    return page_alone(
        "screen.html",
        run=board.run,
        place=names.get(room.municipality, ""),
        path=room_screen_path(room.municipality, room.key),
        address=f"{site_of(request).partition('//')[2]}{ANSWER}",
        phones=f"{ANSWER}/{room.municipality}/{room.key}",
        result=room_link(room.municipality, room.key),
        back=link(EXERCISES, Choices(room.municipality)),
        script=SCREEN_SCRIPT.address,
        fields=board.run.asked(0),
        asked=board.run.asked(1),
        phases=_PHASES[board.run.of.picture],
    )


def _new(request: Request) -> Response:
    """What is new since the screen asked last."""
    try:
        visit, room = _room(request)
        since, mark = number_in(request.query_params.get("sedan", "")), request.query_params.get("marke", "")[:64]
        return _told(visit, room, since, mark)
    except NyckeltalError as error:
        return _refused(request, error)


def _told(visit: Visit, room: Room, since: int, mark: str, **beside: str) -> Response:
    require(visit.person, Action.LEAD_EXERCISE, municipality=room.municipality)
    return as_json(screen_state(room.board(since=since, known=mark), mark, leader=visit.person.name) | beside)


def _refused(request: Request, error: NyckeltalError) -> Response:
    if isinstance(error, NotAllowedError):
        is_out = not visit_of(request).person.is_signed_in
        return as_json(
            {"fel": _SIGNED_OUT if is_out else str(error), "utloggad": is_out},
            HTTPStatus.UNAUTHORIZED if is_out else HTTPStatus.FORBIDDEN,
        )
    status = 404 if isinstance(error, CycleError) else 503
    return as_json({"fel": " ".join(str(error).split())}, status)


def _done(request: Request, form: Form) -> Response:
    """What the leader did, and how the room stands then; why it was not done, on the same."""
    since, mark = number_in(form.get("sedan", "")), form.get("marke", "")[:64]
    try:
        visit, room = _room(request)
        try:
            told = _deeds(room, form)
        except OvertakenError as error:
            theirs = error.newest.value.text if error.newest and error.newest.value else ""
            return _told(visit, room, since, "", fel=" ".join(str(error).split()), deras=theirs)
        except NotAllowedError:
            raise
        except NyckeltalError as error:
            return _told(visit, room, since, "", fel=" ".join(str(error).split()))
        return _told(visit, room, since, mark, **told)
    except NyckeltalError as error:
        return _refused(request, error)


def _deeds(room: Room, form: Form) -> dict[str, str]:
    """Do what FORM says in ROOM."""
    deed, keys = form.get(DEED, ""), form.get("lappar", "").split()
    heading, field = form.get("rubrik", "")[:32], form.get("falt", "")[:40]
    if deed == "fas":
        room.to_phase(form.get("fran", ""), form.get("till", ""))
    elif deed == "flytta":
        room.move(keys, heading)
    elif deed in ("dolj", "visa"):
        room.hide(keys, is_hidden=deed == "dolj")
    elif deed == "rubrik":
        return {"ny": room.name(heading, field, form.get("namn", ""), keys)}
    elif deed == "tabort":
        room.remove(heading)
    elif deed == "angra":
        room.take_back(form.get("steg", "")[:32])
    elif deed == "slutsats":
        room.conclude(form.get("fraga", "")[:40], form.get("text", ""), number_in(form.get("sett", "")))
    elif deed == "stang":
        room.close()
    else:
        raise CycleError("Det går inte att göra i ett rum.", "Läs in sidan igen.")
    return {}
