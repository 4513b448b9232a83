"""A question to the audience over HTTP: the stage that shows it, and the phones that answer without an account."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.rights import Action, may
from core.access.service import current_engine
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
from core.features.decks.present_page import WHOLE_DAY
from core.web.alone import page_alone
from core.web.answerer import give_token, token_in
from core.web.answers import visit_of
from core.web.base_path import site_of
from core.web.choices import ASK, PRESENT
from core.web.crowd import Crowd, OwnScript, as_json, is_script
from core.web.forms import Form, redirected
from core.words.formats import filled_lines
from core.words.numbers import number_in

STAGE = f"{PRESENT}/fraga"
_PHONE, _SENT, _STATE = f"{ASK}/{{key}}", f"{ASK}/{{key}}/svar", f"{ASK}/{{key}}/lage"
_SCRIPT = OwnScript(f"{ASK}/telefon.js", (Path(__file__).with_name("ask-phone.js"),))
_MOST_BYTES = 12_000
_SHOW, _BARS, _ANEW = "visa", "staplar", "om"
ROUND, CHOSEN = "omgang", "svar"


def ask_routes() -> list[BaseRoute]:
    """/presentation/fraga for the stage; /fraga/<key> for the phones, with what they send and ask."""
    # The stage waits for no phone.
    stage, phones = Crowd(), Crowd()
    return [
        *stage.sent({STAGE: _staged}, most_bytes=_MOST_BYTES),
        stage.asked(f"{STAGE}/lage", _stands),
        _SCRIPT.route,
        *phones.sent({_SENT: _sent}),
        phones.asked(_STATE, _state),
        phones.asked(_PHONE, _phone),
    ]


def _stands(request: Request) -> Response:
    """How many have answered the round that is asked about; without one, whether who asks may ask anything at all."""
    if key := request.query_params.get(ROUND, "")[:32]:
        return as_json({"antal": _audience("").count(key)})
    who = visit_of(request)
    is_hers = any(may(who.person, Action.EDIT_DECK, area=area.id) for area in who.catalogue.areas)
    return as_json({"far": is_hers})


def _staged(request: Request, form: Form) -> Response:
    """The stage shows a question, its bars, or asks it anew."""
    who = visit_of(request)
    try:
        question = _question(form)
        deck, browser = form.get("bildspel", "")[:60], form.get("scen", "")[:64]
        if deck.removeprefix("utkast-") not in (*who.catalogue.area_by_id, WHOLE_DAY) or not browser:
            raise CycleError("Bildspelet finns inte.", READ_AGAIN)
        stage = Stage(current_engine(), deck, browser, who.person, who.now)
        deed = form.get("gor", "")
        if deed not in (_SHOW, _BARS, _ANEW):
            raise CycleError("Det går inte att göra med en fråga.", READ_AGAIN)
        showing, found = stage.bars(question) if deed == _BARS else stage.show(question, is_anew=deed == _ANEW)
    except NyckeltalError as error:
        status = HTTPStatus.CONFLICT if isinstance(error, CycleError) else HTTPStatus.FORBIDDEN
        return as_json({"fel": " ".join(str(error).split())}, status)
    return as_json(_told(request, showing, found))


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
    showing, mine = _audience(key).seen(token_in(request))
    response = _page(key, showing, mine)
    return give_token(request, response, path=ASK, days=1) if showing else response


def _page(key: str, showing: Showing | None, mine: tuple[int, ...], *, fault: str = "", status: int = 200) -> Response:
    return page_alone(
        "ask.html",
        status if showing else HTTPStatus.NOT_FOUND,
        script=_SCRIPT.address,
        path=f"{ASK}/{key}",
        showing=showing,
        current=showing.current if showing else None,
        mine=mine,
        fault=fault,
    )


def _state(request: Request) -> Response:
    """Which round phones see now, and whether it is closed: what a phone asks again and again."""
    showing = _audience(request.path_params["key"][:32]).showing()
    current = showing.current if showing else None
    told = {ROUND: current.id if current else "", "stangd": current.is_closed if current else False}
    return as_json(told)


def _sent(request: Request, form: Form) -> Response:
    """A phone's answer, once or again; a script gets words, a form the page."""
    key, token = request.path_params["key"][:32], token_in(request)
    audience = _audience(key)
    chosen = tuple(number_in(one) for one in form.get(CHOSEN, "").split()[:MOST_CHOICES] if one.isdecimal())
    try:
        audience.put(form.get(ROUND, "")[:32], token, chosen)
    except CycleError as error:
        words = " ".join(str(error).split())
        if is_script(request):
            return as_json({"fel": words}, HTTPStatus.CONFLICT)
        return _page(key, audience.showing(), chosen, fault=words, status=HTTPStatus.CONFLICT)
    return as_json({"sparat": True}) if is_script(request) else redirected(f"{ASK}/{key}")


def _audience(key: str) -> Audience:
    return Audience(current_engine(), key)
