"""Volume and cost: the split to the last krona, indices, fixed prices, and the third that is reckoned."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signals.volumes import (
    COST,
    PARTS,
    UNIT_COST,
    VOLUME,
    between_breaks,
    completed,
    in_prices_of,
    indices,
    part_means,
    price_factor,
    split,
)

NAN = math.nan
_counts = st.floats(0, 200_000)
_kronor = st.floats(0, 5_000_000)
# What a float can lose of so large products, and two roundings to whole kronor.
_LOST = 3


def rows(*found: tuple[str, int, float, float], known: tuple[str, str] = (VOLUME, UNIT_COST)) -> pd.DataFrame:
    return pd.DataFrame(list(found), columns=["municipality", "year", *known])


@given(_counts, _counts, _kronor, _kronor)
def test_the_parts_are_the_whole_change_to_the_last_krona(v0: float, v1: float, c0: float, c1: float) -> None:
    found = split((v0, v1), (c0, c1))

    assert found.by_volume + found.by_unit_cost == found.change == found.after - found.before
    assert (found.before, found.after) == (round(v0 * c0), round(v1 * c1))


@given(_counts, _counts, _kronor, _kronor)
def test_with_the_years_swapped_every_part_only_changes_sign(v0: float, v1: float, c0: float, c1: float) -> None:
    found, swapped = split((v0, v1), (c0, c1)), split((v1, v0), (c1, c0))

    assert (swapped.by_volume, swapped.by_unit_cost) == (-found.by_volume, -found.by_unit_cost)


@given(_counts, _counts, _kronor, _kronor)
def test_each_change_is_weighed_by_the_mean_of_the_other(v0: float, v1: float, c0: float, c1: float) -> None:
    found = split((v0, v1), (c0, c1))
    v, w, c, d = map(Fraction, (v0, v1, c0, c1))

    assert abs(found.by_volume - (w - v) * (c + d) / 2) <= _LOST
    assert abs(found.by_unit_cost - (d - c) * (v + w) / 2) <= _LOST


@pytest.mark.parametrize(
    ("volume", "unit_cost", "by_volume", "by_unit_cost"),
    [
        ((100, 110), (1000, 1000), 10_000, 0),
        ((100, 100), (1000, 1200), 0, 20_000),
        ((100, 80), (1000, 1500), -25_000, 45_000),
        ((0, 10), (1000, 1000), 10_000, 0),
        ((100, 100), (1000, 1000), 0, 0),
    ],
)
def test_what_has_not_moved_has_no_part(
    volume: tuple[float, float], unit_cost: tuple[float, float], by_volume: int, by_unit_cost: int
) -> None:
    found = split(volume, unit_cost)

    assert (found.by_volume, found.by_unit_cost) == (by_volume, by_unit_cost)


@pytest.mark.parametrize("reckoned", PARTS)
def test_the_third_is_reckoned_of_the_two_that_are_known(reckoned: str) -> None:
    whole = {VOLUME: 20.0, UNIT_COST: 50.0, COST: 1000.0}
    known = {part: value for part, value in whole.items() if part != reckoned}
    frame = pd.DataFrame([{"municipality": "A", "year": 2020, **known}])

    assert completed(frame, reckoned, mean_of_two=False)[reckoned].tolist() == [whole[reckoned]]


def test_nothing_is_divided_by_nobody_and_nobody_costs_nothing() -> None:
    of_nobody = rows(("A", 2020, 0.0, 500.0), known=(VOLUME, COST))
    free = rows(("A", 2020, 0.0, 500.0), known=(UNIT_COST, COST))

    assert completed(of_nobody, UNIT_COST, mean_of_two=False)[UNIT_COST].isna().all()
    assert completed(free, VOLUME, mean_of_two=False)[VOLUME].isna().all()
    assert completed(rows(("A", 2020, 0.0, 500.0)), COST, mean_of_two=False)[COST].tolist() == [0.0]


def test_a_mean_of_two_counts_needs_both_of_the_same_municipality() -> None:
    known = rows(("A", 2019, 100.0, NAN), ("A", 2020, 110.0, 10.0), ("A", 2022, 120.0, 10.0), ("B", 2021, 50.0, 10.0))

    found = completed(known, COST, mean_of_two=True)

    assert found[VOLUME].tolist()[1] == 105.0
    assert found[COST].tolist()[1] == 1050.0
    assert found[VOLUME].isna().tolist() == [True, False, True, True]


def test_a_krona_is_worth_what_prices_have_made_of_it_in_both_directions() -> None:
    changes = {2015: 10.0, 2016: 50.0}

    assert price_factor(changes, 2014, 2016) == pytest.approx(1.65)
    assert price_factor(changes, 2016, 2014) == pytest.approx(1 / 1.65)
    assert price_factor(changes, 2015, 2015) == 1
    assert math.isnan(price_factor(changes, 2013, 2016))
    assert math.isnan(price_factor(changes, 2016, 2017))


def test_fixed_prices_move_costs_and_never_the_volume() -> None:
    known = completed(rows(("A", 2014, 10.0, 100.0), ("A", 2015, 10.0, 100.0)), COST, mean_of_two=False)

    found = in_prices_of(known, {2015: 10.0}, 2015)

    assert found[UNIT_COST].tolist() == pytest.approx([110.0, 100.0])
    assert found[COST].tolist() == pytest.approx([1100.0, 1000.0])
    assert found[VOLUME].tolist() == [10.0, 10.0]


def test_years_are_parted_where_the_way_of_measuring_changes() -> None:
    assert between_breaks([2014, 2015, 2017, 2018], (2015, 2018)) == [[2014], [2015, 2017], [2018]]
    assert between_breaks([2020], (2010,)) == [[2020]]
    assert between_breaks([], (2010,)) == []


def series(**years: float) -> pd.DataFrame:
    known = rows(*(("A", int(year[1:]), value, 10.0) for year, value in years.items()))
    return completed(known, COST, mean_of_two=False)


def index_of(found: pd.DataFrame, part: str = VOLUME) -> dict[int, float]:
    return {int(year): float(value) for year, value in zip(found["year"], found[part], strict=True)}


def test_the_base_year_is_a_hundred_and_a_gap_stays_a_gap() -> None:
    assert index_of(indices(series(y2016=200, y2017=100, y2019=150), 2017)) == {2016: 200, 2017: 100, 2019: 150}


def test_without_a_value_in_the_base_year_or_with_nothing_there_is_no_index() -> None:
    for base, years in product((2018, 2016), ({"y2016": 0.0, "y2017": 100.0},)):
        assert all(map(math.isnan, index_of(indices(series(**years), base)).values()))


def test_no_index_reaches_over_a_new_way_of_measuring() -> None:
    known = series(y2018=100, y2019=110, y2020=300, y2021=330)

    assert index_of(indices(known, 2018, (2020,))) == pytest.approx({2018: 100, 2019: 110})
    assert index_of(indices(known, 2020, (2020,))) == pytest.approx({2020: 100, 2021: 110})


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6))
def test_the_index_of_the_cost_is_the_product_of_the_others(v0: float, v1: float, c0: float, c1: float) -> None:
    found = indices(completed(rows(("A", 1, v0, c0), ("A", 2, v1, c1)), COST, mean_of_two=False), 1).iloc[1]

    assert found[COST] == pytest.approx(found[VOLUME] * found[UNIT_COST] / 100)


def test_a_mean_says_of_how_many_and_is_none_of_fewer_than_half() -> None:
    known = rows(("A", 2020, 100.0, 1.0), ("B", 2020, 200.0, 1.0), ("A", 2021, 100.0, 1.0))
    found = part_means(completed(known, COST, mean_of_two=False), ["A", "B", "C"])
    of_volume = found[found["part"] == VOLUME]

    assert of_volume[["year", "value", "members"]].to_numpy().tolist() == [[2020, 150.0, 2]]
