"""Files to take away: the review, for who may read plans, and the appendix of decided plans, for everybody."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event, told
from core.access.rights import Action, NotAllowedError, may
from core.documents.own_templates import in_own_template
from core.documents.paper import MAKERS, Paper
from core.features.reviews.appendix import appendix_paper
from core.features.reviews.asked import asked_of
from core.features.reviews.document import review_paper
from core.features.reviews.page import reviewing_of
from core.outcomes.chain import AskedChain, standing_year
from core.outcomes.figures import Figures
from core.outcomes.plan_review import reviewed
from core.web.alone import no_file
from core.web.choices import APPENDIX, REVIEW
from core.web.file_desk import FileDesk, Recipe, asked_file_of, recipe

# In the appendix' address: drafts too, for who may read them.
DRAFTS = "utkast"


def file_routes() -> list[BaseRoute]:
    """GET /avstamning/avstamning.<kind> and /avstamning/bilaga.<kind>."""
    desk = FileDesk()
    return [
        desk.route(f"{REVIEW}/avstamning.{{kind}}", _review),
        desk.route(f"{APPENDIX}.{{kind}}", _appendix),
    ]


def _review(request: Request) -> Response | Recipe:
    """The review of a year's plans, or of one body's."""
    found = asked_file_of(request, MAKERS)
    if isinstance(found, Response):
        return found
    visit, figures, kind, municipality = found
    reviewing = reviewing_of(visit, municipality)
    try:
        said = reviewing.book()
    except NotAllowedError as error:
        return no_file(request, str(error), 403)
    asked = asked_of(visit, municipality, figures.goals_of(municipality, drafts=True))
    every = reviewed(figures, municipality, asked.year)
    plans = [one for one in every if asked.body in ("", one.facts.body.id)]
    chain = AskedChain(municipality, asked.year, drafts=True)
    name = _name(figures, "Avstämning", municipality, asked.year)
    told(Event.EXPORT, visit.person.login, about=f"{name}.{kind}")
    paper = in_own_template(review_paper(figures, chain, plans, said, reviewing.today), kind, municipality, figures)
    return _recipe(paper, kind, name, is_kept=False)


def _appendix(request: Request) -> Response | Recipe:
    """All goals of a year's decided plans, or of one body's; with drafts for who asks for them and may read them."""
    found = asked_file_of(request, MAKERS)
    if isinstance(found, Response):
        return found
    visit, figures, kind, municipality = found
    has_drafts = DRAFTS in request.query_params
    if has_drafts and not may(visit.person, Action.READ_PLANS, municipality=municipality):
        return no_file(request, str(NotAllowedError(visit.person, Action.READ_PLANS)), 403)
    book = figures.goals_of(municipality, drafts=has_drafts)
    year = visit.choices.plan_year or standing_year(figures, book)
    body = request.query_params.get("organ", "")
    plans = book.of_year(year) if year else ()
    if year is None or not plans or (body and body not in {plan.body for plan in plans}):
        return no_file(request, "Det finns ingen beslutad plan för det året.", 404)
    drawn = appendix_paper(figures, AskedChain(municipality, year, has_drafts), body)
    paper = in_own_template(drawn, kind, municipality, figures)
    return _recipe(paper, kind, _name(figures, "Bilaga till plan", municipality, year), is_kept=not has_drafts)


def _name(figures: Figures, what: str, municipality: str, year: int) -> str:
    """What a file is called, without its kind."""
    example = "exempel " if figures.snapshot.info.is_example else ""
    return f"{example}{what} {figures.snapshot.municipalities[municipality]} {year}"


def _recipe(paper: Paper, kind: str, name: str, *, is_kept: bool) -> Recipe:
    maker, media_type = MAKERS[kind]
    return recipe(partial(maker, paper), media_type, f"{name}.{kind}", repr(paper), is_kept=is_kept)
