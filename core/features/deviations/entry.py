"""Avvikelser: what the feature brings to the site."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from core.features.deviations.analysis_page import analysis_html
from core.features.deviations.list_view import deviations_table
from core.features.deviations.page import list_html
from core.features.deviations.routes import deviation_routes
from core.outcomes.figures import Figures
from core.web.choices import DEVIATION, DEVIATIONS, Choices
from core.web.pages import Dated, Door, Feature, MenuItem, Page, Table, personal
from core.words.dates import today


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    return deviations_table(figures, Dated(choices, today(datetime.now(UTC))))


_LIST = Page(
    DEVIATIONS,
    "Avvikelser",
    "deviations.py",
    list_html,
    table=Table("avvikelser", _table, is_dated=True),
    door=Door.GOALS,
    menu=(MenuItem(2),),
)
_ANALYSIS = personal(DEVIATION, "Avvikelse", "deviation.py", analysis_html, door=Door.GOALS)
FEATURE = Feature((_LIST, _ANALYSIS), deviation_routes)
