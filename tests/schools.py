"""A few schools of Huddinge's and Botkyrka's, as Kolada would give them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from core.cache.harvest import UNIT_COLUMNS, UNIT_VALUE_COLUMNS, UNIT_YEAR_COLUMNS, UnitHarvest
from tests.shared import BOTKYRKA, HUDDINGE, LAST, SAFE

# Six schools of Huddinge's, one far above the others for years, one secret the last year, one that has closed.
LEVELS = {"a": 70.0, "b": 71.0, "c": 72.0, "d": 73.0, "e": 95.0}


def _rows() -> Iterator[tuple[object, ...]]:
    for year in range(LAST - 3, LAST + 1):
        for unit, level in LEVELS.items():
            yield SAFE, unit, HUDDINGE, year, "T", level + (year - LAST), ""
        yield (
            SAFE,
            "hidden",
            HUDDINGE,
            year,
            "T",
            float("nan") if year == LAST else 74.0,
            "Privacy" if year == LAST else "",
        )
        yield SAFE, "next door", BOTKYRKA, year, "T", 66.0, ""
    yield SAFE, "closed", HUDDINGE, LAST - 2, "T", 60.0, ""


def schools(typical: float = 4.0) -> UnitHarvest:
    titles = [(unit, f"Skola {unit}", HUDDINGE) for unit in (*LEVELS, "hidden")] + [
        ("next door", "Grannskolan", BOTKYRKA)
    ]
    return UnitHarvest(
        pd.DataFrame(titles, columns=list(UNIT_COLUMNS)),
        pd.DataFrame(list(_rows()), columns=list(UNIT_VALUE_COLUMNS)),
        pd.DataFrame([(SAFE, "T", LAST, 2000, typical)], columns=list(UNIT_YEAR_COLUMNS)),
    )
