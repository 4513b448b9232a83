"""The goal chain with its faces: what stands above and below, and what counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.goals.book import OVERRULINGS, GoalBooks
from core.goals.models import GoalIndicator, Level, Overruling, Plan
from core.outcomes.chain import AskedChain, Chain, chain_of, served_goals, standing_year
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.signals import Attainment, TargetKind
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from tests.goals.chains import (
    BERIT,
    CALM,
    COUNCILS_PLAN,
    KNOWLEDGE,
    LEARNING,
    NOW,
    PASSING,
    SCHOOLS_PLAN,
    put_chain,
)
from tests.shared import GRADES, HUDDINGE, LAST, WAIT, figures_of, target, target_frame

# Huddinge's grades end at 62.5 and its waits at 22 days in neither story: by the rule of plain_value.
TARGETS = (
    target(GRADES, LAST, TargetKind.AT_LEAST, value=0.0),
    target(WAIT, LAST, TargetKind.AT_MOST, value=0.0, tolerance=0.1),
)


@pytest.fixture(scope="module")
def snapshot_figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("chain")) as figures:
        yield figures


@pytest.fixture
def figures(snapshot_figures: Figures, state: State) -> Figures:
    entered = Entered(lambda: target_frame(*TARGETS), lambda _: (), GoalBooks(state.engine))
    return replace(snapshot_figures, entered=entered, lasting=type(snapshot_figures.lasting)())


def chain(figures: Figures, *, drafts: bool = False) -> Chain:
    return chain_of(figures, AskedChain(HUDDINGE, LAST, drafts))


def committees(found: Chain) -> list[str]:
    return [key for key, one in found.goals.items() if one.goal.level is Level.COMMITTEE]


def faces(found: Chain) -> dict[str, Attainment]:
    return {key: one.face for key, one in found.goals.items()}


def test_each_goal_is_judged_by_what_stands_below_it(figures: Figures, state: State) -> None:
    put_chain(state.engine)
    found = chain(figures)
    assert list(found.goals) == ["lara", "kunskap", "behoriga", "trygga"]
    assert faces(found) == {
        "behoriga": Attainment.NEARLY,
        "trygga": Attainment.NOT_JUDGED,
        "kunskap": Attainment.NEARLY,
        "lara": Attainment.NEARLY,
    }
    passing = found.goals["behoriga"].computed
    assert (passing.reached, passing.judged, passing.count) == (1, 2, 2)
    assert committees(found) == ["behoriga", "trygga"]


def test_an_owners_face_stands_and_counts_above_and_the_computed_one_is_kept_beside(
    figures: Figures, state: State
) -> None:
    put_chain(state.engine)
    own = Overruling(Attainment.NOT_REACHED, "Mätningen gäller bara en skola.", "grundskolechef", NOW.date())
    with writing(state.engine) as session:
        OVERRULINGS.put(session, HUDDINGE, "behoriga", own, save_of(BERIT, NOW))
    found = chain(figures)
    assert (found.goals["behoriga"].face, found.goals["behoriga"].computed.face) == (
        Attainment.NOT_REACHED,
        Attainment.NEARLY,
    )
    assert found.goals["kunskap"].face is Attainment.NOT_REACHED


def test_a_goal_that_supports_another_is_counted_under_its_own_only(figures: Figures, state: State) -> None:
    other = replace(KNOWLEDGE, id="trygghet", title="Barn och unga är trygga")
    supporting = replace(PASSING, supports=("trygghet",))
    put_chain(
        state.engine,
        replace(COUNCILS_PLAN, goals=(LEARNING, KNOWLEDGE, other)),
        replace(SCHOOLS_PLAN, goals=(supporting,)),
    )
    found = chain(figures)
    assert found.goals["trygghet"].face is Attainment.NOT_JUDGED
    assert [one.goal.id for one in found.goals["trygghet"].supporters] == ["behoriga"]
    assert found.goals["kunskap"].supporters == ()


def test_a_withdrawn_goal_counts_nowhere_and_what_hung_on_it_stands_loose(figures: Figures, state: State) -> None:
    withdrawn = replace(KNOWLEDGE, withdrawn="Ersatt")
    put_chain(state.engine, replace(COUNCILS_PLAN, goals=(LEARNING, withdrawn)), SCHOOLS_PLAN)
    found = chain(figures)
    assert [one.goal.id for one in found.loose] == ["behoriga", "trygga"]
    assert found.goals["lara"].face is Attainment.NOT_JUDGED
    assert "kunskap" not in found.goals


def test_drafts_are_for_who_asks_for_them(figures: Figures, state: State) -> None:
    put_chain(state.engine, COUNCILS_PLAN, replace(SCHOOLS_PLAN, decision=None))
    assert committees(chain(figures)) == []
    assert committees(chain(figures, drafts=True)) == ["behoriga", "trygga"]


def test_what_is_no_indicator_cannot_be_judged(figures: Figures, state: State) -> None:
    unknown = replace(PASSING, indicators=(GoalIndicator("E99999"), GoalIndicator(GRADES)))
    put_chain(state.engine, COUNCILS_PLAN, replace(SCHOOLS_PLAN, goals=(unknown,)))
    one = chain(figures).goals["behoriga"]
    assert [(part.row is None, part.face) for part in one.indicators] == [
        (True, Attainment.NOT_JUDGED),
        (False, Attainment.REACHED),
    ]


def test_an_indicator_tells_the_goals_it_serves_committees_first(figures: Figures, state: State) -> None:
    measured = replace(KNOWLEDGE, indicators=(GoalIndicator(GRADES),))
    put_chain(state.engine, replace(COUNCILS_PLAN, goals=(LEARNING, measured)), SCHOOLS_PLAN)
    served = served_goals(figures, HUDDINGE)
    assert [goal.id for goal in served[GRADES]] == ["behoriga", "kunskap"]
    assert set(served) == {GRADES, WAIT, CALM.indicators[0].kpi}


@pytest.mark.parametrize(
    ("years", "standing"), [((LAST, LAST + 1, LAST + 9), LAST + 1), ((LAST + 9, LAST + 8), LAST + 8), ((), None)]
)
def test_the_standing_year_is_the_newest_that_has_begun(
    figures: Figures, state: State, years: tuple[int, ...], standing: int | None
) -> None:
    plans = tuple(Plan("kf", year, "Mål och budget", decision=COUNCILS_PLAN.decision) for year in years)
    if plans:
        put_chain(state.engine, *plans)
    assert standing_year(figures, figures.goals_of(HUDDINGE)) == standing


def test_a_chain_without_plans_has_no_goals(figures: Figures) -> None:
    assert faces(chain(figures)) == {}
