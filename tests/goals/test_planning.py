"""Changing plans: by whom, checked, in versions, with nothing of anybody's lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.access.people import Person, Role
from core.access.rights import NotAllowedError
from core.goals.book import ASSIGNMENTS, GoalBooks
from core.goals.checking import PlanError, PlanFaultsError
from core.goals.edits import next_years, put_goal, withdraw_goal
from core.goals.models import Assignment, Body, BodyKind, Decision, Goal, GoalIndicator, Level, Overruling, Plan
from core.goals.planning import Planning, Seen
from core.signals import Attainment
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from core.state.versions import OvertakenError
from tests.goals.chains import (
    BERIT,
    CALM,
    COUNCIL,
    COUNCILS_PLAN,
    DECISION,
    KNOWLEDGE,
    LEARNING,
    NOW,
    PASSING,
    SCHOOL_BOARD,
    SCHOOLS_PLAN,
    put_chain,
)
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST, SAFE, WAIT, small_catalogue

CILLA = Person(2, "cilla", "Cilla", Role.MANAGER, HUDDINGE, ("grundskola",))
DAN = replace(CILLA, id=4, login="dan", name="Dan", areas=("aldreomsorg",))
EVA = replace(CILLA, id=5, login="eva", name="Eva", areas=())
FREDA = replace(EVA, id=6, login="freda", name="Freda", municipality=BOTKYRKA)
CONVENOR = Person(7, "gun", "Gun", Role.CONVENOR, HUDDINGE, ("grundskola",))
KEY = SCHOOLS_PLAN.key


def planning(state: State, by: Person = CILLA) -> Planning:
    return Planning(state.engine, HUDDINGE, by, NOW, small_catalogue())


def held(state: State) -> Plan:
    plan = GoalBooks(state.engine).book(HUDDINGE, drafts=True).plans[KEY].value
    assert plan
    return plan


@pytest.fixture
def chain(state: State) -> State:
    put_chain(state.engine)
    return state


def renamed(goal: Goal, title: str) -> Callable[[Plan], Plan]:
    return put_goal(replace(goal, title=title))


@pytest.mark.parametrize("person", [CILLA, EVA, BERIT])
def test_who_answers_for_a_bodys_areas_changes_its_plan(chain: State, person: Person) -> None:
    planning(chain, person).change(KEY, renamed(CALM, "Elever trivs"), Seen(1, CALM.id))
    assert [goal.title for goal in held(chain).goals] == [PASSING.title, "Elever trivs"]


@pytest.mark.parametrize("person", [DAN, FREDA, CONVENOR, replace(CILLA, is_active=False)])
def test_nobody_else_does(chain: State, person: Person) -> None:
    with pytest.raises(NotAllowedError):
        planning(chain, person).change(KEY, renamed(CALM, "Elever trivs"), Seen(1, CALM.id))
    assert held(chain) == SCHOOLS_PLAN


def test_the_councils_plan_and_decisions_are_for_who_has_all_areas(chain: State) -> None:
    deeds: tuple[Callable[[Person], object], ...] = (
        lambda by: planning(chain, by).change(COUNCILS_PLAN.key, renamed(KNOWLEDGE, "Kunskap"), Seen(1, "kunskap")),
        lambda by: planning(chain, by).decide(KEY, DECISION, 1),
        lambda by: planning(chain, by).put_body(replace(SCHOOL_BOARD, name="Barnnämnden")),
    )
    for deed in deeds:
        with pytest.raises(NotAllowedError):
            deed(CILLA)
        deed(EVA)


@pytest.mark.parametrize("person", [FREDA, replace(BERIT, role=Role.READER)])
def test_drafts_are_read_by_those_of_the_municipality_who_have_signed_in(chain: State, person: Person) -> None:
    with pytest.raises(NotAllowedError):
        planning(chain, person).book()
    assert planning(chain, CONVENOR).book().plans[KEY].value == SCHOOLS_PLAN


def test_a_change_of_a_decided_plan_is_a_draft_until_it_is_decided_again(chain: State) -> None:
    planning(chain).change(KEY, renamed(CALM, "Elever trivs"), Seen(1, CALM.id))
    books = GoalBooks(chain.engine)
    assert books.book(HUDDINGE, drafts=False).plans[KEY].value == SCHOOLS_PLAN
    assert held(chain).decision is None
    later = Decision("Grundskolenämnden", date(LAST, 5, 4), "51")
    planning(chain, EVA).decide(KEY, later, 2)
    shown = books.book(HUDDINGE, drafts=False).plans[KEY].value
    assert shown
    assert (shown.decision, shown.goals[1].title) == (later, "Elever trivs")


def test_what_a_draft_assigns_is_seen_when_the_plan_is_decided(chain: State) -> None:
    given = Assignment("u1", LAST, SCHOOL_BOARD.id, (SCHOOL_BOARD.id,), "Ta fram en plan för läsning.")
    with writing(chain.engine) as session:
        ASSIGNMENTS.put(session, HUDDINGE, given.id, given, save_of(BERIT, NOW), is_public=False)
    books = GoalBooks(chain.engine)
    assert books.book(HUDDINGE, drafts=False).assignments == {}
    planning(chain).change(KEY, renamed(CALM, "Elever trivs"), Seen(1, CALM.id))
    planning(chain, EVA).decide(KEY, DECISION, 2)
    assert books.book(HUDDINGE, drafts=False).assignments == {given.id: given}


def test_two_who_change_different_goals_both_have_their_way(chain: State) -> None:
    planning(chain).change(KEY, renamed(CALM, "Elever trivs"), Seen(1, CALM.id))
    planning(chain, EVA).change(KEY, renamed(PASSING, "Alla blir behöriga"), Seen(1, PASSING.id))
    assert [goal.title for goal in held(chain).goals] == ["Alla blir behöriga", "Elever trivs"]


@pytest.mark.parametrize("seen", [Seen(1, CALM.id), Seen(1), Seen(9, PASSING.id)])
def test_who_changes_what_somebody_has_changed_since_is_told_and_nothing_is_overwritten(
    chain: State, seen: Seen
) -> None:
    def both(plan: Plan) -> Plan:
        return replace(renamed(CALM, "Elever trivs")(plan), title="Ny plan")

    planning(chain).change(KEY, both, Seen(1))
    with pytest.raises(OvertakenError, match="Cilla hade redan sparat version 2"):
        planning(chain, EVA).change(KEY, renamed(CALM, "Lugna elever"), seen)
    assert held(chain).goals[1].title == "Elever trivs"


def test_a_save_of_several_plans_is_undone_as_one(chain: State) -> None:
    save = planning(chain, EVA).put(
        replace(SCHOOLS_PLAN, goals=(PASSING,)), replace(COUNCILS_PLAN, title="Budget"), seen={KEY: 1}
    )
    assert planning(chain, EVA).undo(save.batch) == 2
    assert held(chain) == SCHOOLS_PLAN
    with pytest.raises(NotAllowedError):
        planning(chain, FREDA).undo(save.batch)


@pytest.mark.parametrize("person", [CONVENOR, CILLA])
def test_what_somebody_else_has_saved_is_undone_by_who_may_decide(chain: State, person: Person) -> None:
    own = Overruling(Attainment.REACHED, "Nått i maj.", "grundskolechef", NOW.date())
    planning(chain, EVA).overrule(CALM.id, own)
    save = planning(chain, EVA).overrule(CALM.id, None)
    with pytest.raises(NotAllowedError):
        planning(chain, person).undo(save.batch)
    planning(chain, BERIT).undo(save.batch)
    assert planning(chain).book().overrulings == {CALM.id: own}


def test_a_decision_that_is_undone_is_not_seen_by_readers_any_more(state: State) -> None:
    draft = replace(SCHOOLS_PLAN, decision=None)
    put_chain(state.engine, COUNCILS_PLAN, draft)
    save = planning(state, EVA).decide(KEY, DECISION, 1)
    with pytest.raises(NotAllowedError):
        planning(state, CILLA).undo(save.batch)
    planning(state, EVA).undo(save.batch)
    assert KEY not in GoalBooks(state.engine).book(HUDDINGE, drafts=False).plans
    assert held(state) == draft


def test_a_body_that_something_stands_on_is_not_undone(chain: State) -> None:
    own = Body("ny", BodyKind.COMMITTEE, "Barnnämnden", ("grundskola",))
    made = planning(chain, EVA).put_body(own)
    planning(chain, EVA).put(Plan("ny", LAST, "Verksamhetsplan"))
    with pytest.raises(PlanError, match="sedan dess"):
        planning(chain, EVA).undo(made.batch)
    both = planning(chain, EVA).put(Plan("nyare", LAST, "Plan"), bodies=[replace(own, id="nyare", name="Nämnden")])
    planning(chain, EVA).undo(both.batch)
    assert list(planning(chain, EVA).book().bodies) == [COUNCIL.id, SCHOOL_BOARD.id, "ny"]


def test_who_may_not_change_plans_any_more_undoes_nothing_of_her_own(chain: State) -> None:
    own = Overruling(Attainment.REACHED, "Nått i maj.", "grundskolechef", NOW.date())
    save = planning(chain, CILLA).overrule(CALM.id, own)
    with pytest.raises(NotAllowedError):
        planning(chain, replace(CILLA, role=Role.CONVENOR)).undo(save.batch)


def test_an_assignment_is_not_undone_among_plans(chain: State) -> None:
    save = save_of(EVA, NOW)
    with writing(chain.engine) as session:
        ASSIGNMENTS.put(session, HUDDINGE, "u1", Assignment("u1", LAST, COUNCIL.id, (), "Räkna."), save)
    with pytest.raises(PlanError, match="där det gjordes"):
        planning(chain, EVA).undo(save.batch)


def test_nothing_is_saved_of_what_has_a_fault_and_all_faults_are_told(chain: State) -> None:
    wrong = replace(CALM, title=" ", text="x" * 5000, indicators=(GoalIndicator("U99999"),))
    with pytest.raises(PlanFaultsError) as caught:
        planning(chain, EVA).put(replace(COUNCILS_PLAN, title="Budget"), replace(SCHOOLS_PLAN, goals=(PASSING, wrong)))
    assert [fault.field for fault in caught.value.faults] == ["title", "text", "indicators"]
    book = GoalBooks(chain.engine).book(HUDDINGE, drafts=True)
    assert book.of_year(LAST) == (COUNCILS_PLAN, SCHOOLS_PLAN)


OTHER_AREA = Goal("annat", Level.AREA, "Omsorg")
FAULTY: dict[str, tuple[Goal, str, str]] = {
    "under a goal that is not there": (
        replace(CALM, parent="borta"),
        "parent",
        "inget fullmäktigemål i kommunens plan",
    ),
    "under itself": (replace(CALM, parent=CALM.id), "parent", "under sig självt"),
    "under a goal area": (replace(CALM, parent="lara"), "parent", "inget fullmäktigemål"),
    "in the wrong plan": (OTHER_AREA, "level", "kan inte stå i en nämnds plan"),
    "the same goal twice": (
        replace(PASSING, id="x", title=" fler ELEVER blir behöriga till gymnasiet"),
        "title",
        "redan",
    ),
    "supporting what is not there": (replace(CALM, supports=("borta",)), "supports", "inget annat fullmäktigemål"),
    "supporting what it hangs on": (replace(CALM, supports=("kunskap",)), "supports", "inget annat fullmäktigemål"),
    "shared with nobody": (replace(CALM, bodies=("borta",)), "bodies", "organ som inte finns"),
    "an indicator twice": (replace(CALM, indicators=(GoalIndicator(SAFE), GoalIndicator(SAFE))), "indicators", "två"),
    "an unknown gender": (replace(CALM, indicators=(GoalIndicator(SAFE, "X"),)), "indicators", "könet"),
    "too many indicators": (
        replace(CALM, indicators=tuple(GoalIndicator(GRADES, gender) for gender in "TKM") * 11),
        "indicators",
        "högst 30",
    ),
    "a title that is too long": (replace(CALM, title="m" * 201), "title", "201 tecken"),
    "signs that cannot be seen": (replace(CALM, text="Elever\x0b trivs"), "text", "inte syns"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_goal_that_is_wrong_is_told_by_field_with_what_to_do(chain: State, case: str) -> None:
    goal, field, said = FAULTY[case]
    with pytest.raises(PlanFaultsError) as caught:
        planning(chain).change(KEY, put_goal(goal), Seen(1, goal.id))
    first = caught.value.faults[0]
    assert (first.goal, first.field) == (goal.id, field)
    assert said in str(first)
    assert held(chain) == SCHOOLS_PLAN


def test_a_plan_may_have_five_hundred_goals_and_no_more(chain: State) -> None:
    many = tuple(replace(CALM, id=f"m{n}", title=f"Mål {n}") for n in range(501))
    with pytest.raises(PlanFaultsError, match="Planen har 501 mål"):
        planning(chain).put(replace(SCHOOLS_PLAN, goals=many))
    planning(chain).put(replace(SCHOOLS_PLAN, goals=many[:500]))


def test_a_goal_without_a_place_waits_in_a_draft_and_is_not_decided(chain: State) -> None:
    planning(chain).change(KEY, put_goal(replace(CALM, parent=None)), Seen(1, CALM.id))
    with pytest.raises(PlanFaultsError, match="inte under något fullmäktigemål"):
        planning(chain, EVA).decide(KEY, DECISION, 2)


def test_what_was_wrong_before_hinders_nobody_who_changes_something_else(chain: State) -> None:
    planning(chain, EVA).change(COUNCILS_PLAN.key, withdraw_goal("kunskap", "Ersatt"), Seen(1, "kunskap"))
    planning(chain).change(KEY, withdraw_goal(CALM.id, "Nått"), Seen(1, CALM.id))
    assert [goal.withdrawn for goal in held(chain).goals] == ["", "Nått"]
    planning(chain).change(KEY, withdraw_goal(PASSING.id, "Med"), Seen(2, PASSING.id))
    planning(chain, EVA).change(COUNCILS_PLAN.key, withdraw_goal("kunskap", ""), Seen(2, "kunskap"))


def test_a_goal_is_moved_before_another_or_last() -> None:
    assert [goal.id for goal in put_goal(CALM, before=PASSING.id)(SCHOOLS_PLAN).goals] == [CALM.id, PASSING.id]
    assert [goal.id for goal in put_goal(PASSING, before="")(SCHOOLS_PLAN).goals] == [CALM.id, PASSING.id]


def test_a_plan_is_for_a_body_that_is_there_that_year(chain: State) -> None:
    planning(chain, EVA).put_body(replace(SCHOOL_BOARD, last=LAST))
    with pytest.raises(PlanFaultsError, match=f"finns inte {LAST + 1}"):
        planning(chain).put(replace(SCHOOLS_PLAN, year=LAST + 1))


BODIES_REFUSED = {
    "a name that is taken": Body("ny", BodyKind.COMMITTEE, "GRUNDSKOLENÄMNDEN"),
    "a second council": Body("ny", BodyKind.COUNCIL, "Fullmäktige två"),
    "no name": Body("ny", BodyKind.COMMITTEE, " "),
    "years that turn": Body("ny", BodyKind.COMMITTEE, "Nämnden", first=2025, last=2024),
    "an area that is not there": Body("ny", BodyKind.COMMITTEE, "Nämnden", ("borta",)),
}


@pytest.mark.parametrize("case", BODIES_REFUSED)
def test_a_body_that_cannot_be_is_refused(chain: State, case: str) -> None:
    with pytest.raises(PlanError):
        planning(chain, EVA).put_body(BODIES_REFUSED[case])


def test_a_body_that_ended_may_be_followed_by_one_of_the_same_name(chain: State) -> None:
    planning(chain, EVA).put_body(replace(SCHOOL_BOARD, last=LAST))
    planning(chain, EVA).put_body(Body("ny", BodyKind.COMMITTEE, SCHOOL_BOARD.name, first=LAST + 1))
    assert list(planning(chain, EVA).book().bodies) == [COUNCIL.id, SCHOOL_BOARD.id, "ny"]


def test_a_face_is_overruled_with_a_reason_by_whose_goal_it_is(chain: State) -> None:
    own = Overruling(Attainment.REACHED, "Nått i maj.", "grundskolechef", NOW.date())
    with pytest.raises(NotAllowedError):
        planning(chain, DAN).overrule(CALM.id, own)
    with pytest.raises(PlanError, match="skäl och funktion"):
        planning(chain).overrule(CALM.id, replace(own, reason=" "))
    planning(chain).overrule(CALM.id, own)
    assert planning(chain).book().overrulings == {CALM.id: own}
    planning(chain).overrule(CALM.id, None)
    assert planning(chain).book().overrulings == {}


def test_next_years_plan_hangs_on_next_years_goals_and_tells_where_each_comes_from() -> None:
    left = replace(CALM, withdrawn="Nått")
    council = next_years(COUNCILS_PLAN, None, (GRADES, WAIT))
    plan = next_years(replace(SCHOOLS_PLAN, goals=(PASSING, left), frame=10.0), council, (GRADES,))
    area, goal = council.goals
    assert (plan.year, plan.title, plan.frame, plan.decision) == (LAST + 1, f"Verksamhetsplan {LAST + 1}", None, None)
    assert [(one.origin, one.title, one.parent) for one in plan.goals] == [(PASSING.id, PASSING.title, goal.id)]
    assert plan.goals[0].indicators == (GoalIndicator(GRADES),)
    assert (goal.parent, goal.origin, area.origin) == (area.id, KNOWLEDGE.id, LEARNING.id)
    assert next_years(SCHOOLS_PLAN, None, ()).goals[0].parent is None
