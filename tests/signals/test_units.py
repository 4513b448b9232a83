"""Units beside each other: how far they lie apart, and which stand out, reckoned in another way than in the product."""

from __future__ import annotations

from statistics import median

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signals.units import standing_out, typical_distances

YEARS = (2021, 2022, 2023)


def rows(values: dict[str, dict[int, float | None]], municipality: str = "0126") -> pd.DataFrame:
    """VALUES of one KPI by unit and year."""
    found = [
        ("N15643", unit, municipality, year, "T", value)
        for unit, years in values.items()
        for year, value in years.items()
    ]
    columns = ["kpi", "unit", "municipality", "year", "gender", "value"]
    return pd.DataFrame(found, columns=columns).astype({"value": "float64"})


def steady(**levels: float) -> dict[str, dict[int, float | None]]:
    """Units with the same value all years."""
    return {unit: dict.fromkeys(YEARS, level) for unit, level in levels.items()}


FIVE = steady(a=50.0, b=51.0, c=52.0, d=53.0, e=70.0)


@pytest.mark.parametrize(
    ("values", "typical", "out"),
    [
        (FIVE, 5.0, {"e": 1}),
        (steady(a=30.0, b=51.0, c=52.0, d=53.0, e=54.0), 5.0, {"a": -1}),
        # Exactly twice is not beyond.
        (FIVE, 9.0, {}),
        # Two years of three, or on both sides of the middle.
        ({**FIVE, "e": {2021: 52.0, 2022: 70.0, 2023: 70.0}}, 5.0, {}),
        ({**FIVE, "e": {2021: 20.0, 2022: 70.0, 2023: 70.0}}, 5.0, {}),
        # A year without a value, and a municipality with few units.
        ({**FIVE, "e": {2021: 70.0, 2022: None, 2023: 70.0}}, 5.0, {}),
        (steady(a=50.0, b=51.0, e=70.0), 5.0, {}),
        ({unit: {2022: 50.0, 2023: 50.0} for unit in "abcd"}, 5.0, {}),
        (FIVE, float("nan"), {}),
        ({}, 5.0, {}),
    ],
)
def test_a_unit_stands_out_that_lies_beyond_twice_the_countrys_distance_three_years_in_a_row(
    values: dict[str, dict[int, float | None]], typical: float, out: dict[str, int]
) -> None:
    assert standing_out(rows(values), typical) == out


@given(st.lists(st.lists(st.integers(0, 100), min_size=1, max_size=12), min_size=1, max_size=8))
def test_the_countrys_typical_distance_is_the_median_of_the_units_own(places: list[list[int]]) -> None:
    frame = pd.concat(
        [
            rows({f"{place}-{n}": {2023: float(value)} for n, value in enumerate(values)}, f"{place:04}")
            for place, values in enumerate(places)
        ]
    )
    apart = [abs(value - median(values)) for values in places if len(values) > 1 for value in values]
    found = typical_distances(frame)
    assert list(found["n"]) == ([len(apart)] if apart else [])
    if len(apart) >= 20:
        assert found["typical_distance"].iloc[0] == pytest.approx(median(apart))
    else:
        assert found["typical_distance"].isna().all()
