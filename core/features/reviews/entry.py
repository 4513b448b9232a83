"""Avstämning: what the feature brings to the site."""

from __future__ import annotations

from core.access.rights import Action, may_somewhere
from core.features.reviews.page import review_html
from core.features.reviews.routes import review_routes
from core.web.choices import REVIEW
from core.web.pages import Door, Feature, MenuItem, personal

_PAGE = personal(
    REVIEW,
    "Avstämning",
    "review.py",
    review_html,
    lambda person: may_somewhere(person, Action.READ_PLANS),
    door=Door.GOALS,
    menu=(MenuItem(5),),
)
FEATURE = Feature((_PAGE,), review_routes)
