"""What holds for a KPI, a gender and a year in the whole country: how many, open or closed, the dead-band."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.signals.constants import (
    COMPARED_DECIMALS,
    DEADBAND_FACTOR,
    DEADBAND_LEAST_PAIRS,
    DEADBAND_WINDOW_YEARS,
    OPEN_LOOKBACK_YEARS,
    OPEN_SHARE,
)
from core.signals.cube import Bools, Cube, median, years_back
from core.signals.rounding import Floats


def counts(cube: Cube) -> npt.NDArray[np.int64]:
    """How many municipalities have a value, shaped [kpi, gender, year]."""
    return np.asarray(np.count_nonzero(cube.present, axis=-1), dtype=np.int64)


def is_open(n: npt.NDArray[np.int64]) -> Bools:
    """Where a year is open: N [kpi, gender, year] is under 60 % of the fullest of the five years before.

    Source: DESIGN.md section 3, outcome year. Counted for each gender, so that a split that has only begun to
    be published is open too.
    """
    fullest = np.zeros_like(n)
    for back in range(1, OPEN_LOOKBACK_YEARS + 1):
        if back < n.shape[2]:
            fullest[:, :, back:] = np.maximum(fullest[:, :, back:], n[:, :, :-back])
    return np.asarray(n < OPEN_SHARE * fullest)


def deadbands(cube: Cube, indicators: pd.DataFrame) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The dead-band and the number of pairs behind it, both shaped [kpi, gender, year].

    Twice the median absolute change over ``step`` years, all municipalities, pairs whose newer year is y-4..y;
    the catalogue's own dead-band where it has one; NaN under twenty pairs. Source: DESIGN.md section 3, trend.
    """
    steps = indicators["step"].to_numpy()
    band = np.full(cube.values.shape[:3], np.nan)
    pairs = np.zeros(cube.values.shape[:3], dtype=np.int64)
    for step in np.unique(steps):
        of_step = np.flatnonzero(steps == step)
        block = cube.values[of_step]
        moved = np.abs(block - years_back(block, int(step)))
        band[of_step], pairs[of_step] = _windowed(moved)
    band = np.where(pairs >= DEADBAND_LEAST_PAIRS, DEADBAND_FACTOR * band, np.nan)
    given = indicators["deadband"].to_numpy(dtype=np.float64)[:, np.newaxis, np.newaxis]
    band = np.where(np.isnan(given), band, given)
    return np.round(band, COMPARED_DECIMALS), pairs


def _windowed(moved: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Median and count of MOVED [kpi, gender, year, municipality] over windows of years."""
    kpis, genders, years, municipalities = moved.shape
    middle = np.full((kpis, genders, years), np.nan)
    pairs = np.zeros((kpis, genders, years), dtype=np.int64)
    known = np.flatnonzero((~np.isnan(moved)).any(axis=(2, 3)))
    rows = moved.reshape(kpis * genders, years, municipalities)[known]
    for year in range(years):
        first = max(0, year - DEADBAND_WINDOW_YEARS + 1)
        window = rows[:, first : year + 1].reshape(len(rows), (year + 1 - first) * municipalities)
        middle.reshape(kpis * genders, years)[known, year] = median(window)
        pairs.reshape(kpis * genders, years)[known, year] = np.count_nonzero(~np.isnan(window), axis=-1)
    return middle, pairs


def kpi_years(values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """One row for each kpi, gender and year with a value: n, is_open, deadband (the KPI's unit), pairs.

    VALUES has kpi, municipality, gender, year, value (municipalities only); INDICATORS has kpi, step, deadband.
    """
    cube = Cube.from_frame(values, pd.Index(indicators["kpi"]))
    n = counts(cube)
    band, pairs = deadbands(cube, indicators)
    return cube.slices({"n": n, "is_open": is_open(n), "deadband": band, "pairs": pairs}, where=n > 0)
