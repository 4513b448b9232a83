"""The matrix: which year a row stands in, what each cell shows, and what the means are of."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from core.cache.harvest import ALL_MUNICIPALITIES, Harvest
from core.features.compare.matrix import COUNTRY, COUNTY, EVERYONE, GROUP, Cell, MatrixRow, Mean, Newer, Scope, matrix
from core.kolada import NATION
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.outcomes.rows import Choice
from core.signals import Gender, Reason, Standing
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)
from tests.shared import COUNTY as STOCKHOLM

HANINGE, SALEM, TYRESO, OREBRO = "0136", "0128", "0138", "1880"
EARLIER = LAST - 1

Compare = Callable[..., AbstractContextManager[Figures]]


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    """Makes figures where some municipalities have values of their own."""

    def made(own: Values, harvest: Harvest | None = None) -> AbstractContextManager[Figures]:
        return figures_of(tmp_path, harvest=harvest or small_harvest(own=own))

    return made


def row_of(
    figures: Figures,
    kpi: str,
    group: str | None = None,
    *,
    own: str = HUDDINGE,
    gender: str = Gender.TOTAL,
    year: int | None = None,
) -> MatrixRow:
    """The row of KPI for GROUP, seen from OWN."""
    members = comparison_group(figures, own, group, kind="övergripande")
    [row] = matrix(figures, Scope(own, members, (figures.catalogue.by_kpi[kpi],), gender, year))
    return row


def cell_of(row: MatrixRow, municipality: str) -> Cell:
    [found] = [cell for cell in row.cells if cell.municipality == municipality]
    return found


def assert_mean(mean: Mean, values: list[float]) -> None:
    assert mean.value == pytest.approx(sum(values) / len(values))
    assert mean.of == len(values)


def test_a_row_for_each_indicator_and_a_cell_for_each_municipality_ones_own_first(figures: Figures) -> None:
    group = comparison_group(figures, SALEM, None, kind="")
    indicators = figures.catalogue.indicators
    rows = matrix(figures, Scope(SALEM, group, indicators))
    assert [row.indicator for row in rows] == list(indicators)
    for row in rows:
        columns = [cell.municipality for cell in row.cells]
        assert columns[0] == SALEM
        assert sorted(columns) == sorted(FULL)


def test_one_that_lags_behind_hides_nobodys_newest_value(compare: Compare) -> None:
    """Salem showed its 10 days of 2021 though it had 34 of 2022, because Botkyrka had none of 2022 (faults, A2)."""
    with compare({(COST, HANINGE, "T"): {LAST: None}}) as figures:
        row = row_of(figures, COST)
        assert row.year == LAST
        assert {cell.year for cell in row.cells if cell.municipality != HANINGE} == {LAST}
        older = cell_of(row, HANINGE)
        assert (older.year, older.value) == (EARLIER, plain_value(COST, HANINGE, EARLIER))
        assert cell_of(row, BOTKYRKA).value == plain_value(COST, BOTKYRKA, LAST)


def test_a_newer_value_that_few_others_have_does_not_take_the_place_of_one_that_is_judged(compare: Compare) -> None:
    with compare({(COST, m, "T"): {LAST: None} for m in IDS if m not in {HANINGE, SALEM}}) as figures:
        row = row_of(figures, COST)
        assert (row.year, row.newer) == (EARLIER, Newer(LAST, 2, is_open=True))
        assert {cell.year for cell in row.cells} == {EARLIER}
        assert {cell.municipality for cell in row.cells if not cell.is_newest} == {HANINGE, SALEM}


def test_those_without_any_value_do_not_hold_the_others_back(compare: Compare) -> None:
    with compare({(COST, HANINGE, "T"): dict.fromkeys(range(2014, LAST + 1), "Missing")}) as figures:
        row = row_of(figures, COST)
        assert row.year == LAST
        assert cell_of(row, HANINGE) == Cell(HANINGE, status="Missing")


def test_where_no_year_is_common_the_newest_that_half_have_is_chosen_and_others_show_theirs(
    compare: Compare,
) -> None:
    own: Values = {
        **{(COST, m, "T"): {EARLIER: None, LAST: "Privacy"} for m in FULL[:3]},
        **{(COST, m, "T"): {2020: None, 2021: None, EARLIER: None} for m in FULL[3:]},
    }
    with compare(own) as figures:
        row = row_of(figures, COST)
        assert row.year == LAST
        older = cell_of(row, FULL[0])
        assert (older.year, older.value) == (2021, plain_value(COST, FULL[0], 2021))
        assert (older.status, older.later_status) == ("", "Privacy")
        newest = cell_of(row, FULL[4])
        assert (newest.year, newest.later_status) == (LAST, "")


def test_where_half_is_not_reached_the_newest_year_of_all_is_chosen(compare: Compare) -> None:
    years = range(2014, LAST + 1)
    lone = {FULL[i]: LAST - i for i in range(3)}
    own: Values = {(COST, m, "T"): {y: None for y in years if y != lone.get(m)} for m in FULL}
    with compare(own) as figures:
        row = row_of(figures, COST)
        assert row.year == LAST
        assert {cell.municipality: cell.year for cell in row.cells if cell.year} == lone


@pytest.mark.parametrize("status", ["Missing", "Privacy", "Not applicable", "Something new"])
def test_why_there_is_no_value_is_kept_apart(compare: Compare, status: str) -> None:
    years = range(2014, LAST + 1)
    with compare({(COST, HANINGE, "T"): dict.fromkeys(years, status), (COST, SALEM, "T"): dict.fromkeys(years)}) as f:
        row = row_of(f, COST)
        assert cell_of(row, HANINGE) == Cell(HANINGE, status=status)
        assert cell_of(row, SALEM) == Cell(SALEM)


def test_why_there_is_no_value_is_told_where_nobody_in_the_group_has_one(compare: Compare) -> None:
    years = range(2014, LAST + 1)
    with compare({(COST, m, "T"): dict.fromkeys(years, "Privacy") for m in (HUDDINGE, BOTKYRKA)}) as figures:
        row = row_of(figures, COST, f"{HUDDINGE}.{BOTKYRKA}")
        assert row.year is None
        assert [cell.status for cell in row.cells] == ["Privacy", "Privacy"]


def test_what_is_too_old_to_be_judged_is_shown_as_that_as_on_the_overview(compare: Compare) -> None:
    with compare({(COST, HANINGE, "T"): dict.fromkeys(range(2021, LAST + 1))}) as figures:
        row, old = row_of(figures, COST), cell_of(row_of(figures, COST), HANINGE)
        [overview] = [r for r in figures.records(Choice(HANINGE)) if r["kpi"] == COST]
        assert (old.value, old.year, old.reason) == (overview["value"], overview["year"], "outdated")
        assert (row.year, overview["outcome_reason"]) == (LAST, "outdated")
    with compare({(COST, HANINGE, "T"): dict.fromkeys(range(2022, LAST + 1))}) as figures:
        row = row_of(figures, COST)
        assert (row.year, cell_of(row, HANINGE).year) == (LAST, 2021)


def test_a_newer_value_than_the_rows_is_not_followed_by_the_status_of_an_older_year(compare: Compare) -> None:
    own: Values = {**{(COST, m, "T"): {LAST: None} for m in FULL}, (COST, OREBRO, "T"): {EARLIER: "Missing"}}
    with compare(own) as figures:
        row = row_of(figures, COST, "sodertorn", own=OREBRO)
        mine = cell_of(row, OREBRO)
        assert (row.year, mine.year) == (EARLIER, LAST)
        assert mine.later_status == ""


def test_the_own_municipality_is_shown_though_it_is_not_in_the_group_nor_in_its_mean(figures: Figures) -> None:
    row = row_of(figures, COST, f"{BOTKYRKA}.{HANINGE}", own=OREBRO)
    assert [cell.municipality for cell in row.cells] == [OREBRO, BOTKYRKA, HANINGE]
    assert cell_of(row, OREBRO).value == plain_value(COST, OREBRO, LAST)
    values = [plain_value(COST, m, LAST) for m in (BOTKYRKA, HANINGE)]
    assert_mean(row.means[GROUP], values)


def test_the_own_municipality_does_not_choose_the_groups_year(compare: Compare) -> None:
    with compare({(COST, OREBRO, "T"): {LAST: None}}) as figures:
        row = row_of(figures, COST, "sodertorn", own=OREBRO)
        assert row.year == LAST
        assert cell_of(row, OREBRO).year == EARLIER


def test_without_a_group_the_own_municipality_stands_alone(figures: Figures) -> None:
    row = row_of(figures, COST, "liknande", own=OREBRO)
    assert [cell.municipality for cell in row.cells] == [OREBRO]
    assert row.year == LAST
    assert row.means[GROUP] == Mean()


@pytest.mark.parametrize(("there", "has_mean"), [(3, False), (4, True), (7, True)])
def test_the_groups_mean_is_unweighted_and_of_at_least_half(compare: Compare, there: int, has_mean: bool) -> None:
    years = range(2014, LAST + 1)
    with compare({(COST, m, "T"): dict.fromkeys(years) for m in FULL[there:]}) as figures:
        mean = row_of(figures, COST).means[GROUP]
        if has_mean:
            assert_mean(mean, [plain_value(COST, m, LAST) for m in FULL[:there]])
        else:
            assert mean == Mean(of=there)


def test_a_mean_is_of_the_rows_year_only(compare: Compare) -> None:
    own: Values = {
        **{(COST, m, "T"): {EARLIER: None, LAST: None} for m in FULL[:3]},
        **{(COST, m, "T"): {2020: None, 2021: None, EARLIER: None} for m in FULL[3:]},
    }
    with compare(own) as figures:
        row = row_of(figures, COST)
        values = [plain_value(COST, m, LAST) for m in FULL[3:]]
        assert_mean(row.means[GROUP], values)


def test_the_county_is_koladas_mean_and_the_country_the_weighted_nation(figures: Figures) -> None:
    row = row_of(figures, FALLS)
    county = [plain_value(FALLS, m, LAST) for m in IDS[:12]]
    assert_mean(row.means[COUNTY], county)
    country = [cell.value for cell in row_of(figures, FALLS, ".".join(IDS)).cells if cell.value is not None]
    assert row.means[COUNTRY].value == pytest.approx(sum(country) / 30 + 0.5)
    assert row.means[COUNTRY].of == 1


def without(harvest: Harvest, area: str) -> Harvest:
    return replace(harvest, values=harvest.values[harvest.values["municipality"] != area])


def test_the_mean_of_all_municipalities_never_stands_in_for_the_nation(compare: Compare) -> None:
    """One word, one measure: "Riket" was 82,3 in the matrix, their mean, and – on the indicator's page (faults, A3)."""
    with compare({}, without(small_harvest(), NATION)) as figures:
        means = row_of(figures, COST).means
        assert_mean(means[EVERYONE], [plain_value(COST, m, LAST) for m in IDS])
        assert COUNTRY not in means
    with compare({}, without(small_harvest(), ALL_MUNICIPALITIES)) as figures:
        means = row_of(figures, COST).means
        assert means[COUNTRY].of == 1
        assert EVERYONE not in means


@pytest.mark.parametrize(("area", "column", "least"), [(STOCKHOLM, COUNTY, 6), (ALL_MUNICIPALITIES, EVERYONE, 15)])
def test_koladas_means_are_of_at_least_half_too(compare: Compare, area: str, column: str, least: int) -> None:
    for members, has_mean in ((least, True), (least - 1, False)):
        harvest = without(small_harvest(), NATION)
        values = harvest.values.copy()
        values.loc[values["municipality"] == area, "members"] = members
        with compare({}, replace(harvest, values=values)) as figures:
            assert (column in row_of(figures, COST).means) == has_mean


def test_women_are_compared_with_women(figures: Figures) -> None:
    row = row_of(figures, WAIT, gender=Gender.WOMEN)
    assert (row.gender, row.split) == (Gender.WOMEN, True)
    assert cell_of(row, BOTKYRKA).value == plain_value(WAIT, BOTKYRKA, LAST, "K")
    county = [plain_value(WAIT, m, LAST, "K") for m in IDS[:12]]
    assert_mean(row.means[COUNTY], county)


def test_without_values_by_gender_the_total_stands_in_and_says_so(figures: Figures) -> None:
    row = row_of(figures, COST, gender=Gender.WOMEN)
    assert (row.gender, row.split) == (Gender.TOTAL, False)
    assert cell_of(row, BOTKYRKA).value == plain_value(COST, BOTKYRKA, LAST)
    assert row.means[GROUP].value is not None
    assert row_of(figures, COST).split


def test_one_that_lacks_the_gender_is_empty_while_others_have_it(compare: Compare) -> None:
    with compare({(WAIT, HANINGE, "K"): dict.fromkeys(range(2014, LAST + 1))}) as figures:
        row = row_of(figures, WAIT, gender=Gender.WOMEN)
        assert row.split
        assert cell_of(row, HANINGE) == Cell(HANINGE)


def test_a_gender_that_is_secret_for_all_is_no_hindrance(compare: Compare) -> None:
    with compare({(WAIT, m, "K"): dict.fromkeys(range(2014, LAST + 1), "Privacy") for m in IDS}) as figures:
        row = row_of(figures, WAIT, gender=Gender.WOMEN)
        assert (row.gender, row.split, row.year) == (Gender.TOTAL, False, LAST)


def test_up_to_a_year_everything_is_as_it_was_then(figures: Figures) -> None:
    row = row_of(figures, COST, year=2018)
    assert row.year == 2018
    assert all(cell.value == plain_value(COST, cell.municipality, 2018) for cell in row.cells)
    county = [plain_value(COST, m, 2018) for m in IDS[:12]]
    assert_mean(row.means[COUNTY], county)


def test_a_cell_says_the_year_that_was_measured_and_stands_in_the_year_that_repeats_it(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=indicators_with(SAFE, step=2))
    # Huddinge's of even years; nobody else's is repeated.
    own = {(SAFE, HUDDINGE, "T"): {year: 60.0 + year - year % 2 - 2014 for year in YEARS}}
    with figures_of(tmp_path, harvest=small_harvest(own=own), catalogue=catalogue) as figures:
        row = row_of(figures, SAFE)
        cell = cell_of(row, HUDDINGE)
        assert (row.year, cell.year, cell.repeated_to, cell.is_newest, row.newer) == (LAST, LAST - 1, LAST, True, None)
        assert cell.is_of(LAST)
        assert cell_of(row, BOTKYRKA).year == LAST
        everybody_repeats = {(SAFE, m, "T"): own[SAFE, HUDDINGE, "T"] for m in IDS}
    with figures_of(tmp_path, harvest=small_harvest(own=everybody_repeats), catalogue=catalogue) as figures:
        row = row_of(figures, SAFE)
        assert (row.year, row.newer, {cell.year for cell in row.cells}) == (LAST - 1, None, {LAST - 1})


def test_before_the_first_year_there_is_nothing(compare: Compare) -> None:
    with compare({(COST, m, "T"): dict.fromkeys(range(2014, 2020)) for m in IDS}) as figures:
        row = row_of(figures, COST, year=2016)
        assert row.year is None
        assert all(cell == Cell(cell.municipality) for cell in row.cells)
        assert row.means[GROUP] == Mean()


def test_a_year_that_is_not_complete_is_shown_without_standing(compare: Compare) -> None:
    early = {(COST, m, "T"): dict.fromkeys(range(2014, LAST)) for m in IDS[:10]}
    late: Values = {(COST, m, "T"): {LAST: None} for m in IDS[10:]}
    with compare({**early, **late}) as figures:
        row = row_of(figures, COST)
        assert (row.year, row.is_open) == (LAST, True)
        for cell in row.cells:
            assert (cell.reason, cell.standing, cell.n) == (Reason.OPEN_YEAR, Standing.NOT_JUDGED, 10)
            assert math.isnan(cell.place)
        assert not row_of(figures, GRADES).is_open


def test_a_cell_stands_where_it_stands_in_the_country_whatever_the_group(compare: Compare) -> None:
    with compare({}) as figures:
        for kpi, sign in ((SAFE, 1), (WAIT, -1)):
            values = [sign * plain_value(kpi, m, LAST) for m in IDS]
            for group in (None, "lan", f"{BOTKYRKA}.{OREBRO}"):
                cell = cell_of(row_of(figures, kpi, group), BOTKYRKA)
                assert cell.value is not None
                assert cell.n == 30
                assert cell.place == sum(value < sign * cell.value for value in values) / 29


def test_without_direction_a_place_is_how_many_are_lower(figures: Figures) -> None:
    cell = cell_of(row_of(figures, COST), BOTKYRKA)
    assert cell.value is not None
    assert (cell.reason, cell.standing) == (Reason.NO_DIRECTION, Standing.NOT_JUDGED)
    assert cell.place == sum(plain_value(COST, m, LAST) < cell.value for m in IDS) / 29
