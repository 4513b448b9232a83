"""A group's front page on its phones: what stands in each place, kept as it is written."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from core.access.service import current_engine
from core.cycle.front_pages import GROUP, LONGEST_NAME, LONGEST_PIECE, FrontPages, Piece
from core.cycle.room_phones import Phones, RoomNow
from core.features.rooms.scripts import script_of
from core.state.notes import Note
from core.web.alone import page_alone
from core.web.choices import room_phone_path
from core.web.crowd import as_json
from core.web.forms import Form
from core.web.notices import Notice
from core.words.numbers import number_in

FRONT_SCRIPT = script_of("front.js")


def pages_of(phones: Phones) -> FrontPages:
    """The same room as one of front pages."""
    return FrontPages(phones.engine, phones.municipality)


def page_link(municipality: str, key: str, group: str) -> str:
    """Where GROUP writes in the room KEY; without one, the room's own address."""
    return room_phone_path(municipality, key) + (f"?{GROUP}={group}" if group else "")


def front_page(request: Request, now: RoomNow, notice: Notice | None, status: int, typed: Form) -> Response:
    """The page of the group in the address, with what was TYPED and not kept; else the choice among the groups."""
    municipality = request.path_params["municipality"][:16]
    pages = FrontPages(current_engine(), municipality)
    standing = [one for one in pages.pieces(now.run.id) if one.text]
    groups = {one.part: one.text for one in standing if one.field == GROUP}
    group = (typed.get(GROUP) or request.query_params.get(GROUP, ""))[:32]
    path = room_phone_path(municipality, now.run.id)
    return page_alone(
        "front_phone.html",
        status,
        run=now.run,
        path=path,
        script=FRONT_SCRIPT.address,
        groups={key: (name, page_link(municipality, now.run.id, key)) for key, name in groups.items()},
        group=group if group in groups else "",
        places=[(one, _in_place(standing, group, one.id)) for one in now.run.asked(0)],
        typed={name: typed.get(name, "") for name in ("falt", "nyckel", "fore", "text", "namn")},
        fresh=lambda: secrets.token_hex(16),
        longest=LONGEST_PIECE,
        longest_name=LONGEST_NAME,
        notice=notice,
    )


def _in_place(standing: list[Note], group: str, place: str) -> list[Note]:
    return [one for one in standing if one.part == group and one.field == place]


def page_state(request: Request) -> Response:
    """What phones of a group ask: what has been written on its page since they asked last."""
    municipality, key = request.path_params["municipality"][:16], request.path_params["key"][:32]
    group, since = request.query_params.get(GROUP, "")[:32], number_in(request.query_params.get("sedan", ""))
    pages = FrontPages(current_engine(), municipality)
    now = pages.now(key)
    if now is None or now.run.closed_on:
        return as_json({"lage": "stängd"})
    new = pages.pieces(key, since=since)
    return as_json(
        {
            "lage": now.state.phase.value,
            "sedan": max((one.change for one in new), default=since),
            "bitar": [(one.key, one.field, one.text) for one in new if one.part == group and one.field != GROUP],
        }
    )


def piece_in(form: Form) -> Piece:
    """What FORM says of a piece."""
    return Piece(
        form.get(GROUP, "")[:32],
        form.get("falt", "")[:40],
        form.get("text", ""),
        form.get("id", "")[:64],
        form.get("nyckel", "")[:32],
        form.get("fore", ""),
        form.get("sant", ""),
    )
