"""What the arrow's few years are too short for: a change over ten years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.constants import COMPARED_DECIMALS, Trend

_SPANS = (10, 9, 8)
_FACTOR = 2
_KEY = ["kpi", "gender", "year"]


def slow_changes(rows: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """ROWS with slow_from_year and slow_change: NaN but where a level arrow hides a change over about ten years.

    ROWS have kpi, gender, year, value, trend, trend_deadband, step, break_years and exceptional_years; VALUES kpi,
    gender, year and value of the same municipality. The change is from ten years back, else nine, else eight (a
    multiple of ``step``), and is told when it exceeds twice the dead-band, no method was changed between and neither
    year is exceptional. In the KPI's unit. Source: issue 11, B4.
    """
    told = pd.DataFrame({"slow_from_year": np.nan, "slow_change": np.nan}, index=rows.index)
    level = rows[rows["trend"] == Trend.LEVEL]
    known = values.loc[values["value"].notna() & values["kpi"].isin(level["kpi"]), [*_KEY, "value"]]
    before = {(kpi, gender, year): value for kpi, gender, year, value in known.itertuples(index=False)}
    for index, row in zip(level.index, level.to_dict("records"), strict=True):
        kpi, gender, to, step = row["kpi"], row["gender"], int(row["year"]), row["step"]
        earlier = (to - span for span in _SPANS if span % step == 0)
        first = next((year for year in earlier if (kpi, gender, year) in before), None)
        if first is None or {first, to} & set(row["exceptional_years"]):
            continue
        change = round(row["value"] - before[kpi, gender, first], COMPARED_DECIMALS)
        is_broken = any(first < year <= to for year in row["break_years"])
        if not is_broken and abs(change) > _FACTOR * row["trend_deadband"]:
            told.loc[index] = first, change
    return rows.join(told)
