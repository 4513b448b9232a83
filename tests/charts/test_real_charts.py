"""The charts of Kolada's real values: each kind of fault's example with its right value (issue 11, B)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import duckdb
import pytest

from core.catalogue import default_catalogue
from core.charts.description import DotChart, LineChart
from core.charts.line_chart import Years, chart_of, shown
from core.outcomes.indicator import Line
from core.signals import doubtful_zeros
from tests.shared import KOLADA

OBSERVATIONS = KOLADA / "data" / "observations.parquet"

pytestmark = [pytest.mark.kolada, pytest.mark.skipif(not OBSERVATIONS.exists(), reason="../shared/kolada is not here")]


@cache
def points(kpi: str, municipality: str) -> tuple[tuple[int, float], ...]:
    """The total's values, oldest first."""
    asked = """
        select cast(year as integer), value from read_parquet($file)
        where kpi = $kpi and municipality = $municipality and gender = 'T' and value is not null order by year
    """
    with duckdb.connect() as database:
        found = database.execute(asked, {"file": str(OBSERVATIONS), "kpi": kpi, "municipality": municipality})
        return tuple((int(year), float(value)) for year, value in found.fetchall())


def lines(kpi: str, municipality: str) -> list[Line]:
    nation = points(kpi, "0000")
    both = Line("own", "Egen", points(kpi, municipality)), Line("country", "Riket", nation, doubtful_zeros(nation))
    return [line.measured_every(default_catalogue().by_kpi[kpi].step) for line in both]


@pytest.mark.parametrize(("kpi", "year"), [("N20900", 2019), ("N15428", 2012)])
def test_a_change_of_method_breaks_the_line(kpi: str, year: int) -> None:
    made = chart_of(default_catalogue().by_kpi[kpi], lines(kpi, "0126"))
    assert isinstance(made, LineChart)
    assert made.breaks == (year,)


def test_an_election_is_measured_when_it_is_held_and_nothing_between() -> None:
    made = chart_of(default_catalogue().by_kpi["N05401"], lines("N05401", "0181"), years=Years(first=2006))
    assert isinstance(made, LineChart)
    for line in made.series:
        assert [year for year, _ in line.points] == [2006, 2010, 2014, 2018, 2022]


@pytest.mark.parametrize("kpi", ["N15613", "N15643"])
def test_what_is_measured_every_second_year_has_no_repeated_values(kpi: str) -> None:
    made = chart_of(default_catalogue().by_kpi[kpi], lines(kpi, "0126"))
    assert isinstance(made, LineChart)
    assert [year for year, _ in made.series[0].points] == [2022, 2024, 2026]
    [own, *_] = lines(kpi, "0127")
    assert [year for year, _ in own.measured] == [2023, 2025]
    made = chart_of(default_catalogue().by_kpi[kpi], [own], others=[replace(lines(kpi, "0126")[0], name="Huddinge")])
    assert isinstance(made, DotChart)
    assert (made.year, {dot.name for dot in made.dots}) == (2026, {"Egen (2025)", "Huddinge"})


@pytest.mark.parametrize(
    ("kpi", "municipality", "last", "measured"),
    [
        ("N05401", "0126", 2021, [2006, 2010, 2014, 2018]),
        ("N05401", "0000", 2020, [2006, 2010, 2014, 2018]),
        ("N15613", "0126", 2025, [2022, 2024]),
        ("N15643", "0136", 2025, [2022, 2024]),
        ("N15643", "0127", 2026, [2023, 2025]),
        ("N07926", "0128", 2022, [2019, 2021, 2022]),
    ],
)
def test_a_series_is_measured_in_the_same_years_whatever_the_last_is(
    kpi: str, municipality: str, last: int, measured: list[int]
) -> None:
    [own, *_] = lines(kpi, municipality)
    assert [year for year, _ in shown(own, Years(last=last)).points][-len(measured) :] == measured


def test_the_nations_isolated_zeros_are_told_and_set_no_scale() -> None:
    made = chart_of(default_catalogue().by_kpi["N18409"], lines("N18409", "0127"))
    assert isinstance(made, LineChart)
    assert made.notes == ("Riket är 0 år 2013–2014: troligen fel i underlaget, ritas inte.",)
    assert made.low > 0
    assert made.series[1].points[0][0] == 2015
