"""The page of an action plan: what is done, by whom and when, what has happened; and the form of a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from core.access.colleagues import colleagues
from core.access.people import Person, Role
from core.access.rights import Action, NotAllowedError, require
from core.access.service import current_engine
from core.cycle.book import ACTION_PLANS, ACTIVITIES, CycleBook
from core.cycle.carrying_out import CarryingOut
from core.cycle.models import Measure
from core.cycle.plans import ActionPlan, Activity, ActivityState
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE
from core.features.undertakings.asked import ACTIVITY, MEASURE_PARAM, PLAN_PARAM, page_of
from core.goals.book import GoalBook
from core.outcomes.activities import progress, timeline
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Attainment
from core.state.database import reading
from core.state.entries import numbers_of
from core.state.merging import theirs_in
from core.web.choices import MEASURE, MEASURES, UNDERTAKINGS, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import message, without_figures
from core.web.render import render
from core.web.typed import DEED, SEEN, typed_before, work_in
from core.web.visit import Visit
from core.words.formats import number, with_unit
from core.words.numbers import number_in


def carrying_of(visit: Visit, municipality: str) -> CarryingOut:
    """MUNICIPALITY's action plans for who asks, in the process's own database."""
    engine = current_engine()
    return CarryingOut(engine, municipality, visit.person, visit.now, visit.catalogue)


def people_of(carrying: CarryingOut) -> Mapping[int, Person]:
    """Who may own something there, by account."""
    with reading(carrying.engine) as connection:
        return colleagues(connection, carrying.municipality)


def action_plan_html(visit: Visit) -> str:
    """An action plan, or the form of a new one. Raises NotAllowedError."""
    if visit.figures is None:
        return without_figures(visit)
    municipality = visit.choices.municipality or visit.person.municipality or ""
    if municipality not in visit.figures.snapshot.municipalities:
        return _lost(visit, "Länken säger inte vilken kommun det gäller.")
    require(visit.person, Action.READ_PLANS, municipality=municipality)
    carrying, book = carrying_of(visit, municipality), visit.figures.cycle_of(municipality, drafts=True)
    measure = book.measures.get(visit.params.get(MEASURE_PARAM, ""))
    key = visit.params.get(PLAN_PARAM, "")
    plan = book.plans.get(key) or (book.plan_of.get(measure.id) if measure else None)
    if plan:
        return _drawn(visit, carrying, book, plan)
    if key or (visit.params.get(MEASURE_PARAM, "") and measure is None):
        return _lost(visit, "Länken är fel, eller så har den som gjorde den ångrat sig.", municipality)
    if measure and not measure.is_decided:
        return _lost(visit, "Åtgärden är inte beslutad än. Planen görs när beslutet är registrerat.", municipality)
    return _new(visit, carrying, book, measure)


def _common(visit: Visit, carrying: CarryingOut, people: Mapping[int, Person]) -> dict[str, Any]:
    typed = typed_before(visit, WorkKind.CARRYING_OUT)
    assert visit.figures is not None  # noqa: S101 - asked for by whoever comes here
    return {
        "address": visit.address,
        "notice": visit.notice,
        "name": visit.figures.snapshot.municipalities[carrying.municipality],
        "municipality": carrying.municipality,
        "measures": link(MEASURES, Choices(carrying.municipality)),
        "mine": UNDERTAKINGS,
        "people": _told_apart(people),
        "typed": typed,
        "was_in": typed.get(DEED, ""),
        "theirs": theirs_in(typed),
        "work": work_in(visit),
        "longest": LONGEST_TEXT,
        "longest_title": LONGEST_TITLE,
    }


def _told_apart(people: Mapping[int, Person]) -> list[tuple[str, str]]:
    """PEOPLE by account with their names, and with their logins where two are called the same."""
    named = Counter(one.name for one in people.values())
    return [(str(key), f"{one.name} ({one.login})" if named[one.name] > 1 else one.name) for key, one in people.items()]


def _herself(visit: Visit, common: Mapping[str, Any]) -> str:
    """The account of who asks where she may own something there; it is what a new form begins with."""
    own = str(visit.person.id)
    return own if own in dict(common["people"]) and visit.person.role is not Role.ADMINISTRATOR else ""


def _new(visit: Visit, carrying: CarryingOut, book: CycleBook, measure: Measure | None) -> str:
    figures = visit.figures
    assert figures is not None  # noqa: S101 - as above
    areas = [(one.id, one.name) for one in visit.catalogue.areas if carrying.may_of_area(one.id)]
    if not (carrying.may_of_area(measure.area) if measure else areas):
        raise NotAllowedError(visit.person, Action.CHANGE_MEASURE)
    goals = figures.goals_of(carrying.municipality, drafts=True)
    common = _common(visit, carrying, people_of(carrying))
    return render(
        "action_plan_new.html",
        **common,
        herself=_herself(visit, common),
        measure=measure,
        areas=areas,
        bodies=_bodies(goals, carrying),
        filled=filled(figures, carrying.municipality, book, goals, measure) if measure else {},
    )


def filled(
    figures: Figures, municipality: str, book: CycleBook, goals: GoalBook, measure: Measure
) -> Mapping[str, str]:
    """What is known of a plan that carries MEASURE out, by the form's fields: figure and sentence, target, owner."""
    found: dict[str, str] = {"title": measure.title}
    row = figures.record(Choice(municipality, measure.gender), measure.kpi)
    if row and row["value"] is not None and row["year"]:
        value = with_unit(number(float(row["value"]), int(row["decimals"])), row["unit"])
        judged = row["attainment_text"] if row["attainment"] != Attainment.NOT_JUDGED else ""
        found["present"] = f"{row['name']}: {value} ({int(row['year'])}). {judged}".strip()
        found["goal"] = row["target_text"]
    deviation, body = book.deviations.get(measure.deviation or ""), goals.bodies.get(measure.body or "")
    found["responsible"] = (deviation.owner if deviation else "") or (body.owner if body else "")
    return found


def _drawn(visit: Visit, carrying: CarryingOut, book: CycleBook, plan: ActionPlan) -> str:
    figures, today = visit.figures, carrying.today
    assert figures is not None  # noqa: S101 - as above
    people, activities = people_of(carrying), book.activities_of(plan.id)
    goals = figures.goals_of(carrying.municipality, drafts=True)
    numbers, can_plan = _numbers(carrying), carrying.may_plan(plan)
    common = _common(visit, carrying, people)
    hers = {one.id for one in activities if carrying.may_report(one, book)}
    addresses = {key: page_of(carrying.municipality, plan.id, key) for key in hers}
    chosen = next((one for one in activities if one.id == visit.params.get(ACTIVITY) and one.id in hers), None)
    measure, body = book.measures.get(plan.measure or ""), goals.bodies.get(plan.body or "")
    said = progress(activities, today)
    own = {plan.id, *(one.id for one in activities)}
    return render(
        "action_plan.html",
        **common,
        plan=plan,
        key=plan.id,
        title=". ".join(filter(None, [plan.title, _state_words(plan, said.words, said.late_words)])),
        measure=measure,
        measure_address=link(MEASURE, Choices(carrying.municipality, measure=plan.measure)),
        body=body.name if body else "",
        area=visit.catalogue.area_by_id[plan.area].name if plan.area in visit.catalogue.area_by_id else "",
        owner_of=_owner(plan.account, people),
        view=timeline(activities, today, people, addresses),
        can_plan=can_plan,
        herself=_herself(visit, common) if carrying.may_of_area(plan.area) else "",
        can_note=bool(hers) or can_plan,
        noted=[(one.id, one.what) for one in activities if can_plan or one.id in hers],
        notes=_notes(book, own, activities),
        chosen=chosen,
        chosen_owner=_owner(chosen.account, people) if chosen else ("", False),
        chosen_left=chosen is not None and chosen.state is not ActivityState.DONE,
        close=page_of(carrying.municipality, plan.id),
        newest=numbers.get(plan.id, 0),
        newest_activity=numbers.get(chosen.id, 0) if chosen else 0,
        seen=number_in(common["typed"].get(SEEN, "")) if common["typed"] else None,
        today=today.isoformat(),
        bodies=_bodies(goals, carrying),
        states=list(ActivityState),
    )


def _state_words(plan: ActionPlan, done: str, late: str) -> str:
    return f"Klar sedan {plan.done_on}" if plan.done_on else ", ".join(filter(None, [done, late])).capitalize()


def _owner(account: int | None, people: Mapping[int, Person]) -> tuple[str, bool]:
    """The name of who has ACCOUNT, and whether it is one that is closed."""
    return (people[account].name, False) if account in people else ("", account is not None)  # type: ignore[index]


def _notes(book: CycleBook, own: set[str], activities: list[Activity]) -> list[tuple[Any, str]]:
    """The follow-ups of a plan and its activities, newest first, with the activity that each is of."""
    what = {one.id: one.what for one in activities}
    found = [one for one in book.follow_ups.values() if one.of in own]
    return [(one, what.get(one.of, "")) for one in reversed(found)]


def _numbers(carrying: CarryingOut) -> Mapping[str, int]:
    """Which version of each plan and activity holds."""
    with reading(carrying.engine) as connection:
        return numbers_of(connection, carrying.municipality, (ACTION_PLANS, ACTIVITIES))


def _bodies(goals: GoalBook, carrying: CarryingOut) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in goals.bodies.values() if one.is_of(carrying.today.year)]


def _lost(visit: Visit, what: str, municipality: str | None = None) -> str:
    to = link(MEASURES, Choices(municipality))
    return message(visit.address, "Handlingsplanen hittas inte", what, action="Till åtgärderna", action_address=to)
