"""The goal chain as data and as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from core.goals.book import ASSIGNMENTS, OVERRULINGS, GoalBooks
from core.goals.models import Assignment, Overruling
from core.outcomes.chain import AskedChain, chain_of
from core.outcomes.chain_export import chain_lines, chain_tree
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.signals import Attainment, TargetKind
from core.state import State
from core.state.database import writing
from tests.goals.chains import CALM, PASSING, put_chain
from tests.shared import GRADES, HUDDINGE, LAST, figures_of, target, target_frame

DAY = date(LAST, 10, 1)
TARGETS = (
    target(GRADES, LAST, TargetKind.AT_LEAST, value=60.0),
    target(GRADES, LAST + 3, TargetKind.AT_LEAST, value=70.0, is_final=True),
)


@pytest.fixture(scope="module")
def snapshot_figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("tree")) as figures:
        yield figures


@pytest.fixture
def figures(snapshot_figures: Figures, state: State) -> Figures:
    save = put_chain(state.engine)
    with writing(state.engine) as session:
        late = Assignment("plan", LAST, "kf", ("gn",), "Ta fram en läsplan.", date(LAST, 9, 1), PASSING.id)
        ASSIGNMENTS.put(session, HUDDINGE, late.id, late, save)
        own = Overruling(Attainment.NEARLY, "Ny enkät i maj visar mer.", "rektor", DAY)
        OVERRULINGS.put(session, HUDDINGE, CALM.id, own, save)
    entered = Entered(lambda: target_frame(*TARGETS), lambda _: (), GoalBooks(state.engine))
    return replace(snapshot_figures, entered=entered, lasting=type(snapshot_figures.lasting)())


def test_the_tree_has_faces_counts_indicators_milestones_and_assignments(figures: Figures) -> None:
    tree = chain_tree(figures, chain_of(figures, AskedChain(HUDDINGE, LAST)), DAY)
    assert json.loads(json.dumps(tree)) == tree
    assert (tree["name"], tree["year"], len(tree["plans"])) == ("Huddinge", LAST, 2)
    council = tree["goals"][0]["goals"][0]
    passing, calm = council["goals"]
    assert (passing["face"], passing["computed"]["reached"], passing["computed"]["count"]) == ("reached", 1, 2)
    assert (calm["face"], calm["computed"]["face"], calm["overruled"]["function"]) == ("nearly", "not_judged", "rektor")
    grades, wait = passing["indicators"]
    assert (grades["value"], grades["year"], grades["target"]) == (74.2, LAST, "minst 60,0")
    assert [(one["year"], one["level"], one["is_final"]) for one in grades["milestones"]] == [
        (LAST, 60.0, False),
        (LAST + 3, 70.0, True),
    ]
    assert wait["face"] == "not_judged"
    assert [(one["giver"], one["receivers"], one["is_overdue"]) for one in passing["assignments"]] == [
        ("Kommunfullmäktige", ["Grundskolenämnden"], True)
    ]


def test_the_lines_say_the_same_with_each_goal_below_its_own(figures: Figures) -> None:
    lines = list(chain_lines(figures, chain_of(figures, AskedChain(HUDDINGE, LAST)), DAY))
    assert lines[0] == f"Huddinge {LAST}"
    assert f"  Kommunfullmäktige: Mål och budget {LAST}, beslutad {LAST - 1}-11-17 § 142" in lines
    assert "    ● Fler elever blir behöriga till gymnasiet (Grundskolenämnden): målet nås, 1 av 2 nås" in lines
    assert any(line.startswith(f"        ● {GRADES} ") and f"({LAST}), målnivå minst 60,0" in line for line in lines)
    assert "        Uppdrag: Ta fram en läsplan. (ej påbörjat, försenat)" in lines
    assert any("ansvarigs bedömning: Ny enkät i maj visar mer." in line for line in lines)


def test_a_year_without_plans_says_so(figures: Figures) -> None:
    assert list(chain_lines(figures, chain_of(figures, AskedChain(HUDDINGE, LAST - 5)), DAY))[1:] == ["  Inga mål."]
