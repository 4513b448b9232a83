"""The arrow: three years of change against what changes anyway."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.signals.constants import COMPARED_DECIMALS, TREND_FALLBACK_SPAN, TREND_SPAN, Reason, Trend, Verdict
from core.signals.cube import Bools, Cube, median, years_back
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
    base, span = _base(cube, indicators)
    change = np.round(cube.values - base, COMPARED_DECIMALS)
    band, _ = deadbands(cube, indicators)
    band = band[..., np.newaxis]
    decimals = indicators["decimals"].to_numpy()[:, np.newaxis, np.newaxis, np.newaxis]
    moved = (np.abs(change) > band) & (shown(cube.values, decimals) != shown(base, decimals))
    reason = _reasons(cube, indicators, span, band)
    arrow = np.select(
        [reason != Reason.NONE, moved & (change > 0), moved],
        [Trend.SILENT, Trend.UP, Trend.DOWN],
        default=Trend.LEVEL,
    )
    columns = {
        "trend_from_year": cube.years[np.newaxis, np.newaxis, :, np.newaxis] - span,
        "trend_change": change,
        "trend_change_country": _country(cube, span),
        "trend_deadband": band,
        "trend": arrow,
        "trend_reason": reason,
        "trend_verdict": _verdicts(arrow, signs(indicators)[:, np.newaxis, np.newaxis, np.newaxis]),
    }
    return cube.frame(columns)


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


def _country(cube: Cube, span: Floats) -> Floats:
    """The median change of all municipalities between the same two years as each value's own."""
    result = np.full_like(cube.values, np.nan)
    for years in np.unique(span[~np.isnan(span)]).astype(int):
        change = median(cube.values - years_back(cube.values, years))[..., np.newaxis]
        result = np.where(span == years, change, result)
    return np.round(result, COMPARED_DECIMALS)


def _reasons(cube: Cube, indicators: pd.DataFrame, span: Floats, band: Floats) -> npt.NDArray[np.str_]:
    broken, exceptional = np.zeros_like(cube.present), np.zeros_like(cube.present)
    to_year = cube.years[np.newaxis, :, np.newaxis]
    for k, (breaks, odd) in enumerate(zip(indicators["break_years"], indicators["exceptional_years"], strict=True)):
        if not breaks and not odd:
            continue
        from_year = to_year - span[k]
        broken[k] = _any_break(from_year, to_year, breaks)
        exceptional[k] = np.isin(to_year, list(odd)) | np.isin(from_year, list(odd))
    return np.select(
        [np.isnan(span), broken, exceptional, np.isnan(band)],
        [Reason.TOO_FEW_YEARS, Reason.BREAK, Reason.EXCEPTIONAL, Reason.TOO_FEW_PAIRS],
        default=Reason.NONE,
    )


def _any_break(from_year: Floats, to_year: npt.NDArray[np.int64], breaks: tuple[int, ...]) -> Bools:
    between = np.zeros(np.broadcast_shapes(from_year.shape, to_year.shape), dtype=np.bool_)
    for year in breaks:
        between |= (from_year < year) & (year <= to_year)
    return between


def _verdicts(arrow: npt.NDArray[np.str_], sign: npt.NDArray[np.int64]) -> npt.NDArray[np.str_]:
    good = ((arrow == Trend.UP) & (sign > 0)) | ((arrow == Trend.DOWN) & (sign < 0))
    return np.select(
        [arrow == Trend.SILENT, np.broadcast_to(sign == 0, arrow.shape), arrow == Trend.LEVEL, good],
        [Verdict.NONE, Verdict.NEUTRAL, Verdict.UNCHANGED, Verdict.BETTER],
        default=Verdict.WORSE,
    )
