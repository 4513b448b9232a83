"""What differs between two versions of a plan, or a plan and last year's, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.goals.models import Decision, Goal, GoalIndicator, Level, Plan
from core.words.formats import level
from core.words.labels import GENDER

NEW, CHANGED, MOVED, WITHDRAWN, TAKEN_BACK, GONE = "nytt", "ändrat", "flyttat", "struket", "tas tillbaka", "inte med"


@dataclass(frozen=True)
class Names:
    """What things are called, by id: indicators, bodies, and goals (of this plan and the council's)."""

    indicators: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)

    def indicator(self, one: GoalIndicator) -> str:
        """ONE's name, with whom it is about where that is not all."""
        name = self.indicators.get(one.kpi, one.kpi)
        return name if one.gender == "T" else f"{name} ({GENDER[one.gender]})"


@dataclass(frozen=True)
class Difference:
    """One line: what has become of a ``goal`` (None: the plan itself), and what is other in it."""

    what: str
    title: str
    details: tuple[str, ...] = ()
    goal: Goal | None = None


def differences(before: Plan | None, after: Plan, names: Names) -> list[Difference]:
    """What has become other in AFTER, in its order; without BEFORE all of it is new."""
    held = {goal.id: goal for goal in before.goals} if before else {}
    found = list(_of_the_plan(before, after)) if before else []
    for goal in after.goals:
        found += _of_a_goal(held.get(goal.id), goal, names)
    there = {goal.id for goal in after.goals}
    found += [Difference(GONE, goal.title, goal=goal) for goal in held.values() if goal.id not in there]
    if before and _order(before, there) != _order(after, set(held)):
        found.append(Difference(CHANGED, "Målens ordning"))
    return found


def since_last_year(before: Plan, after: Plan, names: Names) -> list[Difference]:
    """What is new in AFTER against the plan of the year BEFORE that its goals come from.

    Where a goal hangs is no difference: what is above it has another id each year. Withdrawn goals are left out.
    """
    held = {goal.id: goal for goal in before.standing_goals}
    found = []
    for goal in after.standing_goals:
        origin = held.get(goal.origin or "")
        details = tuple(_details(origin, goal, names, is_same_year=False)) if origin else ()
        if origin is None or details:
            found.append(Difference(CHANGED if origin else NEW, goal.title, details, goal))
    kept = {goal.origin for goal in after.standing_goals}
    return found + [Difference(GONE, goal.title, goal=goal) for goal in held.values() if goal.id not in kept]


def _of_the_plan(before: Plan, after: Plan) -> Iterator[Difference]:
    if before.title != after.title:
        yield Difference(CHANGED, "Planens namn", (f"{before.title} → {after.title}",))
    for name, old, new in (
        ("Nettobudget", before.net_budget, after.net_budget),
        ("Ram", before.frame, after.frame),
    ):
        if old != new:
            yield Difference(CHANGED, name, (f"{_tkr(old)} → {_tkr(new)}",))
    if before.volumes != after.volumes:
        yield Difference(CHANGED, "Volymer", tuple(f"{one.name}: {level(one.number)}" for one in after.volumes))
    if after.decision and before.decision != after.decision:
        yield Difference("beslutad", decision_words(after.decision))


def decision_words(decision: Decision) -> str:
    """DECISION in one line: "Kommunfullmäktige 2026-11-16, § 142"."""
    return f"{decision.by} {decision.on.isoformat()}, § {decision.paragraph}"


def _of_a_goal(before: Goal | None, goal: Goal, names: Names) -> Iterator[Difference]:
    if before is None:
        linked = tuple(names.indicator(one) for one in goal.indicators)
        yield Difference(NEW, goal.title, linked, goal)
    elif bool(before.withdrawn) != bool(goal.withdrawn):
        yield Difference(WITHDRAWN if goal.withdrawn else TAKEN_BACK, goal.title, (goal.withdrawn or "",), goal)
    else:
        details = tuple(_details(before, goal, names))
        is_moved = before.parent != goal.parent
        where = (f"till ”{names.goals.get(goal.parent or '', 'inget mål')}”",) if is_moved else ()
        if details or is_moved:
            yield Difference(MOVED if is_moved and not details else CHANGED, goal.title, (*where, *details), goal)


def _details(before: Goal, goal: Goal, names: Names, *, is_same_year: bool = True) -> Iterator[str]:
    if before.title != goal.title:
        yield f"hette ”{before.title}”"
    if before.text != goal.text:
        yield "måltexten" if before.text else "måltext tillagd"
    if before.owner != goal.owner:
        yield f"ansvarig: {goal.owner or 'ingen'}"
    yield from _links(
        "indikator", [names.indicator(one) for one in before.indicators], map(names.indicator, goal.indicators)
    )
    yield from _links("delas med", _named(before.bodies, names.bodies), _named(goal.bodies, names.bodies))
    if is_same_year and goal.level is Level.COMMITTEE:
        yield from _links("stöder", _named(before.supports, names.goals), _named(goal.supports, names.goals))


def _links(what: str, before: Sequence[str], after: Iterator[str] | Sequence[str]) -> Iterator[str]:
    now = list(after)
    yield from (f"{what} tillagd: {name}" for name in now if name not in before)
    yield from (f"{what} borttagen: {name}" for name in before if name not in now)


def _named(ids: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(one, one) for one in ids]


def _order(plan: Plan, ids: set[str]) -> list[str]:
    return [goal.id for goal in plan.goals if goal.id in ids]


def _tkr(amount: float | None) -> str:
    return "inget" if amount is None else f"{level(amount)} tkr"
