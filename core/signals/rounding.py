"""Rounding as a reader sees it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_NUDGE = 1e-9
_RELATIVE_NUDGE = 1e-12
_LARGEST_NUDGE = 1e-3


def shown(values: npt.ArrayLike, decimals: npt.ArrayLike) -> Floats:
    """VALUES rounded to DECIMALS (0-4, broadcast), halves away from zero as Excel does; NaN stays NaN.

    The outcome is judged as shown, so judging and drawing must round by this one function.
    """
    scale = 10.0 ** np.asarray(decimals, dtype=np.float64)
    scaled = np.asarray(values, dtype=np.float64) * scale
    # 1.005 * 100 is 100.49999999999999: the nudge undoes the binary error before the half is judged.
    # It has an end: of billions it would become a digit that is seen.
    nudge = np.minimum(np.abs(scaled) * _RELATIVE_NUDGE, _LARGEST_NUDGE) + _NUDGE
    whole = np.floor(np.abs(scaled) + 0.5 + nudge)
    result: Floats = np.where(whole == 0, 0.0, np.sign(scaled) * whole) / scale
    return np.where(np.isnan(scaled), np.nan, result)


def shown_one(value: float, decimals: float) -> float:
    """``shown`` of one VALUE, to the last bit, without what numpy costs for each: a page says thousands."""
    scale: float = 10.0 ** float(decimals)
    scaled = float(value) * scale
    if not math.isfinite(scaled):
        return scaled
    size = abs(scaled)
    whole = math.floor(size + 0.5 + (min(size * _RELATIVE_NUDGE, _LARGEST_NUDGE) + _NUDGE))
    return math.copysign(whole, scaled) / scale if whole else 0.0
