"""Mallar: what the feature brings to the site."""

from __future__ import annotations

from functools import partial

from core.access.rights import Action, may_somewhere
from core.features.templates.page import templates_html
from core.features.templates.routes import template_routes
from core.features.templates.trying import Trials
from core.web.choices import TEMPLATES
from core.web.pages import Door, Feature, MenuItem, personal


def templates(trials: Trials) -> Feature:
    """The feature; TRIALS make a document of each kind with a template."""
    page = personal(
        TEMPLATES,
        "Mallar",
        "templates.py",
        templates_html,
        lambda person: may_somewhere(person, Action.CHANGE_TEMPLATES),
        door=Door.ONES_OWN,
        menu=(MenuItem(5),),
    )
    return Feature((page,), partial(template_routes, trials))
