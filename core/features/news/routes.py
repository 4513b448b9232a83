"""News to subscribe to, and for the browser that tells what is new since one's last visit."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.features.news.feed import MEDIA, Channel, atom
from core.features.news.happened import AskedNews, happened
from core.features.news.page import ReportsOf, asked_news
from core.web.alone import no_file
from core.web.answers import visit_of
from core.web.base_path import site_of
from core.web.choices import NEWS, feed_link, link
from core.web.file_desk import FileDesk

_FOR_AN_HOUR = {"Cache-Control": "public, max-age=3600"}
# What one line tells: the count of more is enough.
_MOST_IN_LINE = 40


def news_routes(reports_of: ReportsOf) -> list[BaseRoute]:
    """GET /nytt.atom and /nytt.json."""

    def feed(request: Request) -> Response:
        visit = visit_of(request)
        figures, municipality = visit.figures, visit.choices.municipality
        if figures is None or municipality is None:
            return no_file(request, "Adressen saknar kommun. Kopiera den på nytt från sidan Nytt.", 404)
        area = visit.choices.area
        found = happened(figures, AskedNews(municipality, area, asked_news(visit, reports_of).reports))
        names = [figures.catalogue.cooperation.name, figures.snapshot.municipalities[municipality]]
        names += [figures.catalogue.area_by_id[area].name] if area else []
        site = site_of(request)
        address, fetched = feed_link(municipality, area), figures.snapshot.info.fetched_at
        channel = Channel(site, ", ".join(names), address, link(NEWS, visit.choices), fetched)
        return Response(atom(channel, found), headers=_FOR_AN_HOUR, media_type=MEDIA)

    def since(request: Request) -> Response:
        visit = visit_of(request)
        figures, municipality = visit.figures, visit.choices.municipality
        if figures is None or municipality is None:
            return Response("[]", media_type="application/json")
        found = happened(figures, AskedNews(municipality, None, asked_news(visit, reports_of).reports))
        told = [[one.on.isoformat(), one.title] for one in found[:_MOST_IN_LINE]]
        return Response(json.dumps(told, ensure_ascii=False), headers=_FOR_AN_HOUR, media_type="application/json")

    desk = FileDesk()
    return [desk.route(f"{NEWS}.atom", feed), desk.route(f"{NEWS}.json", since)]
