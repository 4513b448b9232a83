"""Åtgärder: what the feature brings to the site."""

from __future__ import annotations

from core.features.measures.file_routes import file_routes
from core.features.measures.list_view import measures_table
from core.features.measures.page import measure_html, measures_html
from core.features.measures.routes import measure_routes
from core.features.measures.vote_page import vote_html
from core.web.choices import MEASURE, MEASURES, VOTE
from core.web.pages import Door, Feature, MenuItem, Page, dated_table, personal

_LIST = Page(
    MEASURES,
    "Åtgärder",
    "measures.py",
    measures_html,
    table=dated_table("atgarder", measures_table),
    door=Door.GOALS,
    menu=(MenuItem(3),),
)
_ONE = Page(MEASURE, "En åtgärd", "measure.py", measure_html, door=Door.GOALS)
_VOTE = personal(VOTE, "Omröstning", "vote.py", vote_html, door=Door.GOALS)
FEATURE = Feature((_LIST, _ONE, _VOTE), lambda: [*measure_routes(), *file_routes()])
