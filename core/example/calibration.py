"""How the real values lie, in round numbers: what the example is made to look like."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("calibration.csv")


@dataclass(frozen=True)
class Calibration:
    """One KPI: the last year's quartiles, common and typical yearly change, length and breadth of the series.

    ``typical_change`` is the median of the municipalities' absolute changes from one measurement to the next.
    """

    p25: float
    median: float
    p75: float
    yearly_change: float
    typical_change: float
    years: int
    by_gender: bool
    municipalities: int


@cache
def calibrations() -> dict[str, Calibration]:
    """All KPIs that can be made up, by id."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["kpi"]: _calibration(row) for row in csv.DictReader(file, delimiter=";")}


def _calibration(row: dict[str, str]) -> Calibration:
    return Calibration(
        p25=float(row["p25"]),
        median=float(row["median"]),
        p75=float(row["p75"]),
        yearly_change=float(row["yearly_change"]),
        typical_change=float(row["typical_change"]),
        years=int(row["first_year_offset"]),
        by_gender=row["gender"] == "yes",
        municipalities=int(row["municipalities"]),
    )
