"""What the example says about its KPIs, in the shape that Kolada says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from core.cache.harvest import KPI_COLUMNS
from core.catalogue import Catalogue, Category, Indicator
from core.example.calibration import Calibration
from core.example.gaps import Unfinished
from core.example.seeds import generator

_PERSPECTIVES = {
    Category.RESOURCE: "Resurser",
    Category.PRODUCTION: "Volymer",
    Category.INFORMATION: "Övrigt",
}
_RESULTS = "Kvalitet och resultat"
_PRELIMINARY_SHARE = 0.06
# A figure is preliminary for some months, and the next publication lies at least a month ahead.
_PRELIMINARY_FOR = (timedelta(days=60), timedelta(days=90))
_NEXT_AT_LEAST = timedelta(days=30)

Row = dict[str, object]


def kpi_rows(
    catalogue: Catalogue,
    calibrations: dict[str, Calibration],
    *,
    unready: Unfinished,
    last_year: int,
    today: date,
) -> pd.DataFrame:
    """KPI_COLUMNS of all indicators with a calibration, and of the uncertainty of their surveys.

    UNREADY still wait for the figures of LAST_YEAR; TODAY decides what is preliminary.
    """
    known = [i for i in catalogue.indicators if i.kpi in calibrations]
    unfinished = unready.open | unready.late
    preliminary = _preliminary(known, unfinished)
    rows: list[Row] = []
    for indicator in known:
        dates = publication_dates(indicator.kpi, preliminary, unfinished, last_year, today)
        row = _row(indicator, catalogue, by_gender=calibrations[indicator.kpi].by_gender) | dates
        rows.append(row)
        if indicator.uncertainty_kpi:
            title = f"Osäkerhetstal: {indicator.name} (exempel)"
            rows.append(row | {"id": indicator.uncertainty_kpi, "title": title})
    return pd.DataFrame(rows, columns=list(KPI_COLUMNS)).drop_duplicates("id", ignore_index=True)


def _preliminary(known: Sequence[Indicator], unfinished: frozenset[str]) -> frozenset[str]:
    """A few whose last year is there but may still change: costs, as in life."""
    costs = [i.kpi for i in known if i.category is Category.RESOURCE and i.kpi not in unfinished and i.step == 1]
    costs.sort(key=lambda kpi: generator("preliminary", kpi).random())
    return frozenset(costs[: round(_PRELIMINARY_SHARE * len(known))])


def _row(indicator: Indicator, catalogue: Catalogue, *, by_gender: bool) -> Row:
    return {
        "id": indicator.kpi,
        "title": f"{indicator.name} (exempel)",
        "description": (
            f"Exempel med påhittade värden för påhittade kommuner. {indicator.name}, mätt i {indicator.unit}."
            " Källa: exempeldata."
        ),
        "is_divided_by_gender": by_gender,
        "municipality_type": "K",
        "auspice": "T",
        "operating_area": catalogue.area_by_id[indicator.area].name,
        "perspective": _PERSPECTIVES.get(indicator.category, _RESULTS),
        "has_ou_data": False,
    }


def publication_dates(
    kpi: str, preliminary: frozenset[str], unfinished: frozenset[str], last_year: int, today: date
) -> Row:
    """The publication that comes next, and the year it is about."""
    if kpi in preliminary:
        before, after = _PRELIMINARY_FOR
        return {
            "prel_publication_date": today - before,
            "publication_date": today + after,
            "publ_period": last_year,
        }
    period = last_year if kpi in unfinished else last_year + 1
    rng = generator("publication", kpi)
    usual = date(period + 1, int(rng.integers(2, 12)), int(rng.integers(1, 29)))
    earliest = today + _NEXT_AT_LEAST + timedelta(days=int(rng.integers(0, 90)))
    return {"prel_publication_date": None, "publication_date": max(usual, earliest), "publ_period": period}
