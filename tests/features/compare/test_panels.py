"""Small charts side by side: the same years for all, own first, the group's mean beside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.features.compare.matrix import Scope
from core.features.compare.panels import PANEL_YEARS, Panels, panels
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.signals import Gender
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    HUDDINGE,
    LAST,
    WAIT,
    YEARS,
    Values,
    figures_of,
    plain_value,
    small_harvest,
)

HANINGE, SALEM, OREBRO = "0136", "0128", "1880"
LONG = range(2008, LAST + 1)
OWN: Values = {
    **{(COST, m, "T"): {2015: None} for m in FULL[:4]},
    (COST, HANINGE, "T"): dict.fromkeys(LONG, "Privacy"),
    (COST, SALEM, "T"): {2018: None, 2019: "Missing"},
}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    harvest = small_harvest(own=OWN, years=LONG)
    with figures_of(tmp_path_factory.mktemp("panels"), harvest=harvest) as made:
        yield made


def panels_of(
    figures: Figures,
    kpi: str = COST,
    group: str = "sodertorn",
    *,
    own: str = HUDDINGE,
    gender: str = Gender.TOTAL,
    year: int | None = None,
) -> Panels:
    indicator = figures.catalogue.by_kpi[kpi]
    members = comparison_group(figures, own, group, kind="")
    return panels(figures, Scope(own, members, (indicator,), gender, year))


def test_each_municipality_has_its_own_values_year_by_year(country: Figures) -> None:
    found = panels_of(country, WAIT)
    for municipality, line in found.series.items():
        assert line.points == tuple((year, plain_value(WAIT, municipality, year)) for year in YEARS)


def test_the_own_municipality_comes_first_and_those_without_values_not_at_all(country: Figures) -> None:
    series = panels_of(country).series
    assert next(iter(series)) == HUDDINGE
    assert set(series) == set(FULL) - {HANINGE}
    assert next(iter(panels_of(country, own=OREBRO).series)) == OREBRO


def test_only_the_last_ten_years_are_drawn(country: Figures) -> None:
    found = panels_of(country)
    assert found.years == (LAST - PANEL_YEARS + 1, LAST)
    assert panels_of(country, year=2019).years == (2010, 2019)
    assert panels_of(country, year=2012).years == (LONG[0], 2012)


def test_a_year_without_a_value_is_a_gap_and_no_guess(country: Figures) -> None:
    years = {year for year, _ in panels_of(country).series[SALEM].points}
    assert years == set(YEARS) - {2018, 2019}


def test_the_mean_is_of_the_members_and_of_at_least_half(country: Figures) -> None:
    mean = dict(panels_of(country).mean.points)
    assert 2015 not in mean
    there = [m for m in FULL if m not in (HANINGE, SALEM)]
    assert mean[2018] == pytest.approx(sum(plain_value(COST, m, 2018) for m in there) / len(there))
    alone = panels_of(country, group=f"{BOTKYRKA}.{SALEM}", own=OREBRO)
    assert dict(alone.mean.points)[LAST] == pytest.approx(
        sum(plain_value(COST, m, LAST) for m in (BOTKYRKA, SALEM)) / 2
    )


def test_women_are_drawn_where_there_are_values_and_else_the_total(country: Figures) -> None:
    women = panels_of(country, WAIT, gender=Gender.WOMEN)
    assert (women.gender, women.split) == (Gender.WOMEN, True)
    assert women.series[BOTKYRKA].points[-1] == (LAST, plain_value(WAIT, BOTKYRKA, LAST, "K"))
    total = panels_of(country, gender=Gender.WOMEN)
    assert (total.gender, total.split) == (Gender.TOTAL, False)
    assert panels_of(country).split


def test_up_to_a_year_nothing_later_is_drawn(country: Figures) -> None:
    found = panels_of(country, WAIT, year=2018)
    assert {line.points[-1][0] for line in found.series.values()} == {2018}
    assert found.mean.points[-1][0] == 2018


def test_where_nobody_has_values_there_is_nothing_to_draw(country: Figures) -> None:
    found = panels_of(country, group=HANINGE, own=HANINGE)
    assert (found.series, found.mean.points) == ({}, ())


def test_without_a_group_the_own_municipality_stands_alone_without_a_mean(country: Figures) -> None:
    found = panels_of(country, group="liknande", own=OREBRO)
    assert list(found.series) == [OREBRO]
    assert found.mean.points == ()
