"""Changes of a plan as functions of it: they know neither who makes them nor where it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from core.goals.checking import unknown_goal
from core.goals.models import Goal, Level, Plan, new_id


def put_goal(goal: Goal, *, before: str | None = None) -> Callable[[Plan], Plan]:
    """An edit that lets GOAL stand in a plan as it is: where it stood, or BEFORE another goal, or last."""

    def edit(plan: Plan) -> Plan:
        is_moved = before is not None
        others = [one for one in plan.goals if one.id != goal.id] if is_moved else list(plan.goals)
        places = [place for place, one in enumerate(others) if one.id == (before if is_moved else goal.id)]
        if is_moved or not places:
            others.insert(places[0] if places else len(others), goal)
        else:
            others[places[0]] = goal
        return replace(plan, goals=tuple(others))

    return edit


def withdraw_goal(goal: str, reason: str) -> Callable[[Plan], Plan]:
    """An edit that withdraws GOAL (an id) for a REASON, or takes it back where that is ''. Raises PlanError."""

    def edit(plan: Plan) -> Plan:
        if goal not in {one.id for one in plan.goals}:
            raise unknown_goal()
        return replace(
            plan, goals=tuple(replace(one, withdrawn=reason) if one.id == goal else one for one in plan.goals)
        )

    return edit


def ordered(goals: Sequence[Goal], places: Mapping[str, int]) -> list[Goal]:
    """GOALS with those of PLACES (id: 1 is first) there among the standing ones beside them; the others around them."""
    found, beside = list(goals), defaultdict(list)
    for at, goal in enumerate(goals):
        if not goal.withdrawn:
            beside[goal.level, goal.parent].append(at)
    for slots in beside.values():
        mine = [goals[at] for at in slots]
        line = [goal for goal in mine if goal.id not in places]
        # Of two that want one place, the one that stood first is first.
        for goal in sorted((one for one in reversed(mine) if one.id in places), key=lambda one: places[one.id]):
            line.insert(places[goal.id] - 1, goal)
        for at, goal in zip(slots, line, strict=True):
            found[at] = goal
    return found


def next_years(plan: Plan, council: Plan | None, known: Collection[str]) -> Plan:
    """PLAN made into a draft for the year after: its standing goals with new ids that tell their origin, no money.

    COUNCIL is the council's plan of that year: a goal hangs on what its goal above has become there, or on nothing.
    The goals of the council's own plan hang on each other. Indicators that are not among the KNOWN (ids) are left out.
    """
    year = plan.year + 1
    ids = {goal.id: new_id() for goal in plan.standing_goals}
    above = {goal.origin or "": goal.id for goal in council.standing_goals} if council else {}

    def carried(goal: Goal) -> Goal:
        places = above if goal.level is Level.COMMITTEE else ids
        return replace(
            goal,
            id=ids[goal.id],
            origin=goal.id,
            parent=places.get(goal.parent or ""),
            supports=tuple(above[one] for one in goal.supports if one in above),
            indicators=tuple(one for one in goal.indicators if one.kpi in known),
        )

    title = plan.title.replace(str(plan.year), str(year))
    return Plan(plan.body, year, title, tuple(carried(goal) for goal in plan.standing_goals))
