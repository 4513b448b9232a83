"""What a snapshot is built from, whether Kolada or the example data gave it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

# Kolada's mean of all municipalities (``NATION`` is weighted), and its word for those alike in general.
ALL_MUNICIPALITIES = "G2328"
GENERAL_KIND = "övergripande"

KPI_COLUMNS = (
    "id",
    "title",
    "description",
    "is_divided_by_gender",
    "municipality_type",
    "auspice",
    "operating_area",
    "perspective",
    "prel_publication_date",
    "publication_date",
    "publ_period",
    "has_ou_data",
)
VALUE_COLUMNS = ("kpi", "municipality", "year", "gender", "value", "status", "members")


UNIT_COLUMNS = ("id", "title", "municipality")
UNIT_VALUE_COLUMNS = ("kpi", "unit", "municipality", "year", "gender", "value", "status")
UNIT_YEAR_COLUMNS = ("kpi", "gender", "year", "n", "typical_distance")


@dataclass(frozen=True)
class UnitHarvest:
    """What was fetched of units (schools, homes …): ``units`` has UNIT_COLUMNS, ``values`` UNIT_VALUE_COLUMNS.

    ``years`` has UNIT_YEAR_COLUMNS: by KPI, gender and year how many of the country's units have a value, and how far
    from the median of their own municipality's units they typically lie (``core.signals.units``).
    """

    units: pd.DataFrame
    values: pd.DataFrame
    years: pd.DataFrame


@dataclass(frozen=True)
class Harvest:
    """Everything fetched at one time.

    ``kpis`` has KPI_COLUMNS; ``municipalities`` id, title, type (K municipality, L region); ``groups`` id, title,
    member; ``values`` VALUE_COLUMNS, one row a kpi, area (municipality, region, nation or group), year and gender,
    value NaN with a status. ``failed`` and ``missing`` tell, by KPI, what went wrong (Swedish).
    ``units`` is None where none were fetched: those of the snapshot before are kept.
    ``partial`` means that other KPIs, and older years than ``from_year``, are kept from the snapshot before.
    """

    source: str
    fetched_at: datetime
    kpis: pd.DataFrame
    municipalities: pd.DataFrame
    groups: pd.DataFrame
    values: pd.DataFrame
    is_example: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    partial: bool = False
    from_year: int = 0
    units: UnitHarvest | None = None
