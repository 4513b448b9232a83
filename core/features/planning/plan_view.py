"""A body's plan as its template draws it: its state, its goals in their order, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.access.rights import Action, may
from core.features.planning.desk import BODY, DECIDE, FILE, HISTORY, MONEY, NEW, SINCE, Desk, levels_of
from core.features.planning.goal_fields import indicator_word
from core.goals.comparing import decision_words
from core.goals.models import Body, Goal, Level, Plan, plan_key
from core.web.choices import GOAL
from core.web.menus import Menu, Option
from core.web.render import render
from core.words.formats import level as amount_words
from core.words.formats import listed

UNDO_FIELD = "angra"
_YEARS_BACK, _YEARS_AHEAD = 2, 2


@dataclass(frozen=True)
class GoalLine:
    """A goal in the list. ``indicators`` are in words; ``can_up`` and ``can_down`` tell where it may be moved."""

    id: str
    title: str
    text: str
    owner: str
    indicators: tuple[str, ...]
    note: str
    address: str
    withdrawn: str
    can_up: bool = False
    can_down: bool = False


@dataclass(frozen=True)
class Group:
    """Goals under one above: its title and what it is, its address where it is of the same plan."""

    title: str
    kind: str
    goals: tuple[GoalLine, ...]
    own: GoalLine | None = None
    add: str = ""


@dataclass(frozen=True)
class State:
    """How far a plan has come: a word for its mark, and a sentence."""

    mark: str
    words: str


@dataclass(frozen=True)
class BodyLine:
    """A body in the list of all: its plan of the year, or none."""

    name: str
    address: str
    state: State
    count: str
    may_change: bool
    edit: str
    lacks_areas: bool


def state_of(desk: Desk, body: Body, year: int) -> State:
    """How far BODY's plan of YEAR has come."""
    entry = desk.book.plans.get(plan_key(body.id, year))
    decided = desk.decided.plans.get(plan_key(body.id, year))
    if entry is None or entry.value is None:
        return State("ingen", "ingen plan än")
    if entry.value.decision:
        return State("beslutad", f"{decision_words(entry.value.decision)}. Syns för alla.")
    if decided and decided.value and decided.value.decision:
        said = decision_words(decided.value.decision)
        after = f"Ändringarna syns bara för inloggade i {desk.place} tills planen beslutas igen."
        return State("ändrad efter beslut", f"{said}. {after}")
    return State("utkast", f"Syns bara för inloggade i {desk.place} tills den är beslutad.")


def years_menu(desk: Desk) -> Menu:
    """The years to choose among."""
    now = desk.visit.now.year
    years = sorted({*desk.book.years, *range(now - _YEARS_BACK, now + _YEARS_AHEAD + 1), desk.year}, reverse=True)
    shown = [year for year in years if year in desk.book.years or year >= now or year == desk.year]
    return Menu("År", tuple(Option(str(year), desk.address(plan=year), year == desk.year) for year in shown))


def places_menu(desk: Desk) -> list[Menu]:
    """The municipalities, for who may read the plans of more than one."""
    names, person = desk.setting.references.names, desk.visit.person
    places = [one.id for one in desk.catalogue.participants]
    mine = [one for one in places if may(person, Action.READ_PLANS, municipality=one)]
    options = (Option(names[one], desk.address(kommun=one, organ=""), one == desk.municipality) for one in mine)
    return [Menu("Kommun", tuple(options))] if len(mine) > 1 else []


def bodies_menu(desk: Desk) -> Menu:
    """The year's bodies."""
    there = [body for body in desk.book.bodies.values() if body.is_of(desk.year)]
    options = tuple(Option(one.name, desk.address(organ=one.id), one == desk.body) for one in there)
    return Menu("Organ", (Option("Alla", desk.address(organ=""), desk.body is None), *options))


def start_html(desk: Desk) -> str:
    """All bodies and their plans of the year; or how one begins."""
    lines = []
    for body in desk.book.bodies.values():
        if not body.is_of(desk.year):
            continue
        plan = desk.book.plans.get(plan_key(body.id, desk.year))
        count = len(plan.value.standing_goals) if plan and plan.value else 0
        edit = desk.address(organ=body.id, **{"del": BODY}) if desk.may_decide else ""
        address, state = desk.address(organ=body.id), state_of(desk, body, desk.year)
        lacks = desk.may_decide and not (body.areas or body.is_council)
        lines.append(BodyLine(body.name, address, state, f"{count} mål", desk.may_change(body), edit, lacks))
    return render(
        "plan_start.html",
        **common(desk),
        bodies=sorted(lines, key=lambda line: not line.may_change),
        is_new=not desk.book.bodies,
        new_body=desk.address(organ="", **{"del": BODY}) if desk.may_decide else "",
        may_put_in=desk.may_decide or any(line.may_change for line in lines),
    )


def plan_html(desk: Desk, body: Body) -> str:
    """BODY's plan of the year: its goals, or how it is begun."""
    plan = desk.plan
    before = desk.book.plans.get(plan_key(body.id, desk.year - 1))
    lines = {goal.id: _line(desk, goal, plan.goals) for goal in plan.goals} if plan else {}
    may_change = desk.may_change(body)
    return render(
        "plan.html",
        **common(desk),
        body=body,
        title=plan.title if plan else f"Plan för {desk.year}",
        has_plan=plan is not None,
        version=desk.entry.number if desk.entry else 0,
        state=state_of(desk, body, desk.year),
        groups=_groups(desk, body, plan, lines) if plan else [],
        withdrawn=[lines[goal.id] for goal in plan.goals if goal.withdrawn] if plan else [],
        may_change=may_change,
        adds=[(level.value, desk.address(**{NEW: level.name.lower()})) for level in levels_of(body)]
        if may_change
        else [],
        is_copied=bool(before and before.value and may_change and plan is None),
        money=_money(plan) if plan else "",
        history=desk.address(**{"del": HISTORY}),
        since=desk.address(**{"del": SINCE}) if plan and before else "",
        money_address=desk.address(**{"del": MONEY}) if may_change else "",
        decide=desk.address(**{"del": DECIDE}) if desk.may_decide and plan and plan.decision is None else "",
        edit_body=desk.address(**{"del": BODY}) if desk.may_decide else "",
        may_put_in=may_change,
    )


def common(desk: Desk) -> dict[str, object]:
    """What every part of the page has."""
    notice = desk.visit.notice
    return {
        "address": desk.visit.address,
        "notice": notice,
        "undo": notice.fields.get(UNDO_FIELD, "") if notice and notice.is_good else "",
        "where": {"kommun": desk.municipality, "plan": str(desk.year), "organ": desk.params.get("organ", "")},
        "place": desk.place,
        "year": desk.year,
        "menus": [years_menu(desk), bodies_menu(desk)],
        "places": places_menu(desk),
        "back": desk.address(),
        "start": desk.address(organ=""),
        "file": desk.address(**{"del": FILE}),
    }


def _groups(desk: Desk, body: Body, plan: Plan, lines: dict[str, GoalLine]) -> list[Group]:
    """The standing goals of PLAN, under what each stands under."""
    standing = plan.standing_goals
    may_change = desk.may_change(body)
    if body.is_council:
        areas = [goal for goal in standing if goal.level is Level.AREA]
        groups = [
            Group(
                area.title,
                Level.AREA.value,
                _of(standing, lines, area.id),
                lines[area.id],
                desk.address(**{NEW: Level.COUNCIL.name.lower(), "under": area.id}) if may_change else "",
            )
            for area in areas
        ]
        there = {area.id for area in areas}
        loose = tuple(lines[g.id] for g in standing if g.level is Level.COUNCIL and g.parent not in there)
        return [*groups, *([Group("Utan målområde", "", loose)] if loose else [])]
    council = desk.council
    above = [goal for goal in (council.standing_goals if council else ()) if goal.level is Level.COUNCIL]
    groups = [
        Group(
            goal.title,
            Level.COUNCIL.value,
            found,
            None,
            desk.address(**{NEW: Level.COMMITTEE.name.lower(), "under": goal.id}) if may_change else "",
        )
        for goal in above
        if (found := _of(standing, lines, goal.id))
    ]
    there = {goal.id for goal in above}
    loose = tuple(lines[goal.id] for goal in standing if goal.parent not in there)
    return [*groups, *([Group("Utan fullmäktigemål", "", loose)] if loose else [])]


def _of(goals: Iterable[Goal], lines: dict[str, GoalLine], parent: str) -> tuple[GoalLine, ...]:
    return tuple(lines[goal.id] for goal in goals if goal.parent == parent)


def _line(desk: Desk, goal: Goal, goals: Sequence[Goal]) -> GoalLine:
    beside = [one.id for one in goals if not one.withdrawn and (one.parent, one.level) == (goal.parent, goal.level)]
    place = beside.index(goal.id) if goal.id in beside else -1
    shared = [desk.names.bodies[one] for one in goal.bodies if one in desk.names.bodies]
    supports = [desk.names.goals[one] for one in goal.supports if one in desk.names.goals]
    notes = [f"delas med {listed(shared)}" if shared else "", f"stöder också {listed(supports)}" if supports else ""]
    return GoalLine(
        goal.id,
        goal.title,
        goal.text,
        goal.owner,
        tuple(indicator_word(desk.setting, one) for one in goal.indicators),
        " · ".join(filter(None, notes)),
        desk.address(mal=goal.id),
        goal.withdrawn,
        place > 0,
        0 <= place < len(beside) - 1,
    )


def _money(plan: Plan) -> str:
    """PLAN's budget in one line; '' where nothing is put in."""
    parts = [
        f"nettobudget {amount_words(plan.net_budget)} tkr" if plan.net_budget is not None else "",
        f"ram {amount_words(plan.frame)} tkr" if plan.frame is not None else "",
        f"{len(plan.volumes)} {'volym' if len(plan.volumes) == 1 else 'volymer'}" if plan.volumes else "",
    ]
    return ", ".join(filter(None, parts))


def goal_page(desk: Desk, goal: Goal) -> str:
    """The address of GOAL's page for readers."""
    return f"{GOAL}?kommun={desk.municipality}&mal={goal.id}"
