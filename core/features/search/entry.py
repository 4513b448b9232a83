"""Sök, and what the search field finds while one types: what the feature brings to the site."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.features.search.view import search_html, suggestions
from core.outcomes.figures import figure_source
from core.web.address import read
from core.web.choices import SEARCH, SUGGESTIONS
from core.web.file_desk import FileDesk
from core.web.pages import Feature, Page, Whose, without_figures
from core.web.visit import Visit

_MOST_SUGGESTED = 8


def search_page(visit: Visit) -> str:
    """Indicators and areas by a part of their name or id."""
    if visit.figures is None:
        return without_figures(visit)
    return search_html(visit.figures, visit.choices, visit.params.get("q", ""), address=visit.address)


def _suggestions(request: Request) -> Response:
    """What the text in the search field finds so far."""
    figures = figure_source().get()
    if figures is None:
        return JSONResponse([])
    choices, _ = read(request.query_params, figures)
    found = suggestions(figures, choices, request.query_params.get("q", ""))[:_MOST_SUGGESTED]
    return JSONResponse([asdict(hit) for hit in found])


FEATURE = Feature(
    (Page(SEARCH, "Sök", "search.py", search_page, Whose.WAY),),
    lambda: [FileDesk().route(SUGGESTIONS, _suggestions)],
)
