"""Arbeta med planer: what the feature brings to the site."""

from core.access.people import Person
from core.access.rights import Action, may_somewhere
from core.features.planning.page import planning_html
from core.features.planning.routes import plan_routes
from core.web.choices import PLAN
from core.web.pages import Door, Feature, MenuItem, personal


def _for_who_plans(person: Person) -> bool:
    return may_somewhere(person, Action.CHANGE_PLAN)


_PAGE = personal(
    PLAN, "Arbeta med planer", "plan.py", planning_html, _for_who_plans, door=Door.GOALS, menu=(MenuItem(7),)
)
FEATURE = Feature((_PAGE,), plan_routes)
