"""Rapport: what the feature brings to the site."""

from __future__ import annotations

from functools import partial

from core.documents.worked_on import AreaDecks
from core.features.reports.page import report_html
from core.features.reports.routes import report_routes
from core.web.choices import REPORT
from core.web.pages import Door, Feature, personal


def reports(decks: AreaDecks) -> Feature:
    """The feature, whose reports are filled from DECKS."""
    page = personal(REPORT, "Rapport", "report.py", partial(report_html, decks=decks), door=Door.WORK)
    return Feature((page,), partial(report_routes, decks))
