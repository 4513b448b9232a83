"""What a room has written together, for who may read the municipality's plans: so far, or when it is closed."""

from __future__ import annotations

from core.access.rights import Action, may
from core.cycle.exercises import Leading, last_before
from core.cycle.rooms import Board
from core.cycle.working import CycleError
from core.documents.paper import OFFERED
from core.features.rooms.result_view import RoomView, room_view
from core.features.rooms.screen_routes import room_of
from core.web.choices import EXERCISES, ROOM, Choices, link, room_link, room_screen_path
from core.web.pages import choose_html, not_found
from core.web.render import render
from core.web.visit import Visit

KEY = "ovning"


def room_html(visit: Visit) -> str:
    """The page of a room."""
    figures, municipality, key = visit.figures, visit.choices.municipality, visit.params.get(KEY, "")[:32]
    if figures is None or municipality is None:
        return choose_html(visit, EXERCISES)
    back = link(EXERCISES, Choices(municipality))
    found = room_now(visit, municipality, key)
    if found is None:
        return not_found(visit.address, "Övningen", "övning", "Till övningarna", back)
    (board, view), query = found, room_link(municipality, key).partition("?")[2]
    return render(
        "room.html",
        address=visit.address,
        notice=visit.notice,
        place=figures.snapshot.municipalities[municipality],
        back=back,
        run=board.run,
        view=view,
        screen=room_screen_path(municipality, key)
        if may(visit.person, Action.LEAD_EXERCISE, municipality=municipality)
        else "",
        files={words: f"{ROOM}/resultat.{kind}?{query}" for kind, words in OFFERED.items()},
    )


def room_now(visit: Visit, municipality: str, key: str) -> tuple[Board, RoomView] | None:
    """The room KEY and how it is read, beside the last one; None where there is none. Raises NotAllowedError."""
    room = room_of(visit, municipality, key)
    try:
        board = room.board()
    except CycleError:
        return None
    if not board.run.is_live:
        return None
    entries = Leading(room.engine, municipality, visit.person, visit.now).runs()
    before = last_before(board.run, [entry.value for entry in entries if entry.value])
    last = room_of(visit, municipality, before.id).board() if before else None
    return board, room_view(board, last)
