"""Jämför, and the choice of whom to compare with: what the feature brings to the site."""

from __future__ import annotations

import pandas as pd
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core.features.compare.group_view import group_html
from core.features.compare.map_view import extent
from core.features.compare.matrix import matrix
from core.features.compare.matrix_table import matrix_table
from core.features.compare.panels import panels, panels_table
from core.features.compare.view import VIEW_WORDS, compare_html, map_scope, one_indicator, scope_of
from core.outcomes.figures import Figures, figure_source
from core.web.address import read
from core.web.choices import (
    ABOUT,
    AREAS,
    ASSIGNMENTS,
    COMPARE,
    DEVIATIONS,
    EXAMPLES,
    EXERCISES,
    EXPLORE,
    GOAL,
    GOALS,
    GROUP,
    GROUP_FORM,
    INDEX,
    INDICATOR,
    LEARN,
    MEASURE,
    MEASURES,
    NEWS,
    RESOURCES,
    SEARCH,
    YEAR,
    Choices,
    View,
    link,
)
from core.web.menus import group_words
from core.web.pages import Door, Feature, MenuItem, Page, Table, Whose, came_from, choose_html, of_a_municipality
from core.web.visit import Visit

_OF_THE_YEAR = (YEAR, EXERCISES, EXAMPLES, NEWS)
_OF_STEERING = (GOALS, GOAL, ASSIGNMENTS, DEVIATIONS, MEASURES, MEASURE)
# Where one may have come from to choose a group; the first where the address says none of them.
_BACK = (COMPARE, RESOURCES, INDEX, AREAS, LEARN, EXPLORE, INDICATOR, SEARCH, ABOUT, *_OF_STEERING, *_OF_THE_YEAR)
# More than any page compares; the page says how many it takes.
_MOST_CODES = 100


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    """What the view shows: the matrix, the series of the small charts, or the map's municipalities."""
    names = figures.snapshot.municipalities
    drawn = one_indicator(figures, choices)
    if choices.view is View.PANELS and drawn.indicators:
        return panels_table(panels(figures, drawn))
    scope = map_scope(figures, choices) if choices.view is View.MAP else scope_of(figures, choices)
    return matrix_table(matrix(figures, scope), names)


def _group(figures: Figures, choices: Choices) -> str:
    return extent(figures, choices).name if choices.view is View.MAP else group_words(figures, choices)


def group_page(visit: Visit) -> str:
    """The choice of whom to compare with, one by one."""
    if visit.figures is None or visit.choices.municipality is None:
        return choose_html(visit, visit.path)
    return group_html(visit.figures, visit.choices, path=came_from(visit, *_BACK), address=visit.address)


def _chosen_group(request: Request) -> Response:
    """Takes the ticked municipalities to the page that compares them. A plain form: it works without any script."""
    visit = Visit(GROUP_FORM, request.query_params, figure_source().get())
    if visit.figures is None:
        return RedirectResponse(COMPARE, 303)
    codes = sorted({code for code in request.query_params.getlist("med") if code.isdecimal()})[:_MOST_CODES]
    choices, _ = read(request.query_params, visit.figures)
    return RedirectResponse(link(came_from(visit, *_BACK), choices, group=".".join(codes) or None), 303)


_MENU = tuple(MenuItem(n, VIEW_WORDS[view], {"view": view}) for n, view in enumerate((View.TABLE, View.MAP), 1))
_SHOW, _FILE = of_a_municipality(compare_html), Table("jamforelse-{area}", _table, _group)
FEATURE = Feature(
    (
        Page(
            COMPARE, "Jämför", "compare.py", _SHOW, named="Jämför: {area}", table=_FILE, door=Door.COMPARE, menu=_MENU
        ),
        Page(GROUP, "Välj kommuner att jämföra", "group.py", group_page, Whose.WAY, door=Door.COMPARE),
    ),
    lambda: [Route(GROUP_FORM, _chosen_group)],
)
