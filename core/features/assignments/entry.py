"""Uppdrag: what the feature brings to the site."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from core.features.assignments.page import assignment_html, list_html
from core.features.assignments.routes import assignment_routes
from core.features.assignments.view import assignment_rows
from core.outcomes.figures import Figures
from core.web.choices import ASSIGNMENT, ASSIGNMENTS, Choices
from core.web.pages import Door, Feature, MenuItem, Page, Table, personal
from core.words.dates import today


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    return assignment_rows(figures, choices, today(datetime.now(UTC)))


_LIST = Page(
    ASSIGNMENTS,
    "Uppdrag",
    "assignments.py",
    list_html,
    table=Table("uppdrag", _table, source="Kommunens planer och beslut", is_dated=True),
    door=Door.GOALS,
    menu=(MenuItem(4),),
)
_WORK = personal(ASSIGNMENT, "Uppdraget", "assignment.py", assignment_html, door=Door.GOALS)
FEATURE = Feature((_LIST, _WORK), assignment_routes)
