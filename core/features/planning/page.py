"""The page Arbeta med planer: where a body's goals, their indicators and levels are put in and decided."""

from __future__ import annotations

from core.access.rights import Action, require
from core.features.planning import parts_view as parts
from core.features.planning.desk import BODY, DECIDE, FILE, HISTORY, MONEY, NEW, PART, SINCE, Desk
from core.features.planning.goal_view import goal_html
from core.features.planning.plan_view import plan_html, start_html
from core.web.visit import Visit


def planning_html(visit: Visit) -> str:
    """The part that the address asks for. Raises NotAllowedError for who may not see the municipality's drafts."""
    desk = Desk(visit, visit.params)
    require(visit.person, Action.READ_PLANS, municipality=desk.municipality)
    part, body = visit.params.get(PART, ""), desk.body
    if part == FILE:
        return parts.file_html(desk)
    if part == BODY and desk.may_decide:
        return parts.body_html(desk, body)
    if body is None:
        return start_html(desk)
    drawn = {HISTORY: parts.history_html, SINCE: parts.since_html}
    if desk.may_change(body):
        drawn |= {MONEY: parts.money_html}
        if desk.goal or NEW in visit.params:
            return goal_html(desk, body, desk.goal)
    if desk.may_decide:
        drawn |= {DECIDE: parts.decide_html}
    return drawn.get(part, plan_html)(desk, body)
