"""The square: where a value lies among the others'."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.constants import QUARTER, SQUARE_LEAST_N, SQUARE_MOST_IN_OUTER, Reason, Standing
from core.signals.directions import SIGN

_SLICE = ["kpi", "gender", "year"]


def standing(values: pd.DataFrame, indicators: pd.DataFrame, open_years: pd.DataFrame) -> pd.DataFrame:
    """The standing of every value among all VALUES of the same kpi, gender and year.

    VALUES has kpi, municipality, gender, year, value: give only the members of a group to compare within it.
    INDICATORS has kpi, direction, comparable; OPEN_YEARS has kpi, gender, year, is_open, reckoned on the whole
    country. Returned: kpi, municipality, gender, year, standing_n, standing_lower, standing_higher,
    standing_better, standing_worse (NaN without direction), standing_low_cut, standing_high_cut (the values at
    place ceil(n/4) from each end), standing_best_cut, standing_worst_cut, standing, standing_reason.
    Source: DESIGN.md section 3, standing.
    """
    rows = values.loc[values["value"].notna(), ["kpi", "municipality", "gender", "year", "value"]]
    rows = rows.merge(indicators[["kpi", "direction", "comparable"]], on="kpi")
    rows = rows.merge(open_years[[*_SLICE, "is_open"]], on=_SLICE, how="left")
    rows = rows.sort_values([*_SLICE, "value"], kind="stable", ignore_index=True)
    rows = _counted(rows)
    quarter = rows["standing_n"] / QUARTER
    rows["standing"] = quarters(rows["standing_better"], rows["standing_worse"], quarter)
    rows["standing_reason"] = _reasons(rows)
    rows.loc[rows["standing_reason"] != Reason.NONE, "standing"] = Standing.NOT_JUDGED
    return rows.drop(columns=["direction", "comparable", "is_open", "value"])


def quarters(better: pd.Series, worse: pd.Series, quarter: pd.Series) -> np.ndarray:
    """The band of each row: best where fewer than a QUARTER of n are BETTER, worst where fewer are WORSE, else middle.

    Where both hold it is the middle. Source: DESIGN.md section 3, "Standing".
    """
    is_best, is_worst = better < quarter, worse < quarter
    return np.select(
        [is_best & is_worst, is_best, is_worst], [Standing.MIDDLE, Standing.BEST, Standing.WORST], Standing.MIDDLE
    )


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts of lower and higher, and the cuts; ROWS sorted by slice and value."""
    groups = rows.groupby(_SLICE, sort=False)["value"]
    n = groups.transform("size").to_numpy()
    start = np.arange(len(rows)) - groups.cumcount().to_numpy()
    place = -(-n // QUARTER)
    value = rows["value"].to_numpy()
    sign = rows["direction"].map(SIGN).to_numpy()
    low_cut, high_cut = value[start + place - 1], value[start + n - place]
    lower = groups.rank(method="min").to_numpy() - 1
    higher = n - groups.rank(method="max").to_numpy()
    return rows.assign(
        standing_n=n,
        standing_lower=lower.astype(np.int64),
        standing_higher=higher.astype(np.int64),
        standing_better=_by_sign(sign, higher, lower),
        standing_worse=_by_sign(sign, lower, higher),
        standing_low_cut=low_cut,
        standing_high_cut=high_cut,
        standing_best_cut=_by_sign(sign, high_cut, low_cut),
        standing_worst_cut=_by_sign(sign, low_cut, high_cut),
    )


def _by_sign(sign: np.ndarray, if_high: np.ndarray, if_low: np.ndarray) -> np.ndarray:
    return np.where(sign > 0, if_high, np.where(sign < 0, if_low, np.nan))


def _reasons(rows: pd.DataFrame) -> np.ndarray:
    most = np.maximum(_share(rows, Standing.BEST), _share(rows, Standing.WORST))
    return np.select(
        [
            ~rows["comparable"].to_numpy(dtype=np.bool_),
            rows["is_open"].fillna(value=False).to_numpy(dtype=np.bool_),
            rows["standing_n"].to_numpy() < SQUARE_LEAST_N,
            rows["direction"].to_numpy() == "none",
            most > SQUARE_MOST_IN_OUTER,
        ],
        [Reason.NOT_COMPARABLE, Reason.OPEN_YEAR, Reason.TOO_FEW, Reason.NO_DIRECTION, Reason.TIES],
        default=Reason.NONE,
    )


def _share(rows: pd.DataFrame, band: Standing) -> np.ndarray:
    return (rows["standing"] == band).groupby([rows[c] for c in _SLICE], sort=False).transform("mean").to_numpy()
