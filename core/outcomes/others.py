"""Series beside Kolada's: in the catalogue and in the snapshot, so that they stand wherever those stand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import pandas as pd

from core.cache import Snapshot
from core.cache.beside import with_rows
from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS
from core.catalogue import Catalogue, Indicator

# The series as they were measured: ``period`` is '' for a whole year.
PART_COLUMNS = ("kpi", "municipality", "gender", "year", "period", "value", "status")


@dataclass(frozen=True, eq=False)
class OtherSeries:
    """Indicators beside Kolada's with their values, as plain tables.

    ``kpis`` has KPI_COLUMNS, a row an indicator, and ``values`` VALUE_COLUMNS, a row for each whole year; ``parts``
    has PART_COLUMNS: year int64, value float64 (NaN for none), the others str. ``key`` is equal for the same series.
    """

    indicators: tuple[Indicator, ...]
    kpis: pd.DataFrame
    values: pd.DataFrame
    parts: pd.DataFrame
    key: Hashable

    def without(self, kpi: str) -> OtherSeries:
        """The same but KPI."""
        kept = tuple(one for one in self.indicators if one.kpi != kpi)
        return self._where({one.kpi for one in kept}) if len(kept) < len(self.indicators) else self

    def with_more(self, more: OtherSeries) -> OtherSeries:
        """The same and MORE, whose indicators are others."""
        if not self.indicators:
            return more
        tables = {
            name: pd.concat([getattr(self, name), getattr(more, name)], ignore_index=True)
            for name in ("kpis", "values", "parts")
        }
        return OtherSeries((*self.indicators, *more.indicators), **tables, key=(self.key, more.key))

    def known_to(self, catalogue: Catalogue) -> OtherSeries:
        """Those of an area that CATALOGUE has."""
        known = {one.kpi for one in self.indicators if one.area in catalogue.area_by_id}
        return self if len(known) == len(self.indicators) else self._where(known)

    def _where(self, kpis: set[str]) -> OtherSeries:
        return replace(
            self,
            indicators=tuple(one for one in self.indicators if one.kpi in kpis),
            kpis=self.kpis[self.kpis["id"].isin(kpis)],
            values=self.values[self.values["kpi"].isin(kpis)],
            parts=self.parts[self.parts["kpi"].isin(kpis)],
            key=(self.key, *sorted(kpis)),
        )


NO_OTHERS = OtherSeries(
    (),
    pd.DataFrame(columns=list(KPI_COLUMNS)),
    pd.DataFrame(columns=list(VALUE_COLUMNS)),
    pd.DataFrame(columns=list(PART_COLUMNS)),
    (),
)


def joined(snapshot: Snapshot, catalogue: Catalogue, others: OtherSeries) -> tuple[Snapshot, Catalogue]:
    """SNAPSHOT and CATALOGUE with OTHERS of CATALOGUE's areas; themselves where there are none."""
    known = others.known_to(catalogue)
    if not known.indicators:
        return snapshot, catalogue
    whole = catalogue.with_indicators(known.indicators)
    return with_rows(snapshot, whole, known.values, known.kpis), whole
