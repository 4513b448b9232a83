"""The addresses of whoever answers an exercise: no account, no script, and nothing kept of who it is."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from core.access.service import current_engine
from core.charts.qr import follow
from core.cycle.exercises import led_to
from core.cycle.working import CycleError
from core.features.exercises.answering import (
    DONE,
    PAGE,
    Asked,
    answer_path,
    answering_of,
    asked_of,
    asked_page,
    letters_page,
    read_page,
)
from core.state.ballots import CodeError
from core.web.alone import told_alone
from core.web.answerer import give_token, token_in
from core.web.base_path import site_of
from core.web.choices import ANSWER, room_phone_path
from core.web.crowd import Crowd
from core.web.forms import Form, address_of, redirected
from core.web.notices import Notice
from core.words.numbers import number_in

_MOST_BYTES, _MOST_FIELDS = 60_000, 200
_ONE = f"{ANSWER}/{{municipality}}/{{key}}"
# Where the forms of both go.
_LETTERS, _SENT = f"{ANSWER}/bokstaver", f"{_ONE}/svar"


def answer_routes() -> list[BaseRoute]:
    """/svara, where letters are typed, and /svara/<municipality>/<run>, with where their forms go and its QR code."""
    crowd = Crowd()
    read = {ANSWER: lambda _: letters_page(), _ONE: _asked, f"{_ONE}/ruta.svg": _code}
    sent = {_LETTERS: _letters_sent, _SENT: _sent}
    return [
        *(crowd.asked(path, answer) for path, answer in read.items()),
        *crowd.sent(sent, most_bytes=_MOST_BYTES, most_fields=_MOST_FIELDS),
    ]


def _letters_sent(request: Request, form: Form) -> Response:
    engine = current_engine()
    letters = form.get("bokstaver", "")[:20]
    try:
        return redirected(answer_path(*led_to(engine, letters, address_of(request), datetime.now(UTC))))
    except CodeError as error:
        return letters_page(Notice(str(error), is_good=False), letters, 400)


def _asked(request: Request) -> Response:
    """A page of the run of the address; whoever has not been here gets what her answers are kept together by."""
    asked = _found(request)
    if asked and asked.run.is_live:
        return redirected(room_phone_path(asked.municipality, asked.run.id))
    if asked is None or asked.run.closed_on or not asked.pages:
        return _nothing(asked)
    said = request.query_params.get(PAGE, "")
    if said == DONE:
        again = f"{asked.path}?{PAGE}=1"
        thanks = "Dina svar är sparade. Du kan ändra dem härifrån tills övningen stängs."
        shown = "Resultatet visas när övningen är stängd."
        return told_alone("Tack för dina svar", thanks, shown, again=again)
    response = asked_page(asked, min(max(1, number_in(said)), len(asked.pages)), asked.given)
    return give_token(request, response)


def _sent(request: Request, form: Form) -> Response:
    """A page that was answered, once or again; then the next one."""
    asked, token = _found(request), token_in(request)
    if asked is None or asked.run.closed_on or not asked.pages:
        return _nothing(asked)
    number = min(max(1, number_in(form.get(PAGE, ""))), len(asked.pages))
    if not token:
        text = "Webbläsaren tar inte emot kakor härifrån, så svaren på sidorna går inte att hålla ihop."
        return told_alone(
            "Svaret är inte sparat", text, "Tillåt kakor för den här adressen, gå tillbaka och skicka igen."
        )
    page = asked.pages[number - 1]
    given, notice = read_page(page, form, asked.run)
    if notice:
        typed = {one.name: form[one.name] for one in page.fields if one.name in form}
        return asked_page(asked, number, typed | given, notice, 400)
    try:
        answering_of(asked.municipality).put(asked.run.id, token, [one.name for one in page.fields], given)
    except CycleError as error:
        return told_alone("Svaret är inte sparat", str(error), status=409)
    return redirected(f"{asked.path}?{PAGE}={DONE if number == len(asked.pages) else number + 1}")


def _code(request: Request) -> Response:
    """The address of the run as a code that phones read off a screen."""
    municipality, key = request.path_params["municipality"][:16], request.path_params["key"][:32]
    code = follow(f"{site_of(request)}{answer_path(municipality, key)}")
    if code is None:
        return PlainTextResponse("Adressen är för lång för en ruta.", 404)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.side} {code.side}">'
        f'<rect width="{code.side}" height="{code.side}" fill="#fff"/><path d="{code.path}" stroke="#000"/></svg>'
    )
    return Response(picture, media_type="image/svg+xml")


def _found(request: Request) -> Asked | None:
    return asked_of(request.path_params["municipality"][:16], request.path_params["key"][:32], token_in(request))


def _nothing(asked: Asked | None) -> Response:
    if asked is None:
        return told_alone(
            "Övningen hittas inte",
            "Läs av rutan igen, eller skriv bokstäverna som visas i rummet.",
            status=404,
            again=ANSWER,
        )
    if not asked.pages:
        return told_alone("Det finns inget att svara på", "Säg till den som leder övningen.")
    when = f"”{asked.run.title}” stängdes {asked.run.closed_on}."
    return told_alone("Övningen är stängd", when, "Den som ledde den visar resultatet.")
