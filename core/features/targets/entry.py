"""Målnivåer: what the feature brings to the site."""

from __future__ import annotations

from markupsafe import escape

from core.access.rights import Action, may, may_somewhere
from core.features.targets.form import EARLIER_PARAM, HISTORY_PARAM, WORK_PARAM
from core.features.targets.page import targets_html
from core.features.targets.routes import target_routes
from core.features.targets.view import page_address
from core.web.choices import ABOUT, GOALS, TARGETS, link
from core.web.pages import TARGETS_PLACE, Door, Feature, MenuItem, Moved, personal
from core.web.visit import Visit


def _how_they_are_set(visit: Visit) -> str:
    """Where whoever may set some of the targets that she looks at does it; for others, where it is told."""
    municipality, area = visit.choices.municipality or "", visit.choices.area
    areas = (area,) if area else tuple(visit.catalogue.area_by_id)
    if any(may(visit.person, Action.SET_TARGET, area=one, municipality=municipality) for one in areas):
        return str(escape(page_address(municipality, area or "")))
    return str(escape(f"{link(ABOUT, visit.choices)}#mal"))


_PAGE = personal(
    TARGETS,
    "Målnivåer",
    "targets.py",
    targets_html,
    lambda person: may_somewhere(person, Action.SET_TARGET),
    door=Door.GOALS,
    menu=(MenuItem(6),),
)
FEATURE = Feature(
    (_PAGE,),
    target_routes,
    {TARGETS_PLACE: _how_they_are_set},
    {GOALS: Moved(TARGETS, (HISTORY_PARAM, EARLIER_PARAM, WORK_PARAM))},
)
