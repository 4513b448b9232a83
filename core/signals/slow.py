"""What the arrow's few years are too short for: a change over ten years."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pandas as pd

from core.signals.constants import COMPARED_DECIMALS, Trend

_SPANS = (10, 9, 8)
_FACTOR = 2


def slow_changes(rows: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """ROWS with slow_from_year and slow_change: NaN but where a level arrow hides a change over about ten years.

    ROWS have kpi, gender, year, value, trend, trend_deadband, step, break_years and exceptional_years; VALUES kpi,
    gender, year and value of the same municipality. The change is from ten years back, else nine, else eight (a
    multiple of ``step``), and is told when it exceeds twice the dead-band, no method was changed between and neither
    year is exceptional. In the KPI's unit. Source: issue 11, B4.
    """
    from_year, changed = np.full((2, len(rows)), np.nan)
    level = np.flatnonzero(rows["trend"] == Trend.LEVEL)
    fields = ["kpi", "gender", "year", "value", "trend_deadband", "step", "break_years", "exceptional_years"]
    columns = (rows[field].iloc[level].tolist() for field in fields)
    told = [dict(zip(fields, one, strict=True)) for one in zip(*columns, strict=True)]
    known = values[values["kpi"].isin(rows["kpi"].iloc[level]) & values["gender"].isin(rows["gender"].unique())]
    keys, found = (known[c].tolist() for c in ("kpi", "gender", "year")), known["value"].tolist()
    before = dict(zip(zip(*keys, strict=True), found, strict=True))
    for place, row in zip(level, told, strict=True):
        kpi, gender, to, step = row["kpi"], row["gender"], int(row["year"]), row["step"]
        earlier = (to - span for span in _SPANS if span % step == 0)
        first = next((y for y in earlier if not isnan(before.get((kpi, gender, y), nan))), None)
        if first is None or {first, to} & set(row["exceptional_years"]):
            continue
        change = round(row["value"] - before[kpi, gender, first], COMPARED_DECIMALS)
        is_broken = any(first < year <= to for year in row["break_years"])
        if not is_broken and abs(change) > _FACTOR * row["trend_deadband"]:
            from_year[place], changed[place] = first, change
    return rows.assign(slow_from_year=from_year, slow_change=changed)
