"""A change that is too slow for the arrow: told where ten years of it are beyond doubt."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from core.signals import Trend, slow_changes

SLOW = {2013: 80.0, 2020: 74.0, 2021: 73.0, 2022: 73.0, 2023: 72.0}


def told(
    points: dict[int, float], *, trend: Trend = Trend.LEVEL, step: int = 1, breaks: tuple[int, ...] = (), odd: int = 0
) -> tuple[float, float]:
    """From which year, and how much, with a dead-band of 3."""
    last = max(points)
    row = {"kpi": "N1", "gender": "T", "year": float(last), "value": points[last], "trend": trend, "step": step}
    rows = pd.DataFrame([{**row, "trend_deadband": 3.0, "break_years": breaks, "exceptional_years": (odd,)}])
    values = pd.DataFrame([("N1", "T", y, v) for y, v in points.items()], columns=["kpi", "gender", "year", "value"])
    [made] = slow_changes(rows, values).to_dict("records")
    return float(made["slow_from_year"]), float(made["slow_change"])


def test_a_slow_change_beyond_twice_the_dead_band_is_told_beside_a_level_arrow() -> None:
    assert told(SLOW) == (2013, -8.0)
    assert told({2014: 60.0, 2023: 72.0}) == (2014, 12.0)
    assert told({2014: 60.0, 2022: 72.0, 2018: 70.0}, step=4) == (2014, 12.0)


@pytest.mark.parametrize(
    "made",
    [
        told(SLOW, trend=Trend.DOWN),
        told(SLOW, trend=Trend.SILENT),
        told(SLOW, breaks=(2014,)),
        told(SLOW, odd=2013),
        told({2013: 78.0, 2023: 72.0}),
        told({2016: 80.0, 2023: 72.0}),
        told({2013: 80.0, 2023: 72.0}, step=4),
    ],
)
def test_nothing_is_told_without_a_level_arrow_a_measure_or_enough_of_a_change(made: tuple[float, float]) -> None:
    assert isnan(made[0])
    assert isnan(made[1])
