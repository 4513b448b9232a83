"""What a municipality has entered of its goal chain, as readers and as those who work on it see it."""

from __future__ import annotations

from dataclasses import replace

from core.goals.book import GoalBooks
from core.goals.models import Body, BodyKind
from core.state import State
from tests.goals.chains import CALM, COUNCILS_PLAN, PASSING, SCHOOLS_PLAN, put_chain
from tests.shared import BOTKYRKA, HUDDINGE, LAST

CHANGED = replace(SCHOOLS_PLAN, goals=(replace(PASSING, title="Alla elever blir behöriga"), CALM), decision=None)


def test_readers_see_a_plan_as_it_was_last_decided_and_those_who_work_on_it_as_it_is(state: State) -> None:
    books = GoalBooks(state.engine)
    put_chain(state.engine)
    put_chain(state.engine, CHANGED)
    assert books.book(HUDDINGE, drafts=False).of_year(LAST) == (COUNCILS_PLAN, SCHOOLS_PLAN)
    assert books.book(HUDDINGE, drafts=True).of_year(LAST) == (COUNCILS_PLAN, CHANGED)


def test_a_plan_that_was_never_decided_is_nothing_to_readers(state: State) -> None:
    put_chain(state.engine, replace(SCHOOLS_PLAN, decision=None))
    book = GoalBooks(state.engine).book(HUDDINGE, drafts=False)
    assert book.years == ()
    assert book.goals == {}


def test_a_draft_leaves_the_mark_of_what_readers_see_and_of_other_municipalities(state: State) -> None:
    books = GoalBooks(state.engine)
    put_chain(state.engine)

    def marks() -> list[str]:
        return [books.mark(HUDDINGE, drafts=True), *(books.mark(one, drafts=False) for one in (HUDDINGE, BOTKYRKA))]

    before = marks()
    put_chain(state.engine, CHANGED)
    assert [now != then for now, then in zip(marks(), before, strict=True)] == [True, False, False]


def test_every_goal_is_found_by_its_id_with_its_plan(state: State) -> None:
    put_chain(state.engine)
    assert GoalBooks(state.engine).book(HUDDINGE, drafts=False).goals["trygga"] == (SCHOOLS_PLAN, CALM)


def test_a_body_has_the_years_between_its_first_and_last() -> None:
    body = Body("x", BodyKind.COMMITTEE, "Nämnden", first=2024, last=2026)
    assert [year for year in range(2022, 2029) if body.is_of(year)] == [2024, 2025, 2026]
    assert replace(body, first=None, last=None).is_of(1900)
