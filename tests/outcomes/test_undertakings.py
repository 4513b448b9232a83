"""What somebody has to do: of which kinds, in which order, and what is without an owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.access.people import READER, Person
from core.catalogue.models import Influence
from core.cycle.book import CycleBook
from core.cycle.models import (
    Answer,
    Claim,
    Conclusion,
    Deviation,
    Heading,
    HypothesisVerdict,
    Measure,
    MeasureDecision,
    SetAside,
    Way,
)
from core.cycle.plans import ActionPlan, Activity, ActivityState, CheckIn, Expected, InterimPeriod, Subject
from core.goals.book import GoalBook
from core.goals.models import Assignment, AssignmentState, Body, BodyKind, Decision, Plan
from core.outcomes.figures import Figures
from core.outcomes.plan_review import reviewed
from core.outcomes.undertakings import AskedMine, Kind, Mine, Undertaking, lost_to, to_answer, undertakings
from tests.cycle.loops import ANALYST, CARE_HEAD, FROZEN, SCHOOL_HEAD
from tests.goals.chains import (
    CALM,
    COUNCIL,
    COUNCILS_PLAN,
    PASSING,
    SCHOOL_BOARD,
    SCHOOLS_PLAN,
    BooksInMemory,
    goal_book,
)
from tests.outcomes.test_deviations import Held
from tests.shared import GRADES, HUDDINGE

TODAY = date(2026, 9, 10)
PLAN = ActionPlan("p1", "Heltidsmentorer", "grundskola", account=5)
LATE = Activity("a1", "p1", "Schemalägg vuxna", "rektor", date(2026, 8, 30), account=5)
NEXT = replace(LATE, id="a2", what="Utbilda mentorerna", due=date(2026, 12, 18))
DONE = replace(NEXT, id="a3", state=ActivityState.DONE)
OTHERS = replace(LATE, id="a4", account=6)
GONE = replace(LATE, id="a5", account=99)
TAKEN = Deviation("d1", GRADES, "T", "grundskola", FROZEN, TODAY, account=5, conclude_by=date(2026, 9, 20))
OPEN = Claim("c1", "d1", "Vikarierna är många.", Heading.ACTIVITIES, Influence.LARGE, verdict=HypothesisVerdict.OPEN)
ASKED_FOR = Assignment("u1", 2026, "kf", ("gn",), "Ta fram en läsplan.", date(2026, 9, 1))
EARLIER = CheckIn(Subject.GOAL, PASSING.id, "gn", 2026, InterimPeriod.FIRST, Expected.PARTLY, "", TODAY, "chef")


class Books(Held):
    """A cycle book and a goal book without a database."""

    def __init__(self, book: CycleBook, goals: GoalBook) -> None:
        super().__init__(book)
        self._goals = BooksInMemory(goals)


def holding(figures: Figures, goals: GoalBook | None = None, **held: object) -> Figures:
    book = CycleBook(HUDDINGE, **held)  # type: ignore[arg-type]  # maps of what they are
    entered = Books(book, goals or goal_book())
    return replace(figures, entered=entered, lasting=type(figures.lasting)())


def found(figures: Figures, who: Person = SCHOOL_HEAD, goals: GoalBook | None = None, **held: object) -> Mine:
    return undertakings(holding(figures, goals, **held), AskedMine(who, HUDDINGE, TODAY))


def by_id(*things: object) -> dict[str, object]:
    return {one.id: one for one in things}  # type: ignore[attr-defined]  # all of them have one


def told(items: tuple[Undertaking, ...]) -> list[tuple[Kind, str]]:
    return [(one.kind, one.key) for one in items]


def test_what_is_late_comes_first_and_then_what_is_next_by_day(figures: Figures) -> None:
    older = replace(LATE, id="a0", due=date(2026, 8, 1))
    mine = found(figures, activities=by_id(LATE, older, NEXT, DONE, OTHERS), plans=by_id(replace(PLAN, account=None)))
    assert told(mine.late) == [(Kind.ACTIVITY, "a0"), (Kind.ACTIVITY, "a1")]
    assert told(mine.next) == [(Kind.ACTIVITY, "a2")]
    assert told(mine.done) == [(Kind.ACTIVITY, "a3")]
    assert mine.late[0].about == "Aktivitet i Heltidsmentorer"


def test_a_plan_of_hers_is_due_with_its_last_activity(figures: Figures) -> None:
    mine = found(figures, activities=by_id(OTHERS, replace(DONE, account=None)), plans=by_id(PLAN))
    assert [(one.kind, one.due, one.state) for one in mine.next] == [(Kind.PLAN, DONE.due, "1 av 2 klara")]
    assert told(found(figures, plans=by_id(replace(PLAN, done_on=TODAY))).done) == [(Kind.PLAN, "p1")]


@pytest.mark.parametrize(
    ("deviation", "conclusions", "left"),
    [
        (TAKEN, {}, [(Kind.DEVIATION, "d1"), (Kind.CLAIM, "c1")]),
        (TAKEN, {"d1": Conclusion("Vikarierna.", TODAY)}, [(Kind.CLAIM, "c1")]),
        (replace(TAKEN, aside=SetAside("Osäkert.", TODAY, date(2027, 1, 1)), conclude_by=None), {}, [
            (Kind.DEVIATION, "d1"),
            (Kind.CLAIM, "c1"),
        ]),
        (replace(TAKEN, account=6), {}, []),
    ],
)  # fmt: skip
def test_a_deviation_of_hers_waits_for_a_conclusion_and_its_hypotheses_for_answers(
    figures: Figures, deviation: Deviation, conclusions: dict[str, Conclusion], left: list[tuple[Kind, str]]
) -> None:
    mine = found(figures, deviations=by_id(deviation), claims=by_id(OPEN), conclusions=conclusions)
    assert told(mine.next) == left


def test_a_deviation_of_hers_is_not_done_while_its_measure_goes_on(figures: Figures) -> None:
    yes = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", TODAY, "9"))
    measure = Measure("m1", GRADES, "T", "grundskola", "Heltidsmentorer", Way.UP, deviation="d1", decision=yes)
    deviations, concluded = by_id(TAKEN), {"d1": Conclusion("Vikarierna.", TODAY)}
    of = replace(PLAN, measure="m1", account=6)
    going, done = (
        found(figures, deviations=deviations, conclusions=concluded, measures=by_id(measure), plans=by_id(plan))
        for plan in (of, replace(of, done_on=TODAY))
    )
    assert (told(going.next), told(going.done)) == ([(Kind.DEVIATION, "d1")], [])
    assert (told(done.next), told(done.done)) == ([], [(Kind.DEVIATION, "d1")])


@pytest.mark.parametrize(
    ("assignment", "who", "shown"),
    [
        (ASKED_FOR, SCHOOL_HEAD, True),
        (ASKED_FOR, ANALYST, True),
        (ASKED_FOR, CARE_HEAD, False),
        (replace(ASKED_FOR, deadline=date(2026, 11, 9)), SCHOOL_HEAD, True),
        (replace(ASKED_FOR, deadline=date(2026, 11, 10)), SCHOOL_HEAD, False),
        (replace(ASKED_FOR, deadline=None), SCHOOL_HEAD, False),
        (replace(ASKED_FOR, state=AssignmentState.DONE), SCHOOL_HEAD, False),
    ],
)
def test_what_her_bodies_have_received_is_told_when_it_is_late_or_soon(
    figures: Figures, assignment: Assignment, who: Person, shown: bool
) -> None:
    mine = found(figures, who, replace(goal_book(), assignments={"u1": assignment}))
    assert [one.key for one in (*mine.late, *mine.next)] == (["u1"] if shown else [])


def test_goals_are_asked_about_where_the_municipality_checks_in_and_of_many_how_many(figures: Figures) -> None:
    plans = (replace(COUNCILS_PLAN, year=2026), replace(SCHOOLS_PLAN, year=2026))
    said = {"x": EARLIER}
    assert not found(figures, goals=goal_book(*plans)).has_any
    assert told(found(figures, goals=goal_book(*plans), check_ins=said).next) == [
        (Kind.CHECK_IN, PASSING.id),
        (Kind.CHECK_IN, CALM.id),
    ]
    of_all = found(figures, ANALYST, goal_book(*plans), check_ins=said).next
    assert [(one.title, one.about, one.due) for one in of_all] == [
        ("Stäm av 3 mål", "2 organ, tertial 2 2026", date(2026, 9, 30))
    ]


def test_what_is_found_in_her_bodies_plans_waits_for_an_answer_until_all_of_it_has_one(figures: Figures) -> None:
    care = Body("an", BodyKind.COMMITTEE, "Äldrenämnden", ("aldreomsorg",))
    plans = (replace(COUNCILS_PLAN, year=2026), replace(SCHOOLS_PLAN, year=2026), Plan("an", 2026, "Plan", ()))
    goals = goal_book(*plans, bodies=(COUNCIL, SCHOOL_BOARD, care))
    made = replace(figures, entered=Books(CycleBook(HUDDINGE), goals), lasting=type(figures.lasting)())
    keys = {plan.facts.body.id: [f"{plan.facts.plan.key}/{key}" for key in plan.findings]
            for plan in reviewed(made, HUDDINGE, 2026)}  # fmt: skip

    def asked(who: Person, *answered: str, day: date = TODAY) -> list[tuple[str, str, str]]:
        found = to_answer(made, AskedMine(who, HUDDINGE, day), frozenset(answered))
        assert all(one.due == date(2026, 12, 31) for one in found), "until the plan's year is over"
        return [(one.key, one.title, one.about) for one in found]

    count, every = len(keys["gn"]), sum(map(len, keys.values()))
    assert asked(SCHOOL_HEAD) == [("fynd-gn", f"Svara på {count} saker i avstämningen", "Grundskolenämnden, 2026")]
    assert asked(SCHOOL_HEAD, *keys["gn"][1:]) == [
        ("fynd-gn", "Svara på en sak i avstämningen", "Grundskolenämnden, 2026")
    ]
    assert asked(SCHOOL_HEAD, *keys["gn"]) == []
    assert asked(ANALYST) == [("fynd", f"Svara på {every} saker i avstämningen", "2 organ, 2026")]
    assert [key for key, _, _ in asked(CARE_HEAD)] == ["fynd-an"]
    assert asked(SCHOOL_HEAD, day=date(2027, 1, 1)) == [], "of a year that has passed"
    assert asked(READER) == []


def test_what_a_closed_account_had_is_without_owner_for_those_who_answer_for_its_area(figures: Figures) -> None:
    plans = by_id(replace(PLAN, account=None))
    made, there = holding(figures, activities=by_id(GONE), plans=plans), frozenset({5, 6, 7})
    lost = lost_to(made, AskedMine(SCHOOL_HEAD, HUDDINGE, TODAY), there)
    assert [(one.key, one.is_unowned) for one in lost] == [("a5", True)]
    assert lost_to(made, AskedMine(CARE_HEAD, HUDDINGE, TODAY), there) == ()


def test_a_reader_has_nothing(figures: Figures) -> None:
    mine = found(figures, READER, activities=by_id(replace(LATE, account=None)), plans=by_id(PLAN))
    assert not mine.has_any
