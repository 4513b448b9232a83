"""What holds for a KPI in a year in the whole country: open or closed, and how much it changes anyway."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import kpi_years
from tests.signals.frames import (
    KPI,
    Row,
    alike,
    codes,
    in_one_year,
    indicators,
    only,
    restless,
    same_rows,
    together,
    values,
)


def reported(counts: dict[int, int], *, gender: str = "T") -> pd.DataFrame:
    """A KPI that as many municipalities have reported in each year as COUNTS says."""
    return together(*[in_one_year([1.0] * n, year=year, gender=gender) for year, n in counts.items()])


def is_open(counts: dict[int, int], year: int) -> bool:
    return bool(only(kpi_years(reported(counts), indicators({})), year=year)["is_open"])


def test_a_year_with_60_per_cent_of_the_fullest_is_closed() -> None:
    assert not is_open({2023: 290, 2024: 174}, 2024)


def test_a_year_with_just_under_60_per_cent_of_the_fullest_is_open() -> None:
    assert is_open({2023: 290, 2024: 173}, 2024)


@pytest.mark.parametrize("fullest", [5, 10, 15, 35, 55, 110, 135, 235, 285])
def test_60_per_cent_is_60_per_cent_whatever_the_number(fullest: int) -> None:
    assert not is_open({2023: fullest, 2024: fullest * 3 // 5}, 2024)
    assert is_open({2023: fullest, 2024: fullest * 3 // 5 - 1}, 2024)


def test_the_fullest_is_sought_five_years_back_and_no_longer() -> None:
    assert is_open({2019: 100, 2023: 10, 2024: 12}, 2024)
    assert not is_open({2018: 100, 2023: 10, 2024: 12}, 2024)


def test_the_fullest_of_the_five_counts_and_not_the_nearest() -> None:
    assert is_open({2021: 100, 2022: 40, 2023: 40, 2024: 40}, 2024)


def test_the_year_itself_and_later_years_do_not_count() -> None:
    assert not is_open({2022: 10, 2023: 10, 2024: 100}, 2023)


def test_the_first_year_is_closed() -> None:
    assert not is_open({2023: 1, 2024: 1}, 2023)


def test_a_closed_year_can_follow_an_open_one() -> None:
    counts = {2022: 100, 2023: 20, 2024: 90}
    assert is_open(counts, 2023)
    assert not is_open(counts, 2024)


def test_a_status_is_not_a_report() -> None:
    full = reported({2023: 10})
    silent = values(alike(codes(10)[5:], {2024: "Missing"}))
    years = kpi_years(together(full, in_one_year([1.0] * 5, year=2024), silent), indicators({}))
    assert only(years, year=2024)["n"] == 5
    assert only(years, year=2024)["is_open"]


def test_one_kpi_says_nothing_of_another() -> None:
    other = in_one_year([1.0] * 100, year=2023, kpi="N00002")
    years = kpi_years(together(reported({2023: 10, 2024: 10}), other), indicators({}, {"kpi": "N00002"}))
    assert not only(years, kpi=KPI, year=2024)["is_open"]


def test_years_without_a_single_value_have_no_row() -> None:
    years = kpi_years(reported({2020: 3, 2024: 3}), indicators({}))
    assert years["year"].tolist() == [2020, 2024]


def deadband(frame: pd.DataFrame, year: int, **indicator: object) -> Row:
    return only(kpi_years(frame, indicators(indicator)), year=year)


def test_the_deadband_is_twice_the_median_yearly_change() -> None:
    assert deadband(restless(20, range(2018, 2025), 1.5), 2024)["deadband"] == 3


def test_the_median_is_of_all_municipalities_and_all_five_years_together() -> None:
    # 4 pairs of 1 and 8 of 9 a year, so half the municipalities' own medians would be something else.
    frame = together(restless(4, range(2010, 2025), 1), values(_wobbling(8, 9)))
    row = deadband(frame, 2024)
    assert row["pairs"] == 12 * 5
    assert row["deadband"] == 18


def _wobbling(n: int, change: float) -> dict[str, dict[int, float]]:
    return {f"{2000 + i}": {year: change * (year % 2) for year in range(2010, 2025)} for i in range(n)}


def test_the_median_of_an_even_number_of_changes_lies_between_the_middle_two() -> None:
    frame = together(restless(10, [2023, 2024], 1), values(_two_years(10, 2)))
    assert deadband(frame, 2024)["deadband"] == 3


def _two_years(n: int, change: float) -> dict[str, dict[int, float]]:
    return {f"{2000 + i}": {2023: 0, 2024: change} for i in range(n)}


def test_changes_to_the_newest_five_years_count_and_older_ones_do_not() -> None:
    frame = together(restless(20, range(2010, 2021), 10), values(_after_2020(20, 1)))
    assert deadband(frame, 2024)["deadband"] == 20, "2020 against 2019 is the oldest of the five"
    assert deadband(frame, 2025)["deadband"] == 2


def _after_2020(n: int, change: float) -> dict[str, dict[int, float]]:
    """Only one quiet change, in 2025, against ten in 2020: whichever is in the window alone decides."""
    return {f"{2000 + i}": {2024: 5, 2025: 5 + change} for i in range(n)}


def test_later_changes_do_not_count() -> None:
    frame = together(restless(20, [2018, 2019], 1), values(_later(60)))
    assert deadband(frame, 2019)["deadband"] == 2


def _later(n: int) -> dict[str, dict[int, float]]:
    return {f"{2000 + i}": {2019: 0, 2020: 50} for i in range(n)}


def test_without_a_single_pair_there_is_no_deadband() -> None:
    row = deadband(in_one_year([1.0] * 30), 2024)
    assert row["pairs"] == 0
    assert isnan(row["deadband"])


def test_an_indicator_that_lacks_pairs_does_not_stop_the_others() -> None:
    # As when the only indicator of every fourth year could not be fetched, or has been measured once.
    frame = together(restless(20, [2023, 2024], 1), in_one_year([1.0], kpi="N00002"))
    years = kpi_years(frame, indicators({}, {"kpi": "N00002", "step": 4}, {"kpi": "N00003", "step": 2}))
    assert only(years, kpi=KPI, year=2024)["deadband"] == 2


def test_twenty_pairs_are_enough_and_nineteen_are_not() -> None:
    assert deadband(restless(20, [2023, 2024], 1), 2024)["deadband"] == 2
    assert isnan(deadband(restless(19, [2023, 2024], 1), 2024)["deadband"])


def test_the_catalogue_s_own_deadband_holds_whatever_the_number_of_pairs() -> None:
    assert deadband(restless(3, [2023, 2024], 1), 2024, deadband=0.7)["deadband"] == 0.7
    assert deadband(restless(30, [2023, 2024], 1), 2024, deadband=0.7)["deadband"] == 0.7


@pytest.mark.parametrize("step", [2, 4])
def test_a_series_of_every_second_or_fourth_year_is_weighed_by_its_own_step(step: int) -> None:
    row = deadband(restless(20, range(2012, 2025, step), 3), 2024, step=step)
    assert row["deadband"] == 6
    assert row["pairs"] == 20 * {2: 3, 4: 2}[step]


def test_values_that_kolada_repeats_between_two_measurements_do_not_shrink_the_deadband() -> None:
    points = {year: 100 + 3.0 * (year // 2 % 2) for year in range(2014, 2026)}
    frame = values(alike(codes(20), points))
    assert deadband(frame, 2025, step=1)["deadband"] == 0, "three of five years only repeat"
    assert deadband(frame, 2025, step=2)["deadband"] == 6


def test_women_and_men_have_deadbands_of_their_own() -> None:
    frame = together(restless(20, [2023, 2024], 1, gender="K"), restless(20, [2023, 2024], 4, gender="M"))
    years = kpi_years(frame, indicators({}))
    assert only(years, gender="K", year=2024)["deadband"] == 2
    assert only(years, gender="M", year=2024)["deadband"] == 8


@settings(max_examples=100, deadline=None)
@given(counts=st.dictionaries(st.integers(2005, 2020), st.integers(1, 40), min_size=1))
def test_open_years_are_those_that_a_plain_count_finds(counts: dict[int, int]) -> None:
    years = kpi_years(reported(counts), indicators({}))
    found = {int(year): bool(now_open) for year, now_open in zip(years["year"], years["is_open"], strict=True)}
    assert found == {
        year: n * 10 < 6 * max([counts.get(year - back, 0) for back in (1, 2, 3, 4, 5)]) for year, n in counts.items()
    }


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    frame = together(restless(25, range(2018, 2025), 1.5), reported({2023: 30, 2024: 5}, gender="K"))
    order = data.draw(st.permutations(range(len(frame))))
    same_rows(kpi_years(frame, indicators({})), kpi_years(frame.iloc[order], indicators({})))
