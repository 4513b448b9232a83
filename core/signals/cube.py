"""Values of all indicators, genders, years and municipalities as one dense block, so that rules are array sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.signals.constants import GENDERS
from core.signals.rounding import Floats

Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Cells = tuple[Places, Places, Places, Places]


@dataclass(frozen=True)
class Cube:
    """``values[kpi, gender, year, municipality]``; NaN where there is no value. Years are consecutive."""

    kpis: pd.Index
    years: npt.NDArray[np.int64]
    municipalities: pd.Index
    values: Floats

    @classmethod
    def from_frame(cls, values: pd.DataFrame, kpis: pd.Index) -> Cube:
        """Build from a frame with kpi, municipality, gender, year, value; rows of other KPIs are left out."""
        rows = values[values["kpi"].isin(kpis) & values["gender"].isin(GENDERS)]
        municipalities = pd.Index(sorted(rows["municipality"].unique()))
        if rows.empty:
            return cls(kpis, np.empty(0, np.int64), municipalities, np.empty((len(kpis), len(GENDERS), 0, 0)))
        first, last = int(rows["year"].min()), int(rows["year"].max())
        block = np.full((len(kpis), len(GENDERS), last - first + 1, len(municipalities)), np.nan)
        block[
            kpis.get_indexer(pd.Index(rows["kpi"])),
            pd.Index(GENDERS).get_indexer(pd.Index(rows["gender"])),
            rows["year"].to_numpy(dtype=np.int64) - first,
            municipalities.get_indexer(pd.Index(rows["municipality"])),
        ] = rows["value"].to_numpy(dtype=np.float64)
        return cls(kpis, np.arange(first, last + 1), municipalities, block)

    @property
    def present(self) -> Bools:
        """Where there is a value."""
        return ~np.isnan(self.values)

    def cells(self) -> Cells:
        """Where the values are: places along kpi, gender, year and municipality, one of each for every value."""
        k, g, y, m = np.nonzero(self.present)
        return k, g, y, m

    def keys(self, cells: Cells) -> pd.DataFrame:
        """The kpi, municipality, gender and year of CELLS, one row each."""
        k, g, y, m = cells
        return pd.DataFrame(
            {
                "kpi": self.kpis.take(k),
                "municipality": self.municipalities.take(m),
                "gender": pd.Index(GENDERS).take(g),
                "year": self.years[y],
            }
        )

    def slices(self, columns: Mapping[str, npt.NDArray[Any]], *, where: Bools) -> pd.DataFrame:
        """One row for each kpi, gender and year WHERE is true; COLUMNS are shaped [kpi, gender, year]."""
        k, g, y = np.nonzero(where)
        data: dict[str, Any] = {
            "kpi": self.kpis.take(k),
            "gender": pd.Index(GENDERS).take(g),
            "year": self.years[y],
        }
        return pd.DataFrame(data | {name: array[where] for name, array in columns.items()})


def years_back(block: Floats, span: int) -> Floats:
    """BLOCK as it was SPAN years earlier (axis 2 is the year); NaN before the first."""
    earlier = np.full_like(block, np.nan)
    if span < block.shape[2]:
        earlier[:, :, span:] = block[:, :, :-span]
    return earlier


def median(block: Floats) -> Floats:
    """The median over the last axis without NaN; NaN where nothing is left. Several times faster than nanmedian."""
    if block.shape[-1] == 0:
        return np.full(block.shape[:-1], np.nan)
    ordered = np.sort(block, axis=-1)
    n = np.count_nonzero(~np.isnan(ordered), axis=-1)[..., np.newaxis]
    low = np.take_along_axis(ordered, np.maximum((n - 1) // 2, 0), axis=-1)
    high = np.take_along_axis(ordered, np.minimum(n // 2, block.shape[-1] - 1), axis=-1)
    middle: Floats = np.where(n > 0, (low + high) / 2, np.nan)[..., 0]
    return middle
