"""Deviations ("att titta närmare på") and successes ("det som går bra")."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.signals.constants import Attainment, Standing, Verdict


@dataclass(frozen=True)
class Side:
    """What speaks for one side of rows, good or bad, row by row.
    ``signals`` counts the face two, the square and the arrow one; ``distance`` is to the target where the face
    speaks, else to the cut, in quartile distances (NaN where there are none).
    """

    face: pd.Series
    square: pd.Series
    arrow: pd.Series
    signals: pd.Series
    distance: pd.Series

    @property
    def speaks(self) -> pd.Series:
        """Where the face or the square does: an arrow alone is no reason to look closer, nor to be content."""
        return self.face | self.square


def red(rows: pd.DataFrame) -> Side:
    """What is red in ROWS (as ``deviations`` takes them)."""
    return _side(rows, Attainment.NOT_REACHED, Standing.WORST, Verdict.WORSE, "standing_worst_cut")


def green(rows: pd.DataFrame) -> Side:
    """What is green in ROWS (as ``deviations`` takes them)."""
    return _side(rows, Attainment.REACHED, Standing.BEST, Verdict.BETTER, "standing_best_cut")


def _side(rows: pd.DataFrame, attainment: Attainment, standing: Standing, verdict: Verdict, cut: str) -> Side:
    face, square = rows["attainment"] == attainment, rows["standing"] == standing
    arrow = rows["trend_verdict"] == verdict
    width = (rows["standing_high_cut"] - rows["standing_low_cut"]).replace(0, np.nan)
    far = rows["attainment_distance"].abs().where(face, (rows["value"] - rows[cut]).abs())
    return Side(face, square, arrow, face * 2 + square.astype(int) + arrow.astype(int), far / width)


def deviations(rows: pd.DataFrame) -> pd.DataFrame:
    """ROWS with is_deviation, is_success and their order (0 first; among all rows).

    ROWS: attainment, attainment_distance, trend_verdict, standing, prominence, value, and the standing's
    four cuts. A deviation has a red face or a red square; ordered by red signals (the face counts two, so that
    what only stands among the worst comes after what also worsens), prominence, then distance to target or cut in
    quartile distances. Successes mirror it, but nothing is a success while its face or square is red. Source:
    DESIGN.md section 3, deviations, with the addition of the issue on summaries that contradict.
    """
    bad, good = red(rows), green(rows)
    success = is_success(good, bad)
    return rows.assign(
        is_deviation=bad.speaks,
        is_success=success,
        deviation_order=order(bad.signals.where(bad.speaks, 0), rows["prominence"], bad.distance),
        success_order=order(good.signals.where(success, 0), rows["prominence"], good.distance),
    )


def is_success(good: Side, bad: Side) -> pd.Series:
    """Where GOOD speaks and BAD, of the same rows, does not."""
    return good.speaks & ~bad.speaks


def order(signals: pd.Series, prominence: pd.Series, distance: pd.Series) -> np.ndarray:
    """Each row's place: most SIGNALS first, then least PROMINENCE, most DISTANCE (NaN last), then as they stand."""
    by = np.lexsort((-distance.fillna(0).to_numpy(), prominence.to_numpy(), -signals.to_numpy()))
    places = np.empty(len(by), dtype=np.int64)
    places[by] = np.arange(len(by))
    return places
