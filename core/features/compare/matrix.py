"""The matrix: municipalities beside each other, indicator by indicator, each tinted by its standing in the country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from core.cache.harvest import ALL_MUNICIPALITIES
from core.catalogue import Indicator
from core.kolada import NATION
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup
from core.outcomes.references import own_group
from core.signals import Gender, Reason, Standing, with_measured_years
from core.signals.constants import OUTDATED_AFTER_YEARS
from core.signals.outcome import newest_closed_years
from core.words import labels

# The means' columns; they stand in the address when the matrix is sorted by them. Two are of the whole country:
# the mean of its municipalities, and the nation's own value, in which every inhabitant weighs the same.
GROUP, COUNTY, EVERYONE, COUNTRY = "grupp", "lan", "kommuner", "riket"


class Figure(NamedTuple):
    """A figure of one year that a cell may show, as ``Snapshot.cells_of`` has it: NaN for no value.

    ``measured_year`` is the year that it repeats, else its own.
    """

    kpi: str
    municipality: str
    gender: str
    year: int
    value: float
    status: str
    preliminary: bool
    is_open: bool
    standing_n: float
    standing_lower: float
    standing_worse: float
    standing: str
    standing_reason: str
    measured_year: int


class AreaFigure(NamedTuple):
    """A value of a whole area, as ``Snapshot.means_of`` has it."""

    kpi: str
    area: str
    gender: str
    year: int
    value: float
    members: float


F = TypeVar("F", Figure, AreaFigure)


@dataclass(frozen=True)
class Scope:
    """What is compared: ``own`` is the reader's municipality, ``year`` None means the newest."""

    own: str
    group: ComparisonGroup
    indicators: tuple[Indicator, ...]
    gender: str = Gender.TOTAL
    year: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Ids of the group, the reader's own municipality first, whether it belongs to the group or not."""
        return (self.own, *(m for m in self.group.members if m != self.own))


@dataclass(frozen=True)
class Cell:
    """One municipality's figure. ``value`` None: ``status`` (Kolada's, "" for no row at all) tells why.

    ``repeated_to`` is the last year that repeats the value of ``year``, else the same. ``later_status`` is that of the
    row's year where an older value stands in; ``is_newest`` is false where there is a
    newer value, of a year that few have reported yet. ``place`` is the share (0-1) of the
    country's other municipalities that are worse, or lower where there is no direction; NaN where nothing is said.
    """

    municipality: str
    value: float | None = None
    year: int | None = None
    repeated_to: int | None = None
    status: str = ""
    later_status: str = ""
    is_newest: bool = True
    preliminary: bool = False
    standing: Standing = Standing.NOT_JUDGED
    reason: Reason = Reason.NO_OUTCOME
    n: int = 0
    place: float = float("nan")

    def is_of(self, year: int | None) -> bool:
        """Whether the value is what holds for YEAR: measured then, or last before it."""
        if year is None or self.year is None or self.repeated_to is None:
            return False
        return self.year <= year <= self.repeated_to


@dataclass(frozen=True)
class Mean:
    """A mean in the row's year, ``of`` so many municipalities (1: the nation itself); ``value`` None without one."""

    value: float | None = None
    of: int = 0


@dataclass(frozen=True)
class Newer:
    """A year after the row's that ``n`` of the municipalities have a value for; ``is_open`` where few have in all."""

    year: int
    n: int
    is_open: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """One indicator. ``year`` None: nobody has a value. ``split`` False: the total stands in for the gender asked.

    ``newer`` is the newest year after the row's that anybody has.
    """

    indicator: Indicator
    year: int | None
    gender: str
    split: bool
    is_open: bool
    cells: tuple[Cell, ...]
    means: dict[str, Mean]
    newer: Newer | None = None


def matrix(figures: Figures, scope: Scope) -> tuple[MatrixRow, ...]:
    """The rows of SCOPE in the order of its indicators.

    Each cell shows what its municipality's own page does: its newest value that can be judged, with its year. A row
    stands in the year that most in the group show, the newest of those that as many do; one that repeats a value counts
    where somebody measured then, else the last that somebody did. Means are of the row's year.
    """
    kpis = [i.kpi for i in scope.indicators]
    areas = _mean_areas(figures, scope.own)
    years = figures.snapshot.kpi_years
    found = with_measured_years(figures.snapshot.cells_of(scope.columns, kpis, scope.gender), figures.catalogue.steps)
    if scope.year is not None:
        found, years = found[found["year"] <= scope.year], years[years["year"] <= scope.year]
    closed = newest_closed_years(years[years["kpi"].isin(kpis)]).set_index("kpi")["newest_closed"].to_dict()
    of_kpi = _by(_figures(Figure, found), lambda one: one.kpi)
    whole = _figures(AreaFigure, figures.snapshot.means_of(list(areas), kpis, scope.gender))
    means = _by(whole, lambda one: one.kpi)
    rows = (_row(i, of_kpi.get(i.kpi, []), closed.get(i.kpi), scope) for i in scope.indicators)
    return tuple(replace(r, means=r.means | _means(means.get(r.indicator.kpi, []), areas, r)) for r in rows)


def _figures(shape: type[F], found: pd.DataFrame) -> Iterator[F]:
    return map(shape, *(found[column].tolist() for column in shape._fields))


def _by(found: Iterable[F], key: Callable[[F], str]) -> dict[str, list[F]]:
    parts: defaultdict[str, list[F]] = defaultdict(list)
    for one in found:
        parts[key(one)].append(one)
    return parts


def _mean_areas(figures: Figures, own: str) -> dict[str, tuple[str, int]]:
    """Kolada's areas whose means stand beside: area id -> (column, least number of members with a value)."""
    snapshot = figures.snapshot
    areas = {NATION: (COUNTRY, 1), ALL_MUNICIPALITIES: (EVERYONE, -(-len(snapshot.municipalities) // 2))}
    if county := own_group(snapshot, figures.catalogue.counties, own):
        areas[county] = (COUNTY, -(-len(snapshot.group_members[county]) // 2))
    return areas


def _row(indicator: Indicator, found: Sequence[Figure], closed: int | None, scope: Scope) -> MatrixRow:
    oldest = (closed or 0) - OUTDATED_AFTER_YEARS
    split = any(r.gender == scope.gender and r.value == r.value and r.year >= oldest for r in found)
    gender = scope.gender if split else Gender.TOTAL
    mine = [r for r in found if r.gender == gender]
    of_municipality = _by(mine, lambda one: one.municipality)
    cells = tuple(_cell(indicator, m, of_municipality.get(m, []), oldest) for m in scope.columns)
    year = _year_of(cells, scope.group.members or scope.columns)
    said = {r.municipality: r.status for r in mine if r.year == year}
    cells = tuple(_in_row(cell, year, said.get(cell.municipality, "")) for cell in cells)
    return MatrixRow(
        indicator=indicator,
        year=year,
        gender=gender,
        split=split or scope.gender == Gender.TOTAL,
        is_open=any(r.is_open and r.year == year for r in mine),
        cells=cells,
        means={GROUP: _group_mean(mine, scope.group.members, year)},
        newer=_newer(mine, year),
    )


def _in_row(cell: Cell, year: int | None, status: str) -> Cell:
    """CELL in a row of YEAR, for which its municipality has STATUS: why it has no value, or why it shows an older."""
    if cell.value is None:
        return replace(cell, status=status or cell.status)
    is_older = year is not None and cell.repeated_to is not None and cell.repeated_to < year
    return replace(cell, later_status=status) if is_older else cell


def _newer(found: Sequence[Figure], year: int | None) -> Newer | None:
    after = [
        r for r in found if year is not None and _year(r) > year and r.measured_year == r.year and r.value == r.value
    ]
    newest = [r for r in after if r.year == max(map(_year, after))]
    return Newer(_year(newest[0]), len(newest), any(r.is_open for r in newest)) if newest else None


def _year_of(cells: Sequence[Cell], members: Sequence[str]) -> int | None:
    """The year that most of MEMBERS show, as a row has it; None where nobody has one to judge."""
    fresh = [c for c in cells if c.municipality in members and c.reason != Reason.OUTDATED]
    shown = Counter(c.repeated_to for c in fresh if c.repeated_to is not None)
    most = max(shown, key=lambda year: (shown[year], year), default=None)
    return max((c.year for c in fresh if c.is_of(most) and c.year is not None), default=None)


def _cell(indicator: Indicator, municipality: str, found: Sequence[Figure], oldest: int) -> Cell:
    """The newest value that the country's other municipalities can be compared with, else the newest of all.

    One that is too old to be judged is shown as that, as on the overview. ``later_status`` is left to the row, whose
    year it is of.
    """
    valued = [r for r in found if r.value == r.value]
    if not valued:
        latest = max(found, key=_year, default=None)
        return Cell(municipality, status=latest.status if latest else "")
    newest = max(valued, key=_year)
    if newest.year < oldest:
        year, to = newest.measured_year, newest.year
        return Cell(municipality, value=newest.value, year=year, repeated_to=to, reason=Reason.OUTDATED)
    last = max((r for r in valued if r.year >= oldest and not r.is_open), key=_year, default=newest)
    shown = next(r for r in valued if r.year == last.measured_year)
    directed = indicator.direction.value != "none"
    beaten = shown.standing_worse if directed else shown.standing_lower
    reason = Reason(shown.standing_reason)
    placed = reason in (Reason.NONE, Reason.NO_DIRECTION) and shown.standing_n > 1
    return Cell(
        municipality,
        value=shown.value,
        year=shown.year,
        repeated_to=last.year,
        is_newest=last is newest,
        preliminary=bool(shown.preliminary),
        standing=Standing(shown.standing),
        reason=reason,
        n=int(shown.standing_n),
        place=beaten / (shown.standing_n - 1) if placed else float("nan"),
    )


def _year(one: Figure) -> int:
    return int(one.year)


def _group_mean(found: Sequence[Figure], members: Sequence[str], year: int | None) -> Mean:
    """The unweighted mean of MEMBERS in YEAR; none when fewer than half have a value. Source: DESIGN.md, means."""
    of_year = [r.value for r in found if r.municipality in members and r.year == year]
    values = [value for value in of_year if not isnan(value)]
    if not values or len(values) * 2 < len(members):
        return Mean(of=len(values))
    return Mean(float(np.mean(values)), len(values))


def _means(found: Sequence[AreaFigure], areas: Mapping[str, tuple[str, int]], row: MatrixRow) -> dict[str, Mean]:
    """Kolada's values of whole areas by column."""
    here = {r.area: r for r in found if r.gender == row.gender and r.year == row.year}
    return {
        column: Mean(here[area].value, int(here[area].members))
        for area, (column, least) in areas.items()
        if area in here and here[area].members >= least
    }


def sort_keys(figures: Figures, rows: Sequence[MatrixRow], column: str) -> dict[str, float]:
    """By KPI: how well the municipality or mean in COLUMN stands in the country, 0-1; NaN where nothing is said.

    Figures of different units can only be sorted by that: the share of the municipalities that are worse (lower,
    where there is no direction).
    """
    if column in (GROUP, COUNTY, EVERYONE, COUNTRY):
        return _places_of_means(figures, rows, column)
    return {row.indicator.kpi: cell.place for row in rows for cell in row.cells if cell.municipality == column}


def _places_of_means(figures: Figures, rows: Sequence[MatrixRow], column: str) -> dict[str, float]:
    asked = [(r.indicator, r.year, r.gender, mean.value) for r in rows if (mean := r.means.get(column)) and r.year]
    found: dict[str, float] = {}
    for gender in {g for _, _, g, _ in asked}:
        of_gender = [(i, year, value) for i, year, g, value in asked if g == gender and value is not None]
        years = pd.DataFrame([(i.kpi, year) for i, year, _ in of_gender], columns=["kpi", "year"])
        values = {
            kpi: part.to_numpy() for kpi, part in figures.snapshot.placed_in(years, gender).groupby("kpi")["value"]
        }
        for indicator, _, value in of_gender:
            others = values.get(indicator.kpi, np.empty(0))
            worse = others > value if indicator.direction.value == "low" else others < value
            found[indicator.kpi] = float(worse.mean()) if len(others) else float("nan")
    return found


def described(indicator: Indicator, gender: str, *, split: bool) -> str:
    """The unit of INDICATOR, whom its figures are about, and what else a drawing of it must say."""
    about = labels.whom(gender, is_children=indicator.children) + ("" if split else ", ej könsuppdelat")
    return " · ".join((indicator.unit, about, *((labels.OWN,) if indicator.own else ())))
