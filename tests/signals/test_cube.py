"""The block of values that the rules are reckoned on holds every value once and nothing else."""

from __future__ import annotations

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals.cube import Cube, median, years_back
from tests.signals.frames import KPI, NAN, TOWN, together, values

KPIS = pd.Index([KPI, "N00002"])


def test_every_value_has_its_place_by_kpi_gender_year_and_municipality() -> None:
    cube = Cube.from_frame(
        together(values({TOWN: {2020: 1, 2022: 3}}), values({"0002": {2021: 7}}, kpi="N00002", gender="M")), KPIS
    )
    assert cube.years.tolist() == [2020, 2021, 2022]
    assert cube.municipalities.tolist() == [TOWN, "0002"]
    assert cube.values[0, 0, :, 0].tolist() == pytest.approx([1, NAN, 3], nan_ok=True)
    assert cube.values[1, 2, 1, 1] == 7
    assert np.count_nonzero(cube.present) == 3


def test_other_indicators_and_unknown_genders_are_left_out() -> None:
    frame = together(values({TOWN: {2020: 1}}, kpi="N09999"), values({TOWN: {2020: 1}}, gender="X"))
    cube = Cube.from_frame(frame, KPIS)
    assert not cube.present.any()
    assert cube.keys(cube.cells()).empty


def test_a_status_without_a_value_is_no_value() -> None:
    cube = Cube.from_frame(values({TOWN: {2020: 1, 2021: "Privacy"}}), KPIS)
    assert cube.keys(cube.cells())["year"].tolist() == [2020]


def test_every_value_comes_back_under_its_own_keys() -> None:
    before = together(
        values({TOWN: {2020: 1, 2022: 3}, "0002": {2020: 5}}), values({TOWN: {2021: 7}}, kpi="N00002", gender="K")
    )
    cube = Cube.from_frame(before, KPIS)
    after = cube.keys(cube.cells()).assign(value=cube.values[cube.cells()])
    keys = ["kpi", "municipality", "gender", "year", "value"]
    assert sorted(map(tuple, after[keys].to_numpy().tolist())) == sorted(map(tuple, before[keys].to_numpy().tolist()))


def test_years_back_is_the_same_municipality_earlier() -> None:
    cube = Cube.from_frame(values({TOWN: {2020: 1, 2021: 2, 2022: 3}, "0002": {2020: 4, 2022: 6}}), pd.Index([KPI]))
    earlier = years_back(cube.values, 2)[0, 0]
    assert earlier[2].tolist() == [1, 4]
    assert np.isnan(earlier[:2]).all()
    assert np.isnan(years_back(cube.values, 3)).all()
    assert np.isnan(years_back(cube.values, 9)).all()


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=5, max_size=5), min_size=1, max_size=4))
def test_the_median_leaves_out_what_is_missing(rows: list[list[float | None]]) -> None:
    block = np.array([[NAN if value is None else value for value in row] for row in rows])
    known = [[value for value in row if value is not None] for row in rows]
    expected = [statistics.median(row) if row else NAN for row in known]
    assert median(block).tolist() == pytest.approx(expected, nan_ok=True)


def test_the_median_of_nothing_is_nothing() -> None:
    assert np.isnan(median(np.empty((2, 0)))).all()
