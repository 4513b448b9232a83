"""Made-up volumes and what they cost, after the size of each made-up municipality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS
from core.catalogue import Catalogue, VolumePair
from core.example.metadata import publication_dates
from core.example.seeds import generator
from core.signals.rounding import Floats

# About how many of a hundred inhabitants each volume has, and what one costs in thousands of kronor.
_TYPICAL = {
    "forskola": (5.0, 160),
    "grundskola": (12.5, 115),
    "gymnasieskola": (3.6, 135),
    "kommunal-gymnasieskola": (2.4, 125),
    "ekonomiskt-bistand": (1.3, 55),
    "hemtjanst": (2.0, 260),
    "sarskilt-boende": (0.9, 850),
    "lss-boende": (0.3, 1000),
    "daglig-verksamhet": (0.4, 250),
}
_OTHERWISE = (1.0, 100)
# Between municipalities, from year to year, and what a year adds: to any volume at most, and to every cost.
_SPREAD, _UNREST, _GROWTH, _DEARER = 0.12, 0.015, 0.02, 0.03


def example_volumes(view: Catalogue, values: pd.DataFrame, today: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """KPI_COLUMNS and VALUE_COLUMNS of the volumes of VIEW that no indicator has, fetched TODAY.

    VALUES are the indicators', as the harvest has them.
    """
    totals = values[(values["gender"] == "T") & values["value"].notna()]
    people = totals[(totals["kpi"] == view.population) & ~totals["municipality"].str.startswith(("0", "G"))]
    base = people[["municipality", "year", "value"]].sort_values(["municipality", "year"], ignore_index=True)
    made = {kpi: part for pair in view.volumes for kpi, part in _made(pair, base) if kpi not in view.by_kpi}
    rows = [base.assign(kpi=kpi, gender="T", value=of, status="", members=1) for kpi, of in made.items()]
    titles = {kpi: pair.name for pair in view.volumes for kpi in pair.kpis.values() if kpi in made}
    last_year = int(base["year"].max())
    told = [
        _kpi(kpi, name) | publication_dates(kpi, frozenset(), frozenset(), last_year, today)
        for kpi, name in titles.items()
    ]
    kpis = pd.DataFrame(told, columns=list(KPI_COLUMNS))
    none = pd.DataFrame(columns=list(VALUE_COLUMNS))
    return kpis, pd.concat(rows, ignore_index=True)[list(VALUE_COLUMNS)] if rows else none


def _made(pair: VolumePair, people: pd.DataFrame) -> Iterator[tuple[str, Floats]]:
    share, cost = _TYPICAL.get(pair.id, _OTHERWISE)
    rng = generator("volume", pair.id)
    volume = np.round(people["value"].to_numpy() * share / 100 * _moving(rng, people, rng.uniform(-_GROWTH, _GROWTH)))
    each = np.round(cost * 1000 * _moving(rng, people, _DEARER))
    made = {"volume": volume, "unit_cost": each, "cost": volume * each / 1000}
    return ((kpi, made[part]) for part, kpi in pair.kpis.items())


def _moving(rng: np.random.Generator, people: pd.DataFrame, growth: float) -> Floats:
    """A factor for each row of PEOPLE: its municipality's own level, the years' GROWTH, and the year's whim."""
    lasting = dict(zip(sorted(people["municipality"].unique()), rng.normal(0, _SPREAD, len(people)), strict=False))
    own = people["municipality"].map(lasting).to_numpy(dtype=np.float64)
    years = (people["year"] - people["year"].max()).to_numpy(dtype=np.float64)
    moved: Floats = np.exp(own + growth * years + rng.normal(0, _UNREST, len(people)))
    return moved


def _kpi(kpi: str, name: str) -> dict[str, object]:
    about = f"Exempel med påhittade värden för påhittade kommuner. {name}. Källa: exempeldata."
    return {"id": kpi, "title": f"{name} (exempel)", "description": about, "is_divided_by_gender": False} | {
        "municipality_type": "K",
        "auspice": "T",
        "operating_area": "",
        "perspective": "Volymer",
        "has_ou_data": False,
    }
