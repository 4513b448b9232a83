"""Mina åtaganden, handlingsplaner and Uppföljning: what the feature brings to the site."""

from __future__ import annotations

from starlette.routing import BaseRoute

from core.access.rights import Action, may_somewhere
from core.features.undertakings.calendar_routes import calendar_routes
from core.features.undertakings.follow_page import follow_html
from core.features.undertakings.follow_routes import follow_routes
from core.features.undertakings.mine_page import mine_html
from core.features.undertakings.mine_routes import mine_routes
from core.features.undertakings.plan_page import action_plan_html
from core.features.undertakings.plan_routes import plan_routes
from core.web.choices import ACTION_PLAN, FOLLOW_UP, UNDERTAKINGS
from core.web.pages import Door, Feature, MenuItem, personal

_MINE = personal(
    UNDERTAKINGS,
    "Mina åtaganden",
    "undertakings.py",
    mine_html,
    lambda person: may_somewhere(person, Action.READ_PLANS),
    door=Door.ONES_OWN,
    menu=(MenuItem(0),),
)
_PLAN = personal(ACTION_PLAN, "Handlingsplan", "action_plan.py", action_plan_html, door=Door.GOALS)

_FOLLOW_UP = personal(
    FOLLOW_UP,
    "Uppföljning",
    "follow_up.py",
    follow_html,
    lambda person: may_somewhere(person, Action.READ_PLANS),
    door=Door.GOALS,
    menu=(MenuItem(7),),
)


def _routes() -> list[BaseRoute]:
    return [*plan_routes(), *mine_routes(), *follow_routes(), *calendar_routes()]


FEATURE = Feature((_MINE, _PLAN, _FOLLOW_UP), _routes)
