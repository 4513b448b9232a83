"""Uppdrag: what the feature brings to the site."""

from __future__ import annotations

from core.features.assignments.page import assignment_html, list_html
from core.features.assignments.routes import assignment_routes
from core.features.assignments.view import assignment_rows
from core.web.choices import ASSIGNMENT, ASSIGNMENTS
from core.web.pages import Door, Feature, MenuItem, Page, dated_table, personal

_SOURCE = "Kommunens planer och beslut"
_LIST = Page(
    ASSIGNMENTS,
    "Uppdrag",
    "assignments.py",
    list_html,
    table=dated_table("uppdrag", lambda figures, asked: assignment_rows(figures, asked.choices, asked.today), _SOURCE),
    door=Door.GOALS,
    menu=(MenuItem(4),),
)
_WORK = personal(ASSIGNMENT, "Uppdraget", "assignment.py", assignment_html, door=Door.GOALS)
FEATURE = Feature((_LIST, _WORK), assignment_routes)
