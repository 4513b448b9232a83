"""What readers see of what is entered about deviations and measures, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.catalogue.models import Influence
from core.cycle.book import ACTION_PLANS, ACTIVITIES, CLAIMS, CONCLUSIONS, DEVIATIONS, MEASURES, CycleBook, CycleBooks
from core.cycle.models import (
    Answer,
    Claim,
    Conclusion,
    Consequences,
    Deviation,
    Heading,
    Measure,
    MeasureDecision,
    SetAside,
    Way,
)
from core.cycle.plans import ActionPlan, Activity
from core.goals.models import Decision
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from tests.cycle.loops import ANALYST, FROZEN, KEY, NOW, TODAY
from tests.shared import GRADES, HUDDINGE, WAIT

DECISION = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", date(2026, 10, 1), "96"))
MENTORS = Measure(
    "m1",
    GRADES,
    "T",
    "grundskola",
    "Heltidsmentorer",
    Way.UP,
    deviation="d1",
    consequences=Consequences(resources="Åtta tjänster"),
    effort=4.0,
    decision=DECISION,
)
PLAN = ActionPlan("p1", "Heltidsmentorer", "grundskola", "m1", account=5, follow_up="varje tertial")
TIMETABLE = Activity("a1", "p1", "Schemalägg vuxna på rasterna", "grundskolechef", date(2026, 10, 30), account=5)


SET_ASIDE = SetAside("Chefen slutar.", TODAY, date(2027, 3, 1))


def put_loop(state: State, *, is_public: bool) -> None:
    """A deviation with a claim, a conclusion, a measure, its plan and an activity."""
    save = save_of(ANALYST, NOW)
    deviation = Deviation("d1", *KEY, "grundskola", FROZEN, TODAY, "grundskolechef", 5, TODAY, SET_ASIDE)
    with writing(state.engine) as session:
        DEVIATIONS.put(session, HUDDINGE, "d1", deviation, save, is_public=is_public)
        conclusion = Conclusion("Vikarierna är många.", TODAY)
        CONCLUSIONS.put(session, HUDDINGE, "d1", conclusion, save, is_public=is_public)
        MEASURES.put(session, HUDDINGE, "m1", MENTORS, save, is_public=is_public)
        ACTION_PLANS.put(session, HUDDINGE, "p1", PLAN, save, is_public=is_public)
        ACTIVITIES.put(session, HUDDINGE, "a1", TIMETABLE, save, is_public=is_public)
        claim = Claim("c1", "d1", "Vikarierna är många.", Heading.ACTIVITIES, Influence.LARGE)
        CLAIMS.put(session, HUDDINGE, "c1", claim, save, is_public=False)


def book(state: State, *, drafts: bool) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=drafts)


def test_those_who_may_read_plans_see_everything(state: State) -> None:
    put_loop(state, is_public=False)
    found = book(state, drafts=True)
    assert found.measures_of("d1") == [MENTORS]
    assert found.claims_of("d1")[0].id == "c1"
    assert found.plan_of == {"m1": PLAN}
    assert found.activities_of("p1") == [TIMETABLE]


def test_readers_see_nothing_that_is_not_published(state: State) -> None:
    put_loop(state, is_public=False)
    found = book(state, drafts=False)
    assert not any((found.deviations, found.conclusions, found.measures, found.plans, found.activities))


def test_readers_see_what_is_published_without_what_is_only_for_the_municipality(state: State) -> None:
    put_loop(state, is_public=True)
    found = book(state, drafts=False)
    assert not found.claims
    assert found.conclusions["d1"].text == "Vikarierna är många."
    told = found.deviations["d1"]
    assert (told.account, told.conclude_by, told.aside) == (None, None, replace(SET_ASIDE, reason=""))
    measure = found.measures["m1"]
    assert (measure.title, measure.decision) == ("Heltidsmentorer", DECISION)
    assert (measure.consequences, measure.effort) == (Consequences(), None)
    assert (found.plans["p1"].account, found.plans["p1"].follow_up) == (None, "")
    activity = found.activities["a1"]
    assert (activity.what, activity.responsible, activity.account) == ("", "", None)
    assert (activity.due, activity.state) == (TIMETABLE.due, TIMETABLE.state)


def test_what_is_of_an_area_is_the_same_until_something_of_it_changes(state: State) -> None:
    put_loop(state, is_public=True)
    before = book(state, drafts=False)
    with writing(state.engine) as session:
        other = Deviation("d2", WAIT, "T", "aldreomsorg", FROZEN, TODAY, "äldreomsorgschef")
        DEVIATIONS.put(session, HUDDINGE, "d2", other, save_of(ANALYST, NOW))
    after = book(state, drafts=False)
    assert after.of_area("grundskola") == before.of_area("grundskola")
    assert after.of_area("aldreomsorg") != before.of_area("aldreomsorg")


def test_the_mark_is_another_for_whom_something_is_new(state: State) -> None:
    books = CycleBooks(state.engine)
    before = [books.mark(HUDDINGE, drafts=drafts) for drafts in (True, False)]
    put_loop(state, is_public=False)
    after = [books.mark(HUDDINGE, drafts=drafts) for drafts in (True, False)]
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)
