"""Användning: what the feature brings to the site."""

from __future__ import annotations

from core.access.rights import Action, may
from core.features.usage.page import Titles, usage_page, usage_routes
from core.web.choices import USAGE
from core.web.pages import Door, Feature, MenuItem, personal


def usage(titles: Titles) -> Feature:
    """The feature; TITLES are what pages are called."""
    page = personal(
        USAGE,
        "Användning",
        "usage.py",
        usage_page(titles),
        lambda person: may(person, Action.READ_USAGE),
        door=Door.ONES_OWN,
        menu=(MenuItem(3),),
    )
    return Feature((page,), usage_routes(titles))
