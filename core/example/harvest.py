"""The whole example, in the shape that a fetch from Kolada has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.cache.harvest import VALUE_COLUMNS, Harvest
from core.catalogue import Catalogue, Indicator
from core.example.calibration import calibrations
from core.example.gaps import STATUS, Cell, Cells, Unfinished, cells, repeated, unfinished
from core.example.metadata import kpi_rows
from core.example.places import Country, Group, country
from core.example.seeds import generator
from core.example.series import LENGTH, series
from core.example.shapes import is_count
from core.example.units import example_units
from core.example.view import example_catalogue
from core.example.volumes import example_volumes
from core.kolada import NATION
from core.signals.constants import GENDERS
from core.signals.rounding import Floats

SOURCE = "exempeldata"

_MEAN_DECIMALS = 4
# Half a survey's interval in a municipality of middle size, and what each step down the bell curve adds.
_UNCERTAINTY, _UNCERTAINTY_BY_SIZE, _UNCERTAINTY_BY_GENDER = 4.5, 1.3, 1.35
_UNCERTAINTY_BOUNDS = (1.5, 15.0)


@dataclass(frozen=True)
class _Block:
    """One KPI's rows as numbers: gender, year and area are places in their lists in the order they have."""

    gender: npt.NDArray[np.int64]
    year: npt.NDArray[np.int64]
    area: npt.NDArray[np.int64]
    value: Floats
    cell: npt.NDArray[np.int64]
    members: npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Above:
    """What has values of its own above the municipalities: whole populations, and groups with their means."""

    wholes: tuple[Group, ...]
    means: tuple[Group, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """All, in the order of their values."""
        return (*self.wholes, *self.means)

    def of(self, values: Floats, land: Country, is_count: bool) -> tuple[Floats, Floats]:
        """Their values and how many entered each, [gender, year, group], from VALUES of the municipalities.

        A whole has its people's mean (of a count the sum), a group the unweighted mean of its members.
        """
        there = (~np.isnan(values)).astype(np.float64)
        entered = there @ self._weights(land, 1).T
        weights = self._weights(land, 1 if is_count else land.population)
        share = there @ weights.T
        is_whole = np.arange(len(self.groups)) < len(self.wholes)
        if is_count:
            share = np.where(is_whole, np.minimum(share, 1), share)
        sums = np.nan_to_num(values) @ weights.T
        # To Kolada, a nation or region is one area with a value of its own.
        members = np.where(is_whole, np.minimum(entered, 1), entered)
        return sums / np.where(share == 0, np.nan, share), members

    def _weights(self, land: Country, of_wholes: Floats | float) -> Floats:
        weights = np.zeros((len(self.groups), len(land.ids)))
        for row, group in zip(weights, self.groups, strict=True):
            row[group.members] = 1
        weights[: len(self.wholes)] *= of_wholes
        return weights


def example_harvest(catalogue: Catalogue, *, last_year: int, fetched_at: datetime) -> Harvest:
    """Ten years to LAST_YEAR of about 290 made-up municipalities, on the indicators of CATALOGUE.

    The same year gives the same figures; FETCHED_AT decides only the dates of publication. An indicator
    without calibration gets no figures. CATALOGUE may be the real one or its ``example_catalogue``.
    """
    view, land, known = example_catalogue(catalogue), country(), calibrations()
    indicators = [i for i in view.indicators if i.kpi in known]
    groups = (land.everyone, *land.counties, *land.classes)
    similar = land.similar({area.similar for area in view.areas}, last_year)
    of_participants = {participant.name for participant in view.participants}
    unready = unfinished(indicators)
    above = _Above(
        wholes=(Group(NATION, "Riket", land.everyone.members), *land.regions),
        means=(*groups, *(group for group in similar if group.title.split(", ")[-2] in of_participants)),
    )
    values = _values(indicators, land, unready, above, last_year)
    volumes, counted = example_volumes(view, values, fetched_at.date())
    kpis = kpi_rows(view, known, unready=unready, last_year=last_year, today=fetched_at.date())
    return Harvest(
        source=SOURCE,
        fetched_at=fetched_at,
        kpis=pd.concat([kpis, volumes], ignore_index=True),
        municipalities=land.municipalities(),
        groups=land.group_rows((*groups, *similar)),
        values=pd.concat([values, counted], ignore_index=True),
        is_example=True,
        units=example_units(view, values),
    )


def _values(
    indicators: Sequence[Indicator],
    land: Country,
    unready: Unfinished,
    above: _Above,
    last_year: int,
) -> pd.DataFrame:
    """VALUE_COLUMNS of all INDICATORS, for the municipalities and everything ABOVE them."""
    blocks: list[tuple[str, _Block]] = []
    for indicator in indicators:
        known = calibrations()[indicator.kpi]
        values = repeated(series(indicator, known, land), indicator, last_year)
        told = cells(indicator, known, land, last_year=last_year, unready=unready)
        values = np.where(told == Cell.VALUE, values, np.nan)
        blocks.append((indicator.kpi, _block(values, told, *above.of(values, land, is_count(indicator)))))
        if indicator.uncertainty_kpi:
            blocks.append((indicator.uncertainty_kpi, _uncertainty(indicator, values, told, land)))
    ids = (*land.ids, *(group.id for group in above.groups))
    return _frame(blocks, ids, last_year)


def _block(values: Floats, told: Cells, above: Floats, entered: Floats) -> _Block:
    """The rows of one KPI: what the municipalities hold, then the values ABOVE, which so many ENTERED."""
    everything = np.concatenate([values, np.round(above, _MEAN_DECIMALS)], axis=2)
    members = np.concatenate([told == Cell.VALUE, entered], axis=2)
    cell = np.concatenate([told, np.where(np.isnan(above), Cell.NO_ROW, Cell.VALUE)], axis=2)
    gender, year, area = where = np.nonzero(cell)
    return _Block(gender, year, area, everything[where], cell[where], members[where].astype(np.int64))


def _uncertainty(indicator: Indicator, values: Floats, told: Cells, land: Country) -> _Block:
    """How far a survey's values may be from the truth: further in small municipalities, and by gender."""
    rng = generator("uncertainty", indicator.kpi)
    width = _UNCERTAINTY - _UNCERTAINTY_BY_SIZE * land.size + rng.normal(0, 0.5, values.shape)
    width[1:] *= _UNCERTAINTY_BY_GENDER
    width = np.where(told == Cell.VALUE, np.round(np.clip(width, *_UNCERTAINTY_BOUNDS), 1), np.nan)
    gender, year, area = where = np.nonzero(told == Cell.VALUE)
    return _Block(gender, year, area, width[where], told[where].astype(np.int64), np.ones(len(area), np.int64))


def _frame(blocks: Sequence[tuple[str, _Block]], ids: Sequence[str], last_year: int) -> pd.DataFrame:
    def joined(field: str) -> npt.NDArray[np.int64]:
        return np.concatenate([getattr(block, field) for _, block in blocks])

    sizes = [len(block.area) for _, block in blocks]
    kpi = np.repeat(np.arange(len(blocks)), sizes)
    columns = {
        "kpi": pd.Index([kpi for kpi, _ in blocks]).take(kpi),
        "municipality": pd.Index(ids).take(joined("area")),
        "year": joined("year") + (last_year - LENGTH + 1),
        "gender": pd.Index(GENDERS).take(joined("gender")),
        "value": joined("value"),
        "status": pd.Index([STATUS.get(cell, "") for cell in Cell]).take(joined("cell")),
        "members": joined("members"),
    }
    return pd.DataFrame(columns)[list(VALUE_COLUMNS)]
