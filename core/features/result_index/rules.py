"""The result index, after Jämföraren: the country in each perspective of a model, and one municipality in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import pandas as pd

from core.catalogue import Catalogue, Direction, Indicator, Model, Perspective
from core.features.result_index.places import index_years, places, result_index
from core.outcomes.figures import Figures
from core.signals import Gender, Reason, Standing, with_measured_years
from core.signals.constants import INDEX_LEAST_SHARE
from core.words import labels

NAN = float("nan")
_MODELS_KEPT = 4


@dataclass(frozen=True)
class Counted:
    """An indicator that counts in a perspective, the year it has there and how many municipalities have a value."""

    indicator: Indicator
    year: int
    n: int


@dataclass(frozen=True)
class LeftOut:
    """An indicator of a perspective that does not count, and why."""

    indicator: Indicator
    reason: Reason


@dataclass(frozen=True)
class Country:
    """A perspective in the whole country.

    ``indexes`` has (municipality, index 0-100), lowest first. ``worst_to`` is the highest index in the worst quarter,
    ``best_from`` the lowest in the best, ``median`` the middle one; NaN where there is none.
    """

    perspective: Perspective
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    indexes: tuple[tuple[str, float], ...]
    worst_to: float
    median: float
    best_from: float

    @property
    def least(self) -> int:
        """How many of the indicators that count a municipality needs values for."""
        of = len(self.counted)
        # The same quotient as the rule's own: 3 / 5 is 0.6, while 5 * 0.6 need not be 3.
        return next((k for k in range(1, of) if k / of >= INDEX_LEAST_SHARE), of)


@dataclass(frozen=True)
class ModelIndex:
    """A model in the whole country: the same for every reader, so kept.

    ``indexes`` is as ``core.signals.result_index`` gives it; ``placed`` has kpi, municipality, value, measured_year,
    place, better, worse and equal (the others with the same value), a row for each value in
    the indicator's year.
    """

    model: Model
    perspectives: tuple[Country, ...]
    indexes: pd.DataFrame
    placed: pd.DataFrame


@dataclass(frozen=True)
class Placed:
    """A counted indicator as a municipality has it.

    ``value`` and ``place`` (0-100) are NaN without a value; ``measured_year`` is None then too;
    ``better``, ``worse`` and ``equal`` count the others.
    """

    counted: Counted
    value: float = NAN
    place: float = NAN
    better: int = 0
    worse: int = 0
    equal: int = 0
    measured_year: int | None = None

    @property
    def year(self) -> int:
        """The year of the value, or the one that it lacks a value for."""
        return self.measured_year or self.counted.year

    @property
    def has_value(self) -> bool:
        """Whether the municipality has a value in the indicator's year."""
        return not np.isnan(self.place)


@dataclass(frozen=True)
class PerspectiveIndex:
    """A municipality in a perspective; ``index`` is NaN and ``band`` NOT_JUDGED where it has too few values.

    ``n`` is how many of the counted indicators it has, ``better`` and ``worse`` how many have a higher and lower index.
    """

    country: Country
    indicators: tuple[Placed, ...]
    n: int = 0
    index: float = NAN
    better: int = 0
    worse: int = 0
    band: Standing = Standing.NOT_JUDGED

    @property
    def has_index(self) -> bool:
        """Whether the municipality has an index."""
        return not np.isnan(self.index)


def chosen_model(catalogue: Catalogue, model: str | None) -> Model | None:
    """The model with the id MODEL, else the first; None when the catalogue has none. Raises KeyError for another."""
    known = {m.id: m for m in catalogue.models}
    return known[model] if model is not None else next(iter(known.values()), None)


def model_index(figures: Figures, model: str) -> ModelIndex:
    """The model with the id MODEL in the whole country, kept with the figures. Raises KeyError for another."""
    return figures.kept(_model_index, model, most=_MODELS_KEPT)


def _model_index(figures: Figures, model: str) -> ModelIndex:
    chosen = {m.id: m for m in figures.catalogue.models}[model]
    perspectives = [p for p in figures.catalogue.perspectives if p.model == model]
    closed = index_years(figures.snapshot.kpi_years)
    years = dict(zip(closed["kpi"], zip(closed["year"].tolist(), closed["n"].tolist(), strict=True), strict=True))
    parts = [(p, *_parted(figures.catalogue, p.id, years)) for p in perspectives]
    pairs = pd.DataFrame(
        [(p.id, c.indicator.kpi) for p, counted, _ in parts for c in counted], columns=["perspective", "kpi"]
    )
    stood = figures.snapshot.placed_in(closed[closed["kpi"].isin(pairs["kpi"])])
    measured = _measured(
        figures, tuple(figures.snapshot.municipalities), sorted({*pairs["kpi"]} & {*figures.catalogue.steps})
    )
    stood = stood.merge(measured[["kpi", "municipality", "year", "measured_year"]], how="left")
    placed = _placed(stood.assign(place=places(stood), measured_year=stood["measured_year"].fillna(stood["year"])))
    indexes = result_index(placed, pairs)
    found = dict(tuple(indexes.groupby("perspective")))
    countries = [_country(p, counted, left, found.get(p.id, indexes.iloc[:0])) for p, counted, left in parts]
    return ModelIndex(chosen, tuple(countries), indexes, placed)


def _parted(
    catalogue: Catalogue, perspective: str, years: Mapping[str, tuple[int, int]]
) -> tuple[tuple[Counted, ...], tuple[LeftOut, ...]]:
    """The indicators of PERSPECTIVE that count, and those that do not. YEARS has (year, n) by kpi."""
    counted, left_out = [], []
    for indicator in catalogue.indicators:
        if perspective not in indicator.perspectives:
            continue
        if indicator.direction is Direction.NONE:
            left_out.append(LeftOut(indicator, Reason.NO_DIRECTION))
        elif not indicator.comparable:
            left_out.append(LeftOut(indicator, Reason.NOT_COMPARABLE))
        elif indicator.kpi not in years:
            left_out.append(LeftOut(indicator, Reason.TOO_FEW))
        else:
            counted.append(Counted(indicator, *years[indicator.kpi]))
    return tuple(counted), tuple(left_out)


def _placed(stood: pd.DataFrame) -> pd.DataFrame:
    """STOOD (with place) with the columns that ModelIndex promises; only rows that have a place."""
    known = stood[stood["place"].notna()]
    better, worse = (known[f"standing_{side}"].astype("int64") for side in ("better", "worse"))
    counts = {"better": better, "worse": worse, "equal": known["standing_n"] - better - worse - 1}
    return known[["kpi", "municipality", "value", "measured_year", "place"]].assign(**counts)


def _measured(figures: Figures, municipalities: Sequence[str], kpis: Sequence[str]) -> pd.DataFrame:
    """The values of ``Snapshot.cells_of``, women and men together, with the year in which each was measured."""
    cells = figures.snapshot.cells_of(municipalities, kpis, Gender.TOTAL)
    return with_measured_years(cells[cells["value"].notna()], figures.catalogue.steps)


def _country(
    perspective: Perspective, counted: tuple[Counted, ...], left_out: tuple[LeftOut, ...], rows: pd.DataFrame
) -> Country:
    known = rows[rows["index"].notna()].sort_values(["index", "municipality"])
    return Country(
        perspective=perspective,
        counted=counted,
        left_out=left_out,
        indexes=tuple(zip(known["municipality"], known["index"].tolist(), strict=True)),
        worst_to=float(known.loc[known["band"] == Standing.WORST, "index"].max()),
        median=float(known["index"].median()),
        best_from=float(known.loc[known["band"] == Standing.BEST, "index"].min()),
    )


def own_indexes(found: ModelIndex, municipality: str) -> tuple[PerspectiveIndex, ...]:
    """MUNICIPALITY in every perspective of FOUND, in the model's order; without values too."""
    rows = {one.perspective: one for one in _of(municipality, found.indexes, _Index)}
    own = {one.kpi: one for one in _of(municipality, found.placed, _Place)}
    return tuple(_own_index(country, rows.get(country.perspective.id), own) for country in found.perspectives)


@dataclass(frozen=True)
class _Index:
    """A row of ``ModelIndex.indexes``; NaN where there is no index."""

    perspective: str
    n: float
    index: float
    better: float
    worse: float
    band: str


@dataclass(frozen=True)
class _Place:
    """A row of ``ModelIndex.placed``."""

    kpi: str
    value: float
    measured_year: float
    place: float
    better: float
    worse: float
    equal: float


S = TypeVar("S", _Index, _Place)


def _of(municipality: str, rows: pd.DataFrame, shape: type[S]) -> Iterator[S]:
    own, names = rows[rows["municipality"] == municipality], [one.name for one in fields(shape)]
    return map(shape, *(own[column].tolist() for column in names))


def _own_index(country: Country, row: _Index | None, own: Mapping[str, _Place]) -> PerspectiveIndex:
    indicators = tuple(_own_place(counted, own.get(counted.indicator.kpi)) for counted in country.counted)
    if row is None or np.isnan(row.index):
        return PerspectiveIndex(country, indicators, int(row.n) if row else 0)
    return PerspectiveIndex(
        country=country,
        indicators=indicators,
        n=int(row.n),
        index=row.index,
        better=int(row.better),
        worse=int(row.worse),
        band=Standing(row.band),
    )


def _own_place(counted: Counted, row: _Place | None) -> Placed:
    if row is None:
        return Placed(counted)
    return Placed(
        counted,
        value=row.value,
        measured_year=int(row.measured_year),
        place=row.place,
        better=int(row.better),
        worse=int(row.worse),
        equal=int(row.equal),
    )


@dataclass(frozen=True)
class Newest:
    """The newest value that a municipality has of an indicator, counted or not; ``n`` have one that year."""

    year: int
    value: float
    n: int


def newest_values(figures: Figures, municipality: str, kpis: Sequence[str]) -> dict[str, Newest]:
    """MUNICIPALITY's newest value of each of KPIS that it has any of, by kpi. Women and men together."""
    years = figures.snapshot.kpi_years
    n = years.loc[years["gender"] == Gender.TOTAL, ["kpi", "year", "n"]]
    cells = _measured(figures, [municipality], kpis)
    measured = cells[cells["measured_year"] == cells["year"]]
    known = measured.sort_values("year").drop_duplicates("kpi", keep="last")
    rows = known[["kpi", "year", "value"]].merge(n, on=["kpi", "year"])
    return {
        str(row["kpi"]): Newest(int(row["year"]), float(row["value"]), int(row["n"])) for row in rows.to_dict("records")
    }


_COLUMNS = (
    "Perspektiv",
    "Index",
    "Läge",
    "Indikator-id",
    "Indikator",
    "Värde",
    "Enhet",
    "År",
    "Plats",
    "Antal kommuner",
)


def result_index_table(found: Sequence[PerspectiveIndex]) -> pd.DataFrame:
    """FOUND as a table to take away: a row for each perspective and indicator, numbers in full precision.

    An indicator that does not count has no year; one that the municipality lacks has no value and no place.
    """
    rows = [
        (
            own.country.perspective.name,
            own.index,
            labels.STANDING[own.band] if own.has_index else "ingen data",
            indicator.kpi,
            indicator.name,
            value,
            indicator.unit,
            year,
            place,
            n,
        )
        for own in found
        for indicator, value, year, place, n in (
            *((p.counted.indicator, p.value, p.year, p.place, p.counted.n) for p in own.indicators),
            *((left.indicator, NAN, None, NAN, None) for left in own.country.left_out),
        )
    ]
    numbers = dict.fromkeys(("Index", "Värde", "Plats"), "float64") | dict.fromkeys(("År", "Antal kommuner"), "Int64")
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(numbers)
