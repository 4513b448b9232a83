"""Deviations ("att titta närmare på") and successes ("det som går bra")."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.constants import Attainment, Standing, Verdict


def deviations(rows: pd.DataFrame) -> pd.DataFrame:
    """ROWS with is_deviation, is_success and their order (0 first; among all rows).

    ROWS: attainment, attainment_distance, trend_verdict, standing, prominence, value, and the standing's
    four cuts. A deviation has a red face, or stands among the worst quarter and worsens; ordered by red
    signals (the face counts two), prominence, then distance to target or cut in quartile distances. Successes
    mirror it. Source: DESIGN.md section 3, deviations.
    """
    bad_face, good_face = (rows["attainment"] == a for a in (Attainment.NOT_REACHED, Attainment.REACHED))
    worst, best = (rows["standing"] == s for s in (Standing.WORST, Standing.BEST))
    worse, better = (rows["trend_verdict"] == v for v in (Verdict.WORSE, Verdict.BETTER))
    red = bad_face * 2 + worst.astype(int) + worse.astype(int)
    green = good_face * 2 + best.astype(int) + better.astype(int)
    width = (rows["standing_high_cut"] - rows["standing_low_cut"]).replace(0, np.nan)
    to_target = rows["attainment_distance"].abs()
    far_down = to_target.where(bad_face, (rows["value"] - rows["standing_worst_cut"]).abs()) / width
    far_up = to_target.where(good_face, (rows["value"] - rows["standing_best_cut"]).abs()) / width
    return rows.assign(
        is_deviation=bad_face | (worst & worse),
        is_success=good_face | (best & better),
        deviation_order=_order(red, rows["prominence"], far_down),
        success_order=_order(green, rows["prominence"], far_up),
    )


def _order(signals: pd.Series, prominence: pd.Series, distance: pd.Series) -> np.ndarray:
    by = np.lexsort((-distance.fillna(0).to_numpy(), prominence.to_numpy(), -signals.to_numpy()))
    order = np.empty(len(by), dtype=np.int64)
    order[by] = np.arange(len(by))
    return order
