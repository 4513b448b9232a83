"""How sure an outcome is, and whether the arrow and the square would be the same for any value that is as likely.

A survey of a sample, and any share of few persons, is as it is by chance too. Where half the width of its 95 % interval
is known, the value is "v ± u" and a verdict is *osäker* when another value within v ± u would have given another one.
The signals themselves stay as DESIGN.md section 3 has them; the mark stands beside them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.constants import Reason, Standing

# 95 of 100 samples of a normal distribution lie within so many standard deviations.
_DEVIATIONS = 1.96
_ADDED_YES, _ADDED = 2, 4
_WHOLE = 100.0


def of_share(share: pd.Series, answers: pd.Series) -> pd.Series:
    """Half the width, in percentage points, of the 95 % interval of SHARE (0-100) among so many ANSWERS.

    NaN where either is missing, a share is none, or nobody has answered. As of a simple random sample: 1.96 standard
    errors, with two answers of each kind added, so that "alla av 10" is not certain. Source: Agresti & Coull 1998,
    "Approximate is better than 'exact' for interval estimation of binomial proportions". Where all are
    asked, as in the user surveys, and most answer, this is too wide (by half where 56 of 100 do), never too narrow. Who
    did not answer may think otherwise, which no such number tells.
    """
    known = share.between(0, _WHOLE) & (answers > 0)
    n = answers.where(known) + _ADDED
    part = (share.where(known) / _WHOLE * (n - _ADDED) + _ADDED_YES) / n
    return _WHOLE * _DEVIATIONS * (part * (1 - part) / n) ** 0.5


def of_change(now: pd.Series, then: pd.Series) -> pd.Series:
    """The uncertainty of the change between two samples drawn apart: the root of the squares' sum.

    Where one of them is not known, that of the other: the least that it can be. NaN where neither is.
    """
    both = (now.fillna(0) ** 2 + then.fillna(0) ** 2) ** 0.5
    return both.where(now.notna() | then.notna())


def uncertain(rows: pd.DataFrame) -> pd.DataFrame:
    """ROWS with trend_uncertain and standing_uncertain: whether another value within its uncertainty says otherwise.

    ROWS has value, standing, standing_reason, standing_best_cut, standing_worst_cut, trend_reason, trend_change,
    trend_deadband (as ``standing`` and ``trend`` give them), uncertainty (of the value) and trend_uncertainty (of the
    change), half a 95 % interval in the value's unit, NaN where it is not known. The cuts and the dead-band are taken
    as known: of them each municipality is a small part. What is not judged, or not known, is never uncertain.
    """
    to_best, to_worst = ((rows["value"] - rows[c]).abs() for c in ("standing_best_cut", "standing_worst_cut"))
    nearest = np.fmin(to_best, to_worst)
    away = to_best.where(rows["standing"] == Standing.BEST, to_worst.where(rows["standing"] == Standing.WORST, nearest))
    to_band = (rows["trend_change"].abs() - rows["trend_deadband"]).abs()
    return rows.assign(
        standing_uncertain=(away < rows["uncertainty"]) & (rows["standing_reason"] == Reason.NONE),
        trend_uncertain=(to_band < rows["trend_uncertainty"]) & (rows["trend_reason"] == Reason.NONE),
    )
