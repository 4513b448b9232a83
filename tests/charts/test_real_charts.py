"""The charts of Kolada's real values: each kind of fault's example with its right value (issue 11, B)."""

from __future__ import annotations

from functools import cache

import duckdb
import pytest

from core.catalogue import default_catalogue
from core.charts.line_chart import Years, chart_of
from core.features.decks.deck import DotChart, LineChart
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
    return [Line("own", "Egen", points(kpi, municipality)), Line("country", "Riket", nation, doubtful_zeros(nation))]


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
    assert isinstance(chart_of(default_catalogue().by_kpi[kpi], lines(kpi, "0127")), DotChart)


def test_the_nations_isolated_zeros_are_told_and_set_no_scale() -> None:
    made = chart_of(default_catalogue().by_kpi["N18409"], lines("N18409", "0127"))
    assert isinstance(made, LineChart)
    assert made.notes == ("Riket är 0 år 2013–2014: troligen fel i underlaget, ritas inte.",)
    assert made.low > 0
    assert made.series[1].points[0][0] == 2015
