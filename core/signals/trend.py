"""The arrow: three years of change against what changes anyway."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.signals.constants import COMPARED_DECIMALS, TREND_FALLBACK_SPAN, TREND_SPAN, Reason, Trend, Verdict
from core.signals.cube import Cells, Cube, median, years_back
from core.signals.directions import signs
from core.signals.rounding import Floats, shown
from core.signals.years import deadbands


def trend(values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The trend of every value: one row each, as if its year were the outcome year.

    VALUES has kpi, municipality, gender, year, value (municipalities only). INDICATORS has kpi, direction,
    decimals, step, deadband, break_years and exceptional_years (tuples of years). Returned: kpi, municipality,
    gender, year, trend_from_year (NaN when silent for want of one), trend_change, trend_change_country,
    trend_deadband (the KPI's unit), trend, trend_reason, trend_verdict. Source: DESIGN.md section 3, trend.
    """
    cube = Cube.from_frame(values, pd.Index(indicators["kpi"]))
    cells = cube.cells()
    base, span = _base(cube, indicators)
    value, base, span = cube.values[cells], base[cells], span[cells]
    change = np.round(value - base, COMPARED_DECIMALS)
    band = deadbands(cube, indicators)[0][cells[:3]]
    decimals = indicators["decimals"].to_numpy()[cells[0]]
    moved = (np.abs(change) > band) & (shown(value, decimals) != shown(base, decimals))
    reason = _reasons(cube.years[cells[2]], cells[0], indicators, span, band)
    arrow = np.select(
        [reason != Reason.NONE, moved & (change > 0), moved],
        [Trend.SILENT, Trend.UP, Trend.DOWN],
        default=Trend.LEVEL,
    )
    return cube.keys(cells).assign(
        trend_from_year=cube.years[cells[2]] - span,
        trend_change=change,
        trend_change_country=_country(cube, cells, span),
        trend_deadband=band,
        trend=arrow,
        trend_reason=reason,
        trend_verdict=_verdicts(arrow, signs(indicators)[cells[0]]),
    )


def _base(cube: Cube, indicators: pd.DataFrame) -> tuple[Floats, Floats]:
    """The earlier value and how many years back it lies (NaN where there is none).

    A series measured every year falls back from two years to three; one with a longer step is compared over
    exactly its step, since the year beside it holds a repeated value or none.
    """
    base = np.full_like(cube.values, np.nan)
    span = np.full_like(cube.values, np.nan)
    steps = indicators["step"].to_numpy()
    for step in np.unique(steps):
        of_step = np.flatnonzero(steps == step)
        choices = (TREND_SPAN, TREND_FALLBACK_SPAN) if step == 1 else (max(TREND_SPAN, int(step)),)
        for years in choices:
            earlier = years_back(cube.values[of_step], years)
            fill = np.isnan(base[of_step]) & ~np.isnan(earlier)
            base[of_step] = np.where(fill, earlier, base[of_step])
            span[of_step] = np.where(fill, years, span[of_step])
    return base, span


def _country(cube: Cube, cells: Cells, span: Floats) -> Floats:
    """The median change of all municipalities between the same two years as each value's own."""
    result = np.full_like(span, np.nan)
    for years in np.unique(span[~np.isnan(span)]).astype(int):
        change = median(cube.values - years_back(cube.values, years))
        result = np.where(span == years, change[cells[:3]], result)
    return np.round(result, COMPARED_DECIMALS)


def _reasons(
    to_year: npt.NDArray[np.int64], kpi: npt.NDArray[np.int64], indicators: pd.DataFrame, span: Floats, band: Floats
) -> npt.NDArray[np.str_]:
    """Why each cell is silent; KPI is its indicator's place in INDICATORS."""
    broken, exceptional = np.zeros(len(span), np.bool_), np.zeros(len(span), np.bool_)
    from_year = to_year - span
    for k, (breaks, odd) in enumerate(zip(indicators["break_years"], indicators["exceptional_years"], strict=True)):
        if not breaks and not odd:
            continue
        mine = kpi == k
        for year in breaks:
            broken |= mine & (from_year < year) & (year <= to_year)
        exceptional |= mine & (np.isin(to_year, list(odd)) | np.isin(from_year, list(odd)))
    return np.select(
        [np.isnan(span), broken, exceptional, np.isnan(band)],
        [Reason.TOO_FEW_YEARS, Reason.BREAK, Reason.EXCEPTIONAL, Reason.TOO_FEW_PAIRS],
        default=Reason.NONE,
    )


def _verdicts(arrow: npt.NDArray[np.str_], sign: npt.NDArray[np.int64]) -> npt.NDArray[np.str_]:
    good = ((arrow == Trend.UP) & (sign > 0)) | ((arrow == Trend.DOWN) & (sign < 0))
    return np.select(
        [arrow == Trend.SILENT, sign == 0, arrow == Trend.LEVEL, good],
        [Verdict.NONE, Verdict.NEUTRAL, Verdict.UNCHANGED, Verdict.BETTER],
        default=Verdict.WORSE,
    )
