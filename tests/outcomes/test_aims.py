"""What is aimed at, year by year: of a gender's own targets, else the total's."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import pytest

from core.outcomes.aims import Aim, aims_of, final_aim
from core.outcomes.figures import Figures
from core.signals import TargetKind
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST, SAFE, WAIT, figures_of, target


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    targets = (
        target(GRADES, LAST + 3, TargetKind.AT_LEAST, value=80.0, is_final=True),
        target(GRADES, LAST, TargetKind.AT_LEAST, value=70.5),
        target(GRADES, LAST, TargetKind.AT_LEAST, value=75.0, gender="K"),
        target(WAIT, LAST, TargetKind.WITHIN, value=10.0, value2=20.0),
        target(WAIT, LAST + 1, TargetKind.AS_GROUP, group="sodertorn"),
    )
    with figures_of(tmp_path_factory.mktemp("aims"), *targets) as figures:
        yield figures


def test_milestones_stand_by_year_with_their_words_and_levels(figures: Figures) -> None:
    assert aims_of(figures, HUDDINGE, GRADES, "T") == [
        Aim(LAST, TargetKind.AT_LEAST, "minst 70,5", 70.5, is_final=False),
        Aim(LAST + 3, TargetKind.AT_LEAST, "minst 80,0", 80.0, is_final=True),
    ]
    assert [(aim.words, aim.level) for aim in aims_of(figures, HUDDINGE, WAIT, "T")] == [
        ("mellan 10 och 20", None),
        ("som Södertörn", None),
    ]


def test_women_have_their_own_targets_where_any_is_set_for_them_and_men_the_totals(figures: Figures) -> None:
    assert [aim.level for aim in aims_of(figures, HUDDINGE, GRADES, "K")] == [75.0]
    assert [aim.level for aim in aims_of(figures, HUDDINGE, GRADES, "M")] == [70.5, 80.0]
    assert not aims_of(figures, HUDDINGE, SAFE, "T")
    assert not aims_of(figures, BOTKYRKA, GRADES, "T")


@pytest.mark.parametrize(("year", "found"), [(2022, 2024), (2024, 2026), (2026, 2026), (nan, 2024)])
def test_the_final_target_is_the_nearest_ahead_else_the_latest(year: float, found: int) -> None:
    aims = [
        Aim(2023, TargetKind.AT_LEAST, "", 1.0, is_final=False),
        *(Aim(one, TargetKind.AT_LEAST, "", 1.0, is_final=True) for one in (2024, 2026)),
    ]
    final = final_aim(aims, year)
    assert final is not None
    assert final.year == found
    assert final_aim(aims[:1], year) is None
