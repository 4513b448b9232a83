"""What a chart shows is what can be compared: the years that were measured, to the outcome's own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from core.catalogue import Direction
from core.charts.chart_plan import ChartPlan
from core.charts.description import DotChart, LineChart, chart_words
from core.charts.line_chart import Years, gender_chart, page_chart, ranked, shown, story_chart
from core.charts.printed import PRINT
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures, Line, figure_table, indicator_figures, narrowed
from core.outcomes.rows import Choice
from core.signals import doubtful_zeros
from tests.shared import GRADES, HUDDINGE


def chart_of(found: IndicatorFigures, *lines: Line) -> LineChart:
    alone = replace(found, nation=Line("country", "Riket", ()), participants=(), milestones=())
    made = story_chart(replace(alone, lines=lines))
    assert isinstance(made, LineChart)
    return made


def test_others_are_shown_to_the_outcomes_year_only(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", ((2019, 1.0), (2020, 1.0), (2021, 2.0)))
    country = Line("country", "Landets kommuner (medel av 290)", ((2020, 3.0), (2021, 4.0), (2022, 9.0)))
    made = chart_of(found, own, country)
    assert [one.points for one in made.series] == [own.points, country.points[:2]]
    assert [one.name for one in made.series] == ["Huddinge", "Landet (medel)"]


def biennial(key: str, name: str, first: int, last: int, whose: str = "") -> Line:
    """Measured every second year from FIRST, and each value given for the year after too, up to LAST."""
    points = tuple((year, 50.0 + (year - first) // 2) for year in range(first, last + 1))
    return Line(key, name, points, whose=whose).measured_every(2)


@pytest.mark.parametrize(
    ("choices", "years"),
    [
        ((None, None), [2015, 2017, 2019, 2021, 2023, 2025]),
        ((None, 2022), [2015, 2017, 2019, 2021]),
        ((2016, 2024), [2017, 2019, 2021, 2023]),
        ((2018, 2018), None),
    ],
)
def test_only_the_years_that_were_measured_are_drawn_whatever_years_are_chosen(
    figures: Figures, choices: tuple[int | None, int | None], years: list[int] | None
) -> None:
    whole = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    indicator = whole.indicator.model_copy(update={"step": 2})
    own = biennial("own", "Huddinge", 2015, 2026)
    nation = biennial("country", "Riket", 2015, 2026)
    both = tuple(biennial(key, key, 2015, 2026) for key in ("women", "men"))
    of = replace(whole, indicator=indicator, lines=(own,), nation=nation, participants=(), by_gender=both)
    found = narrowed(of, (), *choices)
    for made, count in ((page_chart(found), 1), (gender_chart(found), 2)):
        drawn = [[year for year, _ in line.points] for line in made.series] if isinstance(made, LineChart) else made
        assert drawn == (None if years is None else [years] * count)
    # What Kolada has stands among the figures all the same.
    first, last = choices[0] or 2015, choices[1] or 2026
    assert figure_table(found)["År"].tolist() == list(range(last, first - 1, -1))


def test_a_newest_value_that_is_a_repetition_says_which_year_it_is_of(figures: Figures) -> None:
    whole = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own, others = (
        biennial("own", "Huddinge", 2023, 2026),
        [
            biennial("other", "Salem", 2022, 2026, "salem"),
            biennial("other", "Tyresö", 2023, 2026, "tyreso"),
        ],
    )
    mean = Line("group", "Södertörn (medel av 3)", ((2024, 50.5), (2025, 50.8), (2026, 51.3))).measured_every(2)
    of = replace(whole, lines=(own, mean), participants=tuple(others), milestones=())
    for made in (story_chart(of), page_chart(of)):
        assert isinstance(made, DotChart)
        assert made.year == 2026
        assert sorted(dot.name.replace(" (medel av 3)", "").replace(" (medel)", "") for dot in made.dots) == [
            "Huddinge (2025)",
            "Salem",
            "Södertörn",
            "Tyresö (2025)",
        ]


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
    country = Line("country", "Riket", ((2019, 1.0), (2020, 3.0), (2022, 9.0)))
    assert chart_of(found, country).series[0].points == country.points


def test_a_change_of_method_among_the_years_breaks_the_chart_and_one_outside_does_not(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", tuple((year, float(year)) for year in range(2015, 2023)))
    broken = found.indicator.model_copy(update={"break_years": (2011, 2015, 2019, 2023)})
    of = replace(found, indicator=broken, lines=(own,), milestones=(), participants=())
    for made in (story_chart(of), page_chart(of)):
        assert isinstance(made, LineChart)
        assert made.breaks == (2019,)
        plan = ChartPlan(made, 700, 300, PRINT, 13)
        old, new = plan.drawn_runs(made.series[0])
        [mark] = plan.break_marks
        assert old[-1][0] < mark.x < new[0][0]
        assert mark.text == "metodbyte"
        assert "Metodbyte 2019" in chart_words(made, "")
    assert page_chart(of, Years(2019, 2022)).breaks == ()  # type: ignore[union-attr]


def test_marks_that_stand_close_keep_the_newest_word(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", tuple((year, float(year)) for year in range(2003, 2026)))
    broken = found.indicator.model_copy(update={"break_years": (2007, 2013, 2016, 2021, 2024)})
    made = page_chart(replace(found, indicator=broken, lines=(own,), milestones=()))
    assert isinstance(made, LineChart)
    marks = ChartPlan(made, 358, 300, PRINT, 13).break_marks
    assert len(marks) == 5
    assert marks[0].text
    said = sorted(mark.begins for mark in marks if mark.text)
    assert all(after - before > 70 for before, after in pairwise(said))


def test_a_zero_that_cannot_be_right_is_told_and_sets_no_scale(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", tuple((year, 30.0 + year % 5) for year in range(2013, 2023)))
    nation = tuple((year, 0.0 if year < 2015 else 40.0) for year in range(2013, 2023))
    lines = (own, Line("country", "Riket", nation, doubtful_zeros(nation)))
    made = page_chart(replace(found, lines=lines, milestones=()))
    assert isinstance(made, LineChart)
    assert made.low >= 25
    assert made.series[1].points[0] == (2015, 40.0)
    assert made.notes == ("Riket är 0 år 2013–2014: troligen fel i underlaget, ritas inte.",)


def test_a_chart_of_women_and_men_says_when_its_last_common_year_is_older(figures: Figures) -> None:
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    women = Line("women", "Flickor", ((2018, 1.0), (2019, 2.0), (2020, 3.0)))
    men = Line("men", "Pojkar", ((2018, 1.0), (2019, 2.0), (2020, 3.0), (2021, 3.0)))
    own = Line("own", "Huddinge", ((2020, 3.0), (2021, 3.0), (2022, 3.0)))
    made = gender_chart(replace(found, lines=(own,), by_gender=(women, men)))
    assert isinstance(made, LineChart)
    assert made.notes == ("Senaste år med värden för båda: 2020.",)
    same = gender_chart(replace(found, lines=(replace(own, points=own.points[:1]),), by_gender=(women, women)))
    assert isinstance(same, LineChart)
    assert same.notes == ()


def test_a_mean_says_of_how_many_it_is_in_the_year_that_is_shown(figures: Figures) -> None:
    """Of 158 in 2019, though of 177 in the newest year."""
    indicator = indicator_figures(figures, Choice(HUDDINGE), GRADES).indicator
    members = ((2019, 158), (2020, 177))
    mean = Line("country", "Landets kommuner (medel av 177)", ((2019, 1.0), (2020, 2.0)), members=members)
    dots = ranked([mean], 2019, indicator)
    assert dots is not None
    assert [dot.name for dot in dots.dots] == ["Landets kommuner (medel av 158)"]
    assert shown(mean, Years(last=2019)).name == "Landets kommuner (medel av 158)"
    assert shown(mean).name == mean.name


def test_where_lines_end_in_different_years_every_label_says_its_own(figures: Figures) -> None:
    """The others' are of the outcome's year at the latest, and of an earlier where they have none."""
    found = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    own = Line("own", "Huddinge", ((2019, 3.0), (2020, 4.0), (2022, 33.0)))
    country = Line("country", "Riket", ((2019, 3.0), (2020, 4.0), (2021, 57.0), (2023, 60.0)))

    def labels(*lines: Line) -> list[str]:
        made = page_chart(replace(found, lines=lines, participants=(), milestones=()))
        assert isinstance(made, LineChart)
        return [one.text for one in ChartPlan(made, 700, 300, PRINT, 13).labels]

    assert [one[-6:] for one in labels(own, country)] == ["(2022)", "(2021)"]
    assert not any("(" in one for one in labels(own))
