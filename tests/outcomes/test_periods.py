"""A body's interim period: when the values that it waits for come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.cycle.checking_in import AskedPeriod
from core.cycle.plans import InterimPeriod
from core.outcomes.figures import Figures
from core.outcomes.periods import AskedFollowUp, follow_up
from tests.goals.chains import COUNCILS_PLAN, SCHOOLS_PLAN, goal_book
from tests.outcomes.test_undertakings import TODAY, holding
from tests.shared import GRADES, HUDDINGE, small_catalogue


@pytest.mark.parametrize(("step", "comes"), [(1, (date(2027, 6, 1), 2027)), (2, (date(2028, 6, 1), 2028))])
def test_the_next_value_is_awaited_as_often_as_it_is_measured(
    figures: Figures, step: int, comes: tuple[date, int]
) -> None:
    year, known = TODAY.year, figures.catalogue.indicators
    stepped = [one.model_copy(update={"step": step}) if one.kpi == GRADES else one for one in known]
    goals = goal_book(replace(COUNCILS_PLAN, year=year), replace(SCHOOLS_PLAN, year=year))
    made = holding(figures, goals).with_figures(figures.snapshot, small_catalogue(indicators=stepped))
    asked = AskedFollowUp(HUDDINGE, AskedPeriod("gn", year, InterimPeriod.SECOND), TODAY)
    told = {one.kpi: one.comes for goal in follow_up(made, asked).all for one in goal.figures}
    assert told[GRADES] == comes
