"""The pace: will the final target be reached in time at this rate?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.constants import COMPARED_DECIMALS, Pace, Reason, Trend
from core.signals.rounding import shown
from core.signals.targets import LEVEL_KINDS, TargetKind, final_targets

KEY = ["kpi", "municipality", "gender"]


def pace(outcomes: pd.DataFrame, targets: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The pace of every outcome that has a final target ahead which asks for a level and is not yet reached.

    OUTCOMES: kpi, municipality, gender, year, value, trend, trend_change, trend_from_year, and outcome_reason where
    values may be too old to be judged. TARGETS as
    ``held_targets``; INDICATORS: kpi, decimals. Returned, only for rows with a pace: KEY, pace, pace_per_year
    (what it changes a year over the trend's window), pace_needed (what is needed a year), pace_year, pace_level.
    Source: DESIGN.md section 3, pace.
    """
    fresh = outcomes["outcome_reason"] == Reason.NONE if "outcome_reason" in outcomes else True
    moving = outcomes["value"].notna() & (outcomes["trend"] != Trend.SILENT) & fresh
    rows = outcomes.loc[moving, [*KEY, "year", "value", "trend", "trend_change", "trend_from_year"]]
    rows = rows.rename(columns={"value": "outcome"})
    rows = final_targets(rows, targets).merge(indicators[["kpi", "decimals"]], on="kpi")
    rows = rows[rows["target_kind"].isin(LEVEL_KINDS)]
    seen = shown(rows["outcome"], rows["decimals"])
    low = np.where(rows["target_kind"] == TargetKind.AT_MOST, -np.inf, rows["target_value"])
    high = np.select(
        [rows["target_kind"] == TargetKind.WITHIN, rows["target_kind"] == TargetKind.AT_MOST],
        [rows["target_value2"], rows["target_value"]],
        default=np.inf,
    )
    left = np.where(seen < low, low - seen, np.where(seen > high, high - seen, 0.0))
    rows = rows.assign(
        pace_needed=left / (rows["target_year"] - rows["year"]),
        pace_per_year=rows["trend_change"] / (rows["year"] - rows["trend_from_year"]),
        pace_year=rows["target_year"].astype(int),
        pace_level=np.where(seen < low, low, high),
    )[left != 0]
    rows["pace"] = _judged(rows)
    result: pd.DataFrame = rows[[*KEY, "pace", "pace_per_year", "pace_needed", "pace_year", "pace_level"]]
    return result


def _judged(rows: pd.DataFrame) -> np.ndarray:
    same_way = np.sign(rows["pace_per_year"]) == np.sign(rows["pace_needed"])
    enough = (rows["pace_per_year"].abs() - rows["pace_needed"].abs()).round(COMPARED_DECIMALS) >= 0
    level = rows["trend"] == Trend.LEVEL
    return np.select([level, ~same_way, enough], [Pace.TOO_SLOW, Pace.WRONG_WAY, Pace.ON_PACE], default=Pace.TOO_SLOW)
