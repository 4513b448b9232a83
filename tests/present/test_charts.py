"""What a chart shows is what can be compared: the years that were measured, to the outcome's own."""

from __future__ import annotations

from dataclasses import replace

from core.catalogue import Direction
from core.overview.figures import Figures
from core.overview.indicator import IndicatorFigures, Line, indicator_figures
from core.overview.rows import Choice
from core.present.charts import line_chart, story_chart
from core.present.deck import DotChart, LineChart
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


def test_two_points_are_no_line_but_the_years_dots_of_all_in_the_cooperation(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", ((2019, 1.0), (2021, 2.0)))
    others = (Line("other", "Salem", ((2021, 5.0),)), Line("other", "Tyresö", ((2019, 9.0),)))
    group = Line("group", "Södertörn (medel av 4)", ((2020, 3.0), (2021, 4.0), (2022, 9.0)))
    of = replace(found, lines=(own, group), participants=others, milestones=())
    made = story_chart(of)
    assert isinstance(made, DotChart)
    assert [(dot.key, dot.name, dot.value) for dot in made.dots] == [
        ("other", "Tyresö (2019)", 9.0),
        ("other", "Salem", 5.0),
        ("group", "Södertörn (medel)", 4.0),
        ("own", "Huddinge", 2.0),
    ]
    low = replace(of, indicator=found.indicator.model_copy(update={"direction": Direction.LOW}))
    assert [dot.key for dot in story_chart(low).dots] == ["own", "group", "other", "other"]  # type: ignore[union-attr]
    whole = replace(of, lines=(Line("own", "Huddinge", ((2019, 1.0), (2020, 1.0), (2021, 2.0))), group))
    drawn = story_chart(whole)
    assert isinstance(drawn, LineChart)
    assert [line.name for line in drawn.series] == ["Huddinge", "Salem", "Tyresö"]
    # A change that no line shows, and a title that is not about one, have dots.
    assert isinstance(story_chart(replace(of, lines=(Line("own", "Huddinge", ((2018, 1.0), *own.points)),))), DotChart)
    assert isinstance(story_chart(whole, is_change=False), DotChart)


def test_without_a_value_of_its_own_the_others_are_shown_whole(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    group = Line("group", "Södertörn (medel av 4)", ((2020, 3.0), (2022, 9.0)))
    assert chart_of(found, group).series[0].points == group.points
