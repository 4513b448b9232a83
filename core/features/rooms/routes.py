"""What a closed room came to, as files."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event
from core.access.events import told as noted
from core.access.rights import NotAllowedError
from core.documents.files import KINDS
from core.documents.own_templates import in_own_template
from core.documents.paper import MAKERS, Paper
from core.documents.paper_files import paper_recipe
from core.features.rooms.document import room_paper
from core.features.rooms.page import KEY, room_now
from core.features.rooms.result_view import room_frame
from core.web.alone import no_file
from core.web.choices import ROOM
from core.web.file_desk import FileDesk, Recipe, asked_file_of


def result_routes() -> list[BaseRoute]:
    """GET /rum/resultat.<kind>."""
    return [FileDesk().route(f"{ROOM}/resultat.{{kind}}", _file)]


def _file(request: Request) -> Response | Recipe:
    """What a closed room came to, for who may read the municipality's plans."""
    asked = asked_file_of(request, (*KINDS, *MAKERS))
    if isinstance(asked, Response):
        return asked
    visit, figures, kind, municipality = asked
    try:
        found = room_now(visit, municipality, request.query_params.get(KEY, "")[:32])
    except NotAllowedError as error:
        return no_file(request, str(error), 403)
    if found is None or found[0].run.closed_on is None:
        return no_file(request, "Övningen finns inte, eller är inte stängd än.", 404)
    (board, view), is_example = found, figures.snapshot.info.is_example
    name = f"{'exempel ' if is_example else ''}{board.run.title[:80]} {board.run.closed_on}.{kind}"
    noted(Event.EXPORT, visit.person.login, about=name)
    place = figures.snapshot.municipalities[municipality]
    about = (("Övning", board.run.title), ("Resultat", view.lead))

    def paper() -> Paper:
        drawn = room_paper(board.run, view, place, is_example=is_example)
        return in_own_template(drawn, kind, municipality, figures)

    return paper_recipe(kind, name, paper, partial(room_frame, view), about)
