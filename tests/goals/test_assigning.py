"""Assignments: who may do what to them, what is kept, and that nothing is overwritten or forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.access.people import READER, Person, Role
from core.access.rights import NotAllowedError
from core.errors import NyckeltalError
from core.goals.assigning import Assigning, AssignmentError, became, next_plan_year
from core.goals.book import ASSIGNMENTS, GoalBook, GoalBooks
from core.goals.models import Assignment, AssignmentState
from core.state import State
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.goals.chains import COUNCILS_PLAN, KNOWLEDGE, LEARNING, NOW, PASSING, SCHOOLS_PLAN, put_chain
from tests.shared import HUDDINGE, LAST

SCHOOL_HEAD = Person(5, "sara", "Sara", Role.MANAGER, HUDDINGE, ("grundskola",))
CARE_HEAD = Person(6, "olle", "Olle", Role.MANAGER, HUDDINGE, ("aldreomsorg",))
DIRECTOR = Person(7, "dina", "Dina", Role.MANAGER, HUDDINGE)
NEIGHBOUR = Person(8, "nils", "Nils", Role.MANAGER, "0136")
CONVENOR = Person(9, "kim", "Kim", Role.CONVENOR, HUDDINGE, ("grundskola",))
TYPED = {"text": "Ta fram en läsplan.", "deadline": f"{LAST}-10-31", "goal": KNOWLEDGE.id, "on": "", "paragraph": ""}
REPORT = {"text": "Arbetsgruppen är utsedd.", "state": "pågår"}
CLOSED = {"on": f"{LAST}-11-20", "paragraph": "§ 12", "reason": "Frågan tas upp i nästa plan."}
MOVED = {"deadline": f"{LAST + 1}-02-28", "reason": "Nämnden väntar på en dom."}


@pytest.fixture
def given(state: State) -> str:
    """The council's assignment to the school board."""
    put_chain(state.engine)
    return at(state, DIRECTOR).give("kf", TYPED, ("gn",))[0]


def at(state: State, who: Person) -> Assigning:
    return Assigning(state.engine, HUDDINGE, who, NOW)


def book(state: State, *, drafts: bool = True) -> GoalBook:
    return GoalBooks(state.engine).book(HUDDINGE, drafts=drafts)


def one(state: State, key: str) -> Assignment:
    return book(state).assignments[key]


def seen(state: State, key: str) -> int:
    return at(state, DIRECTOR).history(ASSIGNMENTS, key)[0].number


def test_what_a_decided_plan_asks_for_is_seen_by_all(state: State, given: str) -> None:
    found = book(state, drafts=False).assignments[given]
    assert (found.giver, found.receivers, found.goal, found.year) == ("kf", ("gn",), KNOWLEDGE.id, LAST)
    assert (found.deadline, found.state, found.decision) == (date(LAST, 10, 31), AssignmentState.NOT_BEGUN, None)


@pytest.mark.parametrize(("typed", "is_seen"), [({}, False), ({"on": f"{LAST}-02-02", "paragraph": "9"}, True)])
def test_what_a_draft_asks_for_waits_unless_it_is_decided_itself(
    state: State, typed: dict[str, str], is_seen: bool
) -> None:
    put_chain(state.engine, COUNCILS_PLAN, replace(SCHOOLS_PLAN, decision=None))
    key, _ = at(state, SCHOOL_HEAD).give("gn", {**TYPED, "goal": PASSING.id, **typed}, ("gn",))
    assert (key in book(state, drafts=False).assignments) is is_seen
    assert key in book(state).assignments


GIVE: Callable[[Assigning, str, int], object] = lambda who, _, __: who.give("kf", TYPED, ("gn",))  # noqa: E731
DEEDS: dict[str, Callable[[Assigning, str, int], object]] = {
    "give": GIVE,
    "report": lambda who, key, number: who.report(key, REPORT, number),
    "close": lambda who, key, number: who.close(key, CLOSED, number),
    "move": lambda who, key, number: who.move(key, MOVED, number),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (READER, ()),
        (CONVENOR, ()),
        (NEIGHBOUR, ()),
        (CARE_HEAD, ()),
        (SCHOOL_HEAD, ("report",)),
        (DIRECTOR, ("give", "report", "close", "move")),
    ],
)
def test_only_the_receiver_reports_and_only_the_giver_closes_and_moves(
    state: State, given: str, deed: str, who: Person, allowed: tuple[str, ...]
) -> None:
    before = one(state, given)
    if deed in allowed:
        DEEDS[deed](at(state, who), given, seen(state, given))
    else:
        with pytest.raises(NotAllowedError):
            DEEDS[deed](at(state, who), given, seen(state, given))
        assert one(state, given) == before


def test_a_giver_with_areas_closes_what_her_own_board_has_given(state: State) -> None:
    put_chain(state.engine)
    key, _ = at(state, SCHOOL_HEAD).give("gn", {**TYPED, "goal": PASSING.id}, ("gn",))
    at(state, SCHOOL_HEAD).close(key, CLOSED, 1)
    closed = one(state, key)
    assert (closed.state, closed.is_open) == (AssignmentState.CLOSED, False)
    assert closed.closed is not None
    assert (closed.closed.by, closed.closed.paragraph) == ("Grundskolenämnden", "12")


def test_a_report_has_the_receivers_function_and_no_name(state: State, given: str) -> None:
    at(state, SCHOOL_HEAD).report(given, REPORT, 1)
    at(state, SCHOOL_HEAD).report(given, {"text": "Klar och antagen.", "state": "klart"}, 2)
    found = one(state, given)
    assert [(report.text, report.by) for report in found.reports] == [
        ("Arbetsgruppen är utsedd.", "grundskolechef"),
        ("Klar och antagen.", "grundskolechef"),
    ]
    assert found.state is AssignmentState.DONE
    assert found.is_open


def test_a_moved_deadline_remembers_what_it_was_and_why(state: State, given: str) -> None:
    at(state, DIRECTOR).move(given, MOVED, 1)
    found = one(state, given)
    assert found.deadline == date(LAST + 1, 2, 28)
    assert [(moved.before, moved.reason) for moved in found.moves] == [(date(LAST, 10, 31), MOVED["reason"])]


def test_an_open_one_goes_on_in_the_next_plan_for_what_its_goal_has_become(state: State, given: str) -> None:
    with pytest.raises(AssignmentError, match="ingen senare plan"):
        at(state, DIRECTOR).carry_on(given, 1)
    later = tuple(
        replace(goal, id=f"{goal.id}2", parent="lara2" if goal.parent else None, origin=goal.id)
        for goal in (LEARNING, KNOWLEDGE)
    )
    put_chain(state.engine, COUNCILS_PLAN, SCHOOLS_PLAN, replace(COUNCILS_PLAN, year=LAST + 1, goals=later))
    assert became("nothing", LAST + 1, book(state)) is None
    at(state, DIRECTOR).carry_on(given, 1)
    found = one(state, given)
    assert (found.year, found.goal) == (LAST + 1, f"{KNOWLEDGE.id}2")
    assert found.moves[-1].reason == f"Förs vidare från planen {LAST} till {LAST + 1}"
    assert given in book(state, drafts=False).assignments


def test_what_readers_see_goes_on_in_no_draft_and_keeps_the_goal_that_they_see(state: State, given: str) -> None:
    later = replace(
        COUNCILS_PLAN, year=LAST + 1, goals=(replace(KNOWLEDGE, id="k2", parent=None, origin=KNOWLEDGE.id),)
    )
    put_chain(state.engine, replace(later, decision=None))
    with pytest.raises(AssignmentError, match="ingen senare plan som är beslutad"):
        at(state, DIRECTOR).carry_on(given, 1)
    assert at(state, DIRECTOR).plans_for(given).years == (LAST,)
    put_chain(state.engine, later)
    at(state, DIRECTOR).carry_on(given, 1)
    found = book(state, drafts=False).assignments[given]
    assert (found.year, found.goal) == (LAST + 1, "k2")


def test_the_next_plan_is_this_years_or_the_nearest_to_it(state: State, given: str) -> None:
    put_chain(state.engine, *(replace(COUNCILS_PLAN, year=LAST + n, goals=()) for n in (1, 2)))
    found = [next_plan_year(one(state, given), book(state), LAST + n) for n in range(4)]
    assert found == [LAST + 1, LAST + 1, LAST + 2, LAST + 2]


@pytest.mark.parametrize(
    ("deed", "typed", "field"),
    [
        ("give", {"text": "  "}, "text"),
        ("give", {"text": "x" * 2001}, "text"),
        ("give", {"deadline": "31/10"}, "deadline"),
        ("give", {"deadline": "0001-01-01"}, "deadline"),
        ("give", {"goal": "ingen"}, "goal"),
        ("give", {"paragraph": "9"}, "on"),
        ("give", {"on": f"{LAST}-01-01"}, "paragraph"),
        ("report", {"text": ""}, "text"),
        ("report", {"state": "avslutat"}, "state"),
        ("close", {"on": ""}, "on"),
        ("close", {"paragraph": ""}, "paragraph"),
        ("close", {"reason": ""}, "reason"),
        ("move", {"deadline": ""}, "deadline"),
        ("move", {"deadline": f"{LAST}-10-31"}, "deadline"),
        ("move", {"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(
    state: State, given: str, deed: str, typed: dict[str, str], field: str
) -> None:
    who, before = at(state, DIRECTOR), book(state).assignments
    tries: dict[str, Callable[[], object]] = {
        "give": lambda: who.give("kf", {**TYPED, **typed}, ("gn",)),
        "report": lambda: who.report(given, {**REPORT, **typed}, 1),
        "close": lambda: who.close(given, {**CLOSED, **typed}, 1),
        "move": lambda: who.move(given, {**MOVED, **typed}, 1),
    }
    with pytest.raises(NyckeltalError) as told:
        tries[deed]()
    error = told.value
    assert field in ([one.field for one in error.faults] if isinstance(error, FieldsError) else [error.field])
    assert book(state).assignments == before


@pytest.mark.parametrize("receivers", [(), ("hemlig",)])
def test_somebody_has_to_receive_it(state: State, given: str, receivers: tuple[str, ...]) -> None:
    with pytest.raises(AssignmentError, match="Ingen mottagare"):
        at(state, DIRECTOR).give("kf", TYPED, receivers)


def test_a_finished_one_needs_no_reason_and_a_closed_one_is_changed_no_more(state: State, given: str) -> None:
    at(state, SCHOOL_HEAD).report(given, {**REPORT, "state": "klart"}, 1)
    at(state, DIRECTOR).close(given, {**CLOSED, "reason": ""}, 2)
    with pytest.raises(AssignmentError, match="redan avslutat"):
        at(state, SCHOOL_HEAD).report(given, REPORT, 3)


def test_nobody_is_passed_by_unseen(state: State, given: str) -> None:
    at(state, SCHOOL_HEAD).report(given, REPORT, 1)
    with pytest.raises(OvertakenError, match="Sara hade redan sparat version 2"):
        at(state, DIRECTOR).close(given, CLOSED, 1)
    assert one(state, given).is_open


def test_the_last_save_is_undone_by_who_could_have_made_it(state: State, given: str) -> None:
    saved = at(state, DIRECTOR).close(given, CLOSED, 1)
    with pytest.raises(NotAllowedError):
        at(state, SCHOOL_HEAD).undo(saved.batch, given)
    at(state, DIRECTOR).undo(saved.batch, given)
    assert one(state, given).is_open
    with pytest.raises(AssignmentError, match="gäller inte längre"):
        at(state, DIRECTOR).undo(saved.batch, given)
    told = at(state, SCHOOL_HEAD).report(given, REPORT, 3)
    at(state, SCHOOL_HEAD).undo(told.batch, given)
    assert one(state, given).reports == ()


def test_a_given_one_that_is_undone_is_gone_and_nothing_else(state: State, given: str) -> None:
    key, saved = at(state, DIRECTOR).give("kf", TYPED, ("gn",))
    at(state, DIRECTOR).undo(saved.batch, key)
    assert list(book(state).assignments) == [given]
    assert len(book(state).plans) == 2
