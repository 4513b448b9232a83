"""Cost against result: two indicators of every municipality in one year, and where one of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.cache import Snapshot
from core.catalogue import Catalogue, Indicator, Pair
from core.outcomes.figures import Figures
from core.signals import Gender, shown

# How much older than the newest figures the last year in common may be.
MOST_YEARS_BEHIND = 2
# Whoever has up to this share of the others on either side is about in the middle: "than most" would say too much.
MIDDLE_SHARE = 0.55


class Held(NamedTuple):
    """What a municipality has of an indicator: ``value`` in its unit, None with the ``status`` that says why."""

    value: float | None = None
    status: str = ""
    is_preliminary: bool = False


@dataclass(frozen=True)
class Axis:
    """One indicator of a pair, as it is shown.

    ``gender`` is that of the values: the total where the indicator has none of the asked. ``year`` is None without
    values, ``newest`` the indicator's own newest closed year. ``values`` are those of every municipality that has one
    that year, with or without the pair's other: the same in every pair. ``held`` is what each municipality has, in the
    snapshot's order.
    """

    indicator: Indicator
    gender: str
    year: int | None
    newest: int | None
    values: tuple[float, ...]
    held: Mapping[str, Held] = field(default_factory=dict)

    @cached_property
    def median(self) -> float:
        """The middle value, in the indicator's unit; NaN where there are none."""
        return median(self.values) if self.values else float("nan")

    def side(self, value: float) -> int:
        """Whether VALUE (one of the values) is higher (1) or lower (-1) than most of the others', or in the middle (0).

        Most is more than MIDDLE_SHARE, counted in the values as a reader sees them: equal ones are on neither side.
        """
        others, own = len(self.values) - 1, shown(value, self.indicator.decimals)
        seen = shown(self.values, self.indicator.decimals)
        if np.count_nonzero(seen < own) > MIDDLE_SHARE * others:
            return 1
        return -1 if np.count_nonzero(seen > own) > MIDDLE_SHARE * others else 0


@dataclass(frozen=True)
class Dot:
    """A municipality with both values."""

    municipality: str
    x: float
    y: float


@dataclass(frozen=True)
class PairFigures:
    """A pair in one year, or in one year each where they have none in common.

    ``own_year`` is a year with both the municipality's values, where that of the axes lacks one.
    """

    pair: Pair
    municipality: str
    asked_gender: str
    x: Axis
    y: Axis
    dots: tuple[Dot, ...]
    own_year: int | None

    @property
    def own(self) -> Dot | None:
        """The municipality itself, where it has both values."""
        return next((dot for dot in self.dots if dot.municipality == self.municipality), None)

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Both."""
        return self.x, self.y

    @property
    def same_year(self) -> bool:
        """Whether both figures are of one year."""
        return self.x.year == self.y.year


def chosen_pair(catalogue: Catalogue, pair: str | None, area: str | None) -> Pair | None:
    """The pair with the id PAIR, else the first of AREA, else (without an area) the first of all.

    A pair belongs to the area of its result. None when there is no such pair.
    """
    if pair is not None:
        return catalogue.pair_by_id[pair]
    return next((p for p in catalogue.pairs if area in (None, catalogue.by_kpi[p.y].area)), None)


def pair_years(x: Sequence[int], y: Sequence[int]) -> tuple[int | None, int | None]:
    """Which of the closed years X and Y two indicators are shown in: the newest in common, if it is recent enough.

    It may be two years older than the newest of all; else each indicator's own newest. None without years.
    """
    common = max(set(x) & set(y), default=None)
    if common is not None and max(*x, *y) - common <= MOST_YEARS_BEHIND:
        return common, common
    return max(x, default=None), max(y, default=None)


def pair_figures(
    figures: Figures, pair: Pair, municipality: str, *, gender: str = Gender.TOTAL, year: int | None = None
) -> PairFigures:
    """PAIR as it stood in YEAR (None: now), seen from MUNICIPALITY. GENDER is T, K or M."""
    kpis = (pair.x, pair.y)
    measured = [_measured(figures, kpi, gender, year) for kpi in kpis]
    closed = [years for _, years in measured]
    shown_in = pair_years(*closed)
    found = [_values_of(figures, kpi, of) for kpi, (of, _) in zip(kpis, measured, strict=True)]
    x, y = (
        _axis(figures.catalogue.by_kpi[kpi], of, (at, max(years, default=None)), _held(values, at, figures.snapshot))
        for kpi, (of, years), at, values in zip(kpis, measured, shown_in, found, strict=True)
    )
    both = ((m, x.held[m].value, y.held[m].value) for m in x.held)
    dots = tuple(Dot(m, of_x, of_y) for m, of_x, of_y in both if of_x is not None and of_y is not None)
    is_there = any(dot.municipality == municipality for dot in dots)
    own_year = None if is_there else _own_year(found, closed, municipality)
    return PairFigures(pair, municipality, str(gender), x, y, dots, own_year)


def _axis(indicator: Indicator, gender: str, years: tuple[int | None, int | None], held: Mapping[str, Held]) -> Axis:
    """The axis of what is HELD; YEARS are the one that is shown and the newest."""
    values = tuple(one.value for one in held.values() if one.value is not None)
    return Axis(indicator, gender, *years, values, held)


def _measured(figures: Figures, kpi: str, gender: str, until: int | None) -> tuple[str, list[int]]:
    """GENDER, or the total where KPI has no closed years of it, and those years."""
    years = _closed_years(figures, kpi, gender, until)
    if years or gender == Gender.TOTAL:
        return str(gender), years
    return Gender.TOTAL.value, _closed_years(figures, kpi, Gender.TOTAL, until)


def _closed_years(figures: Figures, kpi: str, gender: str, until: int | None) -> list[int]:
    years = figures.snapshot.kpi_years
    closed = years[(years["kpi"] == kpi) & (years["gender"] == gender) & ~years["is_open"]]["year"]
    return [int(year) for year in closed if until is None or year <= until]


def _values_of(figures: Figures, kpi: str, gender: str) -> pd.DataFrame:
    """Everything of KPI that municipalities have of GENDER, in all years."""
    values = figures.snapshot.values_of_kpi(kpi)
    return values[(values["gender"] == gender) & values["municipality"].isin(list(figures.snapshot.municipalities))]


def _held(values: pd.DataFrame, year: int | None, snapshot: Snapshot) -> dict[str, Held]:
    """What each municipality of SNAPSHOT has of VALUES in YEAR."""
    of_year = values[values["year"] == year]
    columns = (of_year[name] for name in ("municipality", "value", "status", "preliminary"))
    found = {
        str(m): Held(
            None if pd.isna(value) else float(value), status if isinstance(status, str) else "", bool(is_early)
        )
        for m, value, status, is_early in zip(*columns, strict=True)
    }
    return {m: found.get(m, Held()) for m in snapshot.municipalities}


def _own_year(values: Sequence[pd.DataFrame], closed: Sequence[Sequence[int]], municipality: str) -> int | None:
    """The newest year, closed for both, in which MUNICIPALITY has both VALUES."""
    years = set(closed[0]) & set(closed[1])
    for of_kpi in values:
        own = of_kpi[(of_kpi["municipality"] == municipality) & of_kpi["value"].notna()]
        years &= {int(year) for year in own["year"]}
    return max(years, default=None)


def resources_table(figures: Figures, found: PairFigures, members: Sequence[str]) -> pd.DataFrame:
    """The figures as a file: every municipality with a value, MEMBERS of the group marked; the medians recomputable.

    Kommunkod, Kommun, I gruppen (boolean), then for each indicator its value in full precision under its name and
    unit, its year and whose values they are. Each median is of all rows with its value.
    """
    names = figures.snapshot.municipalities
    codes = [m for m in names if any(axis.held[m].value is not None for axis in found.axes)]
    table = pd.DataFrame({"Kommunkod": codes}, dtype="str")
    table["Kommun"] = [names[m] for m in codes]
    table["I gruppen"] = table["Kommunkod"].isin(list(members))
    for axis, role in zip(found.axes, ("resurs", "resultat"), strict=True):
        values = [axis.held[m].value for m in codes]
        table[f"{axis.indicator.name}, {axis.indicator.unit}"] = pd.Series(values, dtype="float64")
        table[f"År ({role})"] = pd.Series(axis.year, index=table.index, dtype="Int64")
        table[f"Kön ({role})"] = axis.gender
    return table
