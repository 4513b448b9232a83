"""Avvikelser: what the feature brings to the site."""

from __future__ import annotations

from core.features.deviations.analysis_page import analysis_html
from core.features.deviations.list_view import deviations_table
from core.features.deviations.page import list_html
from core.features.deviations.routes import deviation_routes
from core.web.choices import DEVIATION, DEVIATIONS
from core.web.pages import Door, Feature, MenuItem, Page, dated_table, personal

_LIST = Page(
    DEVIATIONS,
    "Avvikelser",
    "deviations.py",
    list_html,
    table=dated_table("avvikelser", deviations_table),
    door=Door.GOALS,
    menu=(MenuItem(2),),
)
_ANALYSIS = personal(DEVIATION, "Avvikelse", "deviation.py", analysis_html, door=Door.GOALS)
FEATURE = Feature((_LIST, _ANALYSIS), deviation_routes)
