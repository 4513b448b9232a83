"""Cost against result: two indicators of every municipality in one year, and where one of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np
import pandas as pd

from core.catalogue import Catalogue, Indicator, Pair
from core.outcomes.figures import Figures
from core.signals import Gender, shown

# How much older than the newest figures the last year in common may be.
MOST_YEARS_BEHIND = 2
# Whoever has up to this share of the others on either side is about in the middle: "than most" would say too much.
MIDDLE_SHARE = 0.55


@dataclass(frozen=True)
class Axis:
    """One indicator of a pair, as it is shown.

    ``gender`` is that of the values: the total where the indicator has none of the asked. ``year`` is None without
    values, ``newest`` the indicator's own newest closed year. ``values`` are those of every municipality that has one
    that year, with or without the pair's other: the same in every pair.
    """

    indicator: Indicator
    gender: str
    year: int | None
    newest: int | None
    values: tuple[float, ...]

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

    ``values`` has every municipality with its x and y (NaN for none), their statuses and whether they are
    preliminary: municipality, x, x_status, x_preliminary, y, y_status, y_preliminary. ``own_year`` is a year with
    both the municipality's values, where that of the axes lacks one.
    """

    pair: Pair
    municipality: str
    asked_gender: str
    x: Axis
    y: Axis
    values: pd.DataFrame
    dots: tuple[Dot, ...]
    own_year: int | None

    @property
    def own(self) -> Dot | None:
        """The municipality itself, where it has both values."""
        return next((dot for dot in self.dots if dot.municipality == self.municipality), None)

    @property
    def axes(self) -> tuple[tuple[Axis, str], ...]:
        """Both axes with the letters that their columns begin with."""
        return ((self.x, "x"), (self.y, "y"))

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
    columns = [_of_year(values, at, letter) for values, at, letter in zip(found, shown_in, "xy", strict=True)]
    values = pd.concat(columns, axis=1).reindex(pd.Index(figures.snapshot.municipalities, name="municipality"))
    both = values.dropna(subset=["x", "y"])
    axes = [
        Axis(figures.catalogue.by_kpi[kpi], of, at, max(years, default=None), tuple(values[letter].dropna().tolist()))
        for kpi, (of, years), at, letter in zip(kpis, measured, shown_in, "xy", strict=True)
    ]
    dots = tuple(Dot(str(m), float(x), float(y)) for m, x, y in zip(both.index, both["x"], both["y"], strict=True))
    own_year = None if municipality in both.index else _own_year(found, closed, municipality)
    return PairFigures(pair, municipality, str(gender), axes[0], axes[1], values.reset_index(), dots, own_year)


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


def _of_year(values: pd.DataFrame, year: int | None, letter: str) -> pd.DataFrame:
    """VALUES of YEAR by municipality, in columns named after the axis LETTER."""
    of_year = values[values["year"] == year].set_index("municipality")[["value", "status", "preliminary"]]
    return of_year.set_axis([letter, f"{letter}_status", f"{letter}_preliminary"], axis=1)


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
    values = found.values.dropna(subset=["x", "y"], how="all")
    columns: dict[str, object] = {
        "Kommunkod": values["municipality"],
        "Kommun": values["municipality"].map(names),
        "I gruppen": values["municipality"].isin(list(members)),
    }
    for (axis, letter), role in zip(found.axes, ("resurs", "resultat"), strict=True):
        columns[f"{axis.indicator.name}, {axis.indicator.unit}"] = values[letter]
        columns[f"År ({role})"] = pd.Series(axis.year, index=values.index, dtype="Int64")
        columns[f"Kön ({role})"] = axis.gender
    return pd.DataFrame(columns).reset_index(drop=True)
