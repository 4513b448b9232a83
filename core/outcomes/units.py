"""The units (schools, homes …) behind a municipality's value: how they lie apart, and which stand out for years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import pandas as pd

from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.signals.targets import TOTAL
from core.signals.units import STANDS_OUT_YEARS, judged_years, shown, standing_out
from core.tabular.numbers import SUPPRESSED

# Every unit page and area page of the participants.
_KEPT = 400


@dataclass(frozen=True)
class Unit:
    """A unit with its outcome.

    ``side`` is 1 where it has stood out above the municipality's others for years, -1 below, 0 where it has not.
    ``years`` are (year, value), oldest first.
    """

    id: str
    name: str
    value: float
    side: int
    years: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class UnitsOf:
    """A municipality's units with a value in the year, the lowest first; ``secret`` have one that may not be seen.

    ``gone`` are those that had one some earlier year and have none now, seen or not: name and (year, value), oldest
    first. ``value`` is the municipality's own, not reckoned from the units; None without one in the year.
    """

    municipality: str
    units: tuple[Unit, ...]
    secret: int
    gone: tuple[tuple[str, tuple[tuple[int, float], ...]], ...]
    value: float | None = None

    @property
    def outstanding(self) -> tuple[Unit, ...]:
        """Those that have stood out for years."""
        return tuple(unit for unit in self.units if unit.side)

    @property
    def new(self) -> tuple[Unit, ...]:
        """Those that have no value older than a year, where others have: opened lately, or counted anew."""
        year = max((last for unit in self.units for last, _ in unit.years[-1:]), default=0)
        is_old = any(unit.years[0][0] < year - 1 for unit in self.units)
        return tuple(unit for unit in self.units if is_old and unit.years[0][0] >= year - 1)

    @property
    def middle(self) -> float | None:
        """The median of the units' values; None without any."""
        return median(unit.value for unit in self.units) if self.units else None


@dataclass(frozen=True)
class UnitFigures:
    """The units of one's own municipality and of the other participants, all in one YEAR and of one gender.

    ``years``, oldest first, are those that tell whether a unit stands out, with YEAR; the newest with values where too
    few units have any. ``typical`` is how far the country's units typically lie from their own municipality's middle;
    None where too few have a value.
    """

    kpi: str
    year: int
    gender: str
    own: UnitsOf
    others: tuple[UnitsOf, ...]
    typical: float | None
    years: tuple[int, ...]


@dataclass(frozen=True)
class AskedUnits:
    """Of which municipality, indicator and gender, until which year (None: the newest)."""

    municipality: str
    kpi: str
    gender: str = TOTAL
    until: int | None = None


def unit_figures(figures: Figures, asked: AskedUnits) -> UnitFigures | None:
    """The units ASKED for in the newest year that the municipality's have values; None where there are none.

    Of the total where units have no values of the gender.
    """
    if asked.kpi not in figures.snapshot.unit_kpis:
        return None
    return figures.kept(_unit_figures, asked, most=_KEPT)


def outstanding(figures: Figures, municipality: str, area: str) -> Sequence[tuple[UnitFigures, Unit]]:
    """The units of MUNICIPALITY that stand out in AREA's indicators, in the catalogue's order."""
    found = []
    for indicator in figures.catalogue.indicators:
        if indicator.area == area:
            one = unit_figures(figures, AskedUnits(municipality, indicator.kpi))
            found += [(one, unit) for unit in one.own.outstanding] if one else []
    return found


def _unit_figures(figures: Figures, asked: AskedUnits) -> UnitFigures | None:
    values = shown(figures.snapshot.unit_values(asked.kpi), SUPPRESSED)
    values = values[values["year"] <= (asked.until or values["year"].max())].assign(kpi=asked.kpi)
    of_gender = values[(values["gender"] == asked.gender) & (values["municipality"] == asked.municipality)]
    gender = asked.gender if of_gender["value"].notna().any() else TOTAL
    values = values[values["gender"] == gender]
    years = values.loc[(values["municipality"] == asked.municipality) & values["value"].notna(), "year"]
    if years.empty:
        return None
    year, typical = int(years.max()), _typical(figures, asked.kpi, gender)
    others = [
        one for one in taking_part(figures, figures.catalogue.by_kpi[asked.kpi].area) if one != asked.municipality
    ]
    whole = figures.snapshot.values_of_kpi(asked.kpi)
    whole = whole[(whole["year"] == year) & (whole["gender"] == gender) & whole["value"].notna()]
    own_values = dict(zip(whole["municipality"], whole["value"].tolist(), strict=True))
    made = [
        replace(_units_of(figures, values, place, year, typical), value=own_values.get(place))
        for place in (asked.municipality, *others)
    ]
    judged = judged_years(values[values["municipality"] == asked.municipality])
    shown_years = judged or sorted(set(years.tolist()))[-STANDS_OUT_YEARS:]
    return UnitFigures(
        asked.kpi,
        year,
        gender,
        made[0],
        tuple(one for one in made[1:] if one.units),
        None if pd.isna(typical) else typical,
        tuple(sorted({year, *map(int, shown_years)})),
    )


def _typical(figures: Figures, kpi: str, gender: str) -> float:
    known = figures.snapshot.unit_years
    found = known[(known["kpi"] == kpi) & (known["gender"] == gender)].sort_values("year")
    return float(found["typical_distance"].iloc[-1]) if len(found) else float("nan")


def _units_of(figures: Figures, values: pd.DataFrame, municipality: str, year: int, typical: float) -> UnitsOf:
    mine = values[values["municipality"] == municipality]
    now, known = mine[mine["year"] == year], mine[mine["value"].notna()].sort_values("year")
    sides = standing_out(mine, typical)
    series: dict[str, list[tuple[int, float]]] = {}
    for unit, of_year, value in zip(known["unit"], known["year"].tolist(), known["value"].tolist(), strict=True):
        series.setdefault(unit, []).append((of_year, value))
    names = figures.snapshot.units
    units = [
        Unit(
            unit,
            names[unit][0] if unit in names else unit,
            dict(points)[year],
            sides.get(unit, 0),
            tuple(points),
        )
        for unit, points in series.items()
        if year in dict(points)
    ]
    secret = set(now.loc[now["status"] == SUPPRESSED, "unit"])
    gone = [
        (names[unit][0] if unit in names else unit, tuple(points))
        for unit, points in series.items()
        if unit not in secret and year not in dict(points)
    ]
    return UnitsOf(
        municipality, tuple(sorted(units, key=lambda unit: (unit.value, unit.name))), len(secret), tuple(sorted(gone))
    )
