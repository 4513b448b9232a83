"""Directions as signs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

SIGN = {"high": 1, "low": -1, "none": 0}


def signs(indicators: pd.DataFrame) -> npt.NDArray[np.int64]:
    """+1 where high is good, -1 where low is, 0 where neither, in the order of INDICATORS (column direction)."""
    return np.array([SIGN[direction] for direction in indicators["direction"]], dtype=np.int64)
