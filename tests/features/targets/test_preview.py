"""How a target would look is what the rules say of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.features.targets.preview import face_of_all, faces
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Attainment, TargetKind
from core.targets.models import Target
from tests.conftest import STORY
from tests.shared import COST, FALLS, GRADES, HUDDINGE, LAST, SAFE, WAIT, figures_of, small_harvest, target

NBSP = "\N{NO-BREAK SPACE}"
REACHED = target(WAIT, LAST, TargetKind.AT_MOST, value=25.0)
MISSED = target(WAIT, LAST, TargetKind.AT_MOST, value=10.0)
COMING = target(WAIT, 2026, TargetKind.AT_MOST, value=10.0)


def test_each_target_is_judged_alone_in_the_order_given(outcomes: Figures) -> None:
    found = faces(outcomes, [MISSED, COMING, REACHED])
    assert [row and row["attainment"] for row in found] == [
        Attainment.NOT_REACHED,
        Attainment.NOT_JUDGED,
        Attainment.REACHED,
    ]
    assert [row and row["attainment_text"].replace(NBSP, " ") for row in found] == [
        "22 dagar, målnivå högst 10: 12 dagar ifrån.",
        "22 dagar, målnivå högst 10: ska nås 2026, 12 dagar kvar.",
        "22 dagar, målnivå högst 25: målet nås.",
    ]


def test_together_the_one_that_holds_decides(outcomes: Figures) -> None:
    row = face_of_all(outcomes, HUDDINGE, WAIT, [COMING, REACHED])
    assert row is not None
    assert (row["attainment"], row["target_year"]) == (Attainment.REACHED, LAST)


def test_without_targets_there_is_none(outcomes: Figures) -> None:
    row = face_of_all(outcomes, HUDDINGE, WAIT, [])
    assert row is not None
    assert row["attainment_text"] == "Kan inte bedömas: inget mål är satt."


def test_a_target_for_women_is_judged_by_womens_outcome_and_says_so_where_there_is_none(outcomes: Figures) -> None:
    women = replace(REACHED, gender="K", value=40.0)
    undivided = target(COST, LAST, TargetKind.AT_MOST, gender="M", value=1.0)
    divided, not_divided = faces(outcomes, [women, undivided])
    assert divided is not None
    assert divided["gender"] == "K"
    assert divided["attainment"] != Attainment.NOT_JUDGED
    assert not_divided is not None
    assert not_divided["attainment_text"] == "Kan inte bedömas: utfallet finns inte för män."


def test_what_there_are_no_figures_of_has_no_face(outcomes: Figures) -> None:
    assert faces(outcomes, [replace(REACHED, municipality="9999"), replace(REACHED, kpi="N99999")]) == [None, None]
    assert face_of_all(outcomes, "9999", WAIT, []) is None


@pytest.mark.parametrize(
    "goal",
    [
        REACHED,
        MISSED,
        COMING,
        target(GRADES, LAST, TargetKind.AT_LEAST, value=62.0),
        target(GRADES, LAST, TargetKind.WITHIN, value=60.0, value2=70.0),
        target(COST, LAST, TargetKind.KEEP, base_year=2020),
        target(COST, LAST, TargetKind.INCREASE, base_year=2020, tolerance=1.0),
        target(FALLS, LAST, TargetKind.AS_GROUP, group="sodertorn"),
        target(GRADES, LAST, TargetKind.AS_GROUP, group="liknande"),
        target(FALLS, LAST, TargetKind.BEST_QUARTER),
        target(FALLS, LAST, TargetKind.RANK, group="lan", rank=3),
        target(SAFE, LAST, TargetKind.AT_LEAST, value=80.0),
    ],
)
def test_a_preview_says_what_the_overview_says_when_it_is_saved(
    outcomes: Figures, tmp_path: Path, goal: Target
) -> None:
    with figures_of(tmp_path, goal, harvest=small_harvest(own=STORY)) as saved:
        [overview] = [r for r in saved.records(Choice(HUDDINGE)) if r["kpi"] == goal.kpi]
    [row] = faces(outcomes, [goal])
    assert row is not None
    same = ("attainment", "attainment_text", "target_text", "attainment_reason", "name", "unit", "value")
    assert {name: str(dict(row)[name]) for name in same} == {name: str(dict(overview)[name]) for name in same}
