"""What a chart shows is what can be compared: the years that were measured, to the outcome's own."""

from __future__ import annotations

from dataclasses import replace

from core.overview.figures import Figures
from core.overview.indicator import IndicatorFigures, Line, indicator_figures
from core.overview.rows import Choice
from core.present.charts import line_chart
from core.present.deck import LineChart
from tests.shared import GRADES, HUDDINGE


def chart_of(found: IndicatorFigures, *lines: Line, step: int = 1) -> LineChart:
    indicator = found.indicator.model_copy(update={"step": step})
    made = line_chart(replace(found, indicator=indicator, lines=lines, milestones=()))
    assert made is not None
    return made


def test_others_are_shown_to_the_outcomes_year_only(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", ((2019, 1.0), (2021, 2.0)))
    group = Line("group", "Södertörn (medel av 4)", ((2020, 3.0), (2021, 4.0), (2022, 9.0)))
    made = chart_of(found, own, group)
    assert [one.points for one in made.series] == [own.points, group.points[:2]]
    assert [one.name for one in made.series] == ["Huddinge", "Södertörn (medel)"]


def test_of_what_is_measured_every_fourth_year_only_those_years_are_shown(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", tuple((year, float(year)) for year in range(2013, 2023)))
    assert [year for year, _ in chart_of(found, own, step=4).series[0].points] == [2014, 2018, 2022]
    assert len(chart_of(found, own).series[0].points) == 10


def test_without_a_value_of_its_own_the_others_are_shown_whole(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    group = Line("group", "Södertörn (medel av 4)", ((2020, 3.0), (2022, 9.0)))
    assert chart_of(found, group).series[0].points == group.points
