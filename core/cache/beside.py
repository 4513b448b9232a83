"""Own indicators beside a snapshot: the same tables, in memory, so that every question gives both."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.cache.build import group_rows, judged
from core.cache.snapshot import Snapshot
from core.catalogue import Catalogue
from core.catalogue.frames import indicator_frame


def with_rows(snapshot: Snapshot, catalogue: Catalogue, values: pd.DataFrame, kpis: pd.DataFrame) -> Snapshot:
    """SNAPSHOT with the own indicators in KPIS, their VALUES, means, trends and standings.

    VALUES has VALUE_COLUMNS; those of municipalities that are not in SNAPSHOT are left out. KPIS has KPI_COLUMNS and
    fetched_at. CATALOGUE has the own indicators. SNAPSHOT itself is left as it is.
    """
    known = values["municipality"].isin(list(snapshot.municipalities))
    municipal = values[known].assign(preliminary=False)
    indicators = indicator_frame(catalogue)
    years, signals = judged(municipal, indicators[indicators["kpi"].isin(kpis["id"])])
    tables: Mapping[str, pd.DataFrame] = {
        "kpi": kpis.assign(problem=""),
        "value": pd.concat([municipal, group_rows(municipal, catalogue)], ignore_index=True),
        "kpi_year": years,
        "signal": signals,
    }
    return Snapshot(snapshot.file, tables)
