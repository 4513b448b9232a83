"""Whole years of series that are measured more often: what arrow and square use."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from core.features.own_indicators.outcome import INCOMPLETE, YearRule, year_outcomes

_DTYPES = {
    **dict.fromkeys(("kpi", "municipality", "gender"), "str"),
    "year": "int64",
    "value": "float64",
    "status": "str",
}


@dataclass(frozen=True, slots=True)
class _Measured:
    municipality: str
    year: int
    period: str
    gender: str
    value: float | None
    status: str


def yearly(values: pd.DataFrame, rules: Mapping[str, YearRule]) -> pd.DataFrame:
    """The whole years of VALUES (as ``Published.values``), by the year rule of each kpi in RULES.

    Columns kpi, municipality, gender (str), year (int64), value (float64, NaN for none) and status ('' or Kolada's
    word for why there is none); one row for every kpi, municipality, year and gender
    (``outcome.year_outcomes`` has the rule), in the order in which they first stand. A year that lacks
    periods is INCOMPLETE. The same columns when there are no rows.
    """
    rows = [row for kpi, group in values.groupby("kpi", sort=False) for row in _years(str(kpi), group, rules[str(kpi)])]
    return pd.DataFrame.from_records(rows, columns=list(_DTYPES)).astype(_DTYPES)


def _years(kpi: str, values: pd.DataFrame, rule: YearRule) -> Iterator[tuple[str, str, str, int, float | None, str]]:
    for one in year_outcomes(_measured(values), rule):
        status = one.status if one.is_whole else INCOMPLETE
        yield kpi, one.municipality, one.gender, one.year, one.value, status


def _measured(values: pd.DataFrame) -> Iterator[_Measured]:
    names = ("municipality", "year", "period", "gender", "value", "status")
    for municipality, year, period, gender, value, status in zip(*(values[n].tolist() for n in names), strict=True):
        yield _Measured(municipality, year, period, gender, None if math.isnan(value) else value, status)
