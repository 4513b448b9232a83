"""The year to take away: the project plan as PDF and Word, the dates as a calendar that one subscribes to."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.documents.calendar import Day, calendar_text
from core.documents.own_templates import in_own_template
from core.documents.paper import MAKERS
from core.features.year.page import year_in
from core.features.year.plan_document import plan_paper
from core.features.year.view import LANE_NAMES
from core.outcomes.figures import Figures
from core.outcomes.year import AskedYear, year_now
from core.web.alone import no_file
from core.web.answers import visit_of
from core.web.base_path import site_of
from core.web.choices import PROJECT_PLAN, YEAR
from core.web.file_desk import FileDesk, Recipe, asked_file, recipe
from core.web.visit import Visit
from core.words.dates import today

_MEDIA = "text/calendar; charset=utf-8"


def file_routes() -> list[BaseRoute]:
    """GET /projektplan/plan.<kind> and /aret/kalender.ics."""
    desk = FileDesk()
    return [desk.route(f"{PROJECT_PLAN}/plan.{{kind}}", _plan), desk.route(f"{YEAR}/kalender.ics", _calendar)]


def _plan(request: Request) -> Response | Recipe:
    found = asked_file(request, MAKERS)
    if isinstance(found, Response):
        return found
    visit, figures, kind = found
    year = year_in(request.query_params.get("plan", ""), visit)
    drawn = plan_paper(figures, year, today(visit.now))
    paper = in_own_template(drawn, kind, visit.choices.municipality, figures)
    maker, media_type = MAKERS[kind]
    name = f"{'exempel ' if paper.is_example else ''}Projektplan {year}.{kind}"
    return recipe(partial(maker, paper), media_type, name, repr(paper), is_kept=False)


def _calendar(request: Request) -> Response:
    """The co-operation's dates and a municipality's own, of this year and the next: the address stays the same."""
    visit = visit_of(request)
    if visit.figures is None or visit.choices.municipality is None:
        return no_file(request, "Adressen saknar kommun. Kopiera den på nytt från sidan Året.", 404)
    text = calendar_of(visit.figures, visit, site_of(request))
    return Response(text, headers={"Cache-Control": "public, max-age=3600"}, media_type=_MEDIA)


def calendar_of(figures: Figures, visit: Visit, site: str) -> str:
    """The year's dates from this year on as a calendar, with the addresses of SITE."""
    municipality, day = visit.choices.choice.municipality, today(visit.now)
    days = [
        Day(
            f"{one.key or f'{one.lane.name.lower()}-{one.on.isoformat()}'}-{municipality}",
            one.on,
            f"Kolada publicerar {one.title}" if one.weight else one.title,
            ". ".join(filter(None, (LANE_NAMES[one.lane], one.by, one.hangs, one.note))),
            f"{site}{YEAR}?kommun={municipality}&plan={year}",
            one.until,
        )
        for year in (day.year, day.year + 1)
        for one in year_now(figures, AskedYear(municipality, year, day)).items
        if visit.choices.lane in (None, one.lane)
    ]
    name = f"{figures.catalogue.cooperation.name}, {figures.snapshot.municipalities[municipality]}"
    return calendar_text(name, days, visit.now)
