"""Påminnelser: what the feature brings to the site."""

from __future__ import annotations

from core.features.reminders.page import WorkOf, own_html, year_html
from core.features.reminders.routes import reminder_routes
from core.web.pages import OWN_REMINDERS_PLACE, REMINDERS_PLACE, Feature


def reminders(work_of: WorkOf) -> Feature:
    """The feature; WORK_OF tells what is made in a year by the others."""
    return Feature((), reminder_routes, {REMINDERS_PLACE: year_html(work_of), OWN_REMINDERS_PLACE: own_html})
