"""Action plans and their activities: who may, what is told of what is wrong, what is public, and undoing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from core.access.colleagues import colleagues
from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.cycle.book import MEASURES, CycleBook, CycleBooks
from core.cycle.carrying_out import CarryingOut
from core.cycle.plans import ActivityState, Subject
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.goals.models import Moved
from core.state import State
from core.state.database import reading, writing
from core.state.entries import save_of
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CARE_HEAD, CONVENOR, NEIGHBOUR, NOW, SCHOOL_HEAD, TODAY
from tests.cycle.test_book import MENTORS
from tests.shared import HUDDINGE, small_catalogue

TYPED = {"title": "Mentorer", "area": "grundskola", "responsible": "grundskolechef", "follow_up": "varje tertial"}
TIMETABLE = {"what": "Schemalägg vuxna", "responsible": "rektor", "start": "2026-10-01", "due": "2026-12-18"}
WORDS = "tre gröna båtar i hamn"


def at(state: State, who: Person = SCHOOL_HEAD) -> CarryingOut:
    return CarryingOut(state.engine, HUDDINGE, who, NOW, small_catalogue())


def book(state: State, *, drafts: bool = True) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=drafts)


def planned(state: State, **typed: str) -> str:
    return at(state).begin({**TYPED, **typed})[0]


def acted(state: State, plan: str, **typed: str) -> str:
    return at(state).add(plan, {**TIMETABLE, **typed})[0]


def account(state: State, login: str, municipality: str | None = HUDDINGE, role: Role = Role.MANAGER) -> Person:
    details = Details(login.title(), role, municipality, ("aldreomsorg",) if municipality else ())
    made = Access(state).accounts
    return made.add(login, details, WORDS, by=at_the_terminal("x"), now=NOW, is_own=True)


def decided(state: State) -> None:
    with writing(state.engine) as session:
        MEASURES.put(session, HUDDINGE, MENTORS.id, MENTORS, save_of(ANALYST, NOW))


def test_a_plan_has_activities_by_the_day_they_are_due(state: State) -> None:
    plan = planned(state)
    later, sooner = acted(state, plan, due="2027-03-31"), acted(state, plan)
    assert [one.id for one in book(state).activities_of(plan)] == [sooner, later]
    assert book(state).plans[plan].responsible == "grundskolechef"


def test_readers_see_that_the_plan_of_a_decided_measure_is_there_and_no_other(state: State) -> None:
    decided(state)
    plan, _ = at(state).begin(TYPED, MENTORS.id)
    acted(state, plan)
    acted(state, planned(state))
    told = book(state, drafts=False)
    assert list(told.plans) == [plan]
    assert [one.what for one in told.activities.values()] == [""]


def test_a_measure_has_one_plan(state: State) -> None:
    decided(state)
    at(state).begin(TYPED, MENTORS.id)
    with pytest.raises(CycleError, match="har redan en handlingsplan"):
        at(state, ANALYST).begin(TYPED, MENTORS.id)


DEEDS: Mapping[str, Callable[[CarryingOut, str, str], object]] = {
    "begin": lambda who, _, __: who.begin(TYPED),
    "change plan": lambda who, plan, _: who.change_plan(plan, TYPED | {"title": "Annan"}, 1),
    "finish": lambda who, plan, _: who.finish(plan, {"on": "2026-11-01"}),
    "reopen": lambda who, plan, _: who.reopen(plan),
    "add": lambda who, plan, _: who.add(plan, TIMETABLE),
    "change": lambda who, _, key: who.change(key, TIMETABLE | {"what": "Annat"}, 1),
    "remove": lambda who, _, key: who.remove(key),
    "report": lambda who, _, key: who.report(key, "klar"),
    "delay": lambda who, _, key: who.delay(key, {"due": "2027-01-10"}),
    "note": lambda who, plan, _: who.note(plan, {"text": "Fyra av fem."}),
}
OWNERS = ("report", "delay", "note")


@pytest.mark.parametrize("who", [READER, CONVENOR, CARE_HEAD, NEIGHBOUR], ids=lambda one: one.login or "reader")
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_without_the_right_does_anything(state: State, who: Person, deed: str) -> None:
    plan = planned(state)
    key = acted(state, plan)
    before = book(state)
    with pytest.raises(NotAllowedError):
        DEEDS[deed](at(state, who), plan, key)
    after = book(state)
    assert (after.plans, after.activities, after.follow_ups) == (before.plans, before.activities, before.follow_ups)


@pytest.mark.parametrize("deed", DEEDS)
def test_who_has_an_activity_as_her_own_says_how_far_it_has_come_and_no_more(state: State, deed: str) -> None:
    kim, plan = account(state, "kim"), planned(state)
    key = acted(state, plan, account=str(kim.id))
    if deed in OWNERS:
        DEEDS[deed](at(state, kim), plan, key)
        return
    with pytest.raises(NotAllowedError):
        DEEDS[deed](at(state, kim), plan, key)


def test_she_takes_back_what_she_said_and_nothing_that_another_has_changed(state: State) -> None:
    kim, plan = account(state, "kim"), planned(state)
    key = acted(state, plan, account=str(kim.id))
    changed = at(state).change(key, TIMETABLE | {"what": "Annat", "account": str(kim.id)}, 1)
    with pytest.raises(NotAllowedError):
        at(state, kim).take_back(changed.batch)
    said = at(state, kim).report(key, "klar")
    assert book(state).activities[key].done_on == TODAY
    at(state, kim).take_back(said.batch)
    assert book(state).activities[key].state is ActivityState.NOT_BEGUN


@pytest.mark.parametrize("deed", ["change plan", "finish", "change", "remove", "report", "delay", "note"])
def test_everything_is_undone(state: State, deed: str) -> None:
    plan = planned(state)
    key = acted(state, plan)
    before = book(state)
    if deed == "finish":
        at(state).report(key, "klar")
        before = book(state)
    saved = DEEDS[deed](at(state), plan, key)
    at(state).take_back(saved.batch)  # type: ignore[attr-defined]
    after = book(state)
    assert (after.plans, after.activities, after.follow_ups) == (before.plans, before.activities, before.follow_ups)


def test_a_new_activity_is_undone(state: State) -> None:
    plan = planned(state)
    _, saved = at(state).add(plan, TIMETABLE)
    at(state).take_back(saved.batch)
    assert not book(state).activities


def test_a_delay_keeps_the_day_before(state: State) -> None:
    key = acted(state, planned(state))
    at(state).delay(key, {"due": "2027-01-10", "reason": "Sjukdom."})
    one = book(state).activities[key]
    assert (one.due, one.moves) == (date(2027, 1, 10), (Moved(TODAY, "Sjukdom.", date(2026, 12, 18)),))


def test_a_plan_is_done_when_all_its_activities_are(state: State) -> None:
    plan = planned(state)
    key = acted(state, plan)
    with pytest.raises(CycleError, match="”Schemalägg vuxna” är inte klar"):
        at(state).finish(plan, {"on": "2026-11-29"})
    at(state).report(key, "klar")
    at(state).finish(plan, {"on": "2026-11-29"})
    assert book(state).plans[plan].done_on == TODAY
    at(state).reopen(plan)
    assert book(state).plans[plan].done_on is None


def test_a_follow_up_is_of_the_plan_or_of_one_of_its_activities(state: State) -> None:
    plan = planned(state)
    key = acted(state, plan)
    at(state).note(plan, {"text": "Fyra av fem skolor."})
    at(state).note(plan, {"text": "Klart i maj.", "activity": key})
    assert [(one.subject, one.of, one.by) for one in book(state).follow_ups.values()] == [
        (Subject.PLAN, plan, "grundskolechef"),
        (Subject.ACTIVITY, key, "rektor"),
    ]


@pytest.mark.parametrize(
    ("deed", "error", "said"),
    [
        (lambda who, p, _: who.add(p, TIMETABLE | {"what": " "}), FieldsError, "Vad: Saknas"),
        (lambda who, p, _: who.add(p, TIMETABLE | {"why": "x" * 5000}), FieldsError, "högst 2000"),
        (lambda who, p, _: who.add(p, TIMETABLE | {"due": "2026-09-30"}), CycleError, "är före starten 2026-10-01"),
        (lambda who, p, _: who.add(p, TIMETABLE | {"account": "99"}), CycleError, "Kontot kan inte äga"),
        (lambda who, p, _: who.add(p, TIMETABLE | {"account": "x"}), CycleError, "Kontot kan inte äga"),
        (lambda who, _, key: who.report(key, "kanske"), CycleError, "Läget är inte valt"),
        (lambda who, _, key: who.delay(key, {"due": "2026-11-01"}), CycleError, "för tidig"),
        (lambda who, _, key: who.delay(key, {"due": "2026-12-18"}), CycleError, "redan så"),
        (lambda who, _, key: who.delay(key, {"due": ""}), FieldsError, "Ny dag: Saknas"),
        (lambda who, p, _: who.finish(p, {"on": "2026-12-24"}), CycleError, "har inte varit än"),
        (lambda who, _, key: who.change(key, TIMETABLE | {"what": "Annat"}, 9), OvertakenError, "hade redan sparat"),
        (lambda who, p, _: who.change_plan(p, {**TYPED, "body": "ingen"}, 1), CycleError, "Organet finns inte"),
        (lambda who, _, __: who.begin({**TYPED, "area": "skola"}), CycleError, "Området är inte valt"),
        (lambda who, _, __: who.begin(TYPED, "m9"), CycleError, "Åtgärden finns inte"),
        (lambda who, _, __: who.add("p9", TIMETABLE), CycleError, "Handlingsplanen finns inte"),
        (lambda who, p, _: who.note(p, {"text": "x", "activity": "a9"}), CycleError, "finns inte"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(
    state: State, deed: Callable[[CarryingOut, str, str], object], error: type[NyckeltalError], said: str
) -> None:
    plan = planned(state)
    key = acted(state, plan)
    before = book(state)
    with pytest.raises(error, match=said):
        deed(at(state), plan, key)
    assert (book(state).plans, book(state).activities) == (before.plans, before.activities)


def test_an_account_that_is_closed_or_of_elsewhere_owns_nothing(state: State) -> None:
    plan, kim, nils = planned(state), account(state, "kim"), account(state, "nils", "0136")
    boss = account(state, "boss", None, Role.ADMINISTRATOR)
    key = acted(state, plan, account=str(kim.id))
    with reading(state.engine) as connection:
        assert list(colleagues(connection, HUDDINGE)) == [boss.id, kim.id]
    Access(state).accounts.disable("kim", by=at_the_terminal("x"), now=NOW)
    with reading(state.engine) as connection:
        assert list(colleagues(connection, HUDDINGE)) == [boss.id]
    for one in (kim, nils):
        with pytest.raises(CycleError, match="Kontot kan inte äga"):
            at(state).add(plan, TIMETABLE | {"account": str(one.id)})
    # Whoever corrects a word does not hide that nobody owns it any more.
    at(state).change(key, TIMETABLE | {"what": "Annat", "account": str(kim.id)}, 1)
    assert book(state).activities[key].account == kim.id
    with pytest.raises(NotAllowedError):
        at(state, replace(kim, is_active=False)).report(key, "klar")
