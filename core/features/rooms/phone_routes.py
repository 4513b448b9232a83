"""A room's phones: pages without account that work without script, and what their script asks and sends."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.service import current_engine
from core.catalogue.exercises import Picture
from core.cycle.front_pages import GROUP
from core.cycle.room_phones import LONGEST_NOTE, Phones, RoomNow, plain_note
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.features.rooms.front_phone import FRONT_SCRIPT, front_page, page_link, page_state, pages_of, piece_in
from core.features.rooms.scripts import script_of
from core.outcomes.figures import figure_source
from core.signals.dots import dots_for
from core.web.alone import page_alone, told_alone
from core.web.answerer import give_token, token_in
from core.web.choices import ANSWER, room_phone_path
from core.web.crowd import Crowd, as_json, is_script
from core.web.forms import Form, redirected
from core.web.notices import Notice
from core.words.numbers import number_in

_ROOM = f"{ANSWER}/{{municipality}}/{{key}}/rum"
PHONE_SCRIPT = script_of("phone.js")
_STANDS = "Någon annan har just ändrat texten, så den finns kvar. Töm den igen om den ska bort."
# What of a form is a heading's dots.
_DOTS = "prickar-"


def phone_routes() -> list[BaseRoute]:
    """GET /svara/<municipality>/<room>/rum and its /lage and /sida, POST what phones send under it."""
    crowd = Crowd()
    asked = {_ROOM: _page, f"{_ROOM}/lage": _state, f"{_ROOM}/sida": page_state}
    sent = {"lapp": _written, "tabort": _withdrawn, "prickar": _dotted, "grupp": _grouped, "bit": _pieced}
    return [
        PHONE_SCRIPT.route,
        FRONT_SCRIPT.route,
        *(crowd.asked(path, answer) for path, answer in asked.items()),
        *crowd.sent({f"{_ROOM}/{deed}": answer for deed, answer in sent.items()}),
    ]


def _place(request: Request) -> tuple[Phones, str]:
    municipality, key = request.path_params["municipality"][:16], request.path_params["key"][:32]
    return Phones(current_engine(), municipality), key


def _page(
    request: Request, notice: Notice | None = None, status: int = 200, typed: Form = MappingProxyType({})
) -> Response:
    """The room as the phone meets it now, with what was TYPED and not kept."""
    phones, key = _place(request)
    now = phones.now(key, token_in(request))
    if now is None:
        return told_alone(
            "Övningen hittas inte", "Läs av rutan igen, eller skriv bokstäverna som visas i rummet.", status=404
        )
    if now.run.closed_on:
        closed = f"”{now.run.title}” stängdes {now.run.closed_on}."
        return told_alone("Övningen är stängd", closed, "Den som ledde den visar resultatet.")
    figures = figure_source().get()
    if now.run.of and now.run.of.picture is Picture.FRONT_PAGE:
        return give_token(request, front_page(request, now, notice, status, typed))
    fields = now.run.asked(0)
    response = page_alone(
        "phone.html",
        status,
        run=now.run,
        place=figures.snapshot.municipalities.get(phones.municipality, "") if figures else "",
        path=room_phone_path(phones.municipality, key),
        script=PHONE_SCRIPT.address,
        phase=now.state.phase.value,
        mark=_mark(now),
        fields=fields,
        mine=[(one, next((field.text for field in fields if field.id == one.field), "")) for one in now.mine],
        sent=secrets.token_hex(16),
        longest=LONGEST_NOTE,
        ballot=_ballot(now),
        prefix=_DOTS,
        notice=notice,
        typed={name: typed.get(name, "") for name in ("id", "falt", "text")},
    )
    return give_token(request, response)


def _ballot(now: RoomNow) -> list[tuple[str, int, list[tuple[str, str, int]]]]:
    """Each field with headings: its name, how many dots one has, and its headings with what is given."""
    found = []
    for field in now.run.asked(0):
        mine = [(key, one.name, now.dots.get(key, 0)) for key, one in now.headings.items() if one.field == field.id]
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
    token = token_in(request)
    try:
        if not token:
            raise CycleError("Webbläsaren tar inte emot kakor härifrån.", "Tillåt dem, ladda om sidan och skicka igen.")
        found = deed(phones, key, token)
    except NyckeltalError as error:
        is_closed = isinstance(error, CycleError)
        if is_script(request):
            # What is refused for good is not sent again; a database that cannot be reached is.
            return as_json({"fel": " ".join(str(error).split())}, 409 if is_closed else 503)
        notice = Notice(" ".join(str(error).split()), is_good=False)
        return _page(request, notice, 409 if is_closed else 503, form)
    if is_script(request):
        return as_json(found)
    if told := found.get("sagt", ""):
        return _page(request, Notice(told, is_good=False), typed={GROUP: form.get(GROUP, "")})
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
        # Nothing that somebody else has just written goes because of who had not seen it.
        is_hers = bool(kept.text) and not plain_note(piece.text)
        return {"nyckel": kept.key, "text": kept.text, "grupp": piece.group, "sagt": _STANDS if is_hers else ""}

    return _answered(request, form, deed)
