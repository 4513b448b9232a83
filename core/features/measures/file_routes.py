"""The addresses of the one page, for those of the municipality who have signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event, told
from core.access.rights import Action, NotAllowedError, may
from core.documents.own_templates import made_for
from core.documents.template_kinds import OWN_DECISION, PDF_TYPE, WORD_TYPE, Made, TemplateKind
from core.features.measures.sheet import Sheet, sheet_of
from core.web.alone import no_file
from core.web.choices import MEASURE
from core.web.file_desk import FileDesk, Recipe, asked_file, recipe
from core.words.dates import today


def file_routes() -> list[BaseRoute]:
    """GET /atgard/underlag.<kind>."""
    return [FileDesk().route(f"{MEASURE}/underlag.{{kind}}", _sheet)]


def sheet_links(municipality: str, key: str) -> dict[str, str]:
    """Where the one page about the measure KEY is, by kind."""
    query = urlencode({"kommun": municipality, "atgard": key})
    return {kind: f"{MEASURE}/underlag.{kind}?{query}" for kind in _MAKERS}


def _sheet(request: Request) -> Response | Recipe:
    found = asked_file(request, _MAKERS)
    if isinstance(found, Response):
        return found
    visit, figures, kind = found
    municipality = visit.choices.municipality
    if not may(visit.person, Action.READ_PLANS, municipality=municipality) or municipality is None:
        return no_file(request, str(NotAllowedError(visit.person, Action.READ_PLANS)), 403)
    book = figures.cycle_of(municipality, drafts=True)
    measure = book.measures.get(visit.choices.measure or "")
    if measure is None:
        return no_file(request, "Åtgärden finns inte. Öppna den från sidan Åtgärder.", 404)
    sheet = sheet_of(figures, municipality, measure, book, today(visit.now))
    made = made_for(TemplateKind.DECISION, municipality, figures) if kind == "docx" else OWN_DECISION
    make, media_type = _MAKERS[kind]
    name = f"{'exempel ' if sheet.is_example else ''}Underlag {measure.title[:60]}.{kind}"
    told(Event.EXPORT, visit.person.login, about=name)
    return recipe(partial(make, sheet, made), media_type, name, repr(sheet), made.key, is_kept=False)


def _pdf(sheet: Sheet, _: Made) -> bytes:
    from core.features.measures.one_page_files import sheet_pdf  # noqa: PLC0415 - only whoever asks waits for it

    return sheet_pdf(sheet)


def _docx(sheet: Sheet, made: Made) -> bytes:
    from core.features.measures.one_page_word import sheet_docx  # noqa: PLC0415 - the same

    return sheet_docx(sheet, made)


_MAKERS: Mapping[str, tuple[Callable[[Sheet, Made], bytes], str]] = {
    "pdf": (_pdf, PDF_TYPE),
    "docx": (_docx, WORD_TYPE),
}
