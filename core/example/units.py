"""Made-up units (preschools, schools, homes …) around the values of the example's participants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.cache.harvest import UNIT_COLUMNS, UNIT_VALUE_COLUMNS, UnitHarvest
from core.catalogue import Catalogue
from core.example.seeds import generator
from core.signals.units import typical_distances

# What units are called in each area that has some, and how many there are at the least and the most.
_KINDS = {
    "forskola": ("förskolan", 12, 22),
    "grundskola": ("skolan", 8, 14),
    "aldreomsorg": ("gården", 6, 11),
}
_PLACES = (
    *("Björk", "Ek", "Sjö", "Strand", "Äng", "Kvarn", "Berg", "Norr", "Söder", "Öster", "Väster", "Lind"),
    *("Gran", "Hav", "Park", "Sten", "Lilje", "Måne", "Sol", "Tall", "Vik", "Å", "Ö", "Höga"),
)
# In the country's own spread: how much lasts for years, and how much passes. Then shares of all values.
_LASTING, _PASSING, _MISSING, _HIDDEN = 0.8, 0.3, 0.06, 0.05
# Of which Kolada has units too.
_KPIS = ("N11102", "N11701", "N11808", "N15485", "N15814", "U21467", "U21468", "U23464", "U23471")


def example_units(view: Catalogue, values: pd.DataFrame) -> UnitHarvest:
    """Units of VIEW's participants; VALUES as the harvest has them."""
    places = [participant.id for participant in view.participants]
    units = [
        (f"X{kind}{place}{n:02}", _title(kind, place, n), place, area)
        for area, (kind, _, _) in _KINDS.items()
        for place in places
        for n in range(_count(area, place))
    ]
    chosen = [i for i in view.indicators if i.kpi in _KPIS and i.area in _KINDS]
    by_area: dict[str, list[tuple[str, str]]] = {area: [] for area in _KINDS}
    for unit, _, place, area in units:
        by_area[area].append((unit, place))
    rows = [
        _values(
            values[values["kpi"] == indicator.kpi], by_area[indicator.area], is_share=indicator.unit.startswith("%")
        )
        for indicator in chosen
    ]
    whole = pd.concat([one for one in rows if len(one)], ignore_index=True)[list(UNIT_VALUE_COLUMNS)]
    newest = whole["year"] == whole.groupby("kpi")["year"].transform("max")
    titles = pd.DataFrame([unit[:3] for unit in units], columns=list(UNIT_COLUMNS))
    return UnitHarvest(titles, whole, typical_distances(whole[newest]))


def _count(area: str, place: str) -> int:
    _, least, most = _KINDS[area]
    return int(generator("units", area, place).integers(least, most + 1))


def _title(kind: str, place: str, n: int) -> str:
    names = generator("unit names", kind, place).permutation(np.array(_PLACES))
    return f"{names[n]}{kind}"


def _values(values: pd.DataFrame, units: Sequence[tuple[str, str]], *, is_share: bool) -> pd.DataFrame:
    """Rows of UNITS (id, municipality) around VALUES of their municipalities, of one KPI."""
    spread = float(values.groupby(["year", "gender"])["value"].std().mean())
    base = values[values["municipality"].isin([place for _, place in units])]
    whole = pd.DataFrame(units, columns=["unit", "municipality"]).merge(base, on="municipality")
    if whole.empty:
        return whole
    kpi = str(whole["kpi"].iloc[0])
    lasting = {unit: float(generator("unit", kpi, unit).normal(0, _LASTING)) for unit, _ in units}
    rng = generator("unit years", kpi)
    shift = whole["unit"].map(lasting) + rng.normal(0, _PASSING, len(whole))
    found = whole["value"] + shift * spread
    found = found.clip(0, 100) if is_share else found.clip(lower=0)
    # Alike for all genders of a unit's year: what is hidden of one cannot be reckoned from the others.
    dice = whole.groupby(["unit", "year"], sort=False).ngroup().map(dict(enumerate(rng.random(len(whole)))))
    hidden = dice < _HIDDEN
    rows = whole.assign(value=found.round(1).mask(hidden), status=np.where(hidden, "Privacy", ""))
    return rows[(dice < 1 - _MISSING) & (rows["value"].notna() | hidden)]
