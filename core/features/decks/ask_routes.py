"""A question to the audience over HTTP: the stage that shows it, and the phones that answer without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from core.access.rights import Action, may
from core.access.service import opened_state
from core.catalogue import default_catalogue
from core.charts.qr import follow
from core.cycle.audience import (
    LEAST_ANSWERS,
    LONGEST_CHOICE,
    LONGEST_QUESTION,
    MOST_CHOICES,
    Audience,
    Counted,
    Question,
    Showing,
    Stage,
)
from core.cycle.working import READ_AGAIN, CycleError
from core.errors import NyckeltalError
from core.features.decks.document_parts import phone_script
from core.features.decks.present_page import WHOLE_DAY
from core.settings import Settings
from core.web.alone import CONTENT_SECURITY_POLICY, busy
from core.web.answerer import give_token, token_in
from core.web.answers import visit_of
from core.web.assets import asset_version
from core.web.base_path import site_of
from core.web.choices import ASK, PRESENT
from core.web.forms import NO_STORE, Form, form_routes, redirected
from core.web.queues import FullError, Queue, asker_of
from core.web.render import render
from core.words.formats import filled_lines
from core.words.numbers import number_in

STAGE = f"{PRESENT}/fraga"
_PHONE, _SENT, _STATE = f"{ASK}/{{key}}", f"{ASK}/{{key}}/svar", f"{ASK}/{{key}}/lage"
_SCRIPT = f"{ASK}/telefon.js"
# A hall behind one address asks at the same time.
_AT_ONCE, _MOST_WAITING = 2, 1200
_MOST_BYTES = 12_000
_HEADERS = {"Cache-Control": NO_STORE}
_SHOW, _BARS, _ANEW = "visa", "staplar", "om"
ROUND, CHOSEN = "omgang", "svar"


def ask_routes() -> list[BaseRoute]:
    """/presentation/fraga for the stage; /fraga/<key> for the phones, with what they send and ask."""
    # The stage waits for no phone; and of the phones those who read wait for none who write.
    stage, reading, writing = Queue(2, 100), Queue(_AT_ONCE, _MOST_WAITING), Queue(1, _MOST_WAITING)

    def route(path: str, answer: Callable[[Request], Response], queue: Queue) -> Route:
        async def work(request: Request) -> Response:
            try:
                return await queue.work(partial(_safely, answer, request), asker_of(request))
            except FullError:
                return busy()

        return Route(path, work, methods=["GET"])

    def line(request: Request, _: Form) -> tuple[Queue, str]:
        return writing, asker_of(request)

    return [
        *form_routes({STAGE: _staged}, at_once=2, most_bytes=_MOST_BYTES),
        route(f"{STAGE}/lage", _stands, stage),
        Route(_SCRIPT, _script, methods=["GET"]),
        *form_routes({_SENT: _sent}, at_once=1, line=line),
        route(_STATE, _state, reading),
        route(_PHONE, _phone, reading),
    ]


def _safely(answer: Callable[[Request], Response], request: Request) -> Response:
    try:
        return answer(request)
    except NyckeltalError:
        return PlainTextResponse("Det går inte just nu. Försök igen om en stund.", 503, _HEADERS)


def _stands(request: Request) -> Response:
    """How many have answered the round that is asked about; without one, whether who asks may ask anything at all."""
    if key := request.query_params.get(ROUND, "")[:32]:
        return JSONResponse({"antal": _audience("").count(key)}, headers=_HEADERS)
    who = visit_of(request)
    is_hers = any(may(who.person, Action.EDIT_DECK, area=area.id) for area in who.catalogue.areas)
    return JSONResponse({"far": is_hers}, headers=_HEADERS)


def _staged(request: Request, form: Form) -> Response:
    """The stage shows a question, its bars, or asks it anew."""
    who = visit_of(request)
    try:
        question = _question(form)
        deck, browser = form.get("bildspel", "")[:60], form.get("scen", "")[:64]
        if deck.removeprefix("utkast-") not in (*who.catalogue.area_by_id, WHOLE_DAY) or not browser:
            raise CycleError("Bildspelet finns inte.", READ_AGAIN)
        stage = Stage(_engine(), deck, browser, who.person, who.now)
        deed = form.get("gor", "")
        if deed not in (_SHOW, _BARS, _ANEW):
            raise CycleError("Det går inte att göra med en fråga.", READ_AGAIN)
        showing, found = stage.bars(question) if deed == _BARS else stage.show(question, is_anew=deed == _ANEW)
    except NyckeltalError as error:
        status = HTTPStatus.CONFLICT if isinstance(error, CycleError) else HTTPStatus.FORBIDDEN
        return JSONResponse({"fel": " ".join(str(error).split())}, status, _HEADERS)
    return JSONResponse(_told(request, showing, found), headers=_HEADERS)


def _question(form: Form) -> Question:
    """What is asked, as it stands on the screen. Raises CycleError."""
    choices = tuple(one[:LONGEST_CHOICE] for one in filled_lines(form.get("svar", "")))
    text = " ".join(form.get("fraga", "").split())[:LONGEST_QUESTION]
    if not text or not LEAST_ANSWERS <= len(choices) <= MOST_CHOICES:
        raise CycleError("Frågan har inget att svara på.", "Ändra den på sidan Bildspel.")
    return Question(form.get("omrade", "")[:64], form.get("bild", "")[:40], text, choices, bool(form.get("flera")))


def _told(request: Request, showing: Showing, found: Counted) -> dict[str, object]:
    base = site_of(request)
    code = follow(f"{base}{ASK}/{showing.id}")
    return {
        ROUND: found.round.id,
        "stangd": found.round.is_closed,
        "antal": found.count,
        "svar": found.counts,
        "bokstaver": showing.letters,
        "adress": f"{base.partition('://')[2]}/svara",
        "sida": code.side if code else 0,
        "ruta": code.path if code else "",
    }


def _phone(request: Request) -> Response:
    """What a phone sees now: the question, or that it is to wait."""
    key = request.path_params["key"][:32]
    audience = _audience(key)
    showing = audience.showing()
    token = token_in(request)
    current = showing.current if showing else None
    mine = audience.mine(current.id, token) if current and token and not current.is_closed else ()
    response = _page(key, showing, mine)
    return give_token(request, response, path=ASK, days=1) if showing else response


def _page(key: str, showing: Showing | None, mine: tuple[int, ...], *, fault: str = "", status: int = 200) -> Response:
    page = render(
        "ask.html",
        brand=default_catalogue().cooperation.name,
        version=asset_version(),
        script=_SCRIPT,
        path=f"{ASK}/{key}",
        showing=showing,
        current=showing.current if showing else None,
        mine=mine,
        fault=fault,
    )
    headers = {**_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return Response(page, status if showing else 404, headers, media_type="text/html")


def _state(request: Request) -> Response:
    """Which round phones see now, and whether it is closed: what a phone asks again and again."""
    showing = _audience(request.path_params["key"][:32]).showing()
    current = showing.current if showing else None
    told = {ROUND: current.id if current else "", "stangd": current.is_closed if current else False}
    return JSONResponse(told, headers=_HEADERS)


def _sent(request: Request, form: Form) -> Response:
    """A phone's answer, once or again; a script gets words, a form the page."""
    key, token = request.path_params["key"][:32], token_in(request)
    audience, is_script = _audience(key), "application/json" in request.headers.get("accept", "")
    chosen = tuple(number_in(one) for one in form.get(CHOSEN, "").split()[:MOST_CHOICES] if one.isdecimal())
    try:
        audience.put(form.get(ROUND, "")[:32], token, chosen)
    except CycleError as error:
        words = " ".join(str(error).split())
        if is_script:
            return JSONResponse({"fel": words}, HTTPStatus.CONFLICT, _HEADERS)
        return _page(key, audience.showing(), chosen, fault=words, status=HTTPStatus.CONFLICT)
    return JSONResponse({"sparat": True}, headers=_HEADERS) if is_script else redirected(f"{ASK}/{key}")


def _script(_: Request) -> Response:
    return Response(phone_script(), headers={"Cache-Control": "no-cache"}, media_type="text/javascript")


def _audience(key: str) -> Audience:
    return Audience(_engine(), key)


def _engine() -> Engine:
    return opened_state(Settings.from_environment().database_url).engine
