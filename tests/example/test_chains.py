"""The example's goal chains: whole, mixed, with weaknesses on purpose, and never in the way of what people enter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from core.cache.harvest import Harvest
from core.catalogue import Catalogue
from core.example.chain_targets import chain_targets
from core.example.chains import Chains, chains
from core.example.install import put_chains
from core.goals.book import ASSIGNMENTS, PLANS, GoalBook, GoalBooks
from core.goals.checking import plan_faults, surroundings
from core.goals.models import Assignment, AssignmentState, BodyKind, Level, Plan
from core.signals import TargetKind
from core.state import open_state
from core.state.database import writing
from core.state.entries import save_of
from core.targets.models import Target
from core.targets.store import replace_targets
from core.targets.versions import TargetChange, current_versions, save_in, touched_by_others
from tests.example.conftest import LAST_YEAR, Installed
from tests.goals.chains import BERIT

TODAY = date(LAST_YEAR + 1, 11, 29)
THIS = TODAY.year


@pytest.fixture(scope="module")
def made() -> tuple[Chains, ...]:
    return chains(TODAY)


@pytest.fixture(scope="module")
def storkoping(made: tuple[Chains, ...]) -> Chains:
    return made[0]


@pytest.fixture(scope="module")
def targets(view: Catalogue, harvest: Harvest, made: tuple[Chains, ...]) -> list[Target]:
    return chain_targets(view, harvest, made)


@pytest.fixture(scope="module")
def book(installed: Installed, storkoping: Chains) -> GoalBook:
    return GoalBooks(installed.state.engine).book(storkoping.municipality, drafts=True)


def _plans(of: Chains, year: int) -> Iterator[Plan]:
    return (plan for plan in of.plans if plan.year == year)


def test_storkoping_has_a_whole_chain(storkoping: Chains) -> None:
    goals = [goal for plan in _plans(storkoping, THIS) for goal in plan.goals]
    levels = Counter(goal.level for goal in goals)
    assert (levels[Level.AREA], levels[Level.COUNCIL]) == (3, 9)
    assert 38 <= levels[Level.COMMITTEE] <= 48
    assert 90 <= sum(len(goal.indicators) for goal in goals) <= 140
    standing = [body for body in storkoping.bodies if body.is_of(THIS)]
    assert len(standing) == 8
    assert {body.kind for body in standing} == set(BodyKind)
    assert [body.name for body in storkoping.bodies if body.last == LAST_YEAR] == ["Utbildningsnämnden"]
    assert any(goal.bodies for goal in goals)
    assert any(goal.supports for goal in goals)


def test_last_years_and_this_years_plans_are_decided_and_next_years_are_drafts(made: tuple[Chains, ...]) -> None:
    assert {plan.year for plan in made[0].plans} == {THIS - 1, THIS, THIS + 1}
    for plan in (plan for one in made for plan in one.plans):
        assert (plan.decision is not None) == (plan.year <= THIS)
        assert plan.decision is None or plan.decision.on.year == plan.year - 1


def test_every_goal_comes_from_one_of_the_year_before(storkoping: Chains) -> None:
    known = {goal.id: plan.year for plan in storkoping.plans for goal in plan.goals}
    origins = [(plan.year, goal.origin) for plan in storkoping.plans for goal in plan.goals if goal.origin]
    assert len(origins) > 70
    assert all(known[origin] == year - 1 for year, origin in origins)


def test_no_plan_has_a_fault_that_a_form_would_refuse(view: Catalogue, made: tuple[Chains, ...]) -> None:
    for one in made:
        book = GoalBook(one.municipality, {body.id: body for body in one.bodies})
        councils = {plan.year: plan for plan in one.plans if plan.body == "kf"}
        for plan in one.plans:
            around = replace(surroundings(plan, book, view), council=councils[plan.year])
            assert [str(fault) for fault in plan_faults(plan, around)] == []


def test_the_neighbours_have_one_or_two_bodies_and_a_few_goals(made: tuple[Chains, ...], view: Catalogue) -> None:
    assert [one.municipality for one in made] == list(view.full_participants)
    for one in made[1:]:
        assert len(one.bodies) in {1, 2}
        assert 3 <= sum(len(plan.goals) for plan in _plans(one, THIS)) <= 6


def test_assignments_are_late_closed_reported_shared_and_open_from_a_plan_that_has_ended(storkoping: Chains) -> None:
    given = [one for one in storkoping.assignments if one.year <= THIS]
    assert len(given) == 15
    assert sum(one.is_overdue(TODAY) for one in given) >= 4
    assert sum(one.is_open and one.year < THIS for one in given) >= 3
    assert any(len(one.receivers) > 1 for one in given)
    assert any(one.reports for one in given)
    closed = [one for one in given if one.state is AssignmentState.CLOSED]
    assert len(closed) == 2
    assert all(one.closed and not one.is_open for one in closed)
    assert [bool(one.reason) for one in closed] == [False, True]
    ids = {goal.id: plan.year for plan in storkoping.plans for goal in plan.goals}
    assert all(one.goal is None or ids[one.goal] == one.year for one in storkoping.assignments)


def test_a_report_that_is_still_to_come_is_left_out() -> None:
    def reports(today: date) -> int:
        return sum(len(one.reports) for one in chains(today)[0].assignments if one.year == today.year)

    assert reports(date(THIS, 1, 1)) == 0 < reports(TODAY)


def test_targets_have_every_year_but_where_the_file_says_what_is_wrong(targets: list[Target]) -> None:
    paths: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        paths.setdefault((target.kpi, target.gender or "T"), []).append(target)
    years = list(range(LAST_YEAR - 1, LAST_YEAR + 4))
    odd = {kpi for (kpi, _), path in paths.items() if [one.year for one in path] != years}
    assert odd == {"U28570", "U07453"}
    turning = {kpi for (kpi, _), path in paths.items() if _turns(path)}
    assert turning == {"N15613", "U21467"}
    assert {kpi for (kpi, _), path in paths.items() if not path[-1].is_final} == {"U28570"}
    assert len({one.key for one in targets}) == len(targets)


def _turns(path: list[Target]) -> bool:
    sign = 1 if path[0].kind is TargetKind.AT_LEAST else -1
    levels = [sign * one.value for one in path if one.value is not None]
    return any(later < earlier for earlier, later in pairwise(levels))


def test_what_the_review_is_to_find_is_in_the_drafts(storkoping: Chains, view: Catalogue) -> None:
    drafts = {plan.body: plan for plan in _plans(storkoping, THIS + 1)}
    goals = {goal.id.rsplit("-", 1)[0]: goal for plan in drafts.values() for goal in plan.goals}
    given: dict[str, Assignment] = {one.id.rsplit("-", 1)[0]: one for one in storkoping.assignments if one.year > THIS}
    areas = {goals[name].id: goals[name].parent for name in goals if goals[name].level is Level.COUNCIL}
    assert f"klimat-{THIS + 1}" not in {areas[goal.parent or ""] for goal in drafts["kfn"].goals}
    assert len(drafts["sbn"].goals) == 11
    assert len({one.kpi for one in goals["sbn-gator"].indicators}) == 6
    assert goals["gan-kunskap"].title == goals["kunskap"].title
    assert len(goals["kfn-bibliotek"].text) < 40
    assert goals["fgn-studiero"].text.startswith("Verksamheten ska")
    assert " genom att " in goals["fgn-studiero"].text
    assert goals["son-anhoriga"].indicators == ()
    assert {view.by_kpi[one.kpi].category.value for one in goals["fgn-larare"].indicators} == {"resurs"}
    assert [one.gender for one in goals["gan-vidare"].indicators] == ["T"]
    assert drafts["gan"].volumes == ()
    assert drafts["kfn"].net_budget is None
    assert (drafts["son"].net_budget or 0) > (drafts["son"].frame or 0)
    assert given["digital"].goal is None
    assert given["promenader"].receivers == ()
    assert given["ensamhet"].deadline is None
    assert given["ledningar"].deadline == date(THIS + 2, 12, 31)
    assert given["frukost"].text.count(".") == 4


def test_readers_see_nothing_of_the_drafts(installed: Installed, storkoping: Chains, book: GoalBook) -> None:
    public = GoalBooks(installed.state.engine).book(storkoping.municipality, drafts=False)
    now = installed.snapshot.info.fetched_at.year
    assert public.years == (now, now - 1)
    assert book.years == (now + 1, now, now - 1)
    assert len(public.assignments) == 15
    assert len(book.assignments) == 20


def test_what_people_have_entered_stays_when_the_example_is_put_in_again(storkoping: Chains, tmp_path: Path) -> None:
    where, now = storkoping.municipality, datetime(THIS, 11, 29, tzinfo=UTC)
    theirs = replace(next(_plans(storkoping, THIS + 1)), title="Vår egen plan")
    gone = storkoping.assignments[0].id
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        with writing(state.engine) as session:
            put_chains(session, storkoping, save_of(BERIT, now))
        with writing(state.engine) as session:
            PLANS.put(session, where, theirs.key, theirs, save_of(BERIT, now))
            ASSIGNMENTS.put(session, where, gone, None, save_of(BERIT, now))
            put_chains(session, storkoping, save_of(replace(BERIT, name="exempeldata"), now))
        book = GoalBooks(state.engine).book(where, drafts=True)
    assert book.plans[theirs.key].value == theirs
    assert gone not in book.assignments


def test_targets_that_people_have_set_or_removed_are_told_apart(targets: list[Target], tmp_path: Path) -> None:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        replace_targets(state.engine, targets[:3], by="exempeldata")
        replace_targets(state.engine, [replace(targets[1], value=1.0)], by="berit")
        with writing(state.engine) as session:
            removed = current_versions(state.engine, targets[0].municipality)[2]
            save_in(session, [TargetChange(removed.id, None)], by=BERIT, now=datetime.now(UTC))
            assert touched_by_others(session, "exempeldata") == {targets[1].key, targets[2].key}
