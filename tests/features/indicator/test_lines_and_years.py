"""Which lines and which years an indicator's page draws, and how they are chosen."""

from __future__ import annotations

from typing import Any

from core.charts.charts import Drawn, DrawnChart
from core.features.indicator.view import IndicatorPage, indicator_page
from core.outcomes.figures import Figures
from core.web.choices import Choices
from tests.features.indicator.test_view import World, page_of, world
from tests.shared import (
    GRADES,
    HUDDINGE,
    LAST,
    SAFE,
    WAIT,
    YEARS,
    small_harvest,
)

__all__ = ["world"]


def test_the_others_lines_end_in_the_outcomes_year(figures: Figures) -> None:
    page = page_of(figures, SAFE)
    assert (page.year, drawn(page.charts).plan.named_years[-1][1]) == ("2021", "2021")
    assert page.table_rows[0][0] == str(LAST)


def test_a_year_that_figures_are_of_is_shown_and_can_be_taken_away(figures: Figures) -> None:
    year = seen(figures, year=2019).menus[-1]
    assert (year.label, year.chosen) == ("År", "Till och med 2019")
    assert "ar=" not in next(option.address for option in year.options if option.words == "Senaste")


def test_the_nation_is_another_line_than_its_municipalities_and_both_can_be_chosen(figures: Figures) -> None:
    both = seen(figures, lines=("riket", "0000"))
    assert both.table_head[2:4] == ("Landets kommuner (medel av 30)", "Riket")
    assert [line.key for line in drawn(both.charts).lines] == ["own", "country", "other"]
    assert [line.key for line in drawn(seen(figures, lines=("0000",)).charts).lines] == ["own", "country"]


def seen(figures: Figures, **changes: Any) -> IndicatorPage:
    return indicator_page(figures, Choices(HUDDINGE, kpi=GRADES, **changes), GRADES)


def drawn(charts: tuple[Drawn, ...]) -> DrawnChart:
    """The first of CHARTS, which has lines."""
    assert isinstance(charts[0], DrawnChart)
    return charts[0]


def test_the_lines_beside_ones_own_are_those_that_are_chosen(figures: Figures) -> None:
    usual = [line.key for line in drawn(seen(figures).charts).lines]
    assert usual == ["own", "group", "county", "country"]
    chosen = seen(figures, lines=("riket", "0128"))
    assert [line.key for line in drawn(chosen.charts).lines] == ["own", "country", "other"]
    assert chosen.table_head[:4] == ("År", "Huddinge", "Landets kommuner (medel av 30)", "Salem")
    assert [line.key for line in drawn(seen(figures, lines=()).charts).lines] == ["own"]


def test_the_years_are_those_that_are_chosen_in_every_chart_and_in_the_table(figures: Figures) -> None:
    page = seen(figures, first=2018, last=2020)
    assert [row[0] for row in page.table_rows] == ["2020", "2019", "2018"]
    for chart in (drawn(page.charts), drawn(page.gender_charts)):
        assert {text for _, text in chart.plan.named_years} <= {"2018", "2019", "2020"}
    assert (page.outcome, page.year) == (seen(figures).outcome, seen(figures).year)


def test_years_without_values_lead_to_all_years(figures: Figures, world: World) -> None:
    harvest = small_harvest(own={(WAIT, HUDDINGE, "T"): dict.fromkeys(range(YEARS[0], 2020))})
    assert world.page(WAIT, harvest=harvest).all_years_address == ""
    page = seen(figures, lines=(), first=2018, last=2018)
    assert page.all_years_address == f"/indikator?kommun={HUDDINGE}&nyckeltal={GRADES}&linjer=inga"


def test_a_line_is_taken_or_left_by_its_link_and_three_are_the_most(figures: Figures) -> None:
    lines = {option.words: option for option in seen(figures).line_menus[0].options}
    assert [words for words, option in lines.items() if option.chosen] == ["Södertörn", "Länet", "Landets kommuner"]
    assert lines["Länet"].address.endswith("linjer=sodertorn.riket")
    assert lines["Salem"].address == ""
    fewer = {option.words: option for option in seen(figures, lines=("riket",)).line_menus[0].options}
    assert fewer["Salem"].address.endswith("linjer=riket.0128")
    assert fewer["Landets kommuner"].address.endswith("linjer=inga")
    back = {option.words: option for option in seen(figures, lines=("sodertorn", "riket")).line_menus[0].options}
    assert "linjer" not in back["Länet"].address


def test_neither_end_of_the_years_can_pass_the_other(figures: Figures) -> None:
    _, first, last = seen(figures, first=2018, last=2020).line_menus
    assert (first.chosen, last.chosen) == ("2018", "2020")
    assert max(option.words for option in first.options) == "2020"
    assert min(option.words for option in last.options) == "2018"
    _, first, last = seen(figures).line_menus
    assert (first.chosen, last.chosen) == (str(YEARS[0]), str(LAST))
