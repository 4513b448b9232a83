"""A room's phones: pages without account that work without script, and what their script asks and sends."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from core.access.service import opened_state
from core.catalogue.exercises import Picture
from core.cycle.room_phones import LONGEST_NOTE, Phones, RoomNow
from core.cycle.rooms import Phase
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.features.rooms.front_phone import FRONT_SCRIPT, front_page, page_link, page_state, pages_of, piece_in
from core.features.rooms.served import alone_page, as_json, script_address, script_answer, told_alone
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.signals.dots import dots_for
from core.web.alone import busy
from core.web.answerer import give_token, token_in
from core.web.choices import ANSWER, ROOM, room_phone_path
from core.web.forms import Form, form_routes, redirected
from core.web.notices import Notice
from core.web.queues import FullError, Queue, asker_of
from core.words.numbers import number_in

# A hall of several hundred behind one address writes at the same time.
_AT_ONCE, _MOST_WAITING = 2, 1200
_ROOM = f"{ANSWER}/{{municipality}}/{{key}}/rum"
PHONE_SCRIPT = "phone.js"
# What of a form is a heading's dots.
_DOTS = "prickar-"


def phone_routes() -> list[BaseRoute]:
    """GET /svara/<municipality>/<room>/rum and its /lage and /sida, POST what phones send under it."""
    # The database takes one writer at a time, and who waits for it there waits longest.
    reading, writing = Queue(_AT_ONCE, _MOST_WAITING), Queue(1, _MOST_WAITING)

    def route(path: str, answer: Callable[[Request], Response]) -> Route:
        async def work(request: Request) -> Response:
            try:
                return await reading.work(partial(_safely, answer, request), asker_of(request))
            except FullError:
                return busy()

        return Route(path, work, methods=["GET"])

    def line(request: Request, _: Form) -> tuple[Queue, str]:
        return writing, asker_of(request)

    answers = {f"{_ROOM}/lapp": _written, f"{_ROOM}/tabort": _withdrawn, f"{_ROOM}/prickar": _dotted}
    answers |= {f"{_ROOM}/grupp": _grouped, f"{_ROOM}/bit": _pieced}
    return [
        Route(f"{ROOM}/{PHONE_SCRIPT}", lambda _: script_answer(PHONE_SCRIPT)),
        Route(f"{ROOM}/{FRONT_SCRIPT}", lambda _: script_answer(FRONT_SCRIPT)),
        route(_ROOM, _page),
        route(f"{_ROOM}/lage", _state),
        route(f"{_ROOM}/sida", page_state),
        *form_routes(answers, at_once=1, line=line),
    ]


def _safely(answer: Callable[[Request], Response], request: Request) -> Response:
    try:
        return answer(request)
    except NyckeltalError:
        return PlainTextResponse("Det går inte just nu. Försök igen om en stund.", 503, {"Cache-Control": "no-store"})


def _place(request: Request) -> tuple[Phones, str]:
    municipality, key = request.path_params["municipality"][:16], request.path_params["key"][:32]
    return Phones(opened_state(Settings.from_environment().database_url).engine, municipality), key


def _page(
    request: Request, notice: Notice | None = None, status: int = 200, typed: Form = MappingProxyType({})
) -> Response:
    """The room as the phone meets it now, with what was TYPED and not kept."""
    phones, key = _place(request)
    now, token = phones.now(key), token_in(request)
    if now is None:
        return told_alone(
            "Övningen hittas inte", "Läs av rutan igen, eller skriv bokstäverna som visas i rummet.", status=404
        )
    if now.run.closed_on:
        closed = f"”{now.run.title}” stängdes {now.run.closed_on}."
        return told_alone("Övningen är stängd", closed, "Den som ledde den visar resultatet.")
    figures = figure_source().get()
    if now.run.of and now.run.of.picture is Picture.FRONT_PAGE:
        return give_token(request, front_page(request, phones.municipality, now, notice, status))
    fields = now.run.of.sections[0].questions if now.run.of else ()
    mine = phones.mine(key, token) if token else []
    response = alone_page(
        "phone.html",
        status,
        run=now.run,
        place=figures.snapshot.municipalities.get(phones.municipality, "") if figures else "",
        path=room_phone_path(phones.municipality, key),
        script=script_address(PHONE_SCRIPT),
        phase=now.state.phase.value,
        mark=_mark(now),
        fields=fields,
        mine=[(one, next((field.text for field in fields if field.id == one.field), "")) for one in mine],
        sent=secrets.token_hex(16),
        longest=LONGEST_NOTE,
        ballot=_ballot(now, phones.dots(key, token) if token else {}),
        prefix=_DOTS,
        notice=notice,
        typed={name: typed.get(name, "") for name in ("id", "falt", "text")},
    )
    return give_token(request, response)


def _ballot(now: RoomNow, dots: Mapping[str, int]) -> list[tuple[str, int, list[tuple[str, str, int]]]]:
    """Each field with headings: its name, how many dots one has, and its headings with what is given."""
    if now.state.phase is not Phase.VOTE or now.run.of is None:
        return []
    found = []
    for field in now.run.of.sections[0].questions:
        mine = [(key, one.name, dots.get(key, 0)) for key, one in now.headings.items() if one.field == field.id]
        if mine:
            found.append((field.text, dots_for(len(mine)), mine))
    return found


def _mark(now: RoomNow) -> str:
    """What changes when a phone has another page before it."""
    return "stängd" if now.run.closed_on else now.state.phase.value


def _state(request: Request) -> Response:
    """What phones ask now and then: whether the page before them is still that of the room."""
    phones, key = _place(request)
    now = phones.now(key)
    return as_json({"lage": _mark(now)}) if now else as_json({"fel": "Övningen finns inte."}, 404)


def _answered(request: Request, form: Form, deed: Callable[[Phones, str, str], Mapping[str, str]]) -> Response:
    """What DEED makes of a phone's form: for its script as JSON, else the page again."""
    phones, key = _place(request)
    token, is_script = token_in(request), "application/json" in request.headers.get("accept", "")
    try:
        if not token:
            raise CycleError("Webbläsaren tar inte emot kakor härifrån.", "Tillåt dem, ladda om sidan och skicka igen.")
        found = deed(phones, key, token)
    except NyckeltalError as error:
        is_closed = isinstance(error, CycleError)
        if is_script:
            # What is refused for good is not sent again; a database that cannot be reached is.
            return as_json({"fel": " ".join(str(error).split())}, 409 if is_closed else 503)
        notice = Notice(" ".join(str(error).split()), is_good=False)
        return _page(request, notice, 409 if is_closed else 503, form)
    if is_script:
        return as_json(found)
    return redirected(page_link(phones.municipality, key, found.get("grupp", "")))


def _written(request: Request, form: Form) -> Response:
    sent, field, text = form.get("id", "")[:64], form.get("falt", "")[:40], form.get("text", "")

    def deed(phones: Phones, key: str, token: str) -> Mapping[str, str]:
        if not sent:
            raise CycleError("Lappen saknar namn.", "Ladda om sidan och skicka igen.")
        return {"nyckel": phones.write(key, token, sent, field, text).key}

    return _answered(request, form, deed)


def _withdrawn(request: Request, form: Form) -> Response:
    mine = form.get("lapp", "")[:32]

    def deed(phones: Phones, key: str, token: str) -> Mapping[str, str]:
        phones.withdraw(key, token, mine)
        return {"nyckel": mine}

    return _answered(request, form, deed)


def _dotted(request: Request, form: Form) -> Response:
    given = {name.removeprefix(_DOTS): number_in(text) for name, text in form.items() if name.startswith(_DOTS)}

    def deed(phones: Phones, key: str, token: str) -> Mapping[str, str]:
        phones.put_dots(key, token, {heading: n for heading, n in given.items() if n})
        return {}

    return _answered(request, form, deed)


def _grouped(request: Request, form: Form) -> Response:
    def deed(phones: Phones, key: str, token: str) -> Mapping[str, str]:
        return {"grupp": pages_of(phones).begin(key, token, form.get("id", "")[:64], form.get("namn", ""))}

    return _answered(request, form, deed)


def _pieced(request: Request, form: Form) -> Response:
    piece = piece_in(form)

    def deed(phones: Phones, key: str, token: str) -> Mapping[str, str]:
        kept = pages_of(phones).put(key, token, piece)
        return {"nyckel": kept.key, "text": kept.text, "grupp": piece.group}

    return _answered(request, form, deed)
