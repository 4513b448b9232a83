"""Arrow and square use whole years: a series that is measured more often has one value a year, by its own rule."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.own_indicators.outcome import YearRule
from core.features.own_indicators.series import yearly
from core.tabular.years_and_genders import periods_of

COLUMNS = ["kpi", "municipality", "gender", "year", "period", "value", "status"]
DTYPES = {**dict.fromkeys(COLUMNS, "str"), "year": "int64", "value": "float64"}
Row = tuple[str, str, str, int, str, float | None, str]


def frame(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS).astype(DTYPES)


def months(year: int, values: Sequence[float], *, kpi: str = "E00001") -> list[Row]:
    return [(kpi, "0126", "T", year, f"M{n:02}", value, "") for n, value in enumerate(values, start=1)]


def found(values: pd.DataFrame, **rules: YearRule) -> list[tuple[object, ...]]:
    years = yearly(values, rules).astype("object")
    return [tuple(row) for row in years.where(years.notna(), None).itertuples(index=False, name=None)]


def test_each_indicator_goes_by_its_own_rule() -> None:
    rows = [row for n in range(1, 4) for row in months(2024, range(1, 13), kpi=f"E0000{n}")]
    rules = {"E00001": YearRule.LAST, "E00002": YearRule.SUM, "E00003": YearRule.MEAN}
    assert found(frame(*rows), **rules) == [
        ("E00001", "0126", "T", 2024, 12.0, ""),
        ("E00002", "0126", "T", 2024, 78.0, ""),
        ("E00003", "0126", "T", 2024, 6.5, ""),
    ]


def test_a_year_that_lacks_a_month_is_incomplete_and_not_unreported() -> None:
    rows = [*months(2024, range(1, 13)), *months(2025, range(1, 12))]
    assert found(frame(*rows), E00001=YearRule.SUM) == [
        ("E00001", "0126", "T", 2024, 78.0, ""),
        ("E00001", "0126", "T", 2025, None, "Incomplete"),
    ]


def test_values_for_whole_years_and_reasons_for_none_stay_as_they_are() -> None:
    rows: list[Row] = [
        ("E00001", "0127", "K", 2024, "", 0.1 + 0.2, ""),
        ("E00001", "0126", "K", 2024, "", None, "Privacy"),
    ]
    assert found(frame(*rows), E00001=YearRule.SUM) == [
        ("E00001", "0127", "K", 2024, 0.1 + 0.2, ""),
        ("E00001", "0126", "K", 2024, None, "Privacy"),
    ]


def test_a_month_without_value_leaves_the_sum_without() -> None:
    rows = months(2024, range(1, 13))
    rows[3] = ("E00001", "0126", "T", 2024, "M04", None, "Missing")
    assert found(frame(*rows), E00001=YearRule.SUM) == [("E00001", "0126", "T", 2024, None, "Incomplete")]


def test_the_columns_are_there_without_rows() -> None:
    years = yearly(frame(), {})
    assert years.empty
    assert {name: str(kind) for name, kind in years.dtypes.items()} == {
        name: DTYPES[name] for name in ("kpi", "municipality", "gender", "year", "value", "status")
    }


NUMBERS = st.lists(st.floats(-1e9, 1e9), min_size=12, max_size=12)


@given(values=NUMBERS, kind=st.sampled_from("TQM"), rule=st.sampled_from(YearRule))
def test_a_years_value_is_what_one_reckons_by_hand(values: list[float], kind: str, rule: YearRule) -> None:
    periods = periods_of(kind)
    there = values[: len(periods)]
    rows: list[Row] = [("E00001", "0126", "T", 2024, p, v, "") for p, v in zip(periods, there, strict=True)]
    by_hand = {YearRule.LAST: there[-1], YearRule.SUM: sum(there), YearRule.MEAN: sum(there) / len(there)}[rule]
    (year,) = yearly(frame(*rows), {"E00001": rule})["value"]
    assert year == pytest.approx(by_hand, abs=1e-3)
