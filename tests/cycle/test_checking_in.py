"""Check-ins: which period it is, what a body follows up, what must be answered, who may, and undoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cycle.book import CycleBook, CycleBooks
from core.cycle.checking_in import AskedPeriod, CheckingIn, followed, unanswered
from core.cycle.plans import CheckIn, Expected, FigureThen, InterimPeriod, Subject, period_at
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.goals.book import ASSIGNMENTS
from core.goals.models import Assignment
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CARE_HEAD, CONVENOR, NEIGHBOUR, NOW, SCHOOL_HEAD, TODAY
from tests.goals.chains import CALM, COUNCILS_PLAN, PASSING, SCHOOLS_PLAN, goal_book, put_chain
from tests.shared import GRADES, HUDDINGE, LAST, small_catalogue

FIRST = AskedPeriod("gn", LAST, InterimPeriod.FIRST)
SECOND = AskedPeriod("gn", LAST, InterimPeriod.SECOND)
SAID = {"expected": "nås delvis", "text": "Det går framåt."}
FIGURES = (FigureThen(GRADES, "T", LAST - 1, 62.5),)
READ = Assignment("u1", LAST, "kf", ("gn",), "Ta fram en läsplan.")


@pytest.fixture
def state(state: State) -> State:
    put_chain(state.engine)
    with writing(state.engine) as session:
        ASSIGNMENTS.put(session, HUDDINGE, READ.id, READ, save_of(ANALYST, NOW))
    return state


def at(state: State, who: Person = SCHOOL_HEAD) -> CheckingIn:
    return CheckingIn(state.engine, HUDDINGE, who, NOW, small_catalogue())


def book(state: State) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=True)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 1, 31), (2025, InterimPeriod.YEAR)),
        (date(2026, 3, 31), (2025, InterimPeriod.YEAR)),
        (date(2026, 4, 1), (2026, InterimPeriod.FIRST)),
        (date(2026, 7, 31), (2026, InterimPeriod.FIRST)),
        (date(2026, 8, 1), (2026, InterimPeriod.SECOND)),
        (date(2026, 11, 30), (2026, InterimPeriod.SECOND)),
        (date(2026, 12, 1), (2026, InterimPeriod.YEAR)),
    ],
)
def test_a_period_is_followed_up_from_its_last_month_until_the_next(
    day: date, found: tuple[int, InterimPeriod]
) -> None:
    assert period_at(day) == found


def test_before_the_first_comes_the_whole_year_before() -> None:
    assert FIRST.before == AskedPeriod("gn", LAST - 1, InterimPeriod.YEAR)
    assert SECOND.before == FIRST


def test_a_body_follows_up_its_goals_and_what_it_has_received(state: State) -> None:
    at(state).check_in(FIRST, PASSING.id, SAID, figures=FIGURES)
    at(state).check_in(FIRST, READ.id, {"expected": "nås"})
    goals = goal_book()
    goals = replace(goals, assignments={READ.id: READ})
    found = followed(book(state), goals, SECOND)
    assert [(one.subject, one.title) for one in found] == [
        (Subject.GOAL, PASSING.title),
        (Subject.GOAL, CALM.title),
        (Subject.ASSIGNMENT, READ.text),
    ]
    last = found[0].last
    assert last == CheckIn(
        Subject.GOAL,
        PASSING.id,
        "gn",
        LAST,
        FIRST.period,
        Expected.PARTLY,
        SAID["text"],
        TODAY,
        "grundskolechef",
        FIGURES,
    )
    assert [one.of.id for one in unanswered(book(state), goals, SECOND)] == [PASSING.id, READ.id]


def test_a_goal_carries_on_what_was_said_of_the_one_it_was_made_from(state: State) -> None:
    at(state).check_in(AskedPeriod("gn", LAST, InterimPeriod.YEAR), PASSING.id, SAID)
    next_goal = replace(PASSING, id="behoriga-2", origin=PASSING.id)
    goals = goal_book(replace(COUNCILS_PLAN, year=LAST + 1), replace(SCHOOLS_PLAN, year=LAST + 1, goals=(next_goal,)))
    found = followed(book(state), goals, AskedPeriod("gn", LAST + 1, InterimPeriod.FIRST))
    assert found[0].last is not None
    assert found[0].last.of == PASSING.id


def test_a_period_is_not_closed_while_something_from_the_last_lacks_an_answer(state: State) -> None:
    at(state).check_in(FIRST, PASSING.id, SAID)
    at(state).close(FIRST)
    with pytest.raises(CycleError, match=f"saknar svar: ”{PASSING.title}”"):
        at(state).close(SECOND)
    at(state).check_in(SECOND, PASSING.id, SAID)
    saved = at(state).close(SECOND)
    assert book(state).periods[SECOND.key].by == "grundskolechef"
    with pytest.raises(CycleError, match="är avslutad"):
        at(state).check_in(SECOND, CALM.id, SAID)
    at(state).take_back(saved.batch)
    assert SECOND.key not in book(state).periods
    at(state).close(SECOND)
    at(state).reopen(SECOND)
    assert SECOND.key not in book(state).periods


def test_a_check_in_is_undone_and_two_who_say_something_are_told(state: State) -> None:
    at(state).check_in(FIRST, PASSING.id, SAID)
    saved = at(state).check_in(FIRST, PASSING.id, {"expected": "nås"}, 1)
    with pytest.raises(OvertakenError):
        at(state, ANALYST).check_in(FIRST, PASSING.id, {"expected": "nås inte"}, 1)
    at(state).take_back(saved.batch)
    (said,) = book(state).check_ins.values()
    assert said.expected is Expected.PARTLY


@pytest.mark.parametrize("who", [READER, CONVENOR, CARE_HEAD, NEIGHBOUR], ids=lambda one: one.login or "reader")
def test_nobody_without_the_right_says_closes_or_undoes(state: State, who: Person) -> None:
    saved = at(state).check_in(FIRST, PASSING.id, SAID)
    deeds: tuple[Callable[[CheckingIn], object], ...] = (
        lambda one: one.check_in(FIRST, PASSING.id, {"expected": "nås"}),
        lambda one: one.check_in(FIRST, READ.id, {"expected": "nås"}),
        lambda one: one.close(FIRST),
        lambda one: one.reopen(FIRST),
        lambda one: one.take_back(saved.batch),
    )
    for deed in deeds:
        with pytest.raises(NotAllowedError):
            deed(at(state, who))
    assert len(book(state).check_ins) == 1
    assert not book(state).periods


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda one: one.check_in(FIRST, PASSING.id, {"expected": "kanske"}), FieldsError),
        (lambda one: one.check_in(FIRST, PASSING.id, {**SAID, "text": "x" * 5000}), FieldsError),
        (lambda one: one.check_in(FIRST, "inget", SAID), CycleError),
        (lambda one: one.check_in(replace(FIRST, body="kf"), PASSING.id, SAID), NyckeltalError),
        (lambda one: one.check_in(replace(FIRST, body="ingen"), PASSING.id, SAID), CycleError),
        (lambda one: one.check_in(replace(FIRST, year=LAST - 5), PASSING.id, SAID), CycleError),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(
    state: State, deed: Callable[[CheckingIn], object], error: type[NyckeltalError]
) -> None:
    with pytest.raises(error):
        deed(at(state))
    assert not book(state).check_ins
