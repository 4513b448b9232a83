"""Nytt: what the feature brings to the site."""

from __future__ import annotations

from functools import partial

from core.features.news.page import ReportsOf, news_page
from core.features.news.routes import news_routes
from core.web.choices import NEWS
from core.web.pages import Door, Feature, Page


def news(reports_of: ReportsOf) -> Feature:
    """The feature; REPORTS_OF tells which areas' reports are given out in a year."""
    page = Page(NEWS, "Nytt", "news.py", news_page(reports_of), door=Door.STATE)
    return Feature((page,), partial(news_routes, reports_of))
